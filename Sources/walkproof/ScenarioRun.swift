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
  /// Whether what walks is the scenario's own.
  let isOwn: Bool

  /// - Parameters:
  ///   - walker: another walker than the scenario's, `name[@rev]`.
  ///   - code: files of code that walks.
  init(
    _ file: String, walker: String? = nil, code: [String] = [], library: ModelLibrary
  ) throws {
    self.file = file
    do {
      let read = try ScenarioFile(file: file, library: library)
      let own = read.subject
      if !code.isEmpty {
        let replay = try CodeReplay(read, files: code)
        scenario = read.scenario
        subject = Subject(
          architecture: own.architecture, configuration: own.configuration,
          walker: .code(replay.function), helpers: [:])
        trace = try replay.run(scenario)
        isOwn = own.walker.isCode
        return
      }
      guard walker != nil || !own.walker.isCode else {
        throw ValidationError(
          "\(file) is a run of \(own.walker.name) in a kernel's code; give that with --ir, or a"
            + " model's walk with --walker.")
      }
      subject =
        walker == nil
        ? own
        : try read.library.subject(
          architecture: own.architecture, configuration: own.configuration,
          walker: try Selection(library: read.library).walker(walker))
      let hardware = try HardwareWalk(subject: subject)
      scenario = read.scenario.walked(by: subject.walker, layout: hardware.layout)
      trace = try Simulation.run(scenario, subject: subject, hardware: hardware)
      isOwn = subject.walker == own.walker
    } catch let error as ModelFileError {
      throw Failure(error)
    } catch let error as SimulationError {
      throw Failure(ModelFileError(file: file, message: error.message))
    }
  }
}

/// What commands about one scenario have in common.
struct ScenarioOptions: ParsableArguments {
  @Argument(help: "A scenario file.", completion: Completions.scenarios)
  var scenario: String
  @Option(
    help: ArgumentHelp("Walk with this walker instead.", valueName: "name[@rev]"),
    completion: Completions.walkers)
  var walker: String?
  @OptionGroup var code: ReplayedCode
  @OptionGroup var models: ModelOptions

  func validate() throws { try code.validate(walker: walker) }

  func run() throws -> ScenarioRun {
    try run(walkedBy: walker)
  }

  /// The scenario as another walk runs it.
  func run(walkedBy walker: String?) throws -> ScenarioRun {
    try ScenarioRun(scenario, walker: walker, code: code.files, library: try models.library())
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
