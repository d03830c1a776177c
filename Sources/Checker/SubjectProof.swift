import PageWalk
import SMT

/// What a prover came to for one subject.
public struct SubjectProof: Sendable {
  public let subject: Subject
  /// One for each property asked for.
  public let findings: [Finding]
  /// What was asked of the solver, where that was to be kept: each obligation by its negation, each
  /// cover as it is.
  public let queries: [SMTLIBQuery]

  /// A proof of the given parts.
  public init(subject: Subject, findings: [Finding], queries: [SMTLIBQuery]) {
    self.subject = subject
    self.findings = findings
    self.queries = queries
  }
}
