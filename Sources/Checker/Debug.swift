import Encoder
import PageWalk
import SMT
public func debugProve(_ s: Subject) throws -> String {
  let solver = try Solver(budget: 10_000_000)
  var walk = try ProofWalk(subject: s, judge: ProofJudge(solver: solver))
  let ok = try walk.prove()
  var out = "\(ok) q=\(solver.queries)\n"
  for o in walk.judge.obligations { out += "   \(o.status) \(o.obligation.name)\n" }
  for o in walk.judge.covers { out += "   cover \(o.status) \(o.cover.name)\n" }
  return out
}
