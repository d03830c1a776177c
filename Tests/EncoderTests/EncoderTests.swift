import Encoder
import PageWalk
import SMT
import TestModels
import Testing

/// Memory that gives a value to every address, the same for both interpreters.
private struct Hash: ReadableMemory {
  let width: Int

  static func value(_ address: UInt64, _ width: Int) -> UInt64 {
    Word((address &* 0x9e37_79b9_7f4a_7c15) ^ (address >> 7), width: width).bits
  }

  mutating func read(at address: UInt64, once: Bool, by helper: Helper?) -> UInt64 {
    Self.value(address, width)
  }
}

private struct HashTerms: TermReader {
  let word: Int
  let width: Int

  mutating func read(at pointer: Term, once: Bool, under path: [Term]) -> Term {
    // The same function as a term, computed in 64 bits.
    let address = pointer.resized(to: 64)
    let mixed =
      (address * .constant(0x9e37_79b9_7f4a_7c15, width: 64))
      ^ (address >> .constant(7, width: 64))
    return mixed.resized(to: width)
  }
}

/// Compares the encoder with the interpreter, the two definitions of the expression language.
@Suite struct EncoderTests {
  private static let signs = BinaryOperator.allCases

  private func expression(_ depth: Int, _ word: Int, _ numbers: inout RandomNumbers) -> Expression {
    func sub() -> Expression { expression(depth - 1, word, &numbers) }
    if depth == 0 {
      switch numbers.next() % 4 {
      case 0: return Expression(.literal(numbers.word(width: word)))
      case 1: return Expression(.name("entry"))
      case 2: return Expression(.name(["p", "LEVELS", "MASK"][Int(numbers.next() % 3)]))
      default: return Expression(.name("addr"))
      }
    }
    switch numbers.next() % 10 {
    case 0:
      let sign = UnaryOperator.allCases[Int(numbers.next() % 3)]
      return Expression(.unary(sign, sub()))
    case 1: return Expression(.conditional(sub(), then: sub(), otherwise: sub()))
    case 2: return Expression(.read(sub(), once: numbers.next() % 2 == 0))
    case 3: return Expression(.call("twice", [sub(), sub()]))
    case 4:
      let body = Expression(
        .binary(.exclusiveOr, Expression(.name("kept")), sub()))
      return Expression(.local("kept", value: sub(), body: body))
    default:
      let sign = Self.signs[Int(numbers.next() % UInt64(Self.signs.count))]
      return Expression(.binary(sign, sub(), sub()))
    }
  }

