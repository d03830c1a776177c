import Checker
import SMT

/// A subject's proof, and what each answer that it rests on is backed by.
public struct BackedProof: Sendable {
  /// An answer of the solver.
  public struct Answer: Codable, Sendable, Hashable {
    /// What was asked, in the field's words.
    public let name: String
    public let kind: SMTLIBQuery.Kind
    public let status: SMTLIBQuery.Status
    /// The digest of what was asked, as `QueryDigests` gives it.
    public let question: String
    /// The digest of its certificate; nil where there is none.
    public let certificate: String?
  }

  /// The proof; where certificates were asked for, none of its findings is `proved` that rests on an
  /// answer without one.
  public let proof: SubjectProof
  public let answers: [Answer]

  /// Backs a proof's answers by certificates, as far as there are such.
  ///
  /// - Parameter certifier: nil where the answers are to rest on the solver alone.
  public init(_ proof: SubjectProof, by certifier: Certifier?) async {
    var queryDigests = QueryDigests()
    let digests = proof.queries.map { queryDigests.digest(of: $0) }
    var certificates = [String?](repeating: nil, count: digests.count)
    guard let certifier else {
      self.init(proof, digests, certificates)
      return
    }
    var why: String?
    do {
      let outcomes = try await certifier.certify(proof.queries, digests: digests)
      for (place, outcome) in outcomes.enumerated() {
        switch outcome {
        case .certified(let digest): certificates[place] = digest
        // What is not decided is told as that.
        case .notBacked where proof.queries[place].status == .unknown: break
        case .notBacked(let reason):
          why = why ?? "no certificate for '\(proof.queries[place].name)': \(reason)"
        }
      }
      if outcomes.count != digests.count { why = why ?? "an answer was left out" }
    } catch {
      why = "no certificates: \(error)"
    }
    let findings = why.map { why in proof.findings.map { $0.unbacked(why) } } ?? proof.findings
    self.init(
      SubjectProof(subject: proof.subject, findings: findings, queries: proof.queries), digests,
      certificates)
  }

  private init(_ proof: SubjectProof, _ digests: [String], _ certificates: [String?]) {
    self.proof = proof
    answers = proof.queries.indices.map { place in
      let query = proof.queries[place]
      return Answer(
        name: query.name, kind: query.kind, status: query.status, question: digests[place],
        certificate: certificates[place])
    }
  }
}

/// How many answers are backed by certificates.
public struct CertificateCount: Sendable {
  private var all = 0
  private var backed = 0
  private var different: Set<String> = []

  public init() {}

  /// Counts answers.
  public mutating func add(_ answers: [BackedProof.Answer]) {
    for answer in answers {
      all += 1
      if answer.certificate != nil { backed += 1 }
      different.insert(answer.question)
    }
  }

  /// The counts in words.
  public var words: String {
    "\(backed) of \(all) answers certified; \(different.count) of them are different"
  }
}
