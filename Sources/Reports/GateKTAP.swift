import Claims

/// A gate's findings as KTAP, one test per claim, and one for each problem that is about a file.
///
/// A claim passes when its verdict is the expected one; a refuted claim that is to be refuted is
/// `ok … # XFAIL`, and so is what a baseline knows to be undecided. What is not decided is `# TIMEOUT`, what failed in our own checks `# ERROR`.
public enum GateKTAP: GateFormat {
  public static func text(_ report: GateReport) -> String {
    var tests = report.claims.map { claim in
      let problems = report.problems(of: claim.name)
      let isExpected =
        problems.isEmpty && claim.standing != .proved && claim.standing != .rule
      return (
        name: claim.name.flat, problems: problems, notes: report.notes(on: claim.name),
        directive: isExpected
          ? " # XFAIL" + (claim.verdict == .unknown ? " not decided" : "") : directive(problems)
      )
    }
    let known = Set(report.claims.map(\.name))
    for problem in report.problems where problem.claim.map({ !known.contains($0) }) ?? true {
      let name = problem.claim?.flat ?? Claim.Name.plain(problem.place?.file ?? "gate")
      tests.append((name, [problem], [], directive([problem])))
    }
    var lines = ["KTAP version 1", "1..\(tests.count)"]
    for (number, test) in tests.enumerated() {
      for problem in test.problems + test.notes {
        let place = problem.place.map { "\($0): " } ?? ""
        lines.append("# \(place)\(problem.message)")
      }
      let answer = test.problems.isEmpty ? "ok" : "not ok"
      lines.append("\(answer) \(number + 1) \(test.name)\(test.directive)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func directive(_ problems: [GateReport.Problem]) -> String {
    let kinds = Set(problems.map(\.kind))
    if !kinds.isDisjoint(with: [.disagreement, .failure]) { return " # ERROR" }
    return kinds == [.inconclusive] ? " # TIMEOUT" : ""
  }
}
