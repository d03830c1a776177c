import Programs
import SMT

/// How a walk of one address is run, and what it reads.
extension LevelContract {
  /// What is judged of a walk of one address; where entries are kept, nobody has to mark reads.
  static func judged(_ walk: AddressWalk) -> [String] {
    ["right-entry", "no-stack-iteration", "in-bounds", "checked-descent", "no-dummy"]
      + (walk.lock == nil ? ["marked-access"] : [])
      + (walk.addresses == .unchecked ? ["in-reach"] : [])
  }

  /// Runs a walk of one address, of which nothing is presumed but where its tables are.
  func runOfAddress(_ run: SymbolicRun, _ function: Function, _ found: FoundWalk) throws {
    for fact in machine.hardware.ranges + [machine.bounds] { run.presume(fact) }
    run.presume(machine.hardware.isPlaced(base, in: 0))
    let place = CodePlace(function: function.name, source: function.source)
    switch found.walk.addresses {
    case .any: break
    case .unchecked, .translated:
      run.require(
        "in-reach", "the tables translate the address", .always,
        machine.hardware.isTranslated(addr), place)
      run.presume(machine.hardware.isTranslated(addr))
    }
    let arguments = function.parameters.map { register in
      found.isParameter && register == found.address
        ? Value(addr, tags: .foreign)
        : run.unknown("argument", width: function.widths[register])
    }
    guard
      var way = try run.run(function, arguments, ProofMemory(), .always, route: "", depth: 0)
    else {
      run.comesBack = false
      return
    }
    run.requireNoDummy(way, place)
    if let refusal { throw Refusal(refusal, function.source) }
    guard !entries.isEmpty else {
      throw Refusal(
        "\(function.name) reads no entry of the tables that \(found.walk.table) leads to",
        function.source)
    }
    var isRight = Term.yes
    if function.results == [machine.word], let result = way.words.first,
      !result.tags.contains(.map), found.givesPointer
    {
      let word = run.number(result, &way.memory, escapes: false).word
      isRight = .any(
        [.equal(word, .constant(0, width: word.width))]
          + tables.map {
            .all([
              $0.condition,
              .equal(
                word, machine.hardware.entryAddress(base: $0.base, addr: addr, in: $0.position)),
            ])
          })
    }
    let seen = Self.names(
      in: run.conditions.flatMap(\.path) + way.path.parts
        + way.words.flatMap(\.alternatives).map(\.word)
        + outflow)
    for (name, condition) in reads where seen.contains(name) { run.add(condition) }
    run.require(
      "right-entry", "what comes back is no entry's place, or the address's", way.path, isRight,
      place)
  }

  /// What stands for tables and entries in some terms.
  private static func names(in terms: [Term]) -> Set<String> {
    Set(
      Term.variables(in: terms).compactMap(\.variableName).filter {
        $0 == "table" || $0.hasPrefix("read!")
      })
  }

  /// Puts down that others may know a value; only a walk of one address asks.
  func tell(_ value: Value) {
    if walk != nil { outflow += value.alternatives.flatMap { [$0.condition, $0.word] } }
  }

  /// An object of the function that walks, by the register which has its address.
  func meet(_ object: ObjectID, at register: Register) {
    if register == walk?.holder { holder = object }
    if register == walk?.address, walk?.isParameter == false { holderOfAddress = object }
  }

  /// What is read of an object of the function that walks, where the tables are come to by it.
  func read(_ word: Value, of object: ObjectID) -> Value {
    guard let walk, object == holder, word.width == machine.word else { return word }
    guard walk.root != nil else { return tableFound(walk, version) }
    return Value(
      .variable("holder!\(version)", width: machine.word), tags: .foreign,
      origin: walk.origin(version))
  }

  /// The top table's address, or its entry's: by what the variable held then.
  private func tableFound(_ walk: FoundWalk, _ version: Int) -> Value {
    if let found = foundVersion, found != version {
      refusal = "\(walk.walk.table) leads to more than one top table in \(walk.walk.function)"
    }
    foundVersion = version
    let place =
      walk.walk.isEntry ? machine.hardware.entryAddress(base: base, addr: addr, in: 0) : base
    return Value(place, tags: .table)
  }

