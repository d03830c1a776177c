/// Whether text is coloured.
public struct Style: Sendable {
  private let colours: Bool

  /// Coloured or plain text.
  public init(colours: Bool) { self.colours = colours }

  private func paint(_ text: String, _ code: String) -> String {
    colours ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }

  public func good(_ text: String) -> String { paint(text, "32") }
  public func bad(_ text: String) -> String { paint(text, "31") }
  public func doubtful(_ text: String) -> String { paint(text, "33") }
}
