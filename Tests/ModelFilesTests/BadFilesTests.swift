import Foundation
import ModelFiles
import PageWalk
import TestModels
import Testing

/// Every mistake in a file is an error with a place, never a crash and never skipped.
@Suite struct BadFilesTests {
  private func error(_ text: String) throws -> ModelFileError? {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try text.write(toFile: "\(directory)/model.yaml", atomically: true, encoding: .utf8)
    do throws(ModelFileError) {
      let library = try ModelLibrary(shipped: ShippedModels.directory, others: [directory])
      // A walker's expressions are checked against an architecture.
      for architecture in library.architectures.values {
        for walker in library.walkers {
          for configuration in (try? architecture.configurations()) ?? [] {
            _ = try library.subject(
              architecture: architecture, configuration: configuration, walker: walker)
          }
        }
      }
      return nil
    } catch {
      return error
    }
  }

  private func place(of text: String, in whole: String) throws -> (line: Int, column: Int) {
    let range = try #require(whole.range(of: text))
    let before = whole[..<range.lowerBound].split(
      separator: "\n", omittingEmptySubsequences: false)
    return (before.count, (before.last?.count ?? 0) + 1)
  }

  private static let s390 = "Architectures/s390.yaml"
  private static let walker = "Walkers/gup_fast-v6.12.yaml"
  private static let riscv32 = "Architectures/riscv32.yaml"

  /// Replaces `old` by `new`, and expects an error at `marker` whose message contains `words`.
  @Test(arguments: [
    (s390, "word: 64", "wrod: 64", "wrod", "did you mean 'word'?"),
    (s390, "word: 64", "word: 65", "65", "4 to 64"),
    (s390, "word: 64\n", "", "schema: w", "'word' is missing"),
    (s390, "uses: [generic]", "uses: [genric]", "genric", "did you mean 'generic'?"),
    (s390, "uses: [generic]", "uses: [generic, generic]", "generic]", "used already"),
    (riscv32, "reach: 32", "reach: 0x100000020", "0x1", "wider than the word"),
    (riscv32, "shift: 22", "shift: 4294967318", "4294", "wider than the word"),
    (s390, "values: [2, 3, 4, 5]", "values: {}", "{}", "is a list"),
    (s390, "values: [2, 3, 4, 5]", "values: [2, 2]", "2]", "twice"),
    (s390, "PMD_SHIFT: 20", "PMD_SHIFT: 20 + ;", ";\n        PTRS_PER_PGD", "expected a value"),
    (
      s390, "pte_page(pte): pte & ~0xfff", "pte_page(pte): pet & ~0xfff", "pet &",
      "did you mean 'pte'?"
    ),
    (s390, "pte_page(pte): pte", "pte_page(pte): pte_page(pte)", "pte_page(pte):", "calls itself"),
    (s390, "pte_page(pte)", "pte_page(pte, pte)", "pte): pte", "twice"),
    (
      s390, "pgd_folded(pgd) ? 0 : (pgd", "pgd_folded() ? 0 : (pgd", "pgd_folded() ?",
      "takes 1 argument"
    ),
    (
      s390, "(pmd & 0x400) != 0", "(pmd & 0x10000000000000000) != 0", "0x10000000000000000",
      "64 bits"
    ),
    (s390, "leaf: entry & 0x400", "leaf: entry & PMD_SIZE", "PMD_SIZE\n      next", "not defined"),
    (s390, "leaf: entry & 0x400", "leaf: \"*entry\"", "*entry", "reads no memory"),
    (s390, "shift: 53", "shift: 54", "11\n      align: 16384", "over the word"),
    (s390, "index: 8", "index: 9", "20\n      index: 11", "below it 2^21"),
    (s390, "levels == 2 ? 31", "levels == 2 ? 32", "\"levels == 2 ? 32", "'reach' is 32"),
    (s390, "align: 2048", "align: 2047", "2047", "power of two"),
    (s390, "name: page\n", "name: segment\n", "name: segment\n      shift: 12", "already"),
    (walker, "reads: lockless", "reads: lookless", "lookless", "lockless or locked"),
    (walker, "fixed: true", "fixed: yes", "yes", "true or false"),
    (walker, "kernel: v6.12", "kernel: 6.12", "6.12\nsource", "like v5.9"),
    (
      walker, "pte_offset_map(&pmd, addr)", "pte_offset_map(&pmdp, addr)", "&pmdp",
      "not a local copy"
    ),
    (
      walker, "next: addr + PAGE_SIZE", "next: addr + PAGE_SIZ", "PAGE_SIZ\n",
      "did you mean 'PAGE_SIZE'?"
    ),
    (
      walker, "p4d_offset_lockless(pgdp, pgd, addr)", "p4d_offset_lockless(pgdp, 1, addr)",
      "1, addr)", "pass a local copy"
    ),
    (walker, "level: p4d", "level: pgd", "level: pgd\n    function: gup_fast_p4d", "already"),
    (walker, "page: pte_page(pte)", "paeg: pte_page(pte)", "paeg", "did you mean 'page'?"),
    (
      walker, "schema: walkproof/walker/1", "schema: walkproof/walker/2", "walkproof/walker/2",
      "did you mean"
    ),
    (walker, "name: gup_fast", "name: gup/fast", "gup/fast", "letters, digits"),
  ])
  func mistakesHaveAPlace(
    _ file: String, _ old: String, _ new: String, _ marker: String, _ words: String
  ) throws {
    let text = try String(contentsOfFile: "\(ShippedModels.directory)/\(file)", encoding: .utf8)
    let range = try #require(text.range(of: old))
    let broken = text.replacingCharacters(in: range, with: new)
    let error = try #require(try error(broken), "no error")
    #expect(error.message.contains(words), "\(error)")
    let expected = try place(of: marker, in: broken)
    #expect(error.line == expected.line, "\(error)")
    if !words.isEmpty, !marker.hasPrefix("level:"), !marker.hasPrefix("name:"),
      !marker.hasPrefix("schema:")
    {
      #expect(error.column == expected.column, "\(error)")
    }
  }

