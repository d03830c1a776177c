import Claims
import PageWalk

/// A gate's findings for people.
public enum GateText: GateFormat {
  public static func text(_ report: GateReport) -> String {
    var lines: [String] = []
    for problem in report.problems {
      let place = problem.place.map { "\($0): " } ?? ""
      let claim = problem.claim.map { "\($0): " } ?? ""
      lines += ProofText.wrap("\(place)\(claim)\(problem.message)", first: "", rest: "  ")
    }
    func count(_ verdict: Verdict) -> Int { report.claims.count { $0.verdict == verdict } }
    lines.append(
      "\(report.claims.count) claims: \(count(.proved)) proved, \(count(.refuted)) refuted,"
        + " \(count(.unknown)) unknown")
    if let recheck = report.recheck { lines += ProofText.wrap(recheck, first: "", rest: "  ") }
    let problems = report.problems.count
    lines.append(
      report.isPassed
        ? "the gate is open: all is as claimed"
        : "the gate is closed: \(problems) problem\(problems == 1 ? "" : "s")")
    return lines.joined(separator: "\n") + "\n"
  }
}
