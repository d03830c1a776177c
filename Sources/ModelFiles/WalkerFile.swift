import PageWalk

/// Reads a walker: `docs/model-files.md` documents the keys.
struct WalkerFile: Sendable {
  static let schema = "walkproof/walker/1"

  let walker: Walker
  private let tree: YAMLTree
  private let rangeValues: [YAMLTree.Value]
  private let callerValues: [YAMLTree.Value]
  private let levelFields: [YAMLFields]
  /// The mapping that it was read from, with what it takes from the walk that it extends.
  let root: YAMLTree.Value

  init(_ root: YAMLTree.Value, in tree: YAMLTree) throws(ModelFileError) {
    let fields = try YAMLFields(
      root, in: tree, what: "a walker",
      allowed: [
        "schema", "name", "revision", "fixed", "kernel", "source", "architectures", "reads",
        "range", "callers", "pages", "holes", "levels", "about",
      ])
    self.tree = tree
    self.root = root
    let readsValue = try fields.required("reads")
    guard let reads = Walker.Reads(rawValue: try tree.text(readsValue, what: "'reads'")) else {
      throw tree.error("'reads' is lockless or locked", at: readsValue)
    }
    rangeValues = try tree.sequence(try fields.required("range"), what: "'range'")
    var range: [Expression] = []
    for value in rangeValues { range.append(try tree.expression(value)) }
    var callers: [Expression] = []
    if let value = fields.optional("callers") {
      callerValues = try tree.sequence(value, what: "'callers'")
    } else {
      callerValues = []
    }
    for value in callerValues { callers.append(try tree.expression(value)) }
    var architectures: [String]?
    if let value = fields.optional("architectures") {
      architectures = []
      for item in try tree.sequence(value, what: "'architectures'") {
        architectures?.append(try tree.name(item, what: "an architecture"))
      }
    }
    let takesPages = try fields.optional("pages").map { value throws(ModelFileError) in
      try tree.boolean(value, what: "'pages'")
    }
    let levelValues = try tree.sequence(try fields.required("levels"), what: "'levels'")
    guard (1...8).contains(levelValues.count) else {
      throw tree.error("a walker has 1 to 8 levels", at: try fields.required("levels"))
    }
    var levels: [Level] = []
    var levelFields: [YAMLFields] = []
    for (position, value) in levelValues.enumerated() {
      let level = try YAMLFields(
        value, in: tree, what: "a level",
        allowed: [
          "level", "function", "pointer", "value", "cursor", "read", "next", "advance", "stop",
          "skip", "leaf", "page", "recheck", "compared", "bug", "places",
        ])
      levelFields.append(level)
      levels.append(
        try Self.level(
          level, in: tree, isLast: position == levelValues.count - 1,
          takesPages: takesPages ?? true))
    }
    self.levelFields = levelFields
    walker = Walker(
      name: try tree.name(try fields.required("name"), what: "'name'"),
      revision: try tree.name(try fields.required("revision"), what: "'revision'"),
      fixed: try tree.boolean(try fields.required("fixed"), what: "'fixed'"),
      kernel: try HelpersFile.version(try fields.required("kernel"), in: tree),
      source: try fields.text("source"), architectures: architectures, reads: reads,
      holes: try fields.optional("holes").map { value throws(ModelFileError) in
        try tree.boolean(value, what: "'holes'")
      } ?? false, range: range,
      callers: callers, levels: levels)
    try checkNames()
  }

  private static func level(
    _ fields: YAMLFields, in tree: YAMLTree, isLast: Bool, takesPages: Bool
  ) throws(ModelFileError) -> Level {
    let name = try identifier(try fields.required("level"), in: tree)
    let pointer = try optionalIdentifier("pointer", of: fields) ?? name + "p"
    let advance =
      try fields.optionalExpression("advance")
      ?? Expression(
        .binary(.add, Expression(.name(pointer)), Expression(.name("ENTRY_SIZE"))))
    let read =
      try fields.optionalExpression("read")
      ?? Expression(.read(Expression(.name(pointer)), once: true))
    let leaf = try fields.optionalExpression("leaf")
    let page = try fields.optionalExpression("page")
    guard takesPages || page == nil else {
      throw tree.error(
        "the walk takes no pages ('pages'); leave the key 'page' out", at: fields.value)
    }
    if takesPages, isLast ? page == nil : (leaf != nil) != (page != nil) {
      throw tree.error(
        isLast
          ? "the last level takes pages; add the key 'page'"
          : "the keys 'leaf' and 'page' go together; add the other one", at: fields.value)
    }
    return Level(
      name: name, function: try fields.text("function"), pointer: pointer,
      value: try optionalIdentifier("value", of: fields) ?? name,
      cursor: try fields.expression("cursor"), read: read,
      next: try fields.expression("next"), advance: advance,
      stop: try fields.expression("stop"), skip: try fields.optionalExpression("skip"),
      leaf: leaf, page: page,
      rechecks: try rechecks(fields, in: tree), compared: try compared(fields, in: tree),
      bug: try fields.optionalExpression("bug"),
      places: try places(fields, in: tree))
  }

