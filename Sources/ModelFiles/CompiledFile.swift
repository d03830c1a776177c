import PageWalk

/// Reads what an architecture's model says of compiled kernels: `docs/model-files.md` documents the
/// keys.
struct CompiledFile: Sendable {
  let compiled: CompiledKernel

  init(_ value: YAMLTree.Value, in tree: YAMLTree) throws(ModelFileError) {
    let fields = try YAMLFields(
      value, in: tree, what: "'compiled'",
      allowed: [
        "triples", "entries", "build", "knows", "linear", "map", "sources", "asks",
        "carries", "fields", "files", "make", "differs", "bounds", "sections",
      ])
    func names(_ key: String) throws(ModelFileError) -> [String] {
      guard let list = fields.optional(key) else { return [] }
      var names: [String] = []
      for item in try tree.sequence(list, what: "'\(key)'") {
        names.append(try tree.text(item, what: "an item of '\(key)'"))
      }
      return names
    }
    func texts(_ key: String) throws(ModelFileError) -> [String: String] {
      guard let value = fields.optional(key) else { return [:] }
      let items = try YAMLFields(value, in: tree, what: "'\(key)'", allowed: nil)
      var texts: [String: String] = [:]
      for item in items.keys {
        let name = try tree.text(item, what: "a name")
        texts[name] = try items.text(name)
      }
      return texts
    }
    func helpers(_ key: String) throws(ModelFileError) -> Helpers {
      guard let value = fields.optional(key) else { return [:] }
      return Dictionary(
        uniqueKeysWithValues: try HelpersFile.definitions(value, in: tree).map {
          ($0.helper.name, $0.helper)
        })
    }
    try Self.checkRecursion(fields, in: tree)
    let triples = try names("triples")
    guard !triples.isEmpty else {
      throw tree.error("'triples' says which code is meant; add one", at: value)
    }
    var isBigEndian = false
    if let entries = fields.optional("entries") {
      guard try tree.text(entries, what: "'entries'") == "big-endian" else {
        throw tree.error("'entries' is big-endian, or left out", at: entries)
      }
      isBigEndian = true
    }
    compiled = CompiledKernel(
      triples: triples, entriesAreBigEndian: isBigEndian,
      build: try fields.optionalExpression("build"), knows: try texts("knows"),
      linear: try fields.optionalExpression("linear"),
      map: try fields.optionalExpression("map"),
      bounds: try fields.optionalExpression("bounds"),
      sections: try fields.optionalExpression("sections"),
      carries: try fields.optionalExpression("carries"),
      sources: try helpers("sources").compactMapValues { $0.parameters == nil ? $0.body : nil },
      fields: try texts("fields"), asks: try helpers("asks"),
      files: try Self.files(fields.optional("files"), in: tree),
      differs: try Self.differences(fields.optional("differs"), in: tree),
      make: try Self.make(fields.optional("make"), in: tree))
  }

  /// What stands for functions and sources of the code may use each other, but not itself.
  private static func checkRecursion(
    _ fields: YAMLFields, in tree: YAMLTree
  ) throws(ModelFileError) {
    var definitions: [String: HelpersFile.Definition] = [:]
    for key in ["sources", "asks"] {
      guard let value = fields.optional(key) else { continue }
      for definition in try HelpersFile.definitions(value, in: tree) {
        definitions[definition.helper.name] = definition
      }
    }
    do {
      _ = try ExpressionChecker.order(of: definitions.mapValues(\.helper))
    } catch {
      guard let definition = definitions[error.helper] else { return }
      throw tree.error(
        "'\(error.helper)' calls itself, directly or through others; the language has no recursion",
        at: definition.heading)
    }
  }

  private static func differences(
    _ value: YAMLTree.Value?, in tree: YAMLTree
  ) throws(ModelFileError) -> [String: CompiledKernel.Difference] {
    guard let value else { return [:] }
    let items = try YAMLFields(value, in: tree, what: "'differs'", allowed: nil)
    var differences: [String: CompiledKernel.Difference] = [:]
    for item in items.keys {
      let name = try tree.text(item, what: "a name")
      let content = try items.required(name)
      if case .mapping = content.content {
        let fields = try YAMLFields(
          content, in: tree, what: "'\(name)'", allowed: ["where", "because"])
        differences[name] = CompiledKernel.Difference(
          reason: try fields.text("because"), condition: try fields.optionalExpression("where"))
      } else {
        differences[name] = CompiledKernel.Difference(
          reason: try tree.text(content, what: "a reason"))
      }
    }
    return differences
  }

  /// A file by its name, or as a mapping with the option that a kernel has it for.
  private static func files(
    _ value: YAMLTree.Value?, in tree: YAMLTree
  ) throws(ModelFileError) -> [CompiledKernel.File] {
    guard let value else { return [] }
    var files: [CompiledKernel.File] = []
    for item in try tree.sequence(value, what: "'files'") {
      if case .mapping = item.content {
        let fields = try YAMLFields(item, in: tree, what: "a file", allowed: ["name", "when"])
        files.append(
          CompiledKernel.File(name: try fields.text("name"), option: try fields.text("when")))
      } else {
        files.append(CompiledKernel.File(name: try tree.text(item, what: "a file")))
      }
    }
    return files
  }

  private static func make(
    _ value: YAMLTree.Value?, in tree: YAMLTree
  ) throws(ModelFileError) -> CompiledKernel.Make? {
    guard let value else { return nil }
    let fields = try YAMLFields(
      value, in: tree, what: "'make'", allowed: ["arch", "target", "options"])
    var options: [String] = []
    if let list = fields.optional("options") {
      for item in try tree.sequence(list, what: "'options'") {
        options.append(try tree.text(item, what: "an option"))
      }
    }
    let target = try fields.required("target")
    var targets: [String] = []
    if case .sequence = target.content {
      for item in try tree.sequence(target, what: "'target'") {
        targets.append(try tree.text(item, what: "a target"))
      }
      if targets.isEmpty { throw tree.error("'target' names none; add one", at: target) }
    } else {
      targets = [try tree.text(target, what: "'target'")]
    }
    return CompiledKernel.Make(
      architecture: try fields.text("arch"), targets: targets, options: options)
  }
}
