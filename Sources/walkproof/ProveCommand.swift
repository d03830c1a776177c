import ArgumentParser
import Certificates
import Checker
import Claims
import Files
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

  @Argument(
    help: "Architectures, as 'walkproof list' names them.", completion: Completions.architectures)
  var architectures: [String] = []
  @Flag(help: "Every architecture there is.") var all = false
  @Option(
    help: ArgumentHelp(
      "The walk; by default the newest fixed gup_fast.", valueName: "name[@rev]"),
    completion: Completions.walkers)
  var walker: String?
  @Option(
    name: .customLong("configuration"),
    help: ArgumentHelp(
      "Only configurations with this value. May be repeated.", valueName: "key=value"),
    completion: Completions.configurations)
  var choices: [String] = []
  @Option(
    name: .customLong("property"),
    help: ArgumentHelp("Only this property. May be repeated.", valueName: "property"),
    completion: Completions.properties)
  var propertyNames: [String] = []
  @Option(help: "The form of the report.") var format = Format.text
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the report here.", valueName: "file"))
  var output: String?
  @Option(
    help: ArgumentHelp("Write each counterexample here as a scenario.", valueName: "dir"))
  var export: String?
  @Option(
    help: ArgumentHelp(
      "Write the proofs' queries here as SMT-LIB 2 scripts.", valueName: "dir"))
  var scripts: String?
  @Flag(
    help:
      "Back every answer by a certificate that is checked; needs CaDiCaL. What is not backed is unknown."
  )
  var certify = false
  @Flag(help: "Leave out of the JSON what differs from run to run.") var stable = false
  @Flag(
    name: .customLong("expect-refuted"),
    help: "Succeed if something does harm on each architecture and nothing is unknown.")
  var expectRefuted = false
  @Flag(help: "Fail, too, where a rule is broken without harm.") var strict = false
  @Flag(name: .shortAndLong, help: "Tell steps, counts, times and what is assumed.")
  var verbose = false
  @Flag(
    help: "Take the most harmful counterexample that is reachable, not the smallest.")
  var worst = false
  @OptionGroup var code: CodeOptions
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  func validate() throws {
    try code.validate(architectures: architectures, walker: walker)
    for (name, isSet) in [
      ("scripts", scripts != nil), ("worst", worst), ("certify", certify),
    ]
    where isSet && !code.files.isEmpty {
      throw ValidationError("--\(name) is about models; leave it out where there is --ir.")
    }
    guard all != !architectures.isEmpty else {
      throw ValidationError(
        all
          ? "Name architectures, or give --all, not both."
          : "Name an architecture, or give --all; 'walkproof list' shows what there is.")
    }
  }

  func run() async throws {
    prover.setLimits(ofCode: !code.files.isEmpty)
    let library = try models.library()
    let properties = try Selection(library: library).properties(
      propertyNames, ofCode: !code.files.isEmpty)
    if let architecture = architectures.first, !code.files.isEmpty {
      let check = try code.check(of: architecture, choices: choices, library: library)
      return try await prove(check, propertyNames.isEmpty ? nil : properties)
    }
    let selection = Selection(library: library)
    let subjects = try self.subjects(selection)
    let certifier = try certify ? Certifier.usable() : nil
    let exports = try export.map { (path) throws(FileError) in
      try OutputFolder(path, old: .kept(beginning: ScenarioText.beginning))
    }
    let scriptFolder = try ScriptFolder(scripts, isNeeded: false)
    let clock = ContinuousClock()
    let start = clock.now
    let total = subjects.count
    var arrived: [Int: SubjectProof] = [:]
    var certificates = CertificateCount()
    await prover.prover.prove(
      subjects, properties: properties, keepsQueries: scripts != nil || certify,
      finish: { await BackedProof($0, by: certifier) }
    ) { place, result in
      arrived[place] = result.proof
      certificates.add(result.answers)
      StandardError.progress("\(arrived.count) of \(total) configurations")
    }
    StandardError.progress("")
    if certify { StandardError.print(certificates.words) }
    let proofs = subjects.indices.compactMap { arrived[$0] }
    let found = proofs.flatMap(\.findings)
    let shown = worst ? found.map { $0.worst() } : found
    let findings = shown.map { $0.compared(with: shown) }
    try write(findings, seconds: (clock.now - start) / .seconds(1))
    try exportScenarios(findings, library: library, to: exports)
    try writeScripts(proofs, to: scriptFolder)
    let code = Code.worst(
      findings.isEmpty ? [.inconclusive] : findings.map { $0.code(isStrict: strict) })
    try (expectRefuted ? Self.codeOfExpected(findings, code) : code).end()
  }

  /// Judges code as the program that it is.
  private func prove(_ check: ProgramCheck, _ asked: [Property]?) async throws {
    let exports = try RunExports(export)
    let report = CodeReport(
      parts: [CodeReport.Part(check: check, judgements: try await check.judgements(prover))],
      asked: asked)
    try exports?.write(report)
    let gate = report.gate(nil, isStrict: strict)
    switch format {
    case .text:
      let style = Output.style(for: output)
      try Output.write(
        ProgramText.text(report, gate, isLong: verbose, style: style), to: output)
    case .json:
      try Output.write(JSONText.text(ProofReport(report, stable: stable)), to: output)
    }
    let code = report.code(gate)
    guard expectRefuted, code == .refuted || code == .success else { return try code.end() }
    let isDecided = !gate.problems.contains { $0.kind == .inconclusive }
    try (code == .success ? Code.refuted : isDecided ? .success : .inconclusive).end()
  }

  /// A crash or an unknown is never what was expected.
  private static func codeOfExpected(_ findings: [Finding], _ code: Code) -> Code {
    guard code == .refuted || code == .success,
      findings.allSatisfy({ $0.verdict != .unknown })
    else { return code == .refuted ? .inconclusive : code }
    let refuted = Set(
      findings.filter { $0.severity == .harm }.map(\.subject.architecture.name))
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

  private func write(_ findings: [Finding], seconds: Double) throws {
    let text: String
    switch format {
    case .text:
      text = ProofText.text(
        findings, tool: Walkproof.tool, solver: Solver.version, seconds: seconds, isLong: verbose,
        style: Output.style(for: output))
    case .json:
      text = try JSONText.text(
        ProofReport(findings, tool: Walkproof.tool, solver: Solver.version, stable: stable))
    }
    try Output.write(text, to: output)
  }

  private func fileName(_ subject: Subject) -> String {
    let choices = subject.configuration.values.map { "\($0.name)-\($0.value)" }
    let walker = "\(subject.walker.name)-\(subject.walker.revision)"
    return ([subject.architecture.name] + choices + [walker]).joined(separator: "-")
  }

  private func exportScenarios(
    _ findings: [Finding], library: ModelLibrary, to exports: OutputFolder?
  ) throws {
    guard let exports else { return }
    for finding in findings {
      guard let counterexample = finding.counterexample else { continue }
      let foreign = library.foreignTexts(
        for: finding.subject.architecture.name, walker: finding.subject.walker)
      let name = "\(fileName(finding.subject))-\(finding.property.rawValue).yaml"
      try exports.add(
        ScenarioText.exported(counterexample.scenario, models: foreign), name: name)
    }
    try exports.finish()
  }

  /// One script for each architecture.
  private func writeScripts(_ proofs: [SubjectProof], to folder: ScriptFolder) throws {
    guard let writer = folder.writer else { return }
    let byArchitecture = Dictionary(grouping: proofs) { $0.subject.architecture.name }
    for (architecture, own) in byArchitecture.sorted(by: { $0.key < $1.key }) {
      guard let walker = own.first?.subject.walker else { continue }
      let file = PairProof.scriptFile(architecture: architecture, walk: walker.title)
      try writer(file, PairProof.script(own, title: "\(architecture), \(walker.title)").text)
    }
    _ = try folder.finish()
  }
}
