import Encoder
import PageWalk
import SMT
import Simulator

/// Searches for counterexamples, replays each, and keeps those that show what they claim.
struct Refuter {
  /// What a search came to.
  struct Result {
    var counterexamples: [Property: Finding.Counterexample] = [:]
    /// A counterexample that the simulator did not confirm: a defect of ours.
    var unconfirmed: String?
    /// Why nothing more was found.
    var reason = "no counterexample was found"
  }

  let subject: Subject
  let budget: UInt32
  /// The level function at which the proof got stuck; nil where that says nothing.
  let firstSuspect: String?
  /// Whether to look at writes by others first: where the walk acts on what it has not checked,
  /// little goes wrong without them.
  let racesFirst: Bool
  /// Whether the walk may follow what names no table.
  let followsAnything: Bool
  let stopsAtFirst: Bool
  /// What is to be refuted.
  let targets: Set<Property>
  /// Whether the walk's checks may let ranges pass that are empty or no whole pages.
  let admitsMalformed: Bool
  /// The levels that the proof has shown to start where they should.
  let settled: Set<String>

  /// A refuter of what the record of a proof leaves open.
  init(
    _ subject: Subject, budget: UInt32, record: Record, open: Set<Property>, stopsAtFirst: Bool
  ) {
    self.stopsAtFirst = stopsAtFirst
    targets = open
    self.subject = subject
    self.budget = budget
    firstSuspect = record.firstFailure(of: open)
    racesFirst = record.fails(.checkedDescent)
    settled = record.settled
    followsAnything = record.fails(.checkedDescent) || record.fails(.rightEntry)
    admitsMalformed = record.admitsMalformed
  }

  func refute(_ targets: Set<Property>) throws -> Result {
    let hardware = try HardwareTerms(subject: subject)
    guard !hardware.ranges.isEmpty else { return try search(targets, hardware) }
    // A counterexample for some widths is one for all, and numbers are quicker than ranges.
    var result = Result()
    if let concrete = try somePinnedSubject(hardware) {
      let record = try Record(of: concrete, budget: budget, cache: AnswerCache())
      result = try Refuter(
        concrete, budget: budget, record: record, open: targets, stopsAtFirst: stopsAtFirst
      )
      .refute(targets)
    }
    let rest = targets.subtracting(result.counterexamples.keys)
    if rest.isEmpty { return result }
    var other = try search(rest, hardware)
    other.counterexamples.merge(result.counterexamples) { _, first in first }
    other.unconfirmed = other.unconfirmed ?? result.unconfirmed
    return other
  }

  /// The subject with some number for every parameter that is a range.
  private func somePinnedSubject(_ hardware: HardwareTerms) throws -> Subject? {
    let solver = try PieceSolver(budget: budget)
    func number(_ value: UInt64) -> Term { .constant(value, width: hardware.word) }
    // Widths as they are usual, where the ranges have them.
    var wishes = [UInt64(9), 1, 4].map { width in
      hardware.tables.map { Term.equal($0.index, number(width)) }
        + [.equal(hardware.pageShift, number(12))]
    }
    wishes.append([])
    for wishes in wishes {
      let formulas = hardware.ranges + [hardware.fits] + wishes
      guard case .satisfiable(let found) = try solver.check(formulas, name: "some widths") else {
        continue
      }
      return subject.pinned(
        to: subject.configuration.pinned(by: found, word: hardware.word))
    }
    return nil
  }

