/// A module of textual LLVM IR, as clang 15 to 21 write it. Functions are read when they are asked
/// for: of some thousand that a kernel source drags in, a walk reaches a hundred.
public struct Module: Sendable {
  /// The largest file that is read, in bytes.
  public static let maximumSize = 64 << 20

  /// The file's name, for messages.
  public let file: String
  /// `target triple`; empty where the file has none.
  public let triple: String
  public let layout: DataLayout
  private let text: [UInt8]
  private let functions: [String: Place]
  private let metadata: [Int: Place]
  private let types: [String: IRType]

  private struct Place: Sendable {
    let offset: Int
    let limit: Int
    let line: Int
  }

  /// The module that `text` describes.
  ///
  /// - Throws: `IRError` where it is no module.
  public init(_ text: [UInt8], file: String) throws {
    guard text.count <= Self.maximumSize else {
      throw IRError(
        "the file has more than \(Self.maximumSize >> 20) MiB", file: file, line: 0)
    }
    var index = Index(text: text, file: file)
    try index.build()
    self.file = file
    self.text = text
    triple = index.triple
    layout = DataLayout(index.layout)
    functions = index.functions
    metadata = index.metadata
    types = index.types
    guard !triple.isEmpty, !functions.isEmpty else {
      throw IRError(
        "this is no LLVM IR: it has no "
          + (triple.isEmpty ? "'target triple'" : "function")
          + "; make it with 'make LLVM=1 mm/gup.ll' in a kernel tree", file: file, line: 1)
    }
  }

  /// The function `name`, or nil if the module has no body of it.
  public func function(_ name: String) throws -> Function? {
    guard let place = functions[name] else { return nil }
    var parser = FunctionParser(scanner(place))
    return try parser.function()
  }

  private func scanner(_ place: Place) -> Scanner {
    Scanner(text, file: file, from: place.offset, to: place.limit, line: place.line)
  }

  /// How often `word`, in ASCII, stands in the module's text.
  public func count(of word: String) -> Int {
    let bytes = Array(word.utf8)
    guard let first = bytes.first else { return 0 }
    var (count, start) = (0, 0)
    while let found = text[start...].firstIndex(of: first) {
      if text[found...].starts(with: bytes) { count += 1 }
      start = found + 1
    }
    return count
  }

  // MARK: types

  /// The definition of a named type.
  public func definition(of name: String) -> IRType? { types[name] }

  /// A type with its name replaced by what it stands for.
  public func resolved(_ type: IRType) -> IRType {
    if case .named(let name) = type { return types[name].map { resolved($0) } ?? type }
    return type
  }

  /// Bytes from one value of a type to the next in an array; nil for types without a size.
  public func size(of type: IRType) -> Int? { layout.size(of: type) { types[$0] } }

  /// Bytes that a value of a type takes when it is stored.
  public func storeSize(of type: IRType) -> Int? { layout.storeSize(of: type) { types[$0] } }

  /// Bytes from the start of a structure to its field number `index`.
  public func offset(of index: Int, in type: IRType) -> Int? {
    guard case .structure(let fields, let packed) = resolved(type), index < fields.count else {
      return nil
    }
    return layout.offset(of: index, in: fields, packed: packed) { types[$0] }
  }

  // MARK: source lines

  /// A place in the kernel's source.
  public struct SourceLine: Sendable, Hashable, CustomStringConvertible {
    public let file: String
    public let line: Int

    public var description: String { "\(file):\(line)" }
  }

  /// The source line of an instruction; nil where the module has no debug information.
  public func sourceLine(of location: Int?) -> SourceLine? {
    guard let location, let text = node(location), let line = Self.field("line", of: text),
      let number = Int(line), let scope = reference("scope", of: text)
    else { return nil }
    return fileName(of: scope).map { SourceLine(file: $0, line: number) }
  }

  /// Where a function is defined in the kernel's source.
  public func sourceLine(of function: Function) -> SourceLine? {
    guard let subprogram = function.subprogram, let text = node(subprogram),
      let number = Self.field("line", of: text).flatMap({ Int($0) })
    else { return nil }
    return fileName(of: subprogram).map { SourceLine(file: $0, line: number) }
  }

