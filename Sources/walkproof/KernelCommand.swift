import ArgumentParser
import Checker
import Files
import Foundation
import PageWalk
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
      """)

  @Argument(help: "The kernel's tree; nothing is written there.") var tree: String
  @Option(name: .customLong("arch"), help: "The architecture, as 'walkproof list' names it.")
  var architecture: String
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
      "Build here and leave the results; by default in a folder that is removed.",
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
    help: ArgumentHelp("Only this property. May be repeated.", valueName: "property"))
  var properties: [String] = []
  @Option(help: "The form of the report.") var format = Format.text
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the report here, not to standard output.", valueName: "file"))
  var output: String?
  @Option(
    help: ArgumentHelp("Write each run that is wrong here as a scenario.", valueName: "dir"))
  var export: String?
  @OptionGroup var walk: WalkOptions
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard !probe || !(skipProbe || compileOnly) else {
      throw ValidationError("--probe alone; it goes with neither --skip-probe nor --compile-only.")
    }
  }

  func run() async throws {
    let library = try models.library()
    let architectures = try Selection(library: library).architectures(named: architecture)
    guard let model = architectures.first, architectures.count == 1, let compiled = model.compiled,
      var make = compiled.make
    else {
      throw Failure(
        .badInput, "the model of \(architecture) does not say how its kernel is configured")
    }
    let temporary = build == nil ? try TemporaryFolder() : nil
    defer { withExtendedLifetime(temporary) {} }
    let folder = build ?? temporary?.path ?? ""
    var file: String?
    if let config {
      if FileManager.default.fileExists(atPath: config) {
        file = config
      } else if config.hasSuffix("config"), !config.contains("/") {
        make = CompiledKernel.Make(
          architecture: make.architecture, targets: [config], options: [])
      } else {
        throw Failure(.badInput, "\(config): there is no such configuration")
      }
    }
    let kernel = try await KernelBuild(
      tree: tree, folder: folder, make: make, triple: compiled.triples.first ?? "", llvm: llvm,
      jobs: prover.jobs)
    try await kernel.configure(file: file, options: options)
    let source = source ?? kernel.source(of: walk.entry)
    guard let main = try await kernel.compile(source) else {
      throw Failure(.badInput, "\(tree)/\(source): there is no such file")
    }
    var files = [main]
    for file in try compiled.files.filter(kernel.has) {
      if let file = try await kernel.compile(file.name) { files.append(file) }
    }
    StandardError.progress("")
    if !skipProbe {
      let found = try await KernelProbe(
        kernel, files: files, source: source, architecture: model, library: library)
      StandardError.progress("")
      if probe { try Output.write(found.table, to: nil) }
      try found.check()
    }
    if probe { return }
    if compileOnly {
      try Output.write(files.joined(separator: "\n") + "\n", to: nil)
      return
    }
    var arguments = [architecture] + files.flatMap { ["--ir", $0] }
    arguments += properties.flatMap { ["--property", $0] }
    arguments += ["--format", format.rawValue] + (output.map { ["--output", $0] } ?? [])
    var prove = try ProveCommand.parse(arguments)
    prove.code.walk = walk
    prove.prover = prover
    prove.models = models
    prove.export = export
    StandardError.print(
      "linux \(kernel.release), \(files.count) files compiled for \(architecture) by"
        + " \(kernel.llvm.name(of: "clang"))")
    try await prove.run()
  }
}
