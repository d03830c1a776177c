import SMT
import TestModels
import Testing

/// A way to build a term, beside the operation that its derived form must have.
private struct Constructor: Sendable {
  let operation: Term.Operation
  let build: @Sendable (_ words: [Term], _ formulas: [Term]) -> Term
}

/// The derived form of a term against its simplified form, and against what was built.
@Suite struct DerivedTests {
  private static let constructors: [Constructor] = [
    Constructor(operation: .bitNot) { words, _ in ~words[0] },
    Constructor(operation: .bitAnd) { words, _ in words[0] & words[1] },
    Constructor(operation: .bitOr) { words, _ in words[0] | words[1] },
    Constructor(operation: .bitXor) { words, _ in words[0] ^ words[1] },
    Constructor(operation: .negate) { words, _ in -words[0] },
    Constructor(operation: .add) { words, _ in words[0] + words[1] },
    Constructor(operation: .subtract) { words, _ in words[0] - words[1] },
    Constructor(operation: .multiply) { words, _ in words[0] * words[1] },
    Constructor(operation: .divide) { words, _ in words[0] / words[1] },
    Constructor(operation: .remainder) { words, _ in words[0] % words[1] },
    Constructor(operation: .shiftLeft) { words, _ in words[0] << words[1] },
    Constructor(operation: .shiftRight) { words, _ in words[0] >> words[1] },
    Constructor(operation: .truncate) { words, _ in
      // Widened first, so that the width is what it was.
      words[0].width == 64
        ? words[0].resized(to: 63).resized(to: 64).resized(to: 64)
        : words[0].resized(to: words[0].width + 1).resized(to: words[0].width)
    },
    Constructor(operation: .equal) { words, _ in .equal(words[0], words[1]) },
    Constructor(operation: .equal) { _, formulas in .equal(formulas[0], formulas[1]) },
    Constructor(operation: .unsignedLess) { words, _ in .less(words[0], words[1]) },
    Constructor(operation: .unsignedLessOrEqual) { words, _ in .lessOrEqual(words[0], words[1]) },
    Constructor(operation: .not) { _, formulas in .not(formulas[0]) },
    Constructor(operation: .not) { words, _ in .notEqual(words[0], words[1]) },
    Constructor(operation: .and) { _, formulas in .all(formulas) },
    Constructor(operation: .or) { _, formulas in .any(formulas) },
    Constructor(operation: .or) { _, formulas in .implies(formulas[0], formulas[1]) },
    Constructor(operation: .ifThenElse) { words, formulas in
      .ifThenElse(formulas[0], words[0], words[1])
    },
    Constructor(operation: .ifThenElse) { _, formulas in
      .ifThenElse(formulas[0], formulas[1], formulas[2])
    },
  ]

  /// Constants that rules look for are as likely as any.
  private func constant(_ width: Int, _ numbers: inout RandomNumbers) -> Term {
    let ones = Term.mask(width)
    let bit = UInt64(1) << (numbers.next() % UInt64(width))
    let value = [0, 1, ones, bit, bit &- 1, ~(bit &- 1), UInt64(width), numbers.next()]
    return .constant(value[Int(numbers.next() % 8)], width: width)
  }

  /// Every operator at every width, built from what was built before; both forms have one value.
  @Test func bothFormsEvaluateAlike() throws {
    var numbers = RandomNumbers(seed: 11)
    var simplified = 0
    for round in 0..<6_000 {
      let width = [1, 4, 8, 12, 31, 32, 63, 64][round % 8]
      var words = ["a", "b"].map { Term.variable($0, width: width) }
      words.append(constant(width, &numbers))
      words.append(constant(width, &numbers))
      var formulas: [Term] = [.yes, .no, .variable("p", width: 0)]
      for step in 0..<12 {
        let constructor = Self.constructors[
          (round + step * 7 + Int(numbers.next() % 3)) % Self.constructors.count]
        func choose(_ terms: [Term]) -> Term { terms[Int(numbers.next() % UInt64(terms.count))] }
        let term = constructor.build(
          [choose(words), choose(words)], [choose(formulas), choose(formulas), choose(formulas)])
        if width < 64 || constructor.operation != .truncate {
          #expect(term.derived.operation == constructor.operation)
        }
        if !term.isDerived { simplified += 1 }
        if term.isBoolean { formulas.append(term) } else { words.append(term) }
      }
      for _ in 0..<3 {
        let values = Assignment(["a": numbers.next(), "b": numbers.next(), "p": numbers.next() & 1])
        for term in words + formulas {
          try #require(values.value(of: term) == values.value(of: term.derived), "round \(round)")
        }
      }
    }
    // Most of what is built is simplified somewhere; else the comparison would say nothing.
    #expect(simplified > 30_000)
  }

