import ArgumentParser
import Exports
import ModelFiles
import PageWalk

/// `walkproof export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a scenario or a walk as a program for other tools.",
    discussion: """
      walkproof export out/SCENARIO.yaml --format c -o walk.c
      cc -std=gnu11 -g -fsanitize=address -o walk walk.c && ./walk
      """)

  enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    case c
  }

  @OptionGroup var scenario: ScenarioOptions
  @Option(help: "What to write.") var format: ExportFormat
  @Option(name: .shortAndLong, help: ArgumentHelp("Write here.", valueName: "file"))
  var output: String?

  func run() throws {
    let run = try scenario.run()
    let text = try scenario.telling {
      switch format {
      case .c: return try CProgram.text(scenario: run.scenario, subject: run.subject)
      }
    }
    try Output.write(text, to: output)
  }
}
