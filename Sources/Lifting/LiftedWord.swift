import LLVMIR
import PageWalk

/// An integer of the kernel's code: an expression of the model language with the width that LLVM
/// gives it. The expression's value is the integer without its sign, so that it is less than
/// 2 to the `width`.
struct LiftedWord: Sendable, Hashable {
  let expression: Expression
  /// Width in bits, 1 to 64.
  let width: Int
  /// How many low bits can be set; the others are 0.
  let bits: Int
  /// Width in which the model language computes the expression: the word's or an entry's.
  let carrier: Int

  init(_ expression: Expression, width: Int, bits: Int, carrier: Int) {
    self.expression = expression
    self.width = width
    self.bits = min(bits, width)
    self.carrier = carrier
  }

  /// The number that it always is, if it is one.
  var constant: UInt64? {
    if case .literal(let value) = expression.kind { return value }
    return nil
  }

  /// Whether it is the value of a name and nothing else.
  var name: String? {
    if case .name(let name) = expression.kind { return name }
    return nil
  }
}

/// Builds words, as small as they can be written.
struct WordBuilder: Sendable {
  /// Width of an address in bits.
  let word: Int
  /// Names that a loop's end is compared with: whether it is met is told even where that is plain.
  var ends: Set<String> = []

  func constant(_ value: UInt64, width: Int) -> LiftedWord {
    let value = Self.cut(value, width)
    let bits = 64 - value.leadingZeroBitCount
    return LiftedWord(
      Expression(.literal(value)), width: width, bits: bits, carrier: bits > word ? 64 : word)
  }

  static func cut(_ value: UInt64, _ width: Int) -> UInt64 {
    width >= 64 ? value : value & ((1 << UInt64(width)) - 1)
  }

  private func combine(
    _ sign: BinaryOperator, _ left: LiftedWord, _ right: LiftedWord, bits: Int
  ) -> LiftedWord {
    let isShift = sign == .shiftLeft || sign == .shiftRight
    let carrier = isShift ? left.carrier : max(left.carrier, right.carrier)
    let raw = LiftedWord(
      Expression(.binary(sign, left.expression, right.expression)), width: 64, bits: bits,
      carrier: carrier)
    return cut(raw, to: left.width)
  }

  /// The low `width` bits.
  func cut(_ value: LiftedWord, to width: Int) -> LiftedWord {
    if let number = value.constant { return constant(number, width: width) }
    if width == word, word < 64, case .binary(.and, let inner, let mask) = value.expression.kind,
      mask.kind == .literal((1 << UInt64(word + 1)) - 1)
    {
      // What made a word as wide as an entry (`extended`) is not needed any more.
      return LiftedWord(inner, width: width, bits: value.bits, carrier: word)
    }
    if value.bits <= width || value.carrier <= width {
      return LiftedWord(
        value.expression, width: width, bits: min(value.bits, width), carrier: value.carrier)
    }
    return LiftedWord(
      masked(value.expression, Self.cut(.max, width)), width: width, bits: width,
      carrier: max(value.carrier, width > word ? 64 : word))
  }

  /// `x & mask`, where masks of masks become one.
  private func masked(_ expression: Expression, _ mask: UInt64) -> Expression {
    if case .binary(.and, let inner, let other) = expression.kind,
      case .literal(let number) = other.kind
    {
      return Expression(.binary(.and, inner, Expression(.literal(number & mask))))
    }
    return Expression(.binary(.and, expression, Expression(.literal(mask))))
  }

  func extended(_ value: LiftedWord, to width: Int) -> LiftedWord {
    if let number = value.constant { return constant(number, width: width) }
    var expression = value.expression
    var carrier = value.carrier
    if width > carrier {
      // The language has no cast: a mask of more bits makes a value as wide as an entry.
      expression = masked(expression, (1 << UInt64(carrier + 1)) - 1)
      carrier = 64
    }
    return LiftedWord(expression, width: width, bits: value.bits, carrier: carrier)
  }

  func signExtended(_ value: LiftedWord, to width: Int) -> LiftedWord {
    if let number = value.constant {
      let sign = value.width < 64 && number >> UInt64(value.width - 1) & 1 == 1
      return constant(sign ? number | ~Self.cut(.max, value.width) : number, width: width)
    }
    guard value.bits == value.width else { return extended(value, to: width) }
    if value.width >= width { return value }
    if case .conditional(let condition, let then, let otherwise) = value.expression.kind {
      let parts = [then, otherwise].map {
        signExtended(
          LiftedWord($0, width: value.width, bits: value.width, carrier: value.carrier), to: width)
      }
      return select(truth(condition), parts[0], parts[1])
    }
    let wide = extended(value, to: width)
    let sign = constant(1 << UInt64(value.width - 1), width: width)
    return subtract(binary(.xor, wide, sign) ?? wide, sign)
  }

