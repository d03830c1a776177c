import Programs
import SMT

/// What a level function is handed and gives: presumed where it begins, shown where it is called,
/// and the other way round for what it gives.
///
/// It gets an entry that was read at the hardware's place for its range's first address, and where
/// that lies. It records pages into their slots. Up to a slot that no program sees, `reached`, the
/// array is right; the number of pages that the program counts never exceeds that.
final class LevelContract {
  let machine: WalkMachine
  let levels: [String: LevelFunction]
  let instance: Instance
  /// Whether the walk begins here.
  let isTop: Bool
  /// Whether what is recorded and counted is judged, and presumed.
  let judgesPages: Bool
  /// Candidates that were shown to be wrong.
  let dropped: Set<String>
  /// How unknown memory gives the top table, and what is stated.
  let roots: RootOfTables
  /// How the walk is begun, where this is no level function but one by which it is.
  let entrance: Entrance?
  /// The walk of one address that this is, if it is one.
  let walk: FoundWalk?
  /// What is read where a function is executed by itself.
  let oneMemory: OneMemory?

  /// The range.
  let addr: Term
  let end: Term
  /// The entry that was handed down, as the program has it.
  let value: Term
  /// Of the table which that lies in.
  let base: Term
  /// The address that belongs to the slot 0.
  let first: Term
  /// Tables that are there, if the condition holds.
  var tables: [(base: Term, position: Int, condition: Term)]
  /// Tables that entries name which were read at the address's place, whether they lead on or not.
  var named: [(base: Term, position: Int, condition: Term)] = []
  /// What a walk of one address has read.
  var entries: [AddressEntry] = []
  /// What is required of each read, by what stands for its value, where anything depends on that.
  var reads: [(name: String, condition: ProofCondition)] = []
  /// What the walk tells others.
  var outflow: [Term] = []
  /// The objects of the variables that lead to its tables, and that have its address.
  var holder: ObjectID?
  var holderOfAddress: ObjectID?
  /// How often the variable that leads to the tables was written, and when they were found by it.
  var version = 0
  var foundVersion: Int?
  var isAddressKnown = false
  /// Why a walk of one address cannot be judged.
  var refusal: String?
  let count: ObjectID
  let reached: ObjectID
  /// Up to where it was recorded since entries were last read in a loop.
  let fresh: ObjectID
  let pages: ObjectID
  let countAtStart: Term

  init(
    machine: WalkMachine, levels: [String: LevelFunction], instance: Instance, isTop: Bool,
    judgesPages: Bool, dropped: Set<String>, history: RunHistory, roots: RootOfTables,
    entrance: Entrance? = nil, walk: FoundWalk? = nil, oneMemory: OneMemory? = nil
  ) throws {
    self.oneMemory = oneMemory
    self.machine = machine
    self.levels = levels
    self.instance = instance
    self.isTop = isTop
    self.judgesPages = judgesPages
    self.dropped = dropped
    self.roots = roots
    self.entrance = entrance
    self.walk = walk
    let word = machine.word
    addr = .variable("addr", width: word)
    end = .variable("end", width: word)
    value = .variable("entry", width: machine.hardware.entryWidth)
    base = .variable("table", width: word)
    first = .variable("first", width: word)
    countAtStart = .variable("count", width: 32)
    count = history.object("*nr", bytes: 4, kind: .count)
    reached = history.object("reached", bytes: 8, kind: .reached)
    fresh = history.object("fresh", bytes: 8, kind: .reached)
    pages = history.object("pages", bytes: 1 << 34, kind: .pages)
    tables = [(base, instance.position, .yes)]
    if !isTop, instance.handed.isRead, instance.position + 1 < machine.hardware.tables.count {
      let entry = machine.entry(value)
      tables.append(
        (
          try machine.hardware.next(of: entry, in: instance.position), instance.position + 1,
          try machine.hardware.leadsOn(entry, in: instance.position)
        ))
    }
  }

  // MARK: arithmetic of slots

  /// An address in 64 bits, in which no sum of slots wraps.
  func wide(_ term: Term) -> Term { term.resized(to: 64) }

