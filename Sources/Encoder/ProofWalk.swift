import PageWalk
import SMT

/// Derives the obligations of a walk: cut at every loop over a table, straight through the rest.
///
/// The proof follows the walk once from its start. At each level function it finds where the
/// cursor points: at the entry of the table that the hardware reads here, at that of the next
/// table below, or at a local copy of the entry. If the function's loop can only run once, the
/// proof goes straight on. If it can iterate, its loop is cut there: an arbitrary iteration is
/// assumed under the invariant of that table (`invariant`), and entry and back edge are shown
/// to keep it. A loop that iterates on a copy cannot be cut, which is the bug. Nothing is unrolled,
/// and no invariant is written for an architecture.
public struct ProofWalk<J: Judge> {
  let subject: Subject
  let hardware: HardwareTerms
  var reader: ProofReader<J>
  var bases = 0
  /// Whether a level function is being entered, so that nothing was read through its cursor yet.
  private var isEntering = false
  /// Whether what was assumed holds only up to a wrong read through the cursor, which has to happen.
  private var hasToReadCursor = false
  /// The tables whose entries were shown to map whole pages.
  var mapsWholePages: Set<Int> = []
  /// The properties that are still being proved. Once one is broken the proof goes on for the
  /// others, about executions up to their first wrong read.
  var open: Set<Property> {
    get { reader.open }
    set { reader.open = newValue }
  }
  /// The properties whose proof got to the end of the walk.
  var followed: Set<Property> = []

  /// The level functions that were shown to start at the entry for the address, or a copy of it.
  public internal(set) var settled: Set<String> = []

  /// The judge, with everything that it recorded.
  public var judge: J { reader.judge }

  /// A proof about `subject` whose questions go to `judge`.
  public init(subject: Subject, judge: J) throws {
    self.subject = subject
    hardware = try HardwareTerms(subject: subject, decisions: DecisionLog())
    let word = hardware.word
    let top = Term.variable("mm_pgd", width: word)
    let state = ProofState(
      assumptions: hardware.ranges + [hardware.isPlaced(top, in: 0)],
      names: ["mm_pgd": TermBinding(top)], position: 0, base: top,
      entrance: ProofState.Entrance(
        level: 0, names: ["mm_pgd": TermBinding(top)], copies: [], position: 0, base: top,
        named: nil),
      level: subject.walker.levels[0], addr: .variable("addr", width: word),
      last: .variable("last", width: word))
    reader = ProofReader(
      state: state, judge: judge, hardware: hardware, reads: subject.walker.reads, fresh: 0,
      open: Set(Property.ofModels))
  }

  // MARK: steps of the proof

  /// Runs the proof and gives the properties for which it got to the end of the walk.
  ///
  /// For the others it is stuck at an obligation or a cover that the judge has recorded, and says
  /// nothing of what comes after.
  public mutating func prove() throws -> Set<Property> {
    do {
      if !subject.walker.statesCompared {
        try claim(.yes, "nothing is stated to be compared again", for: [.keptAfterRecheck])
        open.remove(.keptAfterRecheck)
        followed.insert(.keptAfterRecheck)
      }
      try assumeRange()
      try enter(level: 0)
      try recordRest()
      followed.formUnion(open)
    } catch is ProofStuck {
    }
    for decision in hardware.decisions?.take() ?? [] {
      let level = subject.walker.levels[0].name
      _ = try reader.judge.requires(
        decision.obligation(for: Set(Property.ofModels), level: level))
    }
    return followed
  }

  /// What holds of everything that the walk does not do.
  mutating func recordRest() throws {
    let level = reader.state.level
    reader.state.level = subject.walker.levels[0]
    try claim(.yes, "no other plain read of a table happens", for: [.markedAccess])
    try claim(.yes, "nothing else is looked at again", for: [.liveRecheck])
    try claim(.yes, "no other page is kept", for: [.keptAfterRecheck])
    try claim(.yes, "no other loop goes on", for: [.advanceAgrees])
    try claim(.yes, "there is no other descent", for: [.checkedDescent])
    reader.state.level = level
  }

