import PageWalk
import TestModels
import Testing

@Suite struct ExpressionTextTests {
  private func random(_ depth: Int, _ numbers: inout RandomNumbers) -> Expression {
    func inner() -> Expression { random(depth - 1, &numbers) }
    if depth == 0 {
      let isNumber = numbers.next() % 2 == 0
      return Expression(
        isNumber ? .literal(numbers.word(width: 64)) : .name(["x", "y"][Int(numbers.next() % 2)]))
    }
    switch numbers.next() % 5 {
    case 0: return Expression(.unary(UnaryOperator.allCases[Int(numbers.next() % 3)], inner()))
    case 1: return Expression(.conditional(inner(), then: inner(), otherwise: inner()))
    case 2: return Expression(.local("x", value: inner(), body: inner()))
    default:
      let signs = BinaryOperator.allCases
      return Expression(.binary(signs[Int(numbers.next() % UInt64(signs.count))], inner(), inner()))
    }
  }

  /// What is written means what was written: read back, it has the same value everywhere.
  @Test func textIsReadBackWithTheSameValue() throws {
    var numbers = RandomNumbers(seed: 11)
    let architecture = try #require(ShippedModels.library().architectures["s390"])
    let interpreter = Interpreter(
      architecture: architecture, configuration: Configuration([]), helpers: [:], entryWidth: 64)
    for _ in 0..<3000 {
      let expression = random(Int(numbers.next() % 5), &numbers)
      let again = try ExpressionParser.parse(expression.text(word: 64))
      for _ in 0..<4 {
        let names = [
          "x": Binding(Word(numbers.word(width: 64), width: 64)),
          "y": Binding(Word(numbers.word(width: 64), width: 64)),
        ]
        #expect(
          try interpreter.constant(expression, names: names)
            == interpreter.constant(again, names: names), "\(expression)")
      }
    }
  }
}
