/// One pass over a module's text that finds where things begin.
struct ModuleIndex {
  let text: [UInt8]
  let file: String
  var triple = ""
  var layout = ""
  private var typeLines: [String: Int] = [:]
  var source = ""
  var functions: [String: Module.Place] = [:]
  var metadata: [Int: Module.Place] = [:]
  var types: [String: IRType] = [:]
  var linkages: [String: Linkage] = [:]
  var globals: [String: IRType] = [:]

  /// The greatest number of parts of a type, where a part that stands twice counts twice.
  static let maximumParts = 1 << 16

  init(text: [UInt8], file: String) {
    self.text = text
    self.file = file
  }

  mutating func build() throws {
    var offset = 0
    var line = 1
    var open: (name: String, offset: Int, line: Int)?
    while offset < text.count {
      let end = text[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      if let function = open {
        if text[offset] == UInt8(ascii: "}") {
          functions[function.name] = Module.Place(
            offset: function.offset, limit: min(end + 1, text.count), line: function.line)
          open = nil
        }
      } else {
        var scanner = Scanner(text, file: file, from: offset, to: end, line: line)
        switch scanner.byte {
        case UInt8(ascii: "d"):
          if scanner.take("define") {
            let name = try functionName(&scanner, isDefined: true)
            guard functions[name] == nil else {
              throw scanner.error("the function @\(name) is defined twice")
            }
            open = (name, offset, line)
          } else if scanner.take("declare") {
            _ = try functionName(&scanner, isDefined: false)
          }
        case UInt8(ascii: "@"): try global(&scanner)
        case UInt8(ascii: "s"):
          if scanner.take("source_filename"), scanner.take("=") { source = try scanner.string() }
        case UInt8(ascii: "t"): try target(&scanner)
        case UInt8(ascii: "%"): try typeDefinition(&scanner)
        case UInt8(ascii: "!"):
          scanner.advance()
          if let number = try scanner.integer() {
            metadata[Int(truncatingIfNeeded: number)] = Module.Place(
              offset: scanner.offset, limit: end, line: line)
          }
        default: break
        }
      }
      offset = end + 1
      line += 1
    }
    if let open {
      throw IRError(
        "the function @\(open.name) that begins here does not end; the file is cut off",
        file: file, line: open.line)
    }
    try requireFiniteTypes()
  }

  private mutating func functionName(
    _ scanner: inout Scanner, isDefined: Bool
  ) throws -> String {
    let linkage = Self.linkage(scanner.word())
    while let byte = scanner.byte, byte != UInt8(ascii: "@") { scanner.advance() }
    guard scanner.byte != nil else { throw scanner.error("a function has no name") }
    scanner.advance()
    let name = try scanner.name()
    if isDefined || linkages[name] == nil {
      linkages[name] = isDefined ? linkage : .declared
    }
    return name
  }

  /// What the first word behind `define` or `=` says.
  private static func linkage(_ word: String) -> Linkage {
    switch word {
    case "private", "internal": return .local
    case "weak", "linkonce", "common": return .weak
    case "external", "extern_weak": return .declared
    case "weak_odr", "linkonce_odr", "available_externally": return .merged
    default: return .global
    }
  }

  private mutating func global(_ scanner: inout Scanner) throws {
    scanner.advance()
    let name = try scanner.name()
    guard scanner.take("=") else { return }
    linkages[name] = Self.linkage(scanner.word())
    // Its type stands behind more words; what is no variable, such as an alias, has none.
    for _ in 0..<12 {
      if scanner.take("global") || scanner.take("constant") {
        globals[name] = try? scanner.type()
        return
      }
      guard !scanner.word().isEmpty else { return }
      if scanner.take("(") { while scanner.byte != nil, !scanner.take(")") { scanner.advance() } }
    }
  }

  private mutating func target(_ scanner: inout Scanner) throws {
    guard scanner.take("target") else { return }
    if scanner.take("datalayout") {
      try scanner.expect("=")
      let line = scanner.line
      layout = try scanner.string()
      if let item = DataLayout.nonsense(in: layout) {
        throw IRError("'\(item)' in the data layout has no meaning", file: file, line: line)
      }
    } else if scanner.take("triple") {
      try scanner.expect("=")
      triple = try scanner.string()
    }
  }

  private mutating func typeDefinition(_ scanner: inout Scanner) throws {
    scanner.advance()
    let name = try scanner.name()
    try scanner.expect("=")
    try scanner.expect("type")
    typeLines[name] = scanner.line
    types[name] = scanner.take("opaque") ? .other("opaque", 0) : try scanner.type()
  }

  /// A type that contains itself has no size, and one that doubles itself some ten times is never
  /// measured to its end.
  private func requireFiniteTypes() throws {
    var known: [String: (parts: Int, depth: Int)] = [:]
    var open: Set<String> = []
    func error(_ message: String, _ name: String) -> IRError {
      IRError(message, file: file, line: typeLines[name] ?? 0)
    }
    func visit(_ type: IRType) throws -> (parts: Int, depth: Int) {
      switch type {
      case .named(let name):
        if let size = known[name] { return size }
        guard let definition = types[name] else { return (1, 0) }
        guard open.insert(name).inserted else {
          throw error("the type %\(name) contains itself", name)
        }
        guard open.count <= Scanner.maximumDepth else { throw tooDeep(name) }
        var size = try visit(definition)
        size.depth += 1
        guard size.depth <= Scanner.maximumDepth else { throw tooDeep(name) }
        guard size.parts <= Self.maximumParts else {
          throw error("the type %\(name) has more than \(Self.maximumParts) parts", name)
        }
        open.remove(name)
        known[name] = size
        return size
      case .array(_, let element):
        let size = try visit(element)
        return (size.parts + 1, size.depth)
      case .structure(let fields, _):
        return try fields.reduce((1, 0)) {
          let size = try visit($1)
          return ($0.parts + size.parts, max($0.depth, size.depth))
        }
      default: return (1, 0)
      }
    }
    func tooDeep(_ name: String) -> IRError {
      error("the type %\(name) is more than \(Scanner.maximumDepth) types deep", name)
    }
    for name in types.keys.sorted(by: { (typeLines[$0] ?? 0, $0) < (typeLines[$1] ?? 0, $1) }) {
      _ = try visit(.named(name))
    }
  }
}
