import ArgumentParser
import Files
import LLVMIR
import ModelFiles
import PageWalk
import ProgramProof

/// The kernel's own code, as LLVM IR.
struct CodeOptions: ParsableArguments {
  @Option(
    name: .customLong("ir"),
    help: ArgumentHelp(
      "Prove the kernel's own code: LLVM IR of the file that has the walk, with debug information,"
        + " and of other files that it calls. May be repeated.", valueName: "file.ll"))
  var files: [String] = []
  @OptionGroup var walk: WalkOptions

  func validate(architectures: [String], walker: String?) throws {
    guard !files.isEmpty else {
      if let name = walk.given.first {
        throw ValidationError("--\(name) is about code; give --ir.")
      }
      return
    }
    guard architectures.count == 1 else {
      throw ValidationError("Code is for one architecture; name one beside --ir.")
    }
    guard walker == nil else {
      throw ValidationError("--ir is the walk; leave --walker out.")
    }
  }

  /// The files as a program.
  ///
  /// - Throws: `Failure` where they are none that is understood.
  func check(of name: String, choices: [String], library: ModelLibrary) throws -> ProgramCheck {
    let architecture = try Self.architecture(named: name, in: library)
    return try ProgramText.wording {
      let modules = try Self.modules(files)
      return ProgramCheck(
        build: try CompiledBuild(
          modules: modules, architecture: architecture, choices: choices, library: library),
        modules: modules, walk: try walk.walk(in: modules))
    }
  }

  /// The modules of files.
  static func modules(_ files: [String]) throws -> [Module] {
    try files.map {
      try Module(
        try RegularFile.bytes(of: $0, limit: Module.maximumSize, kind: "a file of LLVM IR"),
        file: $0)
    }
  }

  /// The one architecture that code is for.
  static func architecture(named name: String, in library: ModelLibrary) throws -> Architecture {
    let architectures = try Selection(library: library).architectures(named: name)
    guard let architecture = architectures.first, architectures.count == 1 else {
      throw ValidationError("Code is for one architecture, not for all of '\(name)'.")
    }
    return architecture
  }
}
