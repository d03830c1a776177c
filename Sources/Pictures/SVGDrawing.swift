import Foundation
import Reports

/// A scene as SVG: the stack, the tables from the top to the page, and the page that comes out.
///
/// It adapts to a dark background by itself. Values that do not matter are drawn as `any`.
public enum SVGDrawing {
  private static let width = 1200.0
  private static let margin = 24.0
  private static let gap = 58.0
  private static let rowHeight = 24.0
  private static let titleHeight = 20.0
  private static let letter = 6.7

  private struct Box {
    let x: Double
    let y: Double
    let width: Double
    /// What its badge takes to the left of it; arrows keep clear of that.
    var badge = 0.0
    /// Where an arrow from the left ends.
    var left: Double { x - badge }
    var middle: Double { y + rowHeight / 2 }
  }

  /// The picture, a complete SVG file.
  ///
  /// - Parameter isTitled: whether it tells what is shown, and what the colours mean.
  public static func svg(_ scene: Scene, isTitled: Bool = true) -> String {
    var drawing = Canvas()
    let columns = scene.columns.filter { !$0.tables.isEmpty }
    let count = Double(columns.count + 2)
    let columnWidth = min(
      190, (width - 2 * margin - gap / 2 - (count - 1) * gap) / count)
    func x(_ column: Int) -> Double { margin + Double(column) * (columnWidth + gap) + gap / 2 }
    var y = isTitled ? margin + 14 : 0
    if isTitled { drawTitle(scene, &y, &drawing) }
    let top = y + 16
    var places: [UInt64: Box] = [:]
    var bottom = top
    // The stack.
    drawing.text(x(0), top, "local copies on the stack", "head")
    var rowY = top + titleHeight
    for row in scene.stack {
      let box = Box(x: x(0), y: rowY, width: columnWidth, badge: badge(of: row))
      places[row.address] = box
      draw(row, box, &drawing)
      rowY += rowHeight
    }
    bottom = max(bottom, rowY)
    // The tables.
    for (position, column) in columns.enumerated() {
      let left = x(position + 1)
      drawing.text(left, top, column.kind, "head")
      var rowY = top + titleHeight
      for table in column.tables {
        drawing.text(left, rowY + 11, "at \(table.base.hexadecimal)", "small")
        rowY += 16
        for row in table.rows {
          let box = Box(x: left, y: rowY, width: columnWidth, badge: badge(of: row))
          places[row.address] = box
          draw(row, box, &drawing)
          rowY += rowHeight
        }
        rowY += 14
      }
      bottom = max(bottom, rowY)
    }
    // What comes out.
    let last = x(columns.count + 1)
    drawing.text(last, top, "page of \(scene.wrongAddr.hexadecimal)", "head")
    let hardwareBox = Box(x: last, y: top + titleHeight, width: columnWidth)
    let walkBox = Box(x: last, y: top + titleHeight + 2 * rowHeight, width: columnWidth)
    drawing.row(hardwareBox, "row hardware")
    drawing.text(
      hardwareBox.x + 6, hardwareBox.y + 16,
      "hardware \(scene.hardwarePage?.hexadecimal ?? "none")", "value")
    if let after = scene.hardwareAfter {
      drawing.text(
        hardwareBox.x + 6, hardwareBox.y + rowHeight + 15, "after the writes \(after)", "small")
    }
    drawing.row(walkBox, scene.isWalkWrong ? "row wrong" : "row")
    drawing.text(
      walkBox.x + 6, walkBox.y + 16,
      "walk \(scene.walkPage?.hexadecimal ?? scene.outcome.rawValue)", "value")
    bottom = max(bottom, walkBox.y + rowHeight)
    var lanes = Lanes(top: bottom + 14)
    drawArrows(scene, places, hardwareBox, walkBox, &lanes, &drawing)
    bottom = lanes.bottom
    if isTitled { drawLegend(&bottom, &drawing) }
    return drawing.file(width: width, height: bottom + margin)
  }

