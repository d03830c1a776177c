import PageWalk
import SMT

/// Derives the obligations of a walk: cut at every loop over a table, straight through the rest.
///
/// The proof follows the walk once from its start. At each level function it finds where the
/// cursor points: at the entry of the table that the hardware reads here, at that of the next
/// table below, or at a local copy of the entry. If the function's loop can only run once, the
/// proof goes straight on. If it can iterate, its loop is cut there: an arbitrary iteration is
/// assumed under the invariant of that table (`addInvariant`), and entry and back edge are shown
/// to keep it. A loop that iterates on a copy cannot be cut, which is the bug. Nothing is unrolled,
/// and no invariant is written for an architecture.
public struct ProofWalk<J: Judge> {
  private let subject: Subject
  private let hardware: HardwareTerms
  private var reader: ProofReader<J>
  private var bases = 0

  /// The judge, with everything that it recorded.
  public var judge: J { reader.judge }

  /// A proof about `subject` whose questions go to `judge`.
  public init(subject: Subject, judge: J) throws {
    self.subject = subject
    hardware = try HardwareTerms(subject: subject)
    let word = hardware.word
    let top = Term.variable("mm_pgd", width: word)
    let state = ProofState(
      assumptions: hardware.ranges + [hardware.isPlaced(top, in: 0)],
      names: ["mm_pgd": TermBinding(top)], position: 0, base: top,
      level: subject.walker.levels[0], addr: .variable("addr", width: word),
      last: .variable("last", width: word))
    reader = ProofReader(
      state: state, judge: judge, hardware: hardware, reads: subject.walker.reads, fresh: 0)
  }

  private static var all: Set<Property> { Set(Property.allCases) }

  // MARK: steps of the proof

  /// Runs the proof. False means that it is stuck at an obligation or a cover that the judge has
  /// recorded, and says nothing of what comes after.
  public mutating func prove() throws -> Bool {
    do {
      try assumeRange()
      try enter(level: 0)
      return true
    } catch is ProofStuck {
      return false
    }
  }

  /// Shows what the rest of the proof builds on.
  private mutating func require(
    _ goal: Term, _ text: String, for properties: Set<Property>, under extra: [Term] = []
  ) throws {
    guard try claim(goal, text, for: properties, under: extra) else { throw ProofStuck() }
  }

  /// Shows something that nothing else builds on.
  @discardableResult
  private mutating func claim(
    _ goal: Term, _ text: String, for properties: Set<Property>, under extra: [Term] = []
  ) throws -> Bool {
    let assumptions = reader.state.assumptions + extra
    // What is assumed to the letter is not asked.
    let parts = goal.operation == .and ? goal.operands : [goal]
    let open = Term.all(parts.filter { part in !assumptions.contains { Term.same($0, part) } })
    let obligation = Obligation(
      properties: properties, level: reader.state.level.name, text: text,
      assumptions: Relevance.filter(assumptions, for: open), goal: open)
    return try reader.judge.requires(obligation) == true
  }

  private func cover(_ text: String, _ extra: [Term] = []) -> Cover {
    Cover(
      level: reader.state.level.name, text: text, formulas: reader.state.assumptions + extra)
  }

  private mutating func encode(_ expression: Expression) throws -> Term {
    try hardware.encoder.encode(expression, names: reader.state.names, reader: &reader)
  }

  private mutating func encodeTruth(_ expression: Expression) throws -> Term {
    try hardware.encoder.encodeTruth(expression, names: reader.state.names, reader: &reader)
  }

  // MARK: the start

  private mutating func assumeRange() throws {
    if hardware.fits.constantValue != 1 {
      try require(hardware.fits, "the tables fit together and into the word", for: Self.all)
    }
    let one = Term.constant(1, width: hardware.word)
    let addr = Term.variable("addr", width: hardware.word)
    let end = Term.variable("end", width: hardware.word)
    let checks = try rangeChecks(addr, end)
    try require(
      .all([.less(addr, end), hardware.isPageAligned(addr), hardware.isPageAligned(end)]),
      "the walk's checks leave a range of whole pages that is not empty", for: Self.all,
      under: checks)
    try require(
      hardware.isTranslated(end - one),
      "the walk's checks keep the range inside what the tables translate", for: Self.all,
      under: checks)
    // Every range of whole pages has this form, which has its alignment built in.
    reader.state.addr = wholePage("addr")
    reader.state.last = wholePage("last") | hardware.pageMask
    bind("addr", reader.state.addr)
    bind("end", reader.state.end)
    reader.state.assumptions += try rangeChecks(reader.state.addr, reader.state.end)
    reader.state.assumptions += isRange(reader.state.addr)
  }

