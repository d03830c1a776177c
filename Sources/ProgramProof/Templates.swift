import SMT

/// Proposes what may hold at a loop's head. Nobody has to believe any of it: what is not shown on
/// the way in and around is dropped.
struct Templates {
  let run: SymbolicRun
  let contract: LevelContract
  /// Memory before the loop, and at its head.
  let before: ProofMemory
  let head: ProofMemory
  let changed: Set<CellKey>
  /// The locals of the function that loops.
  let own: Set<ObjectID>

  private var word: Int { contract.machine.word }

  /// Those locals, and what they lead to: a structure of what the function needs lies among its caller's.
  private var near: Set<ObjectID> {
    own.union(
      head.cells.filter { own.contains($0.key.object) && !changed.contains($0.key) }
        .flatMap { $0.value.value.alternatives.compactMap(\.object) }.filter(run.isLocal))
  }

  /// Where a cursor is in an object before the loop: bytes from its start, which are 0 but in a structure.
  private func place(in object: ObjectID, of cell: CellKey) -> UInt64 {
    before.cells[cell]?.value.alternatives.first { $0.object == object }?.word.constantValue ?? 0
  }

  /// That a value is at a place of an object, where it is one in that.
  private static func isAt(_ place: UInt64, of object: ObjectID, _ value: Value) -> Term {
    .all(
      value.alternatives.filter { $0.object == object }.map {
        .implies($0.condition, .equal($0.word, .constant(place, width: $0.word.width)))
      })
  }

