import PageWalk

/// Concrete memory that judges every read as it happens.
///
/// It keeps, beside the memory, where the hardware's own walk would be: the table `chain` that the
/// level function at work is meant to read, and the values read of its entry so far.
struct Machine: ReadableMemory {
  /// Thrown to end a walk that read what nothing defines.
  struct Lost: Error {}

  static let maximumSteps = 10_000

  let hardware: HardwareWalk
  let scenario: Scenario
  private let tables: TableMap
  private let walker: Walker
  private let word: Int
  /// Whether the tables translate the whole range; where they do not, that is the only finding.
  private let isInReach: Bool
  /// Whether the read at work looks again at what was read before.
  private var isLookingAgain = false
  /// Whether a page must not be kept without that look.
  private var isCompared = false
  private var changed: [UInt64: UInt64] = [:]
  /// Every value that was read in live tables, by address.
  private(set) var log: [UInt64: Set<UInt64>] = [:]
  /// What was read through the cursor since the level function came to the entry at hand.
  private var cursorValues: [(value: UInt64, isRaw: Bool)] = []
  /// Whether each copy is what was read, and nothing that was made of it.
  private var copiesRaw: [String: Bool] = [:]
  /// What has been looked at again since a page was taken: where, for which copy.
  private var lookedAgain: [(level: String, address: UInt64)] = []
  private var copies: [String: UInt64] = [:]
  /// The entry that each copy was read from, as table position and base.
  private var copyOrigins: [String: (position: Int, base: UInt64)] = [:]
  /// The live entry that each copy was read from.
  private var copyEntries: [String: UInt64] = [:]
  private var lastEntry: UInt64?
  private var copiesAside: [String: Bool] = [:]
  private(set) var steps: [Step] = []
  private(set) var violations: [Property: Int] = [:]
  /// Whether a level function read its entry by another pointer than the cursor.
  private(set) var readsBesideCursor = false
  /// Whether a page was kept that must not be, for an entry that had another value by then.
  private(set) var keepsChanged = false
  var activation: Activation?
  /// The level function whose code is running; while it works out its cursor, it has no
  /// activation of its own yet.
  var running: Level?
  /// Nil once the walk has read a wrong entry: the hardware's path can no longer be followed.
  var chain: Chain?

  init(
    scenario: Scenario, tables: TableMap, hardware: HardwareWalk, walker: Walker, word: Int
  ) {
    self.walker = walker
    isInReach = hardware.translates(scenario.end &- 1)
    self.scenario = scenario
    self.tables = tables
    self.hardware = hardware
    self.word = word
    chain = Chain(position: 0, base: scenario.top)
  }

  // MARK: memory

  private func content(of address: UInt64) -> UInt64? {
    if let value = changed[address] { return value }
    for (level, place) in scenario.stack.copies where place == address { return copies[level] }
    return scenario.stack.slots[address]
      ?? tables.initialValue(at: address)
  }

  private func locate(_ address: UInt64) -> Location {
    if let (image, index) = tables.entry(at: address) {
      return .table(kind: image.kind, base: image.address, index: index)
    }
    let stack = scenario.stack
    // A cursor that has been advanced is no longer the address of a copy, wherever it points.
    if let activation, activation.isFirst || activation.cursor != address,
      let copy = stack.copies.first(where: { $0.value == address && copies[$0.key] != nil })
    {
      return .copy(level: copy.key)
    }
    guard address &- stack.base < stack.size else { return .nowhere }
    let nearest =
      stack.copies.filter { $0.value <= address }.max { ($0.value, $0.key) < ($1.value, $1.key) }
      ?? stack.copies.min { ($0.value, $0.key) < ($1.value, $1.key) }
    // An advanced cursor is told by the copy that it started from.
    let from = originOfAdvancedCursor(address) ?? nearest
    let holds = stack.copies.first { $0.value == address && copies[$0.key] != nil }?.key
    return .stack(
      level: from?.key ?? "?", offset: Int64(bitPattern: address &- (from?.value ?? 0)),
      holds: holds, initialised: content(of: address) != nil)
  }

