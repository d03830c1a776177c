import Encoder
import PageWalk
import SMT
import Simulator

/// Scenarios made at random from the hardware alone: tables around a boundary, entries that map
/// nothing, a page or a table, writes by other CPUs, and ranges that a walk should turn away.
///
/// Whatever the original does in them is right as far as it is proved; most mutants go wrong in one.
struct MutantSamples {
  private static let attempts = 90
  /// Widths of tables that are tried where they are ranges.
  private static let widths: [UInt64] = [9, 4, 1]

  private let subject: Subject
  private let hardware: HardwareTerms
  private let layout: Layout
  private let solver: PieceSolver
  private var random: SplitMix
  private var free: UInt64 = 0
  private var pages: UInt64 = 0
  private var tables: [(kind: Int, base: UInt64, fill: UInt64, entries: [UInt64: UInt64])] = []

  /// The scenarios for a subject, always the same ones; with some numbers where it has ranges.
  static func scenarios(for subject: Subject, budget: UInt32) throws -> [Scenario] {
    let concrete = try pinned(subject, budget: budget)
    return try concrete.flatMap { subject -> [Scenario] in
      var samples = try MutantSamples(subject: subject, budget: budget)
      return try (0..<attempts / concrete.count).compactMap { try samples.scenario($0) }
    }
  }

  private static func pinned(_ subject: Subject, budget: UInt32) throws -> [Subject] {
    let hardware = try HardwareTerms(subject: subject)
    guard !hardware.ranges.isEmpty else { return [subject] }
    let solver = try PieceSolver(budget: budget)
    func number(_ value: UInt64) -> Term { .constant(value, width: hardware.word) }
    return try widths.compactMap { width in
      let wishes =
        hardware.tables.map { Term.equal($0.index, number(width)) }
        + [.equal(hardware.pageShift, number(12))]
      guard
        case .satisfiable(let found) = try solver.check(
          hardware.ranges + [hardware.fits] + wishes, name: "some widths")
      else { return nil }
      return subject.pinned(to: subject.configuration.pinned(by: found, word: hardware.word))
    }
  }

  private init(subject: Subject, budget: UInt32) throws {
    self.subject = subject
    hardware = try HardwareTerms(subject: subject)
    layout = try Layout(architecture: subject.architecture, configuration: subject.configuration)
    solver = try PieceSolver(budget: budget)
    random = SplitMix(state: 11)
  }

  // MARK: a scenario

  private mutating func scenario(_ number: Int) throws -> Scenario? {
    (free, pages, tables) = (0x10_0000, 1, [])
    let (addr, end) = range(number)
    guard addr != end else { return frame(addr, end, top: try table(0, decoyed: [:])) }
    let decoys = try decoys()
    let top = try table(0, covering: addr, through: end &- 1, decoys)
    return frame(addr, end, top: top, writes: number % 3 == 2 ? try writes(decoys) : [])
  }

  private func frame(
    _ addr: UInt64, _ end: UInt64, top: UInt64, writes: [Scenario.Write] = []
  ) -> Scenario {
    let levels = subject.walker.levels.map(\.name)
    let step = UInt64(layout.entrySize)
    let stack: UInt64 = 0x7000_0000
    var copies: [String: UInt64] = [:]
    for (index, level) in levels.reversed().enumerated() {
      copies[level] = stack &+ UInt64(index + 1) &* step
    }
    return Scenario(
      about: "a sample", architecture: subject.architecture.name,
      configuration: subject.configuration, walker: subject.walker.name,
      revision: subject.walker.revision, addr: addr, end: end, top: top,
      tables: tables.map {
        Scenario.TableImage(
          kind: layout.tables[$0.kind].table.name, address: $0.base, fill: $0.fill,
          entries: $0.entries)
      },
      stack: Scenario.Stack(
        base: stack, size: UInt64(levels.count + 2) &* step, copies: copies, slots: [:]),
      writes: writes, expectation: Scenario.Expectation(outcome: .lost, violations: [:], pages: []))
  }

  /// Some pages around a boundary; some of the ranges no walk should take.
  private mutating func range(_ number: Int) -> (addr: UInt64, end: UInt64) {
    let page = UInt64(1) << UInt64(layout.pageShift)
    func cut(_ value: UInt64) -> UInt64 { Word(value, width: subject.architecture.word).bits }
    let shifts = layout.tables.map(\.shift)
    let shift = UInt64(shifts[Int(random.next() % UInt64(shifts.count))])
    var boundary = shift < 64 ? (1 + random.next() % 3) << shift : 0
    if number % 15 == 13 { boundary = layout.reach < 64 ? 1 << UInt64(layout.reach) : 0 }
    if number % 15 == 14 { boundary = 1 << UInt64(max(layout.reach, 1) - 1) }
    var addr = boundary &- min(boundary, (1 + random.next() % 3) &* page)
    var end = boundary &+ (random.next() % 3) &* page
    if end <= addr { end = addr &+ page }
    switch number % 15 {
    case 9: addr &+= number % 2 == 0 ? page / 2 : 1
    case 10: end &+= number % 2 == 0 ? page / 2 : 1
    case 11: end = addr
    case 12: (addr, end) = (addr, addr &- page)
    default: break
    }
    return (cut(addr), cut(end))
  }

  // MARK: tables

  private mutating func allocate(_ position: Int) -> UInt64 {
    let numbers = layout.tables[position]
    let align = max(numbers.align, numbers.bytes.nextPowerOfTwo, 16)
    free = (free &+ align &- 1) & ~(align &- 1)
    defer { free &+= numbers.bytes }
    return free
  }

