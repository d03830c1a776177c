import Programs
import SMT

/// Reads and writes, as `docs/semantics.md` has them.
extension SymbolicRun {
  func read(
    _ address: Value, _ bytes: Int, _ isMarked: Bool, _ path: PathCondition,
    _ memory: inout ProofMemory, _ frame: Frame
  ) -> Value {
    requireNoDummy(address, "where it reads", path, frame)
    var result: Value?
    for alternative in address.alternatives.reversed() {
      let here = path.and(alternative.condition)
      let value: Value
      if let object = alternative.object {
        value = read(object, alternative.word, bytes, here, &memory, frame)
      } else {
        value = readFlat(alternative, bytes, isMarked, here, &memory, frame)
      }
      result = result.map { .choice(alternative.condition, value, $0) } ?? value
    }
    return result ?? unknown("memory", width: 8 * bytes)
  }

  /// What is no object's: a table, or memory of which nothing is known.
  private func readFlat(
    _ address: Alternative, _ bytes: Int, _ isMarked: Bool, _ path: PathCondition,
    _ memory: inout ProofMemory, _ frame: Frame
  ) -> Value {
    let width = 8 * bytes
    if address.tags.contains(.stack) {
      require(
        "no-stack-iteration", "a read of the stack by an address that was computed", path, .no,
        frame.place)
      return unknown("stack", width: width)
    }
    if isForeign(address) {
      let origin = address.origin?.content
      if let origin, let known = contract.known(origin, width: width) {
        if contract.walk == nil { currents.insert(origin.source) }
        return known
      }
      let read = unknown("memory", width: width, origin: origin)
      // What is found in the memory map may be a page's address.
      return address.tags.contains(.map) && width == program.addressWidth
        ? read.tagged(.map) : read
    }
    return contract.readTable(address.word, bytes, isMarked, path, &memory, self, frame)
  }

  /// Whether an address is derived from what nothing is known of, and not from a table alone.
  private func isForeign(_ address: Alternative) -> Bool {
    if address.tags.contains(.map) { return true }
    if address.tags.contains(.table) { return false }
    return address.tags.contains(.foreign) || address.word.constantValue != nil
  }

  private func read(
    _ object: ObjectID, _ offset: Term, _ bytes: Int, _ path: PathCondition,
    _ memory: inout ProofMemory, _ frame: Frame
  ) -> Value {
    let width = 8 * bytes
    switch history.objects[object].kind {
    case .global(let name):
      let origin = offset.constantValue.map {
        Origin(.global(name)).moved(by: $0, width: program.addressWidth).content
      }
      return contract.machine.global(name, offset: offset.constantValue, width: width)
        ?? origin.flatMap { contract.known($0, width: width) }
        ?? unknown("@\(name)", width: width, origin: origin)
    case .pages: return unknown("page", width: width).tagged(.map)
    case .local, .copy, .count, .reached:
      lookAgain(at: object, path, memory, frame)
      guard isThere(object, path, "read", memory, frame),
        let start = place(object, offset, bytes, path, "read", frame)
      else {
        return left("undefined", of: object, width: width, &memory)
      }
      if memory.escaped.contains(object) {
        return left("escaped", of: object, width: width, &memory)
      }
      if let word = memory.word(object, start, bytes, program.isLittleEndian) {
        guard let isKnown = memory.escapedOn[object] else { return contract.read(word, of: object) }
        // Who knows the object may have changed which of the addresses that it has held is there: on a way
        // that is none, nobody has.
        if holdsAddresses(object) {
          require(
            "no-stack-iteration", "an address is read of a local that nobody else knows",
            path.and(isKnown), .no, frame.place)
          return contract.read(word, of: object)
        }
        return .choice(isKnown, left("escaped", of: object, width: width, &memory), word)
      }
      return left("undefined", of: object, width: width, &memory)
    }
  }

  /// Puts down that what an object holds cannot be told from what others know.
  func tell(_ object: ObjectID, _ memory: ProofMemory) {
    for (key, cell) in memory.cells where key.object == object { contract.tell(cell.value) }
  }

  /// A condition of the proof where the object is the caller's copy of an entry.
  private func lookAgain(
    at object: ObjectID, _ path: PathCondition, _ memory: ProofMemory, _ frame: Frame
  ) {
    guard case .copy = history.objects[object].kind else { return }
    contract.lookAgain(atCopyOn: path, memory, self, frame)
  }

  /// Whether an object is there; that it is not is a condition that fails.
  private func isThere(
    _ object: ObjectID, _ path: PathCondition, _ what: String, _ memory: ProofMemory,
    _ frame: Frame
  ) -> Bool {
    guard case .local = history.objects[object].kind, !memory.live.contains(object) else {
      return true
    }
    require(
      "no-stack-iteration", "a \(what) of a stack object whose function has returned", path, .no,
      frame.place)
    return false
  }

