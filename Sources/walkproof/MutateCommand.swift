import ArgumentParser
import Checker
import Foundation
import ModelFiles
import PageWalk

/// `walkproof mutate`.
struct MutateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutate",
    abstract: "Change helpers and walk in one place each, and see that the prover notices.",
    discussion: """
      A mutant is killed when something that was proved is refuted, or when a cover that every \
      proof needs has no assignment any more, as in a walk that always gives up. It is equivalent \
      when all that was proved still is, and survives when neither is shown; then the exit code \
      is 1.

      walkproof mutate s390
      walkproof mutate riscv64 --walker gup_fast@v5.9
      """)

  @Argument(help: "The architecture.") var architecture: String
  @Option(
    help: ArgumentHelp(
      "The walk; by default the newest fixed gup_fast.", valueName: "name[@rev]"))
  var walker: String?
  @Flag(help: "List every mutant with what became of it.") var list = false
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  private enum Fate: String {
    case killed, equivalent, survived
    case idle = "killed by a cover"
  }

  func run() async throws {
    let library = try models.library()
    let selection = Selection(library: library)
    let walker = try selection.walker(walker)
    var subjects: [Subject] = []
    for architecture in try selection.architectures(named: architecture) {
      for configuration in try architecture.configurations() {
        do {
          subjects.append(
            try library.subject(
              architecture: architecture, configuration: configuration, walker: walker))
        } catch {
          throw Failure(error)
        }
      }
    }
    let proofs = await prover.prover.prove(subjects, properties: Property.allCases)
    // What is refuted to begin with says nothing about a mutant.
    var proved: [Configuration: [Property]] = [:]
    for finding in proofs.flatMap(\.findings) where finding.verdict == .proved {
      proved[finding.subject.configuration, default: []].append(finding.property)
    }
    let mutants = Mutant.all(of: subjects)
    let fates = await fates(of: mutants, proved)
    var lines: [String] = []
    for (mutant, fate) in zip(mutants, fates) where list || fate == .survived {
      lines.append("\(fate.rawValue): \(mutant.place): \(mutant.change)")
    }
    func count(_ fate: Fate) -> Int { fates.count { $0 == fate } }
    lines.append(
      "\(architecture), \(walker.title): \(mutants.count) mutants: \(count(.killed)) refuted,"
        + " \(count(.idle)) without cover,"
        + " \(count(.equivalent)) equivalent, \(count(.survived)) survived")
    try Output.write(lines.joined(separator: "\n") + "\n", to: nil)
    try (count(.survived) > 0 || mutants.isEmpty ? Code.refuted : .success).end()
  }

  private static func isVacuous(_ finding: Finding) -> Bool {
    if case .vacuous = finding.doubt { return true }
    return false
  }

  /// Configuration by configuration, leaving out what is killed already.
  private func fates(
    of mutants: [Mutant], _ proved: [Configuration: [Property]]
  ) async -> [Fate] {
    var fates = mutants.map { _ in Fate.equivalent }
    let rounds = mutants.map(\.subjects.count).max() ?? 0
    for round in 0..<rounds {
      let open = mutants.indices.filter {
        fates[$0] != .killed && fates[$0] != .idle && round < mutants[$0].subjects.count
      }
      let subjects = open.map { mutants[$0].subjects[round] }
      let results = await prover.firstOnly.prove(
        subjects, properties: Set(proved.values.joined()).sorted()
      ) { done in
        StandardError.progress(
          "configuration \(round + 1) of \(rounds), mutant \(done) of \(subjects.count)")
      }
      for (index, result) in zip(open, results) {
        let own = proved[result.subject.configuration] ?? []
        let findings = result.findings.filter { own.contains($0.property) }
        if findings.contains(where: { $0.verdict == .refuted }) {
          fates[index] = .killed
        } else if findings.contains(where: Self.isVacuous) {
          fates[index] = .idle
        } else if findings.contains(where: { $0.verdict != .proved }) {
          fates[index] = .survived
        }
      }
    }
    StandardError.progress("")
    return fates
  }
}
