import Files
import PageWalk

/// A YAML document with the places of its parts, bounded in every respect.
///
/// `YAMLEvents` reads the text; this keeps what model files need of it.
struct YAMLTree: Sendable {
  /// The largest file that is read, in bytes.
  static let maximumBytes = 1 << 20
  /// The most scalars, lists and mappings of a document.
  static let maximumNodes = 100_000
  /// How deep lists and mappings may nest.
  static let maximumDepth = 32

  let file: String
  private let lines: [Substring]
  /// What names stand for in every expression that is read.
  private(set) var conditions = NamedConditions()

  /// The same document with named conditions.
  func with(_ conditions: NamedConditions) -> YAMLTree {
    var tree = self
    tree.conditions = conditions
    return tree
  }

  init(file: String, lines: [Substring]) {
    self.file = file
    self.lines = lines
  }

  /// How a scalar is written, as far as places inside of it depend on that.
  enum Style: Sendable {
    case plain, quoted
    case literal(indent: Int)
  }

  enum Content: Sendable {
    case scalar(String, style: Style)
    case sequence([Value])
    case mapping([(key: Value, value: Value)])
  }

  struct Value: Sendable {
    let content: Content
    /// The file where it stands; a walk that extends another has values of several.
    let file: String
    let line: Int
    let column: Int
  }

  /// Reads `file` and hands out its root.
  static func read(file: String) throws(ModelFileError) -> (tree: YAMLTree, root: Value) {
    try parse(try text(of: file), file: file)
  }

  /// The text of a regular file of bounded size.
  static func text(of file: String) throws(ModelFileError) -> String {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try RegularFile.bytes(of: file, limit: maximumBytes, kind: "a YAML file")
    } catch {
      throw ModelFileError(file: file, message: error.message)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ModelFileError(file: file, message: "this is not UTF-8 text; save it as UTF-8")
    }
    return text
  }

  static func parse(
    _ text: String, file: String
  ) throws(ModelFileError) -> (tree: YAMLTree, root: Value) {
    let tree = YAMLTree(
      file: file, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    guard let root = try YAMLEvents.root(of: text, in: tree) else {
      throw ModelFileError(file: file, message: "this file is empty; it needs a 'schema' key")
    }
    return (tree, root)
  }

  func error(_ message: String, line: Int, column: Int = 1) -> ModelFileError {
    ModelFileError(file: file, line: max(line, 1), column: max(column, 1), message: message)
  }

  func error(_ message: String, at value: Value) -> ModelFileError {
    ModelFileError(file: value.file, line: value.line, column: value.column, message: message)
  }

  /// An error in what a walk of this file takes from another file, which says so.
  func inherited(_ error: ModelFileError, by walk: String) -> ModelFileError {
    guard error.file != file else { return error }
    return ModelFileError(
      file: error.file, line: error.line, column: error.column,
      message: "\(error.message) (in \(walk) of \(file), which extends this)")
  }

  /// How far the text of a literal scalar is indented that begins at `line`.
  func indent(after line: Int) -> Int {
    let first = lines.dropFirst(line).first { $0.contains { !$0.isWhitespace } } ?? ""
    return first.prefix { $0 == " " }.count
  }

  /// The place of byte `offset` of a scalar's text.
  func place(of offset: Int, in value: Value) -> (line: Int, column: Int) {
    guard case .scalar(let text, let style) = value.content else {
      return (value.line, value.column)
    }
    let before = Array(text.utf8.prefix(offset))
    let newlines = before.filter { $0 == UInt8(ascii: "\n") }.count
    switch style {
    case .literal(let indent):
      let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
      return (value.line + 1 + newlines, indent + column + 1)
    case .quoted: return (value.line, value.column + 1 + offset)
    case .plain: return (value.line, value.column + offset)
    }
  }
}
