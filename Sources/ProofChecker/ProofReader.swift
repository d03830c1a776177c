/// The steps of a proof in DRAT's text form: the literals of a clause and a 0, behind a `d` where it is
/// taken out.
struct ProofReader<Bytes: RandomAccessCollection<UInt8>> {
  /// The longest clause that is read.
  private let maximumLength = 1 << 20
  private let bytes: Bytes
  private var position: Bytes.Index

  init(_ bytes: Bytes) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The next step; nil at the end.
  mutating func next() throws(ProofChecker.Refusal) -> (isDeletion: Bool, clause: [Int32])? {
    skipSpace()
    guard position < bytes.endIndex else { return nil }
    let start = bytes.distance(from: bytes.startIndex, to: position)
    var isDeletion = false
    if bytes[position] == UInt8(ascii: "d") {
      isDeletion = true
      position = bytes.index(after: position)
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

  private mutating func skipSpace() {
    while position < bytes.endIndex,
      [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t")].contains(
        bytes[position])
    {
      position = bytes.index(after: position)
    }
  }

  /// A number of at most nine digits, behind which there is a space; nil where there is none.
  private mutating func number() -> Int32? {
    var isNegative = false
    if position < bytes.endIndex, bytes[position] == UInt8(ascii: "-") {
      isNegative = true
      position = bytes.index(after: position)
    }
    var value: Int32 = 0
    var digits = 0
    while position < bytes.endIndex, bytes[position] >= UInt8(ascii: "0"),
      bytes[position] <= UInt8(ascii: "9")
    {
      digits += 1
      guard digits <= 9 else { return nil }
      value = value * 10 + Int32(bytes[position] - UInt8(ascii: "0"))
      position = bytes.index(after: position)
    }
    // What is cut off is no number.
    guard digits > 0, position < bytes.endIndex, bytes[position] <= UInt8(ascii: " ") else {
      return nil
    }
    return isNegative ? -value : value
  }
}
