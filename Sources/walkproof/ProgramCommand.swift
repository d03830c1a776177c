import ArgumentParser
import LLVMIR
import ModelFiles
import PageWalk
import ProgramProof

/// `walkproof program`.
struct ProgramCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "program",
    abstract: "Prove the kernel's own code as the program that it is.",
    discussion: """
      Nothing is matched and nothing left out: every instruction from the top level function on is
      executed, and what is not understood ends with 65. First runs are made that may go wrong (1);
      where none does, the code is proved, which takes minutes. Of what is not shown (3) it is said
      where that is.

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
    name: .shortAndLong,
    help: ArgumentHelp("Write here, not to standard output.", valueName: "file"))
  var output: String?
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("Give the code by --ir.") }
  }

  func run() async throws {
    let library = try models.library()
    let model = try CompiledOptions.architecture(named: architecture, in: library)
    let check = try ProgramText.wording {
      let modules = try CompiledOptions.modules(files)
      return ProgramCheck(
        try CompiledBuild(
          modules: modules, architecture: model, choices: choices, library: library),
        modules: modules)
    }
    try await check.report(nil, .range(top: top), prover, to: output)
  }
}
