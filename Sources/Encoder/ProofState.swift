import PageWalk
import SMT

/// Where a proof stands on its way from the start of the walk to its last level.
struct ProofState {
  /// A local copy that cursors may point at.
  struct Copy {
    let level: String
    let address: Term
    let value: Term
    /// The table that the value was read from, by its place in the proof.
    let position: Int
    let base: Term
    /// Whether it is another entry of the table than the one for the address at hand.
    let isAside: Bool
    /// Whether the value is what was read, and nothing that was made of it.
    let isRaw: Bool
  }

  /// Where a level function's cursor points.
  enum Place {
    case live
    case copy(Copy)
    /// At an entry of the table other than the one for the address, whose value must not matter: a
    /// level that is folded at boot may look at one.
    case aside

    var isLive: Bool {
      if case .live = self { return true }
      return false
    }

    var isCopy: Bool {
      if case .copy = self { return true }
      return false
    }
  }

  /// Where the walk came to a table: the level function whose cursor was first placed in it, and
  /// what was known just before.
  struct Entrance {
    let level: Int
    let names: [String: TermBinding]
    let copies: [Copy]
    let position: Int
    let base: Term
    /// The value that names the table; nil for the top one.
    let named: Term?
  }

  /// A claim on where a pointer points, and what was assumed when the pointer was made.
  struct PointerFact {
    let assumptions: [Term]
    let isLive: Term
    /// The table of the entry that it is about, and whether it points at a local copy of that.
    let table: Int
    let isCopy: Bool
    /// The local copy that is read through it.
    let value: String
  }

  /// A read that happened, and when it does.
  struct Read {
    let pointer: Term
    let value: Term
    let path: [Term]
  }

  /// What is assumed at this point.
  var assumptions: [Term]
  var names: [String: TermBinding]
  /// The hardware table that is meant to be read: its position, where it lies, and the values
  /// read of the entry for the current address.
  var position: Int
  var base: Term
  var values: [Term] = []
  var copies: [Copy] = []
  /// Local copies of entries above the table, which nobody writes while it is read.
  var upperCopies: [Copy] = []
  /// How the walk came to the table that is read.
  var entrance: Entrance
  /// By its name, whether a level function's pointer is that of the live entry.
  var pointers: [String: PointerFact] = [:]
  /// By the names of local copies, where the live entry lies that the copy was read from, as long as
  /// that can be told.
  var liveEntries: [String: Term] = [:]
  /// The names of local copies that hold what was read, and nothing that was made of it.
  var rawCopies: Set<String> = []
  /// What was read since the level function came to the entry at hand.
  var reads: [Read] = []
  /// The lowest table whose loop has been cut; each table is iterated by one level only.
  var cut: Int?
  /// The level function at work, its cursor and where that points.
  var level: Level
  var cursor: Term?
  var place = Place.live
  var addr: Term
  /// The last address of the range, so that no comparison needs a carry.
  var last: Term

  /// One more than `last`; never 0.
  var end: Term { last + .constant(1, width: last.width) }
}

/// A proof that cannot go on: an obligation does not hold, or is not decided.
struct ProofStuck: Error {}

/// The reads of a proof: each is shown to be legal where it happens, and gives any value that its
/// table may hold.
struct ProofReader<J: Judge>: TermReader {
  var state: ProofState
  var judge: J
  let hardware: HardwareTerms
  var reads: Walker.Reads
  var fresh: Int
  /// The properties that a legal read is shown for.
  var open: Set<Property>

  mutating func read(at pointer: Term, once: Bool, under path: [Term]) throws -> Term {
    let value = try valueRead(at: pointer, once: once, under: path)
    state.reads.append(ProofState.Read(pointer: pointer, value: value, path: path))
    return value
  }

  private mutating func valueRead(at pointer: Term, once: Bool, under path: [Term]) throws -> Term {
    let copies = state.upperCopies + state.copies
    if let copy = copies.last(where: { isSame($0.address, pointer) }) { return copy.value }
    // A pointer of a level above was shown to point at a live entry or a copy when it was made.
    let known = state.pointers.sorted { $0.key < $1.key }.first { name, _ in
      state.names[name].map { isSame($0.term, pointer) } ?? false
    }?.value
    if let known, known.isCopy { return try valueAgain(of: known) }
    if !once { try claimUnmarked(under: path) }
    let entry = hardware.entryAddress(base: state.base, addr: state.addr, in: state.position)
    let own = [state.cursor, entry].compactMap(\.self)
    if own.contains(where: { isSame($0, pointer) }) { return try readEntry() }
    if let known { return try valueAgain(of: known) }
    for place in own {
      let isEntry = Term.equal(pointer, place)
      let known = state.assumptions + path
      guard try judge.suggests(isEntry, under: known, about: "this reads the entry at hand") else {
        continue
      }
      hardware.decisions?.record(isEntry, under: known)
      return try readEntry()
    }
    let table = hardware.tables[state.position].table.name
    let holds = try judge.requires(
      Obligation(
        properties: open, level: state.level.name,
        text: "a helper reads inside the \(table) table",
        assumptions: state.assumptions + path,
        goal: hardware.isEntry(pointer, base: state.base, in: state.position)))
    guard holds == true else { throw ProofStuck() }
    return try freshValue()
  }

  /// Whether both are one by their shape, which the proof then rests on.
  func isSame(_ left: Term, _ right: Term) -> Bool {
    guard Term.same(left, right) else { return false }
    hardware.decisions?.record(left, is: right)
    return true
  }

  /// A plain read of a table, which a lockless walk must not do.
  mutating func claimUnmarked(under path: [Term]) throws {
    guard reads == .lockless, open.contains(.markedAccess) else { return }
    let table = hardware.tables[state.position].table.name
    _ = try judge.requires(
      Obligation(
        properties: [.markedAccess], level: state.level.name,
        text: "a plain read of the \(table) table does not happen",
        assumptions: state.assumptions + path, goal: .no))
  }

  /// A read of the entry for the current address, through the cursor or past it.
  private mutating func readEntry() throws -> Term {
    if case .aside = state.place { return try freshValue() }
    if reads == .locked, let value = state.values.first { return value }
    let value = try freshValue()
    state.values.append(value)
    return value
  }

  /// What is read again through a pointer of a level above: what was read before, if it cannot have
  /// changed.
  private mutating func valueAgain(of pointer: ProofState.PointerFact) throws -> Term {
    let read = state.upperCopies.last { $0.level == pointer.value && $0.isRaw }
    if let read, pointer.isCopy || reads == .locked { return read.value }
    return try freshValue(in: pointer.table)
  }

  private mutating func freshValue(in position: Int? = nil) throws -> Term {
    fresh += 1
    let position = position ?? state.position
    let table = hardware.tables[position].table.name
    let entry = try hardware.freshEntry("\(table)#\(fresh)", in: position)
    state.assumptions.append(entry.assumption)
    return entry.value
  }
}
