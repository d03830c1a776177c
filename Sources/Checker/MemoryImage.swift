import Encoder
import PageWalk
import SMT

/// The tables of an execution as concrete memory, and what completes them.
struct MemoryImage {
  private struct Key: Hashable {
    let position: Int
    let base: UInt64
  }

  private let hardware: HardwareTerms
  private let layout: Layout
  private let solver: PieceSolver
  private let state: PathState
  private let assignment: Assignment
  private var entries: [Key: [UInt64: UInt64]] = [:]
  private(set) var writes: [Scenario.Write] = []
  private var fills: [Int: UInt64] = [:]

  /// The memory that `state` has read under `assignment`.
  init(
    state: PathState, assignment: Assignment, hardware: HardwareTerms, layout: Layout,
    solver: PieceSolver
  ) throws {
    self.hardware = hardware
    self.layout = layout
    self.solver = solver
    self.state = state
    self.assignment = assignment
    for table in state.tables where assignment.value(of: table.condition) == 1 {
      entries[Key(position: table.position, base: assignment.value(of: table.base))] = [:]
    }
    var current: [UInt64: UInt64] = [:]
    for (step, read) in state.reads.enumerated() {
      guard let position = read.position, let value = read.value.map(assignment.value) else {
        continue
      }
      let address = assignment.value(of: read.pointer)
      guard let key = key(of: address, position: position) else { continue }
      let index = (address &- key.base) / layout.tables[position].stride
      if let before = current[address], before != value {
        writes.append(Scenario.Write(step: step + 1, address: address, value: value))
      } else {
        if entries[key]?[index] == nil { entries[key]?[index] = value }
      }
      current[address] = value
    }
    for position in layout.tables.indices { fills[position] = try fill(position) }
    hide(current)
  }

  /// Empties the entry whose change the walk does not see.
  private mutating func hide(_ current: [UInt64: UInt64]) {
    guard let hidden = state.hidden, let fill = fills[hidden.position] else { return }
    let address = assignment.value(of: hidden.pointer)
    guard current[address] != fill else { return }
    writes.append(Scenario.Write(step: hidden.step, address: address, value: fill))
  }

  private func key(of address: UInt64, position: Int) -> Key? {
    entries.keys.first {
      $0.position == position && address &- $0.base < layout.tables[position].bytes
    }
  }

  /// The tables by position and address.
  func tables() -> [Scenario.TableImage] {
    entries.sorted { ($0.key.position, $0.key.base) < ($1.key.position, $1.key.base) }.map {
      Scenario.TableImage(
        kind: layout.tables[$0.key.position].table.name, address: $0.key.base,
        fill: fills[$0.key.position] ?? 0, entries: $0.value)
    }
  }

  // MARK: values

  /// The smallest bits that satisfy `conditions` on an entry.
  private func entry(
    _ position: Int, _ name: String, where conditions: (Term) throws -> [Term]
  ) throws -> UInt64? {
    let raw = Term.variable(name, width: hardware.entryWidth)
    let formulas = try [hardware.carries(raw, in: position)] + conditions(raw) + pins
    guard case .satisfiable(let found) = try solver.check(formulas, name: "an entry") else {
      return nil
    }
    var minimiser = Minimiser(constraints: formulas, assignment: found)
    minimiser.clearBits(of: [name])
    return minimiser.assignment.value(of: raw)
  }

  /// The numbers chosen for parameters that are ranges.
  private var pins: [Term] {
    Term.variables(in: hardware.ranges).map {
      .equal($0, .constant(assignment.value(of: $0), width: $0.width))
    }
  }

  private func fill(_ position: Int) throws -> UInt64? {
    try entry(position, "fill") { [try hardware.isEmpty($0, in: position)] }
      ?? entry(position, "fill") { _ in [] }
  }

  // MARK: completing

  /// Adds entries until the hardware translates the range, as far as that can be done.
  ///
  /// New entries satisfy what the execution's own entries of that table did, so that a walk that
  /// took those takes these too.
  mutating func complete(
    from addr: UInt64, through last: UInt64, top: UInt64, limit: Int
  ) throws {
    var addr = addr
    for _ in 0..<limit {
      guard let shift = try completeEntry(for: addr, top: top) else { return }
      let entryLast = shift >= 64 ? .max : addr | ((1 << UInt64(shift)) - 1)
      if entryLast >= last { return }
      addr = entryLast + 1
    }
  }