  /// Shows what the rest of the proof builds on.
  mutating func require(
    _ goal: Term, _ text: String, under extra: [Term] = []
  ) throws {
    guard try claim(goal, text, for: open, under: extra) else { throw ProofStuck() }
  }

  /// Shows something without which a wrong read follows. Where it does not hold, the proof goes on
  /// for what is said of executions up to that read, in which it does hold.
  ///
  /// - Parameters:
  ///   - also: other properties that it breaks.
  ///   - isNeeded: whether executions up to that read have it; else nothing is assumed.
  mutating func requireOfCursor(
    _ goal: Term, _ text: String, under extra: [Term] = [], also: Set<Property> = [],
    isNeeded: Bool = true
  ) throws {
    // Who does not read through the cursor does nothing wrong by that, and goes on.
    guard hasReadCursor || isEntering else { return try require(goal, text, under: extra) }
    let properties = Property.ofReads.union(also)
    if !open.isDisjoint(with: properties) {
      if try claim(goal, text, for: properties, under: extra) { return }
      open.subtract(also)
      try giveUpCursors()
      if isEntering { hasToReadCursor = true }
    } else if isEntering {
      hasToReadCursor = true
    }
    if isNeeded {
      reader.state.assumptions.append(extra.isEmpty ? goal : .implies(.all(extra), goal))
    }
  }

  /// Whether the level function has read through its cursor, whatever the entry was.
  private var hasReadCursor: Bool {
    guard let cursor = reader.state.cursor else { return false }
    return reader.state.reads.contains { $0.path.isEmpty && Term.same($0.pointer, cursor) }
  }

  /// Shows where a level function starts. One that starts elsewhere breaks all that is said of what
  /// it does with entries.
  mutating func requireStart(_ goal: Term, _ text: String) throws {
    let properties = Property.ofReads.union([
      .advanceAgrees, .checkedDescent, .liveRecheck, .keptAfterRecheck,
    ])
    guard try claim(goal, text, for: properties) else {
      open.subtract(properties)
      throw ProofStuck()
    }
  }

  /// From here on nothing is proved of cursors, nor of ranges, which are proved apart.
  mutating func giveUpCursors() throws {
    open.subtract(Property.ofReads)
    open.remove(.exactCover)
    if open.isEmpty { throw ProofStuck() }
  }

  /// Shows something that nothing else builds on.
  ///
  /// - Parameter ofPossible: whether it may hold because this point is never reached, so that no
  ///   assumption can be left out.
  @discardableResult
  mutating func claim(
    _ goal: Term, _ text: String, for properties: Set<Property>, under extra: [Term] = [],
    assuming known: [Term]? = nil, ofPossible: Bool = false
  ) throws -> Bool {
    let assumptions = (known ?? reader.state.assumptions) + extra
    let properties = properties.intersection(open)
    guard !properties.isEmpty else { return true }
    if known == nil, !hardware.ranges.isEmpty,
      try claimOfAnyTable(goal, text, for: properties, assumptions: assumptions)
    {
      return true
    }
    let obligation = Obligation(
      properties: properties, level: reader.state.level.name, text: text,
      assumptions: assumptions, goal: goal, mayBeUnreached: ofPossible)
    return try reader.judge.requires(obligation) == true
  }

  func cover(_ text: String, _ extra: [Term] = []) -> Cover {
    Cover(
      level: reader.state.level.name, text: text, formulas: reader.state.assumptions + extra)
  }

  mutating func encode(_ expression: Expression) throws -> Term {
    try hardware.encoder.encode(expression, names: reader.state.names, reader: &reader)
  }

  mutating func encodeTruth(_ expression: Expression) throws -> Term {
    try hardware.encoder.encodeTruth(expression, names: reader.state.names, reader: &reader)
  }

