/// What a name stands for where an expression is checked.
public enum NameKind: Sendable, Hashable {
  case word
  /// A local copy of an entry: a word whose address may be taken.
  case copy
  case boolean
  /// A value of the named enumeration.
  case label(of: String)
}

/// Checks names, types, literals and sizes of expressions before anything interprets them.
///
/// Words and truth values convert into each other as in C. A value of an enumeration can only be
/// compared with `==` and `!=` to another of the same one. What an expression expands to is bounded,
/// with every helper, and every argument and local wherever its name stands, so that no model file
/// can make an interpreter or the solver run without end.
public struct ExpressionChecker {
  /// The most nodes that an interpreter may go through, with every helper expanded.
  public static let maximumSize = 50_000
  /// The most nodes when arguments and locals, too, stand wherever their names do.
  public static let maximumExpansion = 500_000
  /// The most nodes on the longest path, likewise.
  public static let maximumDepth = 1000

  private struct Info {
    var kind: NameKind
    var expansion: Expansion
    var addressTaken: Set<String> = []
  }

  private let globals: [String: NameKind]
  private let helpers: Helpers
  private let widestLiteral: UInt64
  private var known: [String: Info] = [:]

  /// The names that every expression sees besides parameters, labels and helpers.
  public static let builtins = ["ENTRY_SIZE"]

  /// A checker for expressions over `parameters` and `helpers`.
  ///
  /// - Parameter width: the widest value, in bits.
  public init(parameters: [Parameter], helpers: Helpers, width: Int) {
    var globals: [String: NameKind] = [:]
    for name in Self.builtins { globals[name] = .word }
    for parameter in parameters {
      switch parameter.domain {
      case .numbers, .range: globals[parameter.name] = .word
      case .booleans: globals[parameter.name] = .boolean
      case .labels(let labels):
        globals[parameter.name] = .label(of: parameter.name)
        for label in labels { globals[label] = .label(of: parameter.name) }
      }
    }
    self.globals = globals
    self.helpers = helpers
    self.widestLiteral = width >= 64 ? .max : (1 << UInt64(width)) - 1
  }

  /// The helpers in an order in which each comes after those that it calls.
  ///
  /// - Throws: the name of a helper that calls itself, directly or through others.
  public static func order(of helpers: Helpers) throws(RecursionError) -> [String] {
    var order: [String] = []
    var state: [String: Bool] = [:]
    for root in helpers.keys.sorted() {
      // An explicit stack: a chain of helpers may be as long as a file allows.
      var stack: [(name: String, called: [String])] = []
      func enter(_ name: String) {
        guard state[name] == nil, let helper = helpers[name] else { return }
        state[name] = false
        stack.append((name, helper.body.usedNames.filter { helpers[$0] != nil }))
      }
      enter(root)
      while let top = stack.last {
        guard let next = top.called.last else {
          state[top.name] = true
          order.append(top.name)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].called.removeLast()
        let parameters = helpers[top.name]?.parameters ?? []
        if parameters.contains(next) { continue }
        if state[next] == false { throw RecursionError(helper: next) }
        enter(next)
      }
    }
    return order
  }

  /// A helper that calls itself.
  public struct RecursionError: Error {
    public let helper: String
  }

  /// Checks the helper `name`; those that it calls must have been checked before.
  public mutating func checkHelper(_ name: String) throws(ExpressionError) {
    guard let helper = helpers[name] else { return }
    var names: [String: NameKind] = [:]
    for parameter in helper.parameters ?? [] {
      if let kind = globals[parameter] {
        throw ExpressionError(
          "parameter '\(parameter)' hides \(Self.describe(kind)); give it another name", at: 0)
      }
      names[parameter] = .copy
    }
    known[name] = try check(helper.body, names)
  }

  /// Checks an expression in which `names` are defined besides the global ones.
  ///
  /// - Returns: what it expands to.
  @discardableResult
  public func check(
    _ expression: Expression, names: [String: NameKind]
  ) throws(ExpressionError) -> Expansion {
    try check(expression, names).expansion
  }

  private static func describe(_ kind: NameKind) -> String {
    switch kind {
    case .word, .boolean: return "a parameter of the architecture"
    case .copy: return "a local copy"
    case .label(let parameter): return "a name of the enumeration '\(parameter)'"
    }
  }

  // MARK: the walk over an expression

  private func check(
    _ expression: Expression, _ names: [String: NameKind]
  ) throws(ExpressionError) -> Info {
    let info = try checkKind(expression, names)
    try info.expansion.check(at: expression.offset)
    return info
  }

  private func join(_ kind: NameKind, _ parts: [Info]) -> Info {
    Info(
      kind: kind, expansion: Expansion(of: parts.map(\.expansion)),
      addressTaken: parts.reduce(into: []) { $0.formUnion($1.addressTaken) })
  }

  private func scalar(
    _ expression: Expression, _ names: [String: NameKind]
  ) throws(ExpressionError) -> Info {
    let info = try check(expression, names)
    if case .label(let parameter) = info.kind {
      throw ExpressionError(
        "a value of the enumeration '\(parameter)' can only be compared, with == or !=",
        at: expression.offset)
    }
    return info
  }

