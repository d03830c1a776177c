import Foundation
import ModelFiles
import PageWalk
import TestModels
import Testing

/// Expressions that nest, recur or expand without end are errors with a place, never a crash, and
/// are found at once.
@Suite struct EndlessExpressionsTests {
  /// The error of a shipped file in which `old` is replaced by `new`, with the text.
  private func error(
    _ file: String, _ old: String, _ new: String
  ) throws -> (error: ModelFileError?, text: String) {
    let whole = try String(contentsOfFile: "\(ShippedModels.directory)/\(file)", encoding: .utf8)
    try #require(whole.contains(old))
    let text = whole.replacing(old, with: new)
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try text.write(toFile: "\(directory)/model.yaml", atomically: true, encoding: .utf8)
    do throws(ModelFileError) {
      let library = try ModelLibrary(shipped: ShippedModels.directory, others: [directory])
      guard let s390 = library.architectures["s390"] else { return (nil, text) }
      for walker in library.walkers where walker.name == "gup_fast" {
        for configuration in (try? s390.configurations()) ?? [] {
          _ = try library.subject(
            architecture: s390, configuration: configuration, walker: walker)
        }
      }
      return (nil, text)
    } catch {
      return (error, text)
    }
  }

  private static let depth = 10_000

  private static func nested(_ kind: String) -> String {
    func times(_ text: String, _ count: Int = depth) -> String {
      String(repeating: text, count: count)
    }
    switch kind {
    case "parentheses": return times("(") + "pte" + times(")")
    case "fewer parentheses": return times("(", 5000) + "pte" + times(")", 5000)
    case "open parentheses": return times("(")
    case "complements": return times("~") + "pte"
    case "negations": return times("!") + "pte"
    case "reads": return times("*") + "pte"
    case "calls": return times("f(", 5000) + "pte" + times(")", 5000)
    case "conditions": return times("1?", 4000) + "pte" + times(":1", 4000)
    case "else": return times("1?2:", 4000) + "pte"
    case "locals": return (0..<1500).map { "a\($0)=1;" }.joined() + "pte"
    case "sums": return times("1+", 8000) + "pte"
    default: return times("(~", 5000) + "pte" + times(")", 5000)
    }
  }

