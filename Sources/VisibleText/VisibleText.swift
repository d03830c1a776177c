/// Text from outside as it may be shown: titles, names in code, names of files, words of other programs.
///
/// A terminal obeys control characters, an editor or a browser those that turn the order of letters around,
/// and a runner of CI the lines that begin with `::`. They are shown by their number instead. Text is
/// looked at scalar by scalar: to `Character`, CR LF is one, and a letter with what joins it another one.
public enum VisibleText {
  /// `text` with each character that is not seen, but for ends of lines and tabulators, as `\u001b`,
  /// which is the character to a reader of JSON. The end of a line behind CR is none of ours, and is
  /// shown, too.
  ///
  /// - Parameter hasCommands: whether lines may begin with `::`, which CI takes for commands.
  public static func of(_ text: String, hasCommands: Bool = false) -> String {
    var visible = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    // Whether the line has had nothing but spaces, and then perhaps one colon.
    var (isBeginning, hasColon) = (true, false)
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
    // These mark the colours of a terminal.
    case .privateUse: return (0x10FF00...0x10FF0F).contains(scalar.value)
    default: return false
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

  /// As text in XML or HTML; what such a file may not have at all is left out.
  public var escapedForXML: String {
    let kept = unicodeScalars.filter {
      $0 == "\t" || $0 == "\n" || $0.value >= 32 && $0.value != 127
    }
    return String(String.UnicodeScalarView(kept)).replacing(scalars: [
      "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;",
    ])
  }
}
