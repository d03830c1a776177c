import Programs

/// What a run does not know from the program: other memory, functions without a body, and which
/// value comes where any may. What it throws ends the run.
public protocol Surroundings {
  /// The address of a global variable or a function.
  mutating func address(of global: String) throws -> UInt64

  /// Bytes that do not lie in the stack, in the order of addresses; nil for one that is undefined.
  mutating func read(
    _ address: UInt64, count: Int, isMarked: Bool, at place: ProgramPlace
  ) throws -> [Stack.Byte]

  /// Writes bytes that do not lie in the stack.
  mutating func write(
    _ bytes: [Stack.Byte], to address: UInt64, isMarked: Bool, at place: ProgramPlace) throws

  /// What a callee without a body gives: words of `results` bits; nil where it is not known, which
  /// is an error. It may read and write stack objects.
  mutating func call(
    _ callee: BodilessCallee, _ arguments: [UInt64], results: [Int], stack: inout Stack,
    at place: ProgramPlace
  ) throws -> [UInt64]?

  /// What a function gives that is not to be executed, though it may have a body; nil for one that is.
  mutating func answer(
    _ function: String, _ arguments: [UInt64], at place: ProgramPlace
  ) throws -> [UInt64]?

  /// Told of every comparison.
  mutating func compared(_ a: UInt64, _ b: UInt64)

  /// Any value of `width` bits. Every use of something undefined is reported by this.
  mutating func choose(width: Int, for reason: UndefinedReason, at place: ProgramPlace) -> UInt64

  /// Which of `count` blocks assembly goes to.
  mutating func chooseJump(of count: Int, at place: ProgramPlace) -> Int
}

extension Surroundings {
  public mutating func answer(
    _ function: String, _ arguments: [UInt64], at place: ProgramPlace
  ) throws -> [UInt64]? { nil }

  public mutating func compared(_ a: UInt64, _ b: UInt64) {}
}

/// A callee that the program has no body of.
public enum BodilessCallee: Sendable, Hashable {
  case function(String)
  case assembly(String, constraints: String)
  case pointer(UInt64)
}

/// Why a value is any.
public enum UndefinedReason: Sendable, Hashable {
  /// The program says so.
  case operand
  /// Bytes were read that nothing has been written to.
  case memory(UInt64)
  /// Bytes of the stack were read that do not all lie in one object; the value is what lies there,
  /// and only what is undefined of it is chosen.
  case outsideObject(UInt64)
}

/// A place in a program.
public struct ProgramPlace: Sendable, Hashable, CustomStringConvertible {
  /// The function's name in the program.
  public let function: String
  /// Where it was written.
  public let source: Source?

  /// A place in a function.
  public init(function: String, source: Source?) {
    self.function = function
    self.source = source
  }

  public var description: String { "\(source.map { "\($0): " } ?? "")\(function)" }
}

/// Why a run ended without a result.
public struct ExecutionError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What happened.
  public enum Kind: Sendable, Hashable {
    /// An instruction was reached that has no meaning; which one.
    case refused(String)
    case unreachable
    /// More steps were taken than allowed.
    case stepLimit(Int)
    /// Too many calls are open, or the stack has no room.
    case stackLimit
    /// No body, and the surroundings do not know it either.
    case unknownCallee(BodilessCallee)
    /// Bytes of the stack were written that do not all lie in one object.
    case writeOutsideObject(UInt64)
    /// Memory is copied or filled by more bytes than allowed.
    case size(UInt64)
    /// The program breaks the rules of its form; how.
    case malformed(String)
  }

  public let kind: Kind
  public let place: ProgramPlace

  public var description: String {
    let text: String
    switch kind {
    case .refused(let what): text = "\(what) has no meaning"
    case .unreachable: text = "control came where it cannot come"
    case .stepLimit(let steps): text = "more than \(steps) steps; allow more or call with less"
    case .stackLimit: text = "the stack is full"
    case .unknownCallee(.function(let name)):
      text = "@\(name) has no body; translate its module, too, or have the surroundings answer"
    case .unknownCallee(.assembly(let assembly, _)):
      text = "the assembly '\(assembly)' is not known to the surroundings"
    case .unknownCallee(.pointer(let address)):
      text = "what is called at 0x\(String(address, radix: 16)) is not known to the surroundings"
    case .writeOutsideObject(let address):
      text = "a write to the stack at 0x\(String(address, radix: 16)) that is no object's"
    case .size(let bytes): text = "memory of \(bytes) bytes is copied or filled"
    case .malformed(let how): text = "this is no program: \(how)"
    }
    return "\(place): \(text)"
  }
}
