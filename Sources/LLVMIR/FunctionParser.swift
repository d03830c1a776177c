/// Reads one function.
struct FunctionParser {
  private var scanner: Scanner
  /// The greatest number of instructions of a function.
  static let maximumInstructions = 200_000

  init(_ scanner: Scanner) { self.scanner = scanner }

  mutating func function() throws -> Function {
    let line = scanner.line
    let (returns, name) = try header()
    var unnamed = 0
    let parameters = try parameters(&unnamed)
    var subprogram: Int?
    while scanner.byte != UInt8(ascii: "{") {
      if scanner.byte == nil { throw scanner.error("the function @\(name) has no body") }
      if scanner.take("!dbg") {
        subprogram = try reference()
      } else if scanner.byte == UInt8(ascii: "\"") {
        _ = try scanner.string()
      } else {
        scanner.advance()
      }
    }
    scanner.advance()
    let blocks = try blocks(of: name, &unnamed)
    return Function(
      name: name, returns: returns, parameters: parameters, blocks: blocks, line: line,
      subprogram: subprogram)
  }

  /// `define`, what is said of the result, its type, and the name.
  private mutating func header() throws -> (IRType, String) {
    try scanner.expect("define")
    let words: Set<String> = [
      "private", "internal", "available_externally", "linkonce", "weak", "linkonce_odr",
      "weak_odr", "external", "common", "default", "hidden", "protected", "dso_local",
      "dso_preemptable", "ccc", "fastcc", "coldcc", "unnamed_addr", "local_unnamed_addr",
    ]
    while true {
      let before = scanner
      if !words.contains(scanner.word()) {
        scanner = before
        break
      }
    }
    try skipAttributes()
    let returns = try scanner.type()
    scanner.skipSpace()
    guard scanner.byte == UInt8(ascii: "@") else {
      throw scanner.error("expected a function's name, found '\(scanner.excerpt)'")
    }
    scanner.advance()
    return (returns, try scanner.name())
  }

  /// What is said of a parameter or an argument; gives how it is passed.
  @discardableResult
  private mutating func skipAttributes() throws -> Call.Passing {
    var passing = Call.Passing.direct
    while true {
      let before = scanner
      scanner.skipBlanks()
      let word = scanner.word()
      switch word {
      case "sret", "byval":
        try scanner.expect("(")
        let type = try scanner.type()
        try scanner.expect(")")
        passing = word == "sret" ? .result(type) : .copy(type)
      case "align", "dereferenceable", "dereferenceable_or_null", "alignstack", "elementtype",
        "range", "captures", "nofpclass", "inalloca", "preallocated", "initializes", "memory":
        scanner.skipBlanks()
        if scanner.byte == UInt8(ascii: "(") {
          try scanner.skipBrackets()
        } else {
          _ = try scanner.integer()
        }
      case "noundef", "signext", "zeroext", "nonnull", "noalias", "nocapture", "readonly",
        "readnone", "writeonly", "writable", "dead_on_unwind", "returned", "inreg", "immarg",
        "noext", "nofree", "nest", "swiftself", "allocptr", "allocalign", "dead_on_return",
        "nocf_check":
        break
      default:
        scanner = before
        return passing
      }
    }
  }

  private mutating func parameters(_ unnamed: inout Int) throws -> [Function.Parameter] {
    try scanner.expect("(")
    var parameters: [Function.Parameter] = []
    if scanner.take(")") { return parameters }
    repeat {
      if scanner.take("...") { break }
      let type = try scanner.type()
      let passing = try skipAttributes()
      scanner.skipSpace()
      if scanner.byte == UInt8(ascii: "%") {
        scanner.advance()
        parameters.append(.init(name: try scanner.name(), type: type, passing: passing))
        if let number = parameters.last.flatMap({ Int($0.name) }) { unnamed = number + 1 }
      } else {
        parameters.append(.init(name: "\(unnamed)", type: type, passing: passing))
        unnamed += 1
      }
    } while scanner.take(",")
    try scanner.expect(")")
    return parameters
  }

