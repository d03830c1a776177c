import PageWalk

/// Reads an architecture: `docs/model-files.md` documents the keys.
struct ArchitectureFile: Sendable {
  static let schema = "walkproof/architecture/1"

  private let tree: YAMLTree
  private let fields: YAMLFields
  /// The helpers of the file itself.
  let ownRevisions: [HelpersFile.Revision]
  let name: String
  /// The file's helpers that are there on purpose though no walk may call them.
  let names: [String]
  /// The names of the shared helper files whose helpers come first.
  var uses: [String] { used.map(\.name) }
  private let used: [(name: String, when: YAMLTree.Value?, item: YAMLTree.Value)]
  private let word: Int
  private let parameters: [Parameter]

  init(_ root: YAMLTree.Value, in tree: YAMLTree) throws(ModelFileError) {
    let keys = [
      "schema", "name", "aliases", "family", "title", "word", "uses", "parameters", "conditions",
      "constraint", "hardware", "kernel", "compiled",
    ]
    var fields = try YAMLFields(root, in: tree, what: "an architecture", allowed: keys)
    name = try tree.name(try fields.required("name"), what: "'name'")
    used = try Self.used(fields.optional("uses"), in: tree)
    let word = try tree.number(try fields.required("word"), what: "'word'")
    guard (4...64).contains(word) else {
      throw tree.error(
        "'word' is the width of an address in bits, 4 to 64", at: try fields.required("word"))
    }
    self.word = Int(word)
    parameters = try Self.parameters(fields.optional("parameters"), word: Int(word), in: tree)
    let conditions = try NamedConditions(
      fields.optional("conditions"), parameters: parameters, in: tree)
    let tree = tree.with(conditions)
    self.tree = tree
    fields = try YAMLFields(root, in: tree, what: "an architecture", allowed: keys)
    self.fields = fields
    let kernel = try YAMLFields(
      try fields.required("kernel"), in: tree, what: "'kernel'",
      allowed: ["fast_walk", "names", "revisions"])
    ownRevisions = try HelpersFile.revisions(try kernel.required("revisions"), in: tree)
    for revision in ownRevisions { try conditions.check(revision.definitions, in: tree, at: nil) }
    let declared = try HelpersFile.names(kernel.optional("names"), in: tree)
    names = declared.map(\.name)
    let defined = Set(ownRevisions.flatMap { $0.definitions.map(\.helper.name) })
    for (name, item) in declared where !defined.contains(name) {
      throw tree.error(
        "no helper here is named '\(name)'; "
          + Suggestion.text(for: name, among: defined.sorted(), what: "helpers"), at: item)
    }
  }

  /// A file of helpers by its name, or as a mapping with the configurations that use it.
  private static func used(
    _ value: YAMLTree.Value?, in tree: YAMLTree
  ) throws(ModelFileError) -> [(name: String, when: YAMLTree.Value?, item: YAMLTree.Value)] {
    guard let value else { return [] }
    var used: [(name: String, when: YAMLTree.Value?, item: YAMLTree.Value)] = []
    var names: Set<String> = []
    for item in try tree.sequence(value, what: "'uses'") {
      if case .mapping = item.content {
        let fields = try YAMLFields(
          item, in: tree, what: "a file of helpers", allowed: ["name", "when"])
        used.append((try fields.text("name"), fields.optional("when"), item))
      } else {
        let name = try tree.text(item, what: "a file of helpers")
        guard names.insert(name).inserted else {
          throw tree.error("'\(name)' is used already; remove it here", at: item)
        }
        used.append((name, nil, item))
      }
    }
    return used
  }

  // MARK: parameters

