import PageWalk

/// The walks of one folder before it is known what they are: one may extend another and states only
/// what differs.
///
/// What is extended is the walk of that name in the same folder, else the one that was read before:
/// whoever replaces a shipped walk changes no shipped one that extends it.
struct WalkerExtension {
  /// A walk's file as it was read.
  struct Source {
    let root: YAMLTree.Value
    let tree: YAMLTree
    let text: String
  }

  /// What a walk says of itself and takes from no other.
  private static let own = [
    "schema", "name", "revision", "fixed", "kernel", "source", "about", "extends",
  ]

  /// A walk, and the texts that say what it is: those of the walks that it extends, and its own.
  struct Whole {
    let file: WalkerFile
    let texts: [(text: String, isShipped: Bool)]
  }

  private struct Part {
    let title: String
    let source: Source
    let fields: YAMLFields
    /// The title of what it extends, and where that stands.
    let base: (title: String, value: YAMLTree.Value)?
  }

  private var parts: [Part] = []

  /// The most bytes that walks of one folder which extend others come to, written out.
  static let maximumSize = 8 << 20

  /// Adds a file, and gives the walk's title.
  mutating func add(_ source: Source) throws(ModelFileError) -> String {
    let tree = source.tree
    let fields = try YAMLFields(source.root, in: tree, what: "a walker", allowed: nil)
    let name = try tree.name(try fields.required("name"), what: "'name'")
    let title = "\(name)@\(try tree.name(try fields.required("revision"), what: "'revision'"))"
    let base = try fields.optional("extends").map { value throws(ModelFileError) in
      (try tree.text(value, what: "'extends'"), value)
    }
    parts.append(Part(title: title, source: source, fields: fields, base: base))
    return title
  }

  /// Every walk that was added, whole, by its title.
  ///
  /// - Parameters:
  ///   - known: the walks that were read before.
  ///   - isShipped: whether they come with the tool.
  func walks(
    besides known: [String: Whole], isShipped: Bool
  ) throws(ModelFileError) -> [String: Whole] {
    var whole: [String: Whole] = [:]
    var waiting = parts
    var size = 0
    while let first = waiting.first {
      let titles = Set(waiting.map(\.title))
      let ready = waiting.filter { part in part.base.map { !titles.contains($0.title) } ?? true }
      guard !ready.isEmpty else {
        throw first.source.tree.error(
          "\(first.title) extends itself, or a walk that does",
          at: first.base?.value ?? first.fields.value)
      }
      for part in ready {
        let base = part.base.flatMap { whole[$0.title] ?? known[$0.title] }
        if base == nil, let (title, value) = part.base {
          throw part.source.tree.error(
            "there is no walk '\(title)' to extend; "
              + Suggestion.text(
                for: title, among: Set(whole.keys).union(known.keys).sorted(), what: "walks"),
            at: value)
        }
        let root = try base.map { base throws(ModelFileError) in
          try Self.extending(base.file.root, by: part.fields)
        }
        if let root { size += Self.size(of: root) }
        guard size <= Self.maximumSize else {
          throw part.source.tree.error(
            "the walks here that extend others come to more than \(Self.maximumSize >> 20) MiB,"
              + " written out; take some out", at: part.fields.value)
        }
        let file: WalkerFile
        do {
          file = try WalkerFile(root ?? part.source.root, in: part.source.tree)
        } catch {
          throw part.source.tree.inherited(error, by: part.title)
        }
        whole[part.title] = Whole(
          file: file,
          texts: (base?.texts ?? []) + [(part.source.text, isShipped)])
      }
      waiting.removeAll { whole[$0.title] != nil }
    }
    return whole
  }

  /// A walk with the keys of `fields` in the place of those of `base`; of a level likewise.
  private static func extending(
    _ base: YAMLTree.Value, by fields: YAMLFields
  ) throws(ModelFileError) -> YAMLTree.Value {
    guard case .mapping(let pairs) = base.content, case .mapping(let changes) = fields.value.content
    else { return fields.value }
    var merged = changes.filter { name(of: $0.key) != "extends" }
    for pair in pairs where !own.contains(name(of: pair.key)) {
      if name(of: pair.key) == "levels",
        let index = merged.firstIndex(where: { name(of: $0.key) == "levels" })
      {
        merged[index].value = try levels(
          pair.value, changedBy: merged[index].value, in: fields.tree)
      } else if fields.optional(name(of: pair.key)) == nil {
        merged.append(pair)
      }
    }
    return value(of: .mapping(merged), at: fields.value)
  }

  private static func levels(
    _ base: YAMLTree.Value, changedBy changes: YAMLTree.Value, in tree: YAMLTree
  ) throws(ModelFileError) -> YAMLTree.Value {
    var levels: [(name: String, value: YAMLTree.Value)] = []
    for level in try tree.sequence(base, what: "'levels'") {
      let fields = try YAMLFields(level, in: tree, what: "a level", allowed: nil)
      levels.append((try fields.text("level"), level))
    }
    var changed: Set<String> = []
    for change in try tree.sequence(changes, what: "'levels'") {
      let fields = try YAMLFields(change, in: tree, what: "a level", allowed: nil)
      let level = try fields.text("level")
      guard let index = levels.firstIndex(where: { $0.name == level }) else {
        throw tree.error(
          "the walk that is extended has no level '\(level)'; "
            + Suggestion.text(for: level, among: levels.map(\.name), what: "levels"),
          at: try fields.required("level"))
      }
      guard changed.insert(level).inserted else {
        throw tree.error("the level '\(level)' stands here twice; join them", at: change)
      }
      guard case .mapping(let own) = change.content,
        case .mapping(let pairs) = levels[index].value.content
      else { continue }
      let kept = pairs.filter { fields.optional(name(of: $0.key)) == nil }
      levels[index].value = value(of: .mapping(own + kept), at: change)
    }
    return value(of: .sequence(levels.map(\.value)), at: changes)
  }

  private static func size(of value: YAMLTree.Value) -> Int {
    switch value.content {
    case .scalar(let text, _): return 16 + text.utf8.count
    case .sequence(let values): return values.reduce(16) { $0 + size(of: $1) }
    case .mapping(let pairs): return pairs.reduce(16) { $0 + size(of: $1.key) + size(of: $1.value) }
    }
  }

  private static func name(of key: YAMLTree.Value) -> String {
    if case .scalar(let text, _) = key.content { text } else { "" }
  }

  private static func value(
    of content: YAMLTree.Content, at place: YAMLTree.Value
  ) -> YAMLTree.Value {
    YAMLTree.Value(content: content, file: place.file, line: place.line, column: place.column)
  }
}
