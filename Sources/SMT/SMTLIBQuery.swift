/// One question for a script: whether some formulas, as they were derived, can hold at once.
public struct SMTLIBQuery: Sendable {
  /// What a solver is expected to say.
  public enum Status: String, Sendable {
    case sat, unsat
    /// Our own solver did not decide it.
    case unknown
  }

  /// What a query is there for.
  public enum Kind: String, Sendable {
    case obligation, cover
  }

  /// What it is about, in the field's words.
  public let name: String
  public let kind: Kind
  /// `unsat` for an obligation's negation, `sat` for a cover.
  public let status: Status
  /// The formulas as they were derived, none of them simplified.
  public let formulas: [Term]

  /// Asks whether all of `formulas` can hold at once.
  public init(_ formulas: [Term], _ kind: Kind, name: String, expect status: Status) {
    self.name = name
    self.kind = kind
    self.status = status
    self.formulas = formulas.map(\.derived)
  }
}
