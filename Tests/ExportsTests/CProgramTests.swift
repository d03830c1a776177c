import Exports
import Foundation
import ModelFiles
import PageWalk
import Simulator
import TestModels
import Testing

/// Compiles exported programs with AddressSanitizer, runs them, and compares every read and page
/// with the simulator's.
@Suite struct CProgramTests {
  private static let library = Result { try ShippedModels.library() }

  /// Every scenario that shows a refuted cell, and the shipped ones.
  static let scenarios: [String] = {
    let proofs = URL(fileURLWithPath: ShippedModels.directory).deletingLastPathComponent()
      .appendingPathComponent("Proofs")
    let places = [proofs.path, "\(ShippedModels.directory)/Scenarios"]
    return places.flatMap { place in
      (FileManager.default.enumerator(atPath: place)?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix(".yaml") }.map { "\(place)/\($0)" }
    }.sorted()
  }()

  private struct Run {
    /// Address and value of each read, as printed; a read that the sanitizer stops has no value.
    let reads: [(pointer: String, value: String)]
    let pages: [String]
    let last: String
    let code: Int32
    let errors: String
  }

  private func run(_ scenario: Scenario, _ subject: Subject) throws -> Run {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "walkproof-export-\(UUID().uuidString)"
    ).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let source = "\(folder)/walk.c"
    try Data(try CProgram.text(scenario: scenario, subject: subject).utf8).write(
      to: URL(fileURLWithPath: source))
    let (compiled, _) = try runProgram([
      "cc", "-std=gnu11", "-w", "-fsanitize=address", "-o", "\(folder)/walk", source,
    ])
    try #require(compiled == 0)
    let (code, output) = try runProgram([
      "sh", "-c", "ASAN_OPTIONS=detect_leaks=0 \(folder)/walk 2>\(folder)/errors",
    ])
    let lines = output.split(separator: "\n").map(String.init)
    let words = lines.map { $0.split(separator: " ").map(String.init) }
    return Run(
      reads: words.filter { Int($0[0]) != nil }.map { ($0[2], $0[3]) },
      pages: words.filter { $0[0] == "page" }.map { $0.dropFirst().joined(separator: " ") },
      last: lines.last ?? "", code: code,
      errors: (try? String(contentsOfFile: "\(folder)/errors", encoding: .utf8)) ?? "")
  }

  private func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }

  @Test func thereAreScenarios() { #expect(Self.scenarios.count > 100) }

  @Test(arguments: scenarios) func readsAndPagesAreTheSimulators(file: String) throws {
    let read = try ScenarioFile(file: file, library: Self.library.get())
    let trace = try Simulation.run(read.scenario, subject: read.subject)
    let run = try run(read.scenario, read.subject)
    for (step, printed) in zip(trace.steps, run.reads) {
      #expect(printed.pointer == hex(step.pointer), "step \(step.number)")
      if printed.value == "?" {
        // Beside a copy: the sanitizer stops here, and the simulator calls it the stack.
        #expect(step.location.isStack && !step.violations.isEmpty || trace.firstFault != nil)
        #expect(run.errors.contains("stack-buffer-") && run.code != 0)
        #expect(run.reads.count == step.number)
        return
      }
      #expect(printed.value == step.value.map(hex) ?? "undefined", "step \(step.number)")
    }
    #expect(run.reads.count == trace.steps.count)
    #expect(
      run.pages == trace.pages.map { "\(hex($0.addr)) \(hex($0.page)) \(hex($0.length))" })
    #expect(run.last == trace.outcome.rawValue)
    #expect(run.errors.isEmpty)
  }

  /// A right walk on each architecture: the sanitizer has nothing to say.
  @Test func rightWalksRunClean() throws {
    let library = try Self.library.get()
    var seen: Set<String> = []
    for file in Self.scenarios {
      let read = try ScenarioFile(file: file, library: library)
      guard !seen.contains(read.scenario.architecture) else { continue }
      for walker in library.walkers where walker.fixed && walker.name == "gup_fast" {
        guard
          let subject = try? library.subject(
            architecture: read.subject.architecture,
            configuration: read.subject.configuration, walker: walker),
          let trace = try? Simulation.run(read.scenario, subject: subject),
          trace.faults.isEmpty, trace.outcome == .returned
        else { continue }
        let run = try run(read.scenario, subject)
        #expect(run.code == 0 && run.errors.isEmpty, "\(file)")
        #expect(run.reads.map(\.pointer) == trace.steps.map { hex($0.pointer) }, "\(file)")
        #expect(
          run.pages == trace.pages.map { "\(hex($0.addr)) \(hex($0.page)) \(hex($0.length))" })
        seen.insert(read.scenario.architecture)
        break
      }
    }
    #expect(seen.count >= 10)
  }

  @Test func namesFromStrangersStayNames() throws {
    let read = try ScenarioFile(
      file: "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml",
      library: Self.library.get())
    let hostile = read.scenario.expecting(
      read.scenario.expectation, about: "*/ int main(void) { return 7; } /*\n#include \"x\"")
    #expect(try run(hostile, read.subject).reads.count == 13)
  }
}
