import Checker
import ModelFiles
import PageWalk

/// Proves every walk on every architecture, or takes the proof from an earlier run.
public struct PairProver: Sendable {
  private let library: ModelLibrary
  private let prover: Prover
  private let cache: ProofCache?
  /// What results depend on besides the models.
  private let tool: String

  /// A prover of everything in `library`.
  ///
  /// - Parameter tool: tells this program, its solver and the budget from any other.
  public init(library: ModelLibrary, prover: Prover, cache: ProofCache?, tool: String) {
    self.library = library
    self.prover = prover
    self.cache = cache
    self.tool = tool
  }

  private struct Pair {
    let architecture: Architecture
    let walker: Walker
  }

  /// The proofs of all pairs, by architecture and then by walk.
  ///
  /// - Throws: `ModelFileError` where a walk does not fit an architecture's helpers.
  public func prove(
    architectures: [Architecture], walkers: [Walker],
    progress: @Sendable @escaping (_ done: Int, _ total: Int) -> Void
  ) async throws -> [PairProof] {
    let pairs = architectures.flatMap { architecture in
      walkers.filter { isJudged($0, on: architecture) }
        .map { Pair(architecture: architecture, walker: $0) }
    }
    var known: [Int: PairProof] = [:]
    var open: [(pair: Int, subjects: [Subject])] = []
    for (index, pair) in pairs.enumerated() {
      known[index] = cache?.value(for: key(of: pair), as: PairProof.self)
      if known[index] == nil { open.append((index, try subjects(of: pair))) }
    }
    let subjects = open.flatMap(\.subjects)
    var proofs = await prover.prove(
      subjects, properties: Property.allCases, keepsQueries: true
    ) { progress($0, subjects.count) }[...]
    for (index, subjects) in open {
      let pair = pairs[index]
      let proof = PairProof(
        Array(proofs.prefix(subjects.count)), architecture: pair.architecture.name,
        walk: pair.walker, library: library)
      proofs = proofs.dropFirst(subjects.count)
      known[index] = proof
      // What is not decided is asked again.
      if proof.claims.allSatisfy({ $0.verdict != Verdict.unknown.rawValue }) {
        cache?.keep(proof, for: key(of: pair))
      }
    }
    return pairs.indices.compactMap { known[$0] }
  }

  /// Whether there is a claim about a walk on an architecture.
  ///
  /// A family's designs are no machines; they are judged by the walk that is taken by default, not
  /// by those that are there for comparison.
  private func isJudged(_ walker: Walker, on architecture: Architecture) -> Bool {
    guard architecture.revisions.contains(where: { $0.since <= walker.kernel }) else {
      return false
    }
    return architecture.family == nil
      || walker == library.defaultWalker(named: walker.name)
        && walker.name == library.defaultName
  }

  private func subjects(of pair: Pair) throws -> [Subject] {
    try pair.architecture.configurations().map {
      try library.subject(
        architecture: pair.architecture, configuration: $0, walker: pair.walker)
    }
  }

  private func key(of pair: Pair) -> String {
    ([tool] + library.texts(for: pair.architecture.name, walker: pair.walker))
      .joined(separator: "\u{0}")
  }
}
