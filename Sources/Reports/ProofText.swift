import Checker
import PageWalk
import Simulator

/// Findings as text of at most 80 columns, for a terminal or an e-mail.
public enum ProofText {
  static let width = 80

  /// The whole report: what is claimed of each walk, a line per finding, stories and reasons,
  /// assumptions, summary.
  public static func text(
    _ findings: [Finding], tool: String, solver: String, seconds: Double, style: Style
  ) -> String {
    var lines = Theorem.all(of: findings).flatMap { wrap($0, first: "", rest: "") + [""] }
    lines.append("\(tool), \(solver)")
    for group in groups(of: findings) { lines += table(group, style: style) }
    for group in groups(of: findings) { lines += stories(group) }
    lines += ["", "Assumed:"]
    for assumption in Assumptions.all(of: findings.map(\.subject)) {
      lines += wrap(
        assumption.sentence, first: "  \(assumption.identifier.rawValue): ", rest: "    ")
    }
    lines += ["", summary(findings, seconds: seconds, style: style)]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Findings of one architecture and walker, in their order.
  private static func groups(of findings: [Finding]) -> [[Finding]] {
    var groups: [[Finding]] = []
    for finding in findings {
      if let last = groups.last?.last, last.subject.architecture == finding.subject.architecture,
        last.subject.walker == finding.subject.walker
      {
        groups[groups.count - 1].append(finding)
      } else {
        groups.append([finding])
      }
    }
    return groups
  }

  private static func table(_ findings: [Finding], style: Style) -> [String] {
    guard let subject = findings.first?.subject else { return [] }
    var lines = ["", "\(subject.architecture.name), \(subject.walker.title)"]
    lines.append("  " + subject.walker.source)
    var rows = [["configuration", "property", "verdict", "obligations", "covers", "time"]]
    for finding in findings {
      rows.append([
        finding.subject.configuration.description, finding.property.rawValue,
        finding.verdict.rawValue, "\(finding.obligations)", "\(finding.covers)",
        duration(finding.seconds),
      ])
    }
    let wide = rows.map { $0[0].count }.max() ?? 0 > 24
    if wide {
      // Long configurations get lines of their own, so that the columns stay within the width.
      var previous = ""
      for (row, text) in zip(rows, TraceText.table(rows.map { Array($0.dropFirst()) })) {
        if row[0] != previous { lines += wrap(row[0], first: "", rest: "    ") }
        previous = row[0]
        lines.append("  " + paint(text, style))
      }
      return lines
    }
    return lines + TraceText.table(rows).map { paint($0, style) }
  }

  private static func paint(_ line: String, _ style: Style) -> String {
    if line.contains(" refuted ") { return style.bad(line) }
    if line.contains(" unknown ") { return style.doubtful(line) }
    return line
  }

  private static func stories(_ findings: [Finding]) -> [String] {
    var lines: [String] = []
    var told: [(Configuration, Scenario)] = []
    for finding in findings {
      let title = "\(finding.subject.configuration), \(finding.property.rawValue)"
      if let doubt = finding.doubt {
        lines += [""] + wrap(doubt.reason, first: "\(title): unknown: ", rest: "  ")
      }
      guard let counterexample = finding.counterexample else { continue }
      let scenario = counterexample.scenario
      let known = told.contains {
        $0.0 == finding.subject.configuration && $0.1.addr == scenario.addr
          && $0.1.end == scenario.end && $0.1.tables == scenario.tables
      }
      if known { continue }
      told.append((finding.subject.configuration, scenario))
      let broken = counterexample.trace.violations.keys.sorted().map(\.rawValue)
      lines.append("")
      lines += wrap(
        broken.joined(separator: ", "), first: "\(finding.subject.configuration) refuted: ",
        rest: "  ")
      if let harm = WorstCase.harm(of: counterexample.trace), harm < .outOfBounds {
        lines.append("  \(harm.words)")
      }
      for line in TraceText.story(
        counterexample.trace, of: finding.property, scenario: scenario,
        walker: finding.subject.walker)
      {
        lines += wrap(line, first: "  ", rest: "     ")
      }
    }
    return lines
  }

  private static func summary(_ findings: [Finding], seconds: Double, style: Style) -> String {
    func count(_ verdict: Verdict) -> Int { findings.count { $0.verdict == verdict } }
    let text =
      "\(count(.proved)) proved, \(count(.refuted)) refuted, \(count(.unknown)) unknown"
      + " in \(duration(seconds))"
    if count(.refuted) > 0 { return style.bad(text) }
    return count(.unknown) > 0 || findings.isEmpty ? style.doubtful(text) : style.good(text)
  }

  private static func duration(_ seconds: Double) -> String {
    if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }

  /// `text` broken at spaces, with what stands before its first line and the others.
  static func wrap(_ text: String, first: String, rest: String) -> [String] {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        (line, isEmpty) = (rest, true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }
}
