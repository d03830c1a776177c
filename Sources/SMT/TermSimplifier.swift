/// What the constructors make of a term: each rule folds what is constant, drops what is neutral and
/// derives known bits. None changes the meaning, which `SMTTests` checks; and none is believed, for
/// scripts and evaluation use the term as it was asked for.
extension Term {
  private static func fold(_ operation: Operation, width: Int, _ operands: [Term]) -> Term? {
    var values: [UInt64] = []
    values.reserveCapacity(operands.count)
    for operand in operands {
      guard let value = operand.constantValue else { return nil }
      values.append(value)
    }
    let result = Semantics.apply(operation, width: width, values)
    return width == 0 ? boolean(result == 1) : constant(result, width: width)
  }

  /// A node, or the constant that its known bits amount to.
  private static func node(
    _ operation: Operation, _ width: Int, _ operands: [Term], zeros: UInt64 = 0, ones: UInt64 = 0
  ) -> Term {
    if let folded = fold(operation, width: width, operands) { return folded }
    if (zeros | ones) & mask(width) == mask(width) { return constant(ones, width: width) }
    return Term(operation, width: width, operands, zeros: zeros, ones: ones)
  }

  /// Whether `value` is ones above zeros.
  private static func isHighMask(_ value: UInt64, width: Int) -> Bool {
    let low = ~value & mask(width)
    return low & (low &+ 1) == 0
  }

  // MARK: bits

  /// Bitwise and of two terms of one width.
  static func simplifiedAnd(_ left: Term, _ right: Term) -> Term {
    if same(left, right) { return left }
    for (one, other) in [(left, right), (right, left)] {
      // A mask that keeps every bit that can be set changes nothing.
      if let value = one.constantValue, (value | other.knownZeros) == mask(left.width) {
        return other
      }
    }
    if let outer = right.constantValue, case .bitAnd = left.operation,
      let inner = left.operands[1].constantValue
    {
      return left.operands[0] & constant(outer & inner, width: left.width)
    }
    if left.constantValue != nil, right.constantValue == nil { return right & left }
    // Adding a multiple of the mask's unit changes nothing below it: (x + c) & m = (x & m) + c.
    if let high = right.constantValue, isHighMask(high, width: left.width),
      case .add = left.operation, let added = left.operands[1].constantValue, added & ~high == 0
    {
      #if WALKPROOF_DEFECT_SIMPLIFIER
        // A defect on purpose, which 'make selftest' shows to be noticed: what is added is lost.
        return left.operands[0] & right
      #else
        return (left.operands[0] & right) + left.operands[1]
      #endif
    }
    return node(
      .bitAnd, left.width, [left, right], zeros: left.knownZeros | right.knownZeros,
      ones: left.knownOnes & right.knownOnes)
  }

  /// Bitwise or of two terms of one width.
  static func simplifiedOr(_ left: Term, _ right: Term) -> Term {
    if same(left, right) { return left }
    for (one, other) in [(left, right), (right, left)] {
      if let value = one.constantValue, (value & ~other.knownOnes) == 0 { return other }
    }
    if left.constantValue != nil, right.constantValue == nil { return right | left }
    if let set = right.constantValue, case .bitAnd = left.operation,
      let kept = left.operands[1].constantValue, kept | set == mask(left.width)
    {
      // What the mask clears is set again.
      return left.operands[0] | right
    }
    return node(
      .bitOr, left.width, [left, right], zeros: left.knownZeros & right.knownZeros,
      ones: left.knownOnes | right.knownOnes)
  }

  /// Bitwise exclusive or of two terms of one width.
  static func simplifiedExclusiveOr(_ left: Term, _ right: Term) -> Term {
    if same(left, right) { return constant(0, width: left.width) }
    if left.constantValue == 0 { return right }
    if right.constantValue == 0 { return left }
    let known = (left.knownZeros | left.knownOnes) & (right.knownZeros | right.knownOnes)
    let value = left.knownOnes ^ right.knownOnes
    return node(
      .bitXor, left.width, [left, right], zeros: known & ~value, ones: known & value)
  }

