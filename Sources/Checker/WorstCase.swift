import PageWalk
import Simulator

/// Finds out how much harm a wrong read of the stack can do: what lies behind a local copy is the
/// compiler's choice, and each choice is run.
///
/// The slots may lie upwards or downwards, so that the neighbour is the copy of the level above or
/// below, or hold any entry that the memory has, or nothing. Where the walk then gives up at an
/// empty entry, one like another of that table is put there, since memory is anybody's.
public struct WorstCase {
  private static let maximumRepairs = 8

  private let subject: Subject
  private let hardware: HardwareWalk
  private let entrySize: UInt64

  /// For counterexamples of a subject.
  ///
  /// - Throws: `SymbolicLayout` or `LayoutError` where the configuration has no numbers.
  public init(subject: Subject) throws {
    self.subject = subject
    hardware = try HardwareWalk(subject: subject)
    entrySize = UInt64(hardware.layout.entrySize)
  }

  /// The most harmful variant of a counterexample that reads the stack; the counterexample itself
  /// where none is worse.
  public func worst(of counterexample: Finding.Counterexample) -> Finding.Counterexample {
    let (scenario, trace) = (counterexample.scenario, counterexample.trace)
    guard let fault = trace.violations[.noStackIteration],
      let step = trace.steps.first(where: { $0.number == fault }), step.location.isStack
    else { return counterexample }
    var best = (harm: Harm(of: trace), counterexample: counterexample)
    for variant in variants(of: scenario, at: step) {
      guard let (changed, run) = completed(variant),
        let harm = Harm(of: run), run.violations[.noStackIteration] != nil,
        best.harm.map({ harm < $0 }) ?? true
      else { continue }
      let about =
        "\(harm.words(of: subject.walker)): \(subject.walker.title) on \(subject.architecture.name),"
        + " \(subject.configuration)"
      best = (
        harm,
        Finding.Counterexample(
          scenario: changed.expecting(run.expectation, about: about), trace: run)
      )
      if harm == .wrongPages { break }
    }
    return best.counterexample
  }

  /// What may lie on the stack: the copies one behind the other, upwards and downwards, and every
  /// entry of the memory in the slot that is read.
  private func variants(of scenario: Scenario, at step: Step) -> [Scenario] {
    let levels = subject.walker.levels.map(\.name)
    let stack = scenario.stack
    func packed(_ names: [String]) -> Scenario.Stack {
      var copies: [String: UInt64] = [:]
      for (position, name) in names.enumerated() {
        copies[name] = stack.base &+ UInt64(position) &* entrySize
      }
      return Scenario.Stack(base: stack.base, size: stack.size, copies: copies, slots: [:])
    }
    let values = Set(
      scenario.tables.flatMap { table in Array(table.entries.values) + [table.fill] }
    ).sorted()
    return [packed(levels.reversed()), packed(levels)].map { scenario.with(stack: $0) }
      + values.map {
        scenario.with(
          stack: Scenario.Stack(
            base: stack.base, size: stack.size, copies: stack.copies,
            slots: [step.pointer: $0]))
      }
  }

  /// The scenario with entries where the walk would give up otherwise, and its run.
  private func completed(_ scenario: Scenario) -> (Scenario, Trace)? {
    var scenario = scenario
    var repairs = 0
    while true {
      guard let trace = try? Simulation.run(scenario, subject: subject, hardware: hardware) else {
        return nil
      }
      guard trace.outcome == .stopped, trace.violations[.noStackIteration] != nil,
        repairs < Self.maximumRepairs, let repaired = repaired(scenario, trace)
      else { return (scenario, trace) }
      scenario = repaired
      repairs += 1
    }
  }

  /// With an entry like another of its table, or of its kind, where the walk gave up.
  private func repaired(_ scenario: Scenario, _ trace: Trace) -> Scenario? {
    guard
      case .table(let kind, let base, let index) = trace.steps.last(where: \.throughCursor)?
        .location,
      let position = scenario.tables.firstIndex(where: { $0.address == base && $0.kind == kind })
    else { return nil }
    let table = scenario.tables[position]
    guard table.entries[index] == nil || table.entries[index] == table.fill else { return nil }
    let others =
      [table] + scenario.tables.filter { $0.kind == kind && $0.address != base }
    guard
      let value = others.lazy.compactMap({ table in
        table.entries.sorted { $0.key < $1.key }.map(\.value).first { $0 != table.fill }
      }).first
    else { return nil }
    var tables = scenario.tables
    var entries = table.entries
    entries[index] = value
    tables[position] = Scenario.TableImage(
      kind: table.kind, address: table.address, fill: table.fill, entries: entries)
    return scenario.with(tables: tables)
  }
}
