import ArgumentParser
import LLVMIR
import ModelFiles
import PageWalk
import ProgramProof

/// `walkproof program`.
struct ProgramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "program",
    abstract: "Prove the kernel's own code as the program that it is.",
    discussion: """
      Nothing is matched and nothing left out: every instruction from the top level function on is
      executed, and what is not understood ends with 65. It takes minutes, finds no counterexamples,
      and says of what is not shown where that is.

      walkproof program s390 --ir mm/gup.ll --ir mm/pgtable-generic.ll --configuration levels=3
      """)

  @Argument(help: "The architecture, as 'walkproof list' names it.") var architecture: String
  @Option(
    name: .customLong("ir"),
    help: ArgumentHelp(
      "LLVM IR of mm/gup.c, with debug information, and of other files that it calls. May be"
        + " repeated.", valueName: "file.ll"))
  var files: [String] = []
  @Option(
    help: ArgumentHelp(
      "The function that walks the top table.", valueName: "function"))
  var top = "gup_fast_pgd_range"
  @Option(
    name: .customLong("configuration"),
    help: ArgumentHelp(
      "Only configurations with this value. May be repeated.", valueName: "key=value"))
  var choices: [String] = []
  @Option(
    help: ArgumentHelp(
      "Units of the solver's work that one question may take.", valueName: "units"))
  var budget: UInt32 = 20_000_000
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("Give the code by --ir.") }
    guard budget > 0 else { throw ValidationError("--budget 0 answers nothing; give units.") }
  }

  func run() throws {
    let library = try models.library()
    let model = try CompiledOptions.architecture(named: architecture, in: library)
    try ProgramText.wording {
      let modules = try CompiledOptions.modules(files)
      try prove(
        try CompiledBuild(
          modules: modules, architecture: model, choices: choices, library: library), modules)
    }
  }

  private func prove(_ build: CompiledBuild, _ modules: [Module]) throws {
    var isProved = true
    for configuration in build.configurations {
      let verdict = try verdict(build, configuration, modules)
      try Output.write(
        ProgramText.text(verdict, title: "\(architecture) \(configuration)", top: top), to: nil)
      isProved = isProved && verdict.isProved
    }
    if !isProved { try Code.inconclusive.end() }
  }

  private func verdict(
    _ build: CompiledBuild, _ configuration: Configuration, _ modules: [Module]
  ) throws -> ProgramVerdict {
    defer { StandardError.progress("") }
    return try ProgramProver(
      modules: modules, top: top, architecture: build.architecture, configuration: configuration,
      compiled: build.compiled, budget: budget
    ) { StandardError.progress("\(configuration): \($0)") }.prove()
  }
}
