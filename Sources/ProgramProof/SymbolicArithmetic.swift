import Programs
import SMT

/// What operations compute, as terms: those of `docs/semantics.md`.
enum SymbolicArithmetic {
  private static func constant(_ number: UInt64, like term: Term) -> Term {
    .constant(number, width: term.width)
  }

  private static func sign(_ term: Term) -> Term {
    constant(1 << UInt64(term.width - 1), like: term)
  }

  /// nil where the result is not worked out: any word.
  static func unary(_ operation: UnaryOperation, _ term: Term) -> Term? {
    switch operation {
    case .swapBytes:
      let count = term.width / 8
      return (0..<count).map { position in
        let byte = (term >> constant(UInt64(8 * position), like: term)) & constant(255, like: term)
        return byte << constant(UInt64(8 * (count - 1 - position)), like: term)
      }.reduce(constant(0, like: term)) { $0 | $1 }
    case .countOnes, .leadingZeros, .trailingZeros: return nil
    }
  }

  static func binary(_ operation: BinaryOperation, _ a: Term, _ b: Term) -> Term {
    switch operation {
    case .add, .move: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide:
      if let value = b.constantValue, value.nonzeroBitCount == 1 {
        return a >> constant(UInt64(value.trailingZeroBitCount), like: a)
      }
      return a / b
    case .remainder:
      if let value = b.constantValue, value.nonzeroBitCount == 1 {
        return a & constant(value &- 1, like: a)
      }
      return a % b
    case .divideSigned:
      return signed(a, b) {
        $0 / $1
      } sign: {
        .not(.equal($0, $1))
      }
    case .remainderSigned:
      return signed(a, b) {
        $0 % $1
      } sign: { first, _ in
        first
      }
    case .shiftLeft: return a << b
    case .shiftRight: return a >> b
    case .shiftRightSigned:
      let wide = constant(UInt64(a.width), like: a)
      let shifted = a >> b
      let top = sign(a) >> b
      let filled = (shifted ^ top) - top
      if let value = b.constantValue, value < UInt64(a.width) { return filled }
      return .ifThenElse(
        .less(b, wide), filled,
        .ifThenElse(isNegative(a), constant(.max, like: a), constant(0, like: a)))
    case .and: return a & b
    case .or: return a | b
    case .exclusiveOr: return a ^ b
    }
  }

  private static func isNegative(_ term: Term) -> Term {
    .notEqual(term & sign(term), constant(0, like: term))
  }

  /// By the numbers without their signs; whether the result has one is told of the operands'.
  private static func signed(
    _ a: Term, _ b: Term, _ unsigned: (Term, Term) -> Term, sign: (Term, Term) -> Term
  ) -> Term {
    let (x, y) = (isNegative(a), isNegative(b))
    let result = unsigned(.ifThenElse(x, -a, a), .ifThenElse(y, -b, b))
    return .ifThenElse(sign(x, y), -result, result)
  }

  static func compare(_ predicate: Predicate, _ a: Term, _ b: Term) -> Term {
    switch predicate {
    case .equal: return .equal(a, b)
    case .notEqual: return .notEqual(a, b)
    case .less: return .less(a, b)
    case .lessOrEqual: return .lessOrEqual(a, b)
    case .lessSigned: return .less(a ^ sign(a), b ^ sign(b))
    case .lessOrEqualSigned: return .lessOrEqual(a ^ sign(a), b ^ sign(b))
    }
  }

  static func resize(_ term: Term, to width: Int, isSigned: Bool) -> Term {
    // A word made of a condition stays one.
    if case .ifThenElse = term.operation, term.operands[1].constantValue != nil,
      term.operands[2].constantValue != nil
    {
      return .ifThenElse(
        term.operands[0], resize(term.operands[1], to: width, isSigned: isSigned),
        resize(term.operands[2], to: width, isSigned: isSigned))
    }
    guard isSigned, width > term.width else { return term.resized(to: width) }
    let sign = Term.constant(1 << UInt64(term.width - 1), width: width)
    return (term.resized(to: width) ^ sign) - sign
  }
}