  private func originOfAdvancedCursor(_ address: UInt64) -> (key: String, value: UInt64)? {
    guard let activation, activation.onCopy, !activation.isFirst, activation.cursor == address,
      let started, let found = scenario.stack.copies.first(where: { $0.value == started })
    else { return nil }
    return (found.key, found.value)
  }

  /// Where the cursor of the current activation started.
  private var started: UInt64?

  mutating func begin(level: Level, addr: UInt64, cursor: UInt64?) throws {
    let onCopy = scenario.stack.copies.contains { $0.value == cursor && copies[$0.key] != nil }
    running = level
    activation = Activation(
      level: level, addr: addr, cursor: cursor, isFirst: true, onCopy: onCopy)
    started = cursor
    if let cursor { try descend(to: cursor, for: addr) }
  }

  /// Goes to the table below where the level function starts at its entry for `addr`.
  private mutating func descend(to cursor: UInt64, for addr: UInt64) throws {
    guard let chain, case .table = locate(cursor), cursor != entryAddress(chain, addr) else {
      return
    }
    for isChecked in [true, false] {
      for value in chain.values where chain.checked.contains(value) == isChecked {
        guard let below = try table(namedBy: value, in: chain),
          cursor == entryAddress(below, addr)
        else { continue }
        self.chain = below
        activation?.goesByUnchecked = !isChecked
        return
      }
    }
  }

  private func table(namedBy value: UInt64, in chain: Chain) throws -> Chain? {
    guard chain.position + 1 < hardware.layout.tables.count else { return nil }
    return try hardware.next(of: value, in: chain.position).map {
      Chain(position: chain.position + 1, base: $0)
    }
  }

  /// Restores the state of a level function when the one below it has returned.
  mutating func resume(_ activation: Activation, started: UInt64?, chain: Chain?) {
    self.activation = activation
    running = activation.level
    self.started = started
    self.chain = chain
  }

  /// A level function turns to the entry at its cursor.
  mutating func beginEntry() {
    cursorValues = []
    lastEntry = nil
  }

  /// A level function keeps what it read as its local copy.
  mutating func keepCopy(level: Level, value: UInt64) {
    if !cursorValues.contains(where: { $0.value == value }), chain != nil {
      violate(.rightEntry, "works with a value that it has not read through its cursor")
    }
    let isRaw = cursorValues.contains { $0.value == value && $0.isRaw }
    copiesRaw[level.name] = isRaw
    copies[level.name] = value
    copyOrigins[level.name] = chain.map { ($0.position, $0.base) }
    if activation?.isAside == true {
      chain?.aside.append(value)
    } else {
      chain?.checked.append(value)
    }
    copiesAside[level.name] = activation?.isAside
    copyEntries[level.name] = lastEntry
    guard let place = scenario.stack.copies[level.name] else { return }
    changed[place] = nil
  }

  // MARK: reads

  mutating func read(at address: UInt64, once: Bool, by helper: Helper?) throws -> UInt64 {
    guard let activation else { throw SimulationError("a read outside of a level function") }
    guard steps.count < Self.maximumSteps else {
      throw SimulationError(
        "the walk takes over \(Self.maximumSteps) steps; make the range smaller")
    }
    let number = steps.count + 1
    applyWrites(before: number)
    let isBeside = try isEntryBesideCursor(address)
    let throughCursor = !isLookingAgain && address == activation.cursor || isBeside
    let location = locate(address)
    let value = content(of: address)
    let isFollowed = chain != nil
    if throughCursor { self.activation?.isAside = false }
    var (broken, remark) = try judge(
      location, address: address, value: value, throughCursor: throughCursor)
    if self.activation?.goesByUnchecked == true {
      broken.append(.checkedDescent)
      remark = remark ?? "goes by a value that it has not checked"
      self.activation?.goesByUnchecked = false
    }
    if case .table = location, !once, walker.reads == .lockless, isFollowed {
      broken.append(.markedAccess)
      remark = remark ?? "reads a live entry without READ_ONCE"
    }
    if throughCursor { noteEntry(location, address) }
    let new = note(broken)
    steps.append(
      Step(
        number: number, level: (running ?? activation.level).name,
        function: (running ?? activation.level).function, helper: helper,
        source: (running ?? activation.level)
          .places[isLookingAgain ? .recheck : throughCursor ? .read : .cursor],
        addr: activation.addr, pointer: address, location: location, throughCursor: throughCursor,
        again: isLookingAgain, once: once, value: value, next: nil, violations: new,
        remark: new.isEmpty ? nil : remark))
    guard let value else { throw Lost() }
    if case .table = location { log[address, default: []].insert(value) }
    var isRaw = true
    if case .copy(let level) = location { isRaw = copiesRaw[level] ?? true }
    if throughCursor { cursorValues.append((value, isRaw)) }
    guard isRaw else { return value }
    if let chain, !isLookingAgain,
      address == entryAddress(chain, activation.addr)
        || throughCursor && self.activation?.isAside != true
    {
      self.chain?.values.append(value)
    }
    return value
  }

