/// A CPU architecture: what its MMU does, and apart from it the kernel's helpers.
public struct Architecture: Sendable, Hashable {
  public let name: String
  /// A name that several architectures share, which stands for all of them; nil means none.
  public let family: String?
  /// The name in words.
  public let title: String
  /// Other names that commands take for it, such as Debian's.
  public let aliases: [String]
  /// Width of an address and of the kernel's `unsigned long`, in bits.
  public let word: Int
  public let parameters: [Parameter]
  /// Which combinations of parameters exist; nil means all.
  public let constraint: Expression?
  public let hardware: Hardware
  /// The helpers, oldest revision first; a later one replaces helpers of the same name.
  public let revisions: [HelperRevision]
  /// Since when mainline builds the fast walk, by configuration; the first that applies counts.
  public let fastWalk: [FastWalk]
  /// What is known of the code that kernels for it are compiled to; nil where nothing is.
  public let compiled: CompiledKernel?

  /// Which configurations mainline builds the fast walk for.
  public struct FastWalk: Sendable, Hashable {
    /// The configurations meant; nil means all.
    public let when: Expression?
    /// The first release; nil means that there is none.
    public let since: KernelVersion?

    /// The fast walk exists since a release for the configurations with `when`.
    public init(when: Expression?, since: KernelVersion?) {
      self.when = when
      self.since = since
    }
  }

  /// An architecture of the given parts.
  public init(
    name: String, aliases: [String] = [], family: String? = nil, title: String, word: Int,
    parameters: [Parameter],
    constraint: Expression?, hardware: Hardware, revisions: [HelperRevision],
    fastWalk: [FastWalk] = [], compiled: CompiledKernel? = nil
  ) {
    self.compiled = compiled
    self.name = name
    self.aliases = aliases
    self.family = family
    self.title = title
    self.word = word
    self.parameters = parameters
    self.constraint = constraint
    self.hardware = hardware
    self.revisions = revisions
    self.fastWalk = fastWalk
  }

  /// The helpers as of a kernel release that a configuration is built with; nil where the model
  /// has none that old.
  public func helpers(asOf version: KernelVersion, in configuration: Configuration) -> Helpers? {
    let applicable = revisions.filter {
      $0.since <= version && holds($0.when, in: configuration) ?? false
    }
    guard !applicable.isEmpty else { return nil }
    return applicable.reduce(into: [:]) { helpers, revision in
      helpers.merge(revision.helpers) { _, newer in newer }
    }
  }

  /// Whether a condition on parameters holds; nil where that depends on a range.
  public func holds(_ condition: Expression?, in configuration: Configuration) -> Bool? {
    guard let condition else { return true }
    let interpreter = Interpreter(
      architecture: self, configuration: configuration, helpers: [:], entryWidth: word)
    return (try? interpreter.constant(condition)).map { $0 != 0 }
  }

  /// Whether mainline builds the fast walk of release `version` for a configuration.
  public func isBuilt(_ configuration: Configuration, in version: KernelVersion) -> Bool {
    guard let walk = fastWalk.first(where: { holds($0.when, in: configuration) ?? false }) else {
      return fastWalk.isEmpty
    }
    return walk.since.map { $0 <= version } ?? false
  }

  /// The labels of all enumerations with their numbers; a label belongs to one parameter.
  public var labels: [String: (parameter: String, number: UInt64)] {
    var labels: [String: (String, UInt64)] = [:]
    for parameter in parameters {
      guard case .labels(let names) = parameter.domain else { continue }
      for (number, name) in names.enumerated() { labels[name] = (parameter.name, UInt64(number)) }
    }
    return labels
  }
}

/// What an MMU does: the specification that helpers and walks are judged against.
public struct Hardware: Sendable, Hashable {
  /// Where the facts were read.
  public let source: String
  /// log2 of the page size in bytes.
  public let pageShift: Expression
  /// Bytes of one table entry, 4 or 8.
  public let entrySize: Expression
  /// How many low bits of an address the tables translate; beyond them there is no translation.
  public let reach: Expression
  /// The tables from the top one to the one that names pages.
  public let tables: [Table]

  /// Hardware of the given tables.
  public init(
    source: String, pageShift: Expression, entrySize: Expression, reach: Expression,
    tables: [Table]
  ) {
    self.source = source
    self.pageShift = pageShift
    self.entrySize = entrySize
    self.reach = reach
    self.tables = tables
  }
}

/// One kind of table. Its expressions on entries speak of the value `entry`.
public struct Table: Sendable, Hashable {
  public let name: String
  /// The configurations that have this table; nil means all.
  public let when: Expression?
  /// log2 of the bytes that one entry maps.
  public let shift: Expression
  /// Width of the table's index, in bits.
  public let index: Expression
  /// Bytes from one entry to the next; nil means the size of an entry.
  public let stride: Expression?
  /// Alignment of the table in bytes; nil means its size.
  public let align: Expression?
  /// Which values an entry of this table may hold, empty ones included.
  public let carries: Expression
  /// Whether an entry maps nothing.
  public let empty: Expression
  /// Whether an entry that is not empty maps a page rather than naming a table.
  public let leaf: Expression
  /// Address of the table that an entry names; nil in the last table.
  public let next: Expression?
  /// Address of the page that a leaf maps; nil in a table without leaves.
  public let page: Expression?

  /// A kind of table.
  public init(
    name: String, when: Expression?, shift: Expression, index: Expression,
    stride: Expression? = nil, align: Expression?, carries: Expression, empty: Expression,
    leaf: Expression, next: Expression?, page: Expression?
  ) {
    self.name = name
    self.when = when
    self.shift = shift
    self.index = index
    self.stride = stride
    self.align = align
    self.carries = carries
    self.empty = empty
    self.leaf = leaf
    self.next = next
    self.page = page
  }
}
