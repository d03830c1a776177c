import Claims
import PageWalk
import Simulator

/// A gate's findings as SARIF 2.1.0: a rule per property, a result per refuted claim and per
/// problem, the walk as a code flow.
///
/// A refuted claim that is expected is a suppressed result; what is not decided makes the invocation
/// unsuccessful.
public enum GateSARIF: GateFormat {
  public static func text(_ report: GateReport) throws -> String {
    let known = Set(report.claims.map(\.name))
    var results: [Result] = []
    for claim in report.claims {
      let problems = report.problems(of: claim.name)
      if claim.verdict == .refuted || !problems.isEmpty {
        results.append(result(claim, problems, report.runs[claim.name]))
      }
    }
    for problem in report.problems where problem.claim.map({ !known.contains($0) }) ?? true {
      results.append(
        Result(
          ruleId: problem.claim?.property ?? "proofs-are-fresh", level: "error",
          message: Message(text: message(problem)), locations: locations(problem.place),
          codeFlows: nil, suppressions: nil))
    }
    let doubts = report.problems.filter { $0.kind == .inconclusive || $0.kind == .failure }
    let invocation = Invocation(
      executionSuccessful: doubts.isEmpty && !report.claims.isEmpty,
      toolExecutionNotifications: doubts.map {
        Notification(level: "error", message: Message(text: message($0)))
      })
    let log = Log(
      runs: [
        Run(
          tool: Tool(driver: Driver(name: "walkproof", rules: rules)), invocations: [invocation],
          results: results, columnKind: "unicodeCodePoints")
      ])
    return try JSONText.text(log)
  }

  private static var rules: [Rule] {
    Property.ofModels.map {
      Rule(id: $0.rawValue, shortDescription: Message(text: $0.summary))
    } + [
      Rule(
        id: "proofs-are-fresh",
        shortDescription: Message(text: "the folder of proofs holds what the proofs give"))
    ]
  }

  private static func message(_ problem: GateReport.Problem) -> String {
    (problem.claim.map { "\($0): " } ?? "") + problem.message
  }

  private static func result(
    _ claim: Claim, _ problems: [GateReport.Problem], _ run: CounterexampleRun?
  ) -> Result {
    let bad = run.flatMap { run in
      run.trace.violations.first { $0.key.rawValue == claim.property }.flatMap { violation in
        run.trace.steps.first { $0.number == violation.value }
      }
    }
    let place = bad.flatMap { run?.places[$0.level] } ?? problems.first?.place
    var text = "\(claim.name): \(claim.verdict)"
    if let remark = bad?.remark { text += "; step \(bad?.number ?? 0) \(remark)" }
    for problem in problems { text += "; \(problem.message)" }
    return Result(
      ruleId: claim.property, level: problems.isEmpty ? "note" : "error",
      message: Message(text: text), locations: locations(place),
      codeFlows: run.map { [flow($0)] },
      suppressions: problems.isEmpty
        ? [Suppression(kind: "external", justification: "expected by the index of proofs")] : nil)
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
    let rules: [Rule]
  }
  private struct Rule: Encodable {
    let id: String
    let shortDescription: Message
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
    let suppressions: [Suppression]?
  }
  private struct Suppression: Encodable {
    let kind: String
    let justification: String
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
