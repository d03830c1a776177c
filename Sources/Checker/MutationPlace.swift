import PageWalk

/// Where a mutant differs from what it was made of.
public enum MutationPlace: Sendable, Hashable, CustomStringConvertible {
  /// One of the walk's own checks, by its number from 1.
  case range(Int)
  /// One of those that callers see to.
  case callers(Int)
  /// A key of a level, such as `stop`.
  case level(String, key: String)
  /// What a level compares again with the local copy `value`.
  case recheck(level: String, value: String)
  case helper(String)
  /// A key of the hardware, such as `reach`.
  case hardware(key: String)
  /// A key of a table, such as `carries`.
  case table(String, key: String)

  /// `helper pud_index`, or `level pud, next`.
  public var description: String {
    switch self {
    case .range(let number): return "range \(number)"
    case .callers(let number): return "callers \(number)"
    case .level(let name, let key): return "level \(name), \(key)"
    case .recheck(let level, let value): return "level \(level), recheck of \(value)"
    case .helper(let name): return "helper \(name)"
    case .hardware(let key): return "hardware, \(key)"
    case .table(let name, let key): return "table \(name), \(key)"
    }
  }

  /// Whether it is the specification that was changed.
  var isHardware: Bool {
    switch self {
    case .hardware, .table: return true
    default: return false
    }
  }
}

/// One expression of a walk, with what puts another one there.
struct WalkPart {
  let place: MutationPlace
  let expression: Expression
  /// The levels whose pointers and values it may speak of.
  let visibleLevels: Int
  /// Whether its value is where something is read.
  let isPointer: Bool
  let put: (Expression) -> Walker
  /// The walk without it; nil where it cannot be left out.
  var dropped: Walker?
  /// What else can be made of it.
  var others: [(Walker, String)] = []

  /// All parts of `walker`, in its order.
  static func all(of walker: Walker) -> [WalkPart] {
    ofChecks(walker)
      + walker.levels.indices.flatMap { ofLevel($0, of: walker) + rechecks(of: $0, of: walker) }
  }

  private static func ofChecks(_ walker: Walker) -> [WalkPart] {
    var parts: [WalkPart] = []
    for (index, check) in walker.range.enumerated() {
      parts.append(
        WalkPart(
          place: .range(index + 1), expression: check, visibleLevels: 0, isPointer: false,
          put: { walker.with(range: walker.range.replacing(index, by: $0)) },
          dropped: walker.with(range: walker.range.replacing(index, by: nil))))
    }
    for (index, check) in walker.callers.enumerated() {
      parts.append(
        WalkPart(
          place: .callers(index + 1), expression: check, visibleLevels: 0, isPointer: false,
          put: { walker.with(callers: walker.callers.replacing(index, by: $0)) },
          dropped: walker.with(callers: walker.callers.replacing(index, by: nil))))
    }
    return parts
  }

  private static func ofLevel(_ index: Int, of walker: Walker) -> [WalkPart] {
    let level = walker.levels[index]
    var parts: [WalkPart] = []
    func add(
      _ key: String, _ expression: Expression?, seesOwn: Bool = true, isPointer: Bool = false,
      dropped: Level? = nil, _ put: @escaping (Expression) -> Level
    ) {
      guard let expression else { return }
      parts.append(
        WalkPart(
          place: .level(level.name, key: key), expression: expression,
          visibleLevels: seesOwn ? index + 1 : index, isPointer: isPointer,
          put: { walker.with(put($0), at: index) },
          dropped: dropped.map { walker.with($0, at: index) }))
    }
    add("cursor", level.cursor, seesOwn: false, isPointer: true) { level.with(cursor: $0) }
    add("read", level.read) { level.with(read: $0) }
    add("next", level.next) { level.with(next: $0) }
    add("advance", level.advance, isPointer: true) { level.with(advance: $0) }
    add("stop", level.stop) { level.with(stop: $0) }
    add("skip", level.skip, dropped: level.with(skip: .some(nil))) { level.with(skip: $0) }
    let isLast = index == walker.levels.count - 1
    // The last level without it always takes a page, the others never.
    add("leaf", level.leaf, dropped: level.with(leaf: .some(nil))) { level.with(leaf: $0) }
    add("page", level.page) { level.with(page: $0) }
    add("bug", level.bug) { level.with(bug: $0) }
    if level.leaf == nil, level.page != nil || isLast {
      let never = level.with(leaf: Expression(.literal(0)))
      parts[parts.count - 1].others.append((walker.with(never, at: index), "never taken"))
    }
    return parts
  }

