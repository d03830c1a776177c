import PageWalk
import Simulator

/// Runs a small model on every range and every shape of its tables, and collects what each run shows.
///
/// In lockless walks every entry that was read is also changed before later reads, in a sample of
/// ranges: so also between a page's taking and what is looked at again.
struct Enumeration {
  /// How many runs with a change there are at most.
  private static let maximumRaces = 250

  let model: SmallModel
  private let judge: RunJudge
  private let hardware: HardwareWalk
  private let word: UInt64
  /// The properties that some execution breaks, by the simulator's judgement, with the first one.
  private(set) var broken: [Property: Run] = [:]
  /// What the criterion finds, with a run that shows it.
  private(set) var faults: [Property: Run] = [:]
  /// The first runs that the simulator and the criterion judge differently.
  private(set) var disputes: [Property: Run] = [:]
  private(set) var executions = 0
  /// The level functions that have gone on from an entry.
  private(set) var usedLevels: Set<String> = []

  init(of model: SmallModel) throws {
    self.model = model
    judge = RunJudge(model)
    hardware = try HardwareWalk(subject: model.subject)
    word = UInt64(model.machine.word)
    let trees = TableShapes(of: model.machine).trees
    for tree in trees { try runRanges(tree) }
    var numbers = RandomNumbers(seed: UInt64(executions))
    try runRaces(trees, &numbers)
  }

  private mutating func runRanges(_ tree: TableShapes.Tree) throws {
    let end = UInt64(1) << word
    for addr in stride(from: 0, to: end, by: 16) {
      for last in stride(from: addr + 16, through: end, by: 16) {
        // Ranges that begin far beyond the tables are alike, and those that end there.
        if addr >> UInt64(model.machine.reach) > 1 { break }
        if last > 2 << UInt64(model.machine.reach), last < end { continue }
        try run(tree, addr, last & (end - 1), writes: [])
      }
    }
  }

  /// Every entry that a walk over one page to three reads is changed before later reads.
  private mutating func runRaces(
    _ trees: [TableShapes.Tree], _ numbers: inout RandomNumbers
  ) throws {
    guard model.subject.walker.reads == .lockless else { return }
    let limit = executions + Self.maximumRaces
    let starts = 1 << (model.machine.reach - SmallMachine.pageShift)
    for _ in 0..<Self.maximumRaces where executions < limit {
      let tree = numbers.below(3) == 0 ? numbers.pick(trees) : trees[0]
      let addr = UInt64(numbers.below(starts)) * 16
      let end = addr + UInt64(1 + numbers.below(3)) * 16
      guard let quiet = try trace(tree, addr, end, writes: []), quiet.steps.count > 1 else {
        continue
      }
      let step = numbers.pick(quiet.steps)
      guard case .table(let kind, _, _) = step.location, let value = step.value,
        let table = model.machine.tables.first(where: { $0.name == kind })
      else { continue }
      for later in step.number + 1..<min(step.number + 8, quiet.steps.count + 2) {
        let new = numbers.pick(values(of: table, tree, &numbers))
        guard new != value, table.carries(new) else { continue }
        let write = Scenario.Write(step: later, address: step.pointer, value: new)
        try run(tree, addr, end, writes: [write])
      }
    }
  }

  /// What an entry may become: empty, a page, what another entry of such a table holds.
  private func values(
    of table: SmallMachine.Table, _ tree: TableShapes.Tree, _ numbers: inout RandomNumbers
  ) -> [UInt64] {
    let tables = tree.tables.filter { $0.kind == table.name }
    let other = Array(numbers.pick(tables).entries.values.sorted())
    let leaf = table.hasLeaves ? [table.leaf(page: 0x330)] : []
    return [table.empty, numbers.pick(other), numbers.pick(other)] + leaf
  }

  private mutating func run(
    _ tree: TableShapes.Tree, _ addr: UInt64, _ end: UInt64, writes: [Scenario.Write]
  ) throws {
    let scenario = scenario(tree, addr, end, writes: writes)
    guard let trace = trace(scenario) else { return }
    executions += 1
    for property in trace.violations.keys where broken[property] == nil {
      broken[property] = Run(scenario: scenario, trace: trace, fault: nil)
    }
    let last = model.subject.walker.levels.last?.name
    for (step, later) in zip(trace.steps, trace.steps.dropFirst()) where step.next != nil {
      if step.level != last, later.level != step.level { usedLevels.insert(step.level) }
    }
    if let last, !usedLevels.contains(last),
      trace.steps.contains(where: { step in
        step.level == last && step.next != nil && trace.pages.contains { $0.addr == step.addr }
      })
    {
      usedLevels.insert(last)
    }
    let found = judge.faults(of: trace, of: scenario)
    for property in RunJudge.properties {
      let run = Run(scenario: scenario, trace: trace, fault: found[property])
      if found[property] != nil, faults[property] == nil { faults[property] = run }
      let isAgreed = judge.agrees(found, with: trace, on: property)
      if !isAgreed, disputes[property] == nil { disputes[property] = run }
    }
  }

  private func trace(
    _ tree: TableShapes.Tree, _ addr: UInt64, _ end: UInt64, writes: [Scenario.Write]
  ) throws -> Trace? {
    trace(scenario(tree, addr, end, writes: writes))
  }

  /// A run; nil where the walk's own checks refuse the range, or the memory is not that of any kernel.
  private func trace(_ scenario: Scenario) -> Trace? {
    try? Simulation.run(
      scenario, subject: model.subject, hardware: hardware, findsPages: false)
  }

  private func scenario(
    _ tree: TableShapes.Tree, _ addr: UInt64, _ end: UInt64, writes: [Scenario.Write]
  ) -> Scenario {
    let subject = model.subject
    let base: UInt64 = tree.isHigh ? (1 << word) - 0x100 : 0x10
    var copies: [String: UInt64] = [:]
    for (place, level) in subject.walker.levels.reversed().enumerated() {
      copies[level.name] = base + UInt64(place) * 4
    }
    return Scenario(
      about: "made by the oracle", architecture: "small", configuration: subject.configuration,
      walker: subject.walker.name, revision: subject.walker.revision, addr: addr,
      end: end & ((1 << word) - 1), top: tree.top, tables: tree.tables,
      stack: Scenario.Stack(base: base, size: 0x20, copies: copies, slots: [:]), writes: writes,
      expectation: Scenario.Expectation(outcome: .returned, violations: [:], pages: []))
  }
}
