import ArgumentParser
import Claims
import PageWalk
import Reports

/// `walkproof summary`.
struct SummaryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Show for each walk, newest first, how much of it is right, and what the past had.",
    discussion: """
      walkproof summary

      What does harm, and what is refuted otherwise, is a surprise only where 'walkproof matrix' says \
      so; what is not decided gives 3, 4 or 70.
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the summary here.", valueName: "file"))
  var output: String?
  @Option(
    help: ArgumentHelp("The folder of proofs, which has the scenarios.", valueName: "dir"))
  var proofs = "Proofs"
  @OptionGroup var prover: ProverOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var models: ModelOptions

  func run() async throws {
    let claims = try await AllClaims(prover: prover, cache: cache, models: models).claims()
    let summary = Summary(claims, walkers: try models.library().walkers)
    try Output.write(
      summary.text(
        proofs: proofs, style: Output.style(for: output)), to: output)
    try Code.worst(claims.isEmpty ? [.inconclusive] : claims.reportDoubts()).end()
  }
}