  func add(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let a = left.constant, let b = right.constant {
      return constant(a &+ b, width: left.width)
    }
    if right.constant == 0 { return left }
    if left.constant == 0 { return right }
    if left.constant != nil { return add(right, left) }
    if let b = right.constant {
      if case .binary(.add, let inner, let other) = left.expression.kind,
        case .literal(let a) = other.kind
      {
        let base = LiftedWord(inner, width: left.width, bits: left.width, carrier: left.carrier)
        return add(base, constant(a &+ b, width: left.width))
      }
      let negative = Self.cut(0 &- b, left.width)
      if negative < b { return subtract(left, constant(negative, width: left.width)) }
    }
    return combine(.add, left, right, bits: max(left.bits, right.bits) + 1)
  }

  func subtract(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let a = left.constant, let b = right.constant {
      return constant(a &- b, width: left.width)
    }
    if right.constant == 0 { return left }
    if left.expression == right.expression { return constant(0, width: left.width) }
    return combine(.subtract, left, right, bits: 64)
  }

  /// The result of one of LLVM's operations; nil where it has none that can be written.
  func binary(
    _ operation: BinaryOperation, _ left: LiftedWord, _ right: LiftedWord
  ) -> LiftedWord? {
    let width = left.width
    switch operation {
    case .add: return add(left, right)
    case .sub: return subtract(left, right)
    case .mul:
      if let a = left.constant, let b = right.constant { return constant(a &* b, width: width) }
      if left.constant != nil { return binary(.mul, right, left) }
      if right.constant == 1 { return left }
      if right.constant == 0 { return right }
      return combine(.multiply, left, right, bits: left.bits + right.bits)
    case .udiv: return divide(.divide, left, right)
    case .urem: return divide(.remainder, left, right)
    case .shl: return shiftLeft(left, right)
    case .lshr: return shiftRight(left, right)
    case .ashr: return shiftRightSigned(left, right)
    case .and: return and(left, right)
    case .or: return or(left, right)
    case .xor: return xor(left, right)
    case .sdiv, .srem:
      guard left.bits < width, right.bits < width else { return nil }
      return divide(operation == .sdiv ? .divide : .remainder, left, right)
    }
  }

  private func divide(
    _ sign: BinaryOperator, _ left: LiftedWord, _ right: LiftedWord
  ) -> LiftedWord? {
    guard let b = right.constant else {
      // Division by 0 is undefined in C and defined here; only constants are divided by.
      return nil
    }
    guard b != 0 else { return nil }
    if let a = left.constant {
      return constant(sign == .divide ? a / b : a % b, width: left.width)
    }
    if b == 1, sign == .divide { return left }
    return combine(sign, left, right, bits: left.bits)
  }

  private func shiftLeft(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let b = right.constant {
      if b == 0 { return left }
      if let a = left.constant { return constant(b > 63 ? 0 : a << b, width: left.width) }
      let distance = Int(min(b, 64))
      return combine(.shiftLeft, left, right, bits: left.bits + distance)
    }
    return combine(.shiftLeft, left, right, bits: 64)
  }

  private func shiftRight(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let b = right.constant {
      if b == 0 { return left }
      if let a = left.constant { return constant(b > 63 ? 0 : a >> b, width: left.width) }
      return combine(.shiftRight, left, right, bits: max(1, left.bits - Int(min(b, 63))))
    }
    return combine(.shiftRight, left, right, bits: left.bits)
  }

