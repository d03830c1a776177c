import Checker
import PageWalk
import Simulator

/// What a report tells with `--verbose`: counts and times of every finding, and each run step by step.
enum ProofDetails {
  static func lines(of findings: [Finding]) -> [String] {
    counts(findings) + stories(findings)
  }

  private static func counts(_ findings: [Finding]) -> [String] {
    var lines: [String] = []
    var rows = [["property", "verdict", "obligations", "covers"]]
    var previous: Finding?
    func end() {
      guard let subject = previous?.subject else { return }
      let time = duration(previous?.seconds ?? 0)
      lines += ProofText.wrap("\(subject.configuration), \(time)", first: "", rest: "    ")
      lines += TraceText.table(rows).map { "  " + $0 }
      rows = [rows[0]]
    }
    for finding in findings {
      if let last = previous, last.subject != finding.subject { end() }
      rows.append([
        finding.property.rawValue,
        finding.verdict.rawValue + (finding.severity.map { " (\($0.rawValue))" } ?? ""),
        "\(finding.obligations)", "\(finding.covers)",
      ])
      previous = finding
    }
    end()
    return lines + [""]
  }

  private static func stories(_ findings: [Finding]) -> [String] {
    var lines: [String] = []
    var told: [(Configuration, Scenario)] = []
    for finding in findings {
      guard let counterexample = finding.counterexample else { continue }
      let scenario = counterexample.scenario
      let known = told.contains {
        $0.0 == finding.subject.configuration && $0.1.addr == scenario.addr
          && $0.1.end == scenario.end && $0.1.tables == scenario.tables
      }
      if known { continue }
      told.append((finding.subject.configuration, scenario))
      let broken = counterexample.trace.violations.keys.sorted().map(\.rawValue)
      lines += ProofText.wrap(
        broken.joined(separator: ", "), first: "\(finding.subject.configuration) refuted: ",
        rest: "  ")
      if let harm = Harm(of: counterexample.trace) {
        lines.append("  \(harm.words(of: finding.subject.walker))")
      }
      for line in TraceText.story(
        counterexample.trace, of: finding.property, scenario: scenario,
        walker: finding.subject.walker)
      {
        lines += ProofText.wrap(line, first: "  ", rest: "     ")
      }
      lines.append("")
    }
    return lines
  }

  static func duration(_ seconds: Double) -> String {
    if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
