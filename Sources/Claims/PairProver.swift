import Certificates
import Checker
import ModelFiles
import PageWalk

/// Proves every walk on every architecture, or takes the proof from an earlier run.
public struct PairProver: Sendable {
  private let library: ModelLibrary
  private let prover: Prover
  private let cache: ProofCache?
  private let certifier: Certifier?
  /// What results depend on besides the models.
  private let tool: String

  /// A prover of everything in `library`.
  ///
  /// - Parameters:
  ///   - certifier: backs every answer; nil where the answers are to rest on the solver alone.
  ///   - tool: tells this program, its solver and the budget from any other.
  public init(
    library: ModelLibrary, prover: Prover, cache: ProofCache?, certifier: Certifier? = nil,
    tool: String
  ) {
    self.certifier = certifier
    self.library = library
    self.prover = prover
    self.cache = cache
    self.tool = tool
  }

  /// Takes a script, with the name of its file.
  public typealias ScriptWriter = (_ file: String, _ text: String) throws -> Void

  private struct Pair {
    let architecture: Architecture
    let walker: Walker
  }

  /// The proofs of all pairs, by architecture and then by walk.
  ///
  /// - Parameter scripts: takes each pair's queries as a script; then everything is proved anew, for
  ///   scripts are not kept.
  /// - Throws: `ModelFileError` where a walk does not fit an architecture's helpers; what `scripts`
  ///   throws.
  public func prove(
    architectures: [Architecture], walkers: [Walker],
    scripts: ScriptWriter? = nil,
    progress: @Sendable @escaping (_ done: Int, _ total: Int) -> Void
  ) async throws -> [PairProof] {
    let pairs = architectures.flatMap { architecture in
      walkers.filter { isJudged($0, on: architecture) }
        .map { Pair(architecture: architecture, walker: $0) }
    }
    var known: [Int: PairProof] = [:]
    var open: [(pair: Int, subjects: [Subject])] = []
    for (index, pair) in pairs.enumerated() {
      if scripts == nil { known[index] = cache?.value(for: key(of: pair), as: PairProof.self) }
      if known[index] == nil { open.append((index, try subjects(of: pair))) }
    }
    let subjects = open.flatMap(\.subjects)
    let owners = open.flatMap { open in open.subjects.map { _ in open.pair } }
    var missing: [Int: Int] = [:]
    for (pair, subjects) in open { missing[pair] = subjects.count }
    var arrived: [Int: [Int: BackedProof]] = [:]
    var done = 0
    var failure: (any Error)?
    await prover.prove(
      subjects, properties: Property.ofModels, keepsQueries: true,
      finish: { [certifier] in await BackedProof($0, by: certifier) }
    ) { place, proof in
      let owner = owners[place]
      arrived[owner, default: [:]][place] = proof
      done += 1
      progress(done, subjects.count)
      // A pair's queries, which are large, live no longer than its last proof.
      guard arrived[owner]?.count == missing[owner], let own = arrived.removeValue(forKey: owner)
      else { return }
      let proofs = own.sorted { $0.key < $1.key }.map(\.value)
      do {
        known[owner] = try keep(proofs, of: pairs[owner], scripts: scripts)
      } catch {
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return pairs.indices.compactMap { known[$0] }
  }

  private func keep(
    _ proofs: [BackedProof], of pair: Pair, scripts: ScriptWriter?
  ) throws -> PairProof {
    let (proof, script) = PairProof.make(
      proofs, architecture: pair.architecture.name, walk: pair.walker, library: library)
    try scripts?(proof.scriptFile, script)
    // What is not decided is asked again.
    if proof.claims.allSatisfy({ $0.verdict != .unknown }) {
      cache?.keep(proof, for: key(of: pair))
    }
    return proof
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
    ([tool, certifier == nil ? "" : "certified"]
      + library.texts(for: pair.architecture.name, walker: pair.walker))
      .joined(separator: "\u{0}")
  }
}