  /// Bitwise complement.
  static func simplifiedComplement(_ term: Term) -> Term {
    if case .bitNot = term.operation { return term.operands[0] }
    return node(.bitNot, term.width, [term], zeros: term.knownOnes, ones: term.knownZeros)
  }

  // MARK: arithmetic

  /// The low bits of a sum that are known: those below the lowest unknown bit of either operand.
  private static func lowKnown(
    _ left: Term, _ right: Term, _ combine: (UInt64, UInt64) -> UInt64
  ) -> (zeros: UInt64, ones: UInt64) {
    let unknown = ~((left.knownZeros | left.knownOnes) & (right.knownZeros | right.knownOnes))
    let low = UInt64(unknown.trailingZeroBitCount)
    let below: UInt64 = low >= 64 ? .max : (1 << low) - 1
    let value = combine(left.knownOnes & below, right.knownOnes & below) & below
    return (below & ~value, value)
  }

  /// The summands of a term and the constant among them.
  private static func summands(_ term: Term) -> (parts: [Term], constant: UInt64) {
    if let value = term.constantValue { return ([], value) }
    guard case .add = term.operation else { return ([term], 0) }
    let (left, right) = (summands(term.operands[0]), summands(term.operands[1]))
    return (left.parts + right.parts, left.constant &+ right.constant)
  }

  /// `left` and `right` less the summands that both have.
  private static func cancel(
    _ left: Term, _ right: Term
  ) -> (left: [Term], right: [Term], constant: UInt64, changed: Bool) {
    let (first, second) = (summands(left), summands(right))
    var rest = second.parts
    var kept: [Term] = []
    for part in first.parts {
      if let position = rest.firstIndex(where: { same($0, part) }) {
        rest.remove(at: position)
      } else {
        kept.append(part)
      }
    }
    let changed = kept.count < first.parts.count
    return (kept, rest, (first.constant &- second.constant) & mask(left.width), changed)
  }

  private static func sum(_ parts: [Term], _ value: UInt64, width: Int) -> Term {
    let base = parts.dropFirst().reduce(parts.first) { sum, part in sum.map { $0 + part } }
    let number = constant(value, width: width)
    return base.map { $0 + number } ?? number
  }

  /// Sum, modulo 2^width.
  static func simplifiedSum(_ left: Term, _ right: Term) -> Term {
    if left.constantValue != nil, right.constantValue == nil { return right + left }
    guard let added = right.constantValue, left.constantValue == nil else {
      let known = lowKnown(left, right, &+)
      return node(.add, left.width, [left, right], zeros: known.zeros, ones: known.ones)
    }
    if added == 0 { return left }
    switch left.operation {
    case .add:
      if let inner = left.operands[1].constantValue {
        return left.operands[0] + constant(inner &+ added, width: left.width)
      }
    case .ifThenElse:
      return ifThenElse(left.operands[0], left.operands[1] + right, left.operands[2] + right)
    case .bitOr:
      // One more than low ones is the next multiple: (x | m) + 1 = (x & ~m) + (m + 1).
      if added == 1, let low = left.operands[1].constantValue, low & (low &+ 1) == 0, low != 0 {
        return (left.operands[0] & constant(~low, width: left.width))
          + constant(low &+ 1, width: left.width)
      }
    default: break
    }
    if added & ~left.knownZeros == 0 { return left | right }
    let known = lowKnown(left, right, &+)
    return node(.add, left.width, [left, right], zeros: known.zeros, ones: known.ones)
  }