  private func signed(_ term: Term) -> Term {
    SymbolicArithmetic.resize(term, to: 64, isSigned: true)
  }

  private var pageShift: Term { machine.hardware.pageShift.resized(to: 64) }

  /// The address that belongs to a slot, in 64 bits.
  func address(ofSlot slot: Term) -> Term { wide(first) + (slot << pageShift) }

  func count(_ memory: ProofMemory) -> Term? {
    memory.cells[CellKey(object: count, offset: 0)]?.value.number.map { signed($0.word) }
  }

  func reached(_ memory: ProofMemory) -> Term? {
    memory.cells[CellKey(object: reached, offset: 0)]?.value.number?.word
  }

  private func set(_ object: ObjectID, _ bytes: Int, _ term: Term, _ memory: inout ProofMemory) {
    memory.cells[CellKey(object: object, offset: 0)] = Cell(bytes: bytes, value: Value(term))
  }

  static let maximumReached: UInt64 = 1 << 40

  private func isBounded(_ reached: Term) -> Term {
    .less(reached, .constant(Self.maximumReached, width: 64))
  }

  // MARK: the start

  /// Bytes of an entry.
  var entryBytes: Int { machine.hardware.entryWidth / 8 }

  /// Powers of two by which an entry or a table maps addresses.
  var shifts: [UInt64] {
    let tables = machine.hardware.tables
    return Set(
      tables.compactMap(\.shift.constantValue) + tables.compactMap(\.reach.constantValue)
    ).sorted()
  }

  func isSame(_ a: Term, _ b: Term, above shift: UInt64) -> Term {
    guard shift < UInt64(machine.word) else { return .yes }
    let mask = ~((UInt64(1) << shift) - 1)
    return .equal((a ^ b) & .constant(mask, width: machine.word), .constant(0, width: machine.word))
  }

  private func isPageAligned(_ term: Term) -> Term { machine.hardware.isPageAligned(term) }

  /// What may hold of a range and an entry, besides what always does.
  func guesses(
    _ instance: Instance, _ addr: Term, _ end: Term, _ value: Term
  ) throws -> [(name: String, term: Term)] {
    let last = end - .constant(1, width: machine.word)
    let entry = machine.entry(value)
    let guesses = shifts.map { ("same above \($0)", isSame(addr, last, above: $0)) }
    if !instance.handed.isRead { return guesses }
    return guesses + [
      ("leads on", try machine.hardware.leadsOn(entry, in: instance.position)),
      ("is a leaf", try machine.hardware.isLeaf(entry, in: instance.position)),
    ]
  }

  /// Whether an address is that of an entry of a table, and not of the one for `addr`.
  private func isBeside(_ place: Term, _ addr: Term, base: Term, in position: Int) -> Term {
    .all([
      machine.hardware.isEntry(place, base: base, in: position),
      .not(
        .equal(place, machine.hardware.entryAddress(base: base, addr: addr, in: position))),
    ])
  }

