import Encoder
import PageWalk
import SMT
import Simulator

/// Turns a violation into a scenario: a small assignment, its memory, and what else of the range
/// the hardware would need to translate it.
struct ScenarioBuilder {
  let subject: Subject
  let hardware: HardwareTerms
  let memory: PathMemory
  let solver: PieceSolver

  private static let completedPages = 64
  private static let maximumRepairs = 8

  /// A scenario that shows `violation`, with an empty expectation.
  func scenario(of violation: Violation) throws -> Scenario { try makeScenario(of: violation).0 }

  /// The same, with entries of their own wherever a walk that has gone wrong finds none, so that it
  /// shows what comes of it.
  func completedScenario(of violation: Violation) throws -> Scenario {
    var (scenario, image) = try makeScenario(of: violation)
    let concrete = subject.pinned(to: scenario.configuration)
    for _ in 0..<Self.maximumRepairs {
      guard let trace = try? Simulation.run(scenario, subject: concrete),
        trace.outcome == .stopped,
        case .table(let kind, let base, let index) = trace.steps.last(where: { !$0.again })?
          .location,
        try image.fillIn(kind: kind, base: base, index: index)
      else { break }
      scenario = scenario.with(tables: image.tables())
    }
    return scenario
  }

  private func makeScenario(of violation: Violation) throws -> (Scenario, MemoryImage) {
    let minimised = minimise(violation)
    let pinned = subject.configuration.pinned(by: minimised, word: hardware.word)
    let layout = try Layout(architecture: subject.architecture, configuration: pinned)
    var image = try MemoryImage(
      state: violation.state, assignment: minimised, hardware: hardware, layout: layout,
      solver: solver)
    let addr = minimised.value(of: memory.addr)
    let last = minimised.value(of: memory.last)
    try image.complete(
      from: addr, through: last, top: minimised.value(of: memory.top),
      limit: Self.completedPages)
    let stack = minimised.value(of: memory.stack)
    let scenario = Scenario(
      about: "", architecture: subject.architecture.name, configuration: pinned,
      walker: subject.walker.name, revision: subject.walker.revision, addr: addr, end: last &+ 1,
      top: minimised.value(of: memory.top), tables: image.tables(),
      stack: Scenario.Stack(
        base: stack, size: memory.stackSize,
        copies: memory.copyOffsets.mapValues { stack &+ $0 }, slots: [:]),
      writes: image.writes,
      expectation: Scenario.Expectation(outcome: .lost, violations: [:], pages: []))
    return (scenario, image)
  }

  /// Fewest pages first, then the lowest boundary, then the bits of everything else.
  private func minimise(_ violation: Violation) -> Assignment {
    var minimiser = Minimiser(
      constraints: violation.state.constraints, assignment: violation.assignment)
    let reads = violation.state.reads
    // Entries of one table that are alike need not be told apart when addresses move.
    for position in hardware.tables.indices {
      let names = reads.filter { $0.position == position }.compactMap(\.value).flatMap(Self.names)
      guard let model = names.last else { continue }
      for name in names where name != model {
        _ = minimiser.attempt([name: minimiser.assignment.values[model] ?? 0])
      }
    }
    shrinkRange(&minimiser)
    let entries = Set(reads.compactMap(\.value).flatMap(Self.names)).sorted()
    // A stack high up and tables from 1 MiB on read best, where the word is wide enough.
    let wide = hardware.word >= 32
    if !(wide && minimiser.prefer("stack", among: [0x7fff_0000, 0x3fff_0000])) {
      minimiser.clearBits(of: ["stack"])
    }
    if !(wide && minimiser.prefer("mm_pgd", among: (20..<28).map { 1 << $0 })) {
      minimiser.clearBits(of: ["mm_pgd"])
    }
    let alike = Dictionary(grouping: entries) { minimiser.assignment.values[$0] ?? 0 }
    for names in alike.values.sorted(by: { $0[0] < $1[0] }) { minimiser.clearBits(of: names) }
    for name in entries { minimiser.clearBits(of: [name]) }
    return minimiser.assignment
  }

  private func shrinkRange(_ minimiser: inout Minimiser) {
    // Parameters that are ranges stay as the solver chose them: all else depends on them.
    let assignment = minimiser.assignment
    let pageSize = assignment.value(of: hardware.pageMask) &+ 1
    let reach = assignment.value(of: hardware.reach)
    let beyond = reach < UInt64(hardware.word) ? [UInt64(1) << reach] : []
    let boundaries =
      hardware.tables.map { assignment.value(of: $0.shift) }
      .filter { $0 < UInt64(hardware.word) }.sorted().map { UInt64(1) << $0 } + beyond
    for pages in UInt64(1)...4 {
      for boundary in boundaries {
        for before in 0...pages {
          let (addr, overflow) = boundary.subtractingReportingOverflow(before &* pageSize)
          let last = addr &+ (pages &* pageSize &- 1)
          if overflow || last < addr { continue }
          if minimiser.attempt(["addr": addr, "last": last]) { return }
        }
      }
    }
  }

  private static func names(_ term: Term) -> [String] {
    Term.variables(in: [term]).compactMap(\.variableName)
  }
}

extension Configuration {
  /// The configuration with one number for every parameter that is a range.
  func pinned(by assignment: Assignment, word: Int) -> Configuration {
    Configuration(
      values.map { name, value in
        guard case .range(let range) = value else { return (name, value) }
        let term = ExpressionEncoder.term(ofRange: name, range, width: word)
        return (name, .number(assignment.value(of: term)))
      })
  }
}
