import Encoder
import PageWalk
import SMT
import Simulator

/// Decides claims: proves a subject, or refutes it with a counterexample that replays.
public struct Prover: Sendable {
  /// Resource units of the solver for one query, where nothing else is asked for.
  public static let defaultBudget: UInt32 = 20_000_000

  private let budget: UInt32
  private let jobs: Int
  /// Whether one counterexample per subject is enough.
  private let stopsAtFirst: Bool

  /// A prover whose queries may spend `budget` units each, with `jobs` subjects at a time.
  ///
  /// - Parameter stopsAtFirst: whether one counterexample per subject is enough.
  public init(budget: UInt32 = defaultBudget, jobs: Int, stopsAtFirst: Bool = false) {
    self.stopsAtFirst = stopsAtFirst
    self.budget = budget
    self.jobs = jobs
  }

  /// The proofs of all subjects, in their order whatever the number of jobs.
  ///
  /// - Parameters:
  ///   - keepsQueries: whether the proofs bring their queries along.
  ///   - progress: told after each subject how many are done.
  public func prove(
    _ subjects: [Subject], properties: [Property], keepsQueries: Bool = false,
    progress: @Sendable @escaping (_ done: Int) -> Void = { _ in }
  ) async -> [SubjectProof] {
    var proofs: [Int: SubjectProof] = [:]
    await prove(
      subjects, properties: properties, keepsQueries: keepsQueries, finish: { $0 }
    ) { index, proof in
      proofs[index] = proof
      progress(proofs.count)
    }
    return subjects.indices.compactMap { proofs[$0] }
  }

  /// Proves all subjects and gives what `finish` makes of each proof to `receive`, with its place among
  /// them, as soon as it is there.
  ///
  /// - Parameter finish: part of each job.
  public func prove<Result: Sendable>(
    _ subjects: [Subject], properties: [Property], keepsQueries: Bool,
    finish: @Sendable @escaping (SubjectProof) async -> Result,
    receive: (_ index: Int, _ result: Result) -> Void
  ) async {
    // With a small budget a shared answer could depend on who asked first.
    let cache = budget >= Self.defaultBudget ? AnswerCache() : nil
    await withTaskGroup(of: (Int, Result).self) { group in
      var next = 0
      func start() {
        guard next < subjects.count else { return }
        let (index, subject) = (next, subjects[next])
        next += 1
        group.addTask {
          let proof = decide(
            subject, properties: properties, keepsQueries: keepsQueries, cache: cache)
          return (index, await finish(proof))
        }
      }
      for _ in 0..<jobs { start() }
      while let (index, result) = await group.next() {
        receive(index, result)
        start()
      }
    }
  }

  /// The findings for one subject.
  private func decide(
    _ subject: Subject, properties: [Property], keepsQueries: Bool, cache: AnswerCache?
  ) -> SubjectProof {
    let clock = ContinuousClock()
    let start = clock.now
    var answers: [Property: Answer]
    var queries: [SMTLIBQuery] = []
    var harmIsExcluded = false
    // What is asked for does not change what is found of it.
    let judged = stopsAtFirst ? properties : Property.ofModels
    do {
      let cache = cache ?? AnswerCache()
      let record = try Record(of: subject, budget: budget, cache: cache)
      if keepsQueries { queries = record.queries }
      answers = try self.answers(
        subject, properties: judged, asked: properties, record: record, cache: cache)
      harmIsExcluded =
        subject.walker.statesAllCompared
        && Harm.properties.allSatisfy { isProved($0, answers, record) }
    } catch {
      let isOutOfMemory = error as? SolverError == .outOfMemory
      let doubt: Finding.Doubt = isOutOfMemory ? .inconclusive("\(error)") : .failed("\(error)")
      answers = [:]
      for property in properties { answers[property] = Answer(doubt: doubt) }
    }
    let seconds = (clock.now - start) / .seconds(1)
    let findings = properties.map { property in
      let answer = answers[property] ?? Answer(doubt: .failed("the claim was not attempted"))
      let verdict: Verdict =
        answer.doubt != nil ? .unknown : answer.counterexample != nil ? .refuted : .proved
      return Finding(
        subject: subject, property: property, verdict: verdict, obligations: answer.obligations,
        covers: answer.covers, seconds: seconds, counterexample: answer.counterexample,
        doubt: answer.doubt, harmIsExcluded: harmIsExcluded)
    }
    return SubjectProof(subject: subject, findings: findings, queries: queries)
  }

  struct Answer {
    var obligations = 0
    var covers = 0
    var counterexample: Finding.Counterexample?
    var doubt: Finding.Doubt?
  }

  private func answers(
    _ subject: Subject, properties: [Property], asked: [Property], record: Record,
    cache: AnswerCache
  ) throws -> [Property: Answer] {
    var answers: [Property: Answer] = [:]
    for property in properties { answers[property] = record.answer(to: property) }
    let open = Set(answers.filter { $0.value.doubt != nil }.keys)
    guard !open.isEmpty, !record.isVacuous else { return answers }
    let refuter = Refuter(
      subject, budget: budget, record: record, open: open, stopsAtFirst: stopsAtFirst)
    let result = try refuter.refute(open)
    for property in open {
      guard let counterexample = result.counterexamples[property] else {
        let before = answers[property]?.doubt
        answers[property]?.doubt = doubt(before, result)
        continue
      }
      answers[property]?.counterexample = counterexample
      answers[property]?.doubt = nil
    }
    for (breaking, counterexample) in result.counterexamples.sorted(by: { $0.key < $1.key }) {
      for property in counterexample.trace.violations.keys.sorted()
      where isProved(property, answers, record) {
        let doubt = Finding.Doubt.contradiction(
          "\(property.rawValue) was proved, and the counterexample to \(breaking.rawValue) breaks"
            + " it at step \(counterexample.trace.violations[property] ?? 0)")
        // A defect of ours is told, whatever was asked for.
        for told in asked.contains(property) ? [property] : [property] + asked {
          answers[told]?.counterexample = counterexample
          answers[told]?.doubt = doubt
        }
      }
    }
    return answers
  }

  private func isProved(
    _ property: Property, _ answers: [Property: Answer], _ record: Record
  ) -> Bool {
    guard let answer = answers[property] else { return record.answer(to: property).doubt == nil }
    return answer.doubt == nil && answer.counterexample == nil
  }

  private func doubt(_ doubt: Finding.Doubt?, _ result: Refuter.Result) -> Finding.Doubt {
    if let doubt, case .vacuous = doubt { return doubt }
    if let unconfirmed = result.unconfirmed { return .unconfirmed(unconfirmed) }
    return .inconclusive("\(doubt?.reason ?? "not proved"), and \(result.reason)")
  }
}