  /// Runs the level function, all that its contract presumes presumed, and requires what it gives.
  func run(_ run: SymbolicRun, _ function: Function) throws {
    if entrance != nil { return try runOutside(run, function) }
    if let walk { return try runOfAddress(run, function, walk) }
    guard let roles = levels[instance.function] else { return }
    let hardware = machine.hardware
    var memory = ProofMemory()
    set(count, 4, countAtStart, &memory)
    set(reached, 8, signed(countAtStart), &memory)
    forgetUncounted(&memory)
    var arguments = function.parameters.map { register in
      run.unknown("argument", width: function.widths[register])
    }
    func give(_ position: Int, _ value: Value) throws {
      guard function.widths[function.parameters[position]] == value.width else {
        throw Refusal(
          "a parameter of \(function.name) has another width than what it is for", function.source)
      }
      arguments[position] = value
    }
    try give(roles.addr, Value(addr))
    try give(roles.end, Value(end))
    try give(roles.pages, Value(address: pages, width: machine.word))
    try give(roles.count, Value(address: count, width: machine.word))
    let place = CodePlace(function: function.name, source: function.source)

    for fact in hardware.ranges + [machine.bounds] { run.presume(fact) }
    run.presume(hardware.isPlaced(base, in: instance.position))
    run.presume(.less(addr, end))
    run.presume(isPageAligned(addr))
    run.presume(isPageAligned(end))
    run.presume(.lessOrEqual(first, addr))
    run.presume(isPageAligned(first))
    let slots = (wide(end) - wide(first)) >> pageShift
    run.presume(.less(slots, .constant(1 << 31, width: 64)))
    if judgesPages {
      run.presume(.equal(wide(addr), address(ofSlot: signed(countAtStart))))
      run.presume(.less(countAtStart, .constant(1 << 31, width: 32)))
    }
    let last = end - .constant(1, width: machine.word)
    run.presume(hardware.isTranslated(last))
    if isTop {
      run.presume(.equal(countAtStart, .constant(0, width: 32)))
    } else if let pointer = roles.pointer, let value = roles.value {
      let here = hardware.entryAddress(base: base, addr: addr, in: instance.position)
      switch instance.handed {
      case .live, .unread: try give(pointer, Value(here, tags: .table))
      case .copy, .unreadCopy:
        let copy = run.history.object("the caller's copy", bytes: entryBytes, kind: .copy)
        memory.cells[CellKey(object: copy, offset: 0)] = Cell(
          bytes: entryBytes, value: Value(self.value, tags: .table))
        try give(pointer, Value(address: copy, width: machine.word))
      case .beside:
        let other = run.any("beside", width: machine.word)
        run.presume(isBeside(other, addr, base: base, in: instance.position))
        try give(pointer, Value(other, tags: .table))
      case .nothing: break
      }
      switch instance.handed {
      case .unread, .unreadCopy:
        try give(
          value, Value(run.any("dummy", width: self.value.width), tags: [.table, .dummy]))
      default: try give(value, Value(self.value, tags: .table))
      }
      if instance.handed.isRead {
        memory.steps.append(
          .read(EntryRead(condition: .yes, address: here, value: self.value)))
        run.presume(try hardware.carries(machine.entry(self.value), in: instance.position))
      }
      for table in tables.dropFirst() {
        run.presume(.implies(table.condition, hardware.isPlaced(table.base, in: table.position)))
        // Two tables of one walk are not one piece of memory, nor do they overlap.
        run.presume(
          .implies(
            table.condition,
            .all([
              .lessOrEqual(hardware.tables[instance.position].bytes, table.base - base),
              .lessOrEqual(hardware.tables[table.position].bytes, base - table.base),
            ])))
      }
      for (name, term) in try guesses(instance, addr, end, self.value) {
        let candidate = "\(instance)|\(name)"
        if !dropped.contains(candidate) { run.presume(term, candidate: candidate) }
      }
    }
    guard
      let way = try run.run(function, arguments, memory, .always, route: "", depth: 0)
    else {
      run.comesBack = false
      return
    }
    let path = way.path
    var after = way.memory
    run.requireNoDummy(way, place)
    requireKept(after, path, run, place)
    // That others know where pages are counted was just said not to be shown.
    if !judgesPages || after.escaped.contains(self.count) { return }
    guard let count = count(after), let reached = reached(after) else {
      throw Refusal("the number of pages is not followed in \(function.name)", function.source)
    }
    run.require(
      "right-pages", "the pages that are counted are right", path,
      .lessOrEqual(count, reached), place)
    run.require(
      "right-pages", "pages are counted up, inside of the range", path,
      .all([
        .lessOrEqual(signed(countAtStart), count),
        .less(count, .constant(1 << 31, width: 64)),
        .lessOrEqual(address(ofSlot: count), wide(end)),
      ]), place)
    if let success = way.words.first.map({ run.number($0, &after, escapes: false) }) {
      run.require(
        "right-pages", "success means that every page of the range was recorded", path,
        .any([
          .equal(success.word, .constant(0, width: success.word.width)),
          .equal(address(ofSlot: count), wide(end)),
        ]), place)
    }
  }

