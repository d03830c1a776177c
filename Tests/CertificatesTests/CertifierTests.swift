import Certificates
import Foundation
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
        let outcome = try await certifier.certify(query(formula, status))
        #expect((outcome == .certified) == (isPossible == (status == .sat)), "\(outcome)")
      }
    }
    #expect(try await certifier.certify(query(sum, .unknown)) != .certified)
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
    #expect(try await Certifier().certify(query(impossible, .unsat)) == .certified)
    let told = why(try await certifier.certify(query(impossible, .unsat)))
    #expect(words == "refused" ? told != "certified" : told.contains(words), "\(told)")
    #expect(why(try await certifier.certify(query(impossible, .sat))) != "certified")
    #expect(try await certifier.certify(query(sum, .unsat)) != .certified)
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
      why(try await certifier.certify(query(formula, .sat))).contains("do not satisfy"))
  }
}
