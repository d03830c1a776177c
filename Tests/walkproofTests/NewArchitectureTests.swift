import Foundation
import ReportSchemaV1
import TestModels
import Testing

@Suite struct NewArchitectureTests {
  private static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appendingPathComponent("walkproof").path

  /// What is written to begin with proves at once, by every walk, and a file that is there stays.
  @Test func theSkeletonProves() throws {
    let folder = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = "\(folder)/mine/mine64.yaml"
    func new(_ name: String) throws -> Int32 {
      try runProgram([Self.program, "new", "architecture", name, "-o", file]).0
    }
    #expect(try new("mine64") == 0)
    for walker in ["gup_fast@v6.12", "gup_fast@v5.9", "page_walk@v6.12"] {
      let (code, output) = try runProgram([
        Self.program, "prove", "mine64", "--models", "\(folder)/mine", "--walker", walker,
        "--format", "json",
      ])
      #expect(code == 0)
      let report = try JSONDecoder().decode(ProofReport.self, from: Data(output.utf8))
      #expect(report.results.count == 11)
      #expect(report.results.allSatisfy { $0.verdict == "proved" || $0.severity == "rule" })
    }
    // What is wrong with it is seen: it is about something.
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacing("PMD_SHIFT: 21", with: "PMD_SHIFT: 22")
      .write(toFile: file, atomically: true, encoding: .utf8)
    #expect(
      try runProgram([Self.program, "prove", "mine64", "--models", "\(folder)/mine"]).0 == 1)
    #expect(try new("mine64") == 73)
    #expect(try new("9") == 64)
  }
}
