import PageWalk

/// Writes a scenario in the form that `ScenarioFile` reads.
public enum ScenarioText {
  /// How every text of a scenario begins.
  public static let beginning =
    "# Written by walkproof, which replaces it when it is exported anew.\n"

  /// A scenario as `--export` writes it.
  public static func exported(_ scenario: Scenario, models: [String] = []) -> [UInt8] {
    Array((beginning + yaml(scenario, models: models)).utf8)
  }

  /// The scenario as YAML.
  ///
  /// - Parameter models: texts of model files that the scenario brings along.
  public static func yaml(_ scenario: Scenario, models: [String] = []) -> String {
    var lines = ["schema: \(ScenarioFile.schema)", "about: \(quoted(scenario.about))"]
    lines.append("architecture: \(scenario.architecture)")
    let choices = scenario.configuration.values.map { "\($0.name): \($0.value)" }
    lines.append("configuration: {\(choices.joined(separator: ", "))}")
    if let code = scenario.code {
      lines += self.code(code)
    } else {
      lines.append("walker: {name: \(scenario.walker), revision: \(scenario.revision)}")
    }
    lines.append("range: {addr: \(hex(scenario.addr)), end: \(hex(scenario.end))}")
    lines += ["", "memory:", "  top: \(hex(scenario.top))", "  tables:"]
    for table in scenario.tables {
      lines.append("    - table: \(table.kind)")
      lines.append("      at: \(hex(table.address))")
      lines.append("      fill: \(hex(table.fill))")
      if table.entries.isEmpty { continue }
      lines.append("      entries:")
      for (index, entry) in table.entries.sorted(by: { $0.key < $1.key }) {
        lines.append("        \(index): \(hex(entry))")
      }
    }
    if scenario.code == nil { lines += stack(scenario.stack) }
    if !scenario.writes.isEmpty { lines += ["", "writes:"] }
    for write in scenario.writes {
      lines.append(
        "  - {before_step: \(write.step), at: \(hex(write.address)), value: \(hex(write.value))}")
    }
    lines += expectation(scenario.expectation)
    if !models.isEmpty { lines += ["", "models:"] }
    for model in models {
      lines.append("  - |2")
      for line in model.split(separator: "\n", omittingEmptySubsequences: false) {
        lines.append(line.isEmpty ? "" : "    " + line)
      }
      while lines.last == "" { lines.removeLast() }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func code(_ code: Scenario.CodeWalk) -> [String] {
    var lines = ["code:", "  function: \(quoted(code.function))"]
    if !code.answers.isEmpty { lines.append("  answers:") }
    for answer in code.answers {
      let time = answer.time.map { ", time: \($0)" } ?? ""
      lines.append(
        "    - {what: \(quoted(answer.what)), value: \(answer.value.map(hex) ?? "place")\(time)}")
    }
    return lines
  }

  private static func stack(_ stack: Scenario.Stack) -> [String] {
    var lines = [
      "  stack:", "    at: \(hex(stack.base))", "    size: \(hex(stack.size))", "    copies:",
    ]
    // By address, so that the file shows what lies beside what.
    for (level, address) in stack.copies.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      lines.append("      \(level): \(hex(address))")
    }
    if !stack.slots.isEmpty { lines.append("    slots:") }
    for (address, value) in stack.slots.sorted(by: { $0.key < $1.key }) {
      lines.append("      \(hex(address)): \(hex(value))")
    }
    return lines
  }

  private static func expectation(_ expectation: Scenario.Expectation) -> [String] {
    var lines = ["", "expect:", "  outcome: \(expectation.outcome.rawValue)"]
    if expectation.violations.isEmpty {
      lines.append("  violates: {}")
    } else {
      lines.append("  violates:")
      for (property, step) in expectation.violations.sorted(by: { $0.key < $1.key }) {
        lines.append("    \(property.rawValue): \(step)")
      }
    }
    lines.append(expectation.pages.isEmpty ? "  pages: []" : "  pages:")
    for extent in expectation.pages {
      lines.append(
        "    - {addr: \(hex(extent.addr)), page: \(hex(extent.page)),"
          + " length: \(hex(extent.length))}")
    }
    return lines
  }

  private static func hex(_ number: UInt64) -> String { "0x" + String(number, radix: 16) }

  /// A double-quoted scalar.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
