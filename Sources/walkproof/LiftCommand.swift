import ArgumentParser
import ModelFiles
import ProgramProof
import Programs

/// `walkproof lift`.
struct LiftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lift",
    abstract: "Print the program that compiled code is, and what was proved of its parts.",
    discussion: """
      walkproof lift gup.ll pgtable-generic.ll --architecture s390 --configuration levels=3

      First each use of a level function in each configuration, with what was proved of what it is
      handed and of its loops; then every function that is reached, as text that reads like C. What
      is not shown 'prove' tells.
      """)

  @Argument(help: "LLVM IR of mm/gup.c, and of other files that it calls.")
  var files: [String]
  @Option(help: "The architecture that the code is for.") var architecture: String
  @Option(
    name: .customLong("configuration"),
    help: ArgumentHelp(
      "Only configurations with this value. May be repeated.", valueName: "key=value"))
  var choices: [String] = []
  @Flag(help: "Print the program alone, and prove nothing.") var programOnly = false
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write here, not to standard output.", valueName: "file"))
  var output: String?
  @OptionGroup var code: CodeOptions
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  func run() throws {
    prover.setLimits(ofCode: true)
    var code = code
    code.files += files
    try code.validate(architectures: [architecture], walker: nil)
    let check = try code.check(
      of: architecture, choices: choices, library: try models.library())
    var lines: [String] = []
    if !programOnly {
      for configuration in check.build.configurations {
        let verdict = try ProgramText.wording {
          try check.prover(configuration, budget: UInt32(prover.budget)).prove()
        }
        lines.append("// \(check.build.architecture.name) \(configuration)")
        for use in verdict.instances {
          lines.append("// \(use)\(verdict.idle.contains(use) ? ", not shown to come back" : "")")
          for kept in verdict.kept where kept.use == use {
            lines.append(
              "//   \(kept.place.map { "loop at \($0): " } ?? "is handed: ")\(kept.text)")
          }
        }
        lines.append("")
      }
    }
    let program = try ProgramText.wording {
      try check.prover(check.build.configurations[0], budget: UInt32(prover.budget)).program
    }
    for name in program.functions.keys.sorted() {
      guard let function = program.functions[name] else { continue }
      lines += ProgramListing(function).lines + [""]
    }
    try Output.write(lines.joined(separator: "\n"), to: output)
  }
}
