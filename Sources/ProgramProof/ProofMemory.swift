import SMT

/// A place in an object.
struct CellKey: Hashable {
  let object: ObjectID
  /// Bytes from its start.
  let offset: Int

  /// Whether `bytes` bytes here share one with those of another place.
  func overlaps(_ bytes: Int, _ other: CellKey, _ otherBytes: Int) -> Bool {
    object == other.object && offset < other.offset + otherBytes
      && other.offset < offset + bytes
  }
}

/// A word in memory that is known.
struct Cell {
  let bytes: Int
  var value: Value
}

/// An entry that was read.
struct EntryRead {
  let condition: Term
  let address: Term
  let value: Term
}

/// What a walk did, as far as it matters later.
enum WalkStep {
  case read(EntryRead)
  /// It did something to what the kernel keeps of a page, which may take it.
  case pageTouch(condition: Term, address: Term, mayTake: Bool)
  /// It may have taken pages: in a loop that it has been in, or by numbers.
  case untoldTouch(condition: Term)

  /// Whether both are the same event, and not one of another way that is like it.
  fileprivate func isSame(_ other: WalkStep) -> Bool {
    switch (self, other) {
    case (.read(let a), .read(let b)): a.value === b.value
    case (.pageTouch(let a, let there, let one), .pageTouch(let b, let here, let other)):
      a === b && there === here && one == other
    case (.untoldTouch(let a), .untoldTouch(let b)): a === b
    case (.read, _), (.pageTouch, _), (.untoldTouch, _): false
    }
  }
}

/// What a program's run has made: stack objects, what it did since, in this order, and which objects
/// are known elsewhere.
struct ProofMemory {
  var cells: [CellKey: Cell] = [:]
  var steps: [WalkStep] = []
  /// Objects whose address others may know: what they hold is unknown.
  private(set) var escaped: Set<ObjectID> = []
  /// Objects whose address others may know on a condition: on the ways on which that was so.
  private(set) var escapedOn: [ObjectID: Term] = [:]
  /// Locals that are there: their function's call has not returned.
  var live: Set<ObjectID> = []

  /// Objects whose address others may know, be it on a condition.
  var knownElsewhere: Set<ObjectID> { escaped.union(escapedOn.keys) }

  /// When others may know an object's address.
  func isKnownElsewhere(_ object: ObjectID) -> Term {
    escaped.contains(object) ? .yes : escapedOn[object] ?? .no
  }

  /// The objects whose addresses others may know now, and did not at a loop's head.
  func escapes(since head: ProofMemory) -> Set<ObjectID> {
    escaped.union(escapedOn.filter { head.escapedOn[$0.key] !== $0.value }.keys)
      .subtracting(head.escaped)
  }

  /// The entries that it read.
  var reads: [EntryRead] {
    steps.compactMap {
      if case .read(let read) = $0 { return read }
      return nil
    }
  }

  /// Forgets what an object holds.
  mutating func forget(_ object: ObjectID) {
    for key in cells.keys where key.object == object { cells[key] = nil }
  }

  /// Forgets what lies where `bytes` bytes are written.
  mutating func forget(_ object: ObjectID, at offset: Int, bytes: Int) {
    let written = CellKey(object: object, offset: offset)
    for (key, cell) in cells where key.overlaps(cell.bytes, written, bytes) { cells[key] = nil }
  }

  /// An object's address, and whatever is found behind it, is known to others from now on.
  mutating func escape(_ object: ObjectID) {
    escaped.insert(object)
    escapedOn[object] = nil
    lose(object)
  }

  /// What the addresses in a value lead to is known to others from now on.
  mutating func escape(what value: Value) {
    for alternative in value.alternatives {
      if let object = alternative.object { escape(object) }
    }
  }

  /// What the addresses lead to of which some bytes lie there.
  mutating func escape(what object: ObjectID, holdsAt offset: Int, _ bytes: Int) {
    let place = CellKey(object: object, offset: offset)
    for (key, cell) in cells where key.overlaps(cell.bytes, place, bytes) {
      escape(what: cell.value)
    }
  }

  /// What a place holds is unknown from now on, and may still be what it was: whoever reads it and
  /// goes there is not followed.
  mutating func lose(_ key: CellKey) {
    guard let cell = cells.removeValue(forKey: key) else { return }
    escape(what: cell.value)
  }

  /// The same of all that an object holds.
  mutating func lose(_ object: ObjectID) {
    for key in cells.keys.filter({ $0.object == object }) { lose(key) }
  }

  /// The memory where ways meet; `choices` tell each way but the last from those behind it.
  ///
  /// What was never written on one of the ways is any word there. `isOwn` tells the walk's own objects from
  /// variables.
  static func meeting(
    _ ways: [ProofMemory], choices: [Term], isOwn: (ObjectID) -> Bool, any: (Int) -> Term
  ) -> ProofMemory {
    guard var result = ways.last, ways.count > 1 else { return ways.first ?? ProofMemory() }
    for (way, choice) in zip(ways.dropLast(), choices).reversed() {
      result.merge(way, where: choice, isOwn: isOwn, any: any)
    }
    return result
  }

  private mutating func merge(
    _ other: ProofMemory, where condition: Term, isOwn: (ObjectID) -> Bool, any: (Int) -> Term
  ) {
    let mine = cells
    var lost: [Value] = []
    for key in Set(mine.keys).union(other.cells.keys) {
      let (here, there) = (mine[key], other.cells[key])
      if let here, let there {
        if here.bytes == there.bytes, here.value.width == there.value.width {
          cells[key]?.value = .choice(condition, there.value, here.value)
        } else {
          cells[key] = nil
          lost += [here.value, there.value]
        }
      } else if let known = here ?? there {
        let lacking = here == nil ? mine : other.cells
        if lacking.contains(where: { $0.key.overlaps($0.value.bytes, key, known.bytes) }) {
          cells[key] = nil
          lost.append(known.value)
          continue
        }
        let unknown = Value(any(known.value.width), tags: .foreign)
        cells[key] = Cell(
          bytes: known.bytes,
          value: here == nil
            ? .choice(condition, known.value, unknown)
            : .choice(condition, unknown, known.value))
      }
    }
    // What is known elsewhere on one way alone may hold there what only the other has written.
    let before = self
    for object in before.knownElsewhere.union(other.knownElsewhere) {
      if !isOwn(object) || before.escaped.contains(object) && other.escaped.contains(object) {
        escape(object)
        continue
      }
      let (here, there) = (before.isKnownElsewhere(object), other.isKnownElsewhere(object))
      escaped.remove(object)
      escapedOn[object] =
        here === there
        ? here : .any([.all([condition, there]), .all([.not(condition), here])])
    }
    for value in lost { escape(what: value) }
    live.formIntersection(other.live)
    var common = 0
    while common < steps.count, common < other.steps.count,
      steps[common].isSame(other.steps[common])
    {
      common += 1
    }
    steps += other.steps[common...]
  }
}
