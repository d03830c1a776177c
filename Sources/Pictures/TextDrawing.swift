import PageWalk
import Reports

/// A scene as plain text of at most 72 columns, for a terminal or an e-mail.
public enum TextDrawing {
  private static let width = 72
  private static let stackWidth = 27

  /// The picture, line by line; lines that show what goes wrong are painted.
  public static func text(_ scene: Scene, style: Style) -> String {
    var lines = wrap(scene.title, indent: "")
    lines += wrap(
      "range [\(scene.range.addr.hexadecimal), \(scene.range.end.hexadecimal)), outcome:"
        + " \(scene.outcome.rawValue)", indent: "")
    lines += (scene.fault.map { wrap("WRONG: \($0)", indent: "       ") } ?? ["nothing goes wrong"])
      .map { scene.fault == nil ? $0 : style.bad($0) }
    lines.append("")
    lines += columns(scene, style)
    lines += ["", "(n) the walk's cursor at step n, !n! the read that goes wrong,"]
    lines += ["H the hardware's way, any: it does not matter what the entry holds", ""]
    lines += wrap("cursor: " + hops(scene), indent: "  ")
    lines += scene.writes.flatMap { wrap($0, indent: "  ") }
    let path =
      scene.hardwarePath.map { "\($0.kind)[\($0.index)]" } + [
        "page \(scene.hardwarePage?.hexadecimal ?? "none")"
      ]
    lines += wrap(
      "hardware for \(scene.wrongAddr.hexadecimal): \(path.joined(separator: " -> "))",
      indent: "  ")
    if let after = scene.hardwareAfter {
      lines.append("hardware after the writes: page \(after)")
    }
    let isWrong = scene.isWalkWrong
    let taken = wrap(
      "walk for \(scene.wrongAddr.hexadecimal): page \(scene.walkPage?.hexadecimal ?? "none")"
        + (scene.pageMark.map { "  \($0)" } ?? ""), indent: "  ")
    lines += isWrong ? taken.map { style.bad($0) } : taken
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Line {
    let text: String
    let isBad: Bool
  }

  private static func columns(_ scene: Scene, _ style: Style) -> [String] {
    let stack =
      [Line(text: "stack, highest first", isBad: false)]
      + scene.stack.map { row in
        Line(
          text: cells(row, label: row.label, width: stackWidth - 1, hardware: ""),
          isBad: row.isBad)
      }
    var tables: [Line] = [Line(text: "tables, from the top to the page", isBad: false)]
    for (depth, column) in scene.columns.enumerated() {
      let indent = String(repeating: " ", count: depth)
      for table in column.tables {
        tables.append(
          Line(
            text: "\(indent)\(table.kind) at \(table.base.hexadecimal)"
              .shortened(to: width - stackWidth - 2),
            isBad: false))
        for row in table.rows {
          tables.append(
            Line(
              text: indent + " "
                + cells(
                  row, label: "[\(row.label)]", width: width - stackWidth - 3 - indent.count,
                  hardware: row.isOnHardwarePath ? " H" : ""), isBad: row.isBad))
        }
      }
    }
    return (0..<max(stack.count, tables.count)).map { line in
      let left = line < stack.count ? stack[line] : Line(text: "", isBad: false)
      let right = line < tables.count ? tables[line] : Line(text: "", isBad: false)
      let gap = String(repeating: " ", count: max(0, stackWidth - left.text.count))
      let text = trimmed(left.text + gap + "| " + right.text)
      return left.isBad || right.isBad ? style.bad(text) : text
    }
  }

  private static func cells(
    _ row: Scene.Row, label: String, width: Int, hardware: String
  ) -> String {
    var steps = row.steps.prefix(4).map { row.badStep == $0 ? "!\($0)!" : "(\($0))" }.joined()
    if row.steps.count > 4 { steps += "…" }
    let value = row.isFree ? "any" : row.value?.hexadecimal ?? "undefined"
    let space = width - label.count - steps.count - hardware.count - 2
    return trimmed("\(label) \(value.shortened(to: max(5, space))) \(steps)\(hardware)")
  }

  private static func hops(_ scene: Scene) -> String {
    scene.hops.map { hop in
      hop.isBad ? "!\(hop.step)! \(hop.words)" : "(\(hop.step)) \(hop.words)"
    }.joined(separator: ", ")
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  private static func wrap(_ text: String, indent: String) -> [String] {
    TextWrap.lines(text, width: width, indent: indent)
  }
}
