import Checker
import PageWalk
import Simulator

/// A line for each thing that is not proved, harm first: what happens, where it reads, in which
/// configurations. What is alike is told once.
enum FindingLines {
  /// The lines about findings of one walk on one architecture, with an empty one behind each kind.
  static func all(of findings: [Finding], style: Style) -> [String] {
    let count = Set(findings.map(\.subject.configuration)).count
    func stories(_ severity: Severity) -> [StoryLines.Story] {
      told(findings.filter { $0.severity == severity })
    }
    var lines = StoryLines.lines("harm", stories(.harm), of: count, paint: style.bad)
    if !lines.isEmpty {
      lines[lines.count - 1] =
        "--export DIR writes these runs as scenarios, which 'walkproof explain' tells."
      lines.append("")
    }
    lines += StoryLines.lines("refuted", stories(.unsettled), of: count, paint: style.bad)
    let doubts = findings.compactMap { finding in
      finding.doubt.map { doubt -> StoryLines.Story in
        let text = "\(finding.property.rawValue): \(doubt.reason)"
        return StoryLines.Story(key: text, text: text, in: finding.subject.configuration)
      }
    }
    lines += StoryLines.lines("unknown", doubts, of: count, paint: style.doubtful)
    return lines + StoryLines.lines("note", stories(.rule), of: count)
  }

  /// One line for all findings that one run breaks.
  private static func told(_ findings: [Finding]) -> [StoryLines.Story] {
    struct Run: Hashable {
      let configuration: Configuration
      let addr: UInt64
      let end: UInt64
      /// Without harm each property is told by the step that breaks it.
      let step: Int?
      let tables: [Scenario.TableImage]
    }
    var runs: [Run: [Finding]] = [:]
    var order: [Run] = []
    for finding in findings {
      guard let scenario = finding.counterexample?.scenario else { continue }
      let run = Run(
        configuration: finding.subject.configuration, addr: scenario.addr, end: scenario.end,
        step: finding.harm == nil
          ? finding.counterexample?.trace.violations[finding.property] : nil,
        tables: scenario.tables)
      if runs[run] == nil { order.append(run) }
      runs[run, default: []].append(finding)
    }
    return order.compactMap { run in
      guard let own = runs[run], let first = own.first, let counterexample = first.counterexample
      else { return nil }
      let line = line(counterexample, own.map(\.property), first)
      return StoryLines.Story(key: line.key, text: line.text, in: run.configuration)
    }
  }

  /// What a run comes to, and the step that shows it; and what is alike in lines that tell the same.
  private static func line(
    _ counterexample: Finding.Counterexample, _ properties: [Property], _ finding: Finding
  ) -> (text: String, key: String) {
    let harm = finding.harm
    let (scenario, trace) = (counterexample.scenario, counterexample.trace)
    let names = properties.map(\.rawValue).joined(separator: ", ")
    let number =
      harm != nil ? trace.firstFault : properties.compactMap { trace.violations[$0] }.min()
    let step = trace.steps.first { $0.number == number }
    var text = harm.map { "\($0.words(of: finding.subject.walker)): " } ?? ""
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
}

extension Step {
  /// The function that reads, with the helper whose expression does, where one does.
  var reader: String {
    guard let helper else { return function + (source.map { " (\($0))" } ?? "") }
    return "\(helper.name)\(helper.place.map { " (\($0))" } ?? "") in \(function)"
  }
}