  private func checkKind(
    _ expression: Expression, _ names: [String: NameKind]
  ) throws(ExpressionError) -> Info {
    switch expression.kind {
    case .literal(let value):
      guard value <= widestLiteral else {
        throw ExpressionError(
          "0x\(String(value, radix: 16)) is wider than the word; use fewer digits",
          at: expression.offset)
      }
      return join(.word, [])
    case .name(let name): return try checkName(name, names, at: expression.offset)
    case .addressOf(let name):
      guard names[name] == .copy else {
        let copies = names.filter { $0.value == .copy }.keys.sorted()
        throw ExpressionError(
          "'&\(name)': '\(name)' is not a local copy; "
            + Suggestion.text(for: name, among: copies, what: "local copies"), at: expression.offset
        )
      }
      var info = join(.word, [])
      info.addressTaken = [name]
      return info
    case .read(let pointer, _): return join(.word, [try scalar(pointer, names)])
    case .unary(let sign, let operand):
      return join(sign == .not ? .boolean : .word, [try scalar(operand, names)])
    case .binary(let sign, let left, let right):
      return try checkBinary(sign, left, right, names)
    case .conditional(let condition, let then, let otherwise):
      let parts = [
        try scalar(condition, names), try scalar(then, names), try scalar(otherwise, names),
      ]
      let both = parts[1].kind == .boolean && parts[2].kind == .boolean
      return join(both ? .boolean : .word, parts)
    case .call(let name, let arguments):
      return try checkCall(name, arguments, names, at: expression.offset)
    case .local(let name, let value, let body):
      guard names[name] == nil, globals[name] == nil, helpers[name] == nil else {
        throw ExpressionError(
          "'\(name)' is defined already; give the local another name", at: expression.offset)
      }
      let valueInfo = try scalar(value, names)
      var inner = names
      inner[name] = .word
      let bodyInfo = try check(body, inner)
      var info = join(bodyInfo.kind, [valueInfo, bodyInfo])
      info.expansion = bodyInfo.expansion.replacing([(name, valueInfo.expansion)])
      return info
    }
  }

  private func checkName(
    _ name: String, _ names: [String: NameKind], at offset: Int
  ) throws(ExpressionError) -> Info {
    if let kind = names[name] {
      return Info(kind: kind == .copy ? .word : kind, expansion: Expansion(name: name))
    }
    if let kind = globals[name] { return join(kind, []) }
    guard let helper = helpers[name] else {
      let choices = Array(names.keys) + Array(globals.keys) + Array(helpers.keys)
      throw ExpressionError(
        "'\(name)' is not defined; "
          + Suggestion.text(for: name, among: choices.sorted(), what: "names here"), at: offset)
    }
    guard helper.parameters == nil, let info = known[name] else {
      throw ExpressionError("'\(name)' is a helper; call it, as in \(name)(…)", at: offset)
    }
    return join(info.kind, [info])
  }

  private func checkBinary(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression, _ names: [String: NameKind]
  ) throws(ExpressionError) -> Info {
    if sign == .equal || sign == .notEqual {
      let parts = [try check(left, names), try check(right, names)]
      for (one, other) in [(0, 1), (1, 0)] {
        if case .label(let parameter) = parts[one].kind, parts[other].kind != parts[one].kind {
          throw ExpressionError(
            "the enumeration '\(parameter)' is compared with something else; compare it with one"
              + " of its labels", at: [left, right][other].offset)
        }
      }
      return join(.boolean, parts)
    }
    let parts = [try scalar(left, names), try scalar(right, names)]
    switch sign {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .logicalAnd, .logicalOr:
      return join(.boolean, parts)
    default: return join(.word, parts)
    }
  }

  private func checkCall(
    _ name: String, _ arguments: [Expression], _ names: [String: NameKind], at offset: Int
  ) throws(ExpressionError) -> Info {
    guard names[name] == nil else {
      throw ExpressionError(
        "'\(name)' is a value here, not a helper, and cannot be called; give it another name",
        at: offset)
    }
    guard let helper = helpers[name] else {
      let callable = helpers.values.filter { $0.parameters != nil }.map(\.name).sorted()
      throw ExpressionError(
        "there is no helper '\(name)'; "
          + Suggestion.text(for: name, among: callable, what: "helpers"), at: offset)
    }
    guard let parameters = helper.parameters, let info = known[name] else {
      throw ExpressionError("'\(name)' is a constant; write it without parentheses", at: offset)
    }
    guard parameters.count == arguments.count else {
      throw ExpressionError(
        "'\(name)' takes \(parameters.count) arguments (\(parameters.joined(separator: ", "))),"
          + " not \(arguments.count)", at: offset)
    }
    var result = Info(kind: info.kind, expansion: info.expansion)
    var replacements: [(String, Expansion)] = []
    for (parameter, argument) in zip(parameters, arguments) {
      var part = try scalar(argument, names)
      if info.addressTaken.contains(parameter) {
        guard case .name(let copy) = argument.kind, names[copy] == .copy else {
          throw ExpressionError(
            "'\(name)' takes the address of its argument '\(parameter)'; pass a local copy",
            at: argument.offset)
        }
        part.addressTaken.insert(copy)
      }
      result.addressTaken.formUnion(part.addressTaken)
      replacements.append((parameter, part.expansion))
    }
    result.expansion = Expansion(of: [info.expansion.replacing(replacements)])
    return result
  }
}
