extension Change {
  // MARK: what is looked at again

  static func changeRecheck(
    of design: inout SmallDesign, _ numbers: inout RandomNumbers
  ) -> String? {
    let positions = design.levels.indices.filter { design.takes[$0] }
    let position = numbers.pick(positions)
    let name = design.levels[position]
    let above = position > 0 ? design.levels[position - 1] : name
    var part = design.walk.levels[position]
    defer { design.walk.levels[position] = part }
    let copies = numbers.below(3)
    switch numbers.below(8) {
    case 0:
      guard !part.recheck.isEmpty else { return nil }
      part.recheck.remove(at: numbers.below(part.recheck.count))
    case 1...4:
      let copy = copies == 0 ? above : name
      let read = numbers.pick([
        "READ_ONCE(*\(name)p)", "*\(name)p", "READ_ONCE(*(\(name)p + 32))",
        "READ_ONCE(*\(above)p)", "READ_ONCE(*(\(name)p ^ 2))", "READ_ONCE(*&\(name))",
        "READ_ONCE(*(\(name)p + 512))", part["cursor"].map { "READ_ONCE(*(\($0)))" } ?? "*mm_pgd",
      ])
      part.recheck.removeAll { $0.copy == copy }
      part.recheck.append((copy, read))
    case 5: part.compared = [name]
    case 6: part.compared = name == above ? [name] : [above, name]
    default: part.compared = numbers.below(2) == 0 ? nil : []
    }
    let rechecks = part.recheck.map { "\($0.copy): \($0.read)" }.joined(separator: ", ")
    let compared = part.compared.map { $0.joined(separator: ", ") } ?? "not stated"
    return "\(name) now looks at {\(rechecks)} again; compared: \(compared)"
  }

  // MARK: the walk as a whole

  static func changeWhole(
    of design: inout SmallDesign, _ numbers: inout RandomNumbers
  ) -> String? {
    switch numbers.below(6) {
    case 0:
      design.walk.isLocked.toggle()
      return "reads are \(design.walk.isLocked ? "locked" : "lockless")"
    case 1:
      design.walk.holes.toggle()
      return "holes are \(design.walk.holes ? "" : "not ")allowed"
    case 2, 3:
      let position = numbers.below(design.walk.range.count)
      let old = design.walk.range[position]
      design.walk.range[position] = numbers.pick([
        "1", "end <= limit * 2", "end <= limit - 16", "addr <= end", "end - addr <= 64",
        "(addr & 15) == 0", "end <= 64",
      ])
      return "range: \(old) -> \(design.walk.range[position])"
    default:
      let old = design.walk.callers[0]
      design.walk.callers = [
        numbers.pick([
          "1", "end - addr == 16", "end - addr <= 48", "addr >= 16", "end == addr + 16",
        ])
      ]
      return "callers: \(old) -> \(design.walk.callers[0])"
    }
  }

  // MARK: the machine

  static func changeMachine(
    of design: inout SmallDesign, _ numbers: inout RandomNumbers
  ) -> String? {
    let position = numbers.below(design.machine.tables.count)
    let old = design.machine.tables[position]
    var new = old
    switch numbers.below(7) {
    case 0: return moveBit(of: &design, position)
    case 1: new.presentMask = numbers.pick([1, 2, 3])
    case 2:
      guard !old.isLast else { return nil }
      new.leafMask = numbers.pick(old.hasLeaves ? [2, 8, 10, 0] : [2, 8])
    case 3: new.clearMask = numbers.pick([0, 2, 32]) & ~new.type.mask
    case 4: new.nextMask = numbers.pick([old.nextMask &- 16, old.nextMask & ~32])
    case 5: new.pageMask = numbers.pick([old.pageMask | 16, old.pageMask &- 16, old.pageMask << 1])
    default:
      guard old.type.mask != 0 else { return nil }
      new.type = (8, old.type.value & 8)
    }
    // An entry that names or maps something has to exist.
    guard "\(new)" != "\(old)", new.clearMask & (new.presentMask | (new.leafMask ?? 0)) == 0 else {
      return nil
    }
    // What its tables are filled with they have to be able to hold.
    guard [new.empty, new.present, new.leaf(page: 0)].allSatisfy(new.carries) else { return nil }
    new.pageMask &= 0xffff
    design.machine.tables[position] = new
    return "hardware.\(old.name): \(old) -> \(new)"
  }

  /// Makes the index of a table one bit wider and that of the table below one bit narrower, or the
  /// other way round.
  private static func moveBit(of design: inout SmallDesign, _ position: Int) -> String? {
    guard position + 1 < design.machine.tables.count else { return nil }
    var (upper, lower) = (design.machine.tables[position], design.machine.tables[position + 1])
    guard lower.index > 1, upper.index < 3, upper.stride == 2 else { return nil }
    (upper.index, lower.index) = (upper.index + 1, lower.index - 1)
    upper.shift -= 1
    design.machine.tables[position] = upper
    design.machine.tables[position + 1] = lower
    return "hardware: the index of \(upper.name) is wider by a bit of \(lower.name)"
  }
}