  private func shiftRightSigned(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord? {
    if left.bits < left.width { return shiftRight(left, right) }
    guard let b = right.constant, b < UInt64(left.width) else { return nil }
    if left.constant == nil, left.carrier < left.width { return nil }
    let shifted = LiftedWord(
      shiftRight(left, right).expression, width: left.width - Int(b), bits: left.width - Int(b),
      carrier: left.carrier)
    if let a = left.constant {
      return signExtended(constant(a >> b, width: left.width - Int(b)), to: left.width)
    }
    // (x << n) >> n with the sign: the sign extension of the low bits.
    if case .binary(.shiftLeft, let inner, let distance) = left.expression.kind,
      case .literal(b) = distance.kind, left.carrier == left.width
    {
      let low = cut(
        LiftedWord(inner, width: left.width, bits: left.width, carrier: left.carrier),
        to: left.width - Int(b))
      return signExtended(low, to: left.width)
    }
    return signExtended(shifted, to: left.width)
  }

  private func and(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let a = left.constant, let b = right.constant { return constant(a & b, width: left.width) }
    if left.constant != nil { return and(right, left) }
    if left.expression == right.expression { return left }
    if left.width == 1 { return all(left, right) }
    if let mask = right.constant {
      if mask == 0 { return right }
      if left.width == 64, let inner = Self.unswapped(left) {
        return swapped(and(inner, constant(mask.byteSwapped, width: 64)))
      }
      let relevant = Self.cut(.max, left.bits)
      if mask & relevant == relevant { return left }
      return LiftedWord(
        masked(left.expression, mask), width: left.width,
        bits: min(left.bits, 64 - (mask & relevant).leadingZeroBitCount),
        carrier: max(left.carrier, right.carrier))
    }
    return combine(.and, left, right, bits: min(left.bits, right.bits))
  }

  private func or(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let a = left.constant, let b = right.constant { return constant(a | b, width: left.width) }
    if left.constant != nil { return or(right, left) }
    if right.constant == 0 || left.expression == right.expression { return left }
    if left.width == 1 { return any(left, right) }
    return combine(.or, left, right, bits: max(left.bits, right.bits))
  }

  private func xor(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let a = left.constant, let b = right.constant { return constant(a ^ b, width: left.width) }
    if left.constant != nil { return xor(right, left) }
    if right.constant == 0 { return left }
    if left.width == 1 {
      if right.constant == 1 { return not(left) }
      return truth(Expression(.binary(.notEqual, left.expression, right.expression)))
    }
    if let b = right.constant, b == Self.cut(.max, left.width) {
      let inverse = LiftedWord(
        Expression(.unary(.complement, left.expression)), width: 64, bits: 64,
        carrier: left.carrier)
      return cut(inverse, to: left.width)
    }
    return combine(.exclusiveOr, left, right, bits: max(left.bits, right.bits))
  }

  /// The helper that puts a word's bytes in the other order.
  static let swap = "swab64"

  func swapped(_ value: LiftedWord) -> LiftedWord {
    if let number = value.constant {
      return constant(number.byteSwapped >> UInt64(64 - value.width), width: value.width)
    }
    if case .call(Self.swap, let inner) = value.expression.kind {
      return LiftedWord(inner[0], width: value.width, bits: value.width, carrier: value.carrier)
    }
    return LiftedWord(
      Expression(.call(Self.swap, [value.expression])), width: value.width, bits: value.width,
      carrier: value.carrier)
  }

  /// What a word is the other order of the bytes of, where it is written so.
  private static func unswapped(_ value: LiftedWord) -> LiftedWord? {
    guard value.width == 64, case .call(swap, let inner) = value.expression.kind else { return nil }
    return LiftedWord(inner[0], width: 64, bits: 64, carrier: value.carrier)
  }

  // MARK: truth values

  func truth(_ expression: Expression) -> LiftedWord {
    LiftedWord(expression, width: 1, bits: 1, carrier: word)
  }

  func truth(_ value: Bool) -> LiftedWord { constant(value ? 1 : 0, width: 1) }

  func not(_ value: LiftedWord) -> LiftedWord {
    if let number = value.constant { return truth(number == 0) }
    return truth(Self.not(value.expression))
  }

  static func not(_ expression: Expression) -> Expression {
    switch expression.kind {
    case .unary(.not, let inner) where isTruth(inner): return inner
    case .literal(let number): return Expression(.literal(number == 0 ? 1 : 0))
    case .binary(let sign, let left, let right):
      let opposites: [BinaryOperator: BinaryOperator] = [
        .equal: .notEqual, .notEqual: .equal, .less: .greaterOrEqual, .greaterOrEqual: .less,
        .greater: .lessOrEqual, .lessOrEqual: .greater,
      ]
      if let opposite = opposites[sign] { return Expression(.binary(opposite, left, right)) }
      if sign == .logicalAnd { return Expression(.binary(.logicalOr, not(left), not(right))) }
      if sign == .logicalOr { return Expression(.binary(.logicalAnd, not(left), not(right))) }
      return Expression(.unary(.not, expression))
    default: return Expression(.unary(.not, expression))
    }
  }

  /// Whether an expression is 0 or 1.
  static func isTruth(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .literal(let number): return number <= 1
    case .unary(let sign, _): return sign == .not
    case .binary(let sign, _, _):
      switch sign {
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .logicalAnd,
        .logicalOr:
        return true
      default: return false
      }
    case .conditional(_, let then, let otherwise): return isTruth(then) && isTruth(otherwise)
    default: return false
    }
  }

  func all(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let a = left.constant { return a == 0 ? left : right }
    if let b = right.constant { return b == 0 ? right : left }
    if left.expression == right.expression { return left }
    return truth(Expression(.binary(.logicalAnd, left.expression, right.expression)))
  }

  func any(_ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let a = left.constant { return a == 0 ? right : left }
    if let b = right.constant { return b == 0 ? left : right }
    if left.expression == right.expression { return left }
    return truth(Expression(.binary(.logicalOr, left.expression, right.expression)))
  }

