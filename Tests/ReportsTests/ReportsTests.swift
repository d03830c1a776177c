import Checker
import Foundation
import PageWalk
import ReportSchemaV1
import Reports
import TestModels
import Testing

@Suite struct ReportsTests {
  private func findings(_ walker: String) async throws -> [Finding] {
    let library = try ShippedModels.library()
    let architecture = try #require(library.architectures["s390"])
    let walk = try #require(library.walkers.first { $0.title == walker })
    let subjects = try architecture.configurations().map {
      try library.subject(architecture: architecture, configuration: $0, walker: walk)
    }
    return await Prover(jobs: 2).prove(subjects, properties: Property.ofModels)
      .flatMap(\.findings)
  }

  @Test(arguments: ["gup_fast@v5.8", "gup_fast@v5.9"])
  func textFitsEightyColumns(_ walker: String) async throws {
    let text = ProofText.text(
      try await findings(walker), tool: "walkproof", solver: "Z3", seconds: 0.5,
      style: Style(colours: false))
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for word in ["interrupts off", "  atomic: ", "  ordered: ", "  checks: "] {
      #expect(text.contains(word))
    }
    // The headline comes first, and says of how many configurations it holds.
    let headline = text.components(separatedBy: "\n\n")[0].replacing("\n", with: " ")
    #expect(
      headline.hasPrefix("right-pages: for every range that passes the checks, every content"))
    #expect(headline.contains("what \(walker) hands back are the hardware's pages"))
    #expect(
      headline.hasSuffix(
        walker == "gup_fast@v5.8"
          ? "proved for 1 of 4 configurations, refuted for 3."
          : "proved for 4 of 4 configurations."), "\(headline)")
    #expect(text.contains(walker == "gup_fast@v5.8" ? "23 refuted" : "40 proved"))
    #expect(!text.contains("\u{1b}"))
  }

  @Test func jsonIsStableAndComplete() async throws {
    let report = ProofReport(
      try await findings("gup_fast@v5.8"), tool: "walkproof", solver: "Z3", stable: true)
    let text = try JSONText.text(report)
    #expect(try JSONDecoder().decode(ProofReport.self, from: Data(text.utf8)) == report)
    let again = ProofReport(
      try await findings("gup_fast@v5.8"), tool: "walkproof", solver: "Z3", stable: true)
    #expect(try JSONText.text(again) == text)
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let object = try #require(parsed as? [String: Any])
    let results = try #require(object["results"] as? [[String: Any]])
    #expect(results.count == 44)
    let keys: Set = [
      "architecture", "configuration", "walker", "revision", "property", "verdict",
      "obligations", "covers", "seconds", "reason", "counterexample",
      "run", "notShown",
    ]
    let assumptions = try #require(object["assumptions"] as? [[String: String]])
    #expect(assumptions.contains { $0["identifier"] == "tables-stay" && $0["sentence"] != nil })
    for result in results {
      #expect(Set(result.keys) == keys)
      #expect(result["configuration"] is [String: Any])
      #expect((result["counterexample"] is NSNull) == (result["verdict"] as? String != "refuted"))
    }
  }
}
