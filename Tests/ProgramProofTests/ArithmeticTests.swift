import Execution
import Programs
import SMT
import TestModels
import Testing

@testable import ProgramProof

/// What operations are as terms, against what they compute on numbers.
@Suite struct ArithmeticTests {
  /// A word as a term: a variable, or, where what is known may be simplified, a constant or one of
  /// which some bits are known.
  private func term(
    _ name: String, _ word: UInt64, width: Int, _ random: inout RandomNumbers
  ) -> Term {
    let variable = Term.variable(name, width: width)
    switch random.next() % 4 {
    case 0: return .constant(word, width: width)
    case 1:
      // Bits that the number has are known.
      let known = random.next() & word
      return variable | .constant(known, width: width)
    case 2:
      let isBit = width == 1 || random.next() % 2 == 0
      let other = isBit ? word ^ 1 : word &+ 3
      return .ifThenElse(
        .equal(.variable("\(name)?", width: 0), .yes), .constant(word, width: width),
        .constant(other, width: width))
    default: return variable
    }
  }

  private func assignment(_ a: UInt64, _ b: UInt64) -> Assignment {
    Assignment(["a": a, "b": b, "a?": 1, "b?": 1])
  }

  @Test(arguments: 1...64) func everyOperationOnTwoWords(width: Int) {
    var random = RandomNumbers(seed: UInt64(width))
    for operation in BinaryOperation.allCases {
      for _ in 0..<60 {
        let (a, b) = (random.word(width: width), random.word(width: width))
        let result = SymbolicArithmetic.binary(
          operation, term("a", a, width: width, &random), term("b", b, width: width, &random))
        let expected = WordArithmetic.binary(operation, a, b, width)
        #expect(result.width == width)
        #expect(
          assignment(a, b).value(of: result) == expected, "\(operation) \(a) \(b) of \(width) bits")
        #expect(assignment(a, b).value(of: result.derived) == expected)
      }
    }
  }

  @Test(arguments: 1...64) func everyPredicate(width: Int) {
    var random = RandomNumbers(seed: UInt64(width))
    for predicate in Predicate.allCases {
      for round in 0..<60 {
        let a = random.word(width: width)
        let b = round % 4 == 0 ? a : random.word(width: width)
        let result = SymbolicArithmetic.compare(
          predicate, term("a", a, width: width, &random), term("b", b, width: width, &random))
        let expected: UInt64 = WordArithmetic.compare(predicate, a, b, width) ? 1 : 0
        #expect(result.isBoolean)
        #expect(
          assignment(a, b).value(of: result) == expected, "\(predicate) \(a) \(b) of \(width) bits")
      }
    }
  }

  @Test(arguments: 1...64) func everyOperationOnOneWord(width: Int) {
    var random = RandomNumbers(seed: UInt64(width))
    for operation in UnaryOperation.allCases {
      if operation == .swapBytes, width % 16 != 0 { continue }
      for _ in 0..<40 {
        let a = random.word(width: width)
        // What has no term is any word.
        guard let result = SymbolicArithmetic.unary(operation, term("a", a, width: width, &random))
        else {
          #expect(operation != .swapBytes)
          continue
        }
        #expect(result.width == width)
        #expect(
          assignment(a, 0).value(of: result) == WordArithmetic.unary(operation, a, width),
          "\(operation) \(a) of \(width) bits")
      }
    }
  }

  @Test(arguments: 1...64) func everyResize(width: Int) {
    var random = RandomNumbers(seed: UInt64(width))
    for target in 1...64 {
      for isSigned in [false, true] {
        for _ in 0..<6 {
          let a = random.word(width: width)
          let result = SymbolicArithmetic.resize(
            term("a", a, width: width, &random), to: target, isSigned: isSigned)
          let wide = isSigned ? UInt64(bitPattern: WordArithmetic.signed(a, width)) : a
          #expect(result.width == target)
          #expect(
            assignment(a, 0).value(of: result) == WordArithmetic.masked(wide, target),
            "\(a) of \(width) bits in \(target), \(isSigned ? "signed" : "unsigned")")
        }
      }
    }
  }
}
