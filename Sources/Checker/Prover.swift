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

  /// A prover whose queries may spend `budget` units each, with `jobs` subjects at a time.
  public init(budget: UInt32 = defaultBudget, jobs: Int) {
    self.budget = budget
    self.jobs = jobs
  }

  /// The findings for every subject and property, in that order whatever the number of jobs.
  ///
  /// - Parameter progress: told after each subject how many are done.
  public func prove(
    _ subjects: [Subject], properties: [Property],
    progress: @Sendable @escaping (_ done: Int) -> Void = { _ in }
  ) async -> [Finding] {
    var findings: [Int: [Finding]] = [:]
    // With a small budget a shared answer could depend on who asked first.
    let cache = budget >= Self.defaultBudget ? AnswerCache() : nil
    await withTaskGroup(of: (Int, [Finding]).self) { group in
      var next = 0
      func start() {
        guard next < subjects.count else { return }
        let (index, subject) = (next, subjects[next])
        next += 1
        group.addTask { (index, decide(subject, properties: properties, cache: cache)) }
      }
      for _ in 0..<jobs { start() }
      while let (index, found) = await group.next() {
        findings[index] = found
        progress(findings.count)
        start()
      }
    }
    return subjects.indices.flatMap { findings[$0] ?? [] }
  }

  /// The findings for one subject.
  private func decide(
    _ subject: Subject, properties: [Property], cache: AnswerCache?
  ) -> [Finding] {
    let clock = ContinuousClock()
    let start = clock.now
    var answers: [Property: Answer]
    do {
      answers = try self.answers(subject, properties: properties, cache: cache)
    } catch {
      answers = [:]
      for property in properties { answers[property] = Answer(doubt: .failed("\(error)")) }
    }
    let seconds = (clock.now - start) / .seconds(1)
    return properties.map { property in
      let answer = answers[property] ?? Answer(doubt: .failed("the claim was not attempted"))
      let verdict: Verdict =
        answer.doubt != nil ? .unknown : answer.counterexample != nil ? .refuted : .proved
      return Finding(
        subject: subject, property: property, verdict: verdict, obligations: answer.obligations,
        covers: answer.covers, seconds: seconds, counterexample: answer.counterexample,
        doubt: answer.doubt)
    }
  }

  fileprivate struct Answer {
    var obligations = 0
    var covers = 0
    var counterexample: Finding.Counterexample?
    var doubt: Finding.Doubt?
  }

  private func answers(
    _ subject: Subject, properties: [Property], cache: AnswerCache?
  ) throws -> [Property: Answer] {
    let cache = cache ?? AnswerCache()
    let (record, followed) = try Self.record(of: subject, budget: budget, cache: cache)
    var answers: [Property: Answer] = [:]
    for property in properties {
      answers[property] = record.answer(
        to: property, isComplete: followed.contains(property))
    }
    var open = Set(answers.filter { $0.value.doubt != nil }.keys)
    guard !open.isEmpty, !record.isVacuous else { return answers }
    // What needs no context can be shown where the proof as a whole is stuck.
    let apart = open.intersection([.exactCover, .markedAccess])
    if !apart.isEmpty {
      let local = try LocalProof.prove(
        subject, judge: ProofJudge(solver: PieceSolver(budget: budget, cache: cache)))
      for property in apart {
        let answer = local.judge.answer(to: property, isComplete: local.isComplete)
        guard answer.doubt == nil else { continue }
        answers[property] = answer
        open.remove(property)
      }
    }
    let refuter = Refuter(
      subject: subject, budget: budget, firstSuspect: record.firstFailure(of: open, followed))
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
    return answers
  }

  private func doubt(_ doubt: Finding.Doubt?, _ result: Refuter.Result) -> Finding.Doubt {
    if let unconfirmed = result.unconfirmed { return .unconfirmed(unconfirmed) }
    return .inconclusive("\(doubt?.reason ?? "not proved"), and \(result.reason)")
  }

  /// The record of a subject's proof, and the properties that it followed to the walk's end.
  static func record(
    of subject: Subject, budget: UInt32, cache: AnswerCache = AnswerCache()
  ) throws -> (judge: ProofJudge, followed: Set<Property>) {
    var walk = try ProofWalk(
      subject: subject, judge: ProofJudge(solver: try PieceSolver(budget: budget, cache: cache)))
    let followed = try walk.prove()
    return (walk.judge, followed)
  }

  /// The queries of a subject's proof as an SMT-LIB script with their expected status.
  ///
  /// - Throws: `SolverError` or `EncodingError`; the proof itself may be incomplete.
  public static func script(of subject: Subject, budget: UInt32 = defaultBudget) throws -> String {
    let (judge, followed) = try record(of: subject, budget: budget)
    var script = SMTLIBScript(comment: [
      "walkproof: \(subject.title)",
      "Each obligation is stated by its negation, which is to be unsat; each cover is to be sat.",
      followed.count == Property.allCases.count
        ? "The proof is complete."
        : "The proof is incomplete: for some properties it stops where it fails.",
    ])
    for result in judge.obligations {
      script.append(
        result.obligation.negation, name: "obligation, \(result.obligation.name)",
        expect: result.status.ofNegation)
    }
    for result in judge.covers where result.status == .satisfied {
      script.append(
        result.cover.formulas, name: "cover, \(result.cover.name)", expect: .sat)
    }
    return script.text
  }
}

extension ObligationResult.Status {
  /// What a solver says of the obligation's negation.
  fileprivate var ofNegation: SMTLIBScript.Status {
    switch self {
    case .holds: return .unsat
    case .fails: return .sat
    case .unknown: return .unknown
    }
  }
}

extension ProofJudge {
  /// Whether a demanded cover has no assignment.
  fileprivate var isVacuous: Bool { covers.contains { $0.status == .vacuous } }

  /// The level function above which nothing goes wrong with `open`; nil where that is not known.
  fileprivate func firstFailure(of open: Set<Property>, _ followed: Set<Property>) -> String? {
    let failed = obligations.filter {
      $0.status != .holds && !$0.obligation.properties.isDisjoint(with: open)
    }
    let all = failed.reduce(into: Set<Property>()) { $0.formUnion($1.obligation.properties) }
    return open.isSubset(of: all) ? failed.first?.obligation.level : nil
  }

  /// What the record says of a property; a counterexample may say more.
  fileprivate func answer(to property: Property, isComplete: Bool) -> Prover.Answer {
    let own = obligations.filter { $0.obligation.properties.contains(property) }
    var answer = Prover.Answer(
      obligations: own.count, covers: covers.count { $0.status == .satisfied })
    answer.doubt = doubt(own, isComplete: isComplete)
    return answer
  }

  private func doubt(_ own: [ObligationResult], isComplete: Bool) -> Finding.Doubt? {
    for cover in covers {
      switch cover.status {
      case .satisfied: continue
      case .vacuous: return .vacuous("nothing satisfies the cover '\(cover.cover.name)'")
      case .unknown(let why):
        return .inconclusive("the cover '\(cover.cover.name)' is not decided (\(why))")
      }
    }
    for result in own {
      switch result.status {
      case .holds: continue
      case .fails: return .inconclusive("the obligation '\(result.obligation.name)' fails")
      case .unknown(let why):
        return .inconclusive("the obligation '\(result.obligation.name)' is not decided (\(why))")
      }
    }
    if own.isEmpty || covers.isEmpty { return .vacuous("the proof has no obligation or no cover") }
    return isComplete ? nil : .inconclusive("the proof stops before the end of the walk")
  }
}
