/// Reads expression text. Errors carry the byte offset at which they were met.
public struct ExpressionParser {
  /// The longest text of one expression, in bytes.
  public static let maximumLength = 16_384
  /// The deepest expression; also what keeps the interpreters from running out of stack.
  public static let maximumDepth = 200
  /// The most parameters of a helper.
  public static let maximumParameters = 64

  private let tokens: [(token: ExpressionLexer.Token, offset: Int)]
  private var position = 0
  private var nesting = 0

  private init(_ text: String) throws(ExpressionError) {
    guard text.utf8.count <= Self.maximumLength else {
      throw ExpressionError(
        "this expression is longer than \(Self.maximumLength) bytes; split it into helpers", at: 0)
    }
    tokens = try ExpressionLexer.tokens(of: text)
  }

  /// The expression that `text` is.
  public static func parse(_ text: String) throws(ExpressionError) -> Expression {
    var parser = try ExpressionParser(text)
    let expression = try parser.block()
    guard parser.token == .end else { throw parser.unexpected("an operator or the end") }
    return expression
  }

  /// A helper's heading: `name`, or `name(parameter, …)`.
  public static func parseSignature(
    _ text: String
  ) throws(ExpressionError) -> (name: String, parameters: [String]?) {
    var parser = try ExpressionParser(text)
    let name = try parser.identifier("the helper's name")
    guard parser.token != .end else { return (name, nil) }
    try parser.expect("(")
    var parameters: [String] = []
    while parser.token != .symbol(")") {
      if !parameters.isEmpty { try parser.expect(",") }
      let offset = parser.offset
      let parameter = try parser.identifier("a parameter's name")
      guard !parameters.contains(parameter) else {
        throw ExpressionError("parameter '\(parameter)' stands here twice", at: offset)
      }
      parameters.append(parameter)
      guard parameters.count <= maximumParameters else {
        throw ExpressionError(
          "a helper has at most \(maximumParameters) parameters; compute some in helpers",
          at: offset)
      }
    }
    try parser.expect(")")
    guard parser.token == .end else { throw parser.unexpected("the end") }
    return (name, parameters)
  }

  // MARK: tokens

  private var token: ExpressionLexer.Token { tokens[position].token }
  private var offset: Int { tokens[position].offset }

  private mutating func advance() { if position < tokens.count - 1 { position += 1 } }

  private mutating func take(_ symbol: String) -> Bool {
    guard token == .symbol(symbol) else { return false }
    advance()
    return true
  }

  private mutating func expect(_ symbol: String) throws(ExpressionError) {
    guard take(symbol) else { throw unexpected("'\(symbol)'") }
  }

  private mutating func identifier(_ what: String) throws(ExpressionError) -> String {
    guard case .identifier(let name) = token else { throw unexpected(what) }
    advance()
    return name
  }

  private func unexpected(_ wanted: String) -> ExpressionError {
    let found: String
    switch token {
    case .number(let value): found = "the number \(value)"
    case .identifier(let name): found = "'\(name)'"
    case .symbol(let symbol): found = "'\(symbol)'"
    case .end: found = "the end of the expression"
    }
    return ExpressionError("expected \(wanted), found \(found)", at: offset)
  }

  private func make(_ kind: Expression.Kind, at offset: Int) throws(ExpressionError) -> Expression {
    let expression = Expression(kind, offset: offset)
    guard expression.depth <= Self.maximumDepth else {
      throw ExpressionError(
        "this nests deeper than \(Self.maximumDepth); split it into helpers", at: offset)
    }
    return expression
  }

  private mutating func nested<T>(
    _ body: (inout ExpressionParser) throws(ExpressionError) -> T
  ) throws(ExpressionError) -> T {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.maximumDepth else {
      throw ExpressionError(
        "this nests deeper than \(Self.maximumDepth); split it into helpers", at: offset)
    }
    return try body(&self)
  }

  // MARK: grammar

  /// `name = expression; … expression`
  private mutating func block() throws(ExpressionError) -> Expression {
    try nested { parser throws(ExpressionError) in
      let start = parser.offset
      if case .identifier(let name) = parser.token,
        parser.tokens[parser.position + 1].token == .symbol("=")
      {
        parser.advance()
        parser.advance()
        let value = try parser.conditional()
        try parser.expect(";")
        let body = try parser.block()
        return try parser.make(.local(name, value: value, body: body), at: start)
      }
      return try parser.conditional()
    }
  }

  private mutating func conditional() throws(ExpressionError) -> Expression {
    try nested { parser throws(ExpressionError) in
      let start = parser.offset
      let condition = try parser.binary(above: 0)
      guard parser.take("?") else { return condition }
      let then = try parser.conditional()
      try parser.expect(":")
      let otherwise = try parser.conditional()
      return try parser.make(
        .conditional(condition, then: then, otherwise: otherwise), at: start)
    }
  }

  private mutating func binary(above precedence: Int) throws(ExpressionError) -> Expression {
    let start = offset
    var left = try unary()
    while case .symbol(let symbol) = token, let sign = BinaryOperator(rawValue: symbol),
      sign.precedence > precedence
    {
      advance()
      let right = try binary(above: sign.precedence)
      left = try make(.binary(sign, left, right), at: start)
    }
    return left
  }

  private mutating func unary() throws(ExpressionError) -> Expression {
    try nested { parser throws(ExpressionError) in
      let start = parser.offset
      if case .symbol(let symbol) = parser.token {
        if let sign = UnaryOperator(rawValue: symbol) {
          parser.advance()
          return try parser.make(.unary(sign, try parser.unary()), at: start)
        }
        if parser.take("*") {
          return try parser.make(.read(try parser.unary(), once: false), at: start)
        }
        if parser.take("&") {
          return try parser.make(
            .addressOf(try parser.identifier("the name of a local copy")), at: start)
        }
      }
      return try parser.primary()
    }
  }

  private mutating func primary() throws(ExpressionError) -> Expression {
    let start = offset
    switch token {
    case .number(let value):
      advance()
      return try make(.literal(value), at: start)
    case .symbol("("):
      advance()
      let inner = try block()
      try expect(")")
      return inner
    case .identifier(let name):
      advance()
      guard take("(") else { return try make(.name(name), at: start) }
      var arguments: [Expression] = []
      while token != .symbol(")") {
        if !arguments.isEmpty { try expect(",") }
        arguments.append(try conditional())
      }
      try expect(")")
      return try name == "READ_ONCE"
        ? readOnce(arguments, at: start) : make(.call(name, arguments), at: start)
    default:
      throw unexpected("a value")
    }
  }

  private func readOnce(
    _ arguments: [Expression], at start: Int
  ) throws(ExpressionError) -> Expression {
    guard arguments.count == 1, case .read(let pointer, once: false) = arguments[0].kind else {
      throw ExpressionError("READ_ONCE takes one *pointer, as in READ_ONCE(*pgdp)", at: start)
    }
    return try make(.read(pointer, once: true), at: start)
  }
}
