import PageWalk
import Simulator

/// A range, what is mapped there, and what other CPUs write meanwhile.
struct Trial {
  let addr: UInt64
  let end: UInt64
  let plan: Plan
  var interference: [Interference] = []
  var deviation: Deviation?
  /// What a scenario says of single times.
  var once: [NamedDeviation] = []

  /// The same with another range.
  func with(addr: UInt64, end: UInt64) -> Trial {
    var other = Trial(addr: addr, end: end, plan: plan)
    other.interference = interference
    other.deviation = deviation
    return other
  }

  /// The table in which the way to the lowest addresses ends.
  var depth: Int { plan.parts[0].depth }
}

/// Something unknown that is different once, or always, from what it is in other runs.
struct Deviation {
  let unknown: Unknown
  /// Which time, from 1; nil means always.
  let occurrence: Int?
  var choice: Choice
}

/// The same, by the name that a scenario gives it.
struct NamedDeviation {
  let what: String
  let occurrence: Int
  let choice: Choice
}

/// The trials of a machine, the small ones first.
struct Trials {
  let layout: Layout
  /// Positions of tables that have leaves.
  let leaves: [Int]

  private var page: UInt64 { 1 << UInt64(layout.pageShift) }
  private var last: Int { layout.tables.count - 1 }
  private func size(_ position: Int) -> UInt64 { 1 << UInt64(layout.tables[position].shift) }

  /// The greatest number of pages in a range that goes over a whole entry.
  static let maximumPages: UInt64 = 10_000

  init(_ machine: ConcreteMachine, _ maker: EntryMaker) {
    layout = machine.hardware.layout
    leaves = machine.hardware.layout.tables.indices.filter { maker.hasLeaves(in: $0) }
  }

  /// The first address of an entry of a table that is neither its first nor its last one.
  ///
  /// - Parameter isFirst: whether it is the first entry of the tables below.
  private func boundary(_ position: Int) -> UInt64 {
    layout.tables[0...position].reduce(0) { sum, table in
      let count = UInt64(1) << UInt64(table.index)
      return sum + max(1, count / 4) << UInt64(table.shift)
    }
  }

  private func plan(_ parts: (start: UInt64, depth: Int, isHole: Bool)...) -> Plan {
    Plan(
      parts: parts.map { Plan.Part(start: $0.start, depth: $0.depth, isHole: $0.isHole) })
  }

  /// Two pages of one leaf, or of one table's entries, for each table with leaves, the last first.
  func plain() -> [Trial] {
    leaves.reversed().map { depth in
      let start = boundary(depth) + (size(depth) > 4 * page ? page : 0)
      return Trial(addr: start, end: start + 2 * page, plan: plan((0, depth, false)))
    }
  }

  /// Ranges across the first address of an entry.
  private func across(_ position: Int) -> [Trial] {
    let middle = boundary(position)
    let kinds = leaves.filter { $0 >= position }
    var trials: [Trial] = []
    for left in kinds.reversed() {
      for right in kinds.reversed() {
        trials.append(
          Trial(
            addr: middle - 2 * page, end: middle + 2 * page,
            plan: plan((0, left, false), (middle, right, false))))
      }
    }
    // What is missing on one side, at every depth.
    for depth in position...last {
      for mapped in kinds.reversed() {
        for isLeft in [false, true] {
          let (left, right) = isLeft ? (depth, mapped) : (mapped, depth)
          trials.append(
            Trial(
              addr: middle - page, end: middle + page,
              plan: plan((0, left, isLeft), (middle, right, !isLeft))))
        }
      }
    }
    return trials
  }

  /// Ranges with a whole entry in them, which is mapped in some way, or not.
  private func over(_ position: Int) -> [Trial] {
    guard size(position) / page <= Self.maximumPages else { return [] }
    let start = boundary(position)
    let behind = start + size(position)
    let kinds = leaves.filter { $0 >= position }
    var trials: [Trial] = []
    for side in kinds.reversed() {
      for (depth, isHole) in kinds.reversed().map({ ($0, false) }) + [(position, true)] {
        trials.append(
          Trial(
            addr: start - page, end: behind + page,
            plan: plan((0, side, false), (start, depth, isHole), (behind, side, false))))
      }
    }
    return trials
  }

  func quiet() -> [Trial] {
    let positions = Array(layout.tables.indices.reversed())
    return plain() + positions.flatMap(across) + positions.flatMap(over)
  }

  /// A range across two tables of the last level, or two leaves, mapped as in a plain trial.
  func across(_ trial: Trial) -> Trial {
    let middle = boundary(trial.depth == last ? max(0, last - 1) : trial.depth)
    return Trial(addr: middle - 2 * page, end: middle + 2 * page, plan: trial.plan)
  }

  /// Pages whose entries change while the walk looks at them.
  ///
  /// - Parameter reads: how often a walk reads tables for a page of a depth.
  func racing(_ reads: (Trial) -> Int?) -> [Trial] {
    var trials: [Trial] = []
    for trial in plain() {
      let depth = trial.depth
      guard let count = reads(trial) else { continue }
      func add(_ moment: Interference.Moment, _ position: Int, _ change: Interference.Change) {
        var other = Trial(addr: trial.addr, end: trial.addr + page, plan: trial.plan)
        other.interference = [
          Interference(moment: moment, target: .entry(for: trial.addr, in: position, change))
        ]
        trials.append(other)
      }
      add(.beforeTouch, depth, .leaf)
      // The table of the last level may be taken away as a whole.
      if depth == last, depth > 0 { add(.beforeTouch, depth - 1, .table) }
      for read in 1...max(1, min(count, 24)) {
        for position in 0...depth {
          for change in [Interference.Change.leaf, .hole, .table] {
            if change == .leaf, !leaves.contains(position) { continue }
            if change == .table, position == last { continue }
            add(.afterStep(read), position, change)
          }
        }
      }
    }
    return trials
  }
}
