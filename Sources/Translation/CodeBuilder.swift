import Programs

/// Instructions and blocks of a function that is being made.
///
/// Operations on constants are carried out where that spares an instruction that every address would
/// have; nothing else is simplified.
final class CodeBuilder {
  /// Bits of an address.
  let addressWidth: Int
  /// Bits of every register, by its number.
  private(set) var widths: [Int] = []
  private var blocks: [Block?] = []
  /// Instructions at the function's start, before those of its first block.
  private var opening: [Instruction] = []
  private var current = 0
  private var instructions: [Instruction] = []
  private var parameters: [Register] = []
  /// Where what comes next was written.
  var source: Source?

  init(addressWidth: Int, blocks count: Int) {
    self.addressWidth = addressWidth
    blocks = Array(repeating: nil, count: count)
  }

  func register(width: Int) -> Register {
    widths.append(width)
    return widths.count - 1
  }

  // MARK: blocks

  /// Begins the block of a number that was reserved.
  func begin(_ block: Int, parameters: [Register]) {
    current = block
    self.parameters = parameters
    instructions = []
  }

  /// A block that is to follow those that were asked for.
  func reserve() -> Int {
    blocks.append(nil)
    return blocks.count - 1
  }

  func end(_ terminator: Terminator) {
    blocks[current] = Block(
      parameters: parameters, instructions: instructions, end: terminator, endSource: source)
    instructions = []
  }

  /// Every block, each of which has been ended.
  func finished() -> [Block] {
    let made = blocks.compactMap { $0 }
    guard let first = made.first, !opening.isEmpty else { return made }
    let opened = Block(
      parameters: first.parameters, instructions: opening + first.instructions, end: first.end,
      endSource: first.endSource)
    return [opened] + made.dropFirst()
  }

  // MARK: instructions

  func emit(_ operation: Programs.Operation, into results: [Register]) {
    instructions.append(Instruction(results: results, operation: operation, source: source))
  }

  /// An instruction with one new word.
  func word(_ operation: Programs.Operation, width: Int) -> Operand {
    let result = register(width: width)
    emit(operation, into: [result])
    return .register(result)
  }

  /// A stack object that is there from the function's start.
  func openingObject(bytes: Int) -> Operand {
    let result = register(width: addressWidth)
    opening.append(
      Instruction(results: [result], operation: .object(bytes: bytes), source: source))
    return .register(result)
  }

  /// Gives registers their words.
  func assign(_ results: [Register], _ values: [Operand]) {
    for (result, value) in zip(results, values) {
      // What was just computed for this alone needs no copy.
      if case .register(let made) = value, made == widths.count - 1,
        let last = instructions.last, last.results == [made], results.count == 1
      {
        instructions[instructions.count - 1] = Instruction(
          results: [result], operation: last.operation, source: last.source)
        widths.removeLast()
      } else {
        emit(.copy(value), into: [result])
      }
    }
  }

  // MARK: words

  func width(of operand: Operand) -> Int {
    switch operand {
    case .register(let register): return widths[register]
    case .constant(_, let width), .undefined(let width): return width
    case .global: return addressWidth
    }
  }

  func constant(_ number: UInt64, _ width: Int) -> Operand {
    .constant(width >= 64 ? number : number & ((1 << UInt64(width)) - 1), width: width)
  }

  func binary(_ operation: Programs.BinaryOperation, _ a: Operand, _ b: Operand) -> Operand {
    switch (operation, a, b) {
    case (.add, .global(let name, let offset), .constant(let number, _)),
      (.move, .global(let name, let offset), .constant(let number, _)):
      return .global(name, offset: truncated(offset &+ number))
    case (.add, .constant(let x, let width), .constant(let y, _)),
      (.move, .constant(let x, let width), .constant(let y, _)):
      return constant(x &+ y, width)
    case (.add, _, .constant(0, _)), (.move, _, .constant(0, _)): return a
    case (.multiply, .constant(let x, let width), .constant(let y, _)):
      return constant(x &* y, width)
    case (.multiply, _, .constant(1, _)): return a
    default: return word(.binary(operation, a, b), width: width(of: a))
    }
  }

  private func truncated(_ number: UInt64) -> UInt64 {
    addressWidth >= 64 ? number : number & ((1 << UInt64(addressWidth)) - 1)
  }

  func compare(_ predicate: Programs.Predicate, _ a: Operand, _ b: Operand) -> Operand {
    word(.compare(predicate, a, b), width: 1)
  }

  func select(_ condition: Operand, _ then: Operand, _ otherwise: Operand) -> Operand {
    word(.select(condition, then: then, otherwise: otherwise), width: width(of: then))
  }

  /// The low bits of a word, or the word with zeros or its sign in front.
  func resize(_ operand: Operand, _ width: Int, isSigned: Bool = false) -> Operand {
    let before = self.width(of: operand)
    if before == width { return operand }
    if case .constant(let number, _) = operand {
      let spare = UInt64(64 - before)
      let extended =
        isSigned ? UInt64(bitPattern: Int64(bitPattern: number << spare) >> spare) : number
      return constant(extended, width)
    }
    return word(.resize(operand, width: width, isSigned: isSigned), width: width)
  }
}