  @Test(arguments: [
    "", "x", "[1, 2", "a: &b 1", "- *x", "\u{0}", "schema: walkproof/walker/1", "{a: 1, a: 2}",
    "schema: [walkproof/walker/1]", "? [a]\n: b", "--- 1\n--- 2\n", "a: !!binary x",
    "%YAML 9\n---\na",
  ])
  func nonsenseIsRefused(_ text: String) throws {
    #expect(try error(text) != nil)
  }

  @Test func sizeAndNestingAreBounded() throws {
    let long = "schema: walkproof/walker/1\nabout: " + String(repeating: "x", count: 1 << 20)
    #expect(try error(long)?.message.contains("1 MiB") == true)
    #expect(try error(String(repeating: "[", count: 100_000)) != nil)
    #expect(try error(String(repeating: "- ", count: 100_000)) != nil)
    #expect(try error(String(repeating: "{a: ", count: 500)) != nil)
    let wide =
      "schema: walkproof/walker/1\nlevels: [" + String(repeating: "1,", count: 200_000) + "1]"
    #expect(try error(wide)?.message.contains("parts") == true)
  }

  @Test func helpersThatExpandWithoutEndAreRefused() throws {
    var helpers = "      h0(a): a + a\n"
    for number in 1...40 {
      helpers += "      h\(number)(a): h\(number - 1)(a) + h\(number - 1)(a)\n"
    }
    let generic = try String(
      contentsOfFile: "\(ShippedModels.directory)/Helpers/generic.yaml", encoding: .utf8)
    #expect(try error(generic + helpers)?.message.contains("expands") == true)
  }

  @Test func anchorsThatMultiplyAreRefusedAtOnce() throws {
    var text = "a: &a [x, x]\n"
    for letter in "bcdefghijklmnop" {
      text += "\(letter): &\(letter) {? [*a, *a] : *a}\n"
    }
    #expect(try error(text)?.message.contains("anchor") == true)
  }

  /// However an anchor or alias is hidden from who looks at lines: 0.1.0 hung on some of these.
  @Test(arguments: [
    "a: !!seq &a [x, x]\nb: *a", "a:\r\n  &a [x]\r\nb: *a\r\n", "a: x\r&b c: d",
    "a: x\u{85}&b c: d",
    "a: x\n\u{2028}&b c: d", "? &a [x]\n: x", "? {*a : x}\n: x", "&a\na: x", "- &a\n- x", "[&a x]",
    "{x: &a}", "a: &b-c_d 1", "a: !!str x", "a: !x y", "%TAG ! tag:x,2000:\n---\na: !x y",
    "a: \"\\e[31m\"",
    "a: \"\\x9b\"", "a: \"\\u202e\"",
  ])
  func nothingIsHiddenInYAML(_ text: String) throws {
    #expect(try error(text) != nil)
    #expect(try error("schema: walkproof/walker/1\nabout:\n  " + text)?.line ?? 0 > 1)
  }

