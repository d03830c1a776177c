import PageWalk

/// Writes expressions of the model language as C: every value is a `wp_word` of 64 bits, cut to the
/// width that the language gives it, and every helper is a C function for the widths it is called
/// with. Reads happen in the order in which the language has them.
struct CExpressions {
  /// What a name is in C.
  struct Value {
    /// An expression without side effects.
    let code: String
    /// In bits.
    let width: Int
    /// The code of its address, for a local copy.
    var address: String?
  }

  let subject: Subject
  /// Width of an address and of an entry, in bits.
  let word: Int
  let entryWidth: Int
  private var names: [String: String] = [:]
  private var functions: [String] = []
  private var count = 0

  init(subject: Subject, entryWidth: Int) {
    self.subject = subject
    word = subject.architecture.word
    self.entryWidth = entryWidth
  }

  /// The helpers that were called so far, each before those that call it.
  var helperText: String { functions.joined(separator: "\n") }

  /// A name that is no keyword of C and none of the program's own.
  static func identifier(_ name: String) -> String {
    let reserved = [
      "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
      "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register",
      "restrict", "return", "short", "signed", "sizeof", "static", "struct", "switch", "typedef",
      "union", "unsigned", "void", "volatile", "while", "main", "printf", "exit", "memset",
      "stdout",
      "asm", "typeof",
    ]
    let plain = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return reserved.contains(plain) || plain.hasPrefix("wp_") || plain.first?.isNumber ?? true
      ? "wp_name_\(plain)" : plain
  }

  /// The operators that C leaves undefined at their edges, as the language has them.
  static let operators = """
    static inline wp_word wp_shift_left(wp_word a, wp_word b, int width) { return b >= (wp_word)width ? 0 : a << b; }
    static inline wp_word wp_shift_right(wp_word a, wp_word b, int width) { return b >= (wp_word)width ? 0 : a >> b; }
    static inline wp_word wp_divide(wp_word a, wp_word b) { return b == 0 ? ~(wp_word)0 : a / b; }
    static inline wp_word wp_remainder(wp_word a, wp_word b) { return b == 0 ? a : a % b; }
    """

  /// The value of `expression`, with what has to happen before it appended to `lines`.
  mutating func value(
    _ expression: Expression, _ scope: [String: Value], _ lines: inout [String]
  ) throws(ExportError) -> Value {
    switch expression.kind {
    case .literal(let number): return literal(number)
    case .name(let name): return try named(name, scope, &lines)
    case .addressOf(let name):
      guard let address = scope[name]?.address else {
        throw ExportError("'&\(name)' has no address here")
      }
      return Value(code: address, width: word)
    case .read(let pointer, let once):
      let place = try value(pointer, scope, &lines)
      return keep("wp_read(\(cut(place, word)), \(once ? 1 : 0))", width: entryWidth, &lines)
    case .unary(let sign, let operand):
      let inner = try value(operand, scope, &lines)
      switch sign {
      case .not: return Value(code: "(\(inner.code) == 0)", width: word)
      case .complement: return masked("(~\(inner.code))", inner.width)
      case .negate: return masked("(0 - \(inner.code))", inner.width)
      }
    case .binary(let sign, let left, let right):
      return try binary(sign, left, right, scope, &lines)
    case .conditional(let condition, let then, let otherwise):
      let test = try value(condition, scope, &lines)
      var thenLines: [String] = []
      var otherLines: [String] = []
      let first = try value(then, scope, &thenLines)
      let second = try value(otherwise, scope, &otherLines)
      let width = max(first.width, second.width)
      if thenLines.isEmpty, otherLines.isEmpty {
        return Value(code: "(\(test.code) ? \(first.code) : \(second.code))", width: width)
      }
      let name = fresh()
      lines.append("wp_word \(name);")
      lines.append("if (\(test.code)) {")
      lines += (thenLines + ["\(name) = \(first.code);"]).map { "  " + $0 }
      lines.append("} else {")
      lines += (otherLines + ["\(name) = \(second.code);"]).map { "  " + $0 }
      lines.append("}")
      return Value(code: name, width: width)
    case .call(let name, let arguments): return try call(name, arguments, scope, &lines)
    case .local(let name, let bound, let body):
      var inner = scope
      let given = try value(bound, scope, &lines)
      inner[name] = keep(given.code, width: given.width, &lines)
      return try value(body, inner, &lines)
    }
  }

  private mutating func named(
    _ name: String, _ scope: [String: Value], _ lines: inout [String]
  ) throws(ExportError) -> Value {
    if let known = scope[name] { return known }
    if let number = constant(name) { return Value(code: "\(number)ull", width: word) }
    if let helper = subject.helpers[name], helper.parameters == nil {
      return try value(helper.body, [:], &lines)
    }
    throw ExportError("'\(name)' has no number; choose one for every parameter")
  }

  private func constant(_ name: String) -> UInt64? {
    if name == "ENTRY_SIZE" { return UInt64(entryWidth / 8) }
    switch subject.configuration[name] {
    case .number(let number): return number
    case .boolean(let value): return value ? 1 : 0
    case .label(let label): return subject.architecture.labels[label]?.number
    case .range: return nil
    case nil: return subject.architecture.labels[name]?.number
    }
  }

