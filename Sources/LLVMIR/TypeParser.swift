/// Types and operands.
extension Scanner {
  /// How deep types and constants may nest.
  static let maximumDepth = 64

  /// What a call gives. Before a callee that takes any number of arguments stands its whole type.
  mutating func resultType() throws -> IRType {
    let type = try type(isResult: true)
    skipBlanks()
    if byte == UInt8(ascii: "(") { try skipBrackets() }
    return type
  }

  mutating func type(depth: Int = 0, isResult: Bool = false) throws -> IRType {
    guard depth < Self.maximumDepth else { throw error("a type is nested too deeply") }
    var type = try simpleType(depth: depth)
    while true {
      skipBlanks()
      if byte == UInt8(ascii: "*") {
        advance()
        type = .pointer
      } else if byte == UInt8(ascii: "("), !isResult {
        // A function's type, as calls of variadic functions have it.
        try skipBrackets()
        type = .function
      } else {
        return type
      }
    }
  }

  private mutating func simpleType(depth: Int) throws -> IRType {
    skipSpace()
    switch byte {
    case UInt8(ascii: "%"):
      advance()
      return .named(try name())
    case UInt8(ascii: "{"): return .structure(try fields(depth: depth), packed: false)
    case UInt8(ascii: "<"):
      advance()
      skipSpace()
      if byte == UInt8(ascii: "{") {
        let fields = try fields(depth: depth)
        try expect(">")
        return .structure(fields, packed: true)
      }
      let count = try integer() ?? 0
      try expect("x")
      let element = try type(depth: depth + 1)
      try expect(">")
      guard case .integer(let width) = element, count < 65536 else { return .other("vector", 128) }
      return .other("vector", Int(count) * width)
    case UInt8(ascii: "["):
      advance()
      guard let count = try integer(), count < UInt64(Int32.max) else {
        throw error("an array's length is missing or too great")
      }
      try expect("x")
      let element = try type(depth: depth + 1)
      try expect("]")
      return .array(Int(count), element)
    default: return try wordType()
    }
  }

  private mutating func fields(depth: Int) throws -> [IRType] {
    try expect("{")
    var fields: [IRType] = []
    if take("}") { return fields }
    repeat { fields.append(try type(depth: depth + 1)) } while take(",")
    try expect("}")
    return fields
  }

  private mutating func wordType() throws -> IRType {
    let word = word()
    switch word {
    case "void": return .void
    case "ptr":
      guard take("addrspace") else { return .pointer }
      try expect("(")
      let space = try integer() ?? 0
      try expect(")")
      return space == 0 ? .pointer : .other("ptr addrspace(\(space))", 0)
    case "label": return .label
    case "metadata": return .metadata
    case "half", "bfloat": return .other(word, 16)
    case "float": return .other(word, 32)
    case "double": return .other(word, 64)
    case "x86_fp80", "fp128", "ppc_fp128": return .other(word, 128)
    case "token", "opaque", "x86_amx": return .other(word, 0)
    default:
      guard word.first == "i", let width = Int(word.dropFirst()), width > 0, width <= 1 << 23 else {
        throw error("expected a type, found '\(word.isEmpty ? excerpt : word)'")
      }
      return .integer(width)
    }
  }

  mutating func typedOperand(depth: Int = 0) throws -> TypedOperand {
    let type = try type()
    return TypedOperand(type, try operand(of: type, depth: depth))
  }

