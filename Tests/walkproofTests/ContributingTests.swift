import Foundation
import ReportSchemaV1
import TestModels
import Testing

/// What CONTRIBUTING.md tells a newcomer to write and to run, as it stands there.
@Suite struct ContributingTests {
  private static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("walkproof").path

  private let models: String

  init() throws {
    models = try ShippedModels.temporaryDirectory()
    let text = try String(
      contentsOfFile: "\(ShippedModels.root)/CONTRIBUTING.md", encoding: .utf8)
    let blocks = text.components(separatedBy: "<!-- file: ").dropFirst()
    try #require(blocks.count == 2)
    for block in blocks {
      let name = try #require(block.components(separatedBy: " -->").first)
      let yaml = try #require(
        block.components(separatedBy: "```yaml\n").dropFirst().first?
          .components(separatedBy: "```").first)
      try yaml.write(toFile: "\(models)/\(name)", atomically: true, encoding: .utf8)
    }
  }

  private func verdicts(_ arguments: String...) throws -> [String: String] {
    let (_, output) = try runProgram(
      [Self.program, "prove"] + arguments + ["--models", models, "--format", "json"])
    let report = try JSONDecoder().decode(ProofReport.self, from: Data(output.utf8))
    return Dictionary(
      report.results.map { ($0.property, $0.verdict) }
    ) { first, _ in first }
  }

  @Test func theArchitectureIsProved() throws {
    let verdicts = try verdicts("um64")
    #expect(verdicts.count == 11)
    // As mainline's walk does everywhere, it compares the pmd again without READ_ONCE.
    #expect(verdicts.filter { $0.value != "proved" } == ["marked-access": "refuted"])
    #expect(try Set(self.verdicts("um64", "--walker", "page_walk@v6.12").values) == ["proved"])
  }

  @Test func theWalkIsProvedThereAndRefutedElsewhere() throws {
    #expect(try Set(verdicts("um64", "--walker", "size_of").values) == ["proved"])
    let others = try verdicts("x86_64", "--walker", "size_of", "--configuration", "levels=5")
    #expect(others["right-entry"] == "refuted")
  }

  @Test func theChangeIsRefuted() throws {
    let file = "\(models)/um64.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacingOccurrences(of: "PMD_SHIFT: 21", with: "PMD_SHIFT: 22").write(
      toFile: file, atomically: true, encoding: .utf8)
    #expect(try verdicts("um64")["right-entry"] == "refuted")
  }
}
