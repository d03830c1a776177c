import ArgumentParser
import ModelFiles
import PageWalk

/// `walkproof lift`.
struct LiftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lift",
    abstract: "Print the walk in compiled code as a model file.",
    discussion: """
      walkproof lift gup.ll --architecture s390 --output lifted/gup.yaml
      walkproof prove s390 --models lifted --walker gup_fast_fallback@ir
      """)

  @Argument(help: "LLVM IR of mm/gup.c, and of other files that it calls.")
  var files: [String]
  @Option(help: "The architecture that the code is for.") var architecture: String
  @Option(
    help: ArgumentHelp(
      "The function by which the walk is entered; by default gup_fast's.", valueName: "function"))
  var entry: String?
  @Option(
    name: .customLong("configuration"),
    help: ArgumentHelp(
      "What the build's configuration is. May be repeated.", valueName: "key=value"))
  var choices: [String] = []
  @Option(help: ArgumentHelp("Write the model file here.", valueName: "file")) var output: String?
  @OptionGroup var models: ModelOptions

  func run() throws {
    var compiled = CompiledOptions()
    compiled.files = files
    compiled.entry = entry
    let walk = try compiled.walk(
      of: architecture, choices: choices, library: try models.library())
    try Output.write(walk.text, to: output)
  }
}
