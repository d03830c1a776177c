/// Reads words from a module's text, one after the other.
struct Scanner {
  private let text: [UInt8]
  let file: String
  private(set) var offset: Int
  /// Where the part of the text ends that is read.
  let limit: Int
  private(set) var line: Int

  init(_ text: [UInt8], file: String, from offset: Int, to limit: Int, line: Int) {
    self.text = text
    self.file = file
    self.offset = offset
    self.limit = limit
    self.line = line
  }

  func error(_ message: String) -> IRError { IRError(message, file: file, line: line) }

  var byte: UInt8? { offset < limit ? text[offset] : nil }

  mutating func advance() {
    if offset < limit {
      if text[offset] == UInt8(ascii: "\n") { line += 1 }
      offset += 1
    }
  }

  /// Skips spaces, ends of lines and comments.
  mutating func skipSpace() {
    while let byte {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): advance()
      case UInt8(ascii: ";"): skipLine()
      default: return
      }
    }
  }

  /// Skips spaces, but stays on the line.
  mutating func skipBlanks() {
    while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
  }

  mutating func skipLine() {
    while let byte, byte != UInt8(ascii: "\n") { advance() }
  }

  /// The rest of the line, up to a comment.
  mutating func restOfLine() -> String {
    let start = offset
    skipLine()
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  /// Takes `word` if it comes next.
  mutating func take(_ word: StaticString) -> Bool {
    let start = (offset, line)
    skipSpace()
    guard isNext(word) else {
      // Where a line ends can matter to who asks next.
      (offset, line) = start
      return false
    }
    for _ in 0..<word.utf8CodeUnitCount { advance() }
    return true
  }

  private func isNext(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { bytes in
      guard offset + bytes.count <= limit else { return false }
      for (index, byte) in bytes.enumerated() where text[offset + index] != byte { return false }
      guard let last = bytes.last, Self.isWord(last), offset + bytes.count < limit else {
        return true
      }
      return !Self.isWord(text[offset + bytes.count])
    }
  }

  mutating func expect(_ word: StaticString) throws {
    guard take(word) else { throw error("expected '\(word)', found '\(excerpt)'") }
  }

  /// What stands here, for messages.
  var excerpt: String {
    var end = offset
    while end < limit, end < offset + 24, text[end] != UInt8(ascii: "\n") { end += 1 }
    return end == offset ? "the end" : String(decoding: text[offset..<end], as: UTF8.self)
  }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "$"), UInt8(ascii: "-"):
      return true
    default: return false
    }
  }

  /// Letters, digits and the few signs that names are made of; empty where there are none.
  mutating func word() -> String {
    skipSpace()
    let start = offset
    while let byte, Self.isWord(byte) { advance() }
    return String(decoding: text[start..<offset], as: UTF8.self)
  }

  /// A name behind its `%` or `@`, with quotes or without.
  mutating func name() throws -> String {
    if byte == UInt8(ascii: "\"") { return try string() }
    let name = word()
    guard !name.isEmpty else { throw error("expected a name, found '\(excerpt)'") }
    return name
  }

  /// A string in quotes; `\xx` stands for a byte.
  mutating func string() throws -> String {
    skipSpace()
    guard byte == UInt8(ascii: "\"") else { throw error("expected a string") }
    advance()
    var bytes: [UInt8] = []
    while let byte, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), offset + 2 < limit,
        let value = UInt8(String(decoding: text[offset + 1...offset + 2], as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        advance()
        advance()
      } else {
        bytes.append(byte)
      }
      advance()
    }
    guard byte != nil else { throw error("a string does not end") }
    advance()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A decimal number, as the low 64 bits of what is written.
  mutating func integer() throws -> UInt64? {
    skipSpace()
    let start = (offset, line)
    let isNegative = byte == UInt8(ascii: "-")
    if isNegative { advance() }
    var value: UInt64 = 0
    var digits = 0
    var fits = true
    while let byte, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
      fits = fits && !overflow && !carry
      value = sum
      digits += 1
      advance()
    }
    guard digits > 0 else {
      (offset, line) = start
      return nil
    }
    guard fits else { throw error("a number does not fit into 64 bits") }
    return isNegative ? 0 &- value : value
  }

  /// Skips what is in brackets of any kind; they may nest.
  mutating func skipBrackets() throws {
    var depth = 0
    repeat {
      skipSpace()
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"):
        depth += 1
        advance()
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"):
        depth -= 1
        advance()
      case UInt8(ascii: "\""): _ = try string()
      case nil: throw error("a bracket is not closed")
      default: advance()
      }
    } while depth > 0
  }
}
