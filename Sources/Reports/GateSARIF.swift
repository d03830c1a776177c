import Claims
import Digest
import PageWalk
import Simulator

/// A gate's findings as SARIF 2.1.0: a rule per property, a result for what keeps the gate closed and for
/// each note, the walk as a code flow. What is as it is expected to be is no result.
///
/// What is not decided makes the invocation unsuccessful.
public enum GateSARIF: GateFormat {
  public static func text(_ report: GateReport) throws -> String {
    let results =
      report.problems.map { result($0, "error", report) }
      + report.notes.map { result($0, "note", report) }
    let doubts = report.problems.filter { $0.kind == .inconclusive || $0.kind == .failure }
    let invocation = Invocation(
      executionSuccessful: doubts.isEmpty && !report.claims.isEmpty,
      toolExecutionNotifications: doubts.map {
        Notification(level: "error", message: Message(text: message($0)))
      })
    let version = report.tool.split(separator: " ").last.map(String.init) ?? ""
    let log = Log(
      runs: [
        Run(
          tool: Tool(driver: Driver(name: "walkproof", version: version, rules: rules)),
          invocations: [invocation], results: results, columnKind: "unicodeCodePoints")
      ])
    return try JSONText.text(log)
  }

  private static let files = "proofs-are-fresh"

  /// Where the package installs the documentation.
  private static let help = "file:///usr/share/doc/walkproof"

  private static var rules: [Rule] {
    Property.allCases.map {
      Rule(
        id: $0.rawValue, shortDescription: Message(text: $0.summary),
        help: Message(text: "\($0.summary); docs/properties.md defines it"),
        helpUri: "\(help)/properties.md#\($0.rawValue)")
    } + [
      Rule(
        id: files,
        shortDescription: Message(text: "the folder of proofs holds what the proofs give"),
        help: Message(text: "write the folder anew with 'walkproof gate --update'"),
        helpUri: "\(help)/README.md")
    ]
  }

  private static func message(_ problem: GateReport.Problem) -> String {
    (problem.claim.map { "\($0): " } ?? "") + problem.message
  }

  private static func result(
    _ problem: GateReport.Problem, _ level: String, _ report: GateReport
  ) -> Result {
    let run = problem.claim.flatMap { report.runs[$0] }
    let bad = run.flatMap { run in
      run.trace.violations.first { $0.key.rawValue == problem.claim?.property }.flatMap {
        violation in
        run.trace.steps.first { $0.number == violation.value }
      }
    }
    var text = message(problem)
    if let remark = bad?.remark { text += "; step \(bad?.number ?? 0) \(remark)" }
    let subject = problem.claim?.description ?? problem.place?.file ?? problem.message
    return Result(
      ruleId: problem.claim?.property ?? files, level: level, message: Message(text: text),
      locations: locations(bad.flatMap { run?.places[$0.level] } ?? problem.place),
      codeFlows: run.map { [flow($0)] },
      partialFingerprints: [
        "walkproof/1": SHA256.hexadecimal(of: "\(problem.kind.rawValue) \(subject)")
      ])
  }

  private static func flow(_ run: CounterexampleRun) -> CodeFlow {
    CodeFlow(threadFlows: [
      ThreadFlow(
        locations: run.trace.steps.map { step in
          var text = "\(step.number). \(step.function) reads \(step.location.words)"
          if let remark = step.remark { text += ": \(remark)" }
          let place = locations(run.places[step.level]).first
          return ThreadFlowLocation(
            location: Location(
              physicalLocation: place?.physicalLocation, message: Message(text: text)))
        })
    ])
  }

  private static func locations(_ place: GateReport.Place?) -> [Location] {
    guard let place else { return [] }
    return [
      Location(
        physicalLocation: PhysicalLocation(
          artifactLocation: ArtifactLocation(uri: uri(place.file)),
          region: Region(startLine: place.line)), message: nil)
    ]
  }

  private static func uri(_ file: String) -> String {
    let kept = "-._~/"
    let text = file.utf8.map { byte -> String in
      let scalar = Character(UnicodeScalar(byte))
      let isPlain = byte < 0x80 && (scalar.isLetter || scalar.isNumber || kept.contains(scalar))
      return isPlain
        ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
    return text.hasPrefix("/") ? "file://\(text)" : text
  }

  // MARK: the parts of SARIF that are used

  private struct Log: Encodable {
    var schema = "https://json.schemastore.org/sarif-2.1.0.json"
    var version = "2.1.0"
    let runs: [Run]
    enum CodingKeys: String, CodingKey {
      case schema = "$schema"
      case version, runs
    }
  }
  private struct Run: Encodable {
    let tool: Tool
    let invocations: [Invocation]
    let results: [Result]
    let columnKind: String
  }
  private struct Tool: Encodable { let driver: Driver }
  private struct Driver: Encodable {
    let name: String
    let version: String
    let rules: [Rule]
  }
  private struct Rule: Encodable {
    let id: String
    let shortDescription: Message
    let help: Message
    let helpUri: String
  }
  private struct Message: Encodable { let text: String }
  private struct Invocation: Encodable {
    let executionSuccessful: Bool
    let toolExecutionNotifications: [Notification]
  }
  private struct Notification: Encodable {
    let level: String
    let message: Message
  }
  private struct Result: Encodable {
    let ruleId: String
    let level: String
    let message: Message
    let locations: [Location]
    let codeFlows: [CodeFlow]?
    let partialFingerprints: [String: String]
  }
  private struct CodeFlow: Encodable { let threadFlows: [ThreadFlow] }
  private struct ThreadFlow: Encodable { let locations: [ThreadFlowLocation] }
  private struct ThreadFlowLocation: Encodable { let location: Location }
  private struct Location: Encodable {
    let physicalLocation: PhysicalLocation?
    let message: Message?
  }
  private struct PhysicalLocation: Encodable {
    let artifactLocation: ArtifactLocation
    let region: Region
  }
  private struct ArtifactLocation: Encodable { let uri: String }
  private struct Region: Encodable { let startLine: Int }
}
