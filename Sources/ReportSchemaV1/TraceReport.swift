/// One run of the simulator. Addresses and entries are texts in hexadecimal, `0x…`, since JSON's
/// numbers do not hold 64 bits.
public struct TraceReport: Codable, Sendable, Equatable {
  public var addr: String
  public var end: String
  /// `returned`, `stopped`, `lost` or `astray`.
  public var outcome: String
  /// The first step that violates each property, by property.
  public var violations: [String: Int]
  public var steps: [Step]
  /// What the walk returned.
  public var pages: [Pages]
  /// What the hardware gives for the same range.
  public var hardwarePages: [Pages]
  /// The same when the walk has ended; null where other CPUs wrote nothing.
  @OrNull public var hardwarePagesAfter: [Pages]?

  /// A run of the given parts.
  public init(
    addr: String, end: String, outcome: String, violations: [String: Int], steps: [Step],
    pages: [Pages], hardwarePages: [Pages], hardwarePagesAfter: [Pages]?
  ) {
    self.addr = addr
    self.end = end
    self.outcome = outcome
    self.violations = violations
    self.steps = steps
    self.pages = pages
    self.hardwarePages = hardwarePages
    self.hardwarePagesAfter = hardwarePagesAfter
  }

  /// One read.
  public struct Step: Codable, Sendable, Equatable {
    public var step: Int
    public var level: String
    public var function: String
    /// The helper of the model that reads; null where the level function itself does.
    @OrNull public var helper: String?
    /// Where the read stands in the kernel's source; null for a walk not read from code.
    @OrNull public var source: String?
    public var addr: String
    /// Where it reads.
    public var cursor: String
    /// Where that is, in words.
    public var points: String
    /// `table`, `copy`, `stack` or `nowhere`.
    public var kind: String
    /// Whether the read goes through the level function's cursor.
    public var throughCursor: Bool
    /// Null where nothing is defined.
    @OrNull public var value: String?
    /// Null where the step has no part of the range.
    @OrNull public var next: String?
    /// The properties that this step is the first to violate.
    public var violates: [String]

    /// A read.
    public init(
      step: Int, level: String, function: String, helper: String?, source: String?, addr: String,
      cursor: String, points: String,
      kind: String, throughCursor: Bool, value: String?, next: String?, violates: [String]
    ) {
      self.step = step
      self.level = level
      self.function = function
      self.helper = helper
      self.source = source
      self.addr = addr
      self.cursor = cursor
      self.points = points
      self.kind = kind
      self.throughCursor = throughCursor
      self.value = value
      self.next = next
      self.violates = violates
    }
  }

  /// Consecutive pages.
  public struct Pages: Codable, Sendable, Equatable {
    public var addr: String
    public var page: String
    /// In bytes.
    public var length: String

    /// `length` bytes from `addr`, mapped to `page` and on.
    public init(addr: String, page: String, length: String) {
      self.addr = addr
      self.page = page
      self.length = length
    }
  }
}

/// What `walkproof replay --format json` prints.
public struct ReplayReport: Codable, Sendable, Equatable {
  /// `walkproof/replay/1`.
  public static let schema = "walkproof/replay/1"

  public var schema = ReplayReport.schema
  public var tool: String
  public var results: [Result]

  /// A report of the given runs.
  public init(tool: String, results: [Result]) {
    self.tool = tool
    self.results = results
  }

  /// One scenario.
  public struct Result: Codable, Sendable, Equatable {
    /// The file's name, as it was given.
    public var scenario: String
    public var architecture: String
    public var configuration: [String: ConfigurationValue]
    /// The walk's name and revision, `gup_fast@v5.8`.
    public var walk: String
    public var walker: String
    public var revision: String
    /// Whether the run is as expected.
    public var expected: Bool
    /// Whether every returned page is the hardware's.
    public var pagesAreRight: Bool
    public var trace: TraceReport

    /// The run of one scenario.
    public init(
      scenario: String, architecture: String, configuration: [String: ConfigurationValue],
      walker: String, revision: String, expected: Bool, pagesAreRight: Bool, trace: TraceReport
    ) {
      self.scenario = scenario
      self.architecture = architecture
      self.configuration = configuration
      self.walker = walker
      walk = "\(walker)@\(revision)"
      self.revision = revision
      self.expected = expected
      self.pagesAreRight = pagesAreRight
      self.trace = trace
    }
  }
}