  /// Records violations; gives those that are new.
  @discardableResult
  private mutating func note(_ properties: [Property]) -> [Property] {
    let new = properties.filter { violations[$0] == nil && isJudged($0) }
    for property in new { violations[property] = max(steps.count + 1, 1) }
    return new
  }

  /// Beyond what the tables translate there is one finding of causes, and the pages.
  private func isJudged(_ property: Property) -> Bool {
    property == .inReach || property == .rightPages || isInReach
  }

  private mutating func applyWrites(before number: Int) {
    for write in scenario.writes where write.step == number { changed[write.address] = write.value }
  }

  /// What is handed back is wrong, as shows after `step`.
  mutating func violatePages(at step: Int, _ remark: String) {
    guard violations[.rightPages] == nil else { return }
    violations[.rightPages] = max(step, 1)
    guard steps.indices.contains(step - 1) else { return }
    steps[step - 1].add(.rightPages, remark)
  }

  /// A violation that shows after the latest read.
  mutating func violate(_ property: Property, _ remark: String) {
    guard violations[property] == nil, isJudged(property) else { return }
    violations[property] = max(steps.count, 1)
    guard let last = steps.indices.last else { return }
    steps[last].add(property, remark)
  }

  /// A read that looks again at what the local copy `level` was read from.
  ///
  /// - Parameter isCompared: whether a page must not be kept without that look.
  mutating func readAgain(
    at address: UInt64, once: Bool, copy level: String, isCompared: Bool
  ) throws -> UInt64 {
    isLookingAgain = true
    self.isCompared = isCompared
    defer { isLookingAgain = false }
    let isFollowed = chain != nil
    let value = try read(at: address, once: once, by: nil)
    lookedAgain.append((level, address))
    guard isFollowed, let own = copyEntries[level], own != address else { return value }
    if case .copy = locate(address) {
      let change =
        content(of: own).map {
          $0 == value ? "cannot change" : "hides that it is 0x\(String($0, radix: 16)) now"
        }
      violate(
        .liveRecheck, "compares the \(level) entry with a copy, which \(change ?? "is not live")")
    } else {
      violate(.liveRecheck, "compares the \(level) entry with what is read elsewhere")
    }
    return value
  }

  /// The walk has taken a page; what it looks at from now on is to see whether it may keep it.
  mutating func beginRechecks() { lookedAgain = [] }

  /// The walk keeps a page although `required`, copies by level, were to be compared again first.
  mutating func keepPage(compared required: [String]) {
    guard chain != nil else { return }
    applyWrites(before: steps.count + 1)
    for level in required {
      guard let own = copyEntries[level] else { continue }
      let hasChanged = content(of: own).map { $0 != copies[level] } ?? false
      guard copiesRaw[level] ?? true else {
        violate(
          .keptAfterRecheck,
          "keeps the page, and what it compares with the \(level) entry is not what it read of it")
        keepsChanged = keepsChanged || hasChanged
        continue
      }
      // Of two copies of one entry either will do.
      if lookedAgain.contains(where: {
        $0.address == own && copyEntries[$0.level] == own && copies[$0.level] == copies[level]
      }) {
        continue
      }
      keepsChanged = keepsChanged || hasChanged
      let now = content(of: own).flatMap { now in
        now == copies[level] ? nil : ", which is 0x\(String(now, radix: 16)) now"
      }
      violate(
        .keptAfterRecheck,
        "keeps the page without comparing the \(level) entry again\(now ?? "")")
    }
  }