  /// `condition ? then : otherwise`, of two words of one width.
  func select(
    _ test: LiftedWord, _ then: LiftedWord, _ otherwise: LiftedWord
  ) -> LiftedWord {
    if let number = test.constant { return number == 0 ? otherwise : then }
    if then.expression == otherwise.expression { return then }
    let condition = test.expression
    if case .unary(.not, let inner) = condition.kind {
      return select(truth(inner), otherwise, then)
    }
    if then.bits <= 1, otherwise.bits <= 1 {
      let result: LiftedWord?
      switch (then.constant, otherwise.constant) {
      case (1, 0): result = test
      case (0, 1): result = not(test)
      case (1, nil): result = any(test, truth(otherwise.expression))
      case (0, nil): result = all(not(test), truth(otherwise.expression))
      case (nil, 0): result = all(test, truth(then.expression))
      case (nil, 1): result = any(not(test), truth(then.expression))
      default: result = nil
      }
      if let result {
        return LiftedWord(result.expression, width: then.width, bits: 1, carrier: result.carrier)
      }
    }
    return LiftedWord(
      Expression(
        .conditional(condition, then: then.expression, otherwise: otherwise.expression)),
      width: then.width, bits: max(then.bits, otherwise.bits),
      carrier: max(then.carrier, otherwise.carrier))
  }

  /// Whether a word is not 0.
  func isNonzero(_ value: LiftedWord) -> LiftedWord {
    compare(.ne, value, constant(0, width: value.width))
  }

  func compare(_ predicate: Predicate, _ left: LiftedWord, _ right: LiftedWord) -> LiftedWord {
    if let a = left.constant, let b = right.constant {
      return truth(Self.holds(predicate, a, b, width: left.width))
    }
    if left.constant != nil, predicate == .eq || predicate == .ne {
      return compare(predicate, right, left)
    }
    if predicate == .eq || predicate == .ne, let a = Self.unswapped(left) {
      if let b = Self.unswapped(right) { return compare(predicate, a, b) }
      if let b = right.constant {
        return compare(predicate, a, constant(b.byteSwapped, width: left.width))
      }
    }
    if predicate == .eq || predicate == .ne, let b = right.constant {
      if b > Self.cut(.max, left.bits) { return truth(predicate == .ne) }
      if left.bits == 1 {
        let value = truth(left.expression)
        return (b == 1) == (predicate == .eq) ? value : not(value)
      }
      if let choice = distributed(left, over: b) {
        return predicate == .eq ? choice : not(choice)
      }
    }
    if left.expression == right.expression, left.name.map({ !ends.contains($0) }) ?? true {
      return truth([.eq, .ule, .uge, .sle, .sge].contains(predicate))
    }
    let signs: [Predicate: BinaryOperator] = [
      .eq: .equal, .ne: .notEqual, .ult: .less, .ule: .lessOrEqual, .ugt: .greater,
      .uge: .greaterOrEqual, .slt: .less, .sle: .lessOrEqual, .sgt: .greater,
      .sge: .greaterOrEqual,
    ]
    let isSigned = [.slt, .sle, .sgt, .sge].contains(predicate)
    var (a, b) = (left, right)
    if isSigned, left.bits == left.width || right.bits == right.width {
      let sign = constant(1 << UInt64(left.width - 1), width: left.width)
      (a, b) = (xor(left, sign), xor(right, sign))
    }
    guard let sign = signs[predicate] else { return truth(false) }
    return truth(Expression(.binary(sign, a.expression, b.expression)))
  }

  /// `x == number` for a choice between constants, which is the condition of the choice.
  private func distributed(_ value: LiftedWord, over number: UInt64) -> LiftedWord? {
    guard case .conditional(let condition, let then, let otherwise) = value.expression.kind,
      Self.endsInConstants(then), Self.endsInConstants(otherwise)
    else { return nil }
    func compared(_ part: Expression) -> LiftedWord {
      compare(
        .eq, LiftedWord(part, width: value.width, bits: value.bits, carrier: value.carrier),
        constant(number, width: value.width))
    }
    return select(truth(condition), compared(then), compared(otherwise))
  }

  private static func endsInConstants(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .literal: return true
    case .conditional(_, let then, let otherwise):
      return endsInConstants(then) && endsInConstants(otherwise)
    default: return false
    }
  }

  private static func holds(_ predicate: Predicate, _ a: UInt64, _ b: UInt64, width: Int) -> Bool {
    let shift = UInt64(64 - width)
    let (x, y) = (Int64(bitPattern: a << shift), Int64(bitPattern: b << shift))
    switch predicate {
    case .eq: return a == b
    case .ne: return a != b
    case .ugt: return a > b
    case .uge: return a >= b
    case .ult: return a < b
    case .ule: return a <= b
    case .sgt: return x > y
    case .sge: return x >= y
    case .slt: return x < y
    case .sle: return x <= y
    }
  }
}