  private func search(_ targets: Set<Property>, _ hardware: HardwareTerms) throws -> Result {
    var result = Result()
    // What begins beyond the tables is quickly told, and hands back wrong pages as well.
    var modes: [PathSearch.Mode] = [.beyondReach, .still, .racing, .malformed]
    if subject.walker.reads == .locked { modes.removeAll { $0 == .racing } }
    if racesFirst, let racing = modes.firstIndex(of: .racing) {
      modes.insert(modes.remove(at: racing), at: 1)
    }
    if stopsAtFirst, admitsMalformed { modes.sort { $0 == .malformed && $1 != .malformed } }
    for mode in modes {
      // Writes by others are only looked at where nothing goes wrong without them, and addresses
      // beyond the tables only for the property that is about them.
      // Of a page that is kept without looking again a run is wanted in which its entry changes.
      let rest = targets.filter { property in
        guard let known = result.counterexamples[property] else { return true }
        return mode == .racing && property == .keptAfterRecheck && Harm(of: known.trace) == nil
      }
      let open =
        mode == .beyondReach
        ? targets.contains(.inReach) ? rest.intersection([.inReach, .rightPages]) : []
        : rest.subtracting([.inReach])
      if stopsAtFirst, !result.counterexamples.isEmpty { break }
      if open.isEmpty || mode == .malformed && !admitsMalformed { continue }
      let solver = try PieceSolver(budget: min(budget, PathSearch.budget))
      let memory = PathMemory(
        subject: subject, hardware: hardware, mode: mode, settled: settled,
        followsAnything: followsAnything)
      let builder = ScenarioBuilder(
        subject: subject, hardware: hardware, memory: memory, solver: solver)
      let search = PathSearch(
        subject: subject, hardware: hardware, targets: open, solver: solver, mode: mode,
        firstSuspect: mode == .beyondReach ? nil : firstSuspect, memory: memory,
        stopsAtFirst: stopsAtFirst
      ) { violation in try replay(violation, builder, &result) }
      try search.run()
      if let reason = search.gaveUp { result.reason = reason }
    }
    return result
  }

  private func replay(
    _ violation: Violation, _ builder: ScenarioBuilder, _ result: inout Result
  ) throws -> Set<Property> {
    let scenario = try builder.scenario(of: violation)
    var refuted: Set<Property> = []
    let trace = run(scenario, for: violation, &result)
    if let trace { refuted = keep(scenario, trace, &result) }
    // A wrong read is a hint only that pages may be wrong, a wrong cursor after a step that the
    // helpers would have given another one, and any wrong cursor where another pointer reads.
    let isHint =
      violation.property == .rightPages || violation.property == .advanceAgrees
      || trace?.readsBesideCursor == true
    // A run that breaks something else is no defect: the first wrong read decides what it breaks.
    if refuted.isEmpty, !isHint {
      result.unconfirmed =
        result.unconfirmed
        ?? "the counterexample to \(violation.property.rawValue) does not replay"
    }
    if !refuted.contains(.rightPages), result.counterexamples[.rightPages] == nil,
      targets.contains(.rightPages)
    {
      let completed = try builder.completedScenario(of: violation)
      let trace = try? Simulation.run(
        completed, subject: subject.pinned(to: completed.configuration))
      if let trace, trace.violations[.rightPages] != nil {
        refuted.formUnion(keep(completed, trace, &result))
      }
    }
    return refuted
  }

  private func run(
    _ scenario: Scenario, for violation: Violation, _ result: inout Result
  ) -> Trace? {
    do {
      return try Simulation.run(scenario, subject: subject.pinned(to: scenario.configuration))
    } catch {
      result.unconfirmed =
        "the counterexample to \(violation.property.rawValue) does not run: \(error)"
      return nil
    }
  }

  /// Keeps a run for each property that it is the first to break; gives all that it breaks.
  private func keep(_ scenario: Scenario, _ trace: Trace, _ result: inout Result) -> Set<Property> {
    let broken = trace.violations.keys.sorted().map(\.rawValue).joined(separator: ", ")
    let about =
      "\(broken): violated by \(subject.walker.title) on \(subject.architecture.name),"
      + " \(scenario.configuration)"
    let doesHarm = Harm(of: trace) != nil
    for property in trace.violations.keys {
      if let known = result.counterexamples[property] {
        guard property == .keptAfterRecheck, doesHarm, Harm(of: known.trace) == nil else {
          continue
        }
      }
      result.counterexamples[property] = Finding.Counterexample(
        scenario: scenario.expecting(trace.expectation, about: about), trace: trace)
    }
    return Set(trace.violations.keys)
  }
}