  /// The value at `address` as an expression would read it now; no step, and nothing judged.
  func peek(at address: UInt64) -> UInt64? {
    steps.last { $0.pointer == address }?.value ?? content(of: address)
  }

  private mutating func noteEntry(_ location: Location, _ address: UInt64) {
    switch location {
    case .table: lastEntry = address
    case .copy(let level): lastEntry = copyEntries[level]
    case .stack, .nowhere: lastEntry = nil
    }
  }

  mutating func setNext(_ next: UInt64) {
    guard let last = steps.indices.last else { return }
    steps[last].next = next
  }

  private func entryAddress(_ chain: Chain, _ addr: UInt64) -> UInt64 {
    Word(chain.base &+ hardware.offset(of: addr, in: chain.position), width: word).bits
  }

  private func contains(_ chain: Chain, _ address: UInt64) -> Bool {
    address &- chain.base < hardware.layout.tables[chain.position].bytes
  }

  /// What a read breaks, and what to say about it. Moves `chain` to the next table where the
  /// read goes there.
  private mutating func judge(
    _ location: Location, address: UInt64, value: UInt64?, throughCursor: Bool
  ) throws -> (broken: [Property], remark: String?) {
    switch location {
    case .stack:
      return (try brokenByWildRead(address, throughCursor), "reads the stack")
    case .nowhere:
      try requireNamedTables()
      return (try brokenByWildRead(address, throughCursor), "reads what is no table")
    case .table, .copy: break
    }
    guard let chain, let activation else { return ([], nil) }
    if isLookingAgain {
      // Elsewhere in the table at hand is a void look, outside of it a wild one.
      if case .table = location, !copyEntries.values.contains(address), !contains(chain, address) {
        return ([.inBounds], "looks again outside of the table")
      }
      return ([], nil)
    }
    guard throughCursor else {
      return try helperReadIsInBounds(address, location)
        ? ([], nil) : ([.inBounds], "a helper reads outside of the table")
    }
    if case .copy(let level) = location {
      if try descendsByNothing(address) {
        throw SimulationError(
          "an entry that names no table maps 0x\(String(address, radix: 16)), which is on the stack of"
            + " the walk; place the stack elsewhere")
      }
      if let origin = copyOrigins[level], origin == (chain.position, chain.base) {
        self.activation?.isAside = copiesAside[level] ?? false
        return ([], nil)
      }
      let more = try brokenByWrongStart(address)
      self.chain = nil
      return ([.rightEntry] + more, "reads the copy of another entry")
    }
    return try judgeTableRead(address, chain, activation)
  }

  /// What a read of neither a live table nor the right copy breaks.
  private mutating func brokenByWildRead(
    _ address: UInt64, _ throughCursor: Bool
  ) throws -> [Property] {
    // Without a chain there is no table left that the read could have been meant for.
    guard chain != nil else { return [.noStackIteration] }
    guard throughCursor else {
      // Who looks again where nothing is, does not look at the entry.
      return [.noStackIteration, .inBounds]
        + (isLookingAgain ? [.liveRecheck] + (isCompared ? [.keptAfterRecheck] : []) : [])
    }
    let more = try brokenByWrongStart(address)
    chain = nil
    return [.noStackIteration, .inBounds, .rightEntry] + more
  }

  /// What else is broken by a level function that starts at a wrong entry: all that is said of what
  /// it does with entries. Where it went by an entry that names no table, that is the descent.
  private func brokenByWrongStart(_ address: UInt64) throws -> [Property] {
    guard activation?.isFirst == true else { return [] }
    if try descendsByNothing(address) { return [.checkedDescent] }
    return [.checkedDescent, .advanceAgrees, .liveRecheck]
      + (walker.statesCompared ? [.keptAfterRecheck] : [])
  }

