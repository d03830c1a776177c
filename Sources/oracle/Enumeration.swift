import PageWalk
import Simulator

/// Runs a small model on every range and every shape of its tables, and collects what breaks.
///
/// A shape says of every entry whether it is empty, maps a page or names a table. There are the full
/// tree, and for each kind of table those whose odd or even entries are empty or map pages; the
/// tables lie in ascending or in descending order, and the bits that nobody looks at are set, in one
/// more full tree clear. In lockless walks every entry that was read is also changed before every later read.
struct Enumeration {
  let subject: Subject
  private let layout: Layout
  private let hardware: HardwareWalk
  private let word: Int
  /// The properties that some execution breaks.
  private(set) var broken: Set<Property> = []
  private(set) var executions = 0

  private enum Oddity { case none, empty(table: Int, odd: Bool), leaf(table: Int, odd: Bool) }

  private struct Tree {
    let tables: [Scenario.TableImage]
    let top: UInt64
    let isHigh: Bool
  }

  init(of subject: Subject) throws {
    self.subject = subject
    layout = try Layout(
      architecture: subject.architecture, configuration: subject.configuration)
    hardware = try HardwareWalk(subject: subject)
    word = subject.architecture.word
    var oddities: [Oddity] = [.none]
    for position in layout.tables.indices {
      for odd in [false, true] {
        oddities.append(.empty(table: position, odd: odd))
        if position + 1 < layout.tables.count, layout.tables[position].table.page != nil {
          oddities.append(.leaf(table: position, odd: odd))
        }
      }
    }
    var trees: [Tree] = []
    trees.append(makeTree(.none, descending: false, junk: 0))
    for (number, oddity) in oddities.enumerated() {
      trees.append(makeTree(oddity, descending: number % 2 == 0, junk: ~0))
    }
    for tree in trees { try runRanges(tree) }
    try runRaces(trees[0])
  }

  // MARK: shapes

  private func makeTree(_ oddity: Oddity, descending: Bool, junk: UInt64) -> Tree {
    var places = Array(stride(from: UInt64(0x40), to: 1 << UInt64(word), by: 16))
    places.removeLast(16)
    if descending { places.reverse() }
    var next = places.makeIterator()
    var tables: [Scenario.TableImage] = []
    var pages: UInt64 = 1
    func make(_ position: Int) -> UInt64 {
      let address = next.next() ?? 0
      let table = layout.tables[position]
      var entries: [UInt64: UInt64] = [:]
      for index in 0..<(UInt64(1) << UInt64(table.index)) {
        entries[index] = entry(position, index)
      }
      tables.append(
        Scenario.TableImage(
          kind: table.table.name, address: address, fill: entries[0] ?? 0, entries: entries))
      return address
    }
    func entry(_ position: Int, _ index: UInt64) -> UInt64 {
      let isLast = position == layout.tables.count - 1
      var value = fixed(position)
      // Bits over the word, and bit 1 of the last table, are for nobody.
      let free = (junk << UInt64(word)) & 0xffff | (isLast ? junk & 0xe : 0)
      switch oddity {
      case .empty(let table, let odd) where table == position && (index % 2 == 1) == odd:
        return value | free
      case .leaf(let table, let odd) where table == position && (index % 2 == 1) == odd:
        value |= 2
        fallthrough
      case _ where isLast:
        let size = UInt64(1) << UInt64(layout.tables[position].shift)
        pages += 1
        let page = (pages &* 5 &* size) & ((1 << UInt64(word)) - 1) & ~(size - 1)
        return page | value | free | 1
      default:
        return make(position + 1) | value | free | 1
      }
    }
    let top = make(0)
    return Tree(tables: tables, top: top, isHigh: !descending)
  }

  /// The bits that every entry of the table carries: its type.
  private func fixed(_ position: Int) -> UInt64 {
    let interpreter = Interpreter(
      architecture: subject.architecture, configuration: subject.configuration, helpers: [:],
      entryWidth: 16)
    for type in UInt64(0)..<4 {
      let names = ["entry": Binding(Word(type << 2, width: 16))]
      let carries = layout.tables[position].table.carries
      if (try? interpreter.constant(carries, names: names)) ?? 0 != 0 { return type << 2 }
    }
    return 0
  }

  // MARK: executions

  private mutating func runRanges(_ tree: Tree) throws {
    let end = UInt64(1) << UInt64(word)
    for addr in stride(from: 0, to: end, by: 16) {
      for last in stride(from: addr + 16, through: end, by: 16) {
        // Ranges that begin beyond the tables are alike.
        if addr >> UInt64(layout.reach) > 1 { break }
        try run(tree, addr, last & (end - 1), writes: [])
      }
    }
  }

  /// Every entry that a walk over one page or two reads is changed before every later read.
  private mutating func runRaces(_ tree: Tree) throws {
    guard subject.walker.reads == .lockless else { return }
    let values = [UInt64(0), 1, 0x33]
    for addr in stride(from: UInt64(0), to: 1 << UInt64(layout.reach), by: 16) {
      for pages in [UInt64(16), 32] {
        guard let quiet = try trace(tree, addr, addr + pages, writes: []) else { continue }
        for step in quiet.steps {
          guard case .table(let kind, _, _) = step.location, let value = step.value,
            let position = layout.tables.firstIndex(where: { $0.table.name == kind })
          else { continue }
          for later in step.number + 1...step.number + 2 {
            for new in values.map({ ($0 & ~0xc) | fixed(position) }) where new != value {
              let write = Scenario.Write(step: later, address: step.pointer, value: new)
              try run(tree, addr, addr + pages, writes: [write])
            }
          }
        }
      }
    }
  }

  private mutating func run(
    _ tree: Tree, _ addr: UInt64, _ end: UInt64, writes: [Scenario.Write]
  ) throws {
    guard let trace = try trace(tree, addr, end, writes: writes) else { return }
    executions += 1
    broken.formUnion(trace.violations.keys)
  }

  /// A run; nil where the walk's own checks refuse the range.
  private func trace(
    _ tree: Tree, _ addr: UInt64, _ end: UInt64, writes: [Scenario.Write]
  ) throws -> Trace? {
    let base: UInt64 = tree.isHigh ? (1 << UInt64(word)) - 0x100 : 0x10
    var copies: [String: UInt64] = [:]
    for (place, level) in subject.walker.levels.reversed().enumerated() {
      copies[level.name] = base + UInt64(place) * 4
    }
    let scenario = Scenario(
      about: "", architecture: "small", configuration: subject.configuration,
      walker: subject.walker.name, revision: subject.walker.revision, addr: addr, end: end,
      top: tree.top, tables: tree.tables,
      stack: Scenario.Stack(base: base, size: 0x20, copies: copies, slots: [:]), writes: writes,
      expectation: Scenario.Expectation(outcome: .returned, violations: [:], pages: []))
    do {
      return try Simulation.run(
        scenario, subject: subject, hardware: hardware, findsPages: false)
    } catch is SimulationError {
      return nil
    }
  }
}
