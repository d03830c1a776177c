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
  let text: [UInt8]
  /// `source_filename`, inside the kernel's tree where that can be told; else the file's name.
  public let source: String
  let functions: [String: Place]
  let metadata: [Int: Place]
  private let types: [String: IRType]
  private let linkages: [String: Linkage]
  private let globals: [String: IRType]
  /// Whether it speaks of functions that return twice, as setjmp() does.
  public let hasFunctionsThatReturnTwice: Bool

  struct Place: Sendable {
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
    var index = ModuleIndex(text: text, file: file)
    try index.build()
    self.file = file
    self.text = text
    hasFunctionsThatReturnTwice = Self.count(of: "returns_twice", in: text) > 0
    triple = index.triple
    layout = DataLayout(index.layout)
    source = index.source.isEmpty ? file : Self.inTree(index.source)
    linkages = index.linkages
    globals = index.globals
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

  /// How a function or a global variable is seen from other modules; nil for a name that does not
  /// stand at the left side of a definition or declaration here.
  public func linkage(of name: String) -> Linkage? { linkages[name] }

  /// The type of a global variable that the module names.
  public func type(ofGlobal name: String) -> IRType? { globals[name] }

  /// Whether the module has a body of a function.
  public func defines(_ name: String) -> Bool { functions[name] != nil }

  private func scanner(_ place: Place) -> Scanner {
    Scanner(text, file: file, from: place.offset, to: place.limit, line: place.line)
  }

  /// How often `word`, in ASCII, stands in the module's text.
  public func count(of word: String) -> Int { Self.count(of: word, in: text) }

  private static func count(of word: String, in text: [UInt8]) -> Int {
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

  /// The first string in a node of metadata: the name of a register that is read.
  public func string(ofNode number: Int) -> String? {
    node(number).flatMap { text in
      let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
      return parts.count > 2 ? String(parts[1]) : nil
    }
  }

  func node(_ number: Int) -> String? {
    guard let place = metadata[number] else { return nil }
    return String(decoding: text[place.offset..<place.limit], as: UTF8.self)
  }

  static func field(_ name: String, of node: String) -> String? {
    guard let range = node.firstRange(ofASCII: name + ": ") else { return nil }
    let rest = node[range.upperBound...]
    if rest.first == "\"" { return String(rest.dropFirst().prefix { $0 != "\"" }) }
    return String(rest.prefix { $0 != "," && $0 != ")" })
  }

  func reference(_ name: String, of node: String) -> Int? {
    Self.field(name, of: node).flatMap { $0.first == "!" ? Int($0.dropFirst()) : nil }
  }
}
