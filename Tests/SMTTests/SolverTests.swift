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
      [.less(a, b), .less(b, a)], name: "contradiction", expect: .unsat)
    script.append(contradiction, of: "one")
    script.append(contradiction, of: "another")
    let shared = (a ^ b) + a
    script.append(
      SMTLIBQuery(
        [.equal(shared & shared, shared), .notEqual(shared / b, .ifThenElse(.less(a, b), a, b))],
        name: "shared", expect: .sat), of: "one")
    let file = NSTemporaryDirectory() + "walkproof-\(UUID().uuidString).smt2"
    try script.text.write(toFile: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: file) }
    let text = try runProgram(["z3", file]).output
    #expect(text == "unsat\nsat\n")
  }
}
