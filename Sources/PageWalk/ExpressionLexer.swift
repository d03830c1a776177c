/// Splits expression text into tokens.
struct ExpressionLexer {
  enum Token: Sendable, Hashable {
    case number(UInt64)
    case identifier(String)
    case symbol(String)
    case end
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The tokens with their byte offsets, ending in `.end`.
  static func tokens(of text: String) throws(ExpressionError) -> [(token: Token, offset: Int)] {
    var lexer = ExpressionLexer(text)
    var tokens: [(Token, Int)] = []
    while true {
      let next = try lexer.next()
      tokens.append(next)
      if next.0 == .end { return tokens }
    }
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  private mutating func skipBlanks() throws(ExpressionError) {
    while let byte = peek() {
      if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        let start = position
        position += 2
        while !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
          guard peek() != nil else {
            throw ExpressionError("this comment does not end; close it with */", at: start)
          }
          position += 1
        }
        position += 2
      } else if byte == 0x20 || (0x09...0x0d).contains(byte) {
        position += 1
      } else {
        return
      }
    }
  }

  private static func isIdentifier(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static let symbols = [
    "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "<", ">", "&", "|", "^", "+", "-", "*", "/",
    "%", "~", "!", "?", ":", ",", ";", "=", "(", ")",
  ].map { ($0, Array($0.utf8)) }

  private mutating func next() throws(ExpressionError) -> (Token, Int) {
    try skipBlanks()
    let start = position
    guard let byte = peek() else { return (.end, start) }
    if Self.isIdentifier(byte) {
      while let byte = peek(), Self.isIdentifier(byte) { position += 1 }
      let word = String(decoding: bytes[start..<position], as: UTF8.self)
      let isNumber = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      return (isNumber ? .number(try Self.number(word, at: start)) : .identifier(word), start)
    }
    for (text, symbol) in Self.symbols where bytes[start...].starts(with: symbol) {
      position += symbol.count
      return (.symbol(text), start)
    }
    let shown = (0x21...0x7e).contains(byte) ? "'\(Character(UnicodeScalar(byte)))'" : "this byte"
    throw ExpressionError("\(shown) is not part of the expression language", at: start)
  }

  /// C's decimal and hexadecimal literals, with the suffixes U, L and LL in any case.
  private static func number(_ word: String, at offset: Int) throws(ExpressionError) -> UInt64 {
    var digits = Substring(word.lowercased())
    let hexadecimal = digits.hasPrefix("0x")
    while let last = digits.last, last == "u" || last == "l" { digits.removeLast() }
    if hexadecimal { digits.removeFirst(2) }
    if !hexadecimal, digits.count > 1, digits.first == "0" {
      throw ExpressionError(
        "'\(word)' would be octal in C; write it in decimal or hexadecimal", at: offset)
    }
    guard let value = UInt64(digits, radix: hexadecimal ? 16 : 10) else {
      throw ExpressionError(
        "'\(word)' is not a number of at most 64 bits; write decimal or 0x… digits", at: offset)
    }
    return value
  }
}