  private func architecture(_ word: Int) throws -> Architecture {
    let helpers: Helpers = [
      "twice": Helper(
        name: "twice", parameters: ["one", "other"],
        body: try ExpressionParser.parse("one < other ? one + one : other - (one & MASK)")),
      "MASK": Helper(name: "MASK", parameters: nil, body: try ExpressionParser.parse("~3")),
    ]
    return Architecture(
      name: "test", title: "test", word: word,
      parameters: [
        Parameter(name: "p", about: "", domain: .range(0...7)),
        Parameter(name: "LEVELS", about: "", domain: .numbers([3])),
      ], constraint: nil,
      hardware: Hardware(
        source: "", pageShift: Expression(.literal(2)), entrySize: Expression(.literal(1)),
        reach: Expression(.literal(4)), tables: []),
      revisions: [
        HelperRevision(
          since: try #require(KernelVersion("v5.2")), source: "", helpers: helpers)
      ])
  }

  /// 12,000 random expressions, word widths 8 to 64, entries as wide as the word or wider.
  @Test(arguments: [(8, 8), (8, 16), (16, 16), (32, 32), (32, 64), (64, 64)])
  func encoderAgreesWithTheInterpreter(_ word: Int, _ entryWidth: Int) throws {
    var numbers = RandomNumbers(seed: UInt64(word * 100 + entryWidth))
    let architecture = try architecture(word)
    let release = try #require(KernelVersion("v5.8"))
    let symbolic = Configuration([("p", .range(0...7)), ("LEVELS", .number(3))])
    let helpers = try #require(architecture.helpers(asOf: release, in: symbolic))
    let decisions = DecisionLog()
    var decided = 0
    let encoder = ExpressionEncoder(
      architecture: architecture, configuration: symbolic, helpers: helpers,
      entryWidth: entryWidth, decisions: decisions)
    let solver = try Solver(budget: 20_000_000)
    for round in 0..<2_000 {
      let expression = expression(1 + round % 4, word, &numbers)
      let addr = numbers.word(width: word)
      let entry = numbers.word(width: entryWidth)
      let p = numbers.next() % 8
      let interpreter = Interpreter(
        architecture: architecture,
        configuration: Configuration([("p", .number(p)), ("LEVELS", .number(3))]),
        helpers: helpers, entryWidth: entryWidth)
      var memory = Hash(width: entryWidth)
      let value = try interpreter.evaluate(
        expression,
        names: [
          "addr": Binding(Word(addr, width: word)),
          "entry": Binding(Word(entry, width: entryWidth)),
        ], memory: &memory)
      var reader = HashTerms(word: word, width: entryWidth)
      let term = try encoder.encode(
        expression,
        names: [
          "addr": TermBinding(.variable("addr", width: word)),
          "entry": TermBinding(.variable("entry", width: entryWidth)),
        ], reader: &reader)
      let assignment = Assignment(["addr": addr, "entry": entry, "$p": p])
      try #require(term.width == value.width, "\(expression)")
      try #require(assignment.value(of: term) == value.bits, "\(expression)")
      try #require(assignment.value(of: term.derived) == value.bits, "\(expression)")
      // What was decided by shape holds of what was derived, and is never a matter of course.
      for decision in decisions.take() {
        decided += 1
        let claim = Term.implies(.all(decision.assumptions), decision.goal).derived
        try #require(assignment.value(of: claim) == 1, "\(expression)")
      }
      guard round % 40 == 0 else { continue }
      let pins = [
        Term.equal(.variable("addr", width: word), .constant(addr, width: word)),
        .equal(.variable("entry", width: entryWidth), .constant(entry, width: entryWidth)),
        .equal(ExpressionEncoder.term(ofRange: "p", 0...7, width: word), .constant(p, width: word)),
      ]
      let differs = Term.notEqual(term, .constant(value.bits, width: value.width))
      #expect(try solver.check(pins + [differs], name: "\(expression)") == .unsatisfiable)
    }
    #expect(decided > 50)
  }

  /// A branch that is left out leaves an obligation, once; a literal condition leaves none.
  @Test func decisionsAreRecordedOnce() throws {
    let architecture = try architecture(64)
    let decisions = DecisionLog()
    let encoder = ExpressionEncoder(
      architecture: architecture,
      configuration: Configuration([("p", .number(1)), ("LEVELS", .number(3))]), helpers: [:],
      entryWidth: 64, decisions: decisions)
    let names = ["x": TermBinding(.variable("x", width: 64))]
    var reader = NoReads()
    for text in ["(x & 0) != 0 ? *x : 3", "(x & 0) != 0 ? *x : 3", "(x & 0) && *x"] {
      _ = try encoder.encode(ExpressionParser.parse(text), names: names, reader: &reader)
    }
    let taken = decisions.take()
    #expect(taken.count == 2 && decisions.take().isEmpty)
    for decision in taken {
      #expect(decision.goal.constantValue == 1)
      #expect(Term.variables(in: [decision.goal.derived]).map(\.variableName) == ["x"])
    }
    decisions.record(.yes, is: .yes)
    #expect(decisions.take().isEmpty)
  }

  /// Every operator at the edges of the word.
  @Test(arguments: [8, 32, 64])
  func edges(_ word: Int) throws {
    let architecture = try architecture(word)
    let configuration = Configuration([("p", .number(1)), ("LEVELS", .number(3))])
    let encoder = ExpressionEncoder(
      architecture: architecture, configuration: configuration, helpers: [:], entryWidth: word)
    let interpreter = Interpreter(
      architecture: architecture, configuration: configuration, helpers: [:], entryWidth: word)
    let greatest = word == 64 ? UInt64.max : (1 << UInt64(word)) - 1
    let edges = [
      0, 1, 2, UInt64(word) - 1, UInt64(word), greatest, greatest - 1, greatest / 2,
      greatest / 2 + 1,
    ]
    for sign in BinaryOperator.allCases {
      let expression = Expression(
        .binary(sign, Expression(.name("a")), Expression(.name("b"))))
      for a in edges {
        for b in edges {
          let expected = try interpreter.constant(
            expression,
            names: ["a": Binding(Word(a, width: word)), "b": Binding(Word(b, width: word))])
          var reader = NoReads()
          let term = try encoder.encode(
            expression,
            names: [
              "a": TermBinding(.variable("a", width: word)),
              "b": TermBinding(.variable("b", width: word)),
            ], reader: &reader)
          #expect(
            Assignment(["a": a, "b": b]).value(of: term) == expected,
            "\(a) \(sign.rawValue) \(b)")
        }
      }
    }
  }
}
