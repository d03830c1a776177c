import VisibleText

/// What a gate found: every claim, and what is not as it should be.
public struct GateReport: Sendable {
  /// One thing that keeps the gate closed.
  public struct Problem: Sendable, Hashable {
    /// What kind of thing.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// A verdict is another one than the index says, or the index does not have the claim.
      case difference
      /// The verdict is unknown: not decided.
      case inconclusive
      /// A file of proofs is not what the proof gives.
      case stale
      /// A result did not survive our own checks: another solver does not agree, a counterexample
      /// does not replay, or a proof is about nothing.
      case disagreement
      /// The solver, another one, or this program failed.
      case failure
      /// A property is refuted with harm, or with harm not excluded, and nothing says that it is to be.
      case harm
      /// A claim stands worse than a baseline says.
      case worse
      /// A rule is broken without harm.
      case rule
      /// A claim stands better than it is said to.
      case better

      /// The kind of a claim that is unknown.
      init(_ doubt: Claim.Doubt?) {
        switch doubt {
        case .failed: self = .failure
        case .unsound: self = .disagreement
        case .inconclusive, nil: self = .inconclusive
        }
      }
    }

    public let kind: Kind
    /// The claim that it is about; nil for a file.
    public let claim: Claim.Name?
    /// On one line.
    public let message: String
    /// Where to look.
    public let place: Place?

    /// Something that keeps the gate closed.
    public init(_ kind: Kind, claim: Claim.Name? = nil, _ message: String, place: Place?) {
      self.kind = kind
      self.claim = claim
      self.message = VisibleText.line(message)
      self.place = place
    }
  }

  /// A place in a file.
  public struct Place: Sendable, Hashable, CustomStringConvertible {
    public let file: String
    /// From 1.
    public let line: Int

    /// A line of a file.
    public init(file: String, line: Int) {
      self.file = file
      self.line = line
    }

    public var description: String { "\(file):\(line)" }
  }

  /// The program, with its version.
  public let tool: String
  public let claims: [Claim]
  /// The scenario of each refuted claim, as it is run.
  public let runs: [Claim.Name: CounterexampleRun]
  public let problems: [Problem]
  /// What a reader should know, and what keeps no gate closed.
  public let notes: [Problem]
  /// What another solver was asked, in words; nil where none was.
  public let recheck: String?

  /// A report of the given parts.
  public init(
    tool: String, claims: [Claim], runs: [Claim.Name: CounterexampleRun] = [:], problems: [Problem],
    notes: [Problem] = [], recheck: String? = nil
  ) {
    self.notes = notes
    self.tool = tool
    self.claims = claims
    self.runs = runs
    self.problems = problems
    self.recheck = recheck
  }

  /// The notes on one claim.
  public func notes(on name: Claim.Name) -> [Problem] { notes.filter { $0.claim == name } }

  /// The problems of one claim.
  public func problems(of name: Claim.Name) -> [Problem] { problems.filter { $0.claim == name } }

  /// Whether the gate opens.
  public var isPassed: Bool { problems.isEmpty && !claims.isEmpty }
}
