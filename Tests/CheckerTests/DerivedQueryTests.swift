import Checker
import PageWalk
import SMT
import TestModels
import Testing

/// What a proof hands to other solvers.
@Suite struct DerivedQueryTests {
  /// The claims of a proof that say that nothing is left to show, and so are literally true.
  private static let literal = [
    "no other plain read of a table happens", "nothing else is looked at again",
    "no other loop goes on", "there is no other descent", "that is looked at again is the live one",
    "every read of a table is marked, or under the lock", "no other page is kept",
    "nothing is stated to be compared again",
  ]

  private func isLiterallyFalse(_ term: Term) -> Bool {
    term.constantValue == 0
      || term.operation == .not && term.operands[0].constantValue == 1
  }

  @Test(arguments: ["s390", "x86_64", "any-static"])
  func nothingIsSimplifiedAway(_ name: String) async throws {
    let library = try ShippedModels.library()
    let architecture = try #require(library.architectures[name])
    let walk = try #require(library.walkers.first { $0.title == "gup_fast@v6.12" })
    let subjects = try architecture.configurations().map {
      try library.subject(architecture: architecture, configuration: $0, walker: walk)
    }
    let proofs = await Prover(budget: Prover.defaultBudget, jobs: 2)
      .prove(subjects, properties: [.rightEntry], keepsQueries: true)
    let queries = proofs.flatMap(\.queries)
    var decisions = 0
    #expect(queries.count > 100)
    for query in queries {
      let isDerived = query.formulas.allSatisfy(\.isDerived)
      #expect(isDerived)
      if query.kind == .obligation, query.formulas.contains(where: isLiterallyFalse) {
        let isKnown = Self.literal.contains { query.name.hasSuffix($0) }
        #expect(isKnown, "\(query.name)")
      }
      if query.name.contains("decided by a term's shape") { decisions += 1 }
    }
    #expect(decisions > 0)
  }
}