  /// A table of each kind, or nothing, that entries name by which the range does not go.
  private mutating func decoys() throws -> [Int: UInt64] {
    var decoys: [Int: UInt64] = [:]
    for position in layout.tables.indices.reversed() where position > 0 {
      decoys[position] = try table(position, decoyed: decoys)
    }
    return decoys
  }

  /// A table all of whose entries are alike.
  private mutating func table(_ position: Int, decoyed decoys: [Int: UInt64]) throws -> UInt64 {
    let base = allocate(position)
    let fill = try other(position, decoys)
    tables.append((position, base, fill, [:]))
    return base
  }

  /// An entry by which the range does not go.
  private mutating func other(_ position: Int, _ decoys: [Int: UInt64]) throws -> UInt64 {
    if let below = decoys[position + 1], let entry = try entry(position, naming: below) {
      return entry
    }
    if let entry = try entry(position, mapping: true) { return entry }
    return try entry(position, mapping: false) ?? 0
  }

  private mutating func table(
    _ position: Int, covering low: UInt64, through high: UInt64, _ decoys: [Int: UInt64]
  ) throws -> UInt64 {
    let base = allocate(position)
    let slot = tables.count
    tables.append((position, base, try other(position, decoys), [:]))
    let numbers = layout.tables[position]
    let shift = UInt64(numbers.shift)
    guard low <= high, shift < 64 else { return base }
    let parts = (low >> shift)...(high >> shift)
    for part in parts.prefix(8) {
      let index = part & ((1 << UInt64(numbers.index)) - 1)
      let first = max(low, part << shift)
      let last = min(high, (part << shift) | ((1 << shift) - 1))
      tables[slot].entries[index] = try made(position, first, last, decoys)
    }
    return base
  }

  private mutating func made(
    _ position: Int, _ low: UInt64, _ high: UInt64, _ decoys: [Int: UInt64]
  ) throws -> UInt64? {
    let dice = random.next() % 12
    if dice == 0, let empty = try entry(position, mapping: false) { return empty }
    let isLast = position == layout.tables.count - 1
    if isLast || dice < 3, let page = try entry(position, mapping: true) { return page }
    if isLast { return try entry(position, mapping: false) }
    let below = try table(position + 1, covering: low, through: high, decoys)
    return try entry(position, naming: below)
  }

  // MARK: entries

  /// An entry that names a table.
  private mutating func entry(_ position: Int, naming base: UInt64) throws -> UInt64? {
    let entry = Term.variable("entry", width: hardware.entryWidth)
    guard layout.tables[position].table.next != nil else { return nil }
    return try find(
      entry, position,
      [
        hardware.leadsOn(entry, in: position),
        .equal(
          try hardware.next(of: entry, in: position), .constant(base, width: hardware.word)),
      ], wished: [])
  }

  /// An entry that maps a page of its own, or nothing.
  private mutating func entry(_ position: Int, mapping: Bool) throws -> UInt64? {
    let entry = Term.variable("entry", width: hardware.entryWidth)
    guard mapping else {
      return try find(entry, position, [hardware.isEmpty(entry, in: position)], wished: [])
    }
    let zero = Term.constant(0, width: hardware.word)
    guard let page = try hardware.page(of: entry, at: zero, in: position) else { return nil }
    pages += 1
    let place = pages << UInt64(max(layout.tables[position].shift, layout.pageShift))
    return try find(
      entry, position, [hardware.isLeaf(entry, in: position)],
      wished: [.equal(page, .constant(place, width: page.width))])
  }

  private mutating func find(
    _ entry: Term, _ position: Int, _ needed: [Term], wished: [Term]
  ) throws -> UInt64? {
    let formulas = needed + [try hardware.carries(entry, in: position)]
    // Some bits at random, where nothing is against them; those of an address mostly are, and flags
    // lie low.
    let mask = random.next() & random.next()
    let wish = random.next()
    let bits = [mask, mask & 0xfff, mask & 0xfff & random.next()].map { mask in
      Term.equal(
        entry & .constant(mask, width: entry.width), .constant(wish & mask, width: entry.width))
    }
    for extra in bits.map({ wished + [$0] }) + [wished, []] {
      let answer = try solver.check(formulas + extra, name: "an entry of a sample")
      if case .satisfiable(let found) = answer { return found.value(of: entry) }
    }
    return nil
  }

  // MARK: writes

  /// Other CPUs put other entries where the range goes.
  private mutating func writes(_ decoys: [Int: UInt64]) throws -> [Scenario.Write] {
    guard subject.walker.reads == .lockless else { return [] }
    var writes: [Scenario.Write] = []
    for _ in 0..<(1 + random.next() % 2) {
      let table = tables[Int(random.next() % UInt64(tables.count))]
      guard let index = table.entries.keys.sorted().first else { continue }
      let value =
        random.next() % 4 == 0
        ? try entry(table.kind, mapping: false) ?? table.fill : try other(table.kind, decoys)
      writes.append(
        Scenario.Write(
          step: Int(1 + random.next() % 12),
          address: table.base &+ index &* layout.tables[table.kind].stride, value: value))
    }
    return writes.sorted { $0.step < $1.step }
  }
}

/// Numbers that look random and are the same on every run.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

extension UInt64 {
  /// The least power of two that is not less.
  fileprivate var nextPowerOfTwo: UInt64 {
    self <= 1 ? 1 : 1 << UInt64(64 - (self - 1).leadingZeroBitCount)
  }
}
