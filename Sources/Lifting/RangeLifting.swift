import LLVMIR
import PageWalk

/// Turns what is checked before a walk into conditions on its range.
struct RangeLifting {
  let executor: Executor
  /// The entry function's parameters that are numbers.
  let parameters: [String]
  let file: String
  let function: String

  /// The conditions on `addr` and `end` on which the walk is entered.
  func range(
    of tree: Tree, descent: Descent, addr: String, end: String, _ site: Site
  ) throws -> [Expression] {
    func fail(_ message: String) -> LiftError {
      LiftError(message, file: file, line: site.line, function: function, source: site.source)
    }
    guard let (top, _) = try executor.function(descent.function),
      let addrValue = Self.argument(addr, top, descent),
      let endValue = Self.argument(end, top, descent)
    else { throw fail("it is not understood which range is walked") }
    let rangeNames = Set(addrValue.expression.usedNames + endValue.expression.usedNames)
    let resolved = executor.resolution.resolve(tree)
    guard let condition = condition(of: resolved) else {
      throw fail("the walk is never entered")
    }
    let start = addrValue.expression
    let length = Self.length(endValue.expression, from: start)
    let a = Expression(.name("addr"))
    let e = Expression(.name("end"))
    let size = Expression(.binary(.subtract, e, a))
    var conditions: [Expression] = []
    // The range begins at what is left of the asked address, and is a number of whole pages.
    if start.kind != .name("addr") {
      guard Self.isIdempotent(start) else {
        throw fail("it is not understood where the range starts: \(start)")
      }
      let asked = start.usedNames.first { parameters.contains($0) } ?? "addr"
      conditions.append(
        Expression(.binary(.equal, start.replacing([asked: a]), a)))
      func connect(_ expression: Expression) -> Expression {
        var result = expression
        if let length { result = result.replacing(length, by: size) }
        result = result.replacing(endValue.expression, by: e)
        return result.replacing(start, by: a)
      }
      let checks = condition.expression.conjuncts.map(connect)
      if let length, case .binary(.shiftLeft, _, let shift) = length.kind,
        case .literal(let distance) = shift.kind
      {
        let low = Expression(.literal((1 << distance) - 1))
        conditions.append(
          Expression(
            .binary(
              .equal, Expression(.binary(.and, e, low)), Expression(.literal(0)))))
      }
      for check in checks {
        let rest = check.usedNames.filter { parameters.contains($0) && rangeNames.contains($0) }
        guard rest.isEmpty else {
          throw fail("a check of the range is not understood: \(check)")
        }
        conditions.append(check)
      }
      return conditions.filter { $0.constantTruth != true }
    }
    return condition.expression.conjuncts.map {
      $0.replacing(endValue.expression, by: e)
    }
  }

  private static func argument(
    _ name: String, _ function: Function, _ descent: Descent
  ) -> LiftedWord? {
    guard let position = function.parameters.firstIndex(where: { $0.name == name }),
      position < descent.arguments.count, case .word(let word) = descent.arguments[position]
    else { return nil }
    return word
  }

  /// What is added to the start to give the end.
  private static func length(_ end: Expression, from start: Expression) -> Expression? {
    guard case .binary(.add, let left, let right) = end.kind else { return nil }
    return left == start ? right : right == start ? left : nil
  }

  /// Whether doing it twice gives the same as doing it once: masks by constants, and `untagged`,
  /// `x & sign_extend(x)`.
  private static func isIdempotent(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .name: return true
    case .binary(.and, let left, let right):
      if case .literal = right.kind { return isIdempotent(left) }
      if case .name = left.kind { return isSignExtension(right, of: left) }
      return false
    default: return false
    }
  }

  /// `((x & mask) ^ sign) - sign`, which keeps the low bits and repeats their highest one: what is
  /// left of `x` by it is left as it is when it is done again.
  private static func isSignExtension(_ expression: Expression, of x: Expression) -> Bool {
    guard case .binary(.subtract, let flipped, let sign) = expression.kind,
      case .binary(.exclusiveOr, let low, let other) = flipped.kind, sign == other,
      case .binary(.and, let inner, let mask) = low.kind, inner == x,
      case .literal(let signBit) = sign.kind, case .literal(let bits) = mask.kind
    else { return false }
    return signBit.nonzeroBitCount == 1 && bits == signBit &* 2 &- 1
  }

  private func condition(of tree: Tree) -> LiftedWord? {
    switch tree {
    case .descend: return executor.builder.truth(true)
    case .exit, .bug, .again, .loop: return executor.builder.truth(false)
    case .bind(let name, let expression, let then, _):
      return condition(of: then).map {
        executor.builder.truth($0.expression.binding(name, to: expression))
      }
    case .take(_, let then, _): return condition(of: then)
    case .branch(let test, let then, let otherwise, _):
      guard let first = condition(of: then), let second = condition(of: otherwise) else {
        return nil
      }
      return executor.builder.select(test, first, second)
    }
  }

}

extension Expression {
  /// The conditions that it is the conjunction of.
  var conjuncts: [Expression] {
    if case .binary(.logicalAnd, let left, let right) = kind {
      return left.conjuncts + right.conjuncts
    }
    return [self]
  }

  fileprivate var constantTruth: Bool? {
    if case .literal(let number) = kind { return number != 0 }
    return nil
  }
}
