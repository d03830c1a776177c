import ArgumentParser
import PageWalk
import ReportSchemaV1
import Reports

/// How a report is written.
enum Format: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// `walkproof list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List architectures, configurations, walkers and properties.")

  @Option(help: "The form of the list.") var format = Format.text
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write it here, not to standard output.", valueName: "file"))
  var output: String?
  @OptionGroup var models: ModelOptions

  func run() throws {
    let library = try models.library()
    let architectures = library.architectures.values.sorted { $0.name < $1.name }
    let text: String
    switch format {
    case .text:
      text = try ListText.text(architectures: architectures, walkers: library.walkers)
    case .json:
      text = try JSONText.text(
        ListReport(architectures: architectures, walkers: library.walkers))
    }
    try Output.write(text, to: output)
  }
}
