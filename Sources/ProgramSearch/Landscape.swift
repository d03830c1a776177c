import PageWalk
import Simulator

/// What is mapped where: at which table the way to an address ends, and with a leaf or with nothing.
struct Plan: Hashable {
  struct Part: Hashable {
    /// From here on, up to the next part.
    let start: UInt64
    /// The position of the table in which the way ends.
    let depth: Int
    let isHole: Bool
  }

  /// By address, the first from 0.
  let parts: [Part]

  /// The part for an address, and for all of an entry that maps `bytes` from there the deepest one.
  func deepest(from start: UInt64, last: UInt64) -> Part {
    var found = parts[0]
    for part in parts where part.start <= start { found = part }
    for part in parts where part.start > start && part.start <= last && part.depth > found.depth {
      found = part
    }
    return found
  }
}

/// Tables that are made as they are looked at, by a plan, or that are given; and changed by other CPUs.
struct Landscape {
  struct Table {
    let position: Int
    let base: UInt64
    /// The address that its first entry maps.
    var start: UInt64
    /// Which address space, or what came in a table's place later.
    let generation: Int
    /// What entries hold of which nothing else is known; nil where the plan says it.
    var fill: UInt64?
  }

  /// Nil where tables are given.
  private let plan: Plan?
  private let machine: ConcreteMachine
  private let maker: EntryMaker
  private let turned: (EntryMaker.Kind, Int) -> UInt64
  /// By the number of its place.
  private(set) var tables: [Table] = []
  private var entries: [UInt64: UInt64] = [:]
  /// Every value that an entry has held which was changed.
  private(set) var history: [UInt64: [UInt64]] = [:]
  private var frames: [FrameKey: UInt64] = [:]
  private var nextFrame: UInt64
  /// By the number of the place that the table's address gives.
  private var byPlace: [UInt64: Int] = [:]
  /// What places of tables are told apart by.
  private let placeBytes: UInt64
  /// How far tables lie apart that are made.
  private let tableBytes: UInt64

  private struct FrameKey: Hashable {
    let generation: Int
    let depth: Int
    let address: UInt64
  }

  static let maximumTables = 400
  /// The generation of what other CPUs put in an entry's place.
  static let later = 1000

  /// - Parameter turned: which free bits of entries are turned round.
  init(
    _ plan: Plan, machine: ConcreteMachine, maker: EntryMaker,
    turned: @escaping (EntryMaker.Kind, Int) -> UInt64
  ) {
    self.plan = plan
    self.machine = machine
    self.maker = maker
    self.turned = turned
    nextFrame = machine.places.frames
    let largest = machine.hardware.layout.tables.map { max($0.bytes, $0.align) }.max() ?? 4096
    var bytes: UInt64 = 4096
    while bytes < 2 * largest { bytes *= 2 }
    placeBytes = bytes
    tableBytes = bytes
  }

  /// The tables of a scenario, the top one first.
  ///
  /// - Throws: `SearchError` where there are none for this machine.
  init(_ scenario: Scenario, machine: ConcreteMachine, maker: EntryMaker) throws {
    plan = nil
    self.machine = machine
    self.maker = maker
    turned = { _, _ in 0 }
    nextFrame = machine.places.frames
    let kinds = machine.hardware.layout.tables
    placeBytes = kinds.map { min($0.align, $0.bytes) }.min() ?? 1
    tableBytes = 0
    let images =
      scenario.tables.filter { $0.address == scenario.top }
      + scenario.tables.filter { $0.address != scenario.top }
    for image in images {
      guard let position = kinds.firstIndex(where: { $0.table.name == image.kind }) else {
        throw SearchError("there is no table \(image.kind)")
      }
      let base = machine.virtual(image.address)
      for piece in 0..<(kinds[position].bytes + placeBytes - 1) / placeBytes {
        byPlace[base / placeBytes + piece] = tables.count
      }
      for (index, entry) in image.entries {
        entries[base &+ index &* kinds[position].stride] = entry
      }
      tables.append(
        Table(position: position, base: base, start: 0, generation: 0, fill: image.fill))
    }
    guard tables.first?.position == 0 else { throw SearchError("there is no top table") }
    // What tables below map is told by the entries that are listed.
    var placed = [0]
    for number in images.indices where number < placed.count {
      let above = placed[number]
      for (index, entry) in images[above].entries.sorted(by: { $0.key < $1.key }) {
        guard let below = try below(entry, above), !placed.contains(below),
          tables[below].position == tables[above].position + 1
        else { continue }
        tables[below].start = start(above, index)
        placed.append(below)
      }
    }
  }

