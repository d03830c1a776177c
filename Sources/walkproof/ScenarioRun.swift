import ArgumentParser
import ModelFiles
import PageWalk
import Simulator

/// A scenario file, read and run.
struct ScenarioRun {
  let file: String
  let subject: Subject
  let scenario: Scenario
  let trace: Trace
  /// Whether the walker is the scenario's own.
  let isOwn: Bool

  /// - Parameter walker: another walker than the scenario's, `name[@rev]`.
  init(_ file: String, walker: String? = nil, library: ModelLibrary) throws {
    do {
      let read = try ScenarioFile(file: file, library: library)
      var subject = read.subject
      if walker != nil {
        subject = try read.library.subject(
          architecture: subject.architecture, configuration: subject.configuration,
          walker: try Selection(library: read.library).walker(walker))
      }
      self.file = file
      self.subject = subject
      scenario = read.scenario
      trace = try Simulation.run(read.scenario, subject: subject)
      isOwn = subject.walker == read.subject.walker
    } catch let error as ModelFileError {
      throw Failure(error)
    } catch let error as SimulationError {
      throw Failure(ModelFileError(file: file, message: error.message))
    }
  }
}

/// What commands about one scenario have in common.
struct ScenarioOptions: ParsableArguments {
  @Argument(help: "A scenario file.", completion: .file(extensions: ["yaml"]))
  var scenario: String
  @Option(
    help: ArgumentHelp("Walk with this walker instead.", valueName: "name[@rev]"))
  var walker: String?
  @OptionGroup var models: ModelOptions

  func run() throws -> ScenarioRun {
    try ScenarioRun(scenario, walker: walker, library: try models.library())
  }

  /// Gives what `body` gives, with its errors as those of the file.
  func telling<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure(ModelFileError(file: scenario, message: "\(error)"))
    }
  }
}