  /// Difference, modulo 2^width.
  static func simplifiedDifference(_ left: Term, _ right: Term) -> Term {
    if same(left, right) { return constant(0, width: left.width) }
    if let value = right.constantValue { return left + constant(0 &- value, width: left.width) }
    let rest = cancel(left, right)
    if rest.changed {
      let (first, second) = (
        sum(rest.left, rest.constant, width: left.width), sum(rest.right, 0, width: left.width)
      )
      return second.constantValue == 0 ? first : first - second
    }
    let known = lowKnown(left, right, &-)
    return node(.subtract, left.width, [left, right], zeros: known.zeros, ones: known.ones)
  }

  /// Product, modulo 2^width. A power of two becomes a shift, which solvers do better with.
  static func simplifiedProduct(_ left: Term, _ right: Term) -> Term {
    for (one, other) in [(left, right), (right, left)] {
      guard let value = one.constantValue else { continue }
      if value == 0 { return one }
      if value.nonzeroBitCount == 1 {
        return other << constant(UInt64(value.trailingZeroBitCount), width: left.width)
      }
    }
    return node(.multiply, left.width, [left, right])
  }

  /// Quotient; all ones for a divisor of 0.
  static func simplifiedQuotient(_ left: Term, _ right: Term) -> Term {
    return node(.divide, left.width, [left, right])
  }

  /// Remainder; the dividend for a divisor of 0.
  static func simplifiedRemainder(_ left: Term, _ right: Term) -> Term {
    return node(.remainder, left.width, [left, right])
  }

  /// Two's complement negation.
  static func simplifiedNegation(_ term: Term) -> Term { node(.negate, term.width, [term]) }

  /// Shift to the left; 0 if the distance is the width or more.
  static func simplifiedShiftedLeft(_ left: Term, _ right: Term) -> Term {
    guard let distance = right.constantValue else {
      return node(.shiftLeft, left.width, [left, right])
    }
    if distance == 0 { return left }
    if distance >= UInt64(left.width) { return constant(0, width: left.width) }
    return node(
      .shiftLeft, left.width, [left, right],
      zeros: left.knownZeros << distance | ((1 << distance) - 1), ones: left.knownOnes << distance)
  }

  /// Shift to the right, zeros coming in; 0 if the distance is the width or more.
  static func simplifiedShiftedRight(_ left: Term, _ right: Term) -> Term {
    guard let distance = right.constantValue else {
      return node(.shiftRight, left.width, [left, right])
    }
    if distance == 0 { return left }
    if distance >= UInt64(left.width) { return constant(0, width: left.width) }
    let full = mask(left.width)
    // No carry comes from below: (x + c) >> n is ((x >> n) + (c >> n)), cut to what is left.
    if case .add = left.operation, let added = left.operands[1].constantValue,
      (left.operands[0].knownZeros & ~added) | ~((1 << distance) - 1) == .max
    {
      let sum = (left.operands[0] >> right) + constant(added >> distance, width: left.width)
      return sum & constant(full >> distance, width: left.width)
    }
    return node(
      .shiftRight, left.width, [left, right],
      zeros: left.knownZeros >> distance | (full & ~(full >> distance)),
      ones: left.knownOnes >> distance)
  }

  // MARK: width

  /// The same number in `width` bits: widened with zeros, or cut to its low bits.
  func simplifiedResize(to newWidth: Int) -> Term {
    if newWidth > width {
      return Term.node(
        .zeroExtend, newWidth, [self], zeros: knownZeros | ~Term.mask(width), ones: knownOnes)
    }
    return Term.node(.truncate, newWidth, [self], zeros: knownZeros, ones: knownOnes)
  }

  // MARK: formulas

