/// A small machine and a walk over its tables that fit each other, before they are written down.
///
/// The machine has 10 to 12 bits, pages of 16 bytes, and tables of 1 to 3 index bits; levels are
/// folded at build time, at boot, or by type bits in entries. Everything that a design leaves open is
/// drawn: widths, strides, which bit tells what, which tables map pages, how cursors come down, what
/// is looked at again. `Change` then changes parts of it.
struct SmallDesign {
  enum Folding: CaseIterable { case atBuild, atBoot, byEntry }
  enum Style: CaseIterable { case values, valuesAndPointers, pointers, locked, single }

  static let names = ["pgd", "pud", "pmd", "pte"]

  let levels: [String]
  /// The widths of the indices as the helpers have them.
  let bits: [Int]
  /// Whether a level has a table of its own.
  let isReal: [Bool]
  let folding: Folding
  let style: Style
  /// What the hardware is, which changes may part from what the helpers believe.
  var machine: SmallMachine
  var helpers: [(name: String, body: String)] = []
  var walk: SmallWalk
  /// Whether a level takes pages, gives up at them, or has none.
  let takes: [Bool]
  private let isLeafy: [Bool]
  private let stride: [Int]
  private let presentMask: UInt64
  private let leafMask: UInt64

  init(_ numbers: inout RandomNumbers) {
    let count = 2 + numbers.below(3)
    let levels = Array(Self.names.suffix(count))
    let folding = numbers.pick(Folding.allCases)
    // The tables in use: the lowest ones by entry type, else the first, the last and some between.
    let inUse = 1 + numbers.below(count)
    let isReal = levels.indices.map { position -> Bool in
      if folding == .byEntry { return position >= count - inUse }
      return position == 0 || position == count - 1 || numbers.below(2) == 0
    }
    var budget = 4
    bits =
      levels.indices.reversed().map { position -> Int in
        let spare = budget - count + 1
        let width = min(1 + numbers.below(3), max(1, min(3, spare)))
        if isReal[position] { budget -= width - 1 }
        return width
      }.reversed() as [Int]
    self.levels = levels
    self.isReal = isReal
    self.folding = folding
    style = numbers.pick(Style.allCases)
    let wide = numbers.once(in: 6)
    stride = bits.map { wide && $0 < 3 ? 4 : 2 }
    isLeafy = levels.indices.map { $0 < count - 1 && isReal[$0] && numbers.below(3) > 0 }
    takes = levels.indices.map { [isLeafy] in $0 == count - 1 || isLeafy[$0] && numbers.below(5) > 0
    }
    presentMask = numbers.pick([1, 1, 3])
    leafMask = folding == .byEntry ? 2 : numbers.pick([2, 2, 8])
    machine = SmallMachine(word: 10 + numbers.below(3), tables: [])
    walk = SmallWalk()
    machine.tables = levels.indices.filter { isReal[$0] }.map { table($0, &numbers) }
    helpers = makeHelpers()
    walk = makeWalk(&numbers)
  }

  // MARK: numbers

  /// The shift of a level as the helpers have it.
  private func shift(_ position: Int) -> Int {
    // By entry type the shifts are those of all levels; else a folded level takes over.
    let below = levels.indices.filter { $0 > position && (folding == .byEntry || isReal[$0]) }
    let own = SmallMachine.pageShift + below.map { bits[$0] }.reduce(0, +)
    if folding == .byEntry || isReal[position] { return own }
    return shift(position - 1)
  }

  func realShift(_ position: Int) -> Int {
    SmallMachine.pageShift
      + levels.indices.filter { $0 > position && isReal[$0] }.map { bits[$0] }.reduce(0, +)
  }

  private var reach: Int {
    SmallMachine.pageShift + levels.indices.filter { isReal[$0] }.map { bits[$0] }.reduce(0, +)
  }

  /// The type of a table: how many levels lie below.
  private func type(_ position: Int) -> Int { levels.count - 1 - position }

  private var mask: Int { (1 << machine.word) - 16 }

  private func pageMask(_ position: Int) -> Int { (1 << machine.word) - (1 << realShift(position)) }

  private func table(_ position: Int, _ numbers: inout RandomNumbers) -> SmallMachine.Table {
    let isLast = position == levels.count - 1
    // Types tell the entries of the top table; the last of several has none.
    let isTop = position == levels.indices.first { isReal[$0] }
    let isTyped = folding == .byEntry && (!isLast || isTop)
    return SmallMachine.Table(
      name: levels[position], shift: realShift(position), index: bits[position],
      stride: stride[position], type: isTyped ? (12, UInt64(type(position)) << 2) : (0, 0),
      presentMask: presentMask, leafMask: isLast ? nil : isLeafy[position] ? leafMask : 0,
      // The second bit is for nobody, or is never set.
      clearMask: isLast || isLeafy[position] || numbers.below(2) == 0 ? 0 : 2 & ~presentMask,
      nextMask: UInt64(mask), pageMask: UInt64(pageMask(position)))
  }

  // MARK: helpers

