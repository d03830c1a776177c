import PageWalk

/// The memories that a model is run on.
///
/// A shape says of every entry whether it is empty, maps a page or names a table. There are the full
/// tree, and for each kind of table those whose odd or even entries are empty or map pages; the
/// tables lie in ascending or in descending order, and the bits that nobody looks at are set, in one
/// more full tree clear.
struct TableShapes {
  struct Tree {
    let tables: [Scenario.TableImage]
    let top: UInt64
    /// Whether the stack lies behind the tables.
    let isHigh: Bool
  }

  private enum Oddity { case none, empty(table: Int, odd: Bool), leaf(table: Int, odd: Bool) }

  let trees: [Tree]

  init(of machine: SmallMachine) {
    var oddities: [Oddity] = [.none]
    for (position, table) in machine.tables.enumerated() {
      for odd in [false, true] {
        oddities.append(.empty(table: position, odd: odd))
        if !table.isLast, table.hasLeaves { oddities.append(.leaf(table: position, odd: odd)) }
      }
    }
    var trees = [Self.tree(.none, of: machine, descending: false, junk: 0)]
    for (number, oddity) in oddities.enumerated() {
      trees.append(
        Self.tree(oddity, of: machine, descending: number % 2 == 0, junk: ~0))
    }
    self.trees = trees
  }

  private static func tree(
    _ oddity: Oddity, of machine: SmallMachine, descending: Bool, junk: UInt64
  ) -> Tree {
    // Both ends are left to the stack. What a table's entries cannot name is no place for one.
    let nextMask = machine.tables.dropLast().reduce(UInt64.max) { $0 & $1.nextMask }
    var places = stride(from: UInt64(0x40), to: (1 << UInt64(machine.word)) - 0x100, by: 16)
      .filter { $0 & nextMask == $0 }
    if descending { places.reverse() }
    var free = places.makeIterator()
    var tables: [Scenario.TableImage] = []
    var pages: UInt64 = 1
    func make(_ position: Int) -> UInt64 {
      let address = free.next() ?? 0
      var entries: [UInt64: UInt64] = [:]
      for index in 0..<machine.tables[position].entries {
        entries[index] = entry(position, index)
      }
      tables.append(
        Scenario.TableImage(
          kind: machine.tables[position].name, address: address, fill: entries[0] ?? 0,
          entries: entries))
      return address
    }
    func entry(_ position: Int, _ index: UInt64) -> UInt64 {
      let table = machine.tables[position]
      let unused = junk & table.unusedBits
      switch oddity {
      case .empty(let kind, let odd) where kind == position && (index % 2 == 1) == odd:
        return table.empty | unused
      case .leaf(let kind, let odd) where kind == position && (index % 2 == 1) == odd:
        pages += 1
        return table.leaf(page: pages &* 5 &* table.span) | unused
      case _ where table.isLast:
        pages += 1
        return table.leaf(page: pages &* 5 &* table.span) | unused
      default:
        return make(position + 1) | table.present | unused
      }
    }
    let top = make(0)
    return Tree(tables: tables, top: top, isHigh: !descending)
  }
}

extension SmallMachine.Table {
  /// Bits that mean nothing.
  var unusedBits: UInt64 {
    0xffff & ~(type.mask | presentMask | (leafMask ?? 0) | clearMask | nextMask | pageMask | 0x3f0)
  }

  /// An entry that maps nothing.
  var empty: UInt64 { type.value }

  /// What an entry that names a table has beside the name.
  var present: UInt64 {
    let bits = presentMask & ~(leafMask ?? 0) & ~clearMask
    return type.value | (bits & (0 &- bits))
  }

  /// An entry that maps a page.
  func leaf(page: UInt64) -> UInt64 {
    let present = presentMask & (0 &- presentMask)
    let leaf = (leafMask ?? 0) & (0 &- (leafMask ?? 0))
    return type.value | present | leaf | page & pageMask & 0xfff & ~clearMask
  }
}
