import Checker
import Claims
import ModelFiles
import PageWalk

/// The claims about every walk on every architecture that is asked for, proved or taken from the cache.
struct AllClaims {
  let prover: ProverOptions
  let cache: CacheOptions
  let models: ModelOptions

  /// - Parameters:
  ///   - architectures: names; none means every architecture.
  ///   - walkers: likewise.
  func claims(architectures: [String] = [], walkers: [String] = []) async throws -> [Claim] {
    prover.setLimits()
    let tool = CacheOptions.tool(budget: prover.budget)
    let key = (["matrix", tool] + architectures + ["--"] + walkers + (try models.texts()))
      .joined(separator: "\u{0}")
    let cache = try self.cache.orUsers()
    if let known = cache?.value(for: key, as: [Claim].self) { return known }
    let library = try models.library()
    let selection = Selection(library: library)
    let chosen = try selection.architectures(namedOrAll: architectures)
    let walks = try selection.walkers(namedOrAll: walkers)
    let prover = PairProver(
      library: library, prover: self.prover.prover, cache: cache, tool: tool)
    let claims = try await prover.proveShowingProgress(architectures: chosen, walkers: walks)
      .flatMap(\.claims)
    if claims.allSatisfy({ $0.verdict != .unknown }) { cache?.keep(claims, for: key) }
    return claims
  }
}