  private static func drawTitle(_ scene: Scene, _ y: inout Double, _ drawing: inout Canvas) {
    drawing.text(margin, y, scene.title, "title")
    y += 22
    for line in TextWrap.lines(scene.about, width: 150) {
      drawing.text(margin, y, line, "plain")
      y += 17
    }
    drawing.text(
      margin, y,
      "range [\(scene.range.addr.hexadecimal), \(scene.range.end.hexadecimal)), outcome:"
        + " \(scene.outcome.rawValue)", "plain")
    y += 20
    for line in TextWrap.lines(
      scene.fault.map { "WRONG: \($0)" } ?? "nothing goes wrong", width: 140)
    {
      drawing.text(margin, y, line, scene.fault == nil ? "good" : "bad")
      y += 18
    }
    for line in scene.writes {
      drawing.text(margin, y, line, "plain")
      y += 17
    }
  }

  private static func drawLegend(_ bottom: inout Double, _ drawing: inout Canvas) {
    bottom += 22
    for (style, text) in [
      ("walk", "the walk's cursor, where it came from; numbers are the trace's steps"),
      ("bad", "the step of the cursor that goes wrong, and a wrong page"),
      ("hard", "the way of the hardware"),
    ] {
      drawing.line(margin, bottom - 4, margin + 34, bottom - 4, style)
      drawing.text(margin + 44, bottom, text, "small")
      bottom += 16
    }
    drawing.text(
      margin + 44, bottom, "any: the walk comes to the same whatever the entry holds", "small")
  }

  /// Where arrows run that pass columns.
  private struct Lanes {
    let top: Double
    private var count = 0

    init(top: Double) { self.top = top }

    var bottom: Double { count == 0 ? top - 14 : top + Double(count - 1) * 7 }

    /// A lane, and how far its ends keep from those of others.
    mutating func next() -> (y: Double, shift: Double) {
      defer { count += 1 }
      return (top + Double(count) * 7, Double(count % 6) * 4)
    }
  }

  private static func draw(_ row: Scene.Row, _ box: Box, _ drawing: inout Canvas) {
    let style =
      row.isBad
      ? "row wrong" : row.isOnHardwarePath ? "row hardware" : row.isFree ? "row free" : "row"
    drawing.row(box, style)
    drawing.text(box.x + 6, box.y + 16, row.label, "index")
    let space = Int(box.width / letter) - row.label.count - 3
    let value = row.isFree ? "any" : row.value?.hexadecimal ?? "undefined"
    let shown = value.shortened(to: max(6, space))
    drawing.text(
      box.x + box.width - 6, box.y + 16, shown, "value end",
      tip: shown == value ? nil : value)
    guard !row.steps.isEmpty else { return }
    let steps = steps(of: row)
    let pill = badge(of: row) - 2
    drawing.cell(
      box.x - pill - 2, box.y + 4, pill, rowHeight - 8, row.isBad ? "pill wrong" : "pill", round: 8)
    drawing.text(box.x - pill / 2 - 2, box.y + 15.5, steps, "step")
  }

  private static func badge(of row: Scene.Row) -> Double {
    row.steps.isEmpty ? 0 : Double(steps(of: row).count) * 6 + 12
  }

  /// The steps that read a row, as far as there is room; the one that goes wrong is among them.
  private static func steps(of row: Scene.Row) -> String {
    let first = row.badStep ?? row.steps[0]
    let others = row.steps.filter { $0 != first }
    guard let other = others.first else { return "\(first)" }
    let pair = [min(first, other), max(first, other)].map(String.init).joined(separator: ",")
    return others.count > 1 ? pair + "…" : pair
  }