  /// The rules of page-table arithmetic, which random terms seldom meet. A build with
  /// WALKPROOF_DEFECT_SIMPLIFIER fails here.
  @Test func rulesOfMasksKeepTheMeaning() throws {
    var numbers = RandomNumbers(seed: 12)
    let (x, y) = (Term.variable("x", width: 64), Term.variable("y", width: 64))
    for _ in 0..<3_000 {
      let size = UInt64(1) << (numbers.next() % 64)
      let (unit, low) = (Term.constant(size, width: 64), Term.constant(size - 1, width: 64))
      let terms = [
        (x + unit) & ~low, (x | low) + .constant(1, width: 64), ((x & ~low) + unit) >> low,
        .equal((x + y) & low, x & low), ((x & ~low) | low) & ~low, (x + y) - (y + unit),
        (x & ~low) + (low & y),
      ]
      let values = Assignment(["x": numbers.next(), "y": numbers.next()])
      for term in terms {
        try #require(values.value(of: term) == values.value(of: term.derived))
      }
    }
  }

  /// A chain of constructors is kept to the letter, although its simplified form is short.
  @Test func nothingBuiltIsFolded() {
    func constant(_ value: UInt64) -> Term { .constant(value, width: 32) }
    let x = Term.variable("x", width: 32)
    var chain = x
    for step in 0..<50 { chain = ((chain + constant(1)) & constant(.max)) - constant(UInt64(step)) }
    var count = 0
    var term = chain.derived
    while let inner = term.operands.first {
      count += 1
      #expect(term.isDerived && term.operands.allSatisfy(\.isDerived))
      #expect([.subtract, .bitAnd, .add][(count - 1) % 3] == term.operation)
      term = inner
    }
    #expect(count == 150 && term.variableName == "x")

    let sum = constant(2) + constant(3)
    #expect(sum.constantValue == 5)
    #expect(sum.derived.operation == .add && sum.derived.operands.count == 2)
    let always = Term.lessOrEqual(x & constant(7), constant(7))
    #expect(always.constantValue == 1)
    #expect(always.derived.operation == .unsignedLessOrEqual)
    #expect(Term.all([always, .yes, always]).derived.operands.count == 3)
    #expect(Term.same(Term.not(.not(always)).derived.operands[0].operands[0], always.derived))
    // What needs no operation has none.
    #expect(x.resized(to: 32) === x && Term.all([always]) === always)
  }

  @Test func renamingKeepsBothForms() {
    let x = Term.variable("x", width: 16)
    let gone = (x & .constant(0, width: 16)) + .variable("y", width: 16)
    let renamed = gone.renaming(["x": "z", "y": "w"])
    #expect(Term.variables(in: [renamed]).compactMap(\.variableName) == ["w"])
    #expect(Term.variables(in: [renamed.derived]).compactMap(\.variableName) == ["z", "w"])
  }

  /// The text says what was built.
  @Test func aScriptSaysWhatWasBuilt() {
    let x = Term.variable("x", width: 8)
    let formula = Term.equal((x ^ x) + .constant(0, width: 8), .constant(0, width: 8))
    #expect(formula.constantValue == 1)
    var script = SMTLIBScript(comment: ["a test"])
    script.append(
      [SMTLIBQuery([.not(formula)], .obligation, name: "zero", expect: .unsat)], of: "-")
    #expect(
      script.text.hasSuffix(
        "(assert (not (= (bvadd (bvxor x x) (_ bv0 8)) (_ bv0 8))))\n(check-sat)\n(pop 1)\n"))
  }
}
