import Foundation
import PageWalk
import Yams

/// A YAML document with the places of its parts, bounded in every respect.
///
/// Yams reads the text; this keeps what model files need of it and turns everything else (anchors,
/// tags, endless nesting) into errors with a place.
struct YAMLTree: Sendable {
  /// The largest file that is read, in bytes.
  static let maximumBytes = 1 << 20
  /// The most scalars, lists and mappings of a document.
  static let maximumNodes = 100_000
  /// How deep lists and mappings may nest.
  static let maximumDepth = 32

  let file: String
  private let lines: [Substring]

  /// How a scalar is written, as far as places inside of it depend on that.
  enum Style: Sendable {
    case plain, quoted, literal
  }

  enum Content: Sendable {
    case scalar(String, style: Style)
    case sequence([Value])
    case mapping([(key: Value, value: Value)])
  }

  struct Value: Sendable {
    let content: Content
    let line: Int
    let column: Int
  }

  /// Reads `file` and hands out its root.
  static func read(file: String) throws(ModelFileError) -> (tree: YAMLTree, root: Value) {
    try parse(try text(of: file), file: file)
  }

  /// The text of a regular file of bounded size.
  static func text(of file: String) throws(ModelFileError) -> String {
    let attributes: [FileAttributeKey: Any]
    do {
      let resolved = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
      attributes = try FileManager.default.attributesOfItem(atPath: resolved)
    } catch {
      throw ModelFileError(file: file, message: "there is no such file; check the path")
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw ModelFileError(file: file, message: "this is not a regular file; name a YAML file")
    }
    let size = (attributes[.size] as? NSNumber)?.intValue ?? .max
    guard size <= maximumBytes else {
      throw ModelFileError(
        file: file, message: "this is larger than 1 MiB, the most that is read; make it smaller")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw ModelFileError(file: file, message: "this cannot be read; check its permissions")
    }
    guard data.count <= maximumBytes, let text = String(data: data, encoding: .utf8) else {
      throw ModelFileError(file: file, message: "this is not UTF-8 text; save it as UTF-8")
    }
    return text
  }

  static func parse(
    _ text: String, file: String
  ) throws(ModelFileError) -> (tree: YAMLTree, root: Value) {
    let tree = YAMLTree(
      file: file, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    try tree.rejectAnchors()
    let node: Node?
    do {
      node = try Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch {
      throw tree.describe(error)
    }
    guard let node else {
      throw ModelFileError(file: file, message: "this file is empty; it needs a 'schema' key")
    }
    var budget = maximumNodes
    return (tree, try tree.convert(node, depth: 0, budget: &budget))
  }

  /// An anchor is refused before Yams sees it: expanding aliases can take forever.
  private func rejectAnchors() throws(ModelFileError) {
    let starts: Set<UInt8> = Set(":-?[,{".utf8)
    for (number, line) in lines.enumerated() where line.utf8.contains(UInt8(ascii: "&")) {
      let bytes = Array(line.utf8)
      for (position, byte) in bytes.enumerated() where byte == UInt8(ascii: "&") {
        let before = bytes[..<position].last { $0 != 0x20 && $0 != 0x09 }
        let name = bytes[(position + 1)...].prefix {
          $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
            || Character(UnicodeScalar($0)).isLetter
            || Character(UnicodeScalar($0)).isNumber
        }
        let after = position + 1 + name.count
        let ends = after >= bytes.count || [0x20, 0x09, 0x0d].contains(bytes[after])
        if !name.isEmpty, ends, before.map(starts.contains) ?? true {
          throw error(
            "this reads as a YAML anchor, which model files do not have; put an expression that"
              + " begins like this in parentheses", line: number + 1, column: position + 1)
        }
      }
    }
  }

  private func convert(
    _ node: Node, depth: Int, budget: inout Int
  ) throws(ModelFileError) -> Value {
    let line = node.mark?.line ?? 1
    let column = node.mark?.column ?? 1
    budget -= 1
    guard budget >= 0 else {
      throw error("this file has more than \(Self.maximumNodes) parts; split it", line: line)
    }
    guard depth <= Self.maximumDepth else {
      throw error(
        "this nests deeper than \(Self.maximumDepth); no model file needs that", line: line,
        column: column)
    }
    let content: Content
    switch node {
    case .scalar(let scalar):
      content = .scalar(scalar.string, style: Self.style(scalar.style))
    case .sequence(let sequence):
      var values: [Value] = []
      for item in sequence { values.append(try convert(item, depth: depth + 1, budget: &budget)) }
      content = .sequence(values)
    case .mapping(let mapping):
      var pairs: [(Value, Value)] = []
      for (key, value) in mapping {
        pairs.append(
          (
            try convert(key, depth: depth + 1, budget: &budget),
            try convert(value, depth: depth + 1, budget: &budget)
          ))
      }
      content = .mapping(pairs)
    case .alias:
      throw error("a YAML alias stands here; write the value out", line: line, column: column)
    }
    return Value(content: content, line: line, column: column)
  }

  private static func style(_ style: Node.Scalar.Style) -> Style {
    switch style {
    case .literal: return .literal
    case .singleQuoted, .doubleQuoted: return .quoted
    default: return .plain
    }
  }

  private func describe(_ error: any Error) -> ModelFileError {
    guard let error = error as? YamlError else {
      return self.error("this is not YAML: \(error)", line: 1)
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return self.error(
        "this is not YAML: \(problem); quote a value that contains ': ' or ' #'", line: mark.line,
        column: mark.column)
    case .duplicatedKeysInMapping(let keys, let context):
      let name = keys.first ?? ""
      return self.error(
        "the key '\(name)' stands here twice; remove one", line: context.mark.line,
        column: context.mark.column)
    case .reader(let problem, _, _, _):
      return self.error("this is not YAML: \(problem); save it as plain UTF-8", line: 1)
    default:
      return self.error("this is not YAML", line: 1)
    }
  }

  func error(_ message: String, line: Int, column: Int = 1) -> ModelFileError {
    ModelFileError(file: file, line: max(line, 1), column: max(column, 1), message: message)
  }

  func error(_ message: String, at value: Value) -> ModelFileError {
    error(message, line: value.line, column: value.column)
  }

  /// The place of byte `offset` of a scalar's text.
  func place(of offset: Int, in value: Value) -> (line: Int, column: Int) {
    guard case .scalar(let text, let style) = value.content else {
      return (value.line, value.column)
    }
    let before = Array(text.utf8.prefix(offset))
    let newlines = before.filter { $0 == UInt8(ascii: "\n") }.count
    switch style {
    case .literal:
      let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
      let first = lines.dropFirst(value.line).first { $0.contains { !$0.isWhitespace } } ?? ""
      let indent = first.prefix { $0 == " " }.count
      return (value.line + 1 + newlines, indent + column + 1)
    case .quoted: return (value.line, value.column + 1 + offset)
    case .plain: return (value.line, value.column + offset)
    }
  }
}
