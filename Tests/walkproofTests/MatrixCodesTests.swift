import Foundation
import ReportSchemaV1
import TestModels
import Testing

/// `matrix`, `report` and `gate` end by the documented codes.
@Suite struct MatrixCodesTests {
  private static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("walkproof").path

  /// One architecture and one walk that mainline had, of which two properties are refuted.
  private let directory: String

  init() throws {
    directory = try ShippedModels.temporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: "\(directory)/Models", withIntermediateDirectories: true)
    for file in [
      "Architectures/riscv32.yaml", "Walkers/gup_fast-v5.8.yaml", "Helpers/generic.yaml",
      "Helpers/nop4d.yaml", "Helpers/nopud.yaml", "Helpers/nopmd.yaml",
    ] {
      let name = (file as NSString).lastPathComponent
      try FileManager.default.copyItem(
        atPath: "\(ShippedModels.directory)/\(file)", toPath: "\(directory)/Models/\(name)")
    }
  }

  private func run(
    _ command: String, _ arguments: String...
  ) throws -> (code: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments =
      [
        command, "--no-shipped-models", "--models", "\(directory)/Models", "--cache",
        "\(directory)/cache",
      ]
      + arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let messages = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    return (
      process.terminationStatus, String(decoding: text, as: UTF8.self),
      String(decoding: messages, as: UTF8.self)
    )
  }

  private func change(_ file: String, _ old: String, _ new: String) throws {
    let path = "\(directory)/\(file)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(old))
    try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test func aSurpriseIs1AndNamed() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let proofs = "\(directory)/Proofs"
    // Nothing is expected where there is no index.
    let bare = try run("matrix", "--proofs", proofs)
    #expect(bare.code == 1)
    #expect(bare.errors.contains("\(proofs)/index.tsv does not say of"))
    #expect(bare.errors.contains("riscv32 - gup_fast@v5.8 marked-access"))
    #expect(bare.output.contains("X"))
    try FileManager.default.createDirectory(atPath: proofs, withIntermediateDirectories: true)
    let refuted = try JSONDecoder().decode(
      MatrixReport.self,
      from: Data(try run("matrix", "--proofs", proofs, "--format", "json").output.utf8)
    ).claims.filter { $0.verdict == "refuted" }
    try #require(refuted.count >= 2 && refuted.allSatisfy(\.configuration.isEmpty))
    func write(_ lines: [String]) throws {
      let heading =
        "# walkproof/index/1: architecture, configuration, walk, property, verdict, scenario;"
        + " written by 'walkproof gate --update'"
      try (([heading] + lines).joined(separator: "\n") + "\n").write(
        toFile: "\(proofs)/index.tsv", atomically: true, encoding: .utf8)
    }
    let lines = refuted.map {
      "\($0.architecture)\t-\t\($0.walk)\t\($0.property)\trefuted\tx.yaml"
    }
    try write(lines)
    // As expected, whether proved now or known from before.
    let expected = try run("matrix", "--proofs", proofs)
    #expect(expected.code == 0)
    #expect(expected.errors.isEmpty)
    #expect(try run("matrix", "--proofs", proofs, "--no-cache").code == 0)
    // One of them is said to be proved.
    try write([lines[0].replacing("refuted\tx.yaml", with: "proved")] + lines.dropFirst())
    let one = try run("matrix", "--proofs", proofs)
    #expect(one.code == 1)
    #expect(one.errors.contains("of 1: riscv32 - gup_fast@v5.8 \(refuted[0].property)"))
    // A damaged index is no index.
    try "nonsense\n".write(toFile: "\(proofs)/index.tsv", atomically: true, encoding: .utf8)
    let damaged = try run("matrix", "--proofs", proofs)
    #expect(damaged.code == 65)
    #expect(damaged.errors.contains("index.tsv:1:1: "))
  }

  @Test func vacuityIs4Everywhere() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try change("Models/gup_fast-v5.8.yaml", "stop: \"!pmd_present(pmd)\"", "stop: 1")
    let proofs = "\(directory)/Proofs"
    for _ in 0..<2 {  // What is not decided is not remembered.
      let matrix = try run("matrix", "--proofs", proofs)
      #expect(matrix.code == 4)
      #expect(matrix.errors.contains("nothing satisfies the cover"))
    }
    #expect(try run("report", "--output", "\(directory)/report").code == 4)
    #expect(try run("gate", "--proofs", proofs, "--update").code == 4)
    try FileManager.default.createDirectory(atPath: proofs, withIntermediateDirectories: true)
    try
      ("# walkproof/index/1: architecture, configuration, walk, property, verdict, scenario;"
      + " written by 'walkproof gate --update'\n").write(
        toFile: "\(proofs)/index.tsv", atomically: true, encoding: .utf8)
    let gate = try run("gate", "--proofs", proofs)
    #expect(gate.code == 4)
  }

  @Test func aSpentBudgetIs3() throws {
    defer { try? FileManager.default.removeItem(atPath: directory) }
    #expect(try run("matrix", "--budget", "1").code == 3)
    #expect(try run("report", "--budget", "1", "--output", "\(directory)/report").code == 3)
  }
}