  private static func places(
    _ fields: YAMLFields, in tree: YAMLTree
  ) throws(ModelFileError) -> [Level.Piece: String] {
    guard let value = fields.optional("places") else { return [:] }
    let items = try YAMLFields(
      value, in: tree, what: "'places'", allowed: Level.Piece.allCases.map(\.rawValue))
    var places: [Level.Piece: String] = [:]
    for piece in Level.Piece.allCases {
      if let item = items.optional(piece.rawValue) {
        places[piece] = try tree.text(item, what: "a place in the source")
      }
    }
    return places
  }

  private static func rechecks(
    _ fields: YAMLFields, in tree: YAMLTree
  ) throws(ModelFileError) -> [Level.Recheck] {
    guard let value = fields.optional("recheck") else { return [] }
    guard fields.optional("page") != nil else {
      throw tree.error("this level takes no page to check again for; add 'page'", at: value)
    }
    let items = try YAMLFields(value, in: tree, what: "'recheck'", allowed: nil)
    var rechecks: [Level.Recheck] = []
    for key in items.keys {
      let name = try identifier(key, in: tree)
      let read = try items.expression(name)
      guard case .read = read.kind else {
        throw tree.error(
          "a recheck is one read, as in *pmdp or READ_ONCE(*pmdp)", at: try items.required(name))
      }
      rechecks.append(Level.Recheck(value: name, read: read))
    }
    return rechecks
  }

  private static func compared(
    _ fields: YAMLFields, in tree: YAMLTree
  ) throws(ModelFileError) -> [String]? {
    guard let value = fields.optional("compared") else { return nil }
    var names: [String] = []
    for item in try tree.sequence(value, what: "'compared'") {
      names.append(try identifier(item, in: tree))
    }
    return names
  }

  private static func optionalIdentifier(
    _ key: String, of fields: YAMLFields
  ) throws(ModelFileError) -> String? {
    guard let value = fields.optional(key) else { return nil }
    return try identifier(value, in: fields.tree)
  }

  private static func identifier(
    _ value: YAMLTree.Value, in tree: YAMLTree
  ) throws(ModelFileError) -> String {
    let text = try tree.text(value, what: "a name")
    guard (try? ExpressionParser.parse(text))?.kind == .name(text) else {
      throw tree.error("'\(text)' is not a name; use letters, digits and '_'", at: value)
    }
    return text
  }

  /// The file and line of each level function.
  var levelPlaces: [String: (file: String, line: Int)] {
    Dictionary(
      uniqueKeysWithValues: zip(walker.levels, levelFields).map {
        ($0.name, ($1.value.file, $1.value.line))
      })
  }

  private func checkNames() throws(ModelFileError) {
    var taken: Set<String> = ["addr", "end", "next", "mm_pgd"]
    var levels: Set<String> = []
    for (level, fields) in zip(walker.levels, levelFields) {
      guard levels.insert(level.name).inserted else {
        throw tree.error(
          "there is a level '\(level.name)' already; give it another name",
          at: try fields.required("level"))
      }
      for name in [level.pointer, level.value] where !taken.insert(name).inserted {
        throw tree.error(
          "'\(name)' names something else already; set 'pointer' and 'value'", at: fields.value)
      }
    }
  }

  /// Checks every expression against an architecture's helpers.
  ///
  /// - Throws: an error placed in the walker's file, since a walker is checked against each
  ///   architecture that it is asked to walk.
  func check(against subject: Subject) throws(ModelFileError) {
    do {
      try checkExpressions(against: subject)
    } catch {
      throw tree.inherited(error, by: walker.title)
    }
  }

