/// C as tokens, so that an anchor does not depend on how lines are broken or commented.

/// A token of C, or of an anchor.
struct Token {
  let text: Substring
  /// Whether it stands on a line of the preprocessor.
  let isDirective: Bool

  var start: String.Index { text.startIndex }
  var end: String.Index { text.endIndex }
}

/// Source text that is edited, in which what was put is marked until the end.
struct CText {
  private(set) var text: String

  /// What is put stands between these; they pass for blanks.
  private static let opening: Character = "\u{E000}"
  private static let closing: Character = "\u{E001}"

  init(_ text: String) { self.text = text }

  /// The text without marks, and the numbers of the lines that hold what was put.
  var finished: (text: String, lines: Set<Int>) {
    var result = ""
    var lines = Set<Int>()
    var line = 1
    var depth = 0
    for character in text {
      switch character {
      case Self.opening: depth += 1
      case Self.closing: depth -= 1
      default:
        result.append(character)
        if character == "\n" { line += 1 }
        if depth == 0 { continue }
      }
      lines.insert(line)
    }
    return (result, lines)
  }

  /// Takes what was put so far for the file's own.
  mutating func forget() { text = finished.text }

  /// Replaces a part of the text by code of ours.
  mutating func replace(_ range: Range<String.Index>, by code: String) {
    text.replaceSubrange(range, with: "\(Self.opening)\(code)\(Self.closing)")
  }

  /// Replaces a part of the text by what counts as the file's own.
  mutating func replace(_ range: Range<String.Index>, quietly code: String) {
    text.replaceSubrange(range, with: code)
  }

  /// The line of a place in the text.
  func line(of place: String.Index) -> Int {
    text[..<place].reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
  }

  var tokens: [Token] { Self.tokens(of: text) }

  static func tokens(of text: String) -> [Token] {
    var result: [Token] = []
    var place = text.startIndex
    var isDirective = false
    var isLineStart = true
    func follows(_ pattern: String) -> Bool { text[place...].hasPrefix(pattern) }
    func skip(while condition: (Character) -> Bool) {
      while place < text.endIndex, condition(text[place]) { place = text.index(after: place) }
    }
    while place < text.endIndex {
      let character = text[place]
      if character == "\n" {
        isDirective = false
        isLineStart = true
        place = text.index(after: place)
      } else if follows("\\\n") {
        place = text.index(place, offsetBy: 2)
      } else if character.isWhitespace || character == opening || character == closing {
        place = text.index(after: place)
      } else if follows("/*") {
        place = text.range(of: "*/", in: place)?.upperBound ?? text.endIndex
      } else if follows("//") {
        skip { $0 != "\n" }
      } else {
        let start = place
        if character == "#" && isLineStart { isDirective = true }
        isLineStart = false
        if character.isLetter || character.isNumber || character == "_" {
          skip { $0.isLetter || $0.isNumber || $0 == "_" }
        } else if character == "\"" || character == "'" {
          repeat {
            place = text.index(place, offsetBy: text[place] == "\\" ? 2 : 1)
          } while place < text.endIndex && text[place] != character
          if place < text.endIndex { place = text.index(after: place) }
        } else {
          place = text.index(place, offsetBy: follows("...") ? 3 : 1)
        }
        result.append(Token(text: text[start..<place], isDirective: isDirective))
      }
    }
    return result
  }
}

extension String {
  /// The first place of a pattern from `start` on.
  fileprivate func range(of pattern: String, in start: Index) -> Range<Index>? {
    self[start...].firstRange(of: pattern)
  }
}

/// Tokens to be found in C; `...` stands for the fewest in which brackets are balanced.
struct Anchor {
  let description: String
  private let pattern: [Substring]

  init(_ text: String) {
    description = text
    pattern = CText.tokens(of: text).map(\.text)
  }

  struct Match {
    /// The first token's number, and that behind the last one.
    let tokens: Range<Int>
    /// What each `...` stood for.
    let captures: [Range<Int>]
  }

  /// Every place where the anchor is found among these tokens.
  func matches(_ tokens: [Token], in range: Range<Int>) -> [Match] {
    range.compactMap { start in
      guard pattern.first != "...", pattern.first == tokens[start].text else { return nil }
      return match(0, start, tokens, range.upperBound, [])
        .map { Match(tokens: start..<$0.end, captures: $0.captures) }
    }
  }

  private func match(
    _ part: Int, _ place: Int, _ tokens: [Token], _ limit: Int, _ captures: [Range<Int>]
  ) -> (end: Int, captures: [Range<Int>])? {
    guard part < pattern.count else { return (place, captures) }
    guard pattern[part] == "..." else {
      guard place < limit, tokens[place].text == pattern[part] else { return nil }
      return match(part + 1, place + 1, tokens, limit, captures)
    }
    var depth = 0
    for end in place..<limit {
      if depth == 0, let found = match(part + 1, end, tokens, limit, captures + [place..<end]) {
        return found
      }
      depth += Brackets.step(tokens[end])
      if depth < 0 { return nil }
    }
    return nil
  }
}

enum Brackets {
  static func step(_ token: Token) -> Int {
    switch token.text {
    case "(", "[", "{": 1
    case ")", "]", "}": -1
    default: 0
    }
  }

  /// The number behind the bracket that closes the one at `start`.
  static func end(of start: Int, _ tokens: [Token]) -> Int? {
    var depth = 0
    for place in start..<tokens.count where !tokens[place].isDirective {
      depth += step(tokens[place])
      if depth == 0 { return place + 1 }
    }
    return nil
  }
}

/// The definition of a function, by the numbers of its tokens.
struct Definition {
  /// From its return type to its last brace.
  let whole: Range<Int>
  /// From its name on.
  let named: Range<Int>
  /// Inside of its braces.
  let body: Range<Int>

  static func all(named name: String, _ tokens: [Token]) -> [Definition] {
    tokens.indices.compactMap { place in
      guard tokens[place].text == name, !tokens[place].isDirective, place + 1 < tokens.count,
        tokens[place + 1].text == "(", let open = Brackets.end(of: place + 1, tokens),
        open < tokens.count, tokens[open].text == "{", let end = Brackets.end(of: open, tokens)
      else { return nil }
      var start = place
      while start > 0, !tokens[start - 1].isDirective,
        tokens[start - 1].text != ";", tokens[start - 1].text != "}"
      { start -= 1 }
      return Definition(whole: start..<end, named: place..<end, body: open + 1..<end - 1)
    }
  }
}