  /// The address of a new table, as the kernel has it; nil where there is no room, or no entry can
  /// name it.
  mutating func add(position: Int, start: UInt64, generation: Int) throws -> UInt64? {
    guard tables.count < Self.maximumTables else { return nil }
    guard plan != nil else { return nil }
    let physical = machine.places.tables + UInt64(tables.count) * tableBytes
    guard physical + tableBytes <= machine.places.frames else { return nil }
    let base = machine.virtual(physical)
    byPlace[base / placeBytes] = tables.count
    tables.append(Table(position: position, base: base, start: start, generation: generation))
    return base
  }

  /// The entry that lies at an address: its table's number and its index; nil where there is none.
  func place(of address: UInt64) -> (table: Int, index: UInt64)? {
    guard let number = byPlace[address / placeBytes] else { return nil }
    let table = tables[number]
    let layout = machine.hardware.layout.tables[table.position]
    let offset = address &- table.base
    guard offset < layout.bytes else { return nil }
    return (number, offset / layout.stride)
  }

  /// What the entry holds now.
  mutating func entry(_ number: Int, _ index: UInt64) throws -> UInt64 {
    let address = address(number, index)
    if let known = entries[address] { return known }
    let value = try made(number, index)
    entries[address] = value
    return value
  }

  private func layout(_ number: Int) -> Layout.TableLayout {
    machine.hardware.layout.tables[tables[number].position]
  }

  /// Where an entry lies, as the kernel has it.
  func address(_ number: Int, _ index: UInt64) -> UInt64 {
    tables[number].base &+ index &* layout(number).stride
  }

  /// The index of the entry that maps an address.
  private func index(_ number: Int, for address: UInt64) -> UInt64 {
    machine.hardware.offset(of: address, in: tables[number].position) / layout(number).stride
  }

  /// The number of the table below that an entry names; nil where it names none.
  private func below(_ value: UInt64, _ number: Int) throws -> Int? {
    guard let next = try machine.hardware.next(of: value, in: tables[number].position),
      let below = place(of: next), below.index == 0
    else { return nil }
    return below.table
  }

  /// The first address that an entry maps.
  func start(_ number: Int, _ index: UInt64) -> UInt64 {
    tables[number].start &+ index << UInt64(layout(number).shift)
  }

  private mutating func made(_ number: Int, _ index: UInt64) throws -> UInt64 {
    let table = tables[number]
    guard let plan else { return try table.fill ?? nothing(table.position) }
    let start = start(number, index)
    let part = plan.deepest(from: start, last: start &+ ((1 << UInt64(layout(number).shift)) - 1))
    let entry: UInt64?
    if part.depth > table.position {
      entry = try self.table(table.position, start, table.generation)
    } else {
      entry = part.isHole ? nil : try leaf(table.position, start, table.generation)
    }
    return try entry ?? nothing(table.position)
  }

  private func nothing(_ position: Int) throws -> UInt64 {
    guard let hole = maker.hole(in: position) else {
      throw SearchError("no entry of the table \(position) maps nothing")
    }
    return hole
  }