  /// The same, where unknown memory gives it.
  func knownTable(_ origin: Origin, width: Int) -> Value? {
    guard let walk, width == machine.word else { return nil }
    guard walk.holder != nil else { return origin == walk.root ? tableFound(walk, 0) : nil }
    return (0...version).first { walk.root($0) == origin }.map { tableFound(walk, $0) }
  }

  /// Whether a place that was reached so is one by which the tables are come to.
  func isOnTheWay(_ origin: Origin) -> Bool {
    guard let walk else { return roots.isOnTheWay(origin) }
    let versions = walk.holder == nil ? [walk.root] : (0...version).map(walk.root)
    return versions.contains { $0?.isBehind(origin) ?? false }
  }

  /// - Throws: `Refusal` where memory is copied to a variable that has the address, or leads to the tables.
  func requireOwn(_ object: ObjectID, _ frame: SymbolicRun.Frame) throws {
    guard object == holder || object == holderOfAddress, let walk else { return }
    throw Refusal(
      "\(walk.walk.function) copies memory to the variable that has the address, or leads to the"
        + " tables", frame.source)
  }

  /// Puts down that others may know an object's address.
  func escaped(_ object: ObjectID) {
    guard object == holder || object == holderOfAddress, let walk else { return }
    refusal =
      "others may know where the variable lies that has the address, or leads to the tables, of"
      + " \(walk.walk.function)"
  }

  /// Puts down that something is made of a value: of what is read beside the address's entry nothing may.
  func use(_ value: Value) {
    guard walk != nil, value.tags.contains(.table) else { return }
    outflow += value.alternatives.map(\.word)
  }

  /// What is written to an object, where that has the address or leads to the tables.
  func written(
    _ stored: Value, to object: ObjectID, _ path: PathCondition, _ run: SymbolicRun,
    _ frame: SymbolicRun.Frame
  ) -> Value {
    if object == holder { version += 1 }
    guard object == holderOfAddress else { return stored }
    guard let number = stored.number, number.word.width == machine.word, !isAddressKnown,
      Self.names(in: [number.word]).isEmpty
    else {
      refusal = "which address is looked up is not known"
      return stored
    }
    // What the compiler was told to begin with.
    if number.word.constantValue != nil { return stored }
    isAddressKnown = true
    // It is written once: this says what 'addr' is.
    run.presume(.implies(path.term, .equal(number.word, addr)))
    return Value(addr, tags: number.tags)
  }