  func candidates() -> [Candidate] {
    var result: [Candidate] = []
    func add(_ name: String, _ holds: @escaping (ProofMemory) -> Term?) {
      result.append(Candidate(name: name, holds: holds))
    }
    func name(_ cell: CellKey) -> String {
      "\(run.name(cell))\(cell.offset == 0 ? "" : "+\(cell.offset)")"
    }
    // Also where a caller wants a structure that is given back, which lies among its locals.
    let cells = changed.filter { run.isLocal($0.object) && head.cells[$0] != nil }
      .sorted { ($0.object, $0.offset) < ($1.object, $1.offset) }
    let near = self.near
    let still = head.cells.keys.filter {
      near.contains($0.object) && !changed.contains($0) && head.cells[$0]?.value.number != nil
    }.sorted { ($0.object, $0.offset) < ($1.object, $1.offset) }

    for cell in cells {
      guard let value = head.cells[cell]?.value else { continue }
      for alternative in value.alternatives {
        let object = alternative.object
        if value.alternatives.count > 1 {
          add("\(name(cell)) is never in \(object.map(String.init) ?? "memory")") { memory in
            memory.cells[cell].map { now in
              .all(
                now.value.alternatives.filter { $0.object == object }.map { .not($0.condition) })
            }
          }
        }
        if let object, object != contract.pages {
          let place = place(in: object, of: cell)
          add("\(name(cell)) is at \(place) of \(object)") { memory in
            memory.cells[cell].map { Self.isAt(place, of: object, $0.value) }
          }
        }
      }
    }

    // Words that are one thing: a number, or a place in the array.
    let users = cells.filter { cell in
      guard let value = head.cells[cell]?.value, let start = before.cells[cell]?.value else {
        return false
      }
      return value.alternatives.count == 1 && start.alternatives.count == 1
        && value.alternatives[0].object == start.alternatives[0].object
        && (value.alternatives[0].object.map { $0 == contract.pages } ?? true)
    }
    func term(_ cell: CellKey, _ memory: ProofMemory) -> Term? {
      guard let value = memory.cells[cell]?.value, value.alternatives.count == 1,
        value.alternatives[0].object == head.cells[cell]?.value.alternatives[0].object
      else { return nil }
      return value.alternatives[0].word
    }
    func tags(_ cell: CellKey) -> Tags { head.cells[cell]?.value.tags ?? [] }
    func isNumber(_ cell: CellKey) -> Bool {
      head.cells[cell]?.value.number != nil && tags(cell).isDisjoint(with: [.table, .map])
    }
    func width(_ cell: CellKey) -> Int { head.cells[cell]?.value.width ?? 0 }
    let isWalk = cells.contains {
      tags($0).contains(.table) && !tags($0).contains(.map) && width($0) == word
    }

    for x in users {
      guard let start = term(x, before) else { continue }
      add("\(name(x)) is unchanged") { term(x, $0).map { .equal($0, start) } }
      if isNumber(x), width(x) == word {
        add("\(name(x)) is page aligned") {
          term(x, $0).map { contract.machine.hardware.isPageAligned($0) }
        }
        add("\(name(x)) >= its first value") { term(x, $0).map { .lessOrEqual(start, $0) } }
        add("\(name(x)) belongs to the next slot") { memory in
          guard let now = term(x, memory), let count = contract.count(memory) else { return nil }
          return .equal(contract.wide(now), contract.address(ofSlot: count))
        }
      }
      if isNumber(x), width(x) == word {
        for y in users where y != x && isNumber(y) && width(y) == 32 {
          add("\(name(x)) belongs to the slot \(name(y))") { memory in
            guard let now = term(x, memory), let slot = term(y, memory) else { return nil }
            return .equal(
              contract.wide(now),
              contract.address(
                ofSlot: SymbolicArithmetic.resize(slot, to: 64, isSigned: true)))
          }
          add("\(name(x)) belongs to the slot \(name(y)) behind the next") { memory in
            guard let now = term(x, memory), let more = term(y, memory),
              let count = contract.count(memory)
            else { return nil }
            return .equal(
              contract.wide(now),
              contract.address(
                ofSlot: count + SymbolicArithmetic.resize(more, to: 64, isSigned: true)))
          }
        }
      }
      if isNumber(x), width(x) == 32 {
        let sign = Term.constant(1 << 31, width: 32)
        add("\(name(x)) <= its first value") { term(x, $0).map { .lessOrEqual($0, start) } }
        add("\(name(x)) >= 0") { term(x, $0).map { .less($0, sign) } }
      }
      for y in still + users where y != x && width(y) == width(x) && isNumber(x) && isNumber(y) {
        add("\(name(x)) < \(name(y))") { memory in
          guard let a = term(x, memory), let b = term(y, memory) else { return nil }
          return .less(a, b)
        }
        add("\(name(x)) <= \(name(y))") { memory in
          guard let a = term(x, memory), let b = term(y, memory) else { return nil }
          return .lessOrEqual(a, b)
        }
        guard width(x) == word, !changed.contains(y) else { continue }
        for shift in contract.shifts {
          // Behind the last address, where a loop looks before it goes round, they need not.
          add("\(name(x)) and \(name(y)) - 1 agree above \(shift), if less") { memory in
            guard let a = term(x, memory), let b = term(y, memory) else { return nil }
            return .implies(
              .less(a, b), contract.isSame(a, b - .constant(1, width: word), above: shift))
          }
          add("\(name(x)) and \(name(y)) - 1 agree above \(shift)") { memory in
            guard let a = term(x, memory), let b = term(y, memory) else { return nil }
            return contract.isSame(a, b - .constant(1, width: word), above: shift)
          }
        }
      }
      if tags(x).contains(.table), !tags(x).contains(.map), width(x) == word {
        for y in still + users where y != x && isNumber(y) && width(y) == word {
          for (number, table) in contract.tables.enumerated() {
            add("\(name(x)) is table \(number)'s entry for \(name(y)), in the range") { memory in
              guard let a = term(x, memory), let b = term(y, memory) else { return nil }
              return .implies(
                .less(b, contract.end),
                .equal(
                  a,
                  contract.machine.hardware.entryAddress(
                    base: table.base, addr: b, in: table.position)))
            }
            add("\(name(x)) is table \(number)'s entry for \(name(y))") { memory in
              guard let a = term(x, memory), let b = term(y, memory) else { return nil }
              return .equal(
                a,
                contract.machine.hardware.entryAddress(
                  base: table.base, addr: b, in: table.position))
            }
          }
        }
      }
    }

    // A cursor in a copy, which a loop that looks first moves on once more than it reads.
    for x in cells {
      let objects = Set(head.cells[x]?.value.alternatives.compactMap(\.object) ?? [])
      for object in objects.subtracting([contract.pages]).sorted() {
        let place = place(in: object, of: x)
        for y in still + users where isNumber(y) && width(y) == word {
          add("\(name(x)) is at \(place) of \(object), with \(name(y)) in the range") { memory in
            guard let value = memory.cells[x]?.value, let b = term(y, memory) else { return nil }
            return .implies(.less(b, contract.end), Self.isAt(place, of: object, value))
          }
        }
      }
    }

    // A cursor of which it is not known yet whether it is in a copy.
    for x in cells where !users.contains(x) && tags(x).contains(.table) && width(x) == word {
      for y in still + users where isNumber(y) && width(y) == word {
        for (number, table) in contract.tables.enumerated() {
          add("\(name(x)) is in a copy, or table \(number)'s entry for \(name(y))") { memory in
            guard let value = memory.cells[x]?.value, let b = term(y, memory) else { return nil }
            let entry = contract.machine.hardware.entryAddress(
              base: table.base, addr: b, in: table.position)
            return .implies(
              .less(b, contract.end),
              .all(
                value.alternatives.filter { $0.object == nil }.map {
                  .implies($0.condition, .equal($0.word, entry))
                }))
          }
        }
      }
    }

    let numbers = (still + users).filter { isNumber($0) && width($0) == word }
    let bases = head.cells.keys.filter {
      near.contains($0.object) && !changed.contains($0) && tags($0).contains(.table)
        && !tags($0).contains(.map) && width($0) == word
        && head.cells[$0]?.value.number != nil
    }.sorted { ($0.object, $0.offset) < ($1.object, $1.offset) }
    addIndices(users.filter(isNumber), bases, numbers, term, name, add)
    addEntries(users, isNumber, term, name, add)
    if contract.judgesPages, changed.contains(CellKey(object: contract.count, offset: 0)) {
      addSteps(users, term, name, add)
    }
    if contract.judgesPages, !isWalk { addPairs(users, term, name, add) }

    let countCell = CellKey(object: contract.count, offset: 0)
    let reachedCell = CellKey(object: contract.reached, offset: 0)
    if contract.judgesPages, changed.contains(countCell) || changed.contains(reachedCell) {
      let start = SymbolicArithmetic.resize(contract.countAtStart, to: 64, isSigned: true)
      add("what is counted is right") { memory in
        guard let count = contract.count(memory), let reached = contract.reached(memory) else {
          return nil
        }
        return .lessOrEqual(count, reached)
      }
      add("what is reached is fresh") { memory in
        guard let fresh = contract.fresh(memory), let reached = contract.reached(memory) else {
          return nil
        }
        return .equal(fresh, reached)
      }
      add("what is reached is counted") { memory in
        guard let count = contract.count(memory), let reached = contract.reached(memory) else {
          return nil
        }
        return .equal(count, reached)
      }
      add("pages are counted up") { contract.count($0).map { .lessOrEqual(start, $0) } }
      add("the number of pages has no sign") {
        contract.count($0).map { .less($0, .constant(1 << 31, width: 64)) }
      }
      add("what is reached is bounded") {
        contract.reached($0).map {
          .less($0, .constant(LevelContract.maximumReached, width: 64))
        }
      }
      let size = Term.constant(UInt64((word / 8).trailingZeroBitCount), width: 64)
      for y in users {
        if head.cells[y]?.value.alternatives[0].object == contract.pages {
          add("\(name(y)) is reached") { memory in
            guard let now = term(y, memory), let reached = contract.reached(memory) else {
              return nil
            }
            return .lessOrEqual(contract.wide(now), reached << size)
          }
        }
        if isNumber(y), width(y) == 32 {
          add("the slot \(name(y)) is what is reached") { memory in
            guard let now = term(y, memory), let reached = contract.reached(memory) else {
              return nil
            }
            return .equal(SymbolicArithmetic.resize(now, to: 64, isSigned: true), reached)
          }
          add("\(name(y)) more than is counted is reached") { memory in
            guard let now = term(y, memory), let count = contract.count(memory),
              let reached = contract.reached(memory)
            else { return nil }
            return .lessOrEqual(
              count + SymbolicArithmetic.resize(now, to: 64, isSigned: true), reached)
          }
        }
      }
    }
    return result
  }

