import Files
import ModelFiles
import PageWalk

/// Writes runs of code that are wrong as scenarios, into a folder.
struct RunExports {
  private let folder: OutputFolder

  /// - Parameter path: the folder; without one there is nothing to write.
  init?(_ path: String?) throws(FileError) {
    guard let path else { return nil }
    folder = try OutputFolder(path, old: .kept(beginning: ScenarioText.beginning))
  }

  /// Writes a file for each run that is a scenario's, and says which is none.
  func write(_ report: CodeReport) throws {
    for part in report.parts {
      for judgement in part.judgements { try add(judgement, of: part, report) }
    }
    try folder.finish()
  }

  private func add(
    _ judgement: ProgramJudgement, of part: CodeReport.Part, _ report: CodeReport
  ) throws {
    let choices = judgement.configuration.values.map { "\($0.name)-\($0.value)" }
    let name = ([part.architecture] + choices + [part.check.walk.function])
      .joined(separator: "-").map { "/@".contains($0) ? "-" : String($0) }.joined()
    for run in judgement.runs {
      guard let property = Property(rawValue: run.property),
        report.asked?.contains(property) ?? true
      else { continue }
      guard let scenario = run.scenario else {
        StandardError.print("\(name): the run that breaks \(run.property) is no scenario's")
        continue
      }
      try folder.add(
        ScenarioText.exported(scenario), name: "\(name)-\(run.property).yaml")
    }
  }
}
