import ArgumentParser
import Checker
import Foundation
import ModelFiles
import PageWalk
import ReportSchemaV1
import Reports
import SMT

/// `walkproof prove`.
struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove a walk on architectures, or refute it with a counterexample.",
    discussion: """
      walkproof prove s390
      walkproof prove s390 --walker gup_fast@v5.8 --configuration levels=3 --export out
      walkproof prove --all --property no-stack-iteration --format json --stable
      """)

  @Argument(help: "Architectures, as 'walkproof list' names them.")
  var architectures: [String] = []
  @Flag(help: "Every architecture there is.") var all = false
  @Option(
    help: ArgumentHelp(
      "The walk; by default the newest fixed gup_fast.", valueName: "name[@rev]"))
  var walker: String?
  @Option(
    name: .customLong("configuration"),
    help: ArgumentHelp(
      "Only configurations with this value. May be repeated.", valueName: "key=value"))
  var choices: [String] = []
  @Option(
    name: .customLong("property"),
    help: ArgumentHelp("Only this property. May be repeated.", valueName: "property"))
  var propertyNames: [String] = []
  @Option(help: "The form of the report.") var format = Format.text
  @Option(help: ArgumentHelp("Write the report here.", valueName: "file")) var output: String?
  @Option(
    help: ArgumentHelp("Write each counterexample here as a scenario.", valueName: "dir"))
  var export: String?
  @Option(
    help: ArgumentHelp(
      "Write the proofs' queries here as SMT-LIB 2 scripts.", valueName: "dir"))
  var scripts: String?
  @Option(help: "How many configurations to work on at a time.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Resource units of the solver for one query.")
  var budget = Int(Prover.defaultBudget)
  @Flag(help: "Leave out of the JSON what differs from run to run.") var stable = false
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard (1...256).contains(jobs) else { throw ValidationError("--jobs is 1 to 256.") }
    guard (1...Int(UInt32.max)).contains(budget) else {
      throw ValidationError("--budget is 1 to \(UInt32.max).")
    }
    guard all != !architectures.isEmpty else {
      throw ValidationError(
        all
          ? "Name architectures, or give --all, not both."
          : "Name an architecture, or give --all; 'walkproof list' shows what there is.")
    }
  }

  func run() async throws {
    let library = try models.library()
    let selection = Selection(library: library)
    let properties = try selection.properties(propertyNames)
    let subjects = try self.subjects(selection)
    for directory in [export, scripts].compactMap(\.self) { try Output.makeDirectory(directory) }
    let clock = ContinuousClock()
    let start = clock.now
    let prover = Prover(budget: UInt32(budget), jobs: jobs)
    let total = subjects.count
    let findings = await prover.prove(subjects, properties: properties) { done in
      StandardError.progress("\(done) of \(total) configurations")
    }
    StandardError.progress("")
    try write(findings, seconds: (clock.now - start) / .seconds(1))
    try exportScenarios(findings, library: library)
    try writeScripts(subjects)
    try Code.worst(findings.isEmpty ? [.inconclusive] : findings.map(\.code)).end()
  }

  private func subjects(_ selection: Selection) throws -> [Subject] {
    let walker = try selection.walker(walker)
    let chosen =
      try all
      ? selection.library.architectures.values.sorted { $0.name < $1.name }
      : architectures.flatMap { try selection.architectures(named: $0) }
    var subjects: [Subject] = []
    for architecture in chosen {
      guard architecture.revisions.contains(where: { $0.since <= walker.kernel }) else {
        throw ValidationError(
          "\(architecture.name) has no helpers as old as \(walker.kernel), which"
            + " \(walker.title) calls; take a newer revision of the walker.")
      }
      for configuration in try selection.configurations(of: architecture, choices: choices) {
        do {
          let subject = try selection.library.subject(
            architecture: architecture, configuration: configuration, walker: walker)
          if !subjects.contains(subject) { subjects.append(subject) }
        } catch {
          throw Failure(error)
        }
      }
    }
    return subjects
  }

  private func write(_ findings: [Finding], seconds: Double) throws {
    let text: String
    switch format {
    case .text:
      text = ProofText.text(
        findings, tool: Walkproof.tool, solver: Solver.version, seconds: seconds,
        style: Style(colours: output == nil && Output.isColoured))
    case .json:
      text = try JSONText.text(
        ProofReport(
          findings, tool: Walkproof.tool, solver: Solver.version, stable: stable))
    }
    try Output.write(text, to: output)
  }

  private func fileName(_ subject: Subject) -> String {
    let choices = subject.configuration.values.map { "\($0.name)-\($0.value)" }
    let walker = "\(subject.walker.name)-\(subject.walker.revision)"
    return ([subject.architecture.name] + choices + [walker]).joined(separator: "-")
  }

  private func exportScenarios(_ findings: [Finding], library: ModelLibrary) throws {
    guard let export else { return }
    for finding in findings {
      guard let counterexample = finding.counterexample else { continue }
      let foreign = library.foreignTexts(
        for: finding.subject.architecture.name, walker: finding.subject.walker)
      let name = "\(fileName(finding.subject))-\(finding.property.rawValue).yaml"
      try Output.write(
        ScenarioText.yaml(counterexample.scenario, models: foreign), to: "\(export)/\(name)")
    }
  }

  private func writeScripts(_ subjects: [Subject]) throws {
    guard let scripts else { return }
    for subject in subjects {
      let script: String
      do {
        script = try Prover.script(of: subject, budget: UInt32(budget))
      } catch {
        throw Failure(.internalError, "\(error)")
      }
      try Output.write(script, to: "\(scripts)/\(fileName(subject)).smt2")
    }
  }
}
