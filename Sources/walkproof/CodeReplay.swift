import ArgumentParser
import LLVMIR
import ModelFiles
import PageWalk
import ProgramSearch
import Simulator

/// The kernel's own code, for running scenarios.
struct ReplayedCode: ParsableArguments {
  @Option(
    name: .customLong("ir"),
    help: ArgumentHelp(
      "Run the kernel's own code: the LLVM IR that 'prove --ir' reads. May be repeated.",
      valueName: "file.ll"))
  var files: [String] = []

  func validate(walker: String?) throws {
    guard files.isEmpty || walker == nil else {
      throw ValidationError("--ir is the walk; leave --walker out.")
    }
  }
}

/// Runs scenarios in code.
struct CodeReplay {
  /// The function that walks the top table.
  let function: String
  private let search: ProgramSearch

  /// - Throws: `Failure` where the code is not understood, or is not for the scenario's configuration.
  init(_ scenario: ScenarioFile, files: [String]) throws {
    (function, search) = try ProgramText.wording {
      let modules = try CodeOptions.modules(files)
      let architecture = scenario.subject.architecture
      let configuration = scenario.scenario.configuration
      let build = try CompiledBuild(
        modules: modules, architecture: architecture,
        choices: configuration.values.map { "\($0.name)=\($0.value)" },
        library: scenario.library)
      let top =
        try scenario.scenario.code?.function ?? WalkOptions.top(in: modules)
      return (
        top,
        try ProgramSearch(
          modules: modules, top: top, architecture: build.architecture,
          configuration: configuration, compiled: build.compiled)
      )
    }
  }

  func run(_ scenario: Scenario) throws -> Trace {
    try ProgramText.wording { try search.replay(scenario) }
  }
}
