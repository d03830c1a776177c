import ArgumentParser
import Checker
import Claims
import Files
import Foundation
import ModelFiles
import PageWalk
import ReportSchemaV1
import Reports
import SMT

/// `walkproof kernel`.
struct KernelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Compile a kernel tree's walk and prove it.",
    discussion: """
      The tree's own makefiles and scripts are run, as you: give a tree that you would build.

      walkproof kernel ~/linux --arch s390
      walkproof kernel ~/linux --arch arm64 --set ARM64_64K_PAGES=y --set ARM64_VA_BITS_42=y
      walkproof kernel ~/linux --arch x86_64 --entry vmalloc_to_page
      walkproof kernel ~/linux --all --baseline walks.tsv --update
      walkproof kernel ~/linux --all --baseline walks.tsv --format ktap
      """)

  /// The forms of the report.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text, json, ktap, junit, sarif, github, kcidb
  }

  @Argument(help: "The kernel's tree; nothing is written there.") var tree: String
  @Option(
    name: .customLong("arch"),
    help: "An architecture, as 'walkproof list' names it. May be repeated.",
    completion: Completions.architectures)
  var architectures: [String] = []
  @Flag(help: "Every architecture whose model says how its kernel is configured.") var all = false
  @Option(
    help: ArgumentHelp(
      "A .config, or the name of one of the tree's own; by default a suitable one of those.",
      valueName: "file|defconfig"))
  var config: String?
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set an option of the configuration. May be repeated.", valueName: "key=value")
  )
  var options: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The LLVM that compiles, as the kernel's LLVM= names it: -19, /opt/llvm/bin/, or 1 for clang"
        + " as it is; by default one in PATH that can.", valueName: "-suffix|prefix/"))
  var llvm: String?
  @Option(
    help: ArgumentHelp(
      "The file that has the walk; by default that of --entry, or mm/gup.c.", valueName: "file.c"))
  var source: String?
  @Option(
    help: ArgumentHelp(
      "Build here, for several architectures in a folder for each, and leave the results; by default"
        + " in a folder that is removed.",
      valueName: "dir"))
  var build: String?
  @Flag(
    help: "Print what a probe finds in the build and what the model states, and prove nothing.")
  var probe = false
  @Flag(
    help: "Prove although the build's numbers may contradict the model: to judge the numbers.")
  var skipProbe = false
  @Flag(help: "Compile, print the names of the files, and prove nothing.") var compileOnly = false
  @Option(
    name: .customLong("property"),
    help: ArgumentHelp("Only this property. May be repeated.", valueName: "property"),
    completion: Completions.properties)
  var properties: [String] = []
  @Option(help: "The form of the report.") var format = Form.text
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the report here, not to standard output.", valueName: "file"))
  var output: String?
  @Option(
    help: ArgumentHelp("Write each run that is wrong here as a scenario.", valueName: "dir"))
  var export: String?
  @Option(
    help: ArgumentHelp(
      "Fail only for what is worse than this file says.", valueName: "file"))
  var baseline: String?
  @Flag(help: "Write --baseline anew instead of comparing.") var update = false
  @Flag(help: "Fail, too, where a rule is broken without harm.") var strict = false
  @Flag(name: .shortAndLong, help: "Tell conditions, steps and times.") var verbose = false
  @OptionGroup var walk: WalkOptions
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard !probe || !(skipProbe || compileOnly) else {
      throw ValidationError("--probe alone; it goes with neither --skip-probe nor --compile-only.")
    }
    guard all != !architectures.isEmpty else {
      throw ValidationError(
        all ? "Give --arch, or --all, not both." : "Name an architecture by --arch, or give --all.")
    }
    guard !update || baseline != nil else {
      throw ValidationError("--update writes a baseline; name it by --baseline.")
    }
    guard !update || (properties.isEmpty && output == nil) else {
      throw ValidationError("--update writes a baseline of all properties, and no report.")
    }
  }

  func run() async throws {
    let library = try models.library()
    let selection = Selection(library: library)
    let asked = properties.isEmpty ? nil : try selection.properties(properties, ofCode: true)
    let chosen = try chosen(selection)
    // What is damaged is written anew.
    let old = try update ? try? readBaseline() : readBaseline()
    prover.setLimits(ofCode: true)
    let exports = try RunExports(export)
    var report = CodeReport(parts: [], asked: asked)
    var kernels: [CompiledKernelBuild] = []
    for model in chosen {
      do {
        let kernel = try await CompiledKernelBuild(self, model, isOneOfMany: chosen.count > 1)
        guard try await kernel.isToBeProved(self, library) else { continue }
        StandardError.print(
          "linux \(kernel.release), \(kernel.files.count) files compiled for \(model.name) by"
            + " \(kernel.compiler)")
        var code = try CodeOptions.parse(kernel.files.flatMap { ["--ir", $0] })
        code.walk = walk
        let check = try code.check(of: model.name, choices: [], library: library)
        report.parts.append(
          CodeReport.Part(check: check, judgements: try await check.judgements(prover)))
        kernels.append(kernel)
      } catch let failure as Failure where chosen.count > 1 {
        StandardError.print("\(model.name): \(failure.message)")
        report.failures.append((model.name, failure))
      }
    }
    if probe || compileOnly { return try Code.worst(report.failures.map(\.failure.code)).end() }
    try exports?.write(report)
    if update, let baseline { return try write(baseline: baseline, report, keeping: old) }
    let gate = report.gate(old, isStrict: strict)
    try Output.write(
      text(report, gate, kernels), to: output, hasCommands: format == .github)
    try report.code(gate).end()
  }

  private func chosen(_ selection: Selection) throws -> [Architecture] {
    guard all else {
      return try architectures.map { name in
        let found = try selection.architectures(named: name)
        guard let model = found.first, found.count == 1, model.compiled?.make != nil else {
          throw Failure(.badInput, "the model of \(name) does not say how its kernel is configured")
        }
        return model
      }
    }
    return selection.library.architectures.values.filter { $0.compiled?.make != nil }
      .sorted { $0.name < $1.name }
  }

  private func readBaseline() throws -> Baseline? {
    do {
      return try baseline.map { path throws(ModelFileError) in try Baseline(file: path) }
    } catch {
      throw Failure(error)
    }
  }

  /// Writes what was found as what is to be expected; nothing where something was not found out.
  private func write(
    baseline: String, _ report: CodeReport, keeping old: Baseline?
  ) throws {
    guard report.failures.isEmpty, !report.claims.isEmpty else {
      throw Failure(
        .worst(report.failures.map(\.failure.code) + [.inconclusive]),
        "\(baseline) is not written: not all was judged")
    }
    let kept = old?.kept(besides: report.claims).count ?? 0
    try Output.write(
      Baseline.text(report.claims, keeping: old), to: baseline, replacesInput: true)
    StandardError.print(
      "\(baseline): \(report.claims.count) claims"
        + (kept > 0 ? ", and \(kept) of other architectures that stay" : ""))
  }

  private func text(
    _ report: CodeReport, _ gate: GateReport, _ kernels: [CompiledKernelBuild]
  ) throws -> String {
    switch format {
    case .text:
      let style = Output.style(for: output)
      return ProgramText.text(report, gate, isLong: verbose, style: style)
    case .json: return try JSONText.text(ProofReport(report, stable: false))
    case .ktap: return GateKTAP.text(gate)
    case .junit: return GateJUnit.text(gate)
    case .sarif: return try GateSARIF.text(gate)
    case .github: return GateAnnotations.text(gate)
    case .kcidb: return try KCIDBText.text(gate, builds: kernels.map(\.reported))
    }
  }
}
