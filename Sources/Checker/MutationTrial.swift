import Encoder
import PageWalk
import SMT

/// Tries every mutant of the configurations of one architecture with one walk.
public struct MutationTrial: Sendable {
  /// What was changed, with what became of it.
  public struct Result: Sendable {
    public let mutant: Mutant
    public let fate: MutantFate
  }

  /// How many mutants are decided before what they found is shared with the rest; fixed, so that
  /// fates do not depend on the number of jobs.
  private static let batch = 24

  private let subjects: [Subject]
  private let budget: UInt32
  private let jobs: Int
  private let prover: MutantProver?

  /// Whether every read was marked first, since the walk itself has plain ones.
  public let isMarked: Bool

  /// A trial whose queries may spend `budget` units each, with `jobs` mutants at a time.
  public init(of subjects: [Subject], budget: UInt32 = Prover.defaultBudget, jobs: Int) async {
    await self.init(of: subjects, budget: budget, jobs: jobs, prover: nil)
  }

  init(of subjects: [Subject], budget: UInt32, jobs: Int, prover: MutantProver?) async {
    self.budget = budget
    self.jobs = jobs
    self.prover = prover
    let isMarked = subjects.contains { $0.walker.reads == .lockless && $0 != $0.marked }
    self.isMarked = isMarked
    self.subjects = isMarked ? subjects.map(\.marked) : subjects
  }

  /// Every mutant of the subjects.
  public var mutants: [Mutant] { Mutant.all(of: subjects) }

  /// The fates of `mutants`, in their order.
  ///
  /// - Parameter progress: told how many are decided.
  public func results(
    of mutants: [Mutant], progress: @Sendable @escaping (_ done: Int) -> Void = { _ in }
  ) async -> [Result] {
    var judge = await judge()
    var pool = await samples(judge)
    for configuration in judge.originals.keys {
      guard let original = judge.originals[configuration] else { continue }
      let subject = original.subject
      let tables = pool.tablesRead(by: subject)
      let context = try? context(of: original, tables, judge.cache)
      if (try? context?.confirmsTables()) ?? false {
        judge.originals[configuration]?.tablesRead = tables
      }
      let proved = judge.originals[configuration]?.proved ?? []
      if let hit = pool.hit(subject, of: configuration, breaking: proved, ofHardware: false) {
        let broken = proved.intersection(hit.trace.violations.keys).sorted().map(\.rawValue)
        judge.originals[configuration]?.contradiction =
          "\(configuration): a run of the original breaks what is proved of it: "
          + broken.joined(separator: ", ")
      }
    }
    let known = judge
    var results: [Result] = []
    var start = 0
    while start < mutants.count {
      let end = min(start + Self.batch, mutants.count)
      let verdicts = await verdicts(on: Array(mutants[start..<end]), known, pool) {
        progress(start + $0)
      }
      for (mutant, verdict) in zip(mutants[start..<end], verdicts) {
        results.append(Result(mutant: mutant, fate: verdict.fate))
        if let hit = verdict.hit { pool.count(hit.index, for: hit.configuration) }
        for (configuration, scenario) in verdict.found { pool.add(scenario, for: configuration) }
      }
      pool.sort()
      start = end
    }
    return results
  }

  private func verdicts(
    on mutants: [Mutant], _ judge: MutantJudge, _ pool: MutantPool,
    progress: (_ done: Int) -> Void
  ) async -> [MutantJudge.Verdict] {
    await withTaskGroup(of: (Int, MutantJudge.Verdict).self) { group in
      var verdicts: [Int: MutantJudge.Verdict] = [:]
      var next = 0
      func start() {
        guard next < mutants.count else { return }
        let (index, mutant) = (next, mutants[next])
        next += 1
        group.addTask { (index, judge.verdict(on: mutant, pool)) }
      }
      for _ in 0..<jobs { start() }
      while let (index, verdict) = await group.next() {
        verdicts[index] = verdict
        progress(verdicts.count)
        start()
      }
      return mutants.indices.compactMap { verdicts[$0] }
    }
  }

  /// Proves the originals: what is refuted to begin with says nothing about a mutant.
  private func judge() async -> MutantJudge {
    let cache = AnswerCache()
    let budget = budget
    var originals = await proved(subjects, [:])
    var mendings: [Configuration: MutantMending] = [:]
    for original in originals.values {
      var mending = MutantMending()
      mending.staysInReach = !original.proved.contains(.inReach)
      if !original.proved.isSuperset(of: [.liveRecheck, .keptAfterRecheck]) {
        let context = try? context(of: original, [:], cache)
        mending.void = (try? context?.voidRechecks()) ?? []
      }
      if !mending.isEmpty { mendings[original.subject.configuration] = mending }
    }
    let broken = subjects.filter { mendings[$0.configuration] != nil }
    originals.merge(await proved(broken, mendings)) { $1 }
    return MutantJudge(
      originals: originals, budget: budget, cache: cache,
      prover: prover ?? { try Self.attempt($0, $1, budget: budget, cache: cache) })
  }

  private func context(
    of original: MutantJudge.Original, _ tablesRead: [String: String], _ cache: AnswerCache
  ) throws -> MutantContext {
    let equality = try MutantEquality(
      Mutant.Pair(original: original.subject, mutated: original.subject),
      proved: original.proved, solver: PieceSolver(budget: budget, cache: cache))
    return MutantContext(equality: equality, tablesRead: tablesRead, budget: budget, cache: cache)
  }

  /// Proves subjects, those that are to be mended as mended.
  private func proved(
    _ subjects: [Subject], _ mendings: [Configuration: MutantMending]
  ) async -> [Configuration: MutantJudge.Original] {
    let proofs = await Prover(budget: budget, jobs: jobs).prove(
      subjects.map { mendings[$0.configuration]?.mended($0) ?? $0 },
      properties: Property.ofModels)
    var originals: [Configuration: MutantJudge.Original] = [:]
    for proof in proofs {
      let configuration = proof.subject.configuration
      originals[configuration] = MutantJudge.Original(
        subject: proof.subject,
        proved: Set(proof.findings.filter { $0.verdict == .proved }.map(\.property)),
        seconds: proof.findings.first?.seconds ?? 0,
        mending: mendings[configuration] ?? MutantMending())
    }
    return originals
  }

  /// Random scenarios for each configuration.
  private func samples(_ judge: MutantJudge) async -> MutantPool {
    var pool = MutantPool()
    for original in judge.originals.values {
      guard
        let scenarios = try? MutantSamples.scenarios(for: original.subject, budget: budget)
      else { continue }
      for scenario in scenarios { pool.add(scenario, for: original.subject.configuration) }
    }
    return pool
  }

  private static func attempt(
    _ subject: Subject, _ properties: Set<Property>, budget: UInt32, cache: AnswerCache
  ) throws -> MutantAttempt {
    let record = try Record(of: subject, budget: budget, cache: cache)
    var attempt = MutantAttempt()
    for property in properties {
      guard let doubt = record.answer(to: property).doubt else { continue }
      attempt.unproved.insert(property)
      if record.isVacuous, case .vacuous(let why) = doubt { attempt.vacuous = why }
    }
    let open = attempt.unproved
    attempt.search = {
      let refuter = Refuter(
        subject, budget: budget, record: record, open: open, stopsAtFirst: true)
      return try refuter.refute(open).counterexamples
    }
    return attempt
  }
}
