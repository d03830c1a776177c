import ModelFiles
import PageWalk
import Simulator

/// A run in words, for whoever looks into a disagreement.
enum RunText {
  static func text(of run: Run) -> String {
    let (scenario, trace) = (run.scenario, run.trace)
    var lines = ["  range [\(hex(scenario.addr)), \(hex(scenario.end))), top \(hex(scenario.top))"]
    for table in scenario.tables {
      let entries = table.entries.sorted { $0.key < $1.key }.map { "\($0.key):\(hex($0.value))" }
      lines.append(
        "  \(table.kind) at \(hex(table.address)): fill \(hex(table.fill)) "
          + entries.joined(separator: " "))
    }
    for write in scenario.writes {
      lines.append(
        "  before step \(write.step): \(hex(write.address)) becomes \(hex(write.value))")
    }
    for step in trace.steps {
      let marks = (step.throughCursor ? "" : " *") + (step.again ? " again" : "")
      lines.append(
        "  \(step.number) \(step.level)\(marks) addr \(hex(step.addr)) at \(hex(step.pointer)):"
          + " \(step.value.map(hex) ?? "?") next \(step.next.map(hex) ?? "-")"
          + " \(step.violations.map(\.rawValue).joined(separator: ",")) \(step.remark ?? "")")
    }
    for page in trace.pages {
      lines.append("  hands back \(hex(page.page)) +\(hex(page.length)) for \(hex(page.addr))")
    }
    lines.append("  \(trace.outcome.rawValue): \(trace.reason)")
    lines.append("  by outcome: \(run.fault ?? "right")")
    return lines.joined(separator: "\n")
  }

  private static func hex(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }
}
