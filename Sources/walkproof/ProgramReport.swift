import PageWalk
import ProgramSearch
import ReportSchemaV1
import Reports
import SMT

extension ProofReport.CodeRun {
  fileprivate init(_ run: Counterexample) {
    self.init(
      text: run.text, place: run.place, addr: run.addr.hexadecimal, end: run.end.hexadecimal,
      story: run.story)
  }
}

extension ProofReport {
  /// The report of a program.
  ///
  /// - Parameters:
  ///   - asked: the properties that are asked for; nil means all that are judged.
  ///   - stable: leaves out what differs from run to run.
  init(
    _ judgements: [ProgramJudgement], _ check: ProgramCheck, _ asked: [Property]?, stable: Bool
  ) {
    self.init(
      tool: Walkproof.tool, solver: Solver.version,
      results: judgements.flatMap { judgement in
        (asked ?? judgement.properties).map { property in
          let verdict = judgement.verdict
          return Result(
            architecture: check.build.architecture.name,
            configuration: judgement.configuration.reported, walker: check.walk.function,
            revision: "ir", property: property.rawValue,
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
        }
      }, stated: check.walk.stated,
      assumptions: Assumptions.ofCode(
        check.walk.function, check.build.compiled, unknowns: judgements.first?.unknowns ?? []
      ).map { Assumption(identifier: $0.identifier.rawValue, sentence: $0.sentence) })
  }
}
