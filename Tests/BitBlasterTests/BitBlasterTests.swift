import BitBlaster
import ProofChecker
import SMT
import TestModels
import Testing

/// The circuit of a term says what the evaluator says, for every operation and width.
@Suite struct BitBlasterTests {
  private static let widths = [1, 2, 3, 5, 8, 13, 32, 63, 64]

  private func operations(_ a: Term, _ b: Term) -> [(String, Term)] {
    [
      ("~", ~a), ("&", a & b), ("|", a | b), ("^", a ^ b), ("-a", -a), ("+", a + b),
      ("-", a - b), ("*", a * b), ("/", a / b), ("%", a % b), ("<<", a << b), (">>", a >> b),
      ("?:", .ifThenElse(.less(a, b), a, b)),
    ]
  }
  private func comparisons(_ a: Term, _ b: Term) -> [(String, Term)] {
    [
      ("==", .equal(a, b)), ("<", .less(a, b)), ("<=", .lessOrEqual(a, b)),
      ("&&", .all([.equal(a, b), .less(b, a)])),
      ("||", .any([.equal(a, b), .less(b, a)])), ("!", .not(.equal(a, b))),
    ]
  }

  /// Whether the clauses hold where the variables have these values. Those values decide all others, which
  /// propagation comes to. What was asked before has no part in them.
  private func holds(
    _ formula: Term, _ assignment: Assignment, _ blaster: inout BitBlaster
  ) throws -> Bool {
    let made = blaster.clauses(of: [formula])
    let clauses = try #require(made)
    var checker = try ProofChecker(
      variables: clauses.variables, clauses: clauses.literals + clauses.units(assignment))
    do throws(ProofChecker.Refusal) {
      try checker.check([])
      return false
    } catch {
      #expect(error == .incomplete)
      return true
    }
  }

  @Test func oneNameForWordsOfTwoWidthsIsRefused() {
    var blaster = BitBlaster()
    let (narrow, wide) = (Term.variable("a", width: 8), Term.variable("a", width: 9))
    let one = Term.constant(1, width: 8)
    #expect(
      blaster.clauses(of: [.equal(narrow, one), .equal(wide, one.resized(to: 9))]) == nil)
    var another = BitBlaster()
    #expect(another.clauses(of: [.equal(narrow, one)]) != nil)
  }

  @Test(arguments: widths) func everyOperationIsTheEvaluators(_ width: Int) throws {
    var numbers = RandomNumbers(seed: UInt64(width))
    var blaster = BitBlaster()
    let (a, b) = (Term.variable("a", width: width), Term.variable("b", width: width))
    for _ in 0..<12 {
      let assignment = Assignment([
        "a": numbers.word(width: width), "b": numbers.word(width: width),
      ])
      // A shift by less than the width is rare among random numbers.
      let few = Term.constant(assignment.value(of: b) % UInt64(width), width: width)
      for (name, term) in operations(a, b) + [("<< few", a << few), (">> few", a >> few)] {
        let right = assignment.value(of: term)
        let formula = Term.equal(term, .constant(right, width: width))
        let wrong = Term.equal(term, .constant(right ^ 1, width: width))
        let formulaHolds = try holds(formula, assignment, &blaster)
        #expect(formulaHolds, "\(name) \(assignment)")
        let wrongHolds = try holds(wrong, assignment, &blaster)
        #expect(!wrongHolds, "\(name) \(assignment)")
      }
      for (name, term) in comparisons(a, b) {
        let termHolds = try holds(term, assignment, &blaster)
        #expect(
          termHolds == (assignment.value(of: term) == 1),
          "\(name) \(assignment)")
      }
      if width < 64 {
        let wide = Term.equal(
          (a.resized(to: 64) * b.resized(to: 64)).resized(to: width), a * b)
        let wideHolds = try holds(wide, assignment, &blaster)
        #expect(wideHolds)
      }
    }
  }
}
