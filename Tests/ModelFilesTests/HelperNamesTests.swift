import Foundation
import ModelFiles
import PageWalk
import TestModels
import Testing

/// A misspelt helper is an error at its heading, not one more helper.
@Suite struct HelperNamesTests {
  private func error(_ texts: [String]) throws -> ModelFileError? {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    for (number, text) in texts.enumerated() {
      try text.write(toFile: "\(directory)/\(number).yaml", atomically: true, encoding: .utf8)
    }
    do throws(ModelFileError) {
      _ = try ModelLibrary(shipped: ShippedModels.directory, others: [directory])
      return nil
    } catch {
      return error
    }
  }

  /// A shipped file in which every `old` is replaced by `new`.
  private func text(_ file: String, _ old: String, _ new: String) throws -> String {
    let text = try String(contentsOfFile: "\(ShippedModels.directory)/\(file)", encoding: .utf8)
    try #require(text.contains(old))
    return text.replacing(old, with: new)
  }

  private func s390(_ old: String, _ new: String) throws -> String {
    try text("Architectures/s390.yaml", old, new)
  }

  private static let heading = "        pte_page(pte): pte & ~0xfff\n"

  @Test(arguments: [
    ("pmd_none(pmd):", "pmd_noen(pmd):", "nothing calls 'pmd_noen'; did you mean 'pmd_none'?"),
    ("p4d_offset_lockless(", "p4d_offset_locklss(", "did you mean 'p4d_offset_lockless'?"),
    (heading, heading + "        quite_another: 1\n", "nothing calls 'quite_another'; remove it"),
    // Called, but only by what nothing calls.
    (
      heading, heading + "        one_more: two_more\n        two_more: 1\n",
      "nothing calls 'one_more'"
    ),
    // A parameter or a local of that name is no call.
    (
      heading,
      heading.replacing("pte & ~0xfff", with: "\"aside = pte; aside & ~0xfff\"")
        + "        quite_another(quite): 1\n", "nothing calls 'quite_another'"
    ),
    // Called by a helper that is called.
    (
      heading, "        pte_page(pte): pmd_pagee(pte)\n        pmd_pagee(pte): pte & ~0xfff\n",
      "did you mean 'pmd_page'? 'pmd_pagee' is one slip"
    ),
    ("  revisions:\n", "  names: [pmd_noen]\n  revisions:\n", "did you mean 'pmd_none'?"),
    ("  revisions:\n", "  names: [pmd_none(pmd)]\n  revisions:\n", "is not a name"),
    ("  revisions:\n", "  names: [pmd_none, pmd_none]\n  revisions:\n", "twice"),
  ])
  func namesThatNobodyMeantAreRefused(_ old: String, _ new: String, _ words: String) throws {
    let text = try s390(old, new)
    let error = try #require(try error([text]), "no error")
    #expect(error.message.contains(words), "\(error)")
    // At the heading or, of a declaration, at the name.
    let name = try #require(
      error.message.split(separator: "'").map(String.init).first { name in
        text.contains("        \(name)") || text.contains("[\(name)")
      })
    let line = text.split(separator: "\n", omittingEmptySubsequences: false)[error.line - 1]
    #expect(
      words == "twice" || line.dropFirst(error.column - 1).hasPrefix(name) || line.contains("["),
      "\(error)")
  }

  @Test(arguments: [
    // A level, or a digit.
    ("        pte_page(pte): page2_of(pte)\n        page2_of(pte): page3_of(pte)\n"
      + "        page3_of(pte): pte & ~0xfff\n"),
    "        pte_page(pte): pgd_huge(pte)\n        pgd_huge(pte): pte & ~0xfff\n",
  ])
  func namesThatDifferInLevelOrDigitAreNoSlips(_ helpers: String) throws {
    #expect(try error([try s390(Self.heading, helpers)]) == nil)
  }

  @Test func namesAreDeclaredOnPurpose() throws {
    for helper in ["quite_another: 1", "pmd_noen(pmd): pmd"] {
      let name = try #require(helper.split(whereSeparator: { ":(".contains($0) }).first)
      let text = try s390(Self.heading, Self.heading + "        \(helper)\n")
      #expect(try error([text]) != nil)
      let declared = text.replacing("  revisions:\n", with: "  names: [\(name)]\n  revisions:\n")
      #expect(try error([declared]) == nil)
    }
  }

  /// A walk of `--models` calls what it calls; one slip in both is one all the same.
  @Test func walksOfOthersCount() throws {
    let architecture = try s390(Self.heading, Self.heading + "        my_page(pte): pte\n")
    #expect(try error([architecture]) != nil)
    let walk = try text("Walkers/gup_fast-v6.12.yaml", "pte_page(pte)", "my_page(pte)")
    #expect(try error([architecture, walk]) == nil)
    let slip = try s390(Self.heading, Self.heading + "        pte_paeg(pte): pte\n")
    let other = try text("Walkers/gup_fast-v6.12.yaml", "pte_page(pte)", "pte_paeg(pte)")
    #expect(try error([slip, other])?.message.contains("did you mean 'pte_page'?") == true)
  }

  /// A file of helpers is judged over all that use it.
  @Test func sharedFilesAreJudgedTogether() throws {
    let more = try text(
      "Helpers/nopud.yaml", "      p4d_none(p4d): 0\n",
      "      p4d_none(p4d): 0\n      my_pud(pud): pud\n")
    let error = try #require(try error([more]), "no error")
    #expect(error.message.contains("nothing calls 'my_pud'"))
    let caller = try text(
      "Architectures/arm.yaml", "pte_page(pte): \"pte", "pte_page(pte): \"my_pud(pte)")
    #expect(try self.error([more, caller]) == nil)
  }

  @Test func whatNoWalkIsReadForIsNotJudged() throws {
    let text = try s390(Self.heading, Self.heading + "        quite_another: 1\n")
    let generic = try text2("Helpers/generic.yaml")
    #expect(throws: Never.self) { try ModelLibrary(texts: [generic, text], file: "texts") }
    let walk = try text2("Walkers/gup_fast-v6.12.yaml")
    #expect(throws: ModelFileError.self) {
      try ModelLibrary(texts: [generic, text, walk], file: "texts")
    }
  }

  private func text2(_ file: String) throws -> String {
    try String(contentsOfFile: "\(ShippedModels.directory)/\(file)", encoding: .utf8)
  }

  /// A scenario of a model brings along every walk without which a helper would be called by none.
  @Test func scenariosBringTheCallersAlong() throws {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let architecture = try s390(Self.heading, Self.heading + "        my_page(pte): pte\n")
    let walk = try text("Walkers/gup_fast-v6.12.yaml", "pte_page(pte)", "my_page(pte)")
      .replacing("revision: v5.9", with: "revision: mine")
    for (name, text) in [("a", architecture), ("w", walk)] {
      try text.write(toFile: "\(directory)/\(name).yaml", atomically: true, encoding: .utf8)
    }
    let library = try ModelLibrary(shipped: ShippedModels.directory, others: [directory])
    let walker = try #require(library.walkers.first { $0.title == "gup_fast@v5.9" })
    let texts = library.foreignTexts(for: "s390", walker: walker)
    #expect(texts.count == 2)
    let shipped = try ShippedModels.library()
    #expect(throws: Never.self) { try shipped.adding(texts: texts, file: "scenario") }
    #expect(library.foreignTexts(for: "x86_64", walker: walker).isEmpty)
  }

  @Test(arguments: [
    ("pud_huge:\n", "pud_hug:\n", "did you mean 'pud_huge'?"),
    ("    pmd_present:\n", "    pmd.stop:\n", "is no helper"),
  ])
  func differencesAreAboutWhatThereIs(_ old: String, _ new: String, _ words: String) throws {
    let text = try text("Architectures/arm64.yaml", old, new)
    let error = try #require(try error([text]), "no error")
    #expect(error.message.contains(words), "\(error)")
  }
}
