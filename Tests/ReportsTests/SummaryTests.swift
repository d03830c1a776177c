import Checker
import Claims
import Foundation
import ModelFiles
import PageWalk
import Reports
import TestModels
import Testing

@Suite struct SummaryTests {
  /// Claims about walks on s390 and, of code, made up ones of another architecture.
  private func summary() async throws -> (text: String, claims: [Claim]) {
    let library = try ShippedModels.library()
    let prover = PairProver(library: library, prover: Prover(jobs: 2), cache: nil, tool: "test")
    let claims = try await prover.prove(
      architectures: [try #require(library.architectures["s390"])],
      walkers: library.walkers.filter { $0.name == "gup_fast" }
    ) { _, _ in
    }.flatMap(\.claims)
    return (
      Summary(claims, walkers: library.walkers).text(proofs: "P", style: Style(colours: false)),
      claims
    )
  }

  /// Newest first, what was never merged last; what the past had is told with its scenario; nothing is
  /// counted twice or left out.
  @Test func theNewestComesFirstAndThePastIsTold() async throws {
    let (text, claims) = try await summary()
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.count <= 40)
    let rows = lines.filter { $0.hasPrefix("gup_fast@") }
    let walks = rows.map { $0.prefix { $0 != " " && $0 != "," } }
    #expect(
      walks == [
        "gup_fast@v6.12", "gup_fast@v6.9", "gup_fast@v6.1", "gup_fast@v5.9", "gup_fast@v5.8",
        "gup_fast@rfc-v2", "gup_fast@pointer-only",
      ])
    for row in rows {
      let numbers = row.split(separator: " ").compactMap { Int($0) }
      #expect(numbers.count == 6 && numbers[1] == numbers[2...].reduce(0, +), "\(row)")
      #expect(row.contains("never merged") == (row.contains("rfc") || row.contains("pointer")))
    }
    #expect(rows[4].split(separator: " ").suffix(5) == ["4", "0", "1", "3", "0"])
    let story = try #require(lines.firstIndex { $0.hasPrefix("  s390, gup_fast@v5.8: ") })
    let told = lines[story...].prefix(3).joined(separator: " ")
    #expect(told.contains("reads uninitialised stack on levels=2; levels=3;"))
    #expect(told.contains("gup_fast@v5.9 does not"))
    let command = try #require(lines.first { $0.contains("walkproof explain P/s390/") })
    #expect(claims.contains { $0.scenario.map(command.hasSuffix) ?? false })
    // Nothing that the newest does: on s390 it is right but for a rule.
    #expect(!text.contains("Harm that the newest"))
  }
}
