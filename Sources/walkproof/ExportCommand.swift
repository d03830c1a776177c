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
      walkproof export out/SCENARIO.yaml --format kunit -o walk_kunit.c
      walkproof export s390 --walker gup_fast@v5.8 --configuration levels=3 --format sv-comp -o walk.c
      cbmc --unwind 3 walk.c

      c: one file that builds the memory, runs the walk, and prints every read, page and the outcome.
      kunit: a test case for a kernel tree, which checks which entries the walk visits there, and
      whether it succeeds. Not for scenarios in which other CPUs write.
      sv-comp: a verification task: any range, any entries, reach_error() at a read that is not legal,
      a wrong page, or success without a page for each address. Not for walks under a lock.
      """)

  enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    case c
    case kunit
    case svComp = "sv-comp"
  }

  @Argument(
    help: "A scenario file; for sv-comp an architecture.", completion: .file(extensions: ["yaml"]))
  var subject: String
  @Option(help: "What to write.") var format: ExportFormat
  @Option(help: ArgumentHelp("Walk with this walker instead.", valueName: "name[@rev]"))
  var walker: String?
  @Option(
    name: .customLong("configuration"),
    help: ArgumentHelp(
      "The configuration, for sv-comp. May be repeated.", valueName: "key=value"))
  var choices: [String] = []
  @Option(name: .shortAndLong, help: ArgumentHelp("Write here.", valueName: "file"))
  var output: String?
  @OptionGroup var models: ModelOptions

  func validate() throws {
    if format != .svComp, !choices.isEmpty {
      throw ValidationError("A scenario has its configuration; leave --configuration out.")
    }
  }

  func run() throws {
    let library = try models.library()
    do {
      switch format {
      case .c:
        let run = try ScenarioRun(subject, walker: walker, library: library)
        try Output.write(CProgram.text(scenario: run.scenario, subject: run.subject), to: output)
      case .kunit:
        let run = try ScenarioRun(subject, walker: walker, library: library)
        try Output.write(
          KUnitCase.text(scenario: run.scenario, subject: run.subject),
          to: output)
      case .svComp:
        let chosen = try chosen(library)
        let task: String
        do { task = try VerificationTask.text(subject: chosen) } catch is SymbolicLayout {
          throw Failure(
            .badInput, "\(chosen.title): a task needs one number for every parameter with a range")
        }
        try Output.write(task, to: output)
      }
    } catch let error as ExportError {
      throw Failure(ModelFileError(file: subject, message: error.description))
    }
  }

  /// The one walk on one configuration that is asked for.
  private func chosen(_ library: ModelLibrary) throws -> Subject {
    let selection = Selection(library: library)
    let architectures = try selection.architectures(named: subject)
    guard let architecture = architectures.first, architectures.count == 1 else {
      throw ValidationError("'\(subject)' is several architectures; name one.")
    }
    let configurations = try selection.configurations(of: architecture, choices: choices)
    guard let configuration = configurations.first, configurations.count == 1 else {
      throw ValidationError(
        "\(configurations.count) configurations are meant; choose one with --configuration:"
          + " \(configurations.map(\.description).joined(separator: ", ")).")
    }
    do {
      return try library.subject(
        architecture: architecture, configuration: configuration,
        walker: try selection.walker(walker))
    } catch let error as ModelFileError {
      throw Failure(error)
    }
  }
}
