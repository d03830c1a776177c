import Claims

/// A gate's findings as KTAP, one test per claim, and one for each problem that is about a file.
///
/// A claim passes when its verdict is the expected one; a refuted claim that is to be refuted is
/// `ok`.
public enum GateKTAP: GateFormat {
  public static func text(_ report: GateReport) -> String {
    var tests: [(name: String, problems: [GateReport.Problem])] = report.claims.map {
      ($0.name.flat, report.problems(of: $0.name))
    }
    let known = Set(report.claims.map(\.name))
    for problem in report.problems where problem.claim.map({ !known.contains($0) }) ?? true {
      let name = problem.claim?.flat ?? Claim.Name.plain(problem.place?.file ?? "gate")
      tests.append((name, [problem]))
    }
    var lines = ["KTAP version 1", "1..\(tests.count)"]
    for (number, test) in tests.enumerated() {
      for problem in test.problems {
        let place = problem.place.map { "\($0): " } ?? ""
        lines.append("# \(place)\(problem.message)".replacing("\n", with: " "))
      }
      lines.append("\(test.problems.isEmpty ? "ok" : "not ok") \(number + 1) \(test.name)")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