  /// Where in an object an access lies: a condition of the proof where the address is no constant.
  private func place(
    _ object: ObjectID, _ offset: Term, _ bytes: Int, _ path: PathCondition, _ what: String,
    _ frame: Frame
  ) -> Int? {
    let known = history.objects[object]
    let name = known.name.split(separator: "/").last.map(String.init) ?? known.name
    let text = "a \(what) of the stack object \(name), inside of it"
    if let start = offset.constantValue {
      if start <= UInt64(known.bytes), bytes <= known.bytes - Int(start) { return Int(start) }
      require("no-stack-iteration", text, path, .no, frame.place)
      return nil
    }
    if known.bytes == bytes {
      require(
        "no-stack-iteration", text, path, .equal(offset, .constant(0, width: offset.width)),
        frame.place)
      return 0
    }
    let room = known.bytes >= bytes ? UInt64(known.bytes - bytes) : 0
    require(
      "no-stack-iteration", text, path,
      known.bytes >= bytes ? .lessOrEqual(offset, .constant(room, width: offset.width)) : .no,
      frame.place)
    return nil
  }

  // MARK: writes

  func write(
    _ stored: Value, to address: Value, _ bytes: Int, _ path: PathCondition,
    _ memory: inout ProofMemory, _ frame: Frame
  ) {
    let stored =
      stored.width == 8 * bytes
      ? stored : Value(number(stored, &memory).word.resized(to: 8 * bytes), tags: stored.tags)
    requireNoDummy(address, "where it writes", path, frame)
    for alternative in address.alternatives {
      let here = path.and(alternative.condition)
      guard let object = alternative.object else {
        requireNoDummy(stored, "what others are told", here, frame)
        escape(stored, &memory)
        contract.tell(stored)
        if stored.isOfPages { history.hasToldPages = true }
        touch(by: alternative, path, &memory)
        requireOffTheWay(alternative.origin, here, frame)
        if alternative.tags.contains(.stack) || !isForeign(alternative) {
          require(
            "in-bounds", "a write through an address of a table or of the stack", here, .no,
            frame.place)
        }
        continue
      }
      switch history.objects[object].kind {
      case .global(let name):
        escape(stored, &memory)
        contract.tell(stored)
        requireNoDummy(stored, "what others are told", here, frame)
        if stored.isOfPages { history.hasToldPages = true }
        let origin = alternative.word.constantValue.map {
          Origin(.global(name)).moved(by: $0, width: program.addressWidth)
        }
        requireOffTheWay(origin, here, frame)
        if contract.machine.isConstant(name) {
          require(
            "in-bounds", "a write to \(name), which is stated not to change", here, .no,
            frame.place)
        }
      case .pages:
        escape(stored, &memory)
        requireNoDummy(stored, "what is recorded", here, frame)
        contract.record(
          stored, at: alternative.word, bytes, here, isCertain: address.alternatives.count == 1,
          &memory, self, frame)
      case .copy:
        require(
          "no-stack-iteration", "a write to the caller's copy of an entry", here, .no, frame.place)
        memory.forget(object)
      case .local, .count, .reached:
        history.leave(stored, in: object)
        guard isThere(object, here, "write", memory, frame),
          let start = place(object, alternative.word, bytes, here, "write", frame)
        else {
          contract.tell(stored)
          tell(object, memory)
          memory.lose(object)
          continue
        }
        if memory.escaped.contains(object) || memory.escapedOn[object] != nil {
          escape(stored, &memory)
          contract.tell(stored)
        }
        if memory.escaped.contains(object) { continue }
        let stored = contract.written(stored, to: object, here, self, frame)
        let counted = object == contract.count ? contract.count(memory) : nil
        let key = CellKey(object: object, offset: start)
        let before = memory.word(object, start, bytes, program.isLittleEndian)
        if before == nil, address.alternatives.count > 1 {
          memory.escape(what: object, holdsAt: start, bytes)
        }
        memory.forget(object, at: start, bytes: bytes)
        let value =
          address.alternatives.count == 1
          ? stored
          : .choice(
            alternative.condition, stored, before ?? unknown("undefined", width: 8 * bytes))
        memory.cells[key] = Cell(bytes: bytes, value: value)
        if let counted { contract.counted(from: counted, here, memory, self, frame) }
      }
    }
  }

  /// Requires that a place which is written is none by which the tables are come to.
  func requireOffTheWay(_ origin: Origin?, _ path: PathCondition, _ frame: Frame) {
    guard let origin, contract.isOnTheWay(origin.content) else { return }
    require("right-entry", "what leads to the tables is not written", path, .no, frame.place)
  }

  // MARK: many bytes

  private static let maximumCopy: UInt64 = 4096

