import Checker
import PageWalk

/// What was found of one property of one walk on one configuration, in names alone.
public struct Claim: Codable, Sendable, Hashable {
  public let architecture: String
  /// As `Configuration` prints it; `-` where there is nothing to choose.
  public let configuration: String
  /// As `NAME@REVISION`.
  public let walk: String
  public let property: String
  public let verdict: Verdict
  public let obligations: Int
  public let covers: Int
  /// How much it weighs that the property is refuted; nil where it is not.
  public let severity: Severity?
  /// What the run that refutes it comes to.
  public let harm: Harm?
  /// Why the verdict is `unknown`.
  public let reason: String?
  /// What kind of doubt there is, where the verdict is `unknown`.
  public let doubt: Doubt?
  /// The scenario's file in the folder of proofs, where the verdict is `refuted`.
  public let scenario: String?
  /// Whether mainline has this walk for this configuration.
  public let isBuilt: Bool
  /// Seconds that the configuration took, all its properties together.
  public let seconds: Double?

  /// What a verdict `unknown` amounts to, for the exit code.
  public enum Doubt: String, Codable, Sendable, Hashable {
    /// Something was not decided, or fails without a counterexample.
    case inconclusive
    /// A result did not survive our own checks.
    case unsound
    /// The solver or this program failed.
    case failed

    /// The kind of a finding's doubt.
    public init(_ doubt: Finding.Doubt) {
      switch doubt {
      case .inconclusive: self = .inconclusive
      case .vacuous, .unconfirmed, .contradiction: self = .unsound
      case .failed: self = .failed
      }
    }
  }

  /// The four names that tell a claim.
  public struct Name: Hashable, Sendable, CustomStringConvertible {
    public let architecture: String
    public let configuration: String
    public let walk: String
    public let property: String

    /// The claim about `property` of `walk` on a configuration.
    public init(architecture: String, configuration: String, walk: String, property: String) {
      self.architecture = architecture
      self.configuration = configuration
      self.walk = walk
      self.property = property
    }

    public var description: String { "\(architecture) \(configuration) \(walk) \(property)" }
  }

  public var name: Name {
    Name(
      architecture: architecture, configuration: configuration, walk: walk, property: property)
  }

  /// A claim of the given parts, about code.
  public init(
    _ name: Name, verdict: Verdict, severity: Severity?, obligations: Int, covers: Int,
    reason: String?, doubt: Doubt?, seconds: Double
  ) {
    architecture = name.architecture
    configuration = name.configuration
    walk = name.walk
    property = name.property
    self.verdict = verdict
    self.severity = severity
    harm = nil
    self.obligations = obligations
    self.covers = covers
    self.reason = reason
    self.doubt = doubt
    scenario = nil
    isBuilt = true
    self.seconds = seconds
  }

  init(_ finding: Finding, scenario: String?) {
    let subject = finding.subject
    architecture = subject.architecture.name
    configuration = subject.configuration.description
    walk = subject.walker.title
    property = finding.property.rawValue
    verdict = finding.verdict
    severity = finding.severity
    harm = finding.harm
    obligations = finding.obligations
    covers = finding.covers
    reason = finding.doubt?.reason
    seconds = finding.seconds
    doubt = finding.doubt.map(Doubt.init)
    self.scenario = scenario
    isBuilt = subject.walker.isBuilt(for: subject.architecture, in: subject.configuration)
  }
}