  /// A label, if one comes next: `name:`.
  private mutating func label() -> String? {
    let before = scanner
    scanner.skipSpace()
    var name: String?
    if scanner.byte == UInt8(ascii: "\"") {
      name = try? scanner.string()
    } else {
      name = scanner.word()
    }
    if let name, !name.isEmpty, scanner.byte == UInt8(ascii: ":") {
      scanner.advance()
      return name
    }
    scanner = before
    return nil
  }

  private mutating func blocks(
    of name: String, _ unnamed: inout Int
  ) throws -> [Function.Block] {
    var blocks: [Function.Block] = []
    var labels: Set<String> = []
    var count = 0
    scanner.skipSpace()
    while true {
      let line = scanner.line
      // The first block's label may be left out; its name is the number that comes next.
      guard let label = label() ?? (blocks.isEmpty ? "\(unnamed)" : nil) else {
        throw scanner.error("expected a label, found '\(scanner.excerpt)'")
      }
      guard labels.insert(label).inserted else {
        throw scanner.error("the label '\(label)' stands twice in @\(name)")
      }
      var instructions: [Instruction] = []
      while instructions.last?.operation.isTerminator != true {
        scanner.skipSpace()
        if scanner.byte == UInt8(ascii: "#") {
          scanner.skipLine()
          continue
        }
        if scanner.byte == nil || scanner.byte == UInt8(ascii: "}") {
          throw scanner.error("the block '\(label)' of @\(name) does not end")
        }
        instructions.append(try instruction())
        count += 1
        if count > Self.maximumInstructions {
          throw scanner.error(
            "@\(name) has more than \(Self.maximumInstructions) instructions")
        }
      }
      blocks.append(Function.Block(label: label, instructions: instructions, line: line))
      scanner.skipSpace()
      while scanner.byte == UInt8(ascii: "#") {
        scanner.skipLine()
        scanner.skipSpace()
      }
      if scanner.take("}") { return blocks }
    }
  }

  private mutating func reference() throws -> Int? {
    scanner.skipSpace()
    guard scanner.byte == UInt8(ascii: "!") else { return nil }
    scanner.advance()
    return try scanner.integer().flatMap { Int(exactly: $0) }
  }

  private mutating func instruction() throws -> Instruction {
    let line = scanner.line
    var result: String?
    if scanner.byte == UInt8(ascii: "%") {
      scanner.advance()
      result = try scanner.name()
      try scanner.expect("=")
    }
    let operation = try operation()
    // What else stands on the line speaks of alignment, attributes and metadata.
    let rest = scanner.restOfLine()
    var location: Int?
    if let range = rest.firstRange(ofASCII: "!dbg !") {
      location = Int(rest[range.upperBound...].prefix { $0.isNumber })
    }
    return Instruction(result: result, operation: operation, line: line, location: location)
  }

  private mutating func local() throws -> String {
    scanner.skipSpace()
    guard scanner.byte == UInt8(ascii: "%") else {
      throw scanner.error("expected a label, found '\(scanner.excerpt)'")
    }
    scanner.advance()
    return try scanner.name()
  }

  private mutating func target() throws -> String {
    try scanner.expect("label")
    return try local()
  }