  // MARK: the start

  /// What the first obligation of every proof says.
  public static var rangeText: String {
    "the walk's checks leave a range of whole pages that is not empty"
  }

  mutating func assumeRange() throws {
    if hardware.fits.constantValue == 1 {
      hardware.decisions?.recordConstant(hardware.fits)
    } else {
      try require(hardware.fits, "the tables fit together and into the word")
    }
    let one = Term.constant(1, width: hardware.word)
    let addr = Term.variable("addr", width: hardware.word)
    let end = Term.variable("end", width: hardware.word)
    let checks = try rangeChecks(addr, end)
    try require(
      .all([.less(addr, end), hardware.isPageAligned(addr), hardware.isPageAligned(end)]),
      Self.rangeText, under: checks + [hardware.isTranslated(end - one)])
    let isInReach = try claim(
      hardware.isTranslated(end - one),
      "the walk's checks keep the range inside what the tables translate",
      for: [.inReach, .rightPages], under: checks)
    if !isInReach { open.remove(.rightPages) }
    // Where they do not, that is one finding; everything else is about ranges that are inside.
    open.remove(.inReach)
    followed.insert(.inReach)
    // Every range of whole pages has this form, which has its alignment built in.
    reader.state.addr = wholePage("addr")
    reader.state.last = wholePage("last") | hardware.pageMask
    bind("addr", reader.state.addr)
    bind("end", reader.state.end)
    reader.state.assumptions += try rangeChecks(reader.state.addr, reader.state.end)
    reader.state.assumptions += isRange(reader.state.addr)
    reader.state.assumptions.append(hardware.isTranslated(reader.state.last))
    guard
      case .found = try reader.judge.witness(
        cover("the checks let a range pass"), demanded: true)
    else { throw ProofStuck() }
  }

  func wholePage(_ name: String) -> Term {
    .variable(name, width: hardware.word) & ~hardware.pageMask
  }

  /// The range from `addr` to the state's `last` is not empty and does not wrap.
  func isRange(_ addr: Term) -> [Term] {
    let greatest = ~Term.constant(0, width: hardware.word)
    return [.lessOrEqual(addr, reader.state.last), .notEqual(reader.state.last, greatest)]
  }

  mutating func rangeChecks(_ addr: Term, _ end: Term) throws -> [Term] {
    var reader = NoReads()
    let names = ["addr": TermBinding(addr), "end": TermBinding(end)]
    return try (subject.walker.range + subject.walker.callers).map {
      try hardware.encoder.encodeTruth($0, names: names, reader: &reader)
    }
  }

  mutating func bind(_ name: String, _ term: Term, address: Term? = nil) {
    reader.state.names[name] = TermBinding(term, address: address)
  }

  // MARK: a level function

  mutating func enter(level position: Int) throws {
    let level = subject.walker.levels[position]
    let names = reader.state.names
    let cursor = try encode(level.cursor).resized(to: hardware.word)
    reader.state.level = level
    try place(cursor, of: level, at: position, names: names)
    let before = reader
    if try runsOnce(level) {
      try useEntry(level, at: position, next: reader.state.end)
    } else {
      // The attempt to run straight on read the entry; the loop reads its own.
      let judge = reader.judge
      reader = before
      reader.judge = judge
      reader.fresh += 1
      try cut(level, at: position)
    }
  }

