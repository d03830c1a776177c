import SMT
import TestModels
import Testing

@testable import ProgramProof

/// Where ways meet: exactly where one of them is, and what tells them apart.
@Suite struct PathConditionTests {
  private static let names = (0..<6).map { "b\($0)" }

  /// Ways of a random tree of branches, in any order; some are left out, as those that return.
  private struct Ways {
    var random: RandomNumbers
    var ways: [PathCondition] = []

    mutating func condition() -> Term {
      let name = PathConditionTests.names[Int(random.next() % 6)]
      let variable = Term.variable(name, width: 0)
      switch random.next() % 4 {
      case 0:
        let other = PathConditionTests.names[Int(random.next() % 6)]
        return .any([variable, .variable(other, width: 0)])
      case 1: return .not(variable)
      default: return variable
      }
    }

    mutating func grow(_ path: PathCondition, _ depth: Int) {
      if path.isImpossible { return }
      if depth == 0 || random.next() % 5 == 0 {
        if random.next() % 5 != 0 || depth == 0 { ways.append(path) }
        return
      }
      let condition = condition()
      if random.next() % 6 == 0 {
        // A switch: each case is told from those before it.
        let second = self.condition()
        grow(path.and(condition), depth - 1)
        grow(path.and(.all([.not(condition), second])), depth - 1)
        grow(path.and(.all([.not(condition), .not(second)])), depth - 1)
        return
      }
      grow(path.and(condition), depth - 1)
      grow(path.and(.not(condition)), depth - 1)
    }
  }

  private func assignments() -> [Assignment] {
    (0..<UInt64(1 << Self.names.count)).map { bits in
      Assignment(
        Dictionary(
          uniqueKeysWithValues: Self.names.enumerated().map { ($1, bits >> UInt64($0) & 1) }))
    }
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func meetingHoldsWhereAWayDoes(seed: UInt64) throws {
    var tree = Ways(random: RandomNumbers(seed: seed))
    tree.grow(.always, 2 + Int(seed % 4))
    tree.ways.shuffle(using: &tree.random)
    let ways = tree.ways
    let (met, choices) = PathCondition.meeting(ways)
    guard !ways.isEmpty else { return }
    try #require(choices.count == ways.count - 1)
    for assignment in assignments() {
      func holds(_ term: Term) -> Bool { assignment.satisfies([term]) }
      let here = ways.indices.filter { holds(ways[$0].term) }
      try #require(here.count <= 1, "ways of a tree exclude each other")
      #expect(holds(met.term) == !here.isEmpty)
      guard let way = here.first else { continue }
      // As values are chosen: the first choice that holds, or the last way.
      let chosen = choices.firstIndex(where: holds) ?? ways.count - 1
      #expect(chosen == way)
    }
  }

  @Test func partsOfWaysMeetAgain() {
    // Both sides of a branch, met and branched again.
    let (a, b) = (Term.variable("b0", width: 0), Term.variable("b1", width: 0))
    let first = PathCondition.meeting([
      PathCondition.always.and(a), PathCondition.always.and(.not(a)),
    ]).condition
    #expect(first.parts.isEmpty)
    let three = PathCondition.meeting([
      first.and(b).and(a), first.and(b).and(.not(a)), first.and(.not(b)),
    ])
    #expect(three.condition.parts.isEmpty)
    let two = PathCondition.meeting([first.and(b).and(a), first.and(b).and(.not(a))])
    #expect(two.condition.parts.count == 1)
    #expect(PathCondition.meeting([]).condition.parts.isEmpty)
  }
}
