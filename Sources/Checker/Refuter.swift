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
  /// The levels that the proof has shown to start where they should.
  let settled: Set<String>

  func refute(_ targets: Set<Property>) throws -> Result {
    var result = Result()
    let hardware = try HardwareTerms(subject: subject)
    var modes: [PathSearch.Mode] = [.still, .racing, .beyondReach]
    if subject.walker.reads == .locked { modes.remove(at: 1) }
    if racesFirst { modes.sort { $0 == .racing && $1 != .racing } }
    for mode in modes {
      // Writes by others are only looked at where nothing goes wrong without them, and addresses
      // beyond the tables only for the property that is about them.
      let rest = targets.subtracting(result.counterexamples.keys)
      let open =
        mode == .beyondReach ? rest.intersection([.inReach]) : rest.subtracting([.inReach])
      if open.isEmpty { continue }
      let solver = try PieceSolver(budget: min(budget, PathSearch.budget))
      let builder = ScenarioBuilder(
        subject: subject, hardware: hardware,
        memory: PathMemory(subject: subject, hardware: hardware, mode: mode, settled: settled),
        solver: solver)
      let search = PathSearch(
        subject: subject, hardware: hardware, targets: open, solver: solver, mode: mode,
        firstSuspect: mode == .beyondReach ? nil : firstSuspect, settled: settled
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
    guard
      let concrete = Subject(
        architecture: subject.architecture, configuration: scenario.configuration,
        walker: subject.walker)
    else { return [] }
    let trace: Trace
    do {
      trace = try Simulation.run(scenario, subject: concrete)
    } catch let error as SimulationError {
      result.unconfirmed =
        "the counterexample to \(violation.property.rawValue) does not run: \(error)"
      return []
    }
    // A wrong cursor after a step is only a hint that the helpers would have given another one.
    if violation.property == .advanceAgrees, trace.violations[.advanceAgrees] == nil { return [] }
    guard trace.violations[violation.property] != nil else {
      result.unconfirmed = "the counterexample to \(violation.property.rawValue) does not replay"
      return []
    }
    let broken = trace.violations.keys.sorted().map(\.rawValue).joined(separator: ", ")
    let about =
      "\(broken): violated by \(subject.walker.title) on \(subject.architecture.name),"
      + " \(scenario.configuration)"
    for property in trace.violations.keys where result.counterexamples[property] == nil {
      result.counterexamples[property] = Finding.Counterexample(
        scenario: scenario.expecting(trace.expectation, about: about), trace: trace)
    }
    return Set(trace.violations.keys)
  }
}