  private func fileName(of scope: Int) -> String? {
    var scope = scope
    for _ in 0..<Scanner.maximumDepth {
      guard let text = node(scope) else { return nil }
      if let file = reference("file", of: text) {
        return node(file).flatMap { Self.field("filename", of: $0) }.map(Self.inTree)
      }
      guard let outer = reference("scope", of: text) else { return nil }
      scope = outer
    }
    return nil
  }

  /// The path inside the kernel's tree, as far as it can be told.
  private static func inTree(_ path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let roots: Set<Substring> = [
      "arch", "include", "mm", "kernel", "virt", "fs", "lib", "drivers", "security", "init", "net",
    ]
    guard var start = parts.lastIndex(where: { roots.contains($0) }) else { return path }
    // The outermost folder that can be the tree's: arch/x86/include, but include/linux.
    while let outer = parts[..<start].lastIndex(where: { roots.contains($0) }),
      start - outer <= 2
    {
      start = outer
    }
    return parts[start...].joined(separator: "/")
  }

  private func node(_ number: Int) -> String? {
    guard let place = metadata[number] else { return nil }
    return String(decoding: text[place.offset..<place.limit], as: UTF8.self)
  }

  private static func field(_ name: String, of node: String) -> String? {
    guard let range = node.firstRange(ofASCII: name + ": ") else { return nil }
    let rest = node[range.upperBound...]
    if rest.first == "\"" { return String(rest.dropFirst().prefix { $0 != "\"" }) }
    return String(rest.prefix { $0 != "," && $0 != ")" })
  }

  private func reference(_ name: String, of node: String) -> Int? {
    Self.field(name, of: node).flatMap { $0.first == "!" ? Int($0.dropFirst()) : nil }
  }

  // MARK: the index

  /// One pass over the file that finds where things begin.
  private struct Index {
    let text: [UInt8]
    let file: String
    var triple = ""
    var layout = ""
    var functions: [String: Place] = [:]
    var metadata: [Int: Place] = [:]
    var types: [String: IRType] = [:]

    mutating func build() throws {
      var offset = 0
      var line = 1
      var open: (name: String, offset: Int, line: Int)?
      while offset < text.count {
        let end = text[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
        if let function = open {
          if text[offset] == UInt8(ascii: "}") {
            functions[function.name] = Place(
              offset: function.offset, limit: min(end + 1, text.count), line: function.line)
            open = nil
          }
        } else {
          var scanner = Scanner(text, file: file, from: offset, to: end, line: line)
          switch scanner.byte {
          case UInt8(ascii: "d"):
            if scanner.take("define") {
              open = (try Self.functionName(&scanner), offset, line)
            }
          case UInt8(ascii: "t"): try target(&scanner)
          case UInt8(ascii: "%"): try typeDefinition(&scanner)
          case UInt8(ascii: "!"):
            scanner.advance()
            if let number = try scanner.integer() {
              metadata[Int(truncatingIfNeeded: number)] = Place(
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

    private static func functionName(_ scanner: inout Scanner) throws -> String {
      while let byte = scanner.byte, byte != UInt8(ascii: "@") { scanner.advance() }
      guard scanner.byte != nil else { throw scanner.error("a function has no name") }
      scanner.advance()
      return try scanner.name()
    }

    private mutating func target(_ scanner: inout Scanner) throws {
      guard scanner.take("target") else { return }
      if scanner.take("datalayout") {
        try scanner.expect("=")
        layout = try scanner.string()
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
      types[name] = scanner.take("opaque") ? .other("opaque", 0) : try scanner.type()
    }

    /// A type that contains itself has no size.
    private func requireFiniteTypes() throws {
      var finished: Set<String> = []
      var open: Set<String> = []
      func visit(_ type: IRType) throws {
        switch type {
        case .named(let name):
          guard !finished.contains(name), let definition = types[name] else { return }
          guard open.insert(name).inserted, open.count < 512 else {
            throw IRError("the type %\(name) contains itself", file: file, line: 0)
          }
          try visit(definition)
          open.remove(name)
          finished.insert(name)
        case .array(_, let element): try visit(element)
        case .structure(let fields, _): for field in fields { try visit(field) }
        default: break
        }
      }
      for name in types.keys { try visit(.named(name)) }
    }
  }
}