  private func scenarioError(_ old: String, _ new: String) throws -> ModelFileError? {
    let text = try String(
      contentsOfFile: "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml", encoding: .utf8)
    let range = try #require(text.range(of: old))
    let path = try ShippedModels.temporaryDirectory() + "/scenario.yaml"
    try text.replacingCharacters(in: range, with: new).write(
      toFile: path, atomically: true, encoding: .utf8)
    let library = try ShippedModels.library()
    do throws(ModelFileError) {
      _ = try ScenarioFile(file: path, library: library)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("at: 0x110000", "at: 0x100000", "overlaps"),
    ("at: 0x110000", "at: 0x110800", "multiple of 0x4000"),
    ("at: 0x120000", "at: 0xffffffffffffc000", ""),
    ("top: 0x100000", "top: 0x110000", "no region-third table"),
    ("512: 0x110007", "2048: 0x110007", "0 to 2047"),
    ("512: 0x110007", "512: 0x11000b", "never holds"),
    ("512: 0x110007", "512: 0x1ffffffffffffffff", "64 bits"),
    ("addr: 0x1007ffff000", "addr: 0x1007ffff800", "page to page"),
    ("end: 0x10080001000", "end: 0x1007ffff000", "not empty"),
    ("levels: 3", "levels: 6", "2, 3, 4 or 5"),
    ("levels: 3", "level: 3", "did you mean 'levels'?"),
    ("architecture: s390", "architecture: s309", "did you mean 's390'?"),
    ("revision: v5.8", "revision: v5.7", "no walker"),
    ("pgd: 0x3ffe0020", "pgd: 0x3ffe0080", "outside of the stack"),
    ("pgd: 0x3ffe0020", "pgd: 0x3ffe0018", "already"),
    ("      pgd: 0x3ffe0020\n", "", "'pgd' is missing"),
    ("size: 0x40", "size: 0x4000000000", "1 MiB"),
    ("outcome: returned", "outcome: retruned", "did you mean 'returned'?"),
    // Success with fewer pages than the range has.
    (
      "page: 0xaaaa000, length: 0x1000", "page: 0xaaaa000, length: 0x800",
      "a page for each address, and the range has 2 pages, not 1; write incomplete, or stopped"
    ),
    ("end: 0x10080001000", "end: 0x10080002000", "the range has 3 pages, not 2"),
    ("right-entry: 13", "wrong-entry: 13", "the keys are right-pages"),
    ("table: page\n", "table: pages\n", "did you mean 'page'?"),
  ])
  func scenariosThatContradictThemselvesAreRefused(
    _ old: String, _ new: String, _ words: String
  ) throws {
    let error = try scenarioError(old, new)
    if words.isEmpty { return #expect(error == nil || error?.message.isEmpty == false) }
    #expect(error?.message.contains(words) == true, "\(String(describing: error))")
  }

  private static let code = "code: {function: walk"

  @Test(arguments: [
    ("revision: v5.8}\n", "revision: v5.8}\n\(code)}\n", "not both"),
    ("walker: {name: gup_fast, revision: v5.8}\n", "", "says what walks"),
    ("walker: {name: gup_fast, revision: v5.8}\n", "\(code)}\n", "brings its stack along"),
    ("walker: {name: gup_fast, revision: v5.8}\n", "code: {}\n", "'function' is missing"),
    (
      "walker: {name: gup_fast, revision: v5.8}\n", "\(code), answers: {}}\n", "is a list"
    ),
    (
      "walker: {name: gup_fast, revision: v5.8}\n",
      "\(code), answers: [{what: x, value: plaice}]}\n", "'value'"
    ),
    (
      "walker: {name: gup_fast, revision: v5.8}\n",
      "\(code), answers: [{what: x, value: 1, time: 0}]}\n", "counts from 1"
    ),
  ])
  func scenariosOfCodeThatContradictThemselvesAreRefused(
    _ old: String, _ new: String, _ words: String
  ) throws {
    let error = try scenarioError(old, new)
    #expect(error?.message.contains(words) == true, "\(String(describing: error))")
  }

  /// What is wrong with `outcome: returned` is told at that word.
  @Test func successWithFewerPagesIsRefusedAtItsPlace() throws {
    let old = "    - {addr: 0x10080000000, page: 0xaaaa000, length: 0x1000}\n"
    let error = try #require(try scenarioError(old, ""), "no error")
    let text = try String(
      contentsOfFile: "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml", encoding: .utf8)
    let expected = try place(of: "returned\n", in: text)
    #expect((error.line, error.column) == expected, "\(error)")
    // A walk that gives up, or says so itself, needs no more than it lists.
    for outcome in ["stopped", "incomplete"] {
      let fewer = text.replacing(old, with: "")
        .replacing("outcome: returned", with: "outcome: \(outcome)")
      let library = try ShippedModels.library()
      #expect(throws: Never.self) {
        try ScenarioFile(text: fewer, file: "scenario.yaml", library: library)
      }
    }
  }
}
