import ArgumentParser
import Checker
import Foundation
import ModelFiles
import PageWalk

/// `walkproof mutate`.
struct MutateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutate",
    abstract:
      "Change walk, helpers and hardware in one place each, and see that the prover notices.",
    discussion: """
      Every key is changed, and every helper that the walk calls. A mutant is refuted when a \
      scenario breaks what is proved of the original; without cover when a proof of it would be \
      about nothing; refused when no model file may say so, as where a helper calls itself. It is \
      equal in outcome when each expression is proved to give the same wherever the walk comes to \
      it. A right mutant may give up more than the original, or assume otherwise, as where it is \
      changed which entries a table may hold. Anything else has survived; then the exit code is 1.

      What the walk itself breaks can tell nothing of a mutant, so it is mended first where that \
      changes nothing else: every read is marked, what is compared again with a local copy alone is \
      left out, and only ranges are looked at that the tables translate. A mutant may still survive \
      where right-pages is not proved of the walk then.

      walkproof mutate s390
      walkproof mutate riscv64 --walker gup_fast@v5.9 --list
      walkproof mutate --all
      """)

  @Argument(help: "The architectures.", completion: Completions.architectures) var architectures:
    [String] = []
  @Flag(help: "All architectures, without the designs that are families.") var all = false
  @Option(
    help: ArgumentHelp(
      "The walk; by default the newest fixed gup_fast.", valueName: "name[@rev]"))
  var walker: String?
  @Flag(help: "List every mutant with what became of it.") var list = false
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard all == architectures.isEmpty else {
      throw ValidationError("Name architectures, or say --all for every one.")
    }
  }

  func run() async throws {
    prover.setLimits()
    let library = try models.library()
    let selection = Selection(library: library)
    let walker = try selection.walker(walker)
    let chosen = try selection.architectures(namedOrAll: architectures)
    var total = Tally()
    for architecture in chosen {
      total.add(try await tally(of: architecture, walker, library))
    }
    if chosen.count > 1 { try Output.write("all: \(total)\n", to: nil) }
    try (total.isClean ? Code.success : .refuted).end()
  }

  private func tally(
    of architecture: Architecture, _ walker: Walker, _ library: ModelLibrary
  ) async throws -> Tally {
    let clock = ContinuousClock()
    let start = clock.now
    var subjects: [Subject] = []
    for configuration in try architecture.configurations() {
      do {
        subjects.append(
          try library.subject(
            architecture: architecture, configuration: configuration, walker: walker))
      } catch {
        throw Failure(error)
      }
    }
    let trial = await MutationTrial(
      of: subjects, budget: UInt32(prover.budget), jobs: prover.jobs)
    let mutants = trial.mutants
    let results = await trial.results(of: mutants) { done in
      StandardError.progress("\(architecture.name): mutant \(done) of \(mutants.count)")
    }
    StandardError.progress("")
    var tally = Tally()
    var lines: [String] = []
    for result in results {
      tally.add(result.fate.kind)
      if list || result.fate.kind == .survived {
        lines.append(
          "\(result.fate.description): \(result.mutant.place): \(result.mutant.change)")
      }
    }
    let marked = trial.isMarked ? " with every read marked" : ""
    let seconds = (clock.now - start) / .seconds(1)
    lines.append(
      "\(architecture.name), \(walker.title)\(marked): \(tally), \(Int(seconds.rounded())) s")
    try Output.write(lines.joined(separator: "\n") + "\n", to: nil)
    return tally
  }

  /// How many mutants came to what.
  private struct Tally: CustomStringConvertible {
    private var counts: [MutantFate.Kind: Int] = [:]

    /// Whether there are mutants, and none survived.
    var isClean: Bool { counts[.survived, default: 0] == 0 && !counts.isEmpty }

    mutating func add(_ kind: MutantFate.Kind) { counts[kind, default: 0] += 1 }

    mutating func add(_ other: Tally) { counts.merge(other.counts, uniquingKeysWith: +) }

    var description: String {
      let all = counts.values.reduce(0, +)
      let kinds = MutantFate.Kind.allCases.map { "\(counts[$0, default: 0]) \($0.rawValue)" }
      return "\(all) mutants: " + kinds.joined(separator: ", ")
    }
  }
}
