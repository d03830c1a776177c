import PageWalk

/// Expressions on an architecture's parameters that have a name in its file, which stands for them
/// wherever an expression may stand there, but for what is said of compiled code.
struct NamedConditions: Sendable {
  /// The longest text of one, in bytes.
  static let maximumLength = 1024

  private var expressions: [String: Expression] = [:]

  init() {}

  /// Reads `conditions`. One does not speak of others, nor of anything but parameters and labels.
  init(
    _ value: YAMLTree.Value?, parameters: [Parameter], in tree: YAMLTree
  ) throws(ModelFileError) {
    guard let value else { return }
    let fields = try YAMLFields(value, in: tree, what: "'conditions'", allowed: nil)
    var taken = Set(
      ExpressionChecker.builtins + parameters.map(\.name)
        + ["entry", "addr", "end", "next", "mm_pgd", "READ_ONCE", "true", "false"])
    for parameter in parameters {
      if case .labels(let labels) = parameter.domain { taken.formUnion(labels) }
    }
    let checker = ExpressionChecker(parameters: parameters, helpers: [:], width: 64)
    for key in fields.keys {
      let name = try tree.text(key, what: "a condition's name")
      guard (try? ExpressionParser.parse(name))?.kind == .name(name) else {
        throw tree.error("'\(name)' cannot be used in expressions; use letters and '_'", at: key)
      }
      guard !taken.contains(name) else {
        throw tree.error("'\(name)' names something else already; choose another name", at: key)
      }
      guard try fields.text(name).utf8.count <= Self.maximumLength else {
        throw tree.error("a condition has at most \(Self.maximumLength) bytes", at: key)
      }
      let expression = try fields.expression(name)
      do {
        _ = try checker.check(expression, names: [:])
      } catch {
        throw tree.error(error, in: try fields.required(name))
      }
      if let read = ModelChecker.firstRead(in: expression) {
        throw tree.error(
          ExpressionError("a condition reads no memory; speak of parameters", at: read),
          in: try fields.required(name))
      }
      expressions[name] = expression
    }
  }

  /// An expression with what the names stand for; its parts keep their places.
  func replaced(in expression: Expression) throws(ExpressionError) -> Expression {
    guard !expressions.isEmpty else { return expression }
    let whole = try replacement(of: expression)
    guard whole.depth <= ExpressionParser.maximumDepth else {
      throw ExpressionError(
        "this nests deeper than \(ExpressionParser.maximumDepth); split it into helpers",
        at: expression.offset)
    }
    return whole
  }

  private func replacement(of expression: Expression) throws(ExpressionError) -> Expression {
    func new(_ name: String) throws(ExpressionError) {
      guard expressions[name] != nil else { return }
      throw ExpressionError(
        "'\(name)' is a condition of this architecture; choose another name", at: expression.offset)
    }
    let kind: Expression.Kind
    switch expression.kind {
    case .literal: return expression
    case .name(let name):
      guard let found = expressions[name] else { return expression }
      return Expression(found.kind, offset: expression.offset)
    case .addressOf(let name):
      try new(name)
      return expression
    case .read(let pointer, let once): kind = .read(try replacement(of: pointer), once: once)
    case .unary(let sign, let operand): kind = .unary(sign, try replacement(of: operand))
    case .binary(let sign, let left, let right):
      kind = .binary(sign, try replacement(of: left), try replacement(of: right))
    case .conditional(let condition, let then, let otherwise):
      kind = .conditional(
        try replacement(of: condition), then: try replacement(of: then),
        otherwise: try replacement(of: otherwise))
    case .call(let name, let arguments):
      try new(name)
      var replaced: [Expression] = []
      for argument in arguments { replaced.append(try replacement(of: argument)) }
      kind = .call(name, replaced)
    case .local(let name, let value, let body):
      try new(name)
      kind = .local(name, value: try replacement(of: value), body: try replacement(of: body))
    }
    return Expression(kind, offset: expression.offset)
  }

  /// Throws where a helper or a parameter of one hides a condition.
  func check(
    _ definitions: [HelpersFile.Definition], in tree: YAMLTree, at place: YAMLTree.Value?
  ) throws(ModelFileError) {
    for definition in definitions {
      for name in [definition.helper.name] + (definition.helper.parameters ?? [])
      where expressions[name] != nil {
        throw tree.error(
          "'\(name)' is a condition of this architecture and of the helper"
            + " '\(definition.helper.name)'; choose another name",
          at: place ?? definition.heading)
      }
    }
  }
}
