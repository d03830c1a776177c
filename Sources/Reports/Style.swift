import VisibleText

/// Whether text is coloured.
public struct Style: Sendable {
  private let colours: Bool

  /// Coloured or plain text.
  public init(colours: Bool) { self.colours = colours }

  private func paint(_ text: String, _ colour: Colour) -> String {
    colours ? colour.paint(text) : text
  }

  public func good(_ text: String) -> String { paint(text, .green) }
  public func bad(_ text: String) -> String { paint(text, .red) }
  public func doubtful(_ text: String) -> String { paint(text, .yellow) }
}
