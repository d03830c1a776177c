import Programs

/// What instructions do.
extension ConcreteExecution {
  mutating func execute(_ instruction: Instruction) throws {
    let results = instruction.results
    switch instruction.operation {
    case .copy(let operand): try set(results, [try value(operand)])
    case .unary(let operation, let operand):
      let word = try value(operand)
      try set(results, [WordArithmetic.unary(operation, word, width(operand))])
    case .binary(let operation, let left, let right):
      let (a, b) = (try value(left), try value(right))
      try set(results, [WordArithmetic.binary(operation, a, b, width(left))])
    case .compare(let predicate, let left, let right):
      let (a, b) = (try value(left), try value(right))
      world.compared(a, b)
      try set(results, [WordArithmetic.compare(predicate, a, b, width(left)) ? 1 : 0])
    case .resize(let operand, let width, let isSigned):
      let word = try value(operand)
      let wide =
        isSigned
        ? UInt64(bitPattern: WordArithmetic.signed(word, self.width(operand))) : word
      try set(results, [WordArithmetic.masked(wide, width)])
    case .select(let condition, let then, let otherwise):
      try set(results, [try value(try value(condition) != 0 ? then : otherwise)])
    case .object(let bytes):
      guard bytes >= 0, let address = stack.add(bytes: bytes) else { throw error(.stackLimit) }
      try set(results, [address])
    case .read(let address, let bytes, let isMarked):
      try set(results, [try read(try value(address), bytes, isMarked)])
    case .write(let operand, let address, let bytes, let isMarked):
      guard (1...8).contains(bytes) else { throw error(.malformed("a write of \(bytes) bytes")) }
      let word = try value(operand)
      let isUndefined = if case .undefined = operand { true } else { false }
      let stored: [Stack.Byte] =
        isUndefined
        ? Array(repeating: nil, count: bytes)
        : WordArithmetic.bytes(word, count: bytes, isLittleEndian: program.isLittleEndian)
      try write(stored, to: try value(address), isMarked)
    case .copyMemory(let from, let to, let bytes, let isMarked):
      let (source, target, size) = (try value(from), try value(to), try value(bytes))
      try count(size)
      let copied = try bytesRead(source, Int(size), isMarked)
      try write(copied, to: target, isMarked)
    case .fillMemory(let target, let byte, let bytes):
      let (address, size) = (try value(target), try value(bytes))
      try count(size)
      let filling: Stack.Byte
      if case .undefined = byte {
        filling = nil
      } else {
        filling = UInt8(truncatingIfNeeded: try value(byte))
      }
      try write(Array(repeating: filling, count: Int(size)), to: address, false)
    case .call(let callee, let arguments): try call(callee, arguments, results)
    case .refused(let what): throw error(.refused(what))
    }
  }

  /// Bytes at an address; those of the stack that no object has are reported.
  private mutating func bytesRead(
    _ address: UInt64, _ count: Int, _ isMarked: Bool
  ) throws -> [Stack.Byte] {
    guard count > 0 else { return [] }
    if let bytes = stack.read(address, count: count) { return bytes }
    if let bytes = stack.readAnyway(address, count: count) {
      _ = world.choose(width: 8, for: .outsideObject(address), at: place)
      return bytes
    }
    let bytes = try world.read(address, count: count, isMarked: isMarked, at: place)
    guard bytes.count == count else {
      throw error(.malformed("the surroundings gave \(bytes.count) bytes for \(count)"))
    }
    return bytes
  }

  private mutating func read(
    _ address: UInt64, _ count: Int, _ isMarked: Bool
  ) throws -> UInt64 {
    guard (1...8).contains(count) else { throw error(.malformed("a read of \(count) bytes")) }
    let bytes = try bytesRead(address, count, isMarked)
    var known = bytes.map { $0 ?? 0 }
    if bytes.contains(nil) {
      let word = world.choose(width: 8 * count, for: .memory(address), at: place)
      let chosen = WordArithmetic.bytes(
        word, count: count, isLittleEndian: program.isLittleEndian)
      known = zip(bytes, chosen).map { $0 ?? $1 }
    }
    return WordArithmetic.word(known, isLittleEndian: program.isLittleEndian)
  }

  private mutating func write(
    _ bytes: [Stack.Byte], to address: UInt64, _ isMarked: Bool
  ) throws {
    if bytes.isEmpty || stack.write(bytes, to: address) { return }
    guard !stack.contains(address) else { throw error(.writeOutsideObject(address)) }
    try world.write(bytes, to: address, isMarked: isMarked, at: place)
  }
}