  /// Equality of two terms of one width, or of two formulas.
  static func simplifiedEqual(_ left: Term, _ right: Term) -> Term {
    if same(left, right) { return yes }
    if left.knownOnes & right.knownZeros != 0 || left.knownZeros & right.knownOnes != 0 {
      return no
    }
    if left.isBoolean {
      if let value = left.constantValue { return value == 1 ? right : not(right) }
      if let value = right.constantValue { return value == 1 ? left : not(left) }
    }
    // A word made of a formula, compared with a constant, is the formula or its negation.
    for (one, other) in [(left, right), (right, left)] {
      guard let value = one.constantValue, case .ifThenElse = other.operation,
        let then = other.operands[1].constantValue, let otherwise = other.operands[2].constantValue
      else { continue }
      if value == then { return then == otherwise ? yes : other.operands[0] }
      return value == otherwise ? not(other.operands[0]) : no
    }
    if !left.isBoolean {
      let rest = cancel(left, right)
      if rest.changed {
        return equal(
          sum(rest.left, rest.constant, width: left.width), sum(rest.right, 0, width: left.width))
      }
    }
    return node(.equal, 0, [left, right])
  }

  /// The least and greatest value that the known bits allow.
  private var bounds: (low: UInt64, high: UInt64) { (knownOnes, ~knownZeros & Term.mask(width)) }

  /// `left < right`, unsigned.
  static func simplifiedLess(_ left: Term, _ right: Term) -> Term {
    if same(left, right) { return no }
    if left.bounds.high < right.bounds.low { return yes }
    if left.bounds.low >= right.bounds.high { return no }
    return node(.unsignedLess, 0, [left, right])
  }

  /// `left <= right`, unsigned.
  static func simplifiedLessOrEqual(_ left: Term, _ right: Term) -> Term {
    if same(left, right) { return yes }
    if left.bounds.high <= right.bounds.low { return yes }
    if left.bounds.low > right.bounds.high { return no }
    if isSubset(left, of: right) { return yes }
    if let (a, b) = minimum(right) { return all([lessOrEqual(left, a), lessOrEqual(left, b)]) }
    if let (a, b) = minimum(left), same(a, right) || same(b, right) { return yes }
    return node(.unsignedLessOrEqual, 0, [left, right])
  }

  /// Whether every bit of `left` is one of `right`'s by their shape: x & m has no more than x | n.
  private static func isSubset(_ left: Term, of right: Term) -> Bool {
    func base(_ term: Term, _ operation: Operation) -> Term {
      term.operation == operation && term.operands[1].constantValue != nil
        ? term.operands[0] : term
    }
    let (lower, upper) = (base(left, .bitAnd), base(right, .bitOr))
    return same(lower, upper)
  }

  /// The two terms whose minimum `term` is.
  private static func minimum(_ term: Term) -> (Term, Term)? {
    guard case .ifThenElse = term.operation, case .unsignedLess = term.operands[0].operation,
      same(term.operands[0].operands[0], term.operands[1]),
      same(term.operands[0].operands[1], term.operands[2])
    else { return nil }
    return (term.operands[1], term.operands[2])
  }

  /// Negation.
  static func simplifiedNot(_ term: Term) -> Term {
    if case .not = term.operation { return term.operands[0] }
    return node(.not, 0, [term])
  }

  static func simplifiedJunction(
    _ terms: [Term], _ operation: Operation, neutral: Term, absorbing: Term
  ) -> Term {
    var kept: [Term] = []
    for term in terms {
      let parts = term.operation == operation ? term.operands : [term]
      for part in parts {
        if let value = part.constantValue {
          if value == absorbing.constantValue { return absorbing }
          continue
        }
        if !kept.contains(where: { same($0, part) }) { kept.append(part) }
      }
    }
    if kept.isEmpty { return neutral }
    return kept.count == 1 ? kept[0] : node(operation, 0, kept)
  }

  /// `then` where `condition` holds, else `otherwise`; both of one width.
  static func simplifiedIfThenElse(_ condition: Term, _ then: Term, _ otherwise: Term) -> Term {
    if let value = condition.constantValue { return value == 1 ? then : otherwise }
    if same(then, otherwise) { return then }
    if then.isBoolean {
      return any([all([condition, then]), all([not(condition), otherwise])])
    }
    return node(
      .ifThenElse, then.width, [condition, then, otherwise],
      zeros: then.knownZeros & otherwise.knownZeros, ones: then.knownOnes & otherwise.knownOnes)
  }
}
