/// What `walkproof gate --format json` prints. `docs/json.md` describes it.
///
/// Keys are never renamed or removed within version 2; new ones may be added.
public struct GateSummary: Codable, Sendable, Equatable {
  /// `walkproof/gate/2`.
  public static let schema = "walkproof/gate/2"

  public var schema = GateSummary.schema
  /// The program and its version.
  public var tool: String
  /// Whether the gate opens.
  public var passed: Bool
  public var claims: [Claim]
  public var problems: [Problem]
  /// What another solver was asked; null where none was.
  @OrNull public var recheck: String?

  /// A summary of the given parts.
  public init(
    tool: String, passed: Bool, claims: [Claim], problems: [Problem], recheck: String?
  ) {
    self.tool = tool
    self.passed = passed
    self.claims = claims
    self.problems = problems
    self.recheck = recheck
  }

  /// One property of one walk on one configuration.
  public struct Claim: Codable, Sendable, Equatable {
    public var architecture: String
    public var configuration: [String: ConfigurationValue]
    /// The walk's name and revision, `gup_fast@v5.8`.
    public var walk: String
    public var walker: String
    public var revision: String
    public var property: String
    public var verdict: String
    /// Of a refuted: `harm`, `rule` (broken, and harm is excluded) or `unsettled`; else null.
    @OrNull public var severity: String?
    /// What a run with harm comes to, as `wrong-pages`; else null.
    @OrNull public var harm: String?
    /// Whether mainline has this walk for this configuration.
    public var built: Bool
    public var obligations: Int
    public var covers: Int
    /// Null unless the verdict is unknown.
    @OrNull public var reason: String?
    /// The scenario's file in the folder of proofs; null unless the verdict is refuted.
    @OrNull public var scenario: String?

    /// A claim of the given parts.
    public init(
      architecture: String, configuration: [String: ConfigurationValue], walk: String,
      walker: String, revision: String, property: String,
      verdict: String, severity: String?, harm: String?, built: Bool, obligations: Int, covers: Int,
      reason: String?,
      scenario: String?
    ) {
      self.architecture = architecture
      self.configuration = configuration
      self.walk = walk
      self.walker = walker
      self.revision = revision
      self.property = property
      self.verdict = verdict
      self.severity = severity
      self.harm = harm
      self.built = built
      self.obligations = obligations
      self.covers = covers
      self.reason = reason
      self.scenario = scenario
    }
  }

  /// Something that keeps the gate closed.
  public struct Problem: Codable, Sendable, Equatable {
    /// `difference`, `inconclusive`, `stale`, `disagreement` or `failure`.
    public var kind: String
    /// The claim, its four names separated by spaces; null where it is about a file.
    @OrNull public var claim: String?
    public var message: String
    @OrNull public var file: String?
    @OrNull public var line: Int?

    /// A problem of the given parts.
    public init(kind: String, claim: String?, message: String, file: String?, line: Int?) {
      self.kind = kind
      self.claim = claim
      self.message = message
      self.file = file
      self.line = line
    }
  }
}
