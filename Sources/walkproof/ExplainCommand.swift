import ArgumentParser
import Reports

/// `walkproof explain`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tell a scenario in plain sentences, step by step.",
    discussion: """
      walkproof explain Models/Scenarios/s390-silent-slip.yaml
      walkproof explain Models/Scenarios/s390-silent-slip.yaml --walker gup_fast@v5.9
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write it here, not to standard output.", valueName: "file"))
  var output: String?
  @OptionGroup var scenario: ScenarioOptions

  func run() throws {
    let run = try scenario.run()
    let text = try scenario.telling {
      try Explanation.text(
        scenario: run.scenario, subject: run.subject, trace: run.trace, showsMarks: run.isOwn,
        mended: try mended(run))
    }
    try Output.write(text, to: output)
  }

  /// The walk of the first later release that is right on the scenario's memory; nil where none is.
  private func mended(_ run: ScenarioRun) throws -> String? {
    let walker = run.subject.walker
    guard !walker.isCode else { return nil }
    let later = try scenario.models.library().walkers.filter {
      $0.name == walker.name && $0.kernel > walker.kernel && $0.architectures?.isEmpty != true
    }
    return later.first { walker in
      let other = try? scenario.run(walkedBy: walker.title)
      return other?.trace.faults.isEmpty ?? false
    }?.title
  }
}
