import PageWalk

/// Reads and checks a scenario: `docs/scenarios.md` documents the keys.
public struct ScenarioFile: Sendable {
  static let schema = "walkproof/scenario/1"

  public let scenario: Scenario
  /// What the scenario walks, with the walker that it names.
  public let subject: Subject
  /// The models that the scenario was checked with: the library's, and those it brings along.
  public let library: ModelLibrary

  private let tree: YAMLTree
  private let fields: YAMLFields

  /// Reads `file` against the models of `library`.
  public init(file: String, library: ModelLibrary) throws(ModelFileError) {
    try self.init(text: try YAMLTree.text(of: file), file: file, library: library)
  }

  /// Reads `text`, which stands or is to stand in `file`.
  public init(text: String, file: String, library: ModelLibrary) throws(ModelFileError) {
    let (tree, root) = try YAMLTree.parse(text, file: file)
    self.tree = tree
    _ = try tree.schema(of: root, among: [Self.schema])
    fields = try YAMLFields(
      root, in: tree, what: "a scenario",
      allowed: [
        "schema", "about", "architecture", "configuration", "walker", "code", "range", "memory",
        "writes", "expect", "models",
      ])
    var texts: [String] = []
    if let models = fields.optional("models") {
      for item in try tree.sequence(models, what: "'models'") {
        texts.append(try tree.text(item, what: "a model file"))
      }
    }
    self.library = try texts.isEmpty ? library : library.adding(texts: texts, file: file)
    subject = try Self.subject(fields, in: tree, library: self.library)
    let layout: Layout
    do {
      layout = try Layout(
        architecture: subject.architecture, configuration: subject.configuration)
    } catch {
      throw tree.error(
        "a scenario needs one number for every parameter with a range", at: fields.value)
    }
    scenario = try ScenarioMemory(
      fields: fields, tree: tree, subject: subject, layout: layout
    ).scenario()
  }

  private static func subject(
    _ fields: YAMLFields, in tree: YAMLTree, library: ModelLibrary
  ) throws(ModelFileError) -> Subject {
    let nameValue = try fields.required("architecture")
    let name = try tree.text(nameValue, what: "'architecture'")
    guard let architecture = library.architectures[name] else {
      throw tree.error(
        "there is no architecture '\(name)'; "
          + Suggestion.text(
            for: name, among: library.architectures.keys.sorted(), what: "architectures"),
        at: nameValue)
    }
    let configuration = try self.configuration(
      fields, in: tree, architecture: architecture)
    let code = try ScenarioCode(fields: fields, tree: tree)
    guard let walkerValue = fields.optional("walker") else {
      guard let code else {
        throw tree.error("a scenario says what walks: add 'walker'", at: fields.value)
      }
      return Subject(
        architecture: architecture, configuration: configuration,
        walker: .code(try code.function()), helpers: [:])
    }
    if let code {
      throw tree.error("a scenario has a 'walker' or 'code', not both; remove one", at: code.value)
    }
    let walkerFields = try YAMLFields(
      walkerValue, in: tree, what: "'walker'", allowed: ["name", "revision"])
    let title = "\(try walkerFields.text("name"))@\(try walkerFields.text("revision"))"
    guard let walker = library.walkers.first(where: { $0.title == title }) else {
      throw tree.error(
        "there is no walker '\(title)'; "
          + Suggestion.text(for: title, among: library.walkers.map(\.title), what: "walkers"),
        at: walkerValue)
    }
    return try library.subject(
      architecture: architecture, configuration: configuration, walker: walker)
  }

  private static func configuration(
    _ fields: YAMLFields, in tree: YAMLTree, architecture: Architecture
  ) throws(ModelFileError) -> Configuration {
    let value = try fields.required("configuration")
    let chosen = try YAMLFields(
      value, in: tree, what: "'configuration'", allowed: architecture.parameters.map(\.name))
    var values: [(String, ParameterValue)] = []
    for parameter in architecture.parameters {
      let item = try chosen.required(parameter.name)
      let text = try tree.text(item, what: "'\(parameter.name)'")
      guard let choice = parameter.value(from: text) else {
        throw tree.error(
          "'\(parameter.name)' is \(parameter.choicesText), not '\(text)'", at: item)
      }
      values.append((parameter.name, choice))
    }
    let configuration = Configuration(values)
    let allowed = (try? architecture.configurations()) ?? []
    let isRange = architecture.parameters.contains {
      if case .range = $0.domain { return true }
      return false
    }
    guard isRange || allowed.contains(configuration) else {
      throw tree.error("the architecture has no configuration \(configuration)", at: value)
    }
    return configuration
  }
}
