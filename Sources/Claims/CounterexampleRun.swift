import ModelFiles
import PageWalk
import Simulator

/// A refuted claim's scenario, run once more, with the places of its level functions.
public struct CounterexampleRun: Sendable {
  public let scenario: Scenario
  public let trace: Trace
  /// Where each level function stands in the walk's file.
  public let places: [String: GateReport.Place]

  /// Runs the scenario in `text`.
  ///
  /// - Throws: `ModelFileError` or `SimulationError` where it cannot be run.
  init(text: String, file: String, library: ModelLibrary) throws {
    let read = try ScenarioFile(text: text, file: file, library: library)
    scenario = read.scenario
    trace = try Simulation.run(read.scenario, subject: read.subject)
    places = read.library.levelPlaces(of: read.subject.walker).mapValues {
      GateReport.Place(file: $0.file, line: $0.line)
    }
  }
}
