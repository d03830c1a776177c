import Encoder
import PageWalk
import SMT
import Simulator

/// What a proof of a mutant came to.
struct MutantAttempt {
  /// What is proved of the original and not of the mutant.
  var unproved: Set<Property> = []
  /// The cover that nothing satisfies.
  var vacuous: String?
  /// Looks for counterexamples to what is not proved.
  var search: () throws -> [Property: Finding.Counterexample] = { [:] }
}

/// Proves mutants. Tests put in its place one that is told to believe everything.
typealias MutantProver =
  @Sendable (
    _ subject: Subject, _ properties: Set<Property>
  ) throws -> MutantAttempt

/// Decides what becomes of one mutant.
struct MutantJudge: Sendable {
  /// What is known of one configuration of the original.
  struct Original: Sendable {
    let subject: Subject
    let proved: Set<Property>
    /// Seconds of its proof.
    let seconds: Double
    /// What is mended of the subject, and of mutants, too.
    var mending = MutantMending()
    /// A run of the original that breaks what is proved of it: a defect of ours.
    var contradiction: String?
    /// The kind of table that each level function reads, as runs show it.
    var tablesRead: [String: String] = [:]
  }

  var originals: [Configuration: Original]
  let budget: UInt32
  let cache: AnswerCache
  let prover: MutantProver

  /// A fate with what it adds to the pool.
  struct Verdict: Sendable {
    var fate: MutantFate
    var hit: (configuration: Configuration, index: Int)?
    var found: [(configuration: Configuration, scenario: Scenario)] = []
  }

  func verdict(on mutant: Mutant, _ pool: MutantPool) -> Verdict {
    var found: [(configuration: Configuration, scenario: Scenario)] = []
    do {
      var verdict = try decide(mutant, pool, &found)
      verdict.found = found
      return verdict
    } catch {
      return Verdict(fate: .survived("failed: \(error)"), found: found)
    }
  }

  private func decide(
    _ whole: Mutant, _ pool: MutantPool,
    _ found: inout [(configuration: Configuration, scenario: Scenario)]
  ) throws -> Verdict {
    let ofHardware = whole.place.isHardware
    let mutant = Mutant(
      place: whole.place, change: whole.change,
      pairs: whole.pairs.map {
        originals[$0.original.configuration]?.mending.mended($0) ?? $0
      })
    for pair in mutant.pairs {
      if let why = originals[pair.original.configuration]?.contradiction {
        return Verdict(fate: .survived(why))
      }
      if let why = MutantCheck(subject: pair.mutated).refusal(ofHardware: ofHardware) {
        return Verdict(fate: .refused(why))
      }
    }
    let solver = try PieceSolver(budget: budget, cache: cache)
    if ofHardware {
      for pair in mutant.pairs {
        if let lost = try HardwareCovers.lost(
          from: pair.original, to: pair.mutated, solver: solver)
        {
          return Verdict(fate: .withoutCover(lost))
        }
      }
    }
    for pair in mutant.pairs {
      if let verdict = try tryPool(pair, pool, ofHardware: ofHardware) { return verdict }
    }
    var rest: [Comparison] = []
    for (pair, whole) in zip(mutant.pairs, whole.pairs) {
      let comparison = try Comparison(pair, whole, self, solver, pool)
      if try !comparison.isSameForAllInputs(ofHardware: ofHardware) { rest.append(comparison) }
    }
    if rest.isEmpty { return Verdict(fate: .equal(.everywhere)) }
    rest.sort { $0.original.seconds < $1.original.seconds }
    var worst = MutantFate.equal(.everywhere)
    for comparison in rest {
      let mutated = comparison.pair.mutated
      let attempt = try prover(mutated, comparison.original.proved)
      if let why = attempt.vacuous { return Verdict(fate: .withoutCover(why)) }
      // What is equal may still be too much for the prover; then there is nothing to look for.
      let isProved = attempt.unproved.isEmpty
      if let fate = try comparison.fate(ofHardware: ofHardware, isProved: isProved) {
        if case .withoutCover = fate { return Verdict(fate: fate) }
        if fate.rank > worst.rank { worst = fate }
        continue
      }
      let counterexamples = isProved ? [:] : try attempt.search()
      found += counterexamples.sorted { $0.key < $1.key }.map {
        (mutated.configuration, $0.value.scenario)
      }
      if let (property, counterexample) = counterexamples.filter({
        comparison.original.proved.contains($0.key)
      }).min(by: { $0.key < $1.key }) {
        return Verdict(fate: .refuted(property, counterexample.scenario))
      }
      // Another configuration may refute it.
      if case .survived = worst { continue }
      let names = attempt.unproved.sorted().map(\.rawValue).joined(separator: ", ")
      let what = isProved ? "proved as the original is" : "neither proved nor refuted: \(names)"
      worst = .survived("\(mutated.configuration): \(what)\(comparison.differingRun())")
    }
    return Verdict(fate: worst)
  }

  /// A scenario that broke another mutant may break this one; the prover has to notice, too.
  private func tryPool(
    _ pair: Mutant.Pair, _ pool: MutantPool, ofHardware: Bool
  ) throws -> Verdict? {
    let configuration = pair.original.configuration
    guard let original = originals[configuration],
      let hit = pool.hit(
        pair.mutated, of: configuration, breaking: original.proved,
        ofHardware: ofHardware)
    else { return nil }
    let attempt = try prover(pair.mutated, original.proved)
    if let why = attempt.vacuous { return Verdict(fate: .withoutCover(why)) }
    let broken = original.proved.intersection(hit.trace.violations.keys)
    let missed = broken.subtracting(attempt.unproved).sorted()
    guard missed.isEmpty, let property = broken.min() else {
      let names = missed.map(\.rawValue).joined(separator: ", ")
      return Verdict(
        fate: .survived("\(configuration): called proved, and a run breaks it: \(names)"))
    }
    return Verdict(
      fate: .refuted(property, hit.scenario), hit: (configuration, hit.index))
  }
}

