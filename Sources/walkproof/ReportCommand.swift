import ArgumentParser
import Claims
import Files
import ModelFiles
import PageWalk
import SMT
import Site

/// `walkproof report`.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a static site: the matrix and a page for every cell.",
    discussion: """
      walkproof report -o report
      walkproof report s390 arm64 --walker gup_fast@v5.8 --walker gup_fast@v6.12 -o report
      """)

  @Argument(
    help: "Architectures or families; by default every architecture.",
    completion: Completions.architectures)
  var architectures: [String] = []
  @Option(
    name: .customLong("walker"),
    help: ArgumentHelp("Only this walk. May be repeated.", valueName: "name[@rev]"))
  var walkers: [String] = []
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder; an older report there is replaced.", valueName: "dir"))
  var output: String
  @OptionGroup var prover: ProverOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var models: ModelOptions

  func run() async throws {
    prover.setLimits()
    let library = try models.library()
    let selection = Selection(library: library)
    let folder = try OutputFolder(output, old: .removed(what: "a report"))
    let chosen = try selection.architectures(namedOrAll: architectures)
    let walks = try selection.walkers(namedOrAll: walkers)
    let proofs = try await PairProver(
      library: library, prover: prover.prover, cache: try cache.orUsers(),
      tool: CacheOptions.tool(budget: prover.budget)
    ).proveShowingProgress(architectures: chosen, walkers: walks)
    let site = try await Site(
      proofs, library: library, tool: Walkproof.tool, solver: Solver.version)
    for (name, text) in site.files { try folder.add(Array(text.utf8), name: name) }
    try folder.finish()
    let codes = proofs.isEmpty ? [.inconclusive] : proofs.flatMap(\.claims).reportDoubts()
    try Output.write("\(output)/index.html\n", to: nil)
    try Code.worst(codes).end()
  }
}
