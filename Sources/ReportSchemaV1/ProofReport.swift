/// What `walkproof prove --format json` prints. `docs/json.md` describes it.
///
/// Keys are never renamed or removed within version 1; new ones may be added.
public struct ProofReport: Codable, Sendable, Equatable {
  /// `walkproof/proof/1`.
  public static let schema = "walkproof/proof/1"

  public var schema = ProofReport.schema
  /// The program and its version.
  public var tool: String
  /// The solver and its version.
  public var solver: String
  public var results: [Result]
  /// Functions of the kernel's code whose meaning was stated, not read; null for models.
  @OrNull public var stated: [String]?
  /// What the proofs take for granted; null in reports of older versions.
  @OrNull public var assumptions: [Assumption]?

  /// A report of the given results.
  public init(
    tool: String, solver: String, results: [Result], stated: [String]? = nil,
    assumptions: [Assumption]? = nil
  ) {
    self.stated = stated
    self.assumptions = assumptions
    self.tool = tool
    self.solver = solver
    self.results = results
  }

  /// One thing that is taken for granted.
  public struct Assumption: Codable, Sendable, Equatable {
    /// What `docs/assumptions.md` lists it by.
    public var identifier: String
    public var sentence: String

    /// An assumption in words.
    public init(identifier: String, sentence: String) {
      self.identifier = identifier
      self.sentence = sentence
    }
  }

  /// A run of code that is wrong.
  public struct CodeRun: Codable, Sendable, Equatable {
    /// What is wrong.
    public var text: String
    /// The function, and its source line where that is known.
    public var place: String
    /// The range, as `0x…`.
    public var addr: String
    public var end: String
    /// What happened, a line each.
    public var story: [String]

    /// A run of the given parts.
    public init(text: String, place: String, addr: String, end: String, story: [String]) {
      self.text = text
      self.place = place
      self.addr = addr
      self.end = end
      self.story = story
    }
  }

  /// A condition that a proof of code does not show.
  public struct NotShown: Codable, Sendable, Equatable {
    public var text: String
    public var function: String
    /// As `file:line`; null where the code does not tell.
    @OrNull public var source: String?
    /// The level function's use in which it stands.
    public var use: String
    /// Whether the solver gave up, rather than finding values for which it fails.
    public var undecided: Bool

    /// A condition of the given parts.
    public init(text: String, function: String, source: String?, use: String, undecided: Bool) {
      self.text = text
      self.function = function
      self.source = source
      self.use = use
      self.undecided = undecided
    }
  }

  /// One property of one configuration.
  public struct Result: Codable, Sendable, Equatable {
    public var architecture: String
    public var configuration: [String: ConfigurationValue]
    /// The walk's name and revision, `gup_fast@v5.8`.
    public var walk: String
    public var walker: String
    public var revision: String
    public var property: String
    /// `proved`, `refuted` or `unknown`.
    public var verdict: String
    /// Of a refuted: `harm`, `rule` (broken, and harm is excluded) or `unsettled`; else null.
    @OrNull public var severity: String?
    /// What a model's run with harm comes to, as `wrong-pages`; else null.
    @OrNull public var harm: String?
    /// How many obligations the verdict rests on.
    public var obligations: Int
    /// How many covers were satisfied.
    public var covers: Int
    /// Seconds for the whole configuration; null in stable reports.
    @OrNull public var seconds: Double?
    /// Why the verdict is unknown; null otherwise.
    @OrNull public var reason: String?
    /// Null unless a model is refuted.
    @OrNull public var counterexample: TraceReport?
    /// Null unless code is refuted.
    @OrNull public var run: CodeRun?
    /// Conditions of code that are not shown; null for models.
    @OrNull public var notShown: [NotShown]?

    /// A result of the given parts.
    public init(
      architecture: String, configuration: [String: ConfigurationValue], walker: String,
      revision: String, property: String, verdict: String, severity: String?,
      harm: String?, obligations: Int, covers: Int, seconds: Double?, reason: String?,
      counterexample: TraceReport?, run: CodeRun? = nil,
      notShown: [NotShown]? = nil
    ) {
      self.run = run
      self.notShown = notShown
      self.architecture = architecture
      self.configuration = configuration
      self.walker = walker
      walk = "\(walker)@\(revision)"
      self.revision = revision
      self.property = property
      self.verdict = verdict
      self.severity = severity
      self.harm = harm
      self.obligations = obligations
      self.covers = covers
      self.seconds = seconds
      self.reason = reason
      self.counterexample = counterexample
    }
  }
}

/// A parameter's value: a number, a truth value, or text for labels and ranges.
public enum ConfigurationValue: Codable, Sendable, Equatable {
  /// What a configuration's text says, as `levels=3 x86_5level=false`; `-` chooses nothing.
  public static func configuration(_ text: String) -> [String: ConfigurationValue] {
    var values: [String: ConfigurationValue] = [:]
    for choice in text.split(separator: " ") {
      let parts = choice.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      values[parts[0]] =
        Bool(parts[1]).map(Self.boolean) ?? UInt64(parts[1]).map(Self.number) ?? .text(parts[1])
    }
    return values
  }

  case number(UInt64)
  case boolean(Bool)
  case text(String)

  /// Reads whichever of the three stands there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .number(value)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes the bare value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    }
  }
}