  private mutating func operation() throws -> Operation {
    let word = scanner.word()
    if let operation = BinaryOperation(rawValue: word) {
      scanner.skipFlags()
      let left = try scanner.typedOperand()
      try scanner.expect(",")
      return .binary(operation, left.type, left.operand, try scanner.operand(of: left.type))
    }
    if let cast = CastOperator(rawValue: word) {
      scanner.skipFlags()
      let value = try scanner.typedOperand()
      try scanner.expect("to")
      return .cast(cast, value, to: try scanner.type())
    }
    switch word {
    case "alloca": return try alloca()
    case "load":
      if scanner.take("atomic") { return try atomicLoad() }
      let isVolatile = scanner.take("volatile")
      let type = try scanner.type()
      try scanner.expect(",")
      return try load(type, isVolatile: isVolatile)
    case "store":
      let isAtomic = scanner.take("atomic")
      let isVolatile = scanner.take("volatile") || isAtomic
      let value = try scanner.typedOperand()
      try scanner.expect(",")
      let target = try scanner.typedOperand()
      guard target.type == .pointer else {
        return .unsupported("store through \(target.type)")
      }
      return .store(value, to: target.operand, isVolatile: isVolatile)
    case "getelementptr":
      scanner.skipFlags()
      let type = try scanner.type()
      try scanner.expect(",")
      let base = try scanner.typedOperand()
      var indices: [TypedOperand] = []
      while nextIsOperand() { indices.append(try scanner.typedOperand()) }
      return .element(of: type, base: base, indices: indices)
    case "icmp":
      scanner.skipFlags()
      guard let predicate = Predicate(rawValue: scanner.word()) else {
        throw scanner.error("an unknown comparison")
      }
      let left = try scanner.typedOperand()
      try scanner.expect(",")
      return .compare(predicate, left.type, left.operand, try scanner.operand(of: left.type))
    case "select":
      scanner.skipFlags()
      let condition = try scanner.typedOperand()
      try scanner.expect(",")
      let then = try scanner.typedOperand()
      try scanner.expect(",")
      return .select(condition.operand, then, try scanner.typedOperand())
    case "phi": return try phi()
    case "tail", "musttail", "notail":
      try scanner.expect("call")
      return .call(try call())
    case "call": return .call(try call())
    case "callbr":
      let call = try call()
      scanner.skipBlanks()
      while scanner.byte == UInt8(ascii: "#") {
        scanner.advance()
        _ = scanner.word()
        scanner.skipBlanks()
      }
      try scanner.expect("to")
      var labels = [try target()]
      try scanner.expect("[")
      if !scanner.take("]") {
        repeat { labels.append(try target()) } while scanner.take(",")
        try scanner.expect("]")
      }
      return .callBranch(call, to: labels)
    case "extractvalue":
      let value = try scanner.typedOperand()
      return .extractValue(value, try positions())
    case "insertvalue":
      let value = try scanner.typedOperand()
      try scanner.expect(",")
      let part = try scanner.typedOperand()
      return .insertValue(value, part, try positions())
    case "freeze": return .freeze(try scanner.typedOperand())
    case "br":
      if scanner.take("label") { return .branch(try local()) }
      let condition = try scanner.typedOperand()
      try scanner.expect(",")
      let then = try target()
      try scanner.expect(",")
      return .conditional(condition.operand, then: then, otherwise: try target())
    case "switch":
      let value = try scanner.typedOperand()
      try scanner.expect(",")
      let otherwise = try target()
      try scanner.expect("[")
      var cases: [(UInt64, String)] = []
      while !scanner.take("]") {
        guard case .integer(let number) = try scanner.typedOperand().operand else {
          throw scanner.error("a case of a switch is no number")
        }
        try scanner.expect(",")
        cases.append((number, try target()))
      }
      return .switch(value, otherwise: otherwise, cases: cases)
    case "ret":
      if scanner.take("void") { return .return(nil) }
      return .return(try scanner.typedOperand())
    case "unreachable": return .unreachable
    case "fence": return .fence
    case "invoke", "indirectbr", "resume", "catchswitch", "cleanupret", "catchret":
      throw scanner.error("'\(word)' is not understood")
    case "": throw scanner.error("expected an instruction, found '\(scanner.excerpt)'")
    default: return .unsupported(word)
    }
  }

  private mutating func atomicLoad() throws -> Operation {
    _ = scanner.take("volatile")
    let type = try scanner.type()
    try scanner.expect(",")
    return try load(type, isVolatile: true)
  }

