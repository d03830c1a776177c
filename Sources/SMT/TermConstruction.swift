/// The constructors. Each makes the term that was asked for, `derived`, and beside it what the
/// simplifier makes of it, which is what the rest of a term's properties speak of.
extension Term {
  /// `simplified`, together with the node that was asked for: `operation` of `operands`, each as it
  /// was derived itself.
  private static func keep(
    _ simplified: Term, as operation: Operation, _ operands: [Term]
  ) -> Term {
    let isPlain = operands.allSatisfy(\.isDerived)
    // Nothing was simplified, neither here nor below.
    if isPlain, simplified.isDerived, simplified.operation == operation,
      simplified.operands.count == operands.count,
      zip(simplified.operands, operands).allSatisfy({ $0 === $1 })
    {
      return simplified
    }
    let width = simplified.width
    let derived = Term(operation, width: width, isPlain ? operands : operands.map(\.derived))
    return Term(simplified, derived: derived)
  }

  private static func requireSameWidth(_ left: Term, _ right: Term) {
    precondition(left.width == right.width, "operands of \(left.width) and \(right.width) bits")
  }

  // MARK: bits

  /// Bitwise and of two terms of one width.
  public static func & (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedAnd(left, right), as: .bitAnd, [left, right])
  }

  /// Bitwise or of two terms of one width.
  public static func | (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedOr(left, right), as: .bitOr, [left, right])
  }

  /// Bitwise exclusive or of two terms of one width.
  public static func ^ (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedExclusiveOr(left, right), as: .bitXor, [left, right])
  }

  /// Bitwise complement.
  public static prefix func ~ (term: Term) -> Term {
    keep(simplifiedComplement(term), as: .bitNot, [term])
  }

  // MARK: arithmetic

  /// Sum, modulo 2^width.
  public static func + (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedSum(left, right), as: .add, [left, right])
  }

  /// Difference, modulo 2^width.
  public static func - (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedDifference(left, right), as: .subtract, [left, right])
  }

  /// Product, modulo 2^width.
  public static func * (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedProduct(left, right), as: .multiply, [left, right])
  }

  /// Quotient; all ones for a divisor of 0.
  public static func / (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedQuotient(left, right), as: .divide, [left, right])
  }

  /// Remainder; the dividend for a divisor of 0.
  public static func % (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedRemainder(left, right), as: .remainder, [left, right])
  }

  /// Two's complement negation.
  public static prefix func - (term: Term) -> Term {
    keep(simplifiedNegation(term), as: .negate, [term])
  }

  /// Shift to the left; 0 if the distance is the width or more.
  public static func << (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedShiftedLeft(left, right), as: .shiftLeft, [left, right])
  }

  /// Shift to the right, zeros coming in; 0 if the distance is the width or more.
  public static func >> (left: Term, right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedShiftedRight(left, right), as: .shiftRight, [left, right])
  }

  // MARK: width

  /// The same number in `width` bits: widened with zeros, or cut to its low bits.
  public func resized(to newWidth: Int) -> Term {
    precondition(newWidth > 0 && width > 0, "a Boolean has no width")
    if newWidth == width { return self }
    let operation: Operation = newWidth > width ? .zeroExtend : .truncate
    return Term.keep(simplifiedResize(to: newWidth), as: operation, [self])
  }

  // MARK: formulas

  /// Equality of two terms of one width, or of two formulas.
  public static func equal(_ left: Term, _ right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedEqual(left, right), as: .equal, [left, right])
  }

  /// Inequality.
  public static func notEqual(_ left: Term, _ right: Term) -> Term { not(equal(left, right)) }

  /// `left < right`, unsigned.
  public static func less(_ left: Term, _ right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedLess(left, right), as: .unsignedLess, [left, right])
  }

  /// `left <= right`, unsigned.
  public static func lessOrEqual(_ left: Term, _ right: Term) -> Term {
    requireSameWidth(left, right)
    return keep(simplifiedLessOrEqual(left, right), as: .unsignedLessOrEqual, [left, right])
  }

  /// Negation.
  public static func not(_ term: Term) -> Term { keep(simplifiedNot(term), as: .not, [term]) }

  /// Conjunction of any number of formulas.
  public static func all(_ terms: [Term]) -> Term {
    if terms.count < 2 { return terms.first ?? yes }
    return keep(
      simplifiedJunction(terms, .and, neutral: yes, absorbing: no), as: .and, terms)
  }

  /// Disjunction of any number of formulas.
  public static func any(_ terms: [Term]) -> Term {
    if terms.count < 2 { return terms.first ?? no }
    return keep(simplifiedJunction(terms, .or, neutral: no, absorbing: yes), as: .or, terms)
  }

  /// `premise` implies `conclusion`.
  public static func implies(_ premise: Term, _ conclusion: Term) -> Term {
    any([not(premise), conclusion])
  }

  /// `then` where `condition` holds, else `otherwise`; both of one width.
  public static func ifThenElse(_ condition: Term, _ then: Term, _ otherwise: Term) -> Term {
    requireSameWidth(then, otherwise)
    return keep(
      simplifiedIfThenElse(condition, then, otherwise), as: .ifThenElse,
      [condition, then, otherwise])
  }
}