  /// Makes `addr` translated; gives log2 of what the leaf maps, or nil if it cannot be done.
  private mutating func completeEntry(for addr: UInt64, top: UInt64) throws -> Int? {
    if layout.reach < 64, addr >> UInt64(layout.reach) != 0 { return nil }
    var base = top
    for position in layout.tables.indices {
      let table = layout.tables[position]
      let key = Key(position: position, base: base)
      guard entries[key] != nil else { return nil }
      let index = (addr >> UInt64(table.shift)) & ((1 << UInt64(table.index)) - 1)
      let value: UInt64
      if let known = entries[key]?[index] {
        value = known
      } else {
        guard let made = try newEntry(position) else { return nil }
        entries[key]?[index] = made
        value = made
      }
      let term = Term.constant(value, width: hardware.entryWidth)
      if assignment.value(of: try hardware.isLeaf(term, in: position)) == 1 { return table.shift }
      guard assignment.value(of: try hardware.leadsOn(term, in: position)) == 1 else { return nil }
      base = assignment.value(of: try hardware.next(of: term, in: position))
      let below = Key(position: position + 1, base: base)
      if entries[below] == nil { entries[below] = [:] }
    }
    return nil
  }

  /// Puts an entry of its own where the memory has none, so that a walk that came there goes on;
  /// false where there is one, or none can be made.
  mutating func fillIn(kind: String, base: UInt64, index: UInt64) throws -> Bool {
    guard let position = layout.tables.firstIndex(where: { $0.table.name == kind }) else {
      return false
    }
    let key = Key(position: position, base: base)
    guard entries[key] != nil, entries[key]?[index] ?? fills[position] == fills[position],
      let made = try newEntry(position)
    else { return false }
    entries[key]?[index] = made
    let term = Term.constant(made, width: hardware.entryWidth)
    guard assignment.value(of: try hardware.leadsOn(term, in: position)) == 1 else { return true }
    let below = assignment.value(of: try hardware.next(of: term, in: position))
    if entries[Key(position: position + 1, base: below)] == nil {
      entries[Key(position: position + 1, base: below)] = [:]
    }
    return true
  }

  /// An entry that names a new table; failing that, one that maps a new page.
  private func newEntry(_ position: Int) throws -> UInt64? {
    let (name, value, guards) = template(position)
    if let base = freeBase(position + 1) {
      let made = try entry(position, name) { raw in
        let entry = value ?? raw
        let next = try hardware.next(of: entry, in: position)
        return guards + [
          .equal(raw, entry), try hardware.leadsOn(entry, in: position),
          .equal(next, .constant(base, width: hardware.word)),
        ]
      }
      if let made { return made }
    }
    guard layout.tables[position].table.page != nil else { return nil }
    let page = Term.constant(freePage(position), width: hardware.pageWidth)
    return try entry(position, name) { raw in
      let entry = value ?? raw
      let zero = Term.constant(0, width: hardware.word)
      let mapped =
        try hardware.page(of: entry, at: zero, in: position)
        ?? zero.resized(to: hardware.pageWidth)
      return guards + [
        .equal(raw, entry), try hardware.isLeaf(entry, in: position), .equal(mapped, page),
      ]
    }
  }

  /// The first entry that the execution read of this kind of table, and what it says of it alone.
  private func template(_ position: Int) -> (name: String, value: Term?, guards: [Term]) {
    let values = state.reads.filter { $0.position == position }.compactMap(\.value)
    guard let value = values.first,
      let name = Term.variables(in: [value]).first?.variableName
    else { return ("entry", nil, []) }
    let parts = state.constraints.flatMap { $0.operation == .and ? $0.operands : [$0] }
    return (
      name, value,
      parts.filter { Term.variables(in: [$0]).compactMap(\.variableName) == [name] }
    )
  }

  /// A free, aligned address behind all tables.
  private func freeBase(_ position: Int) -> UInt64? {
    guard position < layout.tables.count else { return nil }
    let used = entries.keys.map { $0.base &+ layout.tables[$0.position].bytes } + [0x1000]
    let align = max(layout.tables[position].align, layout.tables[position].bytes)
    let lowest = used.max() ?? 0
    // A read that goes astray must not find a table that was only made to complete the memory.
    let astray = state.reads.filter { $0.value == nil }.map { assignment.value(of: $0.pointer) }
    var base = (lowest &+ align &- 1) & ~(align &- 1)
    while astray.contains(where: { $0 &- base < align }) { base = base &+ align }
    return base >= lowest ? base : nil
  }

  /// A page that no entry of this table maps yet.
  private func freePage(_ position: Int) -> UInt64 {
    let taken = entries.filter { $0.key.position == position }.map(\.value.count).reduce(0, +)
    let size = UInt64(1) << UInt64(layout.tables[position].shift)
    return size &* UInt64(taken + 1)
  }
}