  /// A number that tells, from a place in a table that stays, which entry is looked at.
  private func addIndices(
    _ indices: [CellKey], _ bases: [CellKey], _ numbers: [CellKey],
    _ term: @escaping (CellKey, ProofMemory) -> Term?, _ name: (CellKey) -> String,
    _ add: (String, @escaping (ProofMemory) -> Term?) -> Void
  ) {
    let size = Term.constant(UInt64(contract.entryBytes.trailingZeroBitCount), width: word)
    for x in indices where [32, word].contains(head.cells[x]?.value.width) {
      for base in bases {
        for y in numbers where y != x {
          for (number, table) in contract.tables.enumerated() {
            add(
              "\(name(base)) and \(name(x)) entries is table \(number)'s entry for \(name(y)), in the"
                + " range"
            ) { memory in
              guard let index = term(x, memory), let start = term(base, memory),
                let b = term(y, memory)
              else { return nil }
              let moved = SymbolicArithmetic.resize(
                index, to: contract.machine.word, isSigned: true)
              return .implies(
                .less(b, contract.end),
                .equal(
                  start + (moved << size),
                  contract.machine.hardware.entryAddress(
                    base: table.base, addr: b, in: table.position)))
            }
          }
        }
      }
    }
  }

  /// In a loop that looks at entries which belong together: a place that moves with the number of
  /// those that were looked at, and an entry of which other bits change than those that tell its page.
  private func addEntries(
    _ users: [CellKey], _ isNumber: (CellKey) -> Bool,
    _ term: @escaping (CellKey, ProofMemory) -> Term?, _ name: (CellKey) -> String,
    _ add: (String, @escaping (ProofMemory) -> Term?) -> Void
  ) {
    let hardware = contract.machine.hardware
    for x in users {
      guard let first = term(x, before), head.cells[x]?.value.tags.contains(.table) ?? false,
        head.cells[x]?.value.tags.isDisjoint(with: [.map]) ?? false
      else { continue }
      if first.width == word {
        for y in users where isNumber(y) {
          guard let firstY = term(y, before), firstY.width == 32 else { continue }
          add("\(name(x)) moves by an entry with \(name(y))") { memory in
            guard let nowX = term(x, memory), let nowY = term(y, memory) else { return nil }
            let moved = SymbolicArithmetic.resize(nowY - firstY, to: 64, isSigned: true)
            return .equal(
              nowX - first,
              (moved * .constant(UInt64(contract.entryBytes), width: 64)).resized(to: word))
          }
        }
      }
      guard first.width == hardware.entryWidth else { continue }
      let (none, machine) = (Term.constant(0, width: word), contract.machine)
      for (number, table) in contract.tables.enumerated() {
        guard let page = try? hardware.page(of: machine.entry(first), at: none, in: table.position)
        else { continue }
        add("\(name(x)) tells the page of its first value in table \(number)") { memory in
          guard let now = term(x, memory),
            let other = try? hardware.page(of: machine.entry(now), at: none, in: table.position)
          else { return nil }
          return .equal(other, page)
        }
        guard let isLeaf = try? hardware.isLeaf(machine.entry(first), in: table.position)
        else { continue }
        add("\(name(x)) is a leaf of table \(number) as its first value is") { memory in
          guard let now = term(x, memory),
            let other = try? hardware.isLeaf(machine.entry(now), in: table.position)
          else { return nil }
          return .all([.implies(isLeaf, other), .implies(other, isLeaf)])
        }
      }
    }
  }

