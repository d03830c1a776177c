import PageWalk

/// A row per configuration, a column per property. The columns' names stand on two lines, every other
/// one lower, so that the table is narrow.
public enum VerdictTable {
  private static let columnWidth = 4

  /// The lines; a label that leaves no room beside it stands on lines of its own.
  public static func lines(
    _ rows: [(label: String, marks: [Mark?])], properties: [Property], style: Style
  ) -> [String] {
    let heading = "configuration"
    let widest = ([heading] + rows.map(\.label)).map(\.count).max() ?? 0
    let room = ProofText.width - properties.count * columnWidth - columnWidth - 2
    let isBeside = widest <= room
    let width = isBeside ? widest : heading.count
    var upper = heading.padded(to: width + 2)
    var lower = String(repeating: " ", count: width + 2)
    for (position, property) in properties.enumerated() {
      let column = width + 2 + position * columnWidth
      if position.isMultiple(of: 2) {
        upper = upper.padded(to: column) + property.shortName
      } else {
        lower = lower.padded(to: column) + property.shortName
      }
    }
    var lines = properties.count > 1 ? [upper, lower] : [upper]
    for (label, marks) in rows {
      if !isBeside { lines += ProofText.wrap(label, first: "", rest: "    ") }
      var line = (isBeside ? label : "").padded(to: width + 2)
      for (position, mark) in marks.enumerated() {
        line += mark?.painted(style) ?? " "
        if position < marks.count - 1 { line += String(repeating: " ", count: columnWidth - 1) }
      }
      lines.append(line)
    }
    return lines
  }
}

extension String {
  /// The text with spaces behind it, up to so many characters.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
