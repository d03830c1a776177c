import PageWalk
import SMT

/// Loops over a table.
extension ProofWalk {
  /// `[addr, last]` is a range of whole pages inside one table of the kind that is read here.
  func invariant(_ addr: Term) -> [Term] {
    isRange(addr) + [hardware.sameTable(addr, reader.state.last, in: reader.state.position)]
  }

  mutating func cut(_ level: Level, at position: Int) throws {
    let table = reader.state.position
    let name = hardware.tables[table].table.name
    if case .copy(let copy) = reader.state.place {
      return try failIteration(
        level, at: position, "the loop on the local copy &\(copy.level) runs once")
    }
    if case .aside = reader.state.place {
      // The first entry may happen to be the right one, and so may the next: no read need be wrong.
      return try endAtLoop(level, "the loop at an entry that is not that of addr runs once")
    }
    if let cut = reader.state.cut, cut >= table {
      return try endAtLoop(level, "the loop over the \(name) table of the level above runs once")
    }
    try require(
      .all(invariant(reader.state.addr)), "the range lies in one \(name) table")
    if open.contains(.advanceAgrees) { try claimAgreement(of: level, at: position) }
    try startIteration(level, over: table)
    let cursor = hardware.entryAddress(
      base: reader.state.base, addr: reader.state.addr, in: table)
    reader.state.cursor = cursor
    reader.state.pointers[level.pointer] = ProofState.PointerFact(
      assumptions: [], isLive: .yes, table: table, isCopy: false, value: level.value)
    reader.state.liveEntries[level.value] = cursor
    bind(level.pointer, cursor)
    try require(
      hardware.isEntry(cursor, base: reader.state.base, in: table),
      "the cursor lies inside the \(name) table")
    let next = try readEntry(level)
    let part = hardware.part(from: reader.state.addr, to: reader.state.last, in: table)
    try requireNext(next, part, of: name)
    try requireBackEdge(level, part, of: name)
    bind("next", part.end)
    try useEntry(level, at: position, next: part.end)
  }

  /// Records that a loop which cannot be cut may go on. Of what comes after nothing is known.
  private mutating func endAtLoop(_ level: Level, _ text: String) throws {
    let next = try readEntry(level)
    try require(.equal(next, reader.state.end), text)
    throw ProofStuck()
  }

  /// Shows that `next` is where the hardware's entry ends or the range does, and then assumes that
  /// `[addr, next)` is a part of the range inside that entry.
  mutating func requireNext(
    _ next: Term, _ part: HardwareTerms.Part, of table: String
  ) throws {
    let text = "next is the end of what the \(table) entry maps, or of the range"
    if Term.same(next, part.end) {
      try require(.equal(next, part.end), text)
    } else {
      try require(
        .equal(next, part.boundary), text, under: [part.endsBeforeRange])
      try require(
        .equal(next, reader.state.end), text, under: [.not(part.endsBeforeRange)])
    }
    let (addr, last) = (reader.state.addr, reader.state.last)
    // `last` is not the greatest number, so with these `next` is not 0: addr < next <= end.
    let ordered = Term.all([
      .lessOrEqual(addr, part.last), .lessOrEqual(part.last, last),
      hardware.isPageAligned(part.end),
    ])
    try require(ordered, "addr < next <= end")
    let position = reader.state.position
    let inEntry = hardware.sameEntry(addr, last, in: position)
    try require(
      inEntry, "[addr, next) lies in one \(table) entry",
      under: [.not(part.endsBeforeRange)])
    reader.state.assumptions += [
      ordered, .any([part.endsBeforeRange, inEntry]),
      hardware.sameEntry(addr, part.last, in: position),
    ]
  }

  /// Records that a loop iterates on a local copy. What comes after its first iteration is a wrong
  /// read, so for the rest of the properties the first iteration is all there is.
  mutating func failIteration(_ level: Level, at position: Int, _ text: String) throws {
    let next = try readEntry(level)
    try requireOfCursor(
      .equal(next, reader.state.end), text, also: [.advanceAgrees], isNeeded: false)
    let last = next - .constant(1, width: hardware.word)
    let ordered = Term.all([
      .lessOrEqual(reader.state.addr, last), .lessOrEqual(last, reader.state.last),
      hardware.isPageAligned(next),
    ])
    try require(ordered, "addr < next <= end")
    reader.state.assumptions.append(ordered)
    bind("next", next)
    try useEntry(level, at: position, next: next)
  }