  private static func parameters(
    _ value: YAMLTree.Value?, word: Int, in tree: YAMLTree
  ) throws(ModelFileError) -> [Parameter] {
    guard let value else { return [] }
    let fields = try YAMLFields(value, in: tree, what: "'parameters'", allowed: nil)
    var parameters: [Parameter] = []
    var taken: Set<String> = Set(ExpressionChecker.builtins)
    for key in fields.keys {
      let name = try tree.text(key, what: "a parameter's name")
      guard (try? ExpressionParser.parse(name))?.kind == .name(name) else {
        throw tree.error("'\(name)' cannot be used in expressions; use letters and '_'", at: key)
      }
      let parameter = try YAMLFields(
        try fields.required(name), in: tree, what: "a parameter",
        allowed: ["about", "values", "range"])
      let domain = try domain(parameter, word: word, in: tree)
      var names = [name]
      if case .labels(let labels) = domain { names += labels }
      for name in names where !taken.insert(name).inserted {
        throw tree.error("'\(name)' names something else already; choose another name", at: key)
      }
      parameters.append(
        Parameter(name: name, about: try parameter.text("about"), domain: domain))
    }
    return parameters
  }

  private static func domain(
    _ fields: YAMLFields, word: Int, in tree: YAMLTree
  ) throws(ModelFileError) -> Parameter.Domain {
    if let range = fields.optional("range") {
      let bounds = try tree.sequence(range, what: "'range'")
      guard bounds.count == 2, fields.optional("values") == nil else {
        throw tree.error("a parameter has 'values', or a 'range' of two numbers", at: range)
      }
      let low = try tree.number(bounds[0], what: "a bound")
      let high = try tree.number(bounds[1], what: "a bound")
      guard low <= high, Word(high, width: word).bits == high else {
        throw tree.error("a range goes from a number to a greater one within the word", at: range)
      }
      return .range(low...high)
    }
    let value = try fields.required("values")
    let items = try tree.sequence(value, what: "'values'")
    var texts: [String] = []
    for item in items {
      let text = try tree.text(item, what: "a value")
      guard !texts.contains(text) else {
        throw tree.error("the value '\(text)' stands here twice; remove one", at: item)
      }
      texts.append(text)
    }
    guard !texts.isEmpty, texts.count <= 64 else {
      throw tree.error("'values' lists 1 to 64 values", at: value)
    }
    if texts.allSatisfy({ $0 == "true" || $0 == "false" }) {
      return .booleans(texts.map { $0 == "true" })
    }
    let numbers = texts.compactMap { UInt64($0) }
    if numbers.count == texts.count {
      guard numbers.allSatisfy({ Word($0, width: word).bits == $0 }) else {
        throw tree.error("a value here is wider than the word", at: value)
      }
      return .numbers(numbers)
    }
    for (item, text) in zip(items, texts) {
      guard (try? ExpressionParser.parse(text))?.kind == .name(text) else {
        throw tree.error(
          "'\(text)' is neither a number, true or false, nor a label; list values of one kind",
          at: item)
      }
    }
    return .labels(texts)
  }

  // MARK: the whole

  /// The architecture, with the shared helpers that it uses, checked in every configuration.
  func architecture(shared: [String: HelpersFile]) throws(ModelFileError) -> Architecture {
    var revisions: [HelpersFile.Revision] = []
    for (name, when, item) in used {
      guard let file = shared[name] else {
        throw tree.error(
          "there is no file of helpers named '\(name)'; "
            + Suggestion.text(for: name, among: shared.keys.sorted(), what: "files of helpers"),
          at: item)
      }
      for when in file.revisions.compactMap(\.when) {
        throw tree.error(
          "the helpers of '\(name)' have a condition of their own, on line \(when.line); give it"
            + " here instead", at: item)
      }
      for revision in file.revisions {
        try tree.conditions.check(revision.definitions, in: tree, at: item)
      }
      revisions += file.revisions.map {
        HelpersFile.Revision(
          since: $0.since, source: $0.source, when: when, tree: when == nil ? $0.tree : tree,
          definitions: $0.definitions)
      }
    }
    revisions += ownRevisions
    let constraint = try fields.optionalExpression("constraint")
    let architecture = Architecture(
      name: name, aliases: try aliases(), family: try family(), title: try fields.text("title"),
      word: word,
      parameters: parameters, constraint: constraint, hardware: try hardware(),
      revisions: try helperRevisions(revisions), fastWalk: try fastWalk(),
      compiled: try fields.optional("compiled").map { value throws(ModelFileError) in
        try CompiledFile(value, in: tree.with(NamedConditions())).compiled
      })
    try ModelChecker(architecture: architecture, revisions: revisions, tree: tree, fields: fields)
      .check()
    return architecture
  }

