import Foundation

/// Lines of words.
public enum TextWrap {
  /// The columns of a line: 80, or what the terminal has of 60 to 120.
  public static let width: Int = {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
      size.ws_col > 0
    else { return 80 }
    return min(max(Int(size.ws_col), 60), 120)
  }()

  /// `text` in lines of at most `width` columns, all but the first behind `indent`. A word that is
  /// longer than a line is broken.
  public static func lines(_ text: String, width: Int, indent: String = "") -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var word = String(word)
      if line.isEmpty, lines.isEmpty {
        line = word
      } else if line.count + 1 + word.count <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = indent + word
      }
      while line.count > width {
        lines.append(String(line.prefix(width)))
        word = String(line.dropFirst(width))
        line = indent + word
      }
    }
    return lines + [line]
  }
}