  private static func drawArrows(
    _ scene: Scene, _ places: [UInt64: Box], _ hardwarePage: Box, _ walkPage: Box,
    _ lanes: inout Lanes, _ drawing: inout Canvas
  ) {
    let rows = scene.columns.flatMap(\.tables).flatMap { table in
      table.rows.map { (table.base, $0) }
    }
    var path = scene.hardwarePath.compactMap { entry in
      rows.first { $0.0 == entry.base && $0.1.label == "\(entry.index)" }
        .flatMap { places[$0.1.address] }
    }
    if scene.hardwarePage != nil { path.append(hardwarePage) }
    for (from, to) in zip(path, path.dropFirst()) {
      drawing.arrow(from, to, "hard", bow: -10, &lanes)
    }
    for hop in scene.hops {
      guard let box = places[hop.address],
        let from = hop.origin.flatMap({ places[scene.hops[$0].address] }),
        from.x != box.x || from.y != box.y
      else { continue }
      drawing.arrow(from, box, hop.isBad ? "bad" : "walk", bow: 10, &lanes)
    }
    if scene.walkPage != nil, let last = scene.hops.last.flatMap({ places[$0.address] }) {
      drawing.arrow(last, walkPage, scene.isWalkWrong ? "bad" : "walk", bow: 10, &lanes)
    }
  }

  /// Elements of an SVG file.
  private struct Canvas {
    private var elements: [String] = []
    private var rowWidth: Double?

    private static let style = """
      svg { background: #fff; color-scheme: light dark; }
      text { font: 13px ui-sans-serif, system-ui, "DejaVu Sans", sans-serif; fill: #1b1f24; }
      .title { font-size: 17px; font-weight: 600; } .head { font-weight: 600; }
      .small { font-size: 11px; fill: #57606a; } .step { font-size: 10px; text-anchor: middle; }
      .index, .value { font: 11px ui-monospace, "DejaVu Sans Mono", monospace; }
      .index { fill: #57606a; } .end { text-anchor: end; }
      text.bad { fill: #b3000c; font-weight: 600; } text.good { fill: #116329; }
      .row { fill: #f6f8fa; stroke: #8c959f; } .hardware { stroke: #1a7f37; stroke-width: 2; }
      .wrong { fill: #ffebe9; stroke: #cf222e; stroke-width: 2; }
      .free { fill: none; stroke-dasharray: 3 3; }
      .pill { fill: #ddf4ff; stroke: #0969da; } .pill.wrong { fill: #ffcecb; stroke: #cf222e; }
      path { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
      .walk { stroke: #0969da; } path.bad, line.bad { stroke: #cf222e; stroke-width: 2.4; }
      .hard { stroke: #1a7f37; stroke-dasharray: 6 4; }
      @media (prefers-color-scheme: dark) {
        svg { background: #0d1117; } text { fill: #e6edf3; } .small, .index { fill: #9198a1; }
        .row { fill: #161b22; stroke: #6e7681; } .hardware { stroke: #3fb950; }
        .wrong { fill: #3d1214; stroke: #ff7b72; } .free { fill: none; }
        .pill { fill: #0c2d4d; stroke: #58a6ff; } .pill.wrong { fill: #5c1a1b; }
        text.bad { fill: #ff7b72; } text.good { fill: #3fb950; } .walk { stroke: #58a6ff; }
        path.bad, line.bad { stroke: #ff7b72; } .hard { stroke: #3fb950; }
      }
      """

    mutating func text(
      _ x: Double, _ y: Double, _ text: String, _ style: String, tip: String? = nil
    ) {
      let title = tip.map { "<title>\($0.escapedForXML)</title>" } ?? ""
      elements.append(
        "<text x=\"\(number(x))\" y=\"\(number(y))\" class=\"\(Self.short(style))\">\(title)"
          + "\(text.escapedForXML)</text>")
    }

    /// The background of a row of the picture's width for them.
    mutating func row(_ box: Box, _ style: String) {
      if rowWidth == nil { rowWidth = box.width }
      guard rowWidth == box.width else {
        return cell(box.x, box.y, box.width, rowHeight, style)
      }
      elements.append(
        "<use href=\"#r\" x=\"\(number(box.x))\" y=\"\(number(box.y))\" class=\"\(Self.short(style))\"/>"
      )
    }

    mutating func cell(
      _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String,
      round: Double = 0
    ) {
      elements.append(
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\""
          + " height=\"\(number(height))\"\(round == 0 ? "" : " rx=\"\(number(round))\"") class=\"\(Self.short(style))\"/>"
      )
    }

