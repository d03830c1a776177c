/// An expression of the model language: what a helper computes, what a level function does.
///
/// Values are unsigned words with C's operators and wrap-around. `docs/model-files.md` states the
/// language; `Interpreter` and the encoder give it meaning, each on its own.
public struct Expression: Sendable, Hashable {
  /// What the expression is.
  public indirect enum Kind: Sendable, Hashable {
    case literal(UInt64)
    /// A local, a parameter, an enumeration's label, or a helper without parameters.
    case name(String)
    /// `&name`: the address of a local copy.
    case addressOf(String)
    /// `*pointer`, or `READ_ONCE(*pointer)` with `once`.
    case read(Expression, once: Bool)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    case conditional(Expression, then: Expression, otherwise: Expression)
    case call(String, [Expression])
    /// `name = value; body`.
    case local(String, value: Expression, body: Expression)
  }

  public let kind: Kind
  /// Where it starts in its source text, in UTF-8 bytes from the start.
  public let offset: Int
  /// The longest path to a leaf; bounded by the parser.
  public let depth: Int

  /// An expression found at byte `offset` of its source.
  public init(_ kind: Kind, offset: Int = 0) {
    self.kind = kind
    self.offset = offset
    self.depth = 1 + (Self.children(of: kind).map(\.depth).max() ?? 0)
  }

  /// The expressions directly below this one, in evaluation order.
  public var children: [Expression] { Self.children(of: kind) }

  /// Every name and every helper that it speaks of, in evaluation order.
  public var usedNames: [String] {
    switch kind {
    case .name(let name): return [name]
    case .call(let name, let arguments): return [name] + arguments.flatMap(\.usedNames)
    default: return children.flatMap(\.usedNames)
    }
  }

  /// The local copies whose address it takes.
  public var addressedNames: [String] {
    if case .addressOf(let name) = kind { return [name] }
    return children.flatMap(\.addressedNames)
  }

  /// The names and helpers that it speaks of and that are neither `hidden` nor its own locals.
  public func freeNames(hiding hidden: Set<String>) -> Set<String> {
    switch kind {
    case .name(let name): return hidden.contains(name) ? [] : [name]
    case .call(let name, let arguments):
      return arguments.reduce(into: hidden.contains(name) ? [] : [name]) {
        $0.formUnion($1.freeNames(hiding: hidden))
      }
    case .local(let name, let value, let body):
      return value.freeNames(hiding: hidden).union(body.freeNames(hiding: hidden.union([name])))
    default: return children.reduce(into: []) { $0.formUnion($1.freeNames(hiding: hidden)) }
    }
  }

  private static func children(of kind: Kind) -> [Expression] {
    switch kind {
    case .literal, .name, .addressOf: return []
    case .read(let pointer, _): return [pointer]
    case .unary(_, let operand): return [operand]
    case .binary(_, let left, let right): return [left, right]
    case .conditional(let condition, let then, let otherwise): return [condition, then, otherwise]
    case .call(_, let arguments): return arguments
    case .local(_, let value, let body): return [value, body]
    }
  }
}

/// C's unary operators.
public enum UnaryOperator: String, Sendable, Hashable, CaseIterable {
  case complement = "~"
  case not = "!"
  case negate = "-"
}

/// C's binary operators.
public enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case add = "+"
  case subtract = "-"
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case and = "&"
  case exclusiveOr = "^"
  case or = "|"
  case logicalAnd = "&&"
  case logicalOr = "||"

  /// C's precedence: a higher number binds tighter. All group from the left.
  public var precedence: Int {
    switch self {
    case .multiply, .divide, .remainder: return 10
    case .add, .subtract: return 9
    case .shiftLeft, .shiftRight: return 8
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return 7
    case .equal, .notEqual: return 6
    case .and: return 5
    case .exclusiveOr: return 4
    case .or: return 3
    case .logicalAnd: return 2
    case .logicalOr: return 1
    }
  }
}

extension Expression: CustomStringConvertible {
  /// C text with every operation in parentheses, which the parser reads back as the same value.
  public var description: String {
    switch kind {
    case .literal(let value): return value < 10 ? "\(value)" : "0x" + String(value, radix: 16)
    case .name(let name): return name
    case .addressOf(let name): return "&\(name)"
    case .read(let pointer, let once): return once ? "READ_ONCE(*\(pointer))" : "*\(pointer)"
    case .unary(let sign, let operand): return "\(sign.rawValue)(\(operand))"
    case .binary(let sign, let left, let right): return "(\(left) \(sign.rawValue) \(right))"
    case .conditional(let condition, let then, let otherwise):
      return "(\(condition) ? \(then) : \(otherwise))"
    case .call(let name, let arguments):
      return "\(name)(\(arguments.map(\.description).joined(separator: ", ")))"
    case .local(let name, let value, let body): return "(\(name) = \(value); \(body))"
    }
  }
}

/// What is wrong with an expression, and where in its text.
public struct ExpressionError: Error, Sendable, Hashable {
  /// What is wrong and what to do, without a place.
  public let message: String
  /// Where, in UTF-8 bytes from the start of the text.
  public let offset: Int

  /// An error at byte `offset` of the source text.
  public init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}
