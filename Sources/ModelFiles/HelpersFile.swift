import PageWalk

/// Helpers as they stand in a file, with the places of their headings and bodies.
struct HelpersFile: Sendable {
  static let schema = "walkproof/helpers/1"

  /// One helper and where it was defined.
  struct Definition: Sendable {
    let helper: Helper
    let tree: YAMLTree
    let heading: YAMLTree.Value
    let body: YAMLTree.Value
  }

  struct Revision: Sendable {
    let since: KernelVersion
    let source: String
    let when: YAMLTree.Value?
    let tree: YAMLTree
    let definitions: [Definition]

    /// Whether `architecture` builds the revision in `configuration`.
    func applies(
      to architecture: Architecture, in configuration: Configuration
    ) throws(ModelFileError) -> Bool {
      guard let when else { return true }
      guard let holds = architecture.holds(try tree.expression(when), in: configuration) else {
        throw tree.error("this condition depends on a range; speak of other parameters", at: when)
      }
      return holds
    }
  }

  let name: String
  let revisions: [Revision]
  /// Names that are there on purpose though no walk of a library may call them.
  let names: [String]

  init(_ root: YAMLTree.Value, in tree: YAMLTree) throws(ModelFileError) {
    let fields = try YAMLFields(
      root, in: tree, what: "a file of helpers",
      allowed: ["schema", "name", "about", "names", "revisions"])
    name = try tree.name(try fields.required("name"), what: "'name'")
    names = try Self.names(fields.optional("names"), in: tree).map(\.name)
    revisions = try Self.revisions(try fields.required("revisions"), in: tree)
  }

  /// Names of helpers that are declared, with their places.
  static func names(
    _ value: YAMLTree.Value?, in tree: YAMLTree
  ) throws(ModelFileError) -> [(name: String, item: YAMLTree.Value)] {
    guard let value else { return [] }
    var names: [(name: String, item: YAMLTree.Value)] = []
    var taken: Set<String> = []
    for item in try tree.sequence(value, what: "'names'") {
      let name = try tree.text(item, what: "a helper's name")
      guard (try? ExpressionParser.parse(name))?.kind == .name(name) else {
        throw tree.error("'\(name)' is not a name; leave out what follows it", at: item)
      }
      guard taken.insert(name).inserted else {
        throw tree.error("'\(name)' stands here twice; remove one", at: item)
      }
      names.append((name, item))
    }
    return names
  }

  static func revisions(
    _ value: YAMLTree.Value, in tree: YAMLTree
  ) throws(ModelFileError) -> [Revision] {
    var revisions: [Revision] = []
    for item in try tree.sequence(value, what: "'revisions'") {
      let fields = try YAMLFields(
        item, in: tree, what: "a revision of helpers",
        allowed: ["since", "source", "when", "helpers"])
      let since = try version(try fields.required("since"), in: tree)
      let when = fields.optional("when")
      if let last = revisions.last, last.since > since || (last.since == since && when == nil) {
        throw tree.error(
          "revisions are listed oldest first; \(since) is not newer than \(last.since)", at: item)
      }
      let definitions = try definitions(try fields.required("helpers"), in: tree)
      revisions.append(
        Revision(
          since: since, source: try fields.text("source"), when: when, tree: tree,
          definitions: definitions))
    }
    guard !revisions.isEmpty else {
      throw tree.error("'revisions' is empty; add one with 'since' and 'helpers'", at: value)
    }
    return revisions
  }

  /// Helpers as a mapping has them, headings and bodies.
  static func definitions(
    _ value: YAMLTree.Value, in tree: YAMLTree
  ) throws(ModelFileError) -> [Definition] {
    let helpers = try YAMLFields(value, in: tree, what: "'helpers'", allowed: nil)
    var definitions: [Definition] = []
    var taken: Set<String> = []
    for heading in helpers.keys {
      let text = try tree.text(heading, what: "a helper's heading")
      let body = try helpers.required(text)
      let signature: (name: String, parameters: [String]?)
      do {
        signature = try ExpressionParser.parseSignature(text)
      } catch {
        throw tree.error(error, in: heading)
      }
      guard signature.name != "READ_ONCE", taken.insert(signature.name).inserted else {
        throw tree.error(
          "the helper '\(signature.name)' is defined already; give it another name", at: heading)
      }
      let helper = Helper(
        name: signature.name, parameters: signature.parameters, body: try tree.expression(body),
        place: "\(tree.file):\(heading.line)")
      definitions.append(Definition(helper: helper, tree: tree, heading: heading, body: body))
    }
    return definitions
  }

  static func version(
    _ value: YAMLTree.Value, in tree: YAMLTree
  ) throws(ModelFileError) -> KernelVersion {
    let text = try tree.text(value, what: "a kernel release")
    guard let version = KernelVersion(text) else {
      throw tree.error("'\(text)' is not a kernel release; write it like v5.9", at: value)
    }
    return version
  }
}
