extension Expression {
  /// C text with no more parentheses than it needs, which the parser reads back as the same value.
  ///
  /// - Parameter word: width of an address in bits; powers of two are written as shifts where
  ///   that fits.
  public func text(word: Int) -> String { text(word: word, above: -1, isBlock: true) }

  /// The text as a part of an operation of precedence `above`; a block may begin with a local.
  private func text(word: Int, above: Int, isBlock: Bool = false) -> String {
    func enclosed(_ text: String, _ precedence: Int) -> String {
      precedence <= above ? "(\(text))" : text
    }
    let unary = 20
    switch kind {
    case .literal(let value): return Self.number(value, word: word, above: above)
    case .name(let name): return name
    case .addressOf(let name): return "&\(name)"
    case .read(let pointer, let once):
      let place = "*" + pointer.text(word: word, above: unary)
      return once ? "READ_ONCE(\(place))" : enclosed(place, unary)
    case .unary(let sign, let operand):
      return enclosed(sign.rawValue + operand.text(word: word, above: unary), unary)
    case .binary(let sign, let left, let right):
      let precedence = sign.precedence
      func operand(_ part: Expression, above: Int) -> String {
        let text = part.text(word: word, above: above)
        // Where C's compilers warn of missing parentheses.
        guard sign.isOfBits, case .binary(let inner, _, _) = part.kind, inner != sign,
          inner.precedence > above
        else { return text }
        return "(\(text))"
      }
      let first = operand(left, above: precedence - 1)
      let second = operand(right, above: precedence)
      return enclosed("\(first) \(sign.rawValue) \(second)", precedence)
    case .conditional(let condition, let then, let otherwise):
      let text =
        "\(condition.text(word: word, above: 0)) ? \(then.text(word: word, above: 0))"
        + " : \(otherwise.text(word: word, above: -1))"
      return enclosed(text, 0)
    case .call(let name, let arguments):
      return "\(name)(\(arguments.map { $0.text(word: word, above: -1) }.joined(separator: ", ")))"
    case .local(let name, let value, let body):
      let text = "\(name) = \(value.text(word: word, above: 0)); \(body.text(word: word))"
      return isBlock ? text : "(\(text))"
    }
  }

  private static func number(_ value: UInt64, word: Int, above: Int) -> String {
    if value < 4096 { return "\(value)" }
    if word == 64, value.nonzeroBitCount == 1 {
      let text = "1 << \(value.trailingZeroBitCount)"
      return above >= 8 || above > 3 ? "(\(text))" : text
    }
    if word == 64, ~value < 1 << 32 { return "~0x" + String(~value, radix: 16) }
    return "0x" + String(value, radix: 16)
  }
}

extension BinaryOperator {
  /// Shifts and the operations on single bits.
  fileprivate var isOfBits: Bool {
    [.shiftLeft, .shiftRight, .and, .or, .exclusiveOr].contains(self)
  }
}
