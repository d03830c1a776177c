import Foundation
import ModelFiles
import PageWalk
import TestModels
import Testing

/// A walk that extends another is the walk that is written out, and nobody else's.
@Suite struct WalkerExtensionTests {
  private func text(_ file: String) throws -> String {
    try String(contentsOfFile: "\(ShippedModels.directory)/\(file).yaml", encoding: .utf8)
  }

  private func walker(_ title: String, of library: ModelLibrary) throws -> Walker {
    try #require(library.walkers.first { $0.title == title })
  }

  private func walk(_ revision: String, extends base: String, _ rest: String = "") -> String {
    """
    schema: walkproof/walker/1
    name: gup_fast
    revision: \(revision)
    extends: \(base)
    fixed: false
    kernel: v5.8
    source: mine
    \(rest)
    """
  }

  @Test func itIsTheWalkWrittenOut() throws {
    let short = try ModelLibrary(
      texts: [text("Walkers/gup_fast-v5.8"), text("Walkers/gup_fast-v5.9")], file: "texts")
    let long = try text("Walkers/gup_fast-v5.8")
      .replacing("v5.8", with: "v5.9").replacing("fixed: false", with: "fixed: true")
      .replacing("p4d_offset(&pgd,", with: "p4d_offset_lockless(pgdp, pgd,")
      .replacing("pud_offset(&p4d,", with: "pud_offset_lockless(p4dp, p4d,")
      .replacing("pmd_offset(&pud,", with: "pmd_offset_lockless(pudp, pud,")
    let whole = try ModelLibrary(texts: [long], file: "texts")
    #expect(try walker("gup_fast@v5.9", of: short) == walker("gup_fast@v5.9", of: whole))
  }

  @Test func whatIsReadByDefaultIsTheEntryOnce() throws {
    let whole = try text("Walkers/gup_fast-v5.8")
    let short = whole.replacing(#/ +read: .*\n/#, with: "")
    #expect(short != whole)
    let reads = try [short, whole].map { text in
      try walker("gup_fast@v5.8", of: ModelLibrary(texts: [text], file: "texts"))
        .levels.map { "\($0.read)" }
    }
    #expect(reads[0] == reads[1])
  }

  @Test(arguments: [
    ("gup_fast@v5.7", "", "did you mean 'gup_fast@v5.8'?", 4),
    ("v5.8", "", "there is no walk 'v5.8' to extend", 4),
    ("[a]", "", "'extends' is a text", 4),
    ("gup_fast@mine", "", "extends itself", 4),
    ("gup_fast@v5.8", "levels: [{level: p5d, stop: 1}]", "did you mean 'p4d'?", 8),
    ("gup_fast@v5.8", "levels: [{level: p4d, sotp: 1}]", "did you mean 'stop'?", 8),
    ("gup_fast@v5.8", "levels: [{level: p4d}, {level: p4d}]", "stands here twice", 8),
    ("gup_fast@v5.8", "levels: {p4d: 1}", "'levels' is a list", 8),
    ("gup_fast@v5.8", "levels: [{stop: 1}]", "'level' is missing", 8),
    ("gup_fast@v5.8", "rnage: []", "did you mean 'range'?", 8),
  ])
  func mistakesHaveAPlace(_ base: String, _ rest: String, _ words: String, _ line: Int) throws {
    let texts = [try text("Walkers/gup_fast-v5.8"), walk("mine", extends: base, rest)]
    let error = #expect(throws: ModelFileError.self) {
      _ = try ModelLibrary(texts: texts, file: "texts")
    }
    #expect(error?.message.contains(words) == true, "\(error.debugDescription)")
    #expect(error?.line == line && error?.file == "texts#2", "\(error.debugDescription)")
  }

  @Test func ringsAndLongChainsEnd() throws {
    let chain = (0..<100).map { walk("r\($0)", extends: "gup_fast@r\($0 + 1)") }
    #expect(throws: ModelFileError.self) {
      _ = try ModelLibrary(texts: chain + [walk("r100", extends: "gup_fast@r7")], file: "texts")
    }
    let texts =
      chain + [
        try text("Walkers/gup_fast-v5.8").replacing("revision: v5.8", with: "revision: r100")
      ]
    #expect(try ModelLibrary(texts: texts, file: "texts").walkers.count == 101)
  }

  /// A mistake in what is taken from another stands in the other's file.
  @Test func whatIsTakenIsPlacedWhereItStands() throws {
    let base = try text("Walkers/gup_fast-v5.8").replacing("pte_page(pte)", with: "pte_paeg(pte)")
    let library = try ModelLibrary(shipped: ShippedModels.directory)
      .adding(texts: [base, walk("mine", extends: "gup_fast@v5.8")], file: "texts")
    let s390 = try #require(library.architectures["s390"])
    let configuration = try #require(try s390.configurations().first)
    let error = #expect(throws: ModelFileError.self) {
      _ = try library.subject(
        architecture: s390, configuration: configuration,
        walker: walker("gup_fast@mine", of: library))
    }
    let lines = base.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("pte_paeg") })
    #expect(error?.message.contains("(in gup_fast@mine of texts#2") == true)
    #expect(error?.file == "texts#1" && error?.line == line + 1, "\(error.debugDescription)")
  }

  /// What many walks take from one is bounded.
  @Test func whatIsTakenIsBounded() throws {
    let wide = try text("Walkers/gup_fast-v5.8").replacing(
      "  - addr < end\n", with: String(repeating: "  - addr < end\n", count: 10_000))
    let many = (0..<60).map { walk("r\($0)", extends: "gup_fast@v5.8") }
    let error = #expect(throws: ModelFileError.self) {
      _ = try ModelLibrary(texts: [wide] + many, file: "texts")
    }
    #expect(error?.message.contains("more than 8 MiB") == true, "\(error.debugDescription)")
  }

  /// Who replaces a shipped walk by one of its name changes no shipped walk that extends it.
  @Test func replacingABaseChangesNoOther() throws {
    let shipped = try ModelLibrary(shipped: ShippedModels.directory)
    let base = try text("Walkers/gup_fast-v5.8").replacing("addr < end", with: "addr <= end")
    let mine = walk("mine", extends: "gup_fast@v5.8")
    let library = try shipped.adding(texts: [mine, base], file: "texts")
    #expect(try walker("gup_fast@v5.8", of: library) != walker("gup_fast@v5.8", of: shipped))
    #expect(try walker("gup_fast@v5.9", of: library) == walker("gup_fast@v5.9", of: shipped))
    #expect(
      library.texts(for: "s390", walker: try walker("gup_fast@v5.9", of: library))
        == shipped.texts(for: "s390", walker: try walker("gup_fast@v5.9", of: shipped)))
    // It travels with what it extends, and is the same walk elsewhere.
    let own = try walker("gup_fast@mine", of: library)
    #expect(library.foreignTexts(for: "s390", walker: own) == [base, mine])
    let there = try shipped.adding(
      texts: library.foreignTexts(for: "s390", walker: own), file: "there")
    #expect(try walker("gup_fast@mine", of: there) == own)
    #expect(own.range == (try walker("gup_fast@v5.8", of: library)).range)
  }
}
