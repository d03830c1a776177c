import ArgumentParser
import Claims
import Foundation
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

  @Argument(help: "Architectures or families; by default every architecture.")
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
    let library = try models.library()
    let selection = Selection(library: library)
    try requireFree()
    let chosen = try selection.architectures(namedOrAll: architectures)
    let walks = try selection.walkers(namedOrAll: walkers)
    let proofs = try await PairProver(
      library: library, prover: prover.prover, cache: cache.cache,
      tool: CacheOptions.tool(budget: prover.budget)
    ).proveShowingProgress(architectures: chosen, walkers: walks)
    let site = try await Site(
      proofs, library: library, tool: Walkproof.tool, solver: Solver.version)
    try write(site)
    let codes = proofs.isEmpty ? [.inconclusive] : proofs.flatMap(\.claims).reportDoubts()
    try Output.write("\(output)/index.html\n", to: nil)
    try Code.worst(codes).end()
  }

  /// What is there must be an older report, or nothing.
  private func requireFree() throws {
    guard FileManager.default.fileExists(atPath: output) else { return }
    let contents = try? FileManager.default.contentsOfDirectory(atPath: output)
    let index = FileManager.default.contents(atPath: "\(output)/index.html")
      .map { String(decoding: $0.prefix(Site.mark.utf8.count), as: UTF8.self) }
    guard contents?.isEmpty ?? false || index == Site.mark else {
      throw Failure(.cannotWrite, "\(output) is there and is no report; name another folder")
    }
  }

  /// Writes everything beside its place, and then puts it there.
  private func write(_ site: Site) throws {
    let temporary = "\(output).\(ProcessInfo.processInfo.processIdentifier).tmp"
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    for folder in Set(site.files.keys.map { ($0 as NSString).deletingLastPathComponent }).sorted() {
      try Output.makeDirectory("\(temporary)/\(folder)")
    }
    for (name, text) in site.files { try Output.write(text, to: "\(temporary)/\(name)") }
    do {
      try? FileManager.default.removeItem(atPath: output)
      try FileManager.default.moveItem(atPath: temporary, toPath: output)
    } catch {
      throw Failure(.cannotWrite, "\(output) cannot be written; name another folder")
    }
  }
}
