/// Lines of words.
public enum TextWrap {
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