  private func checkExpressions(against subject: Subject) throws(ModelFileError) {
    let (architecture, helpers) = (subject.architecture, subject.helpers)
    var checker = ExpressionChecker(
      parameters: architecture.parameters, helpers: helpers, width: 64)
    // An architecture's own helpers have passed their check already.
    try checkHelpers(helpers, with: &checker)
    try checkHiding(architecture, helpers)
    var names: [String: NameKind] = ["addr": .word, "end": .word]
    // What names stand for: a walk that goes straight on hands down expressions, not values.
    var expansions: [String: Expansion] = [:]
    func check(_ value: YAMLTree.Value) throws(ModelFileError) -> Expansion {
      try self.check(value, checker, names, expansions, architecture)
    }
    for value in rangeValues + callerValues { _ = try check(value) }
    names["mm_pgd"] = .word
    for (level, fields) in zip(walker.levels, levelFields) {
      let cursor = try check(try fields.required("cursor"))
      names[level.pointer] = .word
      expansions[level.pointer] = cursor
      if let value = fields.optional("read") { _ = try check(value) }
      names[level.value] = .copy
      let next = try check(try fields.required("next"))
      names["next"] = .word
      expansions["next"] = next
      for key in ["advance", "stop", "skip", "leaf", "page", "bug"] {
        if let value = fields.optional(key) { _ = try check(value) }
      }
      try checkRechecks(of: fields, checker, names, architecture)
      names["next"] = nil
      expansions["next"] = nil
      expansions["end"] = next
    }
  }

  /// Checks each helper, as far as it was not with its own file.
  private func checkHelpers(
    _ helpers: Helpers, with checker: inout ExpressionChecker
  ) throws(ModelFileError) {
    let order: [String]
    do {
      order = try ExpressionChecker.order(of: helpers)
    } catch {
      throw tree.error(
        "the helper '\(error.helper)' calls itself, directly or through others; the language has"
          + " no recursion", at: root)
    }
    for name in order {
      do {
        try checker.checkHelper(name)
      } catch {
        throw tree.error("the helper '\(name)': \(error.message)", at: root)
      }
    }
  }

  /// A name of the walk that is also one of the architecture would hide it.
  private func checkHiding(
    _ architecture: Architecture, _ helpers: Helpers
  ) throws(ModelFileError) {
    let taken = Set(
      ExpressionChecker.builtins + architecture.parameters.map(\.name)
        + Array(architecture.labels.keys) + Array(helpers.keys))
    for (level, fields) in zip(walker.levels, levelFields) {
      for (name, key) in [(level.pointer, "pointer"), (level.value, "value")]
      where taken.contains(name) {
        throw tree.error(
          "'\(name)' names something else on \(architecture.name); give the \(key) another name",
          at: fields.optional(key) ?? fields.value)
      }
    }
  }

  private func checkRechecks(
    of level: YAMLFields, _ checker: ExpressionChecker, _ names: [String: NameKind],
    _ architecture: Architecture
  ) throws(ModelFileError) {
    if let value = level.optional("compared") {
      for item in try tree.sequence(value, what: "'compared'") {
        try requireCopy(try tree.text(item, what: "a local copy"), names, at: item)
      }
    }
    guard let value = level.optional("recheck") else { return }
    let items = try YAMLFields(value, in: tree, what: "'recheck'", allowed: nil)
    for key in items.keys {
      let name = try tree.text(key, what: "a local copy")
      try requireCopy(name, names, at: key)
      _ = try check(try items.required(name), checker, names, [:], architecture)
    }
  }

  private func requireCopy(
    _ name: String, _ names: [String: NameKind], at value: YAMLTree.Value
  ) throws(ModelFileError) {
    guard names[name] != .copy else { return }
    let copies = names.filter { $0.value == .copy }.keys.sorted()
    throw tree.error(
      "'\(name)' is not a local copy here; "
        + Suggestion.text(for: name, among: copies, what: "local copies"), at: value)
  }

  /// What `value` expands to, with `expansions` in the places of names.
  private func check(
    _ value: YAMLTree.Value, _ checker: ExpressionChecker, _ names: [String: NameKind],
    _ expansions: [String: Expansion], _ architecture: Architecture
  ) throws(ModelFileError) -> Expansion {
    do {
      let expression = try tree.expression(value)
      let expansion = try checker.check(expression, names: names).replacing(expansions)
      try expansion.check(at: expression.offset)
      return expansion
    } catch let error as ExpressionError {
      let described = ExpressionError(
        "\(error.message) (with the helpers of \(architecture.name))", at: error.offset)
      throw tree.error(described, in: value)
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw tree.error("\(error)", at: value)
    }
  }
}
