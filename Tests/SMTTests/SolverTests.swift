import Foundation
import SMT
import TestModels
import Testing

@Suite struct SolverTests {
  let a = Term.variable("a", width: 64)
  let b = Term.variable("b", width: 64)

  @Test func aSpentBudgetIsUnknown() throws {
    let solver = try Solver(budget: 1)
    let hard = Term.equal(a * b, .constant(0x1234_5678_9abc_def1, width: 64))
    let answer = try solver.check(
      [hard, .less(.constant(1, width: 64), a), .less(a, b)], name: "factors")
    #expect(answer == .unknown("not decided within the budget"))
  }

  /// What would take gigabytes before a step is counted is not asked; and terms have a depth.
  @Test func whatIsTooLargeIsUnknown() throws {
    func isUnknown(_ products: Int) throws -> Bool {
      var sum = a
      for number in 0..<products {
        sum =
          sum
          ^ ((a + .constant(UInt64(number), width: 64))
            * (b ^ .constant(UInt64(3 * number), width: 64)))
      }
      let solver = try Solver(budget: 1)
      guard case .unknown(let reason) = try solver.check([.equal(sum, b)], name: "large") else {
        return false
      }
      return reason.contains("gates")
    }
    #expect(try isUnknown(200))
    #expect(try !isUnknown(100))
    func deep(_ depth: Int) throws -> Answer {
      var term = a
      while term.depth < depth - 2 { term = term + b }
      return try Solver(budget: 1).check([.equal(term, b)], name: "deep")
    }
    #expect(
      try deep(Term.maximumDepth + 2)
        == .unknown("not decided: it is nested deeper than \(Term.maximumDepth)"))
    #expect(try deep(Term.maximumDepth - 2) != deep(Term.maximumDepth + 2))
    // Far more than what is asked about can be made and let go.
    var term = a
    for _ in 0..<5 * Term.maximumDepth { term = term + b }
    #expect(term.depth > Term.maximumDepth)
  }

  @Test func aModelSatisfiesItsQuery() throws {
    let solver = try Solver(budget: 10_000_000)
    let query = [Term.less(a, b), .equal(a & b, .constant(5, width: 64))]
    guard case .satisfiable(let model) = try solver.check(query, name: "model") else {
      Issue.record("no model")
      return
    }
    #expect(model.satisfies(query))
  }

  @Test func theZ3ProgramAgreesOnAScript() throws {
    var script = SMTLIBScript(comment: ["a test"])
    let contradiction = SMTLIBQuery(
      [.less(a, b), .less(b, a)], .obligation, name: "contradiction", expect: .unsat)
    let shared = (a ^ b) + a
    let several = SMTLIBQuery(
      [.equal(shared & shared, shared), .notEqual(shared / b, .ifThenElse(.less(a, b), a, b))],
      .cover, name: "shared", expect: .sat)
    // A name stands for words of two widths here, as it may in two configurations.
    let narrow = SMTLIBQuery(
      [.less(.variable("a", width: 8), .constant(1, width: 8)), .variable("b", width: 0)],
      .cover, name: "narrow", expect: .sat)
    script.append([contradiction, several], of: "one")
    script.append([contradiction, narrow], of: "another")
    #expect(script.obligations == 2 && script.covers == 2)
    let file = NSTemporaryDirectory() + "walkproof-\(UUID().uuidString).smt2"
    try script.text.write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let text = try runProgram(["z3", file]).output
    #expect(text == "unsat\nsat\nsat\n")
    #expect(script.text.contains("; one: obligation, contradiction\n; another: obligation,"))
  }
}
