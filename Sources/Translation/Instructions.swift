import LLVMIR
import Programs

/// Instructions that do not end a block.
extension FunctionTranslator {
  /// The largest stack object, in bytes.
  private static let maximumObject = 1 << 20
  /// What the address of a stack object is a multiple of, in bytes.
  private static let objectAlignment = 16

  func execute(_ instruction: LLVMIR.Instruction) throws {
    let line = instruction.line
    let results = results(of: instruction)
    switch instruction.operation {
    case .alloca(let type, let count, let alignment):
      // Each time a new one, of which only those that are there once have a name.
      guard isInOpening else { throw Refusal("a stack object that is made behind the start") }
      code.emit(
        .object(bytes: try size(ofObject: type, count, alignment: alignment)), into: results)
    case .load(let type, let from, let isVolatile):
      try load(type, try word(from, .pointer, line: line), isMarked: isVolatile, into: results)
    case .store(let value, let to, let isVolatile):
      try store(
        try words(value.operand, value.type, line: line), of: value.type,
        to: try word(to, .pointer, line: line), isMarked: isVolatile)
    case .element(let type, let base, let indices):
      let address = try element(
        of: type, base: try word(base.operand, base.type, line: line),
        indices: try indices.map { try word($0.operand, $0.type, line: line) })
      code.assign(results, [address])
    case .binary(let operation, let type, let left, let right):
      let a = try word(left, type, line: line)
      code.assign(results, [try binary(operation, a, try word(right, type, line: line))])
    case .compare(let predicate, let type, let left, let right):
      let a = try word(left, type, line: line)
      code.assign(results, [compare(predicate, a, try word(right, type, line: line))])
    case .cast(let cast, let value, let to):
      let word = try word(value.operand, value.type, line: line)
      code.assign(results, [try self.cast(cast, word, from: value.type, to: to)])
    case .select(let condition, let then, let otherwise):
      let test = try word(condition, .integer(1), line: line)
      let first = try words(then.operand, then.type, line: line)
      let second = try words(otherwise.operand, otherwise.type, line: line)
      guard first.count == second.count, first.count == results.count else {
        throw error("a choice between values of two types", line: line)
      }
      for (result, (a, b)) in zip(results, zip(first, second)) {
        code.emit(.select(test, then: a, otherwise: b), into: [result])
      }
    case .extractValue(let value, let positions):
      let (_, range) = try types.part(positions, of: value.type)
      code.assign(
        results, Array(try words(value.operand, value.type, line: line)[range]))
    case .insertValue(let value, let part, let positions):
      let (type, range) = try types.part(positions, of: value.type)
      var whole = try words(value.operand, value.type, line: line)
      let new = try words(part.operand, type, line: line)
      whole.replaceSubrange(range, with: new)
      code.assign(results, whole)
    case .freeze(let value):
      code.assign(results, try words(value.operand, value.type, line: line))
    case .call(let call): try self.call(call, instruction)
    // Within one thread it changes nothing; what others write is not told by the program.
    case .fence, .phi: break
    case .unsupported(let name): throw Refusal("the instruction '\(name)'")
    case .callBranch, .branch, .conditional, .switch, .return, .unreachable:
      throw error("a block goes on behind its end", line: line)
    }
  }

  private func size(
    ofObject type: IRType, _ count: TypedOperand?, alignment: Int
  ) throws(Refusal) -> Int {
    guard alignment <= Self.objectAlignment else {
      throw Refusal(
        "a stack object that is aligned to \(alignment) bytes; \(Self.objectAlignment) is the most")
    }
    var number: UInt64 = 1
    if let count {
      guard case .integer(let known) = count.operand else {
        throw Refusal("a stack object whose size is not constant")
      }
      number = known
    }
    let size = try types.size(of: type)
    let (bytes, overflow) = UInt64(size).multipliedReportingOverflow(by: number)
    guard !overflow, bytes <= Self.maximumObject else {
      throw Refusal("a stack object of more than \(Self.maximumObject) bytes")
    }
    return Int(bytes)
  }

  private func place(of leaf: FlatTypes.Leaf, at address: Programs.Operand) -> Programs.Operand {
    code.binary(.add, address, code.constant(UInt64(leaf.offset), code.addressWidth))
  }

  private func load(
    _ type: IRType, _ address: Programs.Operand, isMarked: Bool, into results: [Register]
  ) throws(Refusal) {
    let leaves = try types.leaves(of: type)
    guard !isMarked || leaves.count <= 1 else {
      throw Refusal("a volatile read of several words")
    }
    for (leaf, result) in zip(leaves, results) {
      let place = place(of: leaf, at: address)
      let read = Programs.Operation.read(place, bytes: leaf.bytes, isMarked: isMarked)
      if leaf.width == 8 * leaf.bytes {
        code.emit(read, into: [result])
      } else {
        let word = code.word(read, width: 8 * leaf.bytes)
        code.emit(.resize(word, width: leaf.width, isSigned: false), into: [result])
      }
    }
  }

  private func store(
    _ words: [Programs.Operand], of type: IRType, to address: Programs.Operand, isMarked: Bool
  ) throws(Refusal) {
    let leaves = try types.leaves(of: type)
    guard !isMarked || leaves.count <= 1 else {
      throw Refusal("a volatile write of several words")
    }
    for (leaf, word) in zip(leaves, words) {
      let place = place(of: leaf, at: address)
      code.emit(
        .write(
          code.resize(word, 8 * leaf.bytes), to: place, bytes: leaf.bytes, isMarked: isMarked),
        into: [])
    }
  }
}
