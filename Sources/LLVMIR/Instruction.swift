/// One instruction of a function.
public struct Instruction: Sendable, Hashable {
  /// The name of its result, without the percent sign.
  public let result: String?
  public let operation: Operation
  /// Its line in the module's text, from 1.
  public let line: Int
  /// The number of its `!DILocation`, where the module tells one.
  public let location: Int?
}

/// What an instruction does.
public indirect enum Operation: Sendable, Hashable {
  /// Room on the stack for a value, or for several where a count is given; bytes of alignment.
  case alloca(IRType, count: TypedOperand?, alignment: Int)
  /// What is atomic, too, counts as volatile.
  case load(IRType, from: Operand, isVolatile: Bool)
  case store(TypedOperand, to: Operand, isVolatile: Bool)
  case element(of: IRType, base: TypedOperand, indices: [TypedOperand])
  case binary(BinaryOperation, IRType, Operand, Operand)
  case compare(Predicate, IRType, Operand, Operand)
  case cast(CastOperator, TypedOperand, to: IRType)
  case select(Operand, TypedOperand, TypedOperand)
  case phi(IRType, [(Operand, from: String)])
  case call(Call)
  /// A call that goes to one of several blocks; the first is where it falls through.
  case callBranch(Call, to: [String])
  case extractValue(TypedOperand, [Int])
  case insertValue(TypedOperand, TypedOperand, [Int])
  case freeze(TypedOperand)
  case branch(String)
  case conditional(Operand, then: String, otherwise: String)
  case `switch`(TypedOperand, otherwise: String, cases: [(UInt64, String)])
  case `return`(TypedOperand?)
  case unreachable
  case fence
  /// Something that the reader knows the shape of but not the meaning; an error on a walk's path.
  case unsupported(String)

  /// The blocks that control may go to, for the last instruction of a block.
  public var successors: [String] {
    switch self {
    case .branch(let label): return [label]
    case .conditional(_, let then, let otherwise): return [then, otherwise]
    case .switch(_, let otherwise, let cases): return [otherwise] + cases.map(\.1)
    case .callBranch(_, let labels): return labels
    default: return []
    }
  }

  /// Whether a block ends here.
  public var isTerminator: Bool {
    switch self {
    case .branch, .conditional, .switch, .callBranch, .return, .unreachable: return true
    default: return false
    }
  }

  public static func == (left: Operation, right: Operation) -> Bool {
    String(describing: left) == String(describing: right)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(String(describing: self)) }
}

/// A call of a function or of inline assembly.
public struct Call: Sendable, Hashable {
  /// What is called.
  public enum Callee: Sendable, Hashable {
    case function(String)
    case assembly(String, constraints: String)
    /// What is at an address.
    case indirect(Operand)
  }

  /// One argument.
  public struct Argument: Sendable, Hashable {
    public let type: IRType
    public let operand: Operand
    /// The type that `byval` or `sret` tells.
    public let passing: Passing
  }

  /// How an argument is handed over.
  public enum Passing: Sendable, Hashable {
    case direct
    /// The callee gets a copy of what the pointer points to.
    case copy(IRType)
    /// The callee writes its result there.
    case result(IRType)

    /// Whether the callee gets a copy.
    public var isCopy: Bool {
      if case .copy = self { return true }
      return false
    }
  }

  public let returns: IRType
  public let callee: Callee
  public let arguments: [Argument]
}

/// LLVM's operations on two integers.
public enum BinaryOperation: String, Sendable, Hashable {
  case add, sub, mul, udiv, sdiv, urem, srem, shl, lshr, ashr, and, or, xor
}

/// LLVM's casts.
public enum CastOperator: String, Sendable, Hashable {
  case trunc, zext, sext, ptrtoint, inttoptr, bitcast, addrspacecast
}

/// LLVM's comparisons of integers and pointers.
public enum Predicate: String, Sendable, Hashable {
  case eq, ne, ugt, uge, ult, ule, sgt, sge, slt, sle
}
