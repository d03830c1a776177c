import BuildProbe
import Foundation
import ModelFiles
import PageWalk
import TestModels
import Testing

/// Compiles the probe with headers of our own, and compares what it tells with a shipped model.
@Suite struct ProbeTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
  private let probe = ProbeSource(Fact.common)

  private func values(_ definitions: String...) throws -> [ProbedValue] {
    let work = try ShippedModels.temporaryDirectory()
    try Data(probe.function.utf8).write(to: URL(fileURLWithPath: "\(work)/probe.c"))
    let (code, _) = try runProgram(
      [
        "clang", "--target=i386-unknown-linux-gnu", "-O2", "-w", "-S", "-emit-llvm", "-Xclang",
        "-disable-llvm-passes", "-include", "\(Self.folder)/machine.h", "-o", "\(work)/probe.ll",
        "\(work)/probe.c",
      ] + definitions)
    try #require(code == 0)
    return try probe.values(in: String(contentsOfFile: "\(work)/probe.ll", encoding: .utf8))
  }

  private func comparison(_ values: [ProbedValue]) throws -> ProbeComparison {
    let model = try #require(try ShippedModels.library().architectures["x86_32"])
    let facts: [String: UInt64] = ["BUILD_LEVELS": 2]
    let compiled = try #require(model.compiled).with(
      facts.mapValues { PageWalk.Expression(.literal($0)) })
    return ProbeComparison(
      values, architecture: model, compiled: compiled, facts: facts,
      configurations: try model.configurations().filter {
        model.holds(compiled.build, in: $0) ?? true
      }, release: .ofCode)
  }

  private static let entry = "-DENTRY=unsigned long"

  @Test func tellsConstantsAndWhatIsChosenAtBoot() throws {
    let values = try values(Self.entry)
    func value(_ name: String) -> UInt64?? {
      values.first { $0.fact.name == name }.map(\.value)
    }
    #expect(value("PAGE_SIZE") == 4096)
    #expect(value("sizeof(struct page)") == 32)
    #expect(value("__va(0)") == 0xc000_0000)
    #expect(value("TASK_SIZE") == .some(nil))
    // A macro that the headers do not have.
    #expect(value("VA_BITS") == nil)
  }

  @Test func fittingBuildHasNoContradiction() throws {
    let comparison = try comparison(values(Self.entry))
    #expect(comparison.contradictions == [])
    #expect(comparison.table.contains(["PTRS_PER_PTE", "1024", "1024"]))
    #expect(comparison.table.contains(["TASK_SIZE", "at boot", "0xc0000000"]))
  }

  @Test(arguments: [
    (entry, "-DPTRS_PER_PTE=512", "PTRS_PER_PTE is 512 in the code and 1024 in the model"),
    ("-DENTRY=unsigned long long", "-DA", "sizeof(pgd_t) is 8 in the code and 4 in the model"),
  ])
  func contradictionIsTold(entry: String, definition: String, message: String) throws {
    let told = try comparison(values(entry, definition)).contradictions
    #expect(told.first == "the model does not fit this build: \(message) (x86_32 pae=false)")
  }

  @Test(arguments: [
    "", "@other = constant i64 1", "@walkproof_probe.fact_0 = internal constant [2 x i64] [i64 1]",
  ])
  func foreignTextIsAnError(text: String) {
    #expect(throws: ProbeError.self) { try probe.values(in: text) }
  }
}