    mutating func line(_ x: Double, _ y: Double, _ toX: Double, _ toY: Double, _ style: String) {
      elements.append(
        "<line x1=\"\(number(x))\" y1=\"\(number(y))\" x2=\"\(number(toX))\""
          + " y2=\"\(number(toY))\" class=\"\(style)\" stroke-width=\"2\"/>")
    }

    /// An arrow from a row to another: straight to the next column, and to any other column in a
    /// lane below everything.
    mutating func arrow(
      _ from: Box, _ to: Box, _ style: String, bow: Double, _ lanes: inout Lanes
    ) {
      let isNext = to.x > from.x && to.x - from.x < from.width + gap * 1.5
      let path: String
      if isNext || to.x == from.x {
        let startX = from.x + from.width
        let endX = isNext ? to.left - 2 : to.x + to.width + 2
        let (startY, endY) = (from.middle + bow / 4, to.middle + bow / 4)
        let reach = isNext ? max(20, (endX - startX) / 2) : 34
        path =
          "M\(number(startX)) \(number(startY)) C\(number(startX + reach)) \(number(startY + bow))"
          + " \(number(isNext ? endX - reach : endX + reach)) \(number(endY + bow))"
          + " \(number(endX)) \(number(endY))"
      } else {
        let (lane, shift) = lanes.next()
        let goesRight = to.x > from.x
        let startX = goesRight ? from.x + from.width : from.left
        let down = startX + (goesRight ? 8 + shift : -8 - shift)
        let endX = goesRight ? to.left - 2 : to.x + to.width + 2
        let up = goesRight ? to.left - 12 - shift : to.x + to.width + 12 + shift
        path =
          "M\(number(startX)) \(number(from.middle + 5)) H\(number(down)) V\(number(lane))"
          + " H\(number(up)) V\(number(to.middle - 4)) H\(number(endX))"
      }
      elements.append("<path d=\"\(path)\" class=\"\(style)\" marker-end=\"url(#\(style)-head)\"/>")
    }

    private func number(_ value: Double) -> String { "\(Int(value.rounded()))" }

    /// A style sheet without what is there for the reader of this file.
    private static func compact(_ style: String) -> String {
      var text = style.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
      for (long, short) in [
        (" { ", "{"), (": ", ":"), ("; }", "}"), ("; ", ";"), (" }", "}"), ("} ", "}"),
      ] {
        text = text.replacing(long, with: short)
      }
      for (long, short) in names {
        text = text.replacing(".\(long)", with: ".\(short)")
      }
      return text
    }

    /// Short names for the classes that stand in every row.
    private static let names = [
      ("hardware", "h"), ("value", "v"), ("index", "i"), ("small", "m"), ("wrong", "w"),
      ("step", "s"), ("pill", "p"), ("free", "f"), ("head", "t"), ("row", "r"), ("end", "e"),
    ]

    private static func short(_ classes: String) -> String {
      classes.split(separator: " ").map { name in
        names.first { $0.0 == name }?.1 ?? String(name)
      }.joined(separator: " ")
    }

    func file(width: Double, height: Double) -> String {
      let used = ["walk", "bad", "hard"].filter { style in
        elements.contains { $0.contains("#\(style)-head") }
      }
      let heads = used.map {
        "<marker id=\"\($0)-head\" refX=\"7\" refY=\"4\" markerWidth=\"8\""
          + " markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8\""
          + " class=\"\($0)\" style=\"stroke-dasharray:none\"/></marker>"
      }
      let row =
        rowWidth.map {
          "<rect id=\"r\" width=\"\(number($0))\" height=\"\(number(rowHeight))\"/>"
        } ?? ""
      return """
        <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="\(number(height))" \
        viewBox="0 0 \(number(width)) \(number(height))">
        <style>
        \(Self.compact(Self.style))
        </style>
        <defs>\(heads.joined())\(row)</defs>
        \(elements.joined(separator: "\n"))
        </svg>

        """
    }
  }
}

extension String {
  /// The text with its middle left out where it is longer than `length`.
  func shortened(to length: Int) -> String {
    guard count > length else { return self }
    let head = (length - 1) / 2
    return prefix(head) + "…" + suffix(length - 1 - head)
  }
}
