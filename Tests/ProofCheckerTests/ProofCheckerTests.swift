import ProofChecker
import TestModels
import Testing

@Suite struct ProofCheckerTests {
  /// Four clauses on two variables, no two of which can all hold.
  private static let square: [[Int32]] = [[1, 2], [1, -2], [-1, 2], [-1, -2]]

  private func refusal(
    _ clauses: [[Int32]], _ proof: String, variables: Int = 3, work: Int = 1_000_000
  ) -> ProofChecker.Refusal? {
    do throws(ProofChecker.Refusal) {
      var checker = try ProofChecker(
        variables: variables, clauses: clauses.flatMap { $0 + [0] }, work: work)
      try checker.check(Array(proof.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func aRightProofIsAccepted() {
    #expect(refusal(Self.square, "1 0\n0\n") == nil)
    #expect(refusal(Self.square, "1 0\nd 1 2 0\nd -2 1 0\n0\n") == nil)
    #expect(refusal([[1], [-1]], "") == nil)
    #expect(refusal([[]], "") == nil)
    #expect(refusal([[1, 1, 2], [-1, 3], [-2, 3], [-3, -3]], "3 0 0\n") == nil)
  }

  @Test func whatTakesTooLongIsRefused() {
    #expect(refusal(Self.square, "1 0\n0\n", work: 0) == .tooLong(step: 1))
  }

  @Test func aClauseThatIsCutOffIsRefused() {
    #expect(throws: ProofChecker.Refusal.unreadable(offset: 2)) {
      try ProofChecker(variables: 3, clauses: [1, 2])
    }
  }

  @Test func damageIsRefused() {
    // A literal turned round, a step left out, another problem's clause, a wrong deletion.
    #expect(refusal(Self.square.dropLast(), "1 0\n0\n") == .doesNotFollow(step: 2))
    #expect(refusal(Self.square, "") == .incomplete)
    #expect(refusal(Self.square, "3 0\n1 0\n0\n") == .doesNotFollow(step: 1))
    #expect(refusal(Self.square, "d 1 3 0\n1 0\n0\n") == .nothingToTakeOut(step: 1))
    #expect(refusal(Self.square, "d 1 2 0\n1 0\n0\n") == .doesNotFollow(step: 2))
    // Also behind the end, which the first step is.
    #expect(refusal(Self.square, "1 0\n4 0\n0\n") == .unknownVariable(step: 2))
    #expect(refusal(Self.square, "4 0\n1 0\n0\n") == .unknownVariable(step: 1))
    #expect(refusal([[5]], "0\n") == .unknownVariable(step: 0))
    // What says a thing and its opposite follows, and says nothing.
    #expect(refusal([[1, 2]], "1 -1 0\n0\n") == .doesNotFollow(step: 2))
    // RAT is no consequence.
    #expect(refusal([[1, 2]], "3 0\n") == .doesNotFollow(step: 1))
  }

  @Test(arguments: ["1", "1 0\nx", "1 0\n-", "99999999999 0\n", "1 2 3", "d", "1 0 0", "\u{0} 0 "])
  func whatCannotBeReadIsRefused(_ text: String) {
    guard case .unreadable = refusal([[2, 3], [2, -3], [-2, 3]], text) else {
      #expect(refusal([[2, 3], [2, -3], [-2, 3]], text) != nil, "\(text)")
      return
    }
  }

  /// Against enumeration: a clause is accepted only if it follows, and a proof only of what no values
  /// satisfy, whatever the proof says.
  @Test func nothingIsProvedOfWhatHasASolution() {
    var numbers = RandomNumbers(seed: 7)
    var proved = 0
    for _ in 0..<1500 {
      func clause() -> [Int32] {
        (0..<(1 + Int(numbers.next() % 3))).map { _ in
          let variable = Int32(1 + numbers.next() % 4)
          return numbers.next() & 1 == 0 ? variable : -variable
        }
      }
      let clauses = (0..<(3 + Int(numbers.next() % 12))).map { _ in clause() }
      let steps = (0..<Int(numbers.next() % 8)).map { _ -> String in
        let isDeletion = numbers.next() % 4 == 0
        let own = isDeletion ? clauses[Int(numbers.next() & 1)] : clause()
        return (isDeletion ? "d " : "") + own.map { "\($0) " }.joined() + "0\n"
      }
      let isSatisfiable = (0..<16).contains { bits in
        clauses.allSatisfy { clause in
          clause.contains { ((bits >> (Int($0.magnitude) - 1)) & 1 == 1) == ($0 > 0) }
        }
      }
      let isAccepted = refusal(clauses, steps.joined() + "0\n", variables: 4) == nil
      #expect(!isAccepted || !isSatisfiable, "\(clauses) \(steps)")
      if isAccepted { proved += 1 }
    }
    #expect(proved > 40)
  }
}
