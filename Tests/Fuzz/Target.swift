import Checker
import Claims
import Execution
import Exports
import Foundation
import LLVMIR
import ModelFiles
import PageWalk
import Pictures
import ProgramProof
import ProgramSearch
import Programs
import Reports
import SMT
import Simulator
import Translation

/// A reader of what comes from strangers, with what is done with it when it is read.
///
/// Errors are what is expected of most inputs; a crash, a hang or too much memory is what is looked for.
enum Target: String, CaseIterable {
  case model, scenario, ir, index, cache

  func read(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    switch self {
    case .model: try? Self.model(text)
    case .scenario: try? Self.scenario(text)
    case .ir: try? Self.ir(bytes)
    case .index: Self.index(text)
    case .cache: try? Self.cache(bytes)
    }
  }

  // A fuzzer is started where the shipped models are.
  private static let library: ModelLibrary = {
    do { return try ModelLibrary(shipped: "Models") } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(65)
    }
  }()

  /// The helpers and a walk, without which no architecture is whole; all others would only take time.
  private static let helpers: ModelLibrary = {
    do {
      let files = try FileManager.default.contentsOfDirectory(atPath: "Models/Helpers")
        .map { "Models/Helpers/\($0)" }
      let texts = try (files + ["Models/Walkers/gup_fast-v6.12.yaml"]).map {
        try String(contentsOfFile: $0, encoding: .utf8)
      }
      return try ModelLibrary(texts: texts, file: "helpers")
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(65)
    }
  }()

  private static func model(_ text: String) throws {
    let library = try helpers.adding(texts: [text], file: "fuzz")
    for architecture in library.architectures.values {
      guard let walker = library.defaultWalker(named: library.defaultName),
        let configuration = try architecture.configurations().first
      else { continue }
      let subject = try library.subject(
        architecture: architecture, configuration: configuration, walker: walker)
      _ = try? VerificationTask.text(subject: subject)
      // What is proved of it is not looked at: that it comes to an end is.
      let done = DispatchSemaphore(value: 0)
      Task {
        _ = await Prover(budget: 1000, jobs: 1, stopsAtFirst: true).prove(
          [subject], properties: [.rightEntry]
        ) { _ in }
        done.signal()
      }
      done.wait()
    }
  }

  private static func scenario(_ text: String) throws {
    let file = try ScenarioFile(text: text, file: "fuzz", library: library)
    let scenario = file.scenario
    let trace = try Simulation.run(scenario, subject: file.subject)
    let scene = try Scene(
      scenario: scenario, subject: file.subject, trace: trace, showsMarks: true)
    _ = SVGDrawing.svg(scene)
    _ = TextDrawing.text(scene, style: Style(colours: true))
    _ = try? CProgram.text(scenario: scenario, subject: file.subject)
    _ = try? KUnitCase.text(scenario: scenario, subject: file.subject)
    let written = ScenarioText.yaml(scenario)
    guard let again = try? ScenarioFile(text: written, file: "again", library: library) else {
      // Where models travel with a scenario, its text alone may not do.
      return
    }
    precondition(again.scenario == scenario, "a scenario that is written is read as another")
  }

  private static func ir(_ bytes: [UInt8]) throws {
    let module = try Module(bytes, file: "fuzz.ll")
    let program = try Program([module], entries: ["f"])
    var execution = ConcreteExecution(program, in: NoSurroundings(), maximumSteps: 10_000)
    let parameters = program.functions["f"]?.parameters.count ?? 0
    _ = try execution.call("f", [UInt64](repeating: 3, count: parameters))
  }

  private static func index(_ text: String) {
    guard let index = try? ClaimIndex(text) else { return }
    precondition(Set(index.entries.map(\.name)).count == index.entries.count, "a name twice")
  }

  private static func cache(_ bytes: [UInt8]) throws {
    let folder = NSTemporaryDirectory() + "walkproof-fuzz-\(getpid())"
    let cache = try ProofCache(directory: folder, seal: folder + "/seal")
    cache.keep("right", for: "key")
    guard
      let name = try FileManager.default.contentsOfDirectory(atPath: folder).first(where: {
        $0 != "seal"
      })
    else { return }
    try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    precondition(cache.value(for: "key", as: String.self) == nil, "a forged entry is taken")
  }
}
