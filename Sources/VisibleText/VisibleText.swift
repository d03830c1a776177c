/// Text from outside as it may be shown: titles, names in code, names of files, words of other programs.
///
/// A terminal obeys control characters, and an editor or a browser those that turn the order of
/// letters around. They are shown by their number instead.
public enum VisibleText {
  /// `text` with each character that is not seen, but for ends of lines and tabulators, as `\u001b`,
  /// which is the character to a reader of JSON.
  public static func of(_ text: String) -> String {
    guard !text.utf8.allSatisfy(isPlain) else { return text }
    var visible = ""
    for scalar in text.unicodeScalars {
      if isUnseen(scalar) {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          visible += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        visible.unicodeScalars.append(scalar)
      }
    }
    return visible
  }

  /// Whether a character is obeyed and not seen.
  public static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control: return scalar != "\n" && scalar != "\t"
    case .format, .lineSeparator, .paragraphSeparator: return true
    // These mark the colours of a terminal.
    case .privateUse: return (0x10FF00...0x10FF0F).contains(scalar.value)
    default: return false
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7f).contains(byte) || byte == 0x0a || byte == 0x09
  }
}
