import Encoder
import PageWalk
import SMT

/// The memory of an execution: where its tables and its stack lie, and what a right read is.
struct PathMemory {
  /// A place that a cursor may rightly point at.
  struct Place {
    let pointer: Term
    let condition: Term
    let isCopy: Bool
    /// Whether it is another entry of the table than the one for the address.
    var isAside = false
    /// The hardware's walk from here on, where the place is one table down.
    var chain: PathState.Chain?
  }

  let subject: Subject
  let hardware: HardwareTerms
  let top: Term
  let addr: Term
  let last: Term
  /// Start of the stack, of `stackSize` bytes.
  let stack: Term
  let stackSize: UInt64
  /// Address of each level's local copy. A free slot lies behind each.
  let copyAddresses: [String: Term]
  let copyOffsets: [String: UInt64]

  private let mode: PathSearch.Mode
  /// Whether the walk may follow what names no table.
  private let followsAnything: Bool

  private let settled: Set<String>

  /// - Parameters:
  ///   - settled: the levels that are known to start at the entry for the address or at a copy of it.
  ///   - followsAnything: whether the walk may follow what names no table.
  init(
    subject: Subject, hardware: HardwareTerms, mode: PathSearch.Mode, settled: Set<String>,
    followsAnything: Bool
  ) {
    self.followsAnything = followsAnything
    self.subject = subject
    self.settled = settled
    self.mode = mode
    self.hardware = hardware
    let word = hardware.word
    top = .variable("mm_pgd", width: word)
    let (first, final) = (Term.variable("addr", width: word), Term.variable("last", width: word))
    addr = mode == .malformed ? first : first & ~hardware.pageMask
    last = mode == .malformed ? final : final | hardware.pageMask
    stack = .variable("stack", width: word)
    let spacing = 2 * UInt64(hardware.entryWidth / 8)
    let levels = subject.walker.levels
    stackSize = spacing * UInt64(levels.count)
    var addresses: [String: Term] = [:]
    var offsets: [String: UInt64] = [:]
    for (position, level) in levels.enumerated() {
      // The stack grows down: deeper functions lie lower.
      let offset = spacing * UInt64(levels.count - 1 - position)
      offsets[level.name] = offset
      addresses[level.name] = stack + .constant(offset, width: word)
    }
    copyAddresses = addresses
    copyOffsets = offsets
  }

  /// Tables and stack lie in regions of their own: more than is needed, and quicker to decide than
  /// `placement`. Nil where the word is too narrow.
  func roomyPlacement(of state: PathState) throws -> [Term]? {
    let word = hardware.word
    guard word >= 32, state.tables.count < 15 else { return nil }
    let shift = Term.constant(UInt64(word / 2 + 8), width: word)
    let mask = Term.constant(15, width: word)
    func isIn(_ address: Term, region: Int) -> Term {
      .equal((address >> shift) & mask, .constant(UInt64(region), width: word))
    }
    let unit = Term.constant(UInt64(hardware.entryWidth / 8) * 2 - 1, width: word)
    let limit = Term.constant(1 << 20, width: word)
    var formulas = [
      Term.equal(stack & unit, .constant(0, width: word)), .less(.constant(0, width: word), stack),
      isIn(stack, region: 0), .less(stack, (mask << shift) - limit),
    ]
    for pretended in try pretendedTables(state) {
      let region = (pretended.base >> shift) & mask
      let count = Term.constant(UInt64(state.tables.count), width: word)
      formulas.append(.implies(pretended.condition, .less(count, region)))
    }
    for (index, table) in state.tables.enumerated() {
      formulas.append(.implies(table.condition, isIn(table.base, region: index + 1)))
      // A table that begins in its region ends there: both are aligned.
    }
    return formulas
  }