  /// By how much a number or a place may move with what moves beside it.
  private var steps: [UInt64] {
    let page = UInt64(1) << (contract.machine.hardware.pageShift.constantValue ?? 12)
    return [1, UInt64(word / 8), contract.machine.pageStructure, page]
  }

  /// In a loop that counts pages: what moves with their number, which no local may hold. No bits are
  /// lost by it, as they are where a place in the memory map is told by addresses.
  private func addSteps(
    _ users: [CellKey], _ term: @escaping (CellKey, ProofMemory) -> Term?,
    _ name: (CellKey) -> String,
    _ add: (String, @escaping (ProofMemory) -> Term?) -> Void
  ) {
    guard let firstCount = contract.count(before) else { return }
    for x in users {
      guard let firstX = term(x, before) else { continue }
      for number in steps {
        for isOpposite in [false, true] {
          add("d(\(name(x))) = \(isOpposite ? "-" : "")\(number) d(pages counted)") { memory in
            guard let nowX = term(x, memory), let count = contract.count(memory) else {
              return nil
            }
            let moved = (count - firstCount) * .constant(number, width: 64)
            return .equal(nowX, firstX + (isOpposite ? -moved : moved).resized(to: nowX.width))
          }
        }
      }
    }
  }

  /// Whether no other two of the numbers say the same.
  private static func isReduced(_ a: UInt64, _ b: UInt64, among numbers: [UInt64]) -> Bool {
    a == 1 || b == 1
      || !numbers.contains {
        $0 != 1 && a % $0 == 0 && b % $0 == 0 && numbers.contains(a / $0)
          && numbers.contains(b / $0)
      }
  }

  /// In a loop that records pages: what moves together, by numbers that pages, their structures and
  /// slots have to do with.
  private func addPairs(
    _ users: [CellKey], _ term: @escaping (CellKey, ProofMemory) -> Term?,
    _ name: (CellKey) -> String,
    _ add: (String, @escaping (ProofMemory) -> Term?) -> Void
  ) {
    let numbers = steps
    for (position, x) in users.enumerated() {
      for y in users[(position + 1)...] {
        guard let firstX = term(x, before), let firstY = term(y, before) else { continue }
        func step(_ now: Term, _ first: Term) -> Term {
          SymbolicArithmetic.resize(now - first, to: 64, isSigned: true)
        }
        for a in numbers {
          for b in numbers where Self.isReduced(a, b, among: numbers) {
            for isOpposite in [false, true] {
              let (by, of) = (Term.constant(a, width: 64), Term.constant(b, width: 64))
              add("\(b) d(\(name(x))) = \(isOpposite ? "-" : "")\(a) d(\(name(y)))") { memory in
                guard let nowX = term(x, memory), let nowY = term(y, memory) else { return nil }
                let right = step(nowY, firstY) * by
                return .equal(step(nowX, firstX) * of, isOpposite ? -right : right)
              }
            }
          }
        }
      }
    }
  }
}