  /// Whether the walk is to read a table below an entry that names none.
  private func descendsByNothing(_ address: UInt64) throws -> Bool {
    guard let chain, let activation, activation.isFirst,
      chain.position + 1 < hardware.layout.tables.count
    else { return false }
    return try chain.values.contains { value in
      guard let base = try hardware.pretendedTable(of: value, in: chain.position) else {
        return false
      }
      return contains(Chain(position: chain.position + 1, base: base), address)
    }
  }

  private mutating func judgeTableRead(
    _ address: UInt64, _ chain: Chain, _ activation: Activation
  ) throws -> (broken: [Property], remark: String?) {
    // Beyond the reach of the tables there is no entry that the hardware would use: the index
    // wraps, and what is read is the entry of another address.
    let outside: (broken: [Property], remark: String?) =
      hardware.translates(activation.addr)
      ? ([], nil) : ([.inReach], "uses the entry of 0x\(hardware.wrapped(activation.addr))")
    if address == entryAddress(chain, activation.addr) { return outside }
    var inside = contains(chain, address)
    if activation.isFirst {
      if inside {
        self.activation?.isAside = true
        return outside
      }
      inside = try isInTableBelow(chain, address)
    }
    let more = try brokenByWrongStart(address)
    self.chain = nil
    return inside
      ? ([.rightEntry] + more, "reads another entry than the hardware")
      : ([.inBounds, .rightEntry] + more, "reads outside of the table")
  }

  /// Whether a level function whose cursor is elsewhere, as at the start of the table, reads the
  /// hardware's entry there; goes to the table below where it does so first.
  private mutating func isEntryBesideCursor(_ address: UInt64) throws -> Bool {
    guard !isLookingAgain, let activation, running?.name == activation.level.name,
      let cursor = activation.cursor, address != cursor, let before = chain
    else { return false }
    if activation.isFirst, cursor != entryAddress(before, activation.addr) {
      try descend(to: address, for: activation.addr)
      if chain?.base != before.base || chain?.position != before.position {
        self.activation?.readsBeside = true
        readsBesideCursor = true
        return true
      }
    }
    return activation.readsBeside && address == entryAddress(before, activation.addr)
  }

  private func helperReadIsInBounds(_ address: UInt64, _ location: Location) throws -> Bool {
    guard let chain, let activation else { return true }
    if case .copy = location { return true }
    // An entry that the walk came by may be read again.
    if contains(chain, address) || copyEntries.values.contains(address) { return true }
    // A level whose cursor is the start of the table below reads there by other pointers.
    return try activation.isFirst && isInTableBelow(chain, address)
  }

  /// Whether `address` is in a table that an entry read in `chain` names.
  private func isInTableBelow(_ chain: Chain, _ address: UInt64) throws -> Bool {
    try (chain.values + chain.aside).contains {
      try table(namedBy: $0, in: chain).map { contains($0, address) } ?? false
    }
  }

  /// A scenario whose live entry names a table that the scenario does not have proves nothing.
  private func requireNamedTables() throws {
    guard let chain else { return }
    for value in chain.values {
      guard let base = try hardware.next(of: value, in: chain.position) else { continue }
      let kind = hardware.layout.tables[chain.position + 1].table.name
      guard scenario.tables.contains(where: { $0.address == base && $0.kind == kind }) else {
        throw SimulationError(
          "the entry 0x\(String(value, radix: 16)) names a \(kind) table at"
            + " 0x\(String(base, radix: 16)) that the scenario does not have; add it")
      }
    }
  }

  /// Whether the walk may take `page` and on for `[addr, next)`, as the hardware would.
  func hardwareTakes(
    _ page: UInt64?, from entry: UInt64, at addr: UInt64, to next: UInt64
  ) throws -> Bool {
    guard let chain else { return true }
    if activation?.isAside == true { return false }
    let shift = UInt64(hardware.layout.tables[chain.position].shift)
    guard shift >= 64 || addr >> shift == (next &- 1) >> shift else { return false }
    let mapped = try hardware.page(of: entry, at: addr, in: chain.position)
    return page == nil ? mapped != nil : mapped == page
  }
}
