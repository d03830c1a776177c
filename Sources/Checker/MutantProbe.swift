import PageWalk

/// Two expressions put side by side, so that one formula tells where they differ.
///
/// Helpers are written out, and every read that both make becomes a local of its own: in a lockless
/// walk two reads of one place need not agree, but these stand for one.
struct SideBySide {
  /// What is evaluated before, in its order.
  private(set) var locals: [(name: String, value: Expression)] = []
  /// True where the two do not go the same way: other reads, or reads under other conditions.
  private(set) var deviations: [Expression] = []
  private(set) var original: Expression
  private(set) var mutated: Expression

  /// Where the two have reads that cannot be matched.
  private struct Unmatched: Error {}

  private let copies: Set<String>
  /// Whether a read elsewhere is one of its own, whose value may be another.
  private let apart: Bool
  private let prefix: String

  /// Both expressions, each with helpers of its own; nil where their reads cannot be matched.
  ///
  /// - Parameters:
  ///   - apart: whether a read elsewhere is one of its own, rather than a deviation.
  ///   - prefix: sets names apart from those of other expressions in the same formula.
  init?(
    _ original: Expression, _ helpers: Helpers, _ mutated: Expression, _ otherHelpers: Helpers,
    copies: Set<String>, reads: Walker.Reads, apart: Bool, prefix: String
  ) {
    self.apart = apart
    self.copies = copies
    self.prefix = prefix
    self.original = original.written(with: helpers)
    self.mutated = mutated.written(with: otherHelpers)
    // Under a lock reads agree by themselves.
    if reads == .locked { return }
    do {
      (self.original, self.mutated) = try merge(self.original, self.mutated, "")
    } catch {
      return nil
    }
  }

  /// Where the two give something else; by their truth alone where that is all that counts.
  func differs(byTruth: Bool) -> Expression {
    let (first, second) = byTruth ? (original.truth, mutated.truth) : (original, mutated)
    return .any(deviations + [Expression(.binary(.notEqual, first, second))])
  }

  /// `body` with the locals that it speaks of.
  func wrapping(_ body: Expression) -> Expression {
    locals.reversed().reduce(body) { body, local in
      Expression(.local(local.name, value: local.value, body: body))
    }
  }

  // MARK: the walk over both

  private mutating func merge(
    _ first: Expression, _ second: Expression, _ path: String
  ) throws -> (Expression, Expression) {
    switch (first.kind, second.kind) {
    case (.read(let pointer, let once), .read(let other, let otherOnce)):
      let (left, right) = try merge(pointer, other, path + "p")
      if left != right, apart {
        return (
          bind(Expression(.read(left, once: once)), "read", path),
          bind(Expression(.read(right, once: otherOnce)), "other", path)
        )
      }
      if left != right { deviations.append(Expression(.binary(.notEqual, left, right))) }
      if once != otherOnce, !isCopy(left) {
        // Two reads of a live entry need not agree, two of a local copy do, which needs no mark.
        let again = ["again", "once more"].map {
          bind(Expression(.read(left, once: true)), $0, path)
        }
        deviations.append(Expression(.binary(.notEqual, again[0], again[1])))
      }
      let read = bind(Expression(.read(left, once: once)), "read", path)
      return (read, read)
    case (.local(let name, let value, let body), .local(_, let otherValue, let otherBody)):
      let (left, right) = try merge(value, otherValue, path + "v")
      let bound = bind(left, name, path)
      let otherBound = left == right ? bound : bind(right, name, path + "'")
      guard case .local(let otherName, _, _) = second.kind else { throw Unmatched() }
      return try merge(
        body.replacing([name: bound]), otherBody.replacing([otherName: otherBound]), path + "b")
    case (.conditional(let test, let then, let otherwise), .conditional):
      guard case .conditional(let otherTest, let otherThen, let otherOtherwise) = second.kind
      else { throw Unmatched() }
      let (left, right) = try merge(test, otherTest, path + "c")
      let branches = try [
        branch(then, otherThen, under: left, right, path + "t"),
        branch(otherwise, otherOtherwise, under: left.negated, right.negated, path + "e"),
      ]
      return (
        Expression(.conditional(left, then: branches[0].0, otherwise: branches[1].0)),
        Expression(.conditional(right, then: branches[0].1, otherwise: branches[1].1))
      )
    case (.binary(let sign, let left, let right), .binary(let otherSign, let one, let two)):
      let isLazy = [sign, otherSign].contains { $0 == .logicalAnd || $0 == .logicalOr }
      let firsts = try merge(left, one, path + "l")
      guard isLazy else {
        let seconds = try merge(right, two, path + "r")
        return (
          Expression(.binary(sign, firsts.0, seconds.0)),
          Expression(.binary(otherSign, firsts.1, seconds.1))
        )
      }
      guard sign == otherSign || !(right.hasRead || two.hasRead) else { throw Unmatched() }
      let seconds = try branch(
        right, two, under: sign == .logicalAnd ? firsts.0 : firsts.0.negated,
        sign == .logicalAnd ? firsts.1 : firsts.1.negated, path + "r")
      return (
        Expression(.binary(sign, firsts.0, seconds.0)),
        Expression(.binary(otherSign, firsts.1, seconds.1))
      )
    case (.unary(let sign, let operand), .unary(let otherSign, let other)):
      let (left, right) = try merge(operand, other, path + "u")
      return (Expression(.unary(sign, left)), Expression(.unary(otherSign, right)))
    default:
      guard !first.hasRead, !second.hasRead else { throw Unmatched() }
      return (first, second)
    }
  }