  mutating func operand(of type: IRType, depth: Int = 0) throws -> Operand {
    guard depth < Self.maximumDepth else { throw error("a constant is nested too deeply") }
    skipSpace()
    switch byte {
    case UInt8(ascii: "%"):
      advance()
      return .local(try name())
    case UInt8(ascii: "@"):
      advance()
      return .global(try name())
    case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: "!"):
      let text = excerpt
      if byte == UInt8(ascii: "!") { return .unsupported(try metadata()) }
      if let parts = try aggregate(of: type, depth: depth) { return .aggregate(parts) }
      try skipBrackets()
      return .unsupported(text)
    case UInt8(ascii: "c"):
      if take("c\"") {
        while let byte, byte != UInt8(ascii: "\"") { advance() }
        advance()
        return .unsupported("a string")
      }
    default: break
    }
    if let number = try wideInteger(of: type) { return number }
    let word = word()
    switch word {
    case "true": return .integer(1)
    case "false": return .integer(0)
    case "null": return .null
    case "undef", "poison": return .undefined
    case "zeroinitializer", "none": return .zero
    case "getelementptr": return try constantElement(depth: depth)
    case "blockaddress":
      try skipBrackets()
      return .unsupported(word)
    case "asm", "dso_local_equivalent", "no_cfi":
      let text = word
      skipLine()
      return .unsupported(text)
    default: break
    }
    if let cast = CastOperator(rawValue: word) {
      try expect("(")
      let value = try typedOperand(depth: depth + 1)
      try expect("to")
      let target = try self.type()
      try expect(")")
      return .cast(cast, value.operand, from: value.type, to: target)
    }
    if let operation = BinaryOperation(rawValue: word) {
      skipFlags()
      try expect("(")
      let left = try typedOperand(depth: depth + 1)
      try expect(",")
      let right = try typedOperand(depth: depth + 1)
      try expect(")")
      return .binary(operation, left.type, left.operand, right.operand)
    }
    guard !word.isEmpty else { throw error("expected an operand, found '\(excerpt)'") }
    skipBlanks()
    if byte == UInt8(ascii: "(") { try skipBrackets() }
    return .unsupported(word)
  }

  /// The constants that a structure or an array is made of; nil for a vector.
  private mutating func aggregate(of type: IRType, depth: Int) throws -> [TypedOperand]? {
    let isPacked = byte == UInt8(ascii: "<")
    switch type {
    case .array, .structure(_, packed: false): if isPacked { return nil }
    case .named, .structure: break
    default: return nil
    }
    if isPacked { advance() }
    let isArray = take("[")
    if !isArray { try expect("{") }
    var parts: [TypedOperand] = []
    if !(isArray ? take("]") : take("}")) {
      repeat { parts.append(try typedOperand(depth: depth + 1)) } while take(",")
      if isArray { try expect("]") } else { try expect("}") }
    }
    if isPacked { try expect(">") }
    return parts
  }

  /// An integer; one of more than 64 bits is read over, as no walk computes with it.
  private mutating func wideInteger(of type: IRType) throws -> Operand? {
    if case .integer(let width) = type, width > 64 {
      skipSpace()
      guard let byte, byte == UInt8(ascii: "-") || (48...57).contains(byte) else { return nil }
      return .unsupported(word())
    }
    if case .other = type {
      skipSpace()
      guard let byte, byte == UInt8(ascii: "-") || (48...57).contains(byte) else { return nil }
      var text = word()
      if take("+") { text += word() }
      return .unsupported(text)
    }
    return try integer().map { .integer($0) }
  }

  private mutating func constantElement(depth: Int) throws -> Operand {
    skipFlags()
    if take("inrange") { try skipBrackets() }
    try expect("(")
    let type = try type()
    try expect(",")
    let base = try typedOperand(depth: depth + 1)
    var indices: [Operand] = []
    while take(",") {
      _ = take("inrange")
      indices.append(try typedOperand(depth: depth + 1).operand)
    }
    try expect(")")
    return .element(of: type, base: base.operand, indices: indices)
  }

  /// Words between an operation and its operands that add promises, which nothing here relies on.
  mutating func skipFlags() {
    let flags: Set<String> = [
      "inbounds", "nuw", "nsw", "nusw", "exact", "disjoint", "nneg", "samesign", "fast", "nnan",
      "ninf", "nsz", "arcp", "contract", "afn", "reassoc",
    ]
    while true {
      let before = self
      guard flags.contains(word()) else {
        self = before
        return
      }
    }
  }

  mutating func metadata() throws -> String {
    advance()
    if byte == UInt8(ascii: "\"") { return try string() }
    let name = word()
    skipBlanks()
    if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "{") { try skipBrackets() }
    return name
  }
}