  private func wholePage(_ name: String) -> Term {
    .variable(name, width: hardware.word) & ~hardware.pageMask
  }

  /// The range from `addr` to the state's `last` is not empty and does not wrap.
  private func isRange(_ addr: Term) -> [Term] {
    let greatest = ~Term.constant(0, width: hardware.word)
    return [.lessOrEqual(addr, reader.state.last), .notEqual(reader.state.last, greatest)]
  }

  private mutating func rangeChecks(_ addr: Term, _ end: Term) throws -> [Term] {
    var reader = NoReads()
    let names = ["addr": TermBinding(addr), "end": TermBinding(end)]
    return try subject.walker.range.map {
      try hardware.encoder.encodeTruth($0, names: names, reader: &reader)
    }
  }

  private mutating func bind(_ name: String, _ term: Term, address: Term? = nil) {
    reader.state.names[name] = TermBinding(term, address: address)
  }

  // MARK: a level function

  private mutating func enter(level position: Int) throws {
    let level = subject.walker.levels[position]
    let cursor = try encode(level.cursor).resized(to: hardware.word)
    reader.state.level = level
    try place(cursor, of: level)
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
  private mutating func place(_ cursor: Term, of level: Level) throws {
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
      let clear = order.count == 1
      if try clear
        || reader.judge.suggests(
          equal, under: reader.state.assumptions, about: candidate.text)
      {
        chosen = candidate
      }
    }
    guard let candidate = chosen else {
      let anyone = Term.any(candidates.map { .equal(cursor, $0.pointer) })
      try require(
        anyone, "the cursor is where the hardware reads, or a local copy of that", for: Self.all)
      throw ProofStuck()
    }
    try require(
      .equal(cursor, candidate.pointer), "the cursor is \(candidate.text)", for: Self.all)
    try move(to: candidate)
    reader.state.cursor = candidate.pointer
    bind(level.pointer, candidate.pointer)
  }

  private struct Candidate {
    let pointer: Term
    let text: String
    let place: ProofState.Place
    /// The value whose table this is, where the cursor goes one table down.
    let named: Term?
  }