extension MutantFate {
  /// How far it is from the original.
  fileprivate var rank: Int {
    switch self {
    case .equal(.everywhere): return 0
    case .equal: return 1
    case .givesUpMore: return 2
    case .assumesOtherwise: return 3
    default: return 4  // It survived; what is killed ends the trial.
    }
  }
}

/// A mutant and its original in one configuration.
private struct Comparison {
  let pair: Mutant.Pair
  let original: MutantJudge.Original
  private let equality: MutantEquality
  /// Compares ranges.
  private let ranges: MutantEquality
  private let context: MutantContext
  private let pool: MutantPool

  /// - Parameters:
  ///   - pair: what is proved, without re-checks that cannot fail.
  ///   - whole: what is compared, with them.
  init(
    _ pair: Mutant.Pair, _ whole: Mutant.Pair, _ judge: MutantJudge, _ solver: PieceSolver,
    _ pool: MutantPool
  ) throws {
    guard let original = judge.originals[pair.original.configuration] else {
      throw EncodingError("the original is not known")
    }
    self.pair = pair
    self.original = original
    self.pool = pool
    equality = try MutantEquality(whole, proved: original.proved, solver: solver)
    ranges = try MutantEquality(pair, proved: original.proved, solver: solver)
    context = MutantContext(
      equality: equality, tablesRead: original.tablesRead, budget: judge.budget,
      cache: judge.cache)
  }

  func isSameForAllInputs(ofHardware: Bool) throws -> Bool {
    if ofHardware {
      if case .none = try MutantHardware(context: context).difference() {
        return true
      }
      return false
    }
    guard case .same = try ranges.compareRanges(), let keys = equality.changedKeys() else {
      return false
    }
    return try keys.allSatisfy(equality.isSameForAllInputs)
  }

  func fate(ofHardware: Bool, isProved: Bool) throws -> MutantFate? {
    ofHardware ? try fateOfHardware(isProved) : try fateOfWalk(isProved)
  }

  private func fateOfHardware(_ isProved: Bool) throws -> MutantFate? {
    let hardware = MutantHardware(context: context)
    switch try hardware.difference() {
    case .none: return .equal(.everywhere)
    case .assumption(let example, let allowsMore):
      // With less to be right for, it is as right as the original.
      return isProved || !allowsMore ? .assumesOtherwise(example) : nil
    case .meaning(let tables):
      return try hardware.agreesWhereUsed(of: tables) ? .equal(.whereUsed) : nil
    case .numbers: return nil
    }
  }

  private func fateOfWalk(_ isProved: Bool) throws -> MutantFate? {
    let ranges = try ranges.compareRanges()
    guard let keys = equality.changedKeys() else {
      guard case .same = ranges, try context.differsInVoidRechecks() else { return nil }
      return .equal(.whereEvaluated)
    }
    let changed = try keys.filter { try !equality.isSameForAllInputs($0) }
    switch ranges {
    case .notKnown: return nil
    case .more(let addr, let end):
      // Everything else is as it was, and proved for what is let pass now.
      guard isProved, changed.isEmpty else { return nil }
      return .assumesOtherwise(
        "only the mutant lets [0x\(String(addr, radix: 16)), 0x\(String(end, radix: 16))) pass")
    case .fewer:
      guard isProved, try context.holds(.isEqual, of: changed, isProved: true) else { return nil }
      return .givesUpMore
    case .same:
      if try isEqualInContext(changed, isProved) { return .equal(.whereEvaluated) }
      if changed.count == 1, let key = changed.first, try context.alwaysStops(key) {
        return .withoutCover("the \(key.original) of a level function never lets it go on")
      }
      guard isProved, try context.holds(.givesUpMore, of: changed, isProved: true) else {
        return nil
      }
      return .givesUpMore
    }
  }

  private func isEqualInContext(_ changed: [ChangedKey], _ isProved: Bool) throws -> Bool {
    if try context.holds(.isEqual, of: changed, isProved: isProved) { return true }
    let isRecheck = changed.contains {
      if case .recheck = $0.key { return true }
      return false
    }
    if isRecheck, try context.differsInVoidRechecks() { return true }
    guard isProved, changed.count == 1, let key = changed.first else { return false }
    return try context.pointsAtEqualCopy(key) || context.takesElsewhere(key)
  }

  /// A run in which the two hand back something else, in words; empty where there is none.
  func differingRun() -> String {
    for scenario in pool.scenarios(for: pair.original.configuration) {
      let (old, new) = (
        pair.original.pinned(to: scenario.configuration),
        pair.mutated.pinned(to: scenario.configuration)
      )
      guard scenario.isPossible(for: old), scenario.isPossible(for: new),
        let first = try? Simulation.run(scenario, subject: old),
        let second = try? Simulation.run(scenario, subject: new),
        first.outcome != second.outcome || first.pages != second.pages
      else { continue }
      return "; on [0x\(String(scenario.addr, radix: 16)), 0x\(String(scenario.end, radix: 16)))"
        + " the original is \(first.outcome.rawValue) with \(first.pages.count) pages, the mutant"
        + " \(second.outcome.rawValue) with \(second.pages.count)"
    }
    return ""
  }
}
