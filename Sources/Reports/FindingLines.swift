import Checker
import PageWalk
import Simulator

/// A line for each thing that is not proved, harm first: what happens, where it reads, in which
/// configurations. What is alike is told once.
enum FindingLines {
  /// The lines about findings of one walk on one architecture, with an empty one behind each kind.
  static func all(of findings: [Finding], style: Style) -> [String] {
    let count = Set(findings.map(\.subject.configuration)).count
    var lines: [String] = []
    for (severity, title) in [(Severity.harm, "harm"), (.unsettled, "refuted")] {
      let stories = told(findings.filter { $0.severity == severity })
      for (text, configurations) in stories {
        lines += paragraph(title, text, configurations, of: count).map(style.bad)
      }
      if severity == .harm, !stories.isEmpty {
        lines.append(
          "--verbose tells every step; --export DIR writes what 'walkproof explain' tells.")
      }
      if !stories.isEmpty { lines.append("") }
    }
    let doubts = grouped(findings.filter { $0.doubt != nil }) {
      "\($0.property.rawValue): \($0.doubt?.reason ?? "")"
    }
    for (text, configurations) in doubts {
      lines += paragraph("unknown", text, configurations, of: count).map(style.doubtful)
    }
    if !doubts.isEmpty { lines.append("") }
    let notes = told(findings.filter { $0.severity == .rule })
    for (text, configurations) in notes {
      lines += paragraph("note", text, configurations, of: count)
    }
    if !notes.isEmpty { lines.append("") }
    return lines
  }

  private static func paragraph(
    _ title: String, _ text: String, _ configurations: [Configuration], of count: Int
  ) -> [String] {
    let shown =
      configurations.count <= 2
      ? configurations.map(\.description).filter { $0 != "-" }.joined(separator: "; ")
      : "\(configurations.count) of \(count) configurations"
    let all = shown.isEmpty ? "\(title): \(text)" : "\(title) on \(shown): \(text)"
    return ProofText.wrap(all, first: "", rest: "  ")
  }

  /// One line for all findings that one run breaks.
  private static func told(_ findings: [Finding]) -> [(String, [Configuration])] {
    struct Run: Hashable {
      let configuration: Configuration
      let addr: UInt64
      let end: UInt64
      let tables: [Scenario.TableImage]
    }
    var runs: [Run: [Finding]] = [:]
    var order: [Run] = []
    for finding in findings {
      guard let scenario = finding.counterexample?.scenario else { continue }
      let run = Run(
        configuration: finding.subject.configuration, addr: scenario.addr, end: scenario.end,
        tables: scenario.tables)
      if runs[run] == nil { order.append(run) }
      runs[run, default: []].append(finding)
    }
    var lines: [(key: String, text: String, configurations: [Configuration])] = []
    for run in order {
      guard let own = runs[run], let first = own.first,
        let counterexample = first.counterexample
      else { continue }
      let line = line(counterexample, own.map(\.property), harm: first.harm)
      if let known = lines.firstIndex(where: { $0.key == line.key }) {
        lines[known].configurations.append(run.configuration)
      } else {
        lines.append((line.key, line.text, [run.configuration]))
      }
    }
    return lines.map { ($0.text, $0.configurations) }
  }

  /// What a run comes to, and the step that shows it; and what is alike in lines that tell the same.
  private static func line(
    _ counterexample: Finding.Counterexample, _ properties: [Property], harm: Harm?
  ) -> (text: String, key: String) {
    let (scenario, trace) = (counterexample.scenario, counterexample.trace)
    let names = properties.map(\.rawValue).joined(separator: ", ")
    let number =
      harm != nil ? trace.firstFault : properties.compactMap { trace.violations[$0] }.min()
    let step = trace.steps.first { $0.number == number }
    var text = harm.map { "\($0.words): " } ?? ""
    var key = "\(harm?.rawValue ?? "") \(names)"
    if let step {
      text += "\(step.reader), at \(step.location.words), \(step.remark ?? "goes wrong")"
      key += " \(step.reader) \(step.location.kind)"
    } else {
      text += trace.reason
    }
    if harm != nil {
      text += "; range [\(scenario.addr.hexadecimal), \(scenario.end.hexadecimal))"
    }
    return ("\(text) (\(names))", key)
  }

  private static func grouped(
    _ findings: [Finding], by text: (Finding) -> String
  ) -> [(String, [Configuration])] {
    var lines: [(text: String, configurations: [Configuration])] = []
    for finding in findings {
      let own = text(finding)
      if let known = lines.firstIndex(where: { $0.text == own }) {
        lines[known].configurations.append(finding.subject.configuration)
      } else {
        lines.append((own, [finding.subject.configuration]))
      }
    }
    return lines.map { ($0.text, $0.configurations) }
  }
}

extension Step {
  /// The function that reads, with the helper whose expression does, where one does.
  var reader: String {
    guard let helper else { return function + (source.map { " (\($0))" } ?? "") }
    return "\(helper.name)\(helper.place.map { " (\($0))" } ?? "") in \(function)"
  }
}