  /// Shows the invariant for the next iteration. The loop goes on only where the entry ends before
  /// the range does, and then `next` is the entry's boundary.
  mutating func requireBackEdge(
    _ level: Level, _ part: HardwareTerms.Part, of table: String
  ) throws {
    let state = reader.state
    let goesOn = [part.endsBeforeRange]
    let inTable = hardware.tables[state.position].reachMask
    let one = Term.constant(1, width: hardware.word)
    let hasNext = Term.notEqual((part.boundary - one) & inTable, inTable)
    try require(
      hasNext, "where the loop goes on, the \(table) table has a next entry", under: goesOn)
    try require(
      .all([
        .less(part.boundary - one, state.last),
        hardware.sameTable(part.boundary, state.last, in: state.position),
      ]), "the rest of the range lies in the same \(table) table",
      under: goesOn + [hasNext])
    bind("next", part.boundary)
    let advanced = try encode(level.advance).resized(to: hardware.word)
    reader.state.names["next"] = nil
    try requireOfCursor(
      .equal(
        advanced,
        hardware.entryAddress(base: state.base, addr: part.boundary, in: state.position)),
      "the advanced cursor is the \(table) table's entry for next",
      under: goesOn + [hasNext], also: [.advanceAgrees])
  }

  /// Goes to an arbitrary iteration of the loop.
  ///
  /// In the top table what was known stays known: the levels above ran once, and the walk's range
  /// checks are about this `end`. Further down all but the invariant is forgotten.
  mutating func startIteration(_ level: Level, over table: Int) throws {
    bases += 1
    let first = reader.state.addr
    let word = hardware.word
    let addr = wholePage("addr_\(level.name)")
    reader.state.addr = addr
    reader.state.cut = table
    if table > 0 {
      let base = Term.variable("\(hardware.tables[table].table.name)@", width: word)
      reader.state.base = base
      reader.state.last = wholePage("last_\(level.name)") | hardware.pageMask
      reader.state.assumptions = hardware.ranges + [hardware.isPlaced(base, in: table)]
      forgetNames()
      reader.state.liveEntries = [:]
      // Nothing that was read before is spoken of any more, so names can start again; that makes
      // configurations ask alike.
      reader.fresh = 0
      try keepNaming(level, above: table)
    } else {
      reader.state.assumptions.append(.lessOrEqual(first, addr))
    }
    reader.state.copies = []
    reader.state.values = []
    reader.state.place = .live
    reader.state.assumptions += invariant(addr)
    bind("addr", addr)
    bind("end", reader.state.end)
  }

  /// Keeps of the entry that names the table that it does, where the level function looks at it again.
  ///
  /// It is any entry that names the table: neither changes while the loop goes on.
  private mutating func keepNaming(_ level: Level, above table: Int) throws {
    let upper = reader.state.upperCopies
    reader.state.upperCopies = []
    let used = level.usedNames
    guard let named = reader.state.entrance.named,
      let copy = upper.last(where: { $0.isRaw && !$0.isAside && $0.value === named }),
      let owner = subject.walker.level(keeping: copy.level),
      used.contains(copy.level) || reader.reads == .locked && used.contains(owner.pointer)
    else { return }
    reader.fresh += 1
    let entry = try hardware.freshEntry(
      "\(hardware.tables[copy.position].table.name)#\(reader.fresh)", in: copy.position)
    reader.state.assumptions += [
      entry.assumption, try hardware.leadsOn(entry.value, in: copy.position),
      .equal(reader.state.base, try hardware.next(of: entry.value, in: copy.position)),
    ]
    bind(copy.level, entry.value, address: copy.address)
    reader.state.upperCopies = [
      ProofState.Copy(
        level: copy.level, address: copy.address, value: entry.value, position: copy.position,
        base: copy.base, isAside: false, isRaw: true)
    ]
  }

  /// Pointers and values of the levels above become unknown words.
  mutating func forgetNames() {
    for name in reader.state.names.keys.sorted() where name != "addr" && name != "end" {
      let old = reader.state.names[name]
      guard let width = old?.term.width else { continue }
      bind(name, .variable("\(name)?\(bases)", width: width), address: old?.address)
    }
  }
}
