/// A program over words: the one form in which a walk is proved, searched and run.
///
/// What each part means is said in `docs/semantics.md`; this is its syntax.
public struct Program: Sendable {
  /// What can be called, by name.
  public let functions: [String: Function]
  /// Width of an address in bits.
  public let addressWidth: Int
  /// Whether the byte of least weight comes first.
  public let isLittleEndian: Bool

  /// A program of some functions on a machine.
  public init(functions: [String: Function], addressWidth: Int, isLittleEndian: Bool) {
    self.functions = functions
    self.addressWidth = addressWidth
    self.isLittleEndian = isLittleEndian
  }
}

/// A function: blocks over registers, each of which is given a value at one place.
public struct Function: Sendable {
  public let name: String
  /// Registers that a call fills.
  public let parameters: [Register]
  /// Widths in bits of what a call gives.
  public let results: [Int]
  /// Control begins at the first; its parameters are the function's.
  public let blocks: [Block]
  /// Width in bits of every register, by its number.
  public let widths: [Int]
  /// What the source calls its parameters and what has its stack objects' addresses.
  public let names: [Register: String]
  /// Where it is defined.
  public let source: Source?

  /// A function of blocks.
  public init(
    name: String, parameters: [Register], results: [Int], blocks: [Block], widths: [Int],
    names: [Register: String] = [:], source: Source?
  ) {
    self.names = names
    self.name = name
    self.parameters = parameters
    self.results = results
    self.blocks = blocks
    self.widths = widths
    self.source = source
  }
}

extension Function {
  /// A name for a register's value that no other of the program has.
  public func label(_ register: Register) -> String {
    "\(name).\(names[register] ?? "\(register)")"
  }
}

/// The number of a register in its function.
public typealias Register = Int

/// A place in what the program was made of.
public struct Source: Sendable, Hashable, CustomStringConvertible {
  public let file: String
  /// From 1.
  public let line: Int

  /// A line of a file.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  public var description: String { "\(file):\(line)" }
}

/// A straight piece of code; who jumps here fills its parameters.
public struct Block: Sendable {
  public let parameters: [Register]
  public let instructions: [Instruction]
  public let end: Terminator
  /// Where its end stands.
  public let endSource: Source?

  /// A block.
  public init(
    parameters: [Register], instructions: [Instruction], end: Terminator, endSource: Source?
  ) {
    self.parameters = parameters
    self.instructions = instructions
    self.end = end
    self.endSource = endSource
  }
}

/// A word that an instruction works on.
public enum Operand: Sendable, Hashable {
  case register(Register)
  /// The low bits of a number.
  case constant(UInt64, width: Int)
  /// The address of a global variable or a function, and bytes behind it.
  case global(String, offset: UInt64)
  /// Any value, another one at each use.
  case undefined(width: Int)
}

/// What happens, and which registers get what comes out.
public struct Instruction: Sendable, Hashable {
  public let results: [Register]
  public let operation: Operation
  public let source: Source?

  /// An instruction.
  public init(results: [Register], operation: Operation, source: Source?) {
    self.results = results
    self.operation = operation
    self.source = source
  }
}

/// What an instruction does. Arithmetic is that of bit vectors: it wraps.
public enum Operation: Sendable, Hashable {
  case copy(Operand)
  case unary(UnaryOperation, Operand)
  case binary(BinaryOperation, Operand, Operand)
  /// A word of one bit.
  case compare(Predicate, Operand, Operand)
  /// The low bits, or more bits: zeros, or the sign.
  case resize(Operand, width: Int, isSigned: Bool)
  case select(Operand, then: Operand, otherwise: Operand)
  /// A stack object of its function's call: its address. What it holds is undefined.
  case object(bytes: Int)
  /// A word of 8 `bytes` bits. Marked: `READ_ONCE`, or volatile otherwise.
  case read(Operand, bytes: Int, isMarked: Bool)
  /// Writes a word of 8 `bytes` bits.
  case write(Operand, to: Operand, bytes: Int, isMarked: Bool)
  /// Copies memory; the number of bytes is an operand.
  case copyMemory(from: Operand, to: Operand, bytes: Operand, isMarked: Bool)
  /// Fills memory with one byte.
  case fillMemory(Operand, with: Operand, bytes: Operand)
  case call(Callee, [Operand])
  /// What the translation has no meaning for: an error where it is reached.
  case refused(String)
}

/// What is called.
public enum Callee: Sendable, Hashable {
  case function(String)
  /// Inline assembly: its text and constraints.
  case assembly(String, constraints: String)
  case pointer(Operand)
}

/// How a block ends.
public enum Terminator: Sendable, Hashable {
  case jump(Jump)
  case branch(Operand, then: Jump, otherwise: Jump)
  case `switch`(Operand, cases: [(value: UInt64, jump: Jump)], otherwise: Jump)
  /// Assembly that may go to any of these places.
  case anyOf([Jump])
  case `return`([Operand])
  /// Control does not come here: `BUG()`, or what the compiler knows.
  case unreachable

  /// Every jump.
  public var jumps: [Jump] {
    switch self {
    case .jump(let jump): return [jump]
    case .branch(_, let then, let otherwise): return [then, otherwise]
    case .switch(_, let cases, let otherwise): return cases.map(\.jump) + [otherwise]
    case .anyOf(let jumps): return jumps
    case .return, .unreachable: return []
    }
  }

  public static func == (left: Terminator, right: Terminator) -> Bool {
    String(describing: left) == String(describing: right)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(String(describing: self)) }
}

/// A way to a block, with what its parameters get.
public struct Jump: Sendable, Hashable {
  /// Its position in the function.
  public let block: Int
  public let arguments: [Operand]

  /// A jump.
  public init(block: Int, arguments: [Operand]) {
    self.block = block
    self.arguments = arguments
  }
}

/// Operations on one word.
public enum UnaryOperation: String, Sendable, Hashable, CaseIterable {
  /// Bytes in reverse order.
  case swapBytes
  /// How many bits are set.
  case countOnes
  /// How many zeros stand above the highest set bit; all of them where none is set.
  case leadingZeros
  /// How many zeros stand below the lowest set bit; all of them where none is set.
  case trailingZeros
}

/// Operations on two words of one width.
public enum BinaryOperation: String, Sendable, Hashable, CaseIterable {
  case add, subtract, multiply
  /// The sum of an address and what it is moved by: a place of what the address points to.
  case move
  case divide, divideSigned, remainder, remainderSigned
  case shiftLeft, shiftRight, shiftRightSigned
  case and, or, exclusiveOr
}

/// Comparisons of two words of one width.
public enum Predicate: String, Sendable, Hashable, CaseIterable {
  case equal, notEqual
  case less, lessOrEqual, lessSigned, lessOrEqualSigned
}
