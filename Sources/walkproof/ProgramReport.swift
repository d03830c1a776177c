import PageWalk
import ProgramSearch
import ReportSchemaV1
import Reports
import SMT

extension ProofReport.CodeRun {
  fileprivate init(_ run: Counterexample) {
    self.init(
      text: run.text, place: run.place.description, addr: run.addr.hexadecimal,
      end: run.end.hexadecimal,
      story: run.story)
  }
}

extension ProofReport {
  /// The report of code.
  ///
  /// - Parameter stable: leaves out what differs from run to run.
  init(_ report: CodeReport, stable: Bool) {
    var assumptions: [Assumption] = []
    for part in report.parts {
      let own = Assumptions.ofCode(
        part.check.walk.function, part.check.build.compiled,
        unknowns: part.judgements.first?.unknowns ?? [])
      for assumption in own.map({
        Assumption(identifier: $0.identifier.rawValue, sentence: $0.sentence)
      }) where !assumptions.contains(assumption) { assumptions.append(assumption) }
    }
    var stated: [String] = []
    for text in report.parts.flatMap(\.check.walk.stated) where !stated.contains(text) {
      stated.append(text)
    }
    self.init(
      tool: Walkproof.tool, solver: Solver.version,
      results: report.each { part, judgement, property in
        let verdict = judgement.verdict
        return Result(
          architecture: part.architecture, configuration: judgement.configuration.reported,
          walker: part.check.walk.function, revision: "ir", property: property.rawValue,
          verdict: judgement.answer(property).rawValue,
          severity: judgement.severity(property)?.rawValue, harm: nil,
          obligations: verdict?.conditions(property.rawValue) ?? 0,
          covers: verdict.map { $0.instances.count - $0.idle.count } ?? 0,
          seconds: stable ? nil : judgement.seconds,
          reason: judgement.doubt(property) ?? judgement.run(property)?.text,
          counterexample: nil, run: judgement.run(property).map(CodeRun.init),
          notShown: verdict?.failures.filter { $0.property == property.rawValue }.map {
            NotShown(
              text: $0.text, function: $0.place.function, source: $0.place.source?.description,
              use: $0.instance, undecided: $0.isUndecided)
          } ?? [])
      }, stated: stated, assumptions: assumptions)
  }
}
