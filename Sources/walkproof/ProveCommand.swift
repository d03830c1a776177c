import ArgumentParser
import Checker
import Claims
import Foundation
import Lifting
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
      walkproof prove s390 --walker gup_fast@v5.8 --configuration levels=3 --worst --export out
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
  @Flag(help: "Leave out of the JSON what differs from run to run.") var stable = false
  @Flag(
    name: .customLong("expect-refuted"),
    help: "Succeed if something is refuted on each architecture and nothing is unknown.")
  var expectRefuted = false
  @Flag(
    help: "Take the most harmful counterexample that is reachable, not the smallest.")
  var worst = false
  @OptionGroup var compiled: CompiledOptions
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  func validate() throws {
    try compiled.validate(architectures: architectures, walker: walker)
    guard all != !architectures.isEmpty else {
      throw ValidationError(
        all
          ? "Name architectures, or give --all, not both."
          : "Name an architecture, or give --all; 'walkproof list' shows what there is.")
    }
  }

  func run() async throws {
    var library = try models.library()
    let properties = try Selection(library: library).properties(propertyNames)
    if let walk = compiled.addressWalk, let architecture = architectures.first, !compiled.walkOnly {
      guard format == .text else { throw Failure(.usage, "the proof of a program is text alone") }
      return try await compiled.check(of: architecture, choices: choices, library: library)
        .report(propertyNames.isEmpty ? nil : properties, .address(walk), prover, to: output)
    }
    var lifted: CompiledWalk?
    if let architecture = architectures.first, !compiled.files.isEmpty {
      do {
        let walk = try compiled.liftedWalk(of: architecture, choices: choices, library: library)
        (lifted, library) = (walk, walk.library)
      } catch let error as LiftError {
        guard format == .text, !compiled.walkOnly,
          let program = try compiled.program(of: architecture, choices: choices, library: library)
        else { throw Failure(.badInput, error.description) }
        StandardError.print(
          "\(error.description)\nNo walk is read; it is proved as a program alone.")
        return try await program.report(properties, nil, prover, to: output)
      }
    }
    let selection = Selection(library: library)
    let subjects = try lifted.map { try $0.subjects() } ?? self.subjects(selection)
    for directory in [export, scripts].compactMap(\.self) { try Output.makeDirectory(directory) }
    let clock = ContinuousClock()
    let start = clock.now
    let total = subjects.count
    let proofs = await prover.prover.prove(
      subjects, properties: properties, keepsQueries: scripts != nil
    ) { done in
      StandardError.progress("\(done) of \(total) configurations")
    }
    StandardError.progress("")
    var found = proofs.flatMap(\.findings)
    if let lifted, let program = lifted.program, !compiled.walkOnly {
      found = try await program.compared(
        found, Array(zip(subjects, lifted.configurations)), prover
      ) { StandardError.progress("\($0) of \($1) configurations as a program") }
      StandardError.progress("")
    }
    let shown = worst ? found.map { $0.worst() } : found
    let findings = shown.map { $0.compared(with: shown) }
    try write(
      findings, stated: lifted?.lifted.stated, seconds: (clock.now - start) / .seconds(1))
    try exportScenarios(findings, library: library)
    try writeScripts(proofs)
    let code = Code.worst(findings.isEmpty ? [.inconclusive] : findings.map(\.code))
    try (expectRefuted ? Self.codeOfExpected(findings, code) : code).end()
  }

  /// A crash or an unknown is never what was expected.
  private static func codeOfExpected(_ findings: [Finding], _ code: Code) -> Code {
    guard code == .refuted || code == .success,
      findings.allSatisfy({ $0.verdict != .unknown })
    else { return code == .refuted ? .inconclusive : code }
    let refuted = Set(
      findings.filter { $0.verdict == .refuted }.map(\.subject.architecture.name))
    return findings.allSatisfy { refuted.contains($0.subject.architecture.name) }
      ? .success : .refuted
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

  private func write(_ findings: [Finding], stated: [String]?, seconds: Double) throws {
    let text: String
    switch format {
    case .text:
      text = ProofText.text(
        findings, tool: Walkproof.tool, solver: Solver.version, seconds: seconds,
        stated: stated ?? [],
        style: Style(colours: output == nil && Output.isColoured))
    case .json:
      text = try JSONText.text(
        ProofReport(
          findings, tool: Walkproof.tool, solver: Solver.version, stated: stated, stable: stable))
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

  /// One script for each architecture.
  private func writeScripts(_ proofs: [SubjectProof]) throws {
    guard let scripts else { return }
    let byArchitecture = Dictionary(grouping: proofs) { $0.subject.architecture.name }
    for (architecture, own) in byArchitecture.sorted(by: { $0.key < $1.key }) {
      guard let walker = own.first?.subject.walker else { continue }
      let file = PairProof.scriptFile(architecture: architecture, walk: walker.title)
      let path = "\(scripts)/\(file)"
      try Output.makeDirectory((path as NSString).deletingLastPathComponent)
      try Output.write(
        PairProof.script(own, title: "\(architecture), \(walker.title)").text, to: path)
    }
  }
}