  private mutating func load(_ type: IRType, isVolatile: Bool) throws -> Operation {
    let source = try scanner.typedOperand()
    // Another address space, such as x86's %gs, is other memory.
    guard source.type == .pointer else { return .unsupported("load through \(source.type)") }
    return .load(type, from: source.operand, isVolatile: isVolatile)
  }

  private mutating func alloca() throws -> Operation {
    let type = try scanner.type()
    let count = nextIsOperand() ? try scanner.typedOperand() : nil
    var alignment = 1
    let before = scanner
    if scanner.take(","), scanner.take("align"), let number = try scanner.integer(),
      number <= 1 << 32
    {
      alignment = Int(number)
    } else {
      scanner = before
    }
    return .alloca(type, count: count, alignment: alignment)
  }

  /// Whether an operand follows a comma on this line, rather than metadata or an alignment.
  private mutating func nextIsOperand() -> Bool {
    let before = scanner
    scanner.skipBlanks()
    guard scanner.byte == UInt8(ascii: ",") else { return false }
    scanner.advance()
    scanner.skipBlanks()
    if let byte = scanner.byte, byte != UInt8(ascii: "!"), !scanner.take("align") { return true }
    scanner = before
    return false
  }

  private mutating func positions() throws -> [Int] {
    var positions: [Int] = []
    while nextIsOperand() {
      guard let position = try scanner.integer(), position < 65536 else {
        throw scanner.error("expected a position in a structure")
      }
      positions.append(Int(position))
    }
    return positions
  }

  private mutating func phi() throws -> Operation {
    scanner.skipFlags()
    let type = try scanner.type()
    var choices: [(Operand, from: String)] = []
    repeat {
      try scanner.expect("[")
      let value = try scanner.operand(of: type)
      try scanner.expect(",")
      choices.append((value, from: try local()))
      try scanner.expect("]")
    } while nextIsOperand()
    return .phi(type, choices)
  }

  private mutating func call() throws -> Call {
    scanner.skipFlags()
    for word in ["fastcc", "coldcc", "ccc"] as [StaticString] { _ = scanner.take(word) }
    try skipAttributes()
    let returns = try scanner.resultType()
    let callee = try callee()
    try scanner.expect("(")
    var arguments: [Call.Argument] = []
    if !scanner.take(")") {
      repeat {
        let type = try scanner.type()
        let passing = try skipAttributes()
        arguments.append(
          Call.Argument(type: type, operand: try argument(of: type), passing: passing))
      } while scanner.take(",")
      try scanner.expect(")")
    }
    return Call(returns: returns, callee: callee, arguments: arguments)
  }

  private mutating func argument(of type: IRType) throws -> Operand {
    if type == .metadata {
      scanner.skipSpace()
      if scanner.byte == UInt8(ascii: "!") { return .unsupported(try scanner.metadata()) }
      return try scanner.typedOperand().operand
    }
    return try scanner.operand(of: type)
  }

  private mutating func callee() throws -> Call.Callee {
    scanner.skipSpace()
    if scanner.take("asm") {
      for word in ["sideeffect", "alignstack", "inteldialect", "unwind"] as [StaticString] {
        _ = scanner.take(word)
      }
      let text = try scanner.string()
      try scanner.expect(",")
      return .assembly(text, constraints: try scanner.string())
    }
    switch scanner.byte {
    case UInt8(ascii: "@"):
      scanner.advance()
      return .function(try scanner.name())
    case UInt8(ascii: "%"):
      scanner.advance()
      return .indirect(.local(try scanner.name()))
    default: return .indirect(try scanner.operand(of: .pointer))
    }
  }
}

extension String {
  /// Where `word`, in ASCII, first stands.
  func firstRange(ofASCII word: String) -> Range<String.Index>? {
    guard let first = word.utf8.first else { return nil }
    var start = utf8.startIndex
    while let found = utf8[start...].firstIndex(of: first) {
      if utf8[found...].starts(with: word.utf8) {
        return found..<utf8.index(found, offsetBy: word.utf8.count)
      }
      start = utf8.index(after: found)
    }
    return nil
  }
}
