/// What `walkproof list --format json` prints.
public struct ListReport: Codable, Sendable, Equatable {
  /// `walkproof/list/1`.
  public static let schema = "walkproof/list/1"

  public var schema = ListReport.schema
  public var architectures: [Architecture]
  public var walkers: [Walker]
  public var properties: [Property]

  /// A list of what there is.
  public init(architectures: [Architecture], walkers: [Walker], properties: [Property]) {
    self.architectures = architectures
    self.walkers = walkers
    self.properties = properties
  }

  /// An architecture.
  public struct Architecture: Codable, Sendable, Equatable {
    public var name: String
    public var title: String
    /// Width of an address in bits.
    public var word: Int
    public var parameters: [Parameter]
    public var configurations: [[String: ConfigurationValue]]

    /// An architecture.
    public init(
      name: String, title: String, word: Int, parameters: [Parameter],
      configurations: [[String: ConfigurationValue]]
    ) {
      self.name = name
      self.title = title
      self.word = word
      self.parameters = parameters
      self.configurations = configurations
    }
  }

  /// A parameter of an architecture.
  public struct Parameter: Codable, Sendable, Equatable {
    public var name: String
    public var about: String
    public var values: [ConfigurationValue]

    /// A parameter.
    public init(name: String, about: String, values: [ConfigurationValue]) {
      self.name = name
      self.about = about
      self.values = values
    }
  }

  /// A revision of a walker.
  public struct Walker: Codable, Sendable, Equatable {
    public var name: String
    public var revision: String
    /// Whether its authors take it to be free of the bug.
    public var fixed: Bool
    /// The kernel release whose helpers it calls.
    public var kernel: String
    public var source: String
    /// `lockless` or `locked`.
    public var reads: String

    /// A revision of a walker.
    public init(
      name: String, revision: String, fixed: Bool, kernel: String, source: String, reads: String
    ) {
      self.name = name
      self.revision = revision
      self.fixed = fixed
      self.kernel = kernel
      self.source = source
      self.reads = reads
    }
  }

  /// A property.
  public struct Property: Codable, Sendable, Equatable {
    public var name: String
    public var summary: String

    /// A property.
    public init(name: String, summary: String) {
      self.name = name
      self.summary = summary
    }
  }
}