  /// Tables and stack lie apart.
  func placement(of state: PathState) throws -> [Term] {
    let word = hardware.word
    let size = Term.constant(stackSize, width: word)
    let unit = Term.constant(UInt64(hardware.entryWidth / 8) * 2 - 1, width: word)
    var apart = [
      Term.equal(stack & unit, .constant(0, width: word)), .less(.constant(0, width: word), stack),
      .lessOrEqual(stack, -size),
    ]
    func isApartFromStack(_ table: PathState.TableInstance) -> Term {
      let bytes = hardware.tables[table.position].bytes
      let fromStack = Term.all([
        .lessOrEqual(bytes, stack - table.base), .lessOrEqual(size, table.base - stack),
      ])
      return .implies(table.condition, fromStack)
    }
    for pretended in try pretendedTables(state) {
      apart.append(isApartFromStack(pretended))
      for table in state.tables {
        apart.append(
          .implies(
            .all([pretended.condition, table.condition]), areApart(pretended, table)))
      }
    }
    for (index, table) in state.tables.enumerated() {
      apart.append(isApartFromStack(table))
      for other in state.tables[(index + 1)...] {
        let isSame = Term.boolean(table.position == other.position)
        let fromOther = Term.any([
          .all([isSame, .equal(table.base, other.base)]), areApart(table, other),
        ])
        apart.append(.implies(.all([table.condition, other.condition]), fromOther))
      }
    }
    return apart
  }

  private func areApart(_ one: PathState.TableInstance, _ other: PathState.TableInstance) -> Term {
    .all([
      .lessOrEqual(hardware.tables[one.position].bytes, other.base - one.base),
      .lessOrEqual(hardware.tables[other.position].bytes, one.base - other.base),
    ])
  }

  /// Where entries that were read and name no table seem to name one, and what a walk has made of
  /// entries. That something else lies there would be a coincidence, in which a wrong read looks right.
  private func pretendedTables(_ state: PathState) throws -> [PathState.TableInstance] {
    guard followsAnything else { return [] }
    let made = try copies(of: state).compactMap { copy -> PathState.TableInstance? in
      guard !copy.isRaw, copy.position + 1 < hardware.tables.count else { return nil }
      return PathState.TableInstance(
        position: copy.position + 1, base: try hardware.next(of: copy.value, in: copy.position))
    }
    return try made
      + state.reads.compactMap { read in
        guard let position = read.position, position + 1 < hardware.tables.count,
          let value = read.value, hardware.tables[position].table.next != nil
        else { return nil }
        let leadsOn = try hardware.leadsOn(value, in: position)
        return PathState.TableInstance(
          position: position + 1, base: try hardware.next(of: value, in: position),
          condition: .not(leadsOn))
      }
  }

  func keepCopy(of value: Term, isRaw: Bool, _ level: Level, _ state: inout PathState) {
    state.names[level.value] = TermBinding(value, address: copyAddresses[level.name])
    state.copies[level.name] = PathState.Copy(
      level: level.name, value: value, position: state.chain.position, base: state.chain.base,
      isAside: state.isAside, isRaw: isRaw)
    if state.isAside {
      state.chain.aside.append(value)
    } else if isRaw, !state.chain.values.contains(where: { Term.same($0, value) }) {
      state.chain.values.append(value)
    }
  }

  // MARK: right and wrong

  /// Where the cursor may rightly point.
  ///
  /// - Parameter onCopy: whether it started at a local copy; once advanced it points nowhere.
  func places(_ state: PathState, at cursor: Term, onCopy: Bool) throws -> [Place] {
    let chain = state.chain
    if !state.isFirst, onCopy { return [] }
    var places = [
      Place(
        pointer: hardware.entryAddress(base: chain.base, addr: state.addr, in: chain.position),
        condition: isUsed(state.addr), isCopy: false, chain: nil)
    ]
    guard state.isFirst else { return places }
    let others = Term.all([
      hardware.isEntry(cursor, base: chain.base, in: chain.position),
      .notEqual(cursor, places[0].pointer),
    ])
    if others.constantValue != 0, !settled.contains(state.level.name) {
      places.append(
        Place(pointer: cursor, condition: others, isCopy: false, isAside: true, chain: nil))
    }
    for copy in copies(of: state) where isOfChain(copy, chain) {
      guard let address = copyAddresses[copy.level] else { continue }
      places.append(
        Place(
          pointer: address, condition: .yes, isCopy: true, isAside: copy.isAside, chain: nil))
    }
    guard chain.position + 1 < hardware.tables.count else { return places }
    for value in chain.values {
      let below = PathState.Chain(
        position: chain.position + 1, base: try hardware.next(of: value, in: chain.position))
      places.append(
        Place(
          pointer: hardware.entryAddress(
            base: below.base, addr: state.addr, in: below.position),
          condition: .all([
            try hardware.leadsOn(value, in: chain.position), isUsed(state.addr),
          ]), isCopy: false, chain: below))
    }
    return places
  }

