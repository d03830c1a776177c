import PageWalk
import Simulator

/// Scenarios that broke earlier mutants, by the configuration that they were found for.
///
/// A run costs little where a search costs much, and most mutants break by what broke others.
struct MutantPool: Sendable {
  private struct Item: Sendable {
    let scenario: Scenario
    /// How many mutants it has broken.
    var hits: Int
  }

  private var items: [Configuration: [Item]] = [:]

  /// A scenario that breaks a mutant.
  struct Hit: Sendable {
    let scenario: Scenario
    let trace: Trace
    /// Its place in the pool.
    let index: Int
  }

  /// The scenarios of a configuration, those that broke most first.
  func scenarios(for configuration: Configuration) -> [Scenario] {
    (items[configuration] ?? []).map(\.scenario)
  }

  mutating func add(_ scenario: Scenario, for configuration: Configuration) {
    guard items[configuration]?.contains(where: { $0.scenario == scenario }) != true else { return }
    items[configuration, default: []].append(Item(scenario: scenario, hits: 1))
  }

  mutating func count(_ index: Int, for configuration: Configuration) {
    items[configuration]?[index].hits += 1
  }

  mutating func sort() {
    for key in items.keys {
      items[key]?.sort { $0.hits > $1.hits }
    }
  }

  /// The kind of table that each level function of `subject` reads, through its cursor or a copy.
  ///
  /// A helper that works out where the function starts may read the table above; the function itself
  /// reads the lowest one.
  func tablesRead(by subject: Subject) -> [String: String] {
    let order = subject.architecture.hardware.tables.map(\.name)
    var read: [String: Set<String>] = [:]
    for scenario in scenarios(for: subject.configuration) {
      let concrete = subject.pinned(to: scenario.configuration)
      guard let hardware = try? HardwareWalk(subject: concrete),
        let trace = try? Simulation.run(
          scenario, subject: concrete, hardware: hardware, findsPages: false)
      else { continue }
      for step in trace.steps where step.throughCursor && !step.again {
        switch step.location {
        case .table(let kind, _, _): read[step.level, default: []].insert(kind)
        case .copy(let level): read[step.level, default: []].formUnion(read[level] ?? [])
        case .stack, .nowhere: break
        }
      }
    }
    return read.compactMapValues { kinds in order.last { kinds.contains($0) } }
  }

  /// The first scenario in which `mutated` breaks one of `properties`.
  ///
  /// - Parameter ofHardware: whether its hardware may not allow what the scenario has.
  func hit(
    _ mutated: Subject, of configuration: Configuration, breaking properties: Set<Property>,
    ofHardware: Bool
  ) -> Hit? {
    var machines: [Configuration: (subject: Subject, hardware: HardwareWalk)] = [:]
    for (index, item) in (items[configuration] ?? []).enumerated() {
      let pinned = item.scenario.configuration
      if machines[pinned] == nil {
        let concrete = mutated.pinned(to: pinned)
        machines[pinned] = (try? HardwareWalk(subject: concrete)).map { (concrete, $0) }
      }
      guard let (concrete, hardware) = machines[pinned],
        !ofHardware || item.scenario.isPossible(for: concrete),
        let trace = try? Simulation.run(
          item.scenario, subject: concrete, hardware: hardware, findsPages: false),
        !properties.isDisjoint(with: trace.violations.keys)
      else { continue }
      return Hit(scenario: item.scenario, trace: trace, index: index)
    }
    return nil
  }
}
