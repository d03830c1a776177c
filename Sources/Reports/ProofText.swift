import Checker
import PageWalk
import Simulator

/// Findings as text that is as wide as the terminal, else 80 columns, for a terminal or an e-mail: what is claimed and of how many
/// configurations it is proved, a row for each, then harm, what is not decided, and rules that are broken.
public enum ProofText {
  static var width: Int { TextWrap.width }

  /// The whole report.
  ///
  /// - Parameter isLong: tells steps, counts, times and what is assumed, too.
  public static func text(
    _ findings: [Finding], tool: String, solver: String, seconds: Double, isLong: Bool, style: Style
  ) -> String {
    var lines: [String] = []
    for group in groups(of: findings) {
      let theorem = Theorem.lines(of: group).flatMap { wrap($0, first: "", rest: "") }
      lines += theorem.isEmpty ? [] : theorem + [""]
      lines += table(group, style: style) + [""]
      lines += FindingLines.all(of: group, style: style)
      if isLong { lines += ProofDetails.lines(of: group) }
    }
    let assumptions = Assumptions.all(of: findings.map(\.subject))
    if isLong {
      lines.append("Assumed:")
      lines += assumptions.flatMap {
        wrap($0.sentence, first: "  \($0.identifier.rawValue): ", rest: "    ")
      }
      lines.append("")
    } else {
      lines.append("\(assumptions.count) things are assumed; --verbose tells them, and every step.")
    }
    lines.append(Mark.summary(findings.map(\.mark), style: style))
    var last = "\(tool), \(solver)"
    if isLong { last += ", \(ProofDetails.duration(seconds))" }
    return (lines + [last]).joined(separator: "\n") + "\n"
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
    var rows: [(label: String, marks: [Mark?])] = []
    var properties: [Property] = []
    var previous: Configuration?
    for finding in findings {
      if !properties.contains(finding.property) { properties.append(finding.property) }
      if finding.subject.configuration == previous {
        rows[rows.count - 1].marks.append(finding.mark)
      } else {
        rows.append((finding.subject.configuration.description, [finding.mark]))
        previous = finding.subject.configuration
      }
    }
    let title = "\(subject.architecture.name), \(subject.walker.title): \(subject.walker.source)"
    return [title] + VerdictTable.lines(rows, properties: properties, style: style)
      + Mark.legend(findings.map(\.mark))
  }

  /// `text` broken at spaces, with what stands before its first line and the others.
  public static func wrap(_ text: String, first: String, rest: String) -> [String] {
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
