import Encoder
import PageWalk
import SMT
nonisolated(unsafe) public var debugTimes: [(String, Double)] = []
public func debugProve(_ s: Subject) throws -> String {
  let solver = try Solver(budget: 10_000_000)
  var walk = try ProofWalk(subject: s, judge: ProofJudge(solver: solver))
  let ok = try walk.prove()
  return "\(ok) q=\(solver.queries)"
}
