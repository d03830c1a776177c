import Checker
import SMT

/// A subject's proof, and what each answer that it rests on is backed by.
public struct BackedProof: Sendable {
  /// An answer of the solver.
  public struct Answer: Codable, Sendable, Hashable {
    /// The digest of what was asked, as `QueryDigests` gives it.
    public let question: String
    /// The digest of its certificate; nil where there is none.
    public let certificate: String?
  }

  /// The proof; where certificates were asked for, none of its findings is `proved` that rests on an
  /// answer without one.
  public let proof: SubjectProof
  /// One for each query, where certificates were asked for.
  public let answers: [Answer]

  /// Backs a proof's answers by certificates, as far as there are such.
  ///
  /// - Parameter certifier: nil where the answers are to rest on the solver alone.
  public init(_ proof: SubjectProof, by certifier: Certifier?) async {
    guard let certifier else {
      (self.proof, answers) = (proof, [])
      return
    }
    var why = proof.queries.isEmpty ? "no query was kept that a certificate could back" : nil
    var answers: [Answer] = []
    do {
      let outcomes = try await certifier.certify(proof.queries)
      for (query, (question, outcome)) in zip(proof.queries, outcomes) {
        var certificate: String?
        switch outcome {
        case .certified(let digest): certificate = digest
        // What is not decided is told as that.
        case .notBacked where query.status == .unknown: break
        case .notBacked(let reason):
          why = why ?? "no certificate for '\(query.name)': \(reason)"
        }
        answers.append(Answer(question: question, certificate: certificate))
      }
    } catch {
      why = "no certificates: \(error)"
    }
    self.answers = answers
    let findings = why.map { why in proof.findings.map { $0.unbacked(why) } } ?? proof.findings
    self.proof = SubjectProof(subject: proof.subject, findings: findings, queries: proof.queries)
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