  @Test(arguments: [
    "parentheses", "fewer parentheses", "open parentheses", "complements", "negations", "reads",
    "calls", "conditions", "else", "locals", "sums", "mixture",
  ])
  func whatNestsTenThousandDeepIsRefused(_ kind: String) throws {
    let deep = Self.nested(kind)
    for (file, old, new) in [
      (
        "Architectures/s390.yaml", "pte_page(pte): pte & ~0xfff",
        "pte_page(pte): |\n          \(deep)"
      ),
      (
        "Architectures/s390.yaml", "empty: (entry & 1) == 0",
        "empty: |\n        \(deep.replacing("pte", with: "entry"))"
      ),
      ("Walkers/gup_fast-v6.12.yaml", "    page: pte_page(pte)\n", "    page: |\n      \(deep)\n"),
    ] {
      let (found, text) = try error(file, old, new)
      let error = try #require(found, "\(kind) in \(file)")
      #expect(error.message.contains("deeper than 200") || error.message.contains("16384"))
      let line = text.split(separator: "\n", omittingEmptySubsequences: false)[error.line - 1]
      #expect(
        line.contains(deep.prefix(20).replacing("pte", with: "entry"))
          || line.contains(deep.prefix(20)))
    }
  }

  @Test(arguments: [
    ("pte_page(pte): pte_page(pte)", "calls itself"),
    ("pte_page(pte): XX\n        XX: YY\n        YY: XX", "calls itself"),
    // Hidden by a parameter or a local.
    ("pte_page(pte_page): pte_page(pte_page)", "cannot be called"),
    ("pte_page(pte): my_page(pte)\n        my_page(XX): pte_page(XX)", "calls itself"),
    ("pte_page(pte): \"pte_page = pte; pte_page\"", "calls itself"),
    ("pte_page(pte): \"pud_page = pte; pud_page\"", "defined already"),
  ])
  func recursionIsRefused(_ helpers: String, _ words: String) throws {
    let (error, text) = try error(
      "Architectures/s390.yaml", "pte_page(pte): pte & ~0xfff", helpers)
    #expect(error?.message.contains(words) == true, "\(String(describing: error))")
    let line = text.split(separator: "\n", omittingEmptySubsequences: false)[(error?.line ?? 1) - 1]
    #expect(helpers.contains(line.drop { $0 == " " }), "\(line)")
  }

  /// A walk whose names hide a helper, a parameter or what is always there.
  @Test(arguments: ["PAGE_SIZE", "levels", "ENTRY_SIZE", "pte_page"])
  func aWalkHidesNothing(_ name: String) throws {
    let (error, _) = try error(
      "Walkers/gup_fast-v6.12.yaml", "  - level: pte\n", "  - level: pte\n    pointer: \(name)\n")
    #expect(error?.message.contains("'\(name)' names something else on s390") == true)
  }

  /// 2^24 and 2^40 operations, of which an interpreter sees few.
  @Test func argumentsAndLocalsCountWhereTheyAreUsed() throws {
    var chain = "pte_page(pte): h24(pte)\n        h0(x): x + x\n"
    for number in 1...24 { chain += "        h\(number)(x): h\(number - 1)(x + x)\n" }
    var locals = "pte_page(pte): \"a0 = pte; "
    for number in 1...40 { locals += "a\(number) = a\(number - 1) + a\(number - 1); " }
    locals += "a40\""
    let clock = ContinuousClock()
    for helpers in [chain, locals] {
      let start = clock.now
      let (error, _) = try error("Architectures/s390.yaml", "pte_page(pte): pte & ~0xfff", helpers)
      #expect(error?.message.contains("more than 500000 operations") == true)
      #expect(clock.now - start < .seconds(60))
    }
  }

  /// Deep by substitution, though every body is flat.
  @Test func depthCountsWhatArgumentsBring() throws {
    let sum = "x" + String(repeating: " + 1", count: 150)
    let calls = String(repeating: "h0(", count: 20) + "x" + String(repeating: ")", count: 20)
    let (error, _) = try error(
      "Architectures/s390.yaml", "pte_page(pte): pte & ~0xfff",
      "pte_page(pte): h1(pte)\n        h0(x): \(sum)\n        h1(x): \(calls)")
    #expect(error?.message.contains("deeper than 1000") == true, "\(String(describing: error))")
  }

  /// A level hands its pointer down as an expression: eight of them multiply.
  @Test func levelsMultiply() throws {
    let wide = (0..<7).reduce("pgdp") { text, _ in "(\(text) | \(text))" }
    let (error, _) = try error(
      "Walkers/gup_fast-v6.12.yaml", "cursor: p4d_offset_lockless(pgdp, pgd, addr)",
      "cursor: (\(wide))")
    #expect(error == nil, "\(String(describing: error))")
    let whole = try String(
      contentsOfFile: "\(ShippedModels.directory)/Walkers/gup_fast-v6.12.yaml", encoding: .utf8)
    var text = whole
    for (above, cursor) in [
      ("pgdp", "p4d_offset_lockless(pgdp, pgd, addr)"),
      ("p4dp", "pud_offset_lockless(p4dp, p4d, addr)"),
      ("pudp", "pmd_offset_lockless(pudp, pud, addr)"),
    ] {
      text = text.replacing(cursor, with: "(\(wide.replacing("pgdp", with: above)))")
    }
    let multiplied = try self.error("Walkers/gup_fast-v6.12.yaml", whole, text).error
    #expect(multiplied?.message.contains("more than 500000 operations") == true)
  }

  @Test func whatStandsForCodeDoesNotRecur() throws {
    let (error, _) = try error(
      "Architectures/x86_64.yaml", "  asks:\n", "  asks:\n    again(x): again(x)\n")
    #expect(error?.message.contains("'again' calls itself") == true)
  }

  @Test func parametersAreBounded() throws {
    let many = (0..<65).map { "p\($0)" }.joined(separator: ", ")
    let (error, _) = try error(
      "Architectures/s390.yaml", "pte_page(pte): pte & ~0xfff",
      "pte_page(pte): pte & ~0xfff\n        ? \"many(\(many))\"\n        : 1")
    #expect(
      error?.message.contains("at most 64 parameters") == true, "\(String(describing: error))")
  }
}