  private mutating func binary(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression, _ scope: [String: Value],
    _ lines: inout [String]
  ) throws(ExportError) -> Value {
    let a = try value(left, scope, &lines)
    if sign == .logicalAnd || sign == .logicalOr {
      var rest: [String] = []
      let b = try value(right, scope, &rest)
      let symbol = sign.rawValue
      if rest.isEmpty { return Value(code: "(\(a.code) \(symbol) \(b.code))", width: word) }
      let name = fresh()
      lines.append("wp_word \(name) = \(a.code) != 0;")
      lines.append(sign == .logicalAnd ? "if (\(name)) {" : "if (!\(name)) {")
      lines += (rest + ["\(name) = \(b.code) != 0;"]).map { "  " + $0 }
      lines.append("}")
      return Value(code: name, width: word)
    }
    let b = try value(right, scope, &lines)
    let width = max(a.width, b.width)
    switch sign {
    case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
      return Value(code: "(\(a.code) \(sign.rawValue) \(b.code))", width: word)
    case .shiftLeft:
      return masked("wp_shift_left(\(a.code), \(b.code), \(a.width))", a.width)
    case .shiftRight:
      return Value(code: "wp_shift_right(\(a.code), \(b.code), \(a.width))", width: a.width)
    case .divide: return masked("wp_divide(\(a.code), \(b.code))", width)
    case .remainder: return Value(code: "wp_remainder(\(a.code), \(b.code))", width: width)
    case .and, .or, .exclusiveOr:
      return Value(code: "(\(a.code) \(sign.rawValue) \(b.code))", width: width)
    default: return masked("(\(a.code) \(sign.rawValue) \(b.code))", width)
    }
  }

  private mutating func call(
    _ name: String, _ arguments: [Expression], _ scope: [String: Value], _ lines: inout [String]
  ) throws(ExportError) -> Value {
    guard let helper = subject.helpers[name], let parameters = helper.parameters else {
      throw ExportError("there is no helper '\(name)'")
    }
    var given: [Value] = []
    for argument in arguments {
      var one = try value(argument, scope, &lines)
      one.address = nil
      if case .name(let copy) = argument.kind { one.address = scope[copy]?.address }
      given.append(one)
    }
    let key =
      name + given.map { "/\($0.width)\($0.address == nil ? "" : "&")" }.joined()
    let function: String
    let width: Int
    if let known = names[key], let split = known.lastIndex(of: ":") {
      function = String(known[..<split])
      width = Int(known[known.index(after: split)...]) ?? word
    } else {
      var inner: [String: Value] = [:]
      var list: [String] = []
      for (parameter, value) in zip(parameters, given) {
        let own = Self.identifier(parameter)
        list.append("wp_word \(own)")
        if value.address != nil { list.append("wp_word wp_at_\(own)") }
        inner[parameter] = Value(
          code: own, width: value.width, address: value.address == nil ? nil : "wp_at_\(own)")
      }
      var body: [String] = []
      let result = try value(helper.body, inner, &body)
      let base = "wp_helper_" + Self.identifier(name)
      let same = names.values.count { $0.hasPrefix(base + ":") || $0.hasPrefix(base + "_v") }
      function = same == 0 ? base : "\(base)_v\(same + 1)"
      width = result.width
      names[key] = "\(function):\(width)"
      let unused = list.map { "(void)\($0.split(separator: " ")[1]);" }
      functions.append(
        "static wp_word \(function)(\(list.isEmpty ? "void" : list.joined(separator: ", ")))\n{\n"
          + (unused + body + ["return \(result.code);"]).map { "  \($0)\n" }.joined() + "}\n")
    }
    let passed = given.flatMap { [$0.code] + ($0.address.map { [$0] } ?? []) }
    return keep("\(function)(\(passed.joined(separator: ", ")))", width: width, &lines)
  }

  // MARK: pieces

  private func literal(_ number: UInt64) -> Value {
    let fits = word >= 64 || number >> UInt64(word) == 0
    return Value(
      code: number < 10 ? "\(number)ull" : "0x\(String(number, radix: 16))ull",
      width: fits ? word : max(word, entryWidth))
  }

  private func masked(_ code: String, _ width: Int) -> Value {
    width >= 64
      ? Value(code: code, width: width)
      : Value(
        code: "(\(code) & 0x\(String((UInt64(1) << UInt64(width)) - 1, radix: 16))ull)",
        width: width)
  }

  /// The code of a value cut to a width.
  func cut(_ value: Value, _ width: Int) -> String {
    value.width <= width ? value.code : masked(value.code, width).code
  }

  private mutating func fresh() -> String {
    count += 1
    return "wp_\(count)"
  }

  private mutating func keep(_ code: String, width: Int, _ lines: inout [String]) -> Value {
    let name = fresh()
    lines.append("wp_word \(name) = \(code);")
    return Value(code: name, width: width)
  }
}

/// Why something cannot be exported.
public struct ExportError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