  /// That nobody else knows where pages are recorded and counted, nor the copy of an entry that was
  /// handed down: whoever does may write there.
  private func requireKept(
    _ memory: ProofMemory, _ path: PathCondition, _ run: SymbolicRun, _ place: CodePlace
  ) {
    for object in memory.knownElsewhere.sorted() {
      let path = path.and(memory.isKnownElsewhere(object))
      switch run.history.objects[object].kind {
      case .local, .global: continue
      case .pages, .count, .reached:
        guard judgesPages else { continue }
        run.require(
          "right-pages", "where pages are recorded and counted is known to nobody else", path, .no,
          place)
      case .copy:
        run.require(
          "no-stack-iteration", "where the caller's copy of an entry lies is known to nobody else",
          path, .no, place)
      }
    }
  }

  // MARK: reads of tables

  /// The top table, where unknown memory gives it, or what is stated of that memory.
  func known(_ origin: Origin, width: Int) -> Value? {
    if let table = knownTable(origin, width: width) { return table }
    if isTop, walk == nil, width == machine.word, roots.isRoot(origin) {
      return Value(base, tags: .table)
    }
    guard let name = roots.statedName(origin), let term = machine.statedTerm(name),
      width == machine.word
    else { return nil }
    return Value(term)
  }

  func readTable(
    _ address: Term, _ bytes: Int, _ isMarked: Bool, _ path: PathCondition,
    _ memory: inout ProofMemory, _ run: SymbolicRun, _ frame: SymbolicRun.Frame
  ) -> Value {
    if let oneMemory {
      let value = oneMemory.read(at: address, once: isMarked, under: path.parts)
      return Value(bytes == entryBytes ? machine.entry(value) : value.resized(to: 8 * bytes))
    }
    if walk != nil { return readForAddress(address, bytes, isMarked, path, run, frame) }
    let term = run.any("read", width: 8 * bytes)
    let inside = tables.map {
      Term.all([
        $0.condition, machine.hardware.isEntry(address, base: $0.base, in: $0.position),
      ])
    }
    let isInside = Term.any(inside)
    run.require("in-bounds", "a read of an entry of a table", path, isInside, frame.place)
    requireChecked(address, isInside, path, run, frame)
    lookAgain(at: address, path, memory, run, frame)
    run.require(
      "marked-access", "a read of a table is marked", path, .boolean(isMarked), frame.place)
    guard bytes == entryBytes else { return Value(term, tags: .table) }
    for (table, inside) in zip(tables, inside) {
      guard let carries = try? machine.hardware.carries(machine.entry(term), in: table.position)
      else { continue }
      run.presume(.implies(.all([path.term, inside]), carries))
    }
    memory.steps.append(
      .read(EntryRead(condition: path.term, address: address, value: term)))
    return Value(term, tags: .table)
  }

  // MARK: pages

  func record(
    _ page: Value, at offset: Term, _ bytes: Int, _ path: PathCondition, isCertain: Bool,
    _ memory: inout ProofMemory, _ run: SymbolicRun, _ frame: SymbolicRun.Frame
  ) {
    guard judgesPages else { return }
    let size = UInt64(machine.word / 8)
    let shift = Term.constant(UInt64(size.trailingZeroBitCount), width: 64)
    let slot = wide(offset) >> shift
    let at = address(ofSlot: slot)
    let addr = at.resized(to: machine.word)
    let word = run.number(page, &memory).word
    var ways: [Term] = []
    for read in memory.reads {
      for table in tables {
        let entry = machine.entry(read.value)
        guard let frame = try? machine.frame(of: entry, at: addr, in: table.position),
          let isLeaf = try? machine.hardware.isLeaf(entry, in: table.position),
          isLeaf.constantValue != 0, frame.width == word.width
        else { continue }
        let expected = run.page(ofFrame: frame)
        ways.append(
          .all([
            read.condition, table.condition,
            .equal(
              read.address,
              machine.hardware.entryAddress(base: table.base, addr: addr, in: table.position)),
            isLeaf, .equal(word, expected),
          ]))
      }
    }
    run.require(
      "right-pages", "a page is recorded in its slot", path,
      .all([
        .equal(
          offset & .constant(size - 1, width: offset.width), .constant(0, width: offset.width)),
        // Not so far behind the array that its address wraps.
        .less(slot, .constant(Self.maximumReached, width: 64)),
        .lessOrEqual(wide(self.addr), at), .less(at, wide(end)), .any(ways),
      ]), frame.place)
    recorded(slot, path, memory, run, frame)
    guard let reached = reached(memory) else { return }
    let one = Term.constant(1, width: 64)
    let isNext = Term.all([
      .boolean(isCertain && bytes == Int(size)), .equal(slot, reached),
      .less(reached, .constant(Self.maximumReached - 1, width: 64)),
    ])
    set(self.reached, 8, .ifThenElse(isNext, reached + one, reached), &memory)
    guard let fresh = memory.cells[CellKey(object: fresh, offset: 0)]?.value.number?.word else {
      return
    }
    let isFresh = Term.all([
      .boolean(isCertain && bytes == Int(size)), .equal(slot, fresh),
      .less(fresh, .constant(Self.maximumReached - 1, width: 64)),
    ])
    set(self.fresh, 8, .ifThenElse(isFresh, fresh + one, fresh), &memory)
  }

