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

  @OptionGroup var scenario: ScenarioOptions

  func run() throws {
    let run = try scenario.run()
    let text = try scenario.telling {
      try Explanation.text(
        scenario: run.scenario, subject: run.subject, trace: run.trace, showsMarks: run.isOwn)
    }
    try Output.write(text, to: nil)
  }
}