  /// A leaf that maps a frame of its own at an address.
  mutating func leaf(_ position: Int, _ address: UInt64, _ generation: Int) throws -> UInt64? {
    let key = FrameKey(generation: generation, depth: position, address: address)
    let size = UInt64(1) << UInt64(machine.hardware.layout.tables[position].shift)
    let frame: UInt64
    if let known = frames[key] {
      frame = known
    } else {
      let aligned = (nextFrame + size - 1) & ~(size - 1)
      guard aligned + size <= machine.places.hole else { return nil }
      frame = aligned
      nextFrame = aligned + size
      frames[key] = frame
    }
    return try maker.entry(
      .leaf, in: position, naming: frame, turned: turned(.leaf, position))
  }

  /// An entry that maps nothing; nil where there is none.
  func hole(_ position: Int) -> UInt64? { maker.hole(in: position) }

  /// An entry that names a new table for an address.
  mutating func table(_ position: Int, _ start: UInt64, _ generation: Int) throws -> UInt64? {
    guard position + 1 < machine.tables,
      let base = try add(position: position + 1, start: start, generation: generation)
    else { return nil }
    return try maker.entry(
      .table, in: position, naming: machine.physical(base), turned: turned(.table, position))
  }

  /// The tables as they were before others wrote, with what was looked at of them.
  func images() throws -> [Scenario.TableImage] {
    try tables.enumerated().map { number, table in
      let layout = layout(number)
      let fill = try table.fill ?? nothing(table.position)
      let last = table.base &+ layout.bytes &- 1
      var listed: [UInt64: UInt64] = [:]
      for (address, entry) in entries where address >= table.base && address <= last {
        let first = history[address]?.first ?? entry
        if first != fill { listed[(address &- table.base) / layout.stride] = first }
      }
      return Scenario.TableImage(
        kind: layout.table.name, address: machine.physical(table.base), fill: fill, entries: listed)
    }
  }

  /// Another CPU writes an entry.
  mutating func write(_ value: UInt64, at number: Int, _ index: UInt64) throws {
    let before = try entry(number, index)
    history[address(number, index), default: [before]].append(value)
    entries[address(number, index)] = value
  }

  /// Every page that the tables have led to at an address in some way, by any value that each entry
  /// has held.
  mutating func pages(at address: UInt64) throws -> Set<UInt64> {
    guard !tables.isEmpty, machine.hardware.translates(address) else { return [] }
    return try pages(at: address, in: 0)
  }

  private mutating func pages(at address: UInt64, in number: Int) throws -> Set<UInt64> {
    let index = index(number, for: address)
    let values = (history[self.address(number, index)] ?? []) + [try entry(number, index)]
    var found: Set<UInt64> = []
    for value in Set(values) {
      if let page = try machine.hardware.page(of: value, at: address, in: tables[number].position) {
        found.insert(page & ~((1 << machine.pageShift) - 1))
      } else if let below = try below(value, number) {
        found.formUnion(try pages(at: address, in: below))
      }
    }
    return found
  }

  /// What the hardware has for a range before others write; what is looked at for that is made.
  ///
  /// - Parameter isAtEnd: whether they are wanted as memory is now instead.
  mutating func pagesAtStart(
    from addr: UInt64, to end: UInt64, isAtEnd: Bool = false
  ) throws -> [PageExtent] {
    guard let top = tables.first else { return [] }
    var made = self
    let pages = try machine.hardware.pages(from: addr, to: end, top: top.base) { address in
      guard let (number, index) = made.place(of: address) else { return nil }
      if !isAtEnd, let first = made.history[made.address(number, index)]?.first { return first }
      return try? made.entry(number, index)
    }
    self = made
    return pages
  }

  /// The numbers of table and entry on the way to an address, as memory is now, the top one first.
  mutating func way(to address: UInt64) throws -> [(table: Int, index: UInt64)] {
    var way: [(table: Int, index: UInt64)] = []
    var next: Int? = tables.isEmpty ? nil : 0
    while let number = next {
      let index = index(number, for: address)
      way.append((number, index))
      // The entry is made first: it may add the table below.
      let value = try entry(number, index)
      next = try below(value, number)
    }
    return way
  }
}
