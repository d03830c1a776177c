import LLVMIR
import Programs

/// Arithmetic that tells an overflow, or stops at the last number; and shifts of two words.
extension FunctionTranslator {
  /// What comes out, and whether it is another number than that of the whole numbers.
  func overflowing(
    _ operation: String, isSigned: Bool, _ a: Programs.Operand, _ b: Programs.Operand
  ) -> (Programs.Operand, Programs.Operand) {
    let width = code.width(of: a)
    let zero = code.constant(0, width)
    switch (operation, isSigned) {
    case ("add", false):
      let sum = code.binary(.add, a, b)
      return (sum, code.compare(.less, sum, a))
    case ("sub", false): return (code.binary(.subtract, a, b), code.compare(.less, a, b))
    case ("add", true):
      let sum = code.binary(.add, a, b)
      let signs = code.binary(
        .and, code.binary(.exclusiveOr, a, sum), code.binary(.exclusiveOr, b, sum))
      return (sum, code.compare(.lessSigned, signs, zero))
    case ("sub", true):
      let difference = code.binary(.subtract, a, b)
      let signs = code.binary(
        .and, code.binary(.exclusiveOr, a, b), code.binary(.exclusiveOr, a, difference))
      return (difference, code.compare(.lessSigned, signs, zero))
    default: return product(isSigned: isSigned, a, b)
    }
  }

  private func product(
    isSigned: Bool, _ a: Programs.Operand, _ b: Programs.Operand
  ) -> (Programs.Operand, Programs.Operand) {
    let width = code.width(of: a)
    if width <= 32 {
      let wide = code.binary(
        .multiply, code.resize(a, 2 * width, isSigned: isSigned),
        code.resize(b, 2 * width, isSigned: isSigned))
      let value = code.resize(wide, width)
      let again = code.resize(value, 2 * width, isSigned: isSigned)
      return (value, code.compare(.notEqual, wide, again))
    }
    // Dividing gives the other factor back, unless bits were lost.
    let product = code.binary(.multiply, a, b)
    let zero = code.constant(0, width)
    let quotient = code.word(
      .binary(isSigned ? .divideSigned : .divide, product, a), width: width)
    var overflows = code.compare(.notEqual, quotient, b)
    if isSigned {
      // -1 times the least number is that number, and so is its quotient.
      let least = code.constant(1 << UInt64(width - 1), width)
      let isLeast = code.binary(
        .and, code.compare(.equal, a, code.constant(.max, width)),
        code.compare(.equal, b, least))
      overflows = code.binary(.or, overflows, isLeast)
    }
    let isFactor = code.compare(.notEqual, a, zero)
    return (product, code.binary(.and, isFactor, overflows))
  }

  /// A sum or a difference, or the number of the width that is next to it.
  func saturating(
    _ operation: String, isSigned: Bool, _ a: Programs.Operand, _ b: Programs.Operand
  ) -> Programs.Operand {
    let width = code.width(of: a)
    let (value, overflows) = overflowing(operation, isSigned: isSigned, a, b)
    let bound: Programs.Operand
    if isSigned {
      // What overflows does so on the side of the first operand's sign.
      let least = UInt64(1) << UInt64(width - 1)
      bound = code.select(
        code.compare(.lessSigned, a, code.constant(0, width)), code.constant(least, width),
        code.constant(least &- 1, width))
    } else {
      bound = code.constant(operation == "add" ? .max : 0, width)
    }
    return code.select(overflows, bound, value)
  }

  /// The upper (`isLeft`) or lower half of two words in a row that are shifted by `bits` modulo the
  /// width. A shift by the whole width gives zero.
  func funnel(
    _ isLeft: Bool, _ a: Programs.Operand, _ b: Programs.Operand, _ bits: Programs.Operand
  ) -> Programs.Operand {
    let width = code.width(of: a)
    let size = code.constant(UInt64(width), width)
    let by: Programs.Operand
    if case .constant(let number, _) = bits {
      by = code.constant(number % UInt64(width), width)
    } else if width & (width - 1) == 0 {
      by = code.binary(.and, bits, code.constant(UInt64(width - 1), width))
    } else {
      by = code.word(.binary(.remainder, bits, size), width: width)
    }
    let rest = code.binary(.subtract, size, by)
    let (up, down) = isLeft ? (by, rest) : (rest, by)
    return code.binary(
      .or, code.word(.binary(.shiftLeft, a, up), width: width),
      code.word(.binary(.shiftRight, b, down), width: width))
  }
}
