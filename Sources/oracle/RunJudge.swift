import PageWalk
import Simulator

/// One execution, and what the criterion has against it.
struct Run {
  let scenario: Scenario
  let trace: Trace
  let fault: String?
}

/// Judges executions by the criterion, and compares with the simulator's judgement.
struct RunJudge {
  /// The properties that the oracle has a criterion of its own for.
  static let properties: [Property] = [.rightPages, .keptAfterRecheck]

  private let criterion: Criterion
  private let kept: KeptPages
  private let machine: SmallMachine
  /// Whether every level function works with nothing but what it has read at its cursor.
  ///
  /// Where one does not, that alone breaks `right-pages`, which no page shows.
  let readsRaw: Bool

  init(_ model: SmallModel) {
    let walker = model.subject.walker
    criterion = Criterion(machine: model.machine, walker: walker)
    kept = KeptPages(machine: model.machine, walker: walker)
    machine = model.machine
    readsRaw = walker.levels.allSatisfy { level in
      if case .read(let pointer, _) = level.read.kind {
        return pointer.kind == .name(level.pointer)
      }
      return false
    }
  }

  /// What is wrong with a run, by property.
  func faults(of trace: Trace, of scenario: Scenario) -> [Property: String] {
    var faults: [Property: String] = [:]
    faults[.rightPages] = criterion.fault(of: trace, of: scenario)
    // Like every property but two, this one is about ranges that the tables translate. And where pages
    // are wrong, there are no entries that led to them.
    let last = (scenario.end &- 1) & ((1 << UInt64(machine.word)) - 1)
    if machine.translates(last), faults[.rightPages] == nil {
      faults[.keptAfterRecheck] = kept.fault(of: trace)
    }
    return faults
  }

  /// Whether the simulator judges a run as the criterion does.
  ///
  /// Where it follows no hardware any more, or a walk works with other values than those it reads, it
  /// may find more broken than an outcome shows: also what is kept, if anything is to be compared. So
  /// does a copy that is compared with itself, where another read has seen its live entry again.
  func agrees(
    _ faults: [Property: String], with trace: Trace, on property: Property
  ) -> Bool {
    let isBroken = trace.violations[property] != nil
    switch (isBroken, faults[property] != nil) {
    case (true, true), (false, false): return true
    case (false, true): return property == .keptAfterRecheck && !readsRaw
    case (true, false) where !readsRaw: return property == .rightPages || kept.comparesAny
    case (true, false):
      return property == .keptAfterRecheck && kept.comparesAny
        && (faults[.rightPages] != nil || trace.violations[.rightEntry] != nil
          || trace.violations[.liveRecheck] != nil)
    }
  }
}
