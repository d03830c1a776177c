import Certificates
import Checker
import Foundation
import PageWalk
import SMT
import TestModels
import Testing

@Suite struct CertifierTests {
  private let a = Term.variable("a", width: 8)
  private let b = Term.variable("b", width: 8)
  private var sum: Term { .equal(a + b, b + a) }

  private func query(_ formula: Term, _ status: SMTLIBQuery.Status) -> SMTLIBQuery {
    SMTLIBQuery([formula], .obligation, name: "a question", expect: status)
  }

  private func outcome(
    of query: SMTLIBQuery, by certifier: Certifier
  ) async throws -> Certifier.Outcome {
    try #require(try await certifier.certify([query]).first).outcome
  }

  private func isCertified(_ query: SMTLIBQuery, by certifier: Certifier) async throws -> Bool {
    why(try await outcome(of: query, by: certifier)) == "certified"
  }

  private func why(_ outcome: Certifier.Outcome) -> String {
    if case .notBacked(let why) = outcome { why } else { "certified" }
  }

  @Test func whatIsRightIsCertifiedAndNothingElse() async throws {
    let certifier = Certifier()
    try #require(certifier.canRun, "install cadical: 'make deps'")
    for (formula, isPossible) in [
      (Term.not(sum), false), (sum, true), (.equal(a * a, .constant(3, width: 8)), false),
      (.less(a, b), true), (.all([.less(a, b), .less(b, a)]), false),
    ] {
      for status in [SMTLIBQuery.Status.sat, .unsat] {
        let outcome = try await outcome(of: query(formula, status), by: certifier)
        #expect((why(outcome) == "certified") == (isPossible == (status == .sat)), "\(outcome)")
      }
    }
    #expect(try await !isCertified(query(sum, .unknown), by: certifier))
  }

  /// A program that lies, in whatever way: nothing is certified.
  @Test(arguments: [
    ("exit 20", "refused"), ("printf '0\\n' > $5; exit 20", "refused"),
    ("printf '0' > $5; exit 20", "refused"), ("exit 0", "code 0"), ("kill -9 $$", "signal 9"),
    ("mkfifo $5; exit 20", "refused"),
    ("head -c 3000000 /dev/urandom > $5; exit 20", "refused"),
  ])
  func aSolverThatLiesCertifiesNothing(_ script: String, _ words: String) async throws {
    let folder = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let program = "\(folder)/liar"
    try "#!/bin/sh\n\(script)\n".write(toFile: program, atomically: true, encoding: .utf8)
    chmod(program, 0o755)
    let certifier = Certifier(program: program, timeout: 60)
    // What propagation alone does not show.
    let (c, d) = (Term.variable("c", width: 5), Term.variable("d", width: 5))
    let impossible = Term.notEqual(c * d, d * c)
    #expect(try await isCertified(query(impossible, .unsat), by: Certifier()))
    let told = why(try await outcome(of: query(impossible, .unsat), by: certifier))
    #expect(words == "refused" ? told != "certified" : told.contains(words), "\(told)")
    #expect(try await !isCertified(query(impossible, .sat), by: certifier))
    #expect(try await !isCertified(query(sum, .unsat), by: certifier))
  }

  @Test func valuesThatDoNotFitAreNone() async throws {
    let folder = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let program = "\(folder)/liar"
    try "#!/bin/sh\necho 's SATISFIABLE'; echo 'v 1 2 3 x -5 0'; exit 10\n".write(
      toFile: program, atomically: true, encoding: .utf8)
    chmod(program, 0o755)
    let certifier = Certifier(program: program)
    let formula = Term.equal(a, .constant(0xa5, width: 8))
    #expect(
      why(try await outcome(of: query(formula, .sat), by: certifier)).contains("do not satisfy"))
  }

  /// Where the solver's answer is turned round, what rests on it is not proved.
  @Test func anAnswerThatIsTurnedRoundIsCaught() async throws {
    let subject = try ShippedModels.subject(
      "mips32", "-", "gup_fast@v6.12", in: ShippedModels.library())
    let proofs = await Prover(jobs: 1).prove(
      [subject], properties: Property.ofModels, keepsQueries: true)
    let right = try #require(proofs.first)
    let backed = await BackedProof(right, by: Certifier())
    #expect(backed.answers.allSatisfy { $0.certificate != nil })
    #expect(backed.proof.findings.map(\.verdict) == right.findings.map(\.verdict))
    #expect(backed.proof.findings.contains { $0.verdict == .proved })
    for place in [0, right.queries.count / 2, right.queries.count - 1] {
      var queries = right.queries
      let turned = queries[place]
      queries[place] = SMTLIBQuery(
        turned.formulas, turned.kind, name: turned.name,
        expect: turned.status == .sat ? .unsat : .sat)
      let backed = await BackedProof(
        SubjectProof(subject: subject, findings: right.findings, queries: queries),
        by: Certifier())
      #expect(backed.answers.filter { $0.certificate == nil }.count == 1)
      #expect(!backed.proof.findings.contains { $0.verdict == .proved })
    }
  }

  @Test func whereNothingWasKeptNothingIsProved() async throws {
    let subject = try ShippedModels.subject(
      "mips32", "-", "gup_fast@v6.12", in: ShippedModels.library())
    let proofs = await Prover(jobs: 1).prove([subject], properties: Property.ofModels)
    let backed = await BackedProof(try #require(proofs.first), by: Certifier())
    #expect(backed.proof.findings.count == Property.ofModels.count)
    #expect(!backed.proof.findings.contains { $0.verdict == .proved })
  }

  @Test func questionsHaveOneDigestOnlyIfTheyAskTheSame() {
    var digests = QueryDigests()
    func digest(_ formulas: [Term]) -> String {
      digests.digest(of: SMTLIBQuery(formulas, .cover, name: "a question", expect: .sat))
    }
    let all = [
      [sum], [.less(a, b)], [.less(b, a)], [.lessOrEqual(a, b)],
      [.less(a, .variable("c", width: 8))],
      [.less(.variable("a", width: 9), .variable("b", width: 9))], [sum, .less(a, b)],
      [.equal(a, .constant(1, width: 8))], [.equal(a, .variable("1", width: 8))], [],
    ].map(digest)
    #expect(Set(all).count == all.count)
    #expect(digest([sum, .less(a, b)]) == digest([.less(a, b), sum, sum]))
  }
}
