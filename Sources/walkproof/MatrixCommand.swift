import ArgumentParser
import Claims
import ModelFiles
import PageWalk
import Reports

/// `walkproof matrix`.
struct MatrixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Show every verdict: configurations against walks and properties.",
    discussion: """
      walkproof matrix
      walkproof matrix arm64 riscv64 --walker gup_fast@v6.12
      walkproof matrix --format html --output matrix.html

      A refuted cell is expected where the index of the folder of proofs says refuted of it. Any \
      other one gives 1, and is named on standard error; a cell that is unknown gives 3, 4 or 70, \
      as it would in 'prove'.
      """)

  enum MatrixFormat: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, json, html
  }

  @Argument(
    help: "Architectures or families; by default every architecture.",
    completion: Completions.architectures)
  var architectures: [String] = []
  @Option(
    name: .customLong("walker"),
    help: ArgumentHelp("Only this walk. May be repeated.", valueName: "name[@rev]"),
    completion: Completions.walkers)
  var walkers: [String] = []
  @Option(help: "The form of the matrix.") var format = MatrixFormat.text
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the matrix here.", valueName: "file"))
  var output: String?
  @Option(
    help: ArgumentHelp(
      "The folder of proofs: what is expected to be refuted, and what links lead to.",
      valueName: "dir"))
  var proofs = "Proofs"
  @OptionGroup var prover: ProverOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var models: ModelOptions

  func run() async throws {
    let claims = try await AllClaims(prover: prover, cache: cache, models: models)
      .claims(architectures: architectures, walkers: walkers)
    let matrix = Matrix(claims)
    let text: String
    switch format {
    case .text: text = matrix.text(style: Output.style(for: output))
    case .markdown: text = matrix.markdown(proofs: proofs)
    case .json: text = try matrix.json(tool: Walkproof.tool)
    case .html: text = matrix.html(proofs: proofs)
    }
    try Output.write(text, to: output)
    let codes = claims.isEmpty ? [.inconclusive] : claims.reportDoubts()
    try Code.worst(codes + (try surprises(among: claims))).end()
  }

  /// A refuted cell is expected where the index of proofs says refuted of it, and a surprise
  /// elsewhere.
  private func surprises(among claims: [Claim]) throws -> [Code] {
    let refuted = claims.filter { $0.verdict == .refuted }
    if refuted.isEmpty { return [] }
    let expected: Set<Claim.Name>
    do {
      let entries = try ClaimIndex.read(in: proofs)?.entries ?? []
      expected = Set(entries.filter { $0.verdict == .refuted }.map(\.name))
    } catch {
      throw Failure(error)
    }
    let surprising = refuted.map(\.name).filter { !expected.contains($0) }
    guard !surprising.isEmpty else { return [] }
    let shown = surprising.prefix(Self.shownSurprises).map(\.description).joined(separator: ", ")
    StandardError.print(
      "refuted, which \(proofs)/\(ClaimIndex.fileName) does not say of \(surprising.count):"
        + " \(shown)\(surprising.count > Self.shownSurprises ? ", …" : "")")
    return [.refuted]
  }

  /// How many cells a message names.
  private static let shownSurprises = 4
}
