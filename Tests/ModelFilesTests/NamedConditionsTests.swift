import Foundation
import ModelFiles
import PageWalk
import TestModels
import Testing

/// A name for an expression on parameters stands for it, and hides nothing.
@Suite struct NamedConditionsTests {
  private func text(_ file: String) throws -> String {
    try String(contentsOfFile: "\(ShippedModels.directory)/\(file).yaml", encoding: .utf8)
  }

  private func library(_ s390: String) throws -> ModelLibrary {
    try ModelLibrary(
      texts: [text("Helpers/generic"), s390, text("Walkers/gup_fast-v5.8")], file: "texts")
  }

  private func s390(_ conditions: String, _ old: String = "", _ new: String = "") throws -> String {
    let whole = try text("Architectures/s390")
    let text = old.isEmpty ? whole : whole.replacing(old, with: new)
    return text.replacing("\nhardware:\n", with: "\nconditions:\n\(conditions)\nhardware:\n")
  }

  @Test func itStandsForItsExpression() throws {
    let plain = try #require(try library(text("Architectures/s390")).architectures["s390"])
    let named = try #require(
      try library(
        s390(
          "  fewer: levels == 2\n  small: 31", "levels == 2 ? 31", "fewer ? small")
      ).architectures["s390"])
    #expect("\(named.hardware.reach)" == "\(plain.hardware.reach)")
    #expect(try s390("", "levels == 2 ? 31", "fewer ? small").contains("fewer ? small"))
    #expect(try named.configurations() == plain.configurations())
  }

  @Test(arguments: [
    ("  levels: 1", "names something else already"), ("  entry: 1", "names something else already"),
    ("  a: pte", "not defined"), ("  a: b\n  b: 1", "not defined"),
    ("  a: '*4'", "reads no memory"),
    ("  a: 1 +", "expected a value"), ("  1a: 1", "cannot be used in expressions"),
    ("  PMD_SHIFT: 1", "of the helper 'PMD_SHIFT'"), ("  pte_page: 1", "of the helper 'pte_page'"),
    ("  pmd: 1", "is a condition of this architecture"),
    ("  addr: 1", "names something else already"),
  ])
  func nothingIsHidden(_ conditions: String, _ words: String) throws {
    let text = try s390(conditions)
    let error = #expect(throws: ModelFileError.self) { _ = try library(text) }
    #expect(error?.message.contains(words) == true, "\(error.debugDescription)")
    #expect(error?.file == "texts#2", "\(error.debugDescription)")
  }

  @Test func localsHideNone() throws {
    let text = try s390(
      "  few: levels == 2", "pte_page(pte): pte & ~0xfff", "pte_page(pte): few = 1; pte & ~0xfff")
    let error = #expect(throws: ModelFileError.self) { _ = try library(text) }
    #expect(error?.message.contains("'few' is a condition of this architecture") == true)
  }

  /// What is wrong behind a condition has its place all the same.
  @Test func placesStay() throws {
    let text = try s390(
      "  few: levels == 2", "levels == 2 ? 31", "few ? 31 + levls")
    let error = #expect(throws: ModelFileError.self) { _ = try library(text) }
    let line = try #require(
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .firstIndex { $0.contains("levls") })
    #expect(error?.message.contains("did you mean 'levels'?") == true, "\(error.debugDescription)")
    #expect(error?.line == line + 1)
    let column = text.split(separator: "\n", omittingEmptySubsequences: false)[line]
      .range(of: "levls")
    #expect(
      column.map {
        text.distance(
          from: text[..<$0.lowerBound].lastIndex(of: "\n") ?? text.startIndex, to: $0.lowerBound)
      } == error?.column)
  }

  @Test func depthCounts() throws {
    let deep = String(repeating: "-(", count: 150) + "levels" + String(repeating: ")", count: 150)
    let text = try s390(
      "  deep: \(deep)", "levels == 2 ? 31",
      String(repeating: "-(", count: 100) + "deep" + String(repeating: ")", count: 100)
        + " == 0 ? 31")
    let error = #expect(throws: ModelFileError.self) { _ = try library(text) }
    #expect(error?.message.contains("nests deeper") == true, "\(error.debugDescription)")
    let long = #expect(throws: ModelFileError.self) {
      _ = try library(s390("  long: \(String(repeating: "1 + ", count: 300))1"))
    }
    #expect(long?.message.contains("at most 1024 bytes") == true)
  }
}
