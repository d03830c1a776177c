import PageWalk
import Simulator

extension Location {
  /// Where this is, in a few words: `segment[3]`, `&p4d`, `&p4d + 8: stack, holds &pgd`.
  public var words: String {
    switch self {
    case .table(let kind, _, let index): return "\(kind)[\(index)]"
    case .copy(let level): return "&\(level)"
    case .stack(let level, let offset, let holds, let initialised):
      let place = offset == 0 ? "&\(level)" : "&\(level) + \(offset)"
      if let holds { return "\(place) = &\(holds)" }
      return "\(place): stack, " + (initialised ? "left over" : "uninitialised")
    case .nowhere: return "no table"
    }
  }

  /// `table`, `copy`, `stack` or `nowhere`.
  public var kind: String {
    switch self {
    case .table: return "table"
    case .copy: return "copy"
    case .stack: return "stack"
    case .nowhere: return "nowhere"
    }
  }
}

/// A run as text.
public enum TraceText {
  /// The steps as a table, then the outcome and the pages beside the hardware's.
  ///
  /// - Parameter writes: what other CPUs write before which step.
  public static func lines(
    _ trace: Trace, writes: [(step: Int, text: String)], style: Style
  ) -> [String] {
    var rows = [["step", "level", "cursor", "points to", "value", "next"]]
    for step in trace.steps {
      rows.append([
        "\(step.number)", step.level + (step.throughCursor ? "" : step.again ? " =" : " *"),
        step.pointer.hexadecimal, step.location.words, step.value?.hexadecimal ?? "undefined",
        step.next?.hexadecimal ?? "",
      ])
    }
    var lines = table(rows)
    for (index, step) in trace.steps.enumerated() where !step.violations.isEmpty {
      lines[index + 1] = style.bad(lines[index + 1])
    }
    if trace.steps.contains(where: { !$0.throughCursor && !$0.again }) {
      lines.append("* a helper reads on its own, not through the cursor")
    }
    if trace.steps.contains(where: \.again) {
      lines.append("= looks again at what the copy of an entry was read from")
    }
    lines += writes.map { "before step \($0.step) \($0.text)" }
    lines += violations(trace, style: style)
    lines += TextWrap.lines(
      "outcome: \(trace.outcome.rawValue): \(trace.reason)", width: ProofText.width, indent: "  ")
    return lines + pages(trace, style: style)
  }

  /// The steps in a few lines for a report: the reads through cursors, up to the one that
  /// violates `property`.
  public static func story(
    _ trace: Trace, of property: Property, scenario: Scenario, walker: Walker
  ) -> [String] {
    var lines = [
      "range [\(scenario.addr.hexadecimal), \(scenario.end.hexadecimal))"
    ]
    let bad = trace.violations[property] ?? trace.violations.values.min() ?? trace.steps.count
    let shown = trace.steps.filter { $0.number <= bad && ($0.throughCursor || $0.number == bad) }
    for step in shown {
      let place = step.source.map { " (\($0))" } ?? ""
      var line = "\(step.number). \(step.function)\(place) reads \(step.location.words)"
      if step.number == bad { line += "  <-- \(step.remark ?? "wrong")" }
      lines.append(line)
      if step.number == bad { lines += origins(of: step, in: walker) }
    }
    return lines
  }

  /// Where the cursor of a bad step comes from in the kernel's source.
  private static func origins(of step: Step, in walker: Walker) -> [String] {
    guard let level = walker.levels.first(where: { $0.name == step.level }),
      !level.places.isEmpty
    else { return [] }
    var lines: [String] = []
    for (what, piece) in [
      ("the cursor is made", Level.Piece.cursor), ("it is advanced", .advance),
      ("the page is taken", .page),
    ] {
      if let place = level.places[piece] { lines.append("   \(what) at \(place)") }
    }
    return lines
  }

  private static func violations(_ trace: Trace, style: Style) -> [String] {
    let byStep = Dictionary(grouping: trace.violations, by: \.value)
    return byStep.sorted { $0.key < $1.key }.flatMap { step, properties -> [String] in
      let names = properties.map(\.key).sorted().map(\.rawValue).joined(separator: ", ")
      let remark = trace.steps.first { $0.number == step }?.remark ?? "goes wrong"
      let line = "step \(step) \(remark); this violates \(names)"
      return TextWrap.lines(line, width: ProofText.width, indent: "  ").map(style.bad)
    }
  }

  private static func pages(_ trace: Trace, style: Style) -> [String] {
    let after = trace.hardwarePagesAfter
    var rows = [
      ["pages of", "walk", "hardware"] + (after == nil ? [] : ["after the writes"]) + [""]
    ]
    var addresses = (trace.pages + trace.hardwarePages + (after ?? [])).map(\.addr)
    addresses = Array(Set(addresses)).sorted()
    for addr in addresses {
      let walk = page(at: addr, in: trace.pages)
      let hardware = page(at: addr, in: trace.hardwarePages)
      let isWrong = trace.isWrong(at: addr)
      rows.append([
        addr.hexadecimal, walk?.hexadecimal ?? "-", hardware?.hexadecimal ?? "-",
      ])
      if let after {
        rows[rows.count - 1].append(page(at: addr, in: after)?.hexadecimal ?? "-")
      }
      rows[rows.count - 1].append(
        isWrong ? "WRONG" : trace.keepsChanged && walk != nil ? "KEPT" : "")
    }
    guard rows.count > 1 else { return ["pages: none"] }
    return table(rows).map {
      $0.hasSuffix("WRONG") || $0.hasSuffix("KEPT") ? style.bad($0) : $0
    }
  }

  private static func page(at addr: UInt64, in extents: [PageExtent]) -> UInt64? {
    extents.first { addr >= $0.addr && addr &- $0.addr <= $0.length &- 1 }
      .map { $0.page &+ (addr &- $0.addr) }
  }

  /// Columns as wide as they need to be.
  static func table(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += cell
        if column < row.count - 1 {
          line += String(repeating: " ", count: widths[column] - cell.count + 2)
        }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
