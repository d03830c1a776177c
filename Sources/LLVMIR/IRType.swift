/// A type of LLVM IR, as far as a page-table walk needs it.
public indirect enum IRType: Sendable, Hashable {
  case void
  /// An integer of a width in bits.
  case integer(Int)
  case pointer
  case array(Int, IRType)
  case structure([IRType], packed: Bool)
  /// A type that the module defines by a name, without the percent sign.
  case named(String)
  /// A function's type: only its address is ever taken.
  case function
  case label
  case metadata
  /// A type with a size that no walk computes with, such as `double`; its size in bits.
  case other(String, Int)
}
