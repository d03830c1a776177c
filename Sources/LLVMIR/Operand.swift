/// What an instruction works on.
public indirect enum Operand: Sendable, Hashable {
  /// `%name`: an argument or the result of an instruction.
  case local(String)
  /// An integer, as the low bits of a word; wider ones are `unsupported`.
  case integer(UInt64)
  case null
  /// `undef` or `poison`: any value.
  case undefined
  /// `zeroinitializer`.
  case zero
  /// `@name`: a global variable's or a function's address.
  case global(String)
  /// `getelementptr` of constants.
  case element(of: IRType, base: Operand, indices: [Operand])
  /// A cast of a constant.
  case cast(CastOperator, Operand, from: IRType, to: IRType)
  /// An operation on constants.
  case binary(BinaryOperation, IRType, Operand, Operand)
  /// A structure or an array of constants.
  case aggregate([TypedOperand])
  /// What no walk computes with, such as a string; its text.
  case unsupported(String)
}

/// An operand with its type.
public struct TypedOperand: Sendable, Hashable {
  public let type: IRType
  public let operand: Operand

  /// An operand of a type.
  public init(_ type: IRType, _ operand: Operand) {
    self.type = type
    self.operand = operand
  }
}