  // MARK: calls

  /// What a call gives, if it is one of a level function.
  func call(
    _ name: String, _ arguments: [Value], _ path: PathCondition, _ memory: inout ProofMemory,
    _ run: SymbolicRun, _ frame: SymbolicRun.Frame
  ) throws -> [Value]? {
    guard let roles = levels[name], let callee = run.program.functions[name],
      let pointerRole = roles.pointer, let valueRole = roles.value
    else { return nil }
    let text = "the call of \(name)"
    for (role, object) in [(roles.pages, pages), (roles.count, count)] {
      guard let place = arguments[role].place, place.object == object,
        place.offset.constantValue == 0
      else {
        throw Refusal(
          "\(name) is not given the array of pages and their number as they came", frame.source)
      }
    }
    let (addr, end) = (
      run.number(arguments[roles.addr], &memory).word,
      run.number(arguments[roles.end], &memory).word
    )
    let value = run.number(arguments[valueRole], &memory).word
    guard addr.width == machine.word, end.width == machine.word,
      value.width == machine.hardware.entryWidth
    else { throw Refusal("\(text) hands down words of other widths", frame.source) }
    run.require(
      "exact-cover", "\(text) is for whole pages, at least one", path,
      .all([.less(addr, end), isPageAligned(addr), isPageAligned(end)]), frame.place)
    run.require(
      "exact-cover", "\(text) is for a part of the range", path,
      .all([.lessOrEqual(self.addr, addr), .lessOrEqual(end, self.end)]), frame.place)
    let before = count(memory)
    if judgesPages {
      guard let before, let reached = reached(memory) else {
        throw Refusal("the number of pages is not followed at \(text)", frame.source)
      }
      run.require(
        "exact-cover", "\(text) is for what comes next", path,
        .equal(wide(addr), address(ofSlot: before)), frame.place)
      run.require(
        "right-pages", "the pages that are counted are right at \(text)", path,
        .all([.lessOrEqual(before, reached), isBounded(reached)]), frame.place)
    }
    // What is handed down beside, the callee may know and hand on as it likes.
    let known: Set = [
      pointerRole, valueRole, roles.addr, roles.end, roles.pages, roles.count,
    ]
    for (position, argument) in arguments.enumerated() where !known.contains(position) {
      run.escape(argument, &memory)
    }
    requireKept(memory, path, run, frame.place)
    for (position, argument) in arguments.enumerated() where position != valueRole {
      run.requireNoDummy(argument, "what \(name) is handed", path, frame)
    }
    try hand(
      arguments[pointerRole], value, isDummy: arguments[valueRole].isDummy, addr, end, name, path,
      memory, run, frame)

    let after = run.any("count", width: 32)
    set(count, 4, after, &memory)
    // What lies behind is not presumed.
    set(reached, 8, signed(after), &memory)
    forgetUncounted(&memory)
    // It may have taken pages.
    memory.steps.append(
      .pageTouch(condition: path.term, address: after, mayTake: true))
    let isAll = Term.equal(address(ofSlot: signed(after)), wide(end))
    if judgesPages, let before {
      run.presume(
        .implies(
          path.term,
          .all([
            .less(after, .constant(1 << 31, width: 32)),
            .lessOrEqual(before, signed(after)),
            .lessOrEqual(address(ofSlot: signed(after)), wide(end)),
          ])))
    }
    return callee.results.enumerated().map { position, width in
      let result = run.any("result", width: width)
      if judgesPages, position == 0 {
        run.presume(
          .implies(
            path.term, .any([.equal(result, .constant(0, width: width)), isAll])))
      }
      return Value(result)
    }
  }

