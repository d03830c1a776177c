import PageWalk

/// Checks an architecture beyond its syntax: types of every expression, and in each configuration
/// that the tables fit together and into the word.
struct ModelChecker {
  let architecture: Architecture
  let revisions: [HelpersFile.Revision]
  let tree: YAMLTree
  let fields: YAMLFields

  func check() throws(ModelFileError) {
    try checkHardware()
    try checkConditions()
    let configurations = try self.configurations()
    for configuration in configurations { try check(configuration) }
    try checkHelpers(in: configurations)
  }

  // MARK: types

  /// Each revision's helpers are checked together with the older ones that they build on, as each
  /// configuration combines them.
  private func checkHelpers(in configurations: [Configuration]) throws(ModelFileError) {
    var applying: [[Int]] = []
    for configuration in configurations {
      var applicable: [Int] = []
      for (index, revision) in revisions.enumerated()
      where try revision.applies(to: architecture, in: configuration) {
        applicable.append(index)
      }
      applying.append(applicable)
    }
    var seen: Set<[Int]> = []
    for since in Set(revisions.map(\.since)).sorted() {
      for applicable in applying {
        let combined = applicable.filter { revisions[$0].since <= since }
        if seen.insert(combined).inserted { try checkHelpers(combined.map { revisions[$0] }) }
      }
    }
  }

  /// Bits of the widest value that expressions may have: a word, or an entry where that is wider in some
  /// configuration.
  private var widestValue: Int {
    guard case .literal(let bytes) = architecture.hardware.entrySize.kind, bytes <= 8 else {
      return 64
    }
    return max(architecture.word, Int(bytes) * 8)
  }

  private func checkHelpers(_ combined: [HelpersFile.Revision]) throws(ModelFileError) {
    var definitions: [String: HelpersFile.Definition] = [:]
    for revision in combined {
      for definition in revision.definitions {
        definitions[definition.helper.name] = definition
      }
    }
    let taken =
      architecture.parameters.map(\.name) + Array(architecture.labels.keys)
      + ExpressionChecker.builtins
    for name in taken {
      guard let definition = definitions[name] else { continue }
      throw definition.tree.error(
        "'\(name)' names something else already; choose another name", at: definition.heading)
    }
    let helpers = definitions.mapValues(\.helper)
    var checker = ExpressionChecker(
      parameters: architecture.parameters, helpers: helpers, width: widestValue)
    let order: [String]
    do {
      order = try ExpressionChecker.order(of: helpers)
    } catch {
      guard let definition = definitions[error.helper] else { return }
      throw definition.tree.error(
        "the helper '\(error.helper)' calls itself, directly or through others; the language has"
          + " no recursion", at: definition.heading)
    }
    for name in order {
      guard let definition = definitions[name] else { continue }
      do {
        try checker.checkHelper(name)
      } catch {
        throw definition.tree.error(error, in: definition.body)
      }
    }
  }

  /// Conditions on configurations speak of parameters alone.
  private func checkConditions() throws(ModelFileError) {
    let checker = ExpressionChecker(parameters: architecture.parameters, helpers: [:], width: 64)
    for revision in revisions {
      guard let when = revision.when else { continue }
      try check(when, in: revision.tree, with: checker, names: [:])
    }
    let kernel = try YAMLFields(
      try fields.required("kernel"), in: tree, what: "'kernel'", allowed: nil)
    guard let walks = kernel.optional("fast_walk") else { return }
    for item in try tree.sequence(walks, what: "'fast_walk'") {
      let walk = try YAMLFields(item, in: tree, what: "an item of 'fast_walk'", allowed: nil)
      if let when = walk.optional("when") {
        try check(when, in: tree, with: checker, names: [:])
      }
    }
  }

  private func checkHardware() throws(ModelFileError) {
    // Hardware speaks of parameters alone: the kernel's helpers are what it judges.
    func checker(width: Int) -> ExpressionChecker {
      ExpressionChecker(parameters: architecture.parameters, helpers: [:], width: width)
    }
    // Numbers of the layout are words; an entry may be wider.
    let layout = checker(width: architecture.word)
    let entries = checker(width: widestValue)
    let hardware = try YAMLFields(
      try fields.required("hardware"), in: tree, what: "'hardware'", allowed: nil)
    for key in ["page_shift", "entry_size", "reach"] {
      try check(try hardware.required(key), in: tree, with: layout, names: [:])
    }
    if let value = fields.optional("constraint") {
      try check(value, in: tree, with: layout, names: [:])
    }
    for item in try tree.sequence(try hardware.required("tables"), what: "'tables'") {
      let table = try YAMLFields(item, in: tree, what: "a table", allowed: nil)
      for key in ArchitectureFile.tableKeys.dropFirst() {
        guard let value = table.optional(key) else { continue }
        let onEntry = ["carries", "empty", "leaf", "next", "page"].contains(key)
        try check(
          value, in: tree, with: onEntry ? entries : layout,
          names: onEntry ? ["entry": .word] : [:])
      }
    }
  }

  private func check(
    _ value: YAMLTree.Value, in tree: YAMLTree, with checker: ExpressionChecker,
    names: [String: NameKind]
  ) throws(ModelFileError) {
    let expression = try tree.expression(value)
    do {
      try checker.check(expression, names: names)
    } catch {
      throw tree.error(error, in: value)
    }
    if let read = Self.firstRead(in: expression) {
      throw tree.error(
        ExpressionError(
          "this reads no memory; speak of parameters and, in the hardware part, of 'entry'",
          at: read), in: value)
    }
  }

  /// Where the first read of memory begins; nil where there is none.
  static func firstRead(in expression: Expression) -> Int? {
    if case .read = expression.kind { return expression.offset }
    return expression.children.lazy.compactMap(firstRead).first
  }

  // MARK: numbers

  private func configurations() throws(ModelFileError) -> [Configuration] {
    let all: [Configuration]
    do {
      all = try architecture.configurations()
    } catch {
      throw tree.error(error.message, at: fields.optional("parameters") ?? fields.value)
    }
    guard !all.isEmpty else {
      throw tree.error(
        "no configuration satisfies the constraint; correct it",
        at: fields.optional("constraint") ?? fields.value)
    }
    return all
  }

  private func check(_ configuration: Configuration) throws(ModelFileError) {
    do {
      _ = try Layout(architecture: architecture, configuration: configuration)
    } catch is SymbolicLayout {
      return  // Widths that are ranges are obligations of the proof instead.
    } catch let error as LayoutError {
      let hardware = try YAMLFields(
        try fields.required("hardware"), in: tree, what: "'hardware'", allowed: nil)
      guard let table = error.table else {
        throw tree.error(
          "with \(configuration), \(error.message)", at: try hardware.required(error.key))
      }
      let tables = try tree.sequence(try hardware.required("tables"), what: "'tables'")
      let item = tables[table]
      let keys = try YAMLFields(item, in: tree, what: "a table", allowed: nil)
      throw tree.error(
        "with \(configuration), \(error.message)", at: keys.optional(error.key) ?? item)
    } catch {
      throw tree.error(
        "with \(configuration), \(error)", at: try fields.required("hardware"))
    }
  }
}
