import Checker
import Foundation
import PageWalk
import ReportSchemaV1
import Simulator

/// Reports as JSON with sorted keys.
public enum JSONText {
  /// The text of a report, ending in a newline.
  public static func text(_ report: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
  }
}

extension ProofReport {
  /// The report of `findings`.
  ///
  /// - Parameter stable: leaves out what differs from run to run.
  public init(_ findings: [Finding], tool: String, solver: String, stable: Bool) {
    self.init(
      tool: tool, solver: solver,
      results: findings.map { finding in
        let subject = finding.subject
        return Result(
          architecture: subject.architecture.name,
          configuration: subject.configuration.reported, walker: subject.walker.name,
          revision: subject.walker.revision, property: finding.property.rawValue,
          verdict: finding.verdict.rawValue, severity: finding.severity?.rawValue,
          harm: finding.harm?.rawValue, obligations: finding.obligations,
          covers: finding.covers, seconds: stable ? nil : finding.seconds,
          reason: finding.doubt?.reason,
          counterexample: finding.counterexample.map {
            TraceReport($0.trace, addr: $0.scenario.addr, end: $0.scenario.end)
          })
      },
      assumptions: Assumptions.all(of: findings.map(\.subject)).map {
        Assumption(identifier: $0.identifier.rawValue, sentence: $0.sentence)
      })
  }
}

extension TraceReport {
  /// The report of a run over `[addr, end)`.
  public init(_ trace: Trace, addr: UInt64, end: UInt64) {
    self.init(
      addr: addr.hexadecimal, end: end.hexadecimal, outcome: trace.outcome.rawValue,
      violations: Dictionary(
        uniqueKeysWithValues: trace.violations.map { ($0.key.rawValue, $0.value) }),
      steps: trace.steps.map(Step.init), pages: trace.pages.map(Pages.init),
      hardwarePages: trace.hardwarePages.map(Pages.init),
      hardwarePagesAfter: trace.hardwarePagesAfter.map { $0.map(Pages.init) })
  }
}

extension TraceReport.Step {
  fileprivate init(_ step: Simulator.Step) {
    self.init(
      step: step.number, level: step.level, function: step.function, helper: step.helper?.name,
      source: step.source,
      addr: step.addr.hexadecimal,
      cursor: step.pointer.hexadecimal, points: step.location.words, kind: step.location.kind,
      throughCursor: step.throughCursor, value: step.value?.hexadecimal,
      next: step.next?.hexadecimal, violates: step.violations.sorted().map(\.rawValue))
  }
}

extension TraceReport.Pages {
  fileprivate init(_ extent: PageExtent) {
    self.init(
      addr: extent.addr.hexadecimal, page: extent.page.hexadecimal,
      length: extent.length.hexadecimal)
  }
}

extension ReplayReport.Result {
  /// The report of one scenario's run.
  public init(
    scenario file: String, subject: Subject, scenario: Scenario, trace: Trace, expected: Bool
  ) {
    self.init(
      scenario: file, architecture: subject.architecture.name,
      configuration: subject.configuration.reported, walker: subject.walker.name,
      revision: subject.walker.revision, expected: expected, pagesAreRight: trace.pagesAreRight,
      trace: TraceReport(trace, addr: scenario.addr, end: scenario.end))
  }
}

extension Configuration {
  /// As JSON reports write it.
  public var reported: [String: ConfigurationValue] {
    Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.value.reported) })
  }
}

extension ParameterValue {
  fileprivate var reported: ConfigurationValue {
    switch self {
    case .number(let number): return .number(number)
    case .boolean(let value): return .boolean(value)
    case .label, .range: return .text(description)
    }
  }
}

extension ListReport {
  /// What there is to prove.
  ///
  /// - Throws: `InterpretationError` where an architecture's constraint has no value.
  public init(architectures: [PageWalk.Architecture], walkers: [PageWalk.Walker]) throws {
    self.init(
      architectures: try architectures.map { architecture in
        Architecture(
          name: architecture.name, title: architecture.title, word: architecture.word,
          parameters: architecture.parameters.map { parameter in
            Parameter(
              name: parameter.name, about: parameter.about,
              values: parameter.choices.map(\.reported))
          },
          configurations: try architecture.configurations().map(\.reported))
      },
      walkers: walkers.map {
        Walker(
          name: $0.name, revision: $0.revision, fixed: $0.fixed, kernel: $0.kernel.description,
          source: $0.source, reads: $0.reads.rawValue)
      },
      properties: PageWalk.Property.allCases.map {
        Property(name: $0.rawValue, summary: $0.summary)
      })
  }
}