  private func candidates() throws -> [Candidate] {
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
          pointer: copy.address, text: "the local copy &\(copy.level) of the \(name) entry",
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

  private mutating func move(to candidate: Candidate) throws {
    reader.state.place = candidate.place
    guard let value = candidate.named else { return }
    let position = reader.state.position
    let name = hardware.tables[position].table.name
    try require(
      try hardware.leadsOn(value, in: position),
      "the \(name) entry that the walk descends from names a table", for: Self.all)
    let base = try hardware.next(of: value, in: position)
    reader.state.position = position + 1
    reader.state.base = base
    reader.state.values = []
    reader.state.copies = []
    // A table that a live entry names is a live table.
    reader.state.assumptions.append(hardware.isPlaced(base, in: position + 1))
  }

  /// Reads the entry and works out `next`, as the body of the loop does.
  private mutating func readEntry(_ level: Level) throws -> Term {
    if case .copy(let copy) = reader.state.place { reader.state.values = [copy.value] }
    let value = try encode(level.read)
    let address = Term.variable("&\(level.value)", width: hardware.word)
    bind(level.value, value, address: address)
    let (position, base) = (reader.state.position, reader.state.base)
    reader.state.copies.append(
      ProofState.Copy(
        level: level.value, address: address, value: value, position: position, base: base))
    if !reader.state.values.contains(where: { $0 === value }) { reader.state.values.append(value) }
    return try encode(level.next).resized(to: hardware.word)
  }

  /// Whether the loop ends after its first iteration. Where it does, `next` is `end`.
  private mutating func runsOnce(_ level: Level) throws -> Bool {
    let next = try readEntry(level)
    let end = reader.state.end
    let iterates = cover("the loop iterates", [.notEqual(next, end)])
    switch try reader.judge.witness(iterates, demanded: false) {
    case .found:
      return false
    case .none, .notKnown:
      try require(.equal(next, end), "next is end, so the loop runs once", for: Self.all)
      bind("next", end)
      return true
    }
  }

  // MARK: a loop over a table

  /// `[addr, last]` is a range of whole pages inside one table of the kind that is read here.
  private func invariant(_ addr: Term) -> [Term] {
    isRange(addr) + [hardware.sameTable(addr, reader.state.last, in: reader.state.position)]
  }

  private mutating func cut(_ level: Level, at position: Int) throws {
    let table = reader.state.position
    let name = hardware.tables[table].table.name
    if case .copy(let copy) = reader.state.place {
      try failIteration(level, "the loop on the local copy &\(copy.level) runs once")
    }
    if let cut = reader.state.cut, cut >= table {
      try failIteration(level, "the loop over the \(name) table of the level above runs once")
    }
    try require(
      .all(invariant(reader.state.addr)), "the range lies in one \(name) table",
      for: Self.all)
    startIteration(level, over: table)
    let cursor = hardware.entryAddress(
      base: reader.state.base, addr: reader.state.addr, in: table)
    reader.state.cursor = cursor
    bind(level.pointer, cursor)
    try require(
      hardware.isEntry(cursor, base: reader.state.base, in: table),
      "the cursor lies inside the \(name) table", for: Self.all)
    let next = try readEntry(level)
    let part = hardware.part(from: reader.state.addr, to: reader.state.last, in: table)
    try requireNext(next, part, of: name)
    try requireBackEdge(level, part, of: name)
    bind("next", part.end)
    try useEntry(level, at: position, next: part.end)
  }

  /// Shows that `next` is where the hardware's entry ends or the range does, and then assumes that
  /// `[addr, next)` is a part of the range inside that entry.
  private mutating func requireNext(
    _ next: Term, _ part: HardwareTerms.Part, of table: String
  ) throws {
    let text = "next is the end of what the \(table) entry maps, or of the range"
    if Term.same(next, part.end) {
      try require(.equal(next, part.end), text, for: Self.all)
    } else {
      try require(
        .equal(next, part.boundary), text, for: Self.all, under: [part.endsBeforeRange])
      try require(
        .equal(next, reader.state.end), text, for: Self.all, under: [.not(part.endsBeforeRange)])
    }
    let (addr, last) = (reader.state.addr, reader.state.last)
    // `last` is not the greatest number, so with these `next` is not 0: addr < next <= end.
    let ordered = Term.all([
      .lessOrEqual(addr, part.last), .lessOrEqual(part.last, last),
      hardware.isPageAligned(part.end),
    ])
    try require(ordered, "addr < next <= end", for: Self.all)
    let position = reader.state.position
    let inEntry = hardware.sameEntry(addr, last, in: position)
    try require(
      inEntry, "[addr, next) lies in one \(table) entry", for: Self.all,
      under: [.not(part.endsBeforeRange)])
    reader.state.assumptions += [
      ordered, .any([part.endsBeforeRange, inEntry]),
      hardware.sameEntry(addr, part.last, in: position),
    ]
  }

  /// Records that a loop iterates which must not.
  private mutating func failIteration(_ level: Level, _ text: String) throws {
    let next = try readEntry(level)
    try require(.equal(next, reader.state.end), text, for: Self.all)
    throw ProofStuck()
  }

  /// Shows the invariant for the next iteration. The loop goes on only where the entry ends before
  /// the range does, and then `next` is the entry's boundary.
  private mutating func requireBackEdge(
    _ level: Level, _ part: HardwareTerms.Part, of table: String
  ) throws {
    let state = reader.state
    let goesOn = [part.endsBeforeRange]
    let inTable = hardware.tables[state.position].reachMask
    let one = Term.constant(1, width: hardware.word)
    let hasNext = Term.notEqual((part.boundary - one) & inTable, inTable)
    try require(
      hasNext, "where the loop goes on, the \(table) table has a next entry", for: Self.all,
      under: goesOn)
    try require(
      .all([
        .less(part.boundary - one, state.last),
        hardware.sameTable(part.boundary, state.last, in: state.position),
      ]), "the rest of the range lies in the same \(table) table", for: Self.all,
      under: goesOn + [hasNext])
    let advanced = try encode(level.advance).resized(to: hardware.word)
    try require(
      .equal(
        advanced,
        hardware.entryAddress(base: state.base, addr: part.boundary, in: state.position)),
      "the advanced cursor is the \(table) table's entry for next", for: Self.all,
      under: goesOn + [hasNext])
  }

  /// Goes to an arbitrary iteration of the loop.
  ///
  /// In the top table what was known stays known: the levels above ran once, and the walk's range
  /// checks are about this `end`. Further down all but the invariant is forgotten.
  private mutating func startIteration(_ level: Level, over table: Int) {
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
      // Nothing that was read before is spoken of any more, so names can start again; that makes
      // configurations ask alike.
      reader.fresh = 0
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

  /// Pointers and values of the levels above become unknown words.
  private mutating func forgetNames() {
    for name in reader.state.names.keys.sorted() where name != "addr" && name != "end" {
      let old = reader.state.names[name]
      guard let width = old?.term.width else { continue }
      bind(name, .variable("\(name)?\(bases)", width: width), address: old?.address)
    }
  }

  // MARK: what the walk does with an entry

  private mutating func useEntry(_ level: Level, at position: Int, next: Term) throws {
    let goesOn = Term.notEqual(next, reader.state.end)
    let stop = try encodeTruth(level.stop)
    let isLast = position == subject.walker.levels.count - 1
    let leaf = try isLast ? .yes : level.leaf.map { try encodeTruth($0) } ?? .no
    reader.state.assumptions.append(.not(stop))
    let before = reader.state
    reader.state.assumptions.append(leaf)
    try recordCovers(isLast ? [goesOn] : nil, "takes a page, and the loop goes on")
    if leaf.constantValue != 0 { try claimPage(level, next: next) }
    guard !isLast else { return }
    reader.state = before
    reader.state.assumptions.append(.not(leaf))
    try recordCovers([goesOn], "descends, and the loop goes on behind an upper boundary")
    bind("end", next)
    reader.state.last = next - .constant(1, width: hardware.word)
    reader.state.names["next"] = nil
    try enter(level: position + 1)
  }

  /// Shows that this point is reached; in a loop that iterates, also that the loop goes on after.
  private mutating func recordCovers(_ formulas: [Term]?, _ text: String) throws {
    guard let formulas else { return }
    let entered = cover("the entry is used")
    if Term.all(formulas).constantValue != 0 {
      let strong = cover(text, formulas)
      if case .found(let assignment) = try reader.judge.witness(strong, demanded: false) {
        reader.judge.record(entered, satisfiedBy: assignment)
        return
      }
    }
    guard case .found = try reader.judge.witness(entered, demanded: true) else {
      throw ProofStuck()
    }
  }

  private mutating func claimPage(_ level: Level, next: Term) throws {
    guard let expression = level.page, let value = reader.state.names[level.value]?.term else {
      return
    }
    let state = reader.state
    let name = hardware.tables[state.position].table.name
    let page = try encode(expression).resized(to: hardware.word)
    try claim(
      try hardware.isLeaf(value, in: state.position),
      "the \(name) entry that is taken as a page maps one", for: [.rightEntry])
    let expected = try hardware.page(of: value, at: state.addr, in: state.position)
    try claim(
      expected.map { .equal(page, $0) } ?? .no,
      "the page that is taken is the one that the \(name) entry maps", for: [.rightEntry])
    let last = next - .constant(1, width: hardware.word)
    try claim(
      hardware.sameEntry(state.addr, last, in: state.position),
      "what is taken lies in one \(name) entry", for: [.rightEntry])
  }
}
