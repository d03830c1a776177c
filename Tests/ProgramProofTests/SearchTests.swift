import Foundation
import ProgramSearch
import TestModels
import Testing

@testable import ProgramProof

/// Runs of the walk of our own that are wrong are found once something in it is wrong, and none before.
@Suite struct SearchTests {
  private func search(
    _ variant: WalkTests.Variant, _ machine: Pond = .pond
  ) throws -> [Counterexample] {
    let search = try machine.search(machine.module(variant.text()))
    let found = try search.search()
    #expect(search.summary.contains("mud, reed"), "\(search.summary)")
    return found
  }

  /// The walk keeps pages without another look at their entries; nothing else is wrong with it.
  @Test(arguments: Pond.allCases) func walkDoesNotLookAgain(machine: Pond) throws {
    let found = try search(WalkTests.Variant("as it is"), machine)
    #expect(found.map(\.property) == ["kept-after-recheck"])
    #expect(found.first?.story.contains { $0.hasPrefix("another CPU writes") } ?? false)
  }

  @Test(arguments: WalkTests.rewrites) func nothingElseIsFoundInRewrites(
    variant: WalkTests.Variant
  ) throws {
    #expect(try search(variant).filter { $0.property != "kept-after-recheck" } == [])
  }

  @Test(arguments: WalkTests.keptRewrites) func nothingIsFoundWherePagesAreKept(
    variant: WalkTests.Variant
  ) throws {
    #expect(try search(variant).isEmpty)
  }

  @Test(arguments: WalkTests.keptMistakes.map(\.mistake)) func pageThatIsKeptWronglyIsFound(
    mistake: WalkTests.Mistake
  ) throws {
    let isFound = WalkTests.keptMistakes.contains {
      $0.mistake.variant.name == mistake.variant.name && $0.isFound
    }
    let found = try search(mistake.variant)
    #expect(found.contains { $0.property == "kept-after-recheck" } == isFound)
  }

  /// What a proof does not ask: of which page a reference is taken.
  @Test func pageThatIsNotTakenIsFound() throws {
    let found = try search(
      WalkTests.Variant(
        "the next page is taken",
        [
          WalkTests.Edit(
            "if (!hold(page))\n      return 0;\n    pages",
            "if (!hold(page + 1))\n      return 0;\n    pages"
          )
        ]))
    #expect(
      found.contains { $0.property == "right-pages" && $0.text.contains("having taken 0x") },
      "\(found.map(\.text))")
  }

  /// Nobody in a search makes use of what may be known elsewhere, and what a walk makes of memory of
  /// which nothing is known tells nothing; such mistakes only a proof finds.
  private static let quiet: Set<String> = [
    "the copy's address is known elsewhere", "the array is known elsewhere",
    "the number of pages is known elsewhere", "the array is known through a local that is",
    "the copy is known through two locals", "the copy is known through a place of assembly",
    "the copy's address is written half and half",
    "the caller's copy is known elsewhere", "memory beside the running task",
  ]

  /// Where the wrong entry is looked at again, pages are kept as they are where none is.
  private static let lookedAtWrongly: Set<String> = [
    "another entry is looked at again", "a copy is looked at again", "a copy is copied again",
    "a copy is looked at again behind a level function",
  ]

  @Test(arguments: WalkTests.mistakes) func mistakeIsFound(mistake: WalkTests.Mistake) throws {
    let all = try Pond.pond.search(Pond.pond.module(mistake.variant.text())).search()
    let found = all.filter { $0.property != "kept-after-recheck" }
    let isLookedAtWrongly = Self.lookedAtWrongly.contains(mistake.variant.name)
    #expect(found.isEmpty == (isLookedAtWrongly || Self.quiet.contains(mistake.variant.name)))
    if isLookedAtWrongly { #expect(!all.isEmpty) }
    for run in found {
      #expect(!run.story.isEmpty && run.place.contains("source.c:"))
    }
  }
}
