import Programs

/// What operations compute, on the low `width` bits of words; 1 to 64 bits. All are total: a division
/// by zero and a shift by the width or more give what SMT-LIB says of bit vectors.
public enum WordArithmetic {
  /// The low bits of a number.
  public static func masked(_ number: UInt64, _ width: Int) -> UInt64 {
    width >= 64 ? number : number & ((1 << UInt64(width)) - 1)
  }

  /// A word as a number with a sign.
  public static func signed(_ word: UInt64, _ width: Int) -> Int64 {
    let spare = UInt64(64 - width)
    return Int64(bitPattern: word << spare) >> Int64(spare)
  }

  /// An operation on one word.
  public static func unary(_ operation: UnaryOperation, _ word: UInt64, _ width: Int) -> UInt64 {
    switch operation {
    case .swapBytes: return word.byteSwapped >> UInt64(64 - width)
    case .countOnes: return masked(UInt64(word.nonzeroBitCount), width)
    case .leadingZeros: return masked(UInt64(word.leadingZeroBitCount - (64 - width)), width)
    case .trailingZeros: return masked(UInt64(min(word.trailingZeroBitCount, width)), width)
    }
  }

  /// An operation on two words of one width.
  public static func binary(
    _ operation: BinaryOperation, _ a: UInt64, _ b: UInt64, _ width: Int
  ) -> UInt64 {
    let (x, y) = (signed(a, width), signed(b, width))
    let result: UInt64
    switch operation {
    case .add, .move: result = a &+ b
    case .subtract: result = a &- b
    case .multiply: result = a &* b
    case .divide: result = b == 0 ? .max : a / b
    case .remainder: result = b == 0 ? a : a % b
    case .divideSigned:
      result =
        y == 0
        ? (x < 0 ? 1 : .max) : UInt64(bitPattern: x.dividedReportingOverflow(by: y).partialValue)
    case .remainderSigned:
      result = y == 0 ? a : UInt64(bitPattern: x.remainderReportingOverflow(dividingBy: y).0)
    case .shiftLeft: result = b >= UInt64(width) ? 0 : a << b
    case .shiftRight: result = b >= UInt64(width) ? 0 : a >> b
    case .shiftRightSigned: result = UInt64(bitPattern: x >> Int64(min(b, 63)))
    case .and: result = a & b
    case .or: result = a | b
    case .exclusiveOr: result = a ^ b
    }
    return masked(result, width)
  }

  /// A comparison of two words of one width.
  public static func compare(
    _ predicate: Predicate, _ a: UInt64, _ b: UInt64, _ width: Int
  ) -> Bool {
    switch predicate {
    case .equal: return a == b
    case .notEqual: return a != b
    case .less: return a < b
    case .lessOrEqual: return a <= b
    case .lessSigned: return signed(a, width) < signed(b, width)
    case .lessOrEqualSigned: return signed(a, width) <= signed(b, width)
    }
  }

  /// The word of some bytes in a machine's order; at most 8.
  public static func word(_ bytes: [UInt8], isLittleEndian: Bool) -> UInt64 {
    let fromTop = isLittleEndian ? Array(bytes.reversed()) : bytes
    return fromTop.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A word's bytes in a machine's order.
  public static func bytes(_ word: UInt64, count: Int, isLittleEndian: Bool) -> [UInt8] {
    let fromBottom = (0..<count).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
    return isLittleEndian ? fromBottom : fromBottom.reversed()
  }
}