  private static func rechecks(of index: Int, of walker: Walker) -> [WalkPart] {
    let level = walker.levels[index]
    return level.rechecks.enumerated().map { number, recheck in
      func with(_ recheck: Level.Recheck?) -> Walker {
        walker.with(
          level.with(rechecks: level.rechecks.replacing(number, by: recheck)), at: index)
      }
      var part = WalkPart(
        place: .recheck(level: level.name, value: recheck.value), expression: recheck.read,
        visibleLevels: index + 1, isPointer: false,
        put: { with(Level.Recheck(value: recheck.value, read: $0)) }, dropped: with(nil))
      for other in MutationChange.neighbours(of: recheck.value, in: walker.levels, upTo: index + 1)
      {
        part.others.append(
          (
            with(Level.Recheck(value: other, read: recheck.read)),
            "compared with \(other) instead of \(recheck.value)"
          ))
      }
      return part
    }
  }
}

/// One expression of an architecture's hardware, with what puts another one there.
struct HardwarePart {
  let place: MutationPlace
  let expression: Expression
  /// The configurations that have it; nil means all.
  let when: Expression?
  let put: (Expression) -> Hardware
  /// The hardware without it; nil where it cannot be left out.
  var dropped: Hardware?

  /// All parts of `hardware`, in its order.
  static func all(of hardware: Hardware) -> [HardwarePart] {
    var parts = [
      HardwarePart(
        place: .hardware(key: "page_shift"), expression: hardware.pageShift, when: nil,
        put: { hardware.with(pageShift: $0) }),
      HardwarePart(
        place: .hardware(key: "entry_size"), expression: hardware.entrySize, when: nil,
        put: { hardware.with(entrySize: $0) }),
      HardwarePart(
        place: .hardware(key: "reach"), expression: hardware.reach, when: nil,
        put: { hardware.with(reach: $0) }),
    ]
    for (index, table) in hardware.tables.enumerated() {
      func add(
        _ key: String, _ expression: Expression?, dropped: Table? = nil,
        _ put: @escaping (Expression) -> Table
      ) {
        guard let expression else { return }
        parts.append(
          HardwarePart(
            place: .table(table.name, key: key), expression: expression,
            when: key == "when" ? nil : table.when,
            put: { hardware.with(put($0), at: index) },
            dropped: dropped.map { hardware.with($0, at: index) }))
      }
      add("when", table.when, dropped: table.with(when: .some(nil))) { table.with(when: $0) }
      add("shift", table.shift) { table.with(shift: $0) }
      add("index", table.index) { table.with(index: $0) }
      add("stride", table.stride, dropped: table.with(stride: .some(nil))) {
        table.with(stride: $0)
      }
      add("align", table.align, dropped: table.with(align: .some(nil))) { table.with(align: $0) }
      add("carries", table.carries) { table.with(carries: $0) }
      add("empty", table.empty) { table.with(empty: $0) }
      add("leaf", table.leaf) { table.with(leaf: $0) }
      add("next", table.next) { table.with(next: $0) }
      add("page", table.page) { table.with(page: $0) }
    }
    return parts
  }
}

extension Array {
  /// The same list with another item there, or without it.
  fileprivate func replacing(_ index: Int, by item: Element?) -> [Element] {
    var list = self
    if let item { list[index] = item } else { list.remove(at: index) }
    return list
  }
}
