/// Text from outside as it may be shown: titles, names in code, names of files, words of other programs.
///
/// A terminal obeys control characters, an editor or a browser those that turn the order of letters around,
/// and a runner of CI the lines that begin with `::` and `##[` or `##word[` anywhere. They are shown by their number instead. Text is
/// looked at scalar by scalar: to `Character`, CR LF is one, and a letter with what joins it another one.
public enum VisibleText {
  /// `text` with each character that is not seen, but for ends of lines and tabulators, as `\u001b`,
  /// which is the character to a reader of JSON. The end of a line behind CR is none of ours, and is
  /// shown, too.
  ///
  /// - Parameter hasCommands: whether there may be what CI takes for commands.
  public static func of(_ text: String, hasCommands: Bool = false) -> String {
    var visible = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    // Whether the line has had nothing but spaces, and then perhaps one colon.
    var (isBeginning, hasColon) = (true, false)
    // How many marks of number stand before this, and the letters behind them.
    var marks = 0
    for scalar in text.unicodeScalars {
      defer { last = scalar }
      if isUnseen(scalar) || scalar == "\n" && last == "\r" {
        append(scalar, to: &visible)
        continue
      }
      if hasColon, scalar == ":", !hasCommands {
        visible.removeLast()
        append(":", to: &visible)
      }
      if scalar == "[", marks >= 2, !hasCommands {
        append(scalar, to: &visible)
        continue
      }
      let isLetter = scalar.isASCII && scalar.properties.isAlphabetic
      marks = scalar == "#" ? marks + 1 : marks >= 2 && isLetter ? marks : 0
      hasColon = isBeginning && scalar == ":"
      isBeginning = scalar == "\n" || isBeginning && (scalar == " " || scalar == "\t")
      visible.append(scalar)
    }
    return String(visible)
  }

  /// `text` on one line: ends of lines are shown, too.
  public static func line(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" { append(scalar, to: &line) } else { line.append(scalar) }
    }
    return of(String(line))
  }

  private static func append(_ scalar: Unicode.Scalar, to visible: inout String.UnicodeScalarView) {
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16)
      visible.append(
        contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
          .unicodeScalars)
    }
  }

  /// Whether a character is obeyed and not seen.
  public static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7f).contains(scalar.value) { return false }
    switch scalar.properties.generalCategory {
    case .control: return scalar != "\n" && scalar != "\t"
    case .format, .lineSeparator, .paragraphSeparator: return true
    // Some of these mark the colours of a terminal.
    case .privateUse: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint || scalar.value == 0x2800
    }
  }
}

extension String {
  /// The text with scalars replaced wherever they stand, also where what follows joins them to a
  /// `Character`.
  public func replacing(scalars replacements: [Unicode.Scalar: String]) -> String {
    var result = ""
    for scalar in unicodeScalars {
      if let replacement = replacements[scalar] {
        result += replacement
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// As text in XML or HTML; what such a file may not have at all is made visible.
  public var escapedForXML: String {
    VisibleText.of(self, hasCommands: true).replacing(scalars: [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
    ])
  }
}
