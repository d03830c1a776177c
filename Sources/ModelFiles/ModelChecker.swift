import PageWalk

/// Checks an architecture beyond its syntax: types of every expression, and in each configuration
/// that the tables fit together and into the word.
struct ModelChecker {
  let architecture: Architecture
  let revisions: [HelpersFile.Revision]
  let tree: YAMLTree
  let fields: YAMLFields

  func check() throws(ModelFileError) {
    try checkHelpers()
    try checkHardware()
    let configurations = try self.configurations()
    for configuration in configurations { try check(configuration) }
  }

  // MARK: types

  /// Each revision's helpers are checked together with the older ones that they build on.
  private func checkHelpers() throws(ModelFileError) {
    var seen: Set<KernelVersion> = []
    for since in revisions.map(\.since) where seen.insert(since).inserted {
      var definitions: [String: HelpersFile.Definition] = [:]
      for revision in revisions where revision.since <= since {
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
        parameters: architecture.parameters, helpers: helpers, width: 64)
      let order: [String]
      do {
        order = try ExpressionChecker.order(of: helpers)
      } catch {
        guard let definition = definitions[error.helper] else { continue }
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
  }

  private func checkHardware() throws(ModelFileError) {
    // Hardware speaks of parameters alone: the kernel's helpers are what it judges.
    let checker = ExpressionChecker(
      parameters: architecture.parameters, helpers: [:], width: 64)
    let hardware = try YAMLFields(
      try fields.required("hardware"), in: tree, what: "'hardware'", allowed: nil)
    for key in ["page_shift", "entry_size", "reach"] {
      try check(try hardware.required(key), with: checker, names: [:])
    }
    if let value = fields.optional("constraint") { try check(value, with: checker, names: [:]) }
    for item in try tree.sequence(try hardware.required("tables"), what: "'tables'") {
      let table = try YAMLFields(item, in: tree, what: "a table", allowed: nil)
      for key in ArchitectureFile.tableKeys.dropFirst() {
        guard let value = table.optional(key) else { continue }
        let onEntry = ["carries", "empty", "leaf", "next", "page"].contains(key)
        try check(value, with: checker, names: onEntry ? ["entry": .word] : [:])
      }
    }
  }

  private func check(
    _ value: YAMLTree.Value, with checker: ExpressionChecker, names: [String: NameKind]
  ) throws(ModelFileError) {
    let expression = try tree.expression(value)
    do {
      try checker.check(expression, names: names)
    } catch {
      throw tree.error(error, in: value)
    }
    if let read = Self.firstRead(in: expression) {
      throw tree.error(
        ExpressionError("the hardware part reads no memory; speak of 'entry'", at: read), in: value)
    }
  }

  private static func firstRead(in expression: Expression) -> Int? {
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
