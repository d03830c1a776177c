import PageWalk

/// The keys of one mapping, each of which is taken once; what is left over is an error.
struct YAMLFields: Sendable {
  let tree: YAMLTree
  let value: YAMLTree.Value
  private var pairs: [String: YAMLTree.Value] = [:]
  /// The mapping's keys in the order of the file.
  let keys: [YAMLTree.Value]

  /// The fields of a mapping.
  ///
  /// - Parameter allowed: the keys that it may have; nil means any.
  init(
    _ value: YAMLTree.Value, in tree: YAMLTree, what: String, allowed: [String]?
  ) throws(ModelFileError) {
    guard case .mapping(let pairs) = value.content else {
      throw tree.error("\(what) is a mapping; write 'key: value' lines", at: value)
    }
    self.tree = tree
    self.value = value
    self.keys = pairs.map(\.key)
    for (key, content) in pairs {
      let name = try tree.text(key, what: "a key")
      guard self.pairs[name] == nil else {
        throw tree.error("the key '\(name)' stands here twice; remove one", at: key)
      }
      if let allowed, !allowed.contains(name) {
        throw tree.error(
          "\(what) has no key '\(name)'; "
            + Suggestion.text(for: name, among: allowed, what: "keys"), at: key)
      }
      self.pairs[name] = content
    }
  }

  func optional(_ key: String) -> YAMLTree.Value? { pairs[key] }

  func required(_ key: String) throws(ModelFileError) -> YAMLTree.Value {
    guard let found = pairs[key] else {
      throw tree.error("the key '\(key)' is missing here; add it", at: value)
    }
    return found
  }

  func text(_ key: String) throws(ModelFileError) -> String {
    try tree.text(try required(key), what: "'\(key)'")
  }

  func expression(_ key: String) throws(ModelFileError) -> Expression {
    try tree.expression(try required(key))
  }

  func optionalExpression(_ key: String) throws(ModelFileError) -> Expression? {
    guard let value = pairs[key] else { return nil }
    return try tree.expression(value)
  }
}

extension YAMLTree {
  func text(_ value: Value, what: String) throws(ModelFileError) -> String {
    guard case .scalar(let text, _) = value.content else {
      throw error("\(what) is a text; write one value, not a list or a mapping", at: value)
    }
    return text
  }

  /// A name such as `s390`, `gup_fast` or `v5.9`: what reports and files can be named after.
  func name(_ value: Value, what: String) throws(ModelFileError) -> String {
    let name = try text(value, what: what)
    let valid = name.utf8.allSatisfy {
      Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber
        || "_.-".utf8.contains($0)
    }
    guard valid, (1...64).contains(name.utf8.count), name.first != ".", name.first != "-",
      name.utf8.allSatisfy({ $0 < 0x80 })
    else {
      throw error(
        "\(what) is 1 to 64 letters, digits, '_', '.' and '-', and starts with a letter or digit",
        at: value)
    }
    return name
  }

  func sequence(_ value: Value, what: String) throws(ModelFileError) -> [Value] {
    guard case .sequence(let values) = value.content else {
      throw error("\(what) is a list; write '- item' lines or [a, b]", at: value)
    }
    return values
  }

  /// An unsigned number in decimal or hexadecimal.
  func number(_ value: Value, what: String) throws(ModelFileError) -> UInt64 {
    let text = try text(value, what: what)
    let number =
      text.lowercased().hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
    guard let number else {
      throw error(
        "\(what) is a number of at most 64 bits; write it in decimal or as 0x…", at: value)
    }
    return number
  }

  func boolean(_ value: Value, what: String) throws(ModelFileError) -> Bool {
    switch try text(value, what: what) {
    case "true": return true
    case "false": return false
    default: throw error("\(what) is true or false", at: value)
    }
  }

  func expression(_ value: Value) throws(ModelFileError) -> Expression {
    let text = try text(value, what: "an expression")
    do {
      return try conditions.replaced(in: try ExpressionParser.parse(text))
    } catch {
      throw self.error(error, in: value)
    }
  }

  func error(_ error: ExpressionError, in value: Value) -> ModelFileError {
    let place = place(of: error.offset, in: value)
    return ModelFileError(
      file: value.file, line: place.line, column: place.column, message: error.message)
  }

  /// Checks that the file is of one of `schemas` and says which.
  func schema(of root: Value, among schemas: [String]) throws(ModelFileError) -> String {
    let fields = try YAMLFields(root, in: self, what: "a model file", allowed: nil)
    let schema = try fields.text("schema")
    guard schemas.contains(schema) else {
      throw error(
        "'\(schema)' is not a schema that this version reads; "
          + Suggestion.text(for: schema, among: schemas, what: "schemas"),
        at: try fields.required("schema"))
    }
    return schema
  }
}