  /// Whether the tables may be used for `addr`: beyond their reach only where that is the question.
  private func isUsed(_ addr: Term) -> Term {
    mode == .beyondReach ? .yes : hardware.isTranslated(addr)
  }

  /// What holds of a range that the walk's checks let pass, besides those.
  func rangeCondition(_ addr: Term, _ last: Term) -> Term {
    switch mode {
    case .still, .racing: return hardware.isTranslated(last)
    case .beyondReach: return .not(hardware.isTranslated(addr))
    case .malformed:
      let end = last + .constant(1, width: last.width)
      let isWhole = Term.all([
        .less(addr, end), hardware.isPageAligned(addr), hardware.isPageAligned(end),
      ])
      // Beyond the reach nothing but that is found.
      return .all([.not(isWhole), hardware.isTranslated(last)])
    }
  }

  /// Whether the walk comes to the table of `place` though none of its copies names that.
  func isUnchecked(_ place: Place, _ state: PathState) throws -> Term {
    guard let chain = place.chain else { return .no }
    let copies = copies(of: state).filter { isOfChain($0, state.chain) && !$0.isAside }
    return .not(
      .any(
        try copies.map {
          .all([
            try hardware.leadsOn($0.value, in: state.chain.position),
            .equal(try hardware.next(of: $0.value, in: state.chain.position), chain.base),
          ])
        }))
  }

  private func copies(of state: PathState) -> [PathState.Copy] {
    subject.walker.levels.compactMap { state.copies[$0.name] }
  }

  private func isOfChain(_ copy: PathState.Copy, _ chain: PathState.Chain) -> Bool {
    copy.position == chain.position && Term.same(copy.base, chain.base)
  }

  /// Whether the pointer lies on the stack, as its shape tells.
  func isOnStack(_ pointer: Term) -> Bool {
    (pointer - stack).constantValue.map { $0 < stackSize } ?? false
  }

  private func isAnyCopy(_ pointer: Term, _ state: PathState) -> Term {
    .any(
      copies(of: state).compactMap { copyAddresses[$0.level] }.map { .equal(pointer, $0) })
  }

  private func isInLiveTable(_ pointer: Term, _ state: PathState) -> Term {
    .any(
      state.tables.map {
        .all([$0.condition, hardware.isEntry(pointer, base: $0.base, in: $0.position)])
      })
  }