  /// Finds out and proves where the cursor points.
  mutating func place(
    _ cursor: Term, of level: Level, at position: Int, names: [String: TermBinding]
  ) throws {
    let candidates = try self.candidates()
    var order = candidates.filter { Term.same($0.pointer, cursor) }
    if order.isEmpty {
      switch try reader.judge.witness(cover("the function is entered"), demanded: true) {
      case .found(let assignment):
        // One execution tells which candidates are worth a proof.
        let pointer = assignment.value(of: cursor)
        order = candidates.filter { assignment.value(of: $0.pointer) == pointer }
      case .none, .notKnown: throw ProofStuck()
      }
    }
    var chosen: Candidate?
    for candidate in order where chosen == nil {
      let equal = Term.equal(cursor, candidate.pointer)
      if try Term.same(cursor, candidate.pointer)
        || reader.judge.suggests(
          equal, under: Relevance.filter(reader.state.assumptions, for: equal),
          about: candidate.text)
      {
        chosen = candidate
      }
    }
    if chosen == nil, try isAside(cursor) {
      try requireStart(
        hardware.isEntry(cursor, base: reader.state.base, in: reader.state.position),
        "the cursor is at some entry of the"
          + " \(hardware.tables[reader.state.position].table.name) table")
      set(cursor, at: .aside, of: level, live: candidates[0].pointer)
      return
    }
    guard let candidate = chosen else {
      let anyone = Term.any(candidates.map { .equal(cursor, $0.pointer) })
      try requireStart(
        anyone, "the cursor is where the hardware reads, or a local copy of that")
      throw ProofStuck()
    }
    try requireStart(.equal(cursor, candidate.pointer), "the cursor is \(candidate.text)")
    let live = candidates[0].pointer
    try move(to: candidate, at: position, names: names)
    set(candidate.pointer, at: reader.state.place, of: level, live: live)
    if open.isSuperset(of: Property.ofCursors) {
      if case .copy(let copy) = candidate.place, copy.isAside { return }
      settled.insert(level.name)
    }
  }

  private mutating func set(
    _ cursor: Term, at place: ProofState.Place, of level: Level, live: Term
  ) {
    reader.state.place = place
    reader.state.cursor = cursor
    reader.state.pointers[level.pointer] = ProofState.PointerFact(
      assumptions: reader.state.assumptions, isLive: place.isLive ? .yes : .equal(cursor, live),
      table: reader.state.position, isCopy: place.isCopy, value: level.value)
    bind(level.pointer, cursor)
    reader.state.liveEntries[level.value] = place.isCopy ? live : cursor
  }

  /// Whether the cursor always is inside the table, if not at the entry for the address.
  private mutating func isAside(_ cursor: Term) throws -> Bool {
    let state = reader.state
    let name = hardware.tables[state.position].table.name
    let isEntry = hardware.isEntry(cursor, base: state.base, in: state.position)
    return try reader.judge.suggests(
      isEntry, under: Relevance.filter(state.assumptions, for: isEntry),
      about: "the cursor is in the \(name) table")
  }

  struct Candidate {
    let pointer: Term
    let text: String
    let place: ProofState.Place
    /// The value whose table this is, where the cursor goes one table down.
    let named: Term?
  }

  func candidates() throws -> [Candidate] {
    let state = reader.state
    let position = state.position
    let name = hardware.tables[position].table.name
    var candidates = [
      Candidate(
        pointer: hardware.entryAddress(base: state.base, addr: state.addr, in: position),
        text: "the \(name) table's entry for addr", place: .live, named: nil)
    ]
    for copy in state.copies where copy.position == position {
      candidates.append(
        Candidate(
          pointer: copy.address,
          text: "the local copy &\(copy.level) of "
            + (copy.isAside ? "an entry of the \(name) table" : "the \(name) entry"),
          place: .copy(copy), named: nil))
    }
    guard position + 1 < hardware.tables.count else { return candidates }
    for value in state.values {
      let base = try hardware.next(of: value, in: position)
      candidates.append(
        Candidate(
          pointer: hardware.entryAddress(base: base, addr: state.addr, in: position + 1),
          text: "the entry for addr in the \(hardware.tables[position + 1].table.name) table that"
            + " the \(name) entry names", place: .live, named: value))
    }
    return candidates
  }

