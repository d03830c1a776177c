extension Expression {
  /// `name = value; self`, or with the value in the name's place where it is used once, and that
  /// before anything else could happen.
  public func binding(_ name: String, to value: Expression) -> Expression {
    let uses = usedNames.count { $0 == name }
    if uses == 1, let replaced = replacingFirst(name, by: value) { return replaced }
    return Expression(.local(name, value: value, body: self))
  }

  /// With `value` in the place of a name that is evaluated whatever happens.
  private func replacingFirst(_ name: String, by value: Expression) -> Expression? {
    switch kind {
    case .name(name): return value
    case .read(let pointer, let once):
      return pointer.replacingFirst(name, by: value).map { Expression(.read($0, once: once)) }
    case .unary(let sign, let operand):
      return operand.replacingFirst(name, by: value).map { Expression(.unary(sign, $0)) }
    case .binary(let sign, let left, let right):
      if let new = left.replacingFirst(name, by: value) {
        return Expression(.binary(sign, new, right))
      }
      guard sign != .logicalAnd, sign != .logicalOr else { return nil }
      return right.replacingFirst(name, by: value).map { Expression(.binary(sign, left, $0)) }
    case .conditional(let condition, let then, let otherwise):
      return condition.replacingFirst(name, by: value).map {
        Expression(.conditional($0, then: then, otherwise: otherwise))
      }
    case .call(let function, let arguments):
      for (position, argument) in arguments.enumerated() {
        // A bare name is passed with its address.
        guard let new = argument.replacingFirst(name, by: value) else { continue }
        var arguments = arguments
        arguments[position] = new
        return Expression(.call(function, arguments))
      }
      return nil
    default: return nil
    }
  }

  /// With every `name` that `replacements` has replaced.
  public func replacing(_ replacements: [String: Expression]) -> Expression {
    guard !replacements.isEmpty else { return self }
    switch kind {
    case .name(let name): return replacements[name] ?? self
    case .addressOf(let name):
      if case .name(let new) = replacements[name]?.kind { return Expression(.addressOf(new)) }
      return self
    case .local(let name, let value, let body):
      var inside = replacements
      inside[name] = nil
      return Expression(
        .local(name, value: value.replacing(replacements), body: body.replacing(inside)))
    default: return mappingParts { $0.replacing(replacements) }
    }
  }

  /// With every occurrence of one expression replaced by another.
  public func replacing(_ part: Expression, by other: Expression) -> Expression {
    self == part ? other : mappingParts { $0.replacing(part, by: other) }
  }

  /// With what a conditional comes to where its condition is a number.
  var withoutDeadBranches: Expression {
    if case .conditional(let condition, let then, let otherwise) = kind,
      case .literal(let number) = condition.kind
    {
      return (number != 0 ? then : otherwise).withoutDeadBranches
    }
    return mappingParts(\.withoutDeadBranches)
  }

  /// The same operation on other parts.
  private func mappingParts(_ inner: (Expression) -> Expression) -> Expression {
    switch kind {
    case .literal, .name, .addressOf: return self
    case .read(let pointer, let once): return Expression(.read(inner(pointer), once: once))
    case .unary(let sign, let operand): return Expression(.unary(sign, inner(operand)))
    case .binary(let sign, let left, let right):
      return Expression(.binary(sign, inner(left), inner(right)))
    case .conditional(let condition, let then, let otherwise):
      return Expression(
        .conditional(inner(condition), then: inner(then), otherwise: inner(otherwise)))
    case .call(let name, let arguments): return Expression(.call(name, arguments.map(inner)))
    case .local(let name, let value, let body):
      return Expression(.local(name, value: inner(value), body: inner(body)))
    }
  }
}