  func copy(
    _ source: Value, to target: Value, _ size: Term, _ isMarked: Bool, _ path: PathCondition,
    _ memory: inout ProofMemory, _ frame: Frame
  ) throws {
    guard let size = size.constantValue, size <= Self.maximumCopy else {
      throw Refusal("memory is copied of a size that is not known", frame.source)
    }
    requireNoDummy(source, "what is copied", path, frame)
    requireNoDummy(target, "where it is copied to", path, frame)
    if let from = source.place, let to = target.place, isPlain(from.object, memory),
      isPlain(to.object, memory), history.objects[to.object].kind == .local,
      memory.isKnownElsewhere(from.object).constantValue == 0,
      memory.isKnownElsewhere(to.object).constantValue == 0,
      let start = place(from, size, path, "read", frame),
      let end = place(to, size, path, "write", frame),
      start + size <= UInt64(history.objects[from.object].bytes),
      end + size <= UInt64(history.objects[to.object].bytes)
    {
      lookAgain(at: from.object, path, memory, frame)
      try contract.requireOwn(to.object, frame)
      if let residue = history.residues[from.object] { history.leave(residue, in: to.object) }
      for (key, cell) in memory.cells where key.object == from.object {
        history.leave(cell.value, in: to.object)
      }
      for (key, cell) in memory.cells
      where key.object == from.object
        && (key.offset < Int(start) || key.offset + cell.bytes > Int(start + size))
        && key.overlaps(
          cell.bytes, CellKey(object: from.object, offset: Int(start)), Int(size))
      {
        memory.escape(what: cell.value)
      }
      let copied = memory.cells.filter {
        $0.key.object == from.object && $0.key.offset >= Int(start)
          && $0.key.offset + $0.value.bytes <= Int(start + size)
      }
      memory.forget(to.object, at: Int(end), bytes: Int(size))
      for (key, cell) in copied {
        memory.cells[CellKey(object: to.object, offset: key.offset - Int(start) + Int(end))] = cell
      }
      return
    }
    let word = UInt64(program.addressWidth / 8)
    var done: UInt64 = 0
    var words: [(UInt64, Int, Value)] = []
    while done < size {
      let bytes = chunk(size - done, word)
      let step = Term.constant(done, width: program.addressWidth)
      words.append(
        (done, bytes, read(source.mapped { $0 + step }, bytes, isMarked, path, &memory, frame)))
      done += UInt64(bytes)
    }
    for (offset, bytes, value) in words {
      let step = Term.constant(offset, width: program.addressWidth)
      write(value, to: target.mapped { $0 + step }, bytes, path, &memory, frame)
    }
  }

  /// Where a copy begins in an object: a condition of the proof where that is no constant, and the whole
  /// object is copied.
  private func place(
    _ place: (object: ObjectID, offset: Term), _ size: UInt64, _ path: PathCondition,
    _ what: String, _ frame: Frame
  ) -> UInt64? {
    if let start = place.offset.constantValue { return start }
    guard history.objects[place.object].bytes == Int(size) else { return nil }
    return self.place(place.object, place.offset, Int(size), path, what, frame).map(UInt64.init)
  }

  private func isPlain(_ object: ObjectID, _ memory: ProofMemory) -> Bool {
    switch history.objects[object].kind {
    case .local: return memory.live.contains(object)
    case .copy: return true
    case .global, .pages, .count, .reached: return false
    }
  }

  private func chunk(_ rest: UInt64, _ word: UInt64) -> Int {
    var bytes = word
    while bytes > rest { bytes /= 2 }
    return Int(bytes)
  }

  func fill(
    _ target: Value, with byte: Term, _ size: Term, _ path: PathCondition,
    _ memory: inout ProofMemory, _ frame: Frame
  ) throws {
    guard let size = size.constantValue, size <= Self.maximumCopy else {
      throw Refusal("memory is filled of a size that is not known", frame.source)
    }
    let word = UInt64(program.addressWidth / 8)
    var done: UInt64 = 0
    while done < size {
      let bytes = chunk(size - done, word)
      let step = Term.constant(done, width: program.addressWidth)
      let value =
        byte.constantValue.map {
          Value(.constant(($0 & 255) &* 0x0101_0101_0101_0101, width: 8 * bytes))
        } ?? unknown("filled", width: 8 * bytes)
      write(value, to: target.mapped { $0 + step }, bytes, path, &memory, frame)
      done += UInt64(bytes)
    }
  }
}

extension ProofMemory {
  /// The word at a place of an object, made of what is known there; nil where not all of it is.
  func word(_ object: ObjectID, _ start: Int, _ bytes: Int, _ isLittleEndian: Bool) -> Value? {
    let place = CellKey(object: object, offset: start)
    if let cell = cells[place], cell.bytes == bytes { return cell.value }
    var result: Term?
    var tags: Tags = []
    var covered = 0
    for (key, cell) in cells where key.overlaps(cell.bytes, place, bytes) {
      guard let number = cell.value.number else { return nil }
      let (low, high) = (max(start, key.offset), min(start + bytes, key.offset + cell.bytes))
      covered += high - low
      tags.formUnion(number.tags)
      // How many bytes stand below the common part, in the cell and in the result.
      let below =
        isLittleEndian ? low - key.offset : key.offset + cell.bytes - high
      let above = isLittleEndian ? low - start : start + bytes - high
      let cellBits = Term.constant(UInt64(8 * below), width: 8 * cell.bytes)
      let part = (number.word >> cellBits).resized(to: 8 * (high - low)).resized(to: 8 * bytes)
      let moved = part << Term.constant(UInt64(8 * above), width: 8 * bytes)
      result = result.map { $0 | moved } ?? moved
    }
    guard covered == bytes, let result else { return nil }
    return Value(result, tags: tags)
  }
}