  /// A read of an entry in a walk of one address: it has to be the address's, in a table that its
  /// entries lead to.
  func readForAddress(
    _ address: Term, _ bytes: Int, _ isMarked: Bool, _ path: PathCondition, _ run: SymbolicRun,
    _ frame: SymbolicRun.Frame
  ) -> Value {
    let isLocked = walk?.walk.lock != nil
    if isLocked, bytes == entryBytes,
      let known = entries.first(where: { Term.same($0.address, address) && $0.isAhead(of: path) })
    {
      return Value(known.value, tags: .table)
    }
    let term = run.any("read", width: 8 * bytes)
    // Places are sums that begin with the table's address: others need not be compared.
    let sources = Self.names(in: [address])
    // A loop's cursor is no sum: it may be anywhere.
    func isNear(_ base: Term) -> Bool {
      sources.isEmpty || !Self.names(in: [base]).isDisjoint(with: sources)
    }
    let own = tables.filter { isNear($0.base) }
    let inside = own.map {
      Term.all([
        $0.condition, machine.hardware.isEntry(address, base: $0.base, in: $0.position),
      ])
    }
    let here = own.map {
      Term.all([
        $0.condition,
        .equal(address, machine.hardware.entryAddress(base: $0.base, addr: addr, in: $0.position)),
      ])
    }
    run.require("in-bounds", "a read of an entry of a table", path, .any(inside), frame.place)
    run.require(
      "checked-descent", "a table is come to by an entry that leads on", path,
      .any(
        inside
          + [
            .all(
              named.filter { isNear($0.base) }.map {
                .not(
                  .all([
                    $0.condition, machine.hardware.isEntry(address, base: $0.base, in: $0.position),
                  ]))
              })
          ]), frame.place)
    if !looksBeside(frame), let name = term.variableName {
      reads.append(
        (
          name,
          ProofCondition(
            kind: .obligation("right-entry", "what is read is the address's entry"),
            facts: run.facts.count, path: path.parts, goal: .any(here), place: frame.place)
        ))
    }
    run.require(
      "marked-access", "a read of a table is marked", path, .boolean(isMarked), frame.place)
    guard bytes == entryBytes else { return Value(term, tags: .table) }
    let entry = machine.entry(term)
    for (table, inside) in zip(own, inside) {
      guard let carries = try? machine.hardware.carries(entry, in: table.position) else { continue }
      run.presume(
        .implies(.all([path.term, inside]), .all([carries, isOfWalk(entry, in: table.position)])))
    }
    if isLocked {
      for other in entries where other.value.width == term.width {
        run.presume(
          .implies(
            .all([path.term, .all(other.path.parts), .equal(address, other.address)]),
            .equal(term, other.value)))
      }
    }
    entries.append(AddressEntry(path: path, address: address, value: term))
    for (table, here) in zip(own, here) where table.position + 1 < machine.hardware.tables.count {
      add(tableOf: entry, in: table.position, when: .all([path.term, here]), run)
    }
    return Value(term, tags: .table)
  }

  /// Functions that look at other entries of a table, too: at the first one's type
  /// (arch/s390/include/asm/pgtable.h), and at which of a group were used (arch/arm64/mm/contpte.c).
  private static let besides: Set = [
    "pgd_offset_raw", "contpte_ptep_get", "contpte_ptep_get_lockless",
  ]

  private func looksBeside(_ frame: SymbolicRun.Frame) -> Bool {
    let callers = frame.route.split(separator: "/").map { String($0.prefix { $0 != ":" }) }
    return (callers + [frame.function.name]).contains {
      Self.besides.contains(WalkMachine.plain($0))
    }
  }

  /// What is stated of entries in the tables that this walk is asked about.
  private func isOfWalk(_ entry: Term, in position: Int) -> Term {
    var parts: [Term] = []
    if walk?.walk.isKernels == true, let test = try? machine.isKernels(entry, in: position) {
      parts.append(test)
    }
    if let count = walk?.walk.leafTables, position < machine.hardware.tables.count - count,
      let isLeaf = try? machine.hardware.isLeaf(entry, in: position)
    {
      parts.append(.not(isLeaf))
    }
    return .all(parts)
  }

  /// Whether a call is one of a function that clears an entry which is neither none, nor a leaf, nor
  /// names a table: tables hold no such (mm/pgtable-generic.c, v6.12).
  func endsWay(_ name: String) -> Bool {
    walk?.walk.lock != nil
      && ["pgd_clear_bad", "p4d_clear_bad", "pud_clear_bad", "pmd_clear_bad"].contains(
        WalkMachine.plain(name))
  }

  /// The table that an entry names which was read at the address's place.
  private func add(
    tableOf entry: Term, in position: Int, when condition: Term, _ run: SymbolicRun
  ) {
    guard let next = try? machine.hardware.next(of: entry, in: position),
      let leadsOn = try? machine.hardware.leadsOn(entry, in: position)
    else { return }
    let isThere = Term.all([condition, leadsOn])
    run.presume(.implies(isThere, machine.hardware.isPlaced(next, in: position + 1)))
    tables.append((next, position + 1, isThere))
    named.append((next, position + 1, condition))
  }
}

/// An entry that a walk of one address has read.
struct AddressEntry {
  let path: PathCondition
  let address: Term
  let value: Term

  /// Whether whoever is on a path has read it.
  func isAhead(of path: PathCondition) -> Bool {
    self.path.parts.count <= path.parts.count
      && zip(self.path.parts, path.parts).allSatisfy { Term.same($0, $1) }
  }
}