  private func aliases() throws(ModelFileError) -> [String] {
    guard let value = fields.optional("aliases") else { return [] }
    var names: [String] = []
    for item in try tree.sequence(value, what: "'aliases'") {
      names.append(try tree.name(item, what: "another name"))
    }
    return names
  }

  /// Throws where `compiled` says that something differs which is none of `helpers`.
  func checkDifferences(helpers: Set<String>) throws(ModelFileError) {
    guard let value = fields.optional("compiled") else { return }
    let compiled = try YAMLFields(value, in: tree, what: "'compiled'", allowed: nil)
    guard let differs = compiled.optional("differs") else { return }
    let choices = helpers.sorted()
    for key in try YAMLFields(differs, in: tree, what: "'differs'", allowed: nil).keys {
      let name = try tree.text(key, what: "a name")
      guard !choices.contains(name) else { continue }
      let near = Suggestion.nearest(to: name, among: choices).map { "; did you mean '\($0)'?" }
      throw tree.error("'\(name)' is no helper" + (near ?? ""), at: key)
    }
  }

  private func family() throws(ModelFileError) -> String? {
    guard let value = fields.optional("family") else { return nil }
    return try tree.name(value, what: "'family'")
  }

  private func helperRevisions(
    _ revisions: [HelpersFile.Revision]
  ) throws(ModelFileError) -> [HelperRevision] {
    var all: [HelperRevision] = []
    for revision in revisions {
      var when: Expression?
      if let value = revision.when { when = try revision.tree.expression(value) }
      all.append(
        HelperRevision(
          since: revision.since, source: revision.source, when: when,
          helpers: Dictionary(
            uniqueKeysWithValues: revision.definitions.map { ($0.helper.name, $0.helper) })))
    }
    return all
  }

  private func fastWalk() throws(ModelFileError) -> [Architecture.FastWalk] {
    let kernel = try YAMLFields(
      try fields.required("kernel"), in: tree, what: "'kernel'", allowed: nil)
    guard let value = kernel.optional("fast_walk") else { return [] }
    var all: [Architecture.FastWalk] = []
    for item in try tree.sequence(value, what: "'fast_walk'") {
      let walk = try YAMLFields(
        item, in: tree, what: "an item of 'fast_walk'", allowed: ["when", "since"])
      let since = try walk.required("since")
      let isNever = try tree.text(since, what: "'since'") == "never"
      all.append(
        Architecture.FastWalk(
          when: try walk.optionalExpression("when"),
          since: isNever ? nil : try HelpersFile.version(since, in: tree)))
    }
    return all
  }

  private func hardware() throws(ModelFileError) -> Hardware {
    let hardware = try YAMLFields(
      try fields.required("hardware"), in: tree, what: "'hardware'",
      allowed: ["source", "page_shift", "entry_size", "reach", "tables"])
    var tables: [Table] = []
    for item in try tree.sequence(try hardware.required("tables"), what: "'tables'") {
      let table = try YAMLFields(item, in: tree, what: "a table", allowed: Self.tableKeys)
      let name = try tree.name(try table.required("name"), what: "'name'")
      guard !tables.contains(where: { $0.name == name }) else {
        throw tree.error("there is a table '\(name)' already; give it another name", at: item)
      }
      tables.append(
        Table(
          name: name,
          when: try table.optionalExpression("when"), shift: try table.expression("shift"),
          index: try table.expression("index"),
          stride: try table.optionalExpression("stride"),
          align: try table.optionalExpression("align"),
          carries: try table.expression("carries"), empty: try table.expression("empty"),
          leaf: try table.expression("leaf"), next: try table.optionalExpression("next"),
          page: try table.optionalExpression("page")))
    }
    guard (1...8).contains(tables.count) else {
      throw tree.error("hardware has 1 to 8 tables", at: try hardware.required("tables"))
    }
    return Hardware(
      source: try hardware.text("source"), pageShift: try hardware.expression("page_shift"),
      entrySize: try hardware.expression("entry_size"), reach: try hardware.expression("reach"),
      tables: tables)
  }

  static let tableKeys = [
    "name", "when", "shift", "index", "stride", "align", "carries", "empty", "leaf", "next", "page",
  ]
}
