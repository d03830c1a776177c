import Foundation
import PageWalk
import ProgramSearch
import Simulator
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

  @Test(arguments: WalkTests.dummyRewrites) func dummyThatDoesNotMatterIsNotFound(
    variant: WalkTests.Variant
  ) throws {
    #expect(try search(variant).map(\.property) == ["kept-after-recheck"])
  }

  @Test(arguments: WalkTests.dummyMistakes.filter { $0.property == "no-dummy" })
  func dummyThatMattersIsFound(mistake: WalkTests.Mistake) throws {
    let found = try search(mistake.variant)
    #expect(found.contains { $0.property == "no-dummy" })
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

  /// What is found is found again in the scenario, as written and read, by another search; and by the
  /// pages alone: a wrong page is none that the scenario's tables lead to.
  private func expectScenario(
    _ run: Counterexample, _ variant: WalkTests.Variant, in search: ProgramSearch
  ) throws {
    #expect((run.scenario == nil) == Self.elsewhere.contains(variant.name), "\(run.property)")
    guard let scenario = run.scenario else { return }
    let trace = try search.replay(scenario)
    #expect(trace.expectation == scenario.expectation)
    let property = try #require(Property(rawValue: run.property))
    #expect(scenario.expectation.violations[property] != nil)
    #expect(trace.steps.allSatisfy { $0.source?.contains("source.c:") ?? false })
  }

  /// These walk another address space's tables, which no scenario has.
  private static let elsewhere: Set<String> = [
    "a task that a function gives", "the parent's memory", "another task's memory",
  ]

  /// A scenario of a wrong walk shows nothing wrong in a right one.
  @Test(arguments: Pond.allCases) func scenarioOfAWrongWalkIsRightInARightOne(
    machine: Pond
  ) throws {
    let wrong = WalkTests.Variant(
      "the page behind", [WalkTests.Edit("pages[*nr] = page;", "pages[*nr] = page + 1;")])
    let found = try machine.search(machine.module(wrong.text())).search()
    let run = try #require(found.first { $0.property == "right-pages" })
    let wrongly = try #require(run.scenario)
    // The answers name the places of the other source.
    let scenario = Scenario(
      about: "", architecture: wrongly.architecture, configuration: wrongly.configuration,
      walker: "", revision: "", addr: wrongly.addr, end: wrongly.end, top: wrongly.top,
      tables: wrongly.tables, stack: wrongly.stack, writes: wrongly.writes,
      expectation: wrongly.expectation)
    let right = try machine.search(machine.module(WalkTests.Variant("as it is").text()))
    let trace = try right.replay(scenario)
    #expect(trace.violations[.rightPages] == nil && trace.pagesAreRight)
    #expect(trace.outcome == .returned && trace.pages == trace.hardwarePages)
  }

  /// Where the wrong entry is looked at again, pages are kept as they are where none is.
  private static let lookedAtWrongly: Set<String> = [
    "another entry is looked at again", "a copy is looked at again", "a copy is copied again",
    "a copy is looked at again behind a level function",
  ]

  @Test(arguments: WalkTests.mistakes) func mistakeIsFound(mistake: WalkTests.Mistake) throws {
    let module = try Pond.pond.module(mistake.variant.text())
    let all = try Pond.pond.search(module).search()
    let found = all.filter { $0.property != "kept-after-recheck" }
    let isLookedAtWrongly = Self.lookedAtWrongly.contains(mistake.variant.name)
    #expect(found.isEmpty == (isLookedAtWrongly || Self.quiet.contains(mistake.variant.name)))
    if isLookedAtWrongly { #expect(!all.isEmpty) }
    for run in found {
      #expect(!run.story.isEmpty && run.place.description.contains("source.c:"))
    }
    let other = try Pond.pond.search(module)
    for run in all { try expectScenario(run, mistake.variant, in: other) }
  }
}
