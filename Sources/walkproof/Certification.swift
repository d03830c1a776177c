import Certificates
import Checker
import SMT

/// Certificates for what a run has found, of which it tells how many there are.
struct Certification {
  private let certifier = Certifier()

  init() throws(Failure) {
    guard certifier.canRun else {
      throw Failure(
        .internalError, "certificates need the program cadical; install it (Debian: cadical)")
    }
  }

  /// The findings, of which none is `proved` any more that rests on something without a certificate.
  func back(
    _ findings: [Finding], of proofs: [SubjectProof], jobs: Int
  ) async throws -> [Finding] {
    let queries = proofs.enumerated().flatMap { place, proof in
      proof.queries.filter { $0.status != .unknown }.map { (place: place, query: $0) }
    }
    var reasons: [Int: String] = [:]
    var backed = 0
    var done = 0
    try await withThrowingTaskGroup(of: (Int, String, Certifier.Outcome).self) { group in
      var next = 0
      func start() {
        guard next < queries.count else { return }
        let (place, query) = queries[next]
        next += 1
        group.addTask { (place, query.name, try await certifier.certify(query)) }
      }
      for _ in 0..<jobs { start() }
      while let (place, name, outcome) = try await group.next() {
        done += 1
        if done % 16 == 0 { StandardError.progress("\(done) of \(queries.count) certificates") }
        switch outcome {
        case .certified: backed += 1
        case .notBacked(let why):
          reasons[place] = reasons[place] ?? "no certificate for '\(name)': \(why)"
        }
        start()
      }
    }
    StandardError.progress("")
    StandardError.print(
      "\(backed) of \(queries.count) answers certified, \(certifier.count) of them different")
    return findings.map { finding in
      guard let place = proofs.firstIndex(where: { $0.subject == finding.subject }) else {
        return finding.unbacked("it was not asked for certificates")
      }
      return reasons[place].map(finding.unbacked) ?? finding
    }
  }
}
