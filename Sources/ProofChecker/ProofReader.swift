/// The steps of a proof in DRAT's text form: the literals of a clause and a 0, behind a `d` where it is
/// taken out.
struct ProofReader {
  /// The longest clause that is read.
  private let maximumLength = 1 << 20
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next step; nil at the end.
  mutating func next() throws(ProofChecker.Refusal) -> (isDeletion: Bool, clause: [Int32])? {
    skipSpace()
    guard position < bytes.count else { return nil }
    let start = position
    var isDeletion = false
    if bytes[position] == UInt8(ascii: "d") {
      isDeletion = true
      position += 1
    }
    var clause: [Int32] = []
    while true {
      skipSpace()
      guard let literal = number(), clause.count < maximumLength else {
        throw .unreadable(offset: start)
      }
      if literal == 0 { return (isDeletion, clause) }
      clause.append(literal)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): true
    default: false
    }
  }

  private mutating func skipSpace() {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
  }

  /// A number of at most nine digits, behind which there is a space; nil where there is none.
  private mutating func number() -> Int32? {
    var isNegative = false
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") {
      isNegative = true
      position += 1
    }
    var value: Int32 = 0
    var digits = 0
    while position < bytes.count, bytes[position] >= UInt8(ascii: "0"),
      bytes[position] <= UInt8(ascii: "9")
    {
      digits += 1
      guard digits <= 9 else { return nil }
      value = value * 10 + Int32(bytes[position] - UInt8(ascii: "0"))
      position += 1
    }
    // What is cut off is no number.
    guard digits > 0, position < bytes.count, bytes[position] <= UInt8(ascii: " ") else {
      return nil
    }
    return isNegative ? -value : value
  }
}
