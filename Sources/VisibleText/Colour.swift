/// A colour of text on a terminal.
///
/// In a text it is a character of private use, which `VisibleText` lets nobody else bring in; only what
/// writes to a terminal turns it into an escape sequence.
public enum Colour: String, CaseIterable, Sendable {
  case red = "\u{10FF00}"
  case green = "\u{10FF01}"
  case yellow = "\u{10FF02}"

  private static let end = "\u{10FF03}"

  /// `text` in this colour.
  public func paint(_ text: String) -> String { rawValue + VisibleText.of(text) + Self.end }

  private var sequence: String {
    switch self {
    case .red: return "\u{1b}[31m"
    case .green: return "\u{1b}[32m"
    case .yellow: return "\u{1b}[33m"
    }
  }

  /// A text with colours as a terminal takes it.
  public static func onTerminal(_ text: String) -> String {
    var shown = ""
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let mark = String(scalar)
      let sequence = mark == end ? "\u{1b}[0m" : Colour(rawValue: mark)?.sequence
      guard let sequence else {
        plain.append(scalar)
        continue
      }
      shown += VisibleText.of(String(plain)) + sequence
      plain = String.UnicodeScalarView()
    }
    return shown + VisibleText.of(String(plain))
  }
}
