import Checker
import PageWalk
import Simulator

/// Findings as text of at most 80 columns, for a terminal or an e-mail: what is claimed and of how many
/// configurations it is proved, a row for each, then harm, what is not decided, and rules that are broken.
public enum ProofText {
  static let width = 80

  /// The whole report.
  ///
  /// - Parameter isLong: tells steps, counts, times and what is assumed, too.
  public static func text(
    _ findings: [Finding], tool: String, solver: String, seconds: Double, isLong: Bool, style: Style
  ) -> String {
    var lines: [String] = []
    for group in groups(of: findings) {
      lines += Theorem.lines(of: group).flatMap { wrap($0, first: "", rest: "") } + [""]
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
      let names = assumptions.map(\.identifier.rawValue).joined(separator: ", ")
      lines += wrap("\(names); --verbose says what, and each step.", first: "Assumed: ", rest: "  ")
    }
    lines.append(summary(findings, style: style))
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
      + wrap(Mark.legend(findings.map(\.mark)), first: "", rest: "")
  }

  private static func summary(_ findings: [Finding], style: Style) -> String {
    func count(_ mark: Mark) -> Int { findings.count { $0.mark == mark } }
    var parts = ["\(count(.proved)) proved"]
    if count(.harm) > 0 { parts.append("\(count(.harm)) refuted with harm") }
    if count(.unsettled) > 0 { parts.append("\(count(.unsettled)) refuted") }
    if count(.rule) > 0 { parts.append("\(count(.rule)) noted") }
    if count(.unknown) > 0 { parts.append("\(count(.unknown)) unknown") }
    let text = parts.joined(separator: ", ")
    if count(.harm) + count(.unsettled) > 0 { return style.bad(text) }
    return count(.unknown) > 0 || findings.isEmpty ? style.doubtful(text) : style.good(text)
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