  private func makeHelpers() -> [(name: String, body: String)] {
    var helpers = [
      ("limit", "1 << \(reach)"), ("type(e)", "(e & 12) >> 2"), ("table(e)", "e & \(mask)"),
      ("boundary(addr, end, size)", "b = (addr + size) & ~(size - 1); b - 1 < end - 1 ? b : end"),
    ]
    for (position, level) in levels.enumerated() {
      let isLast = position == levels.count - 1
      let isFolded = folding != .byEntry && !isReal[position]
      if !isLast {
        let end = isFolded && folding == .atBuild
        helpers.append(
          (
            "\(level)_addr_end(addr, end)",
            end ? "end" : "boundary(addr, end, 1 << \(shift(position)))"
          ))
      }
      helpers += offsets(position, isFolded: isFolded)
      helpers.append(("\(level)_there(e)", there(position)))
      if isLast || isLeafy[position] {
        helpers.append(("\(level)_leaf(e)", leaf(position)))
        helpers.append(("\(level)_page(e)", "e & \(pageMask(position))"))
      }
    }
    return helpers
  }

  private func offsets(_ position: Int, isFolded: Bool) -> [(name: String, body: String)] {
    let level = levels[position]
    func index(_ shift: Int, _ position: Int) -> String {
      "((addr >> \(shift)) & \((1 << bits[position]) - 1)) * \(stride[position])"
    }
    if position == 0 {
      let top = levels.indices.first { isReal[$0] } ?? 0
      return [
        (
          "\(level)_offset(top, addr)",
          "top + " + (folding == .byEntry ? index(realShift(top), top) : index(shift(0), 0))
        )
      ]
    }
    let goes = "table(v) + \(index(shift(position), position))"
    let value =
      folding == .byEntry
      ? "type(v) >= \(type(position - 1)) ? \(goes) : p" : isFolded ? "p" : goes
    // What the live pointer comes back from, or the copy.
    return [
      ("\(level)_offset(p, addr)", value.replacing("(v)", with: "(READ_ONCE(*p))")),
      ("\(level)_lockless(p, v, addr)", value),
    ]
  }

  private func there(_ position: Int) -> String {
    if folding == .byEntry {
      return "type(e) < \(type(position)) || (e & \(presentMask)) != 0"
    }
    let next = levels.indices.first { $0 > position }
    // The last of the levels that share an entry asks.
    if let next, !isReal[next] { return "1" }
    return "(e & \(presentMask)) != 0"
  }

  private func leaf(_ position: Int) -> String {
    if position == levels.count - 1 { return "(e & \(presentMask)) != 0" }
    let isLeaf = "(e & \(leafMask)) != 0 && (e & \(presentMask)) != 0"
    return folding == .byEntry ? "type(e) == \(type(position)) && \(isLeaf)" : isLeaf
  }

  // MARK: the walk

  private func makeWalk(_ numbers: inout RandomNumbers) -> SmallWalk {
    var walk = SmallWalk()
    walk.isLocked = style == .locked
    walk.range = ["(addr & 15) == 0 && (end & 15) == 0", "addr < end", "end <= limit"]
    if style == .single { walk.callers = ["end - addr == 16"] }
    walk.holes = style != .single && numbers.once(in: 5)
    let looksAgain = !walk.isLocked && numbers.below(2) == 0
    let looksAbove = numbers.below(2) == 0
    let states = looksAgain && numbers.below(3) > 0
    let names = numbers.once(in: 10)
    for position in levels.indices {
      var part = level(position, holes: walk.holes, namesNext: names)
      if looksAgain, takes[position] {
        let copies = (looksAbove && position > 0 ? [position - 1] : []) + [position]
        part.recheck = copies.map { (levels[$0], "READ_ONCE(*\(levels[$0])p)") }
        if states { part.compared = copies.map { levels[$0] } }
      }
      walk.levels.append(part)
    }
    return walk
  }

  private func level(_ position: Int, holes: Bool, namesNext: Bool) -> SmallWalk.Part {
    let level = levels[position]
    let isLast = position == levels.count - 1
    let above = position > 0 ? levels[position - 1] : ""
    let cursor: String
    switch (position, style) {
    case (0, _): cursor = "\(level)_offset(mm_pgd, addr)"
    case (_, .values): cursor = "\(level)_offset(&\(above), addr)"
    case (_, .valuesAndPointers) where !isLast, (_, .single) where !isLast:
      cursor = "\(level)_lockless(\(above)p, \(above), addr)"
    case (_, .pointers) where !isLast, (_, .locked):
      cursor = "\(level)_offset(\(above)p, addr)"
    default: cursor = "\(level)_offset(&\(above), addr)"
    }
    var part = SmallWalk.Part(level: level)
    part["cursor"] = cursor
    part["read"] = "READ_ONCE(*\(level)p)"
    part["next"] =
      style == .single ? "end" : isLast ? "addr + 16" : "\(level)_addr_end(addr, end)"
    if namesNext, style != .single {
      part["advance"] = cursor.replacing("addr)", with: "next)")
    } else if stride[position] != 2 || position % 2 == 0 {
      part["advance"] = "\(level)p + \(stride[position])"
    }
    var gone = "!\(level)_there(\(level))"
    if isLeafy[position], !takes[position] { gone += " || \(level)_leaf(\(level))" }
    part["stop"] = gone
    if holes {
      part["stop"] = takes[position] || !isLeafy[position] ? "0" : "\(level)_leaf(\(level))"
      part["skip"] = "!\(level)_there(\(level))"
    }
    if takes[position] {
      if !isLast { part["leaf"] = "\(level)_leaf(\(level))" }
      part["page"] = "\(level)_page(\(level)) + (addr & \((1 << realShift(position)) - 16))"
    }
    return part
  }
}
