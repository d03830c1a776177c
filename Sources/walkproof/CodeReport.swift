import Checker
import Claims
import PageWalk
import ProgramSearch
import Reports

/// What was found of the code of one or several builds.
struct CodeReport {
  /// One build.
  struct Part {
    let check: ProgramCheck
    let judgements: [ProgramJudgement]

    var architecture: String { check.build.architecture.name }
  }

  var parts: [Part]
  /// The properties that were asked for; nil means all that are judged.
  let asked: [Property]?
  /// Builds of which nothing was found, and why.
  var failures: [(architecture: String, failure: Failure)] = []

  func properties(of judgement: ProgramJudgement) -> [Property] { asked ?? judgement.properties }

  /// A claim for each property of each configuration.
  var claims: [Claim] { findings.map(\.claim) }

  private var findings: [CodeGate.Finding] {
    each { part, judgement, property in
      let run = judgement.run(property)
      return CodeGate.Finding(
        claim: claim(part, judgement, property),
        text: run.map { "\($0.text) in \($0.place)" } ?? judgement.doubt(property) ?? "",
        place: run?.place.source.map { GateReport.Place(file: $0.file, line: $0.line) })
    }
  }

  func each<Value>(
    _ body: (Part, ProgramJudgement, Property) -> Value
  ) -> [Value] {
    parts.flatMap { part in
      part.judgements.flatMap { judgement in
        properties(of: judgement).map { body(part, judgement, $0) }
      }
    }
  }

  private func claim(_ part: Part, _ judgement: ProgramJudgement, _ property: Property) -> Claim {
    let answer = judgement.answer(property)
    return Claim(
      Claim.Name(
        architecture: part.architecture, configuration: judgement.configuration.description,
        walk: part.check.walk.function, property: property.rawValue),
      verdict: answer, severity: judgement.severity(property),
      obligations: judgement.verdict?.conditions(property.rawValue) ?? 0,
      covers: judgement.verdict.map { $0.instances.count - $0.idle.count } ?? 0,
      reason: judgement.doubt(property) ?? judgement.run(property)?.text,
      doubt: answer == .unknown ? .inconclusive : nil, seconds: judgement.seconds)
  }

  /// What keeps a gate closed: harm and doubt, or where there is a baseline what is worse than it says.
  ///
  /// - Parameter isStrict: whether a rule that is broken without harm closes it, too.
  func gate(_ baseline: Baseline?, isStrict: Bool) -> GateReport {
    CodeGate.report(
      findings, architectures: Set(parts.map(\.architecture)),
      failures: failures.map { "\($0.architecture): \($0.failure.message)" },
      baseline: baseline, asked: asked, isStrict: isStrict, tool: Walkproof.tool)
  }

  /// The exit code of a gate.
  func code(_ gate: GateReport) -> Code {
    let codes = gate.problems.filter { $0.kind != .failure }.map { problem -> Code in
      problem.kind == .inconclusive ? .inconclusive : .refuted
    }
    return .worst(
      codes + failures.map(\.failure.code) + (gate.claims.isEmpty ? [.inconclusive] : []))
  }
}
