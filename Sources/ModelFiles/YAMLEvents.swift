import CYaml
import VisibleText

/// Makes the tree of a YAML document from libyaml's events, one after another.
///
/// Whatever model files do not have is refused where it stands, before anything is made of it:
/// anchors, aliases, tags, keys that are no text, a second document, and more nodes or a deeper nesting
/// than any model needs. Nothing here recurs on what is read.
struct YAMLEvents {
  private let tree: YAMLTree
  private var open: [Collection] = []
  private var root: YAMLTree.Value?
  private var nodes = 0

  /// A list or mapping that has not ended.
  private struct Collection {
    let line: Int
    let column: Int
    let isMapping: Bool
    var values: [YAMLTree.Value] = []
    var pairs: [(key: YAMLTree.Value, value: YAMLTree.Value)] = []
    /// The key whose value comes next, in a mapping.
    var key: YAMLTree.Value?
    var keys: Set<String> = []
  }

  /// The root of the one document of `text`; nil where there is none.
  static func root(of text: String, in tree: YAMLTree) throws(ModelFileError) -> YAMLTree.Value? {
    var events = YAMLEvents(tree: tree)
    var bytes = Array(text.utf8)
    // The parser goes on reading the bytes until it is deleted.
    return try bytes.withUnsafeMutableBufferPointer { (buffer) throws(ModelFileError) in
      var parser = yaml_parser_t()
      guard yaml_parser_initialize(&parser) == 1 else {
        throw tree.error("there is no memory to read this", line: 1)
      }
      defer { yaml_parser_delete(&parser) }
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      while true {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else { throw events.problem(of: parser) }
        defer { yaml_event_delete(&event) }
        if event.type == YAML_STREAM_END_EVENT { return events.root }
        try events.take(event)
      }
    }
  }

  private init(tree: YAMLTree) { self.tree = tree }

  private mutating func take(_ event: yaml_event_t) throws(ModelFileError) {
    let line = Int(event.start_mark.line) + 1
    let column = Int(event.start_mark.column) + 1
    switch event.type {
    case YAML_DOCUMENT_START_EVENT:
      guard root == nil else {
        throw tree.error(
          "a second YAML document begins here; make it a file of its own", line: line)
      }
    case YAML_ALIAS_EVENT:
      throw tree.error(
        "this reads as a YAML alias, which model files do not have; write the value out, and put an"
          + " expression that begins like this in parentheses", line: line, column: column)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      try refuse(anchor: scalar.anchor, tag: scalar.tag, line: line, column: column)
      let text = String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      if let unseen = text.unicodeScalars.first(where: VisibleText.isUnseen) {
        throw tree.error(
          "the character \(VisibleText.of(String(unseen))), which is not seen, is in this text; remove"
            + " it", line: line, column: column)
      }
      try add(
        YAMLTree.Value(
          content: .scalar(text, style: style(scalar.style, line: line)), file: tree.file,
          line: line, column: column))
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      try refuse(anchor: start.anchor, tag: start.tag, line: line, column: column)
      try begin(Collection(line: line, column: column, isMapping: false))
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      try refuse(anchor: start.anchor, tag: start.tag, line: line, column: column)
      try begin(Collection(line: line, column: column, isMapping: true))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      guard let ended = open.popLast() else { return }
      let content: YAMLTree.Content =
        ended.isMapping ? .mapping(ended.pairs) : .sequence(ended.values)
      try add(
        YAMLTree.Value(content: content, file: tree.file, line: ended.line, column: ended.column))
    default: break
    }
  }

  private func refuse(
    anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, line: Int,
    column: Int
  ) throws(ModelFileError) {
    if anchor != nil {
      throw tree.error(
        "this reads as a YAML anchor, which model files do not have; put an expression that begins"
          + " like this in parentheses", line: line, column: column)
    }
    if tag != nil {
      throw tree.error(
        "this reads as a YAML tag, which model files do not have; quote a value that begins like"
          + " this", line: line, column: column)
    }
  }

  private mutating func begin(_ collection: Collection) throws(ModelFileError) {
    guard open.count < YAMLTree.maximumDepth else {
      throw tree.error(
        "this nests deeper than \(YAMLTree.maximumDepth); no model file needs that",
        line: collection.line, column: collection.column)
    }
    open.append(collection)
  }

  /// Puts a whole value where it belongs.
  private mutating func add(_ value: YAMLTree.Value) throws(ModelFileError) {
    nodes += 1
    guard nodes <= YAMLTree.maximumNodes else {
      throw tree.error(
        "this file has more than \(YAMLTree.maximumNodes) parts; split it", line: value.line)
    }
    guard var parent = open.popLast() else {
      root = value
      return
    }
    if !parent.isMapping {
      parent.values.append(value)
    } else if let key = parent.key {
      parent.pairs.append((key, value))
      parent.key = nil
    } else {
      guard case .scalar(let text, _) = value.content else {
        throw tree.error("a key has to be a word", at: value)
      }
      guard parent.keys.insert(text).inserted else {
        throw tree.error("the key '\(text)' stands here twice; remove one", at: value)
      }
      parent.key = value
    }
    open.append(parent)
  }

  private func style(_ style: yaml_scalar_style_t, line: Int) -> YAMLTree.Style {
    switch style {
    case YAML_LITERAL_SCALAR_STYLE: return .literal(indent: tree.indent(after: line))
    case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: return .quoted
    default: return .plain
    }
  }

  private func problem(of parser: yaml_parser_t) -> ModelFileError {
    let words = parser.problem.map { String(cString: $0) } ?? "there is no memory to read it"
    guard parser.error != YAML_READER_ERROR else {
      return tree.error("this is not YAML: \(words); save it as plain UTF-8", line: 1)
    }
    return tree.error(
      "this is not YAML: \(words); quote a value that contains ': ' or ' #'",
      line: Int(parser.problem_mark.line) + 1, column: Int(parser.problem_mark.column) + 1)
  }
}