  /// The words of an object that may be entries, by the bytes from its start: a local copy is one by
  /// itself, or in a structure.
  private func copies(
    in object: ObjectID, _ memory: ProofMemory
  ) -> [(offset: UInt64, word: Term)] {
    if memory.escaped.contains(object) { return [] }
    return memory.cells.compactMap { key, cell in
      guard key.object == object, cell.bytes == entryBytes, let known = cell.value.number,
        known.word.width == machine.hardware.entryWidth, known.tags.contains(.table)
      else { return nil }
      return (UInt64(key.offset), known.word)
    }.sorted { $0.offset < $1.offset }
  }

  /// That the entry which is handed down was read at the hardware's place, and where it lies.
  private func hand(
    _ pointer: Value, _ value: Term, isDummy: Bool, _ addr: Term, _ end: Term, _ name: String,
    _ path: PathCondition, _ memory: ProofMemory, _ run: SymbolicRun, _ frame: SymbolicRun.Frame
  ) throws {
    var ways: [Term] = []
    for table in tables {
      let here = machine.hardware.entryAddress(
        base: table.base, addr: addr, in: table.position)
      func isRead(_ value: Term) -> Term {
        .all([
          table.condition,
          .any(
            memory.reads.filter { $0.value.width == value.width }.map {
              .all([$0.condition, .equal($0.address, here), .equal($0.value, value)])
            }),
        ])
      }
      func offer(_ handed: Instance.Handed, _ value: Term, _ way: Term) throws {
        let callee = Instance(function: name, position: table.position, handed: handed)
        if way.constantValue == 0 || dropped.contains(callee.description) { return }
        ways.append(way)
        run.add(.demand(callee), path, .not(way), frame.place)
        for (guess, term) in try guesses(callee, addr, end, value) {
          run.add(.candidate("\(callee)|\(guess)"), path, .implies(way, term), frame.place)
        }
      }
      for handed in [Instance.Handed.live, .copy, .beside, .unread] {
        if handed == .unread, !isDummy { continue }
        let places = pointer.alternatives.compactMap { alternative -> Term? in
          switch (handed, alternative.object) {
          case (.live, nil), (.unread, nil):
            return .all([alternative.condition, .equal(alternative.word, here)])
          case (.beside, nil):
            return .all([
              alternative.condition,
              isBeside(alternative.word, addr, base: table.base, in: table.position),
            ])
          case (.copy, let object?):
            return .all([
              alternative.condition, .not(memory.isKnownElsewhere(object)),
              .any(
                copies(in: object, memory).map { offset, known in
                  .all([
                    .equal(alternative.word, .constant(offset, width: alternative.word.width)),
                    .equal(known, value),
                  ])
                }),
            ])
          default: return nil
          }
        }
        try offer(
          handed, value, .all([handed.isRead ? isRead(value) : table.condition, .any(places)]))
      }
      for alternative in isDummy ? pointer.alternatives : [] {
        guard let object = alternative.object else { continue }
        for (offset, known) in copies(in: object, memory) {
          try offer(
            .unreadCopy, known,
            .all([
              isRead(known), alternative.condition, .not(memory.isKnownElsewhere(object)),
              .equal(alternative.word, .constant(offset, width: alternative.word.width)),
            ]))
        }
      }
    }
    run.require(
      "right-entry", "\(name) is handed what was read at the hardware's place", path, .any(ways),
      frame.place)
  }
}
