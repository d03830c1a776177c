import Files
import Foundation
import ModelFiles
import PageWalk
import Reports

/// A kernel that was compiled for an architecture, as `walkproof kernel` was told.
struct CompiledKernelBuild {
  private let architecture: Architecture
  private let kernel: KernelBuild
  private let source: String
  /// Goes with the last use of the files.
  private let temporary: TemporaryFolder?
  /// The LLVM IR of the file that has the walk, and of others.
  let files: [String]

  var release: String { kernel.release }
  var compiler: String { kernel.llvm.name(of: "clang") }

  /// What reports say of it.
  var reported: KCIDBText.Build {
    KCIDBText.Build(
      architecture: architecture.name, release: release, compiler: compiler)
  }

  /// Configures and compiles.
  ///
  /// - Parameter isOneOfMany: whether a folder that is named has one for each architecture.
  /// - Throws: `Failure` where that cannot be done.
  init(
    _ command: KernelCommand, _ model: Architecture, isOneOfMany: Bool
  ) async throws {
    architecture = model
    guard let compiled = model.compiled, var make = compiled.make else {
      throw Failure(
        .badInput, "the model of \(model.name) does not say how its kernel is configured")
    }
    temporary = command.build == nil ? try TemporaryFolder() : nil
    var folder = command.build ?? temporary?.path ?? ""
    if isOneOfMany, command.build != nil {
      try PrivateFolder.make(folder)
      folder += "/\(model.name)"
    }
    var file: String?
    if let config = command.config {
      if FileManager.default.fileExists(atPath: config) {
        file = config
      } else if config.hasSuffix("config"), !config.contains("/") {
        make = CompiledKernel.Make(
          architecture: make.architecture, targets: [config], options: [])
      } else {
        throw Failure(.badInput, "\(config): there is no such configuration")
      }
    }
    kernel = try await KernelBuild(
      tree: command.tree, folder: folder, make: make, triple: compiled.triples.first ?? "",
      llvm: command.llvm, jobs: command.prover.jobs)
    try await kernel.configure(file: file, options: command.options)
    source = command.source ?? kernel.source(of: command.walk.entry)
    guard let main = try await kernel.compile(source) else {
      throw Failure(.badInput, "\(command.tree)/\(source): there is no such file")
    }
    var files = [main]
    for file in try compiled.files.filter(kernel.has) {
      if let file = try await kernel.compile(file.name) { files.append(file) }
    }
    StandardError.progress("")
    self.files = files
  }

  /// Compares the build's numbers with the model's, and prints what is asked for instead of proofs.
  ///
  /// - Throws: `Failure` where the numbers contradict the model.
  func isToBeProved(_ command: KernelCommand, _ library: ModelLibrary) async throws -> Bool {
    if !command.skipProbe {
      let found = try await KernelProbe(
        kernel, files: files, source: source, architecture: architecture, library: library)
      StandardError.progress("")
      if command.probe { try Output.write(found.table, to: nil) }
      try found.check()
    }
    if command.compileOnly { try Output.write(files.joined(separator: "\n") + "\n", to: nil) }
    return !command.probe && !command.compileOnly
  }
}