  mutating func move(
    to candidate: Candidate, at levelPosition: Int, names: [String: TermBinding]
  ) throws {
    reader.state.place = candidate.place
    guard let value = candidate.named else { return }
    let position = reader.state.position
    let name = hardware.tables[position].table.name
    isEntering = true
    defer { isEntering = false }
    try requireOfCursor(
      try hardware.leadsOn(value, in: position),
      "the \(name) entry that the walk descends from names a table", also: [.checkedDescent])
    try claim(
      .any(reader.state.copies.map { .equal(value, $0.value) }),
      "the \(name) entry that the walk descends from is one that it has checked",
      for: [.checkedDescent])
    reader.state.entrance = ProofState.Entrance(
      level: levelPosition, names: names, copies: reader.state.copies, position: position,
      base: reader.state.base, named: value)
    let base = try hardware.next(of: value, in: position)
    reader.state.position = position + 1
    reader.state.base = base
    reader.state.values = []
    reader.state.upperCopies = reader.state.copies
    reader.state.copies = []
    // A table that a live entry names is a live table.
    reader.state.assumptions.append(hardware.isPlaced(base, in: position + 1))
  }

  /// Reads the entry and works out `next`, as the body of the loop does.
  mutating func readEntry(_ level: Level) throws -> Term {
    var isAside = false
    switch reader.state.place {
    case .live: break
    case .copy(let copy):
      isAside = copy.isAside
      if !isAside, copy.isRaw { reader.state.values = [copy.value] }
    case .aside: isAside = true
    }
    reader.state.reads = []
    // A local copy is as wide as an entry, whatever is computed.
    let value = try encode(level.read).resized(to: hardware.entryWidth)
    if hasToReadCursor, !hasReadCursor { throw ProofStuck() }
    hasToReadCursor = false
    var isRaw = try claimRaw(value)
    // A copy of a copy is what that was.
    if case .copy(let copy) = reader.state.place, !copy.isRaw { isRaw = false }
    if isRaw { reader.state.rawCopies.insert(level.value) }
    let address = Term.variable("&\(level.value)", width: hardware.word)
    bind(level.value, value, address: address)
    let (position, base) = (reader.state.position, reader.state.base)
    reader.state.copies.append(
      ProofState.Copy(
        level: level.value, address: address, value: value, position: position, base: base,
        isAside: isAside, isRaw: isRaw))
    if !isAside, isRaw, !reader.state.values.contains(where: { $0 === value }) {
      reader.state.values.append(value)
    }
    return try encode(level.next).resized(to: hardware.word)
  }

  /// Shows that the level works with what it has read through its cursor.
  private mutating func claimRaw(_ value: Term) throws -> Bool {
    guard let cursor = reader.state.cursor else { return false }
    let isRaw = Term.any(
      reader.state.reads.map { read in
        .all(read.path + [.equal(read.pointer, cursor), .equal(read.value, value)])
      })
    let properties: Set<Property> = [.rightEntry, .rightPages]
    let text = "the value that is worked with is what was read through the cursor"
    if open.isDisjoint(with: properties) {
      let known = reader.state.assumptions
      guard try reader.judge.suggests(isRaw, under: known, about: text) else { return false }
      hardware.decisions?.record(isRaw, under: known)
      return true
    }
    if try claim(isRaw, text, for: properties) { return true }
    open.subtract(properties)
    if open.isEmpty { throw ProofStuck() }
    return false
  }

  /// Whether the loop ends after its first iteration. Where it does, `next` is `end`.
  mutating func runsOnce(_ level: Level) throws -> Bool {
    let next = try readEntry(level)
    let end = reader.state.end
    let iterates = cover("the loop iterates", [.notEqual(next, end)])
    switch try reader.judge.witness(iterates, demanded: false) {
    case .found:
      return false
    case .none, .notKnown:
      try require(.equal(next, end), "next is end, so the loop runs once")
      bind("next", end)
      return true
    }
  }
}