  /// How a read through the cursor breaks each property.
  func strayRead(
    _ cursor: Term, _ state: PathState, places: [Place], right: Term
  ) throws -> [(property: Property, condition: Term)] {
    let copy = state.isFirst ? isAnyCopy(cursor, state) : .no
    var inside = [hardware.isEntry(cursor, base: state.chain.base, in: state.chain.position)]
    for place in places {
      guard let chain = place.chain else { continue }
      inside.append(
        .all([place.condition, hardware.isEntry(cursor, base: chain.base, in: chain.position)]))
    }
    inside += try areInTablesBelow(cursor, of: state.chain.aside, state)
    var byNothing: [Term] = []
    for value in state.chain.values
    where state.isFirst && state.chain.position + 1 < hardware.tables.count {
      let base = try hardware.next(of: value, in: state.chain.position)
      byNothing.append(
        .all([
          .not(try hardware.leadsOn(value, in: state.chain.position)),
          hardware.isEntry(cursor, base: base, in: state.chain.position + 1),
        ]))
    }
    return [
      (.noStackIteration, .all([.not(right), .not(copy), .not(isInLiveTable(cursor, state))])),
      (.checkedDescent, .all([.boolean(state.isFirst), .not(right)])),
      (.advanceAgrees, .all([.not(right), .not(.any(byNothing))])),
      (.liveRecheck, .all([.boolean(state.isFirst), .not(right), .not(.any(byNothing))])),
      (
        .keptAfterRecheck,
        .all([
          .boolean(state.isFirst && subject.walker.statesCompared), .not(right),
          .not(.any(byNothing)),
        ])
      ),
      (.inBounds, .all([.not(right), .not(copy), .not(.any(inside))])),
      (.rightEntry, .not(right)), (.rightPages, .not(right)),
    ]
  }

  /// How a read by a helper breaks each property.
  func strayHelperRead(
    _ pointer: Term, _ state: PathState
  ) throws -> [(property: Property, condition: Term)] {
    let copy = isAnyCopy(pointer, state)
    var inside = [hardware.isEntry(pointer, base: state.chain.base, in: state.chain.position)]
    if state.isFirst {
      let read = state.chain.values + state.chain.aside
      inside += try areInTablesBelow(pointer, of: read, state)
    }
    return [
      (.noStackIteration, .all([.not(copy), .not(isInLiveTable(pointer, state))])),
      (.inBounds, .all([.not(copy), .not(.any(inside))])),
    ]
  }

  /// Whether `pointer` is in the table that each of `values` names.
  private func areInTablesBelow(
    _ pointer: Term, of values: [Term], _ state: PathState
  ) throws -> [Term] {
    let position = state.chain.position
    guard position + 1 < hardware.tables.count else { return [] }
    return try values.map {
      .all([
        try hardware.leadsOn($0, in: position),
        hardware.isEntry(pointer, base: try hardware.next(of: $0, in: position), in: position + 1),
      ])
    }
  }

  /// What makes the page that `level` takes for `[addr, next)` right, and what makes it the page of
  /// the entry that the level works with.
  func takesRightPage(
    _ level: Level, _ next: Term, _ reader: inout PathReader
  ) throws -> [(property: Property, good: Term)] {
    guard let value = reader.state.names[level.value]?.term else {
      throw EncodingError("the level '\(level.name)' has read no entry")
    }
    let page = try level.page.map {
      try hardware.encoder.encode($0, names: reader.state.names, reader: &reader)
        .resized(to: hardware.pageWidth)
    }
    let state = reader.state
    let last = next - .constant(1, width: hardware.word)
    let inEntry = hardware.sameEntry(state.addr, last, in: state.chain.position)
    func maps(_ entry: Term) throws -> Term {
      let expected = try hardware.page(of: entry, at: state.addr, in: state.chain.position)
      return .all([
        try hardware.isLeaf(entry, in: state.chain.position),
        page.map { page in expected.map { .equal(page, $0) } ?? .no } ?? .yes,
      ])
    }
    guard !state.isAside else { return [(.rightEntry, .no), (.rightPages, .no)] }
    return [
      (.rightEntry, try maps(value)), (.rightEntry, inEntry),
      (.rightPages, .all([.any(try state.chain.values.map(maps)), inEntry])),
    ]
  }

  /// What makes it right to go on without a page for `[addr, next)`.
  func isHole(_ next: Term, _ state: PathState) throws -> Term {
    guard subject.walker.handsBackPages else { return .yes }
    guard subject.walker.holes, !state.isAside else { return .no }
    let last = next - .constant(1, width: hardware.word)
    return .all([
      .any(try state.chain.values.map { try hardware.isEmpty($0, in: state.chain.position) }),
      hardware.sameEntry(state.addr, last, in: state.chain.position),
    ])
  }
}