  /// What is evaluated only where a condition holds: its reads are made there alone.
  private mutating func branch(
    _ first: Expression, _ second: Expression, under condition: Expression,
    _ otherCondition: Expression, _ path: String
  ) throws -> (Expression, Expression) {
    guard first.hasRead || second.hasRead else { return (first, second) }
    if condition != otherCondition {
      deviations.append(
        Expression(.binary(.notEqual, condition.truth, otherCondition.truth)))
    }
    let count = locals.count
    let merged = try merge(first, second, path)
    for index in count..<locals.count {
      locals[index].value = Expression(
        .conditional(
          condition, then: locals[index].value, otherwise: Expression(.literal(0))))
    }
    return merged
  }

  private mutating func bind(_ value: Expression, _ name: String, _ path: String) -> Expression {
    switch value.kind {
    case .name, .literal: return value
    default: break
    }
    let local = "\(prefix)\(name)@\(path)"
    locals.append((local, value))
    return Expression(.name(local))
  }

  private func isCopy(_ pointer: Expression) -> Bool {
    if case .addressOf(let name) = pointer.kind { return copies.contains(name) }
    return false
  }
}

extension Expression {
  /// The expression with every helper written out.
  func written(with helpers: Helpers) -> Expression {
    var writer = HelperWriter(helpers: helpers)
    return writer.write(self, [:])
  }

  /// Whether it reads memory itself.
  var hasRead: Bool {
    if case .read = kind { return true }
    return children.contains(where: \.hasRead)
  }

  /// 1 where it is not 0.
  var truth: Expression { Expression(.binary(.notEqual, self, Expression(.literal(0)))) }

  var negated: Expression { Expression(.unary(.not, self)) }

  static func any(_ parts: [Expression]) -> Expression {
    join(parts, .logicalOr) ?? Expression(.literal(0))
  }

  static func all(_ parts: [Expression]) -> Expression {
    join(parts, .logicalAnd) ?? Expression(.literal(1))
  }

  private static func join(_ parts: [Expression], _ sign: BinaryOperator) -> Expression? {
    guard let first = parts.first else { return nil }
    return parts.dropFirst().reduce(first) { Expression(.binary(sign, $0, $1)) }
  }
}

/// Writes out calls, with a name of its own for every parameter and local.
private struct HelperWriter {
  let helpers: Helpers
  private var count = 0

  init(helpers: Helpers) { self.helpers = helpers }

  mutating func write(
    _ expression: Expression, _ names: [String: Expression]
  ) -> Expression {
    switch expression.kind {
    case .literal: return expression
    case .name(let name):
      if let known = names[name] { return known }
      guard let helper = helpers[name], helper.parameters == nil else { return expression }
      return write(helper.body, [:])
    case .addressOf(let name):
      if case .name(let copy) = names[name]?.kind { return Expression(.addressOf(copy)) }
      return expression
    case .call(let name, let arguments):
      guard let helper = helpers[name], let parameters = helper.parameters else {
        return expression
      }
      var inner: [String: Expression] = [:]
      var bound: [(String, Expression)] = []
      for (parameter, argument) in zip(parameters, arguments) {
        let value = write(argument, names)
        switch value.kind {
        case .name, .literal, .addressOf: inner[parameter] = value
        default:
          let local = fresh(parameter)
          bound.append((local, value))
          inner[parameter] = Expression(.name(local))
        }
      }
      return bound.reversed().reduce(write(helper.body, inner)) {
        Expression(.local($1.0, value: $1.1, body: $0))
      }
    case .local(let name, let value, let body):
      let written = write(value, names)
      let local = fresh(name)
      var inner = names
      inner[name] = Expression(.name(local))
      return Expression(.local(local, value: written, body: write(body, inner)))
    default:
      var result = expression
      for (index, child) in expression.children.enumerated() {
        result = result.replacing(child: index, by: write(child, names))
      }
      return result
    }
  }

  private mutating func fresh(_ name: String) -> String {
    count += 1
    return "\(name)#\(count)"
  }
}
