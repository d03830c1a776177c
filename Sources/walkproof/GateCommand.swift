import ArgumentParser
import Certificates
import ChildProcesses
import Claims
import Files
import ModelFiles
import PageWalk
import Reports

/// `walkproof gate`.
struct GateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Prove everything again and compare with the folder of proofs.",
    discussion: """
      Proves everything anew unless a folder is named with --cache.

      walkproof gate
      walkproof gate --format sarif --output walkproof.sarif
      walkproof gate --certify
      walkproof gate --recheck cvc5
      walkproof gate --scripts DIR
      walkproof gate --update
      """)

  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text, json, ktap, junit, sarif, github

    var format: any GateFormat.Type {
      switch self {
      case .text: return GateText.self
      case .json: return GateJSON.self
      case .ktap: return GateKTAP.self
      case .junit: return GateJUnit.self
      case .sarif: return GateSARIF.self
      case .github: return GateAnnotations.self
      }
    }
  }

  @Option(help: "The form of the report.") var format = Form.text
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the report here.", valueName: "file"))
  var output: String?
  @Option(help: ArgumentHelp("The folder of proofs.", valueName: "dir")) var proofs = "Proofs"
  @Flag(help: "Write the folder of proofs anew instead of comparing.") var update = false
  @Option(
    name: .customLong("expect-refuted"),
    help: ArgumentHelp(
      "Demand that something about this walk is refuted and all is decided. May be repeated.",
      valueName: "name@rev"))
  var expectRefuted: [String] = []
  @Option(
    help: ArgumentHelp(
      "Run every script through this solver too, as in 'cvc5'.", valueName: "command"))
  var recheck: String?
  @Flag(
    help:
      "Back every answer by a certificate that is checked; needs CaDiCaL. What is not backed is unknown."
  )
  var certify = false
  @Option(
    help: ArgumentHelp(
      "Write the proofs' queries here as SMT-LIB 2 scripts.", valueName: "dir"))
  var scripts: String?
  @Option(
    name: .customLong("recheck-timeout"),
    help: ArgumentHelp("Seconds for one script.", valueName: "seconds"))
  var recheckTimeout = 1800
  @Option(
    name: .customLong("recheck-memory"),
    help: ArgumentHelp("MiB of address space for each process of the solver.", valueName: "MiB"))
  var recheckMemory = 8192
  @OptionGroup var prover: ProverOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard (1...86_400).contains(recheckTimeout) else {
      throw ValidationError("--recheck-timeout is 1 to 86400.")
    }
    guard (16...1_048_576).contains(recheckMemory) else {
      throw ValidationError("--recheck-memory is 16 to 1048576.")
    }
    guard recheck.map({ !$0.allSatisfy { $0 == " " } }) ?? true else {
      throw ValidationError("--recheck names a program, as in 'cvc5'.")
    }
    guard !update || (recheck == nil && expectRefuted.isEmpty && output == nil) else {
      throw ValidationError("--update only writes the proofs; compare in a second run.")
    }
  }

  func run() async throws {
    prover.setLimits()
    let library = try models.library()
    let tool = CacheOptions.tool(budget: prover.budget)
    // Asked before an hour of proofs.
    if let program = recheck?.split(separator: " ").first.map(String.init),
      !Command.canRun(program)
    {
      throw Failure(.internalError, "\(program) cannot be run; install it or name another solver")
    }
    let titles = try expectRefuted.map { try Selection(library: library).walker($0).title }
    let pairProver = PairProver(
      library: library, prover: prover.prover, cache: try cache.named(),
      certifier: try certify ? Certifier.usable() : nil, tool: tool)
    let folder = try ScriptFolder(scripts, isNeeded: recheck != nil)
    let new = update ? try OutputFolder(proofs, old: .removed(what: "proofs")) : nil
    let pairs = try await pairProver.proveShowingProgress(
      architectures: library.architectures.values.sorted { $0.name < $1.name },
      walkers: library.walkers, scripts: folder.writer)
    if certify {
      var certificates = CertificateCount()
      for pair in pairs { certificates.add(pair.answers) }
      StandardError.print(certificates.words)
    }
    let gate = Gate(directory: proofs, library: library, tool: Walkproof.tool)
    if let new { return try write(pairs, gate, to: new) }
    var another: (by: Recheck, scripts: String)?
    if let path = try folder.finish(), let recheck {
      another = (Recheck(command: recheck, timeout: recheckTimeout, memory: recheckMemory), path)
    }
    let report: GateReport
    do {
      report = try await gate.check(
        pairs, expectRefuted: titles,
        recheck: another,
        progress: StandardError.progress)
    } catch {
      throw Failure(error)
    }
    StandardError.progress("")
    try Output.write(
      try format.format.text(report), to: output, hasCommands: format == .github)
    try Code.worst(report.problems.map(\.kind.code) + (report.claims.isEmpty ? [.refuted] : []))
      .end()
  }

  private func write(_ pairs: [PairProof], _ gate: Gate, to folder: OutputFolder) throws {
    let codes = pairs.flatMap(\.claims).reportDoubts()
    guard codes.isEmpty, !pairs.isEmpty else {
      throw Failure(
        codes.isEmpty ? .inconclusive : Code.worst(codes), "nothing is written: not all is decided")
    }
    let files = gate.files(pairs)
    for (name, text) in files { try folder.add(Array(text.utf8), name: name) }
    let changes = try folder.finish()
    try Output.write(
      "\(files.count) files in \(proofs): \(changes.written) written, \(changes.removed) removed\n",
      to: nil)
  }
}

extension GateReport.Problem.Kind {
  /// The exit code of this problem alone.
  fileprivate var code: Code {
    switch self {
    case .difference, .inconclusive, .stale, .harm, .worse, .rule: return .refuted
    case .better: return .success
    case .disagreement: return .unsound
    case .failure: return .internalError
    }
  }
}
