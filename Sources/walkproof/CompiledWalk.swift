import ArgumentParser
import Foundation
import LLVMIR
import Lifting
import ModelFiles
import PageWalk
import ProgramProof

/// The kernel's own code, as LLVM IR.
struct CompiledOptions: ParsableArguments {
  @Option(
    name: .customLong("ir"),
    help: ArgumentHelp(
      "Prove the kernel's own code: LLVM IR of mm/gup.c, and of other files that it calls. May be"
        + " repeated.", valueName: "file.ll"))
  var files: [String] = []
  @Option(
    help: ArgumentHelp(
      "The function by which the walk in --ir is entered; by default gup_fast's.",
      valueName: "function"))
  var entry: String?
  @Option(
    help: ArgumentHelp(
      "For a walk of one address that is not known: the variable of --entry which has it.",
      valueName: "variable"))
  var address: String?
  @Option(
    help: ArgumentHelp(
      "The same: what has the top table's address, from a variable on.",
      valueName: "path"))
  var table: String?
  @Option(
    help: ArgumentHelp(
      "The same: why no entry changes while it walks; by default each may at any time.",
      valueName: "reason"))
  var lock: String?
  @Flag(
    help: "Believe the walk that is read from the code, and do not prove the code as a program.")
  var walkOnly = false

  func validate(architectures: [String], walker: String?) throws {
    guard !files.isEmpty else {
      if address != nil || table != nil || lock != nil {
        throw ValidationError("--address, --table and --lock are about code; give --ir.")
      }
      if entry != nil { throw ValidationError("--entry names a function of a file; give --ir.") }
      if walkOnly { throw ValidationError("--walk-only is about code; give --ir.") }
      return
    }
    guard (address == nil) == (table == nil), address == nil || entry != nil,
      lock == nil || address != nil
    else {
      throw ValidationError("A walk of one address needs --entry, --address and --table.")
    }
    guard architectures.count == 1 else {
      throw ValidationError("Code is for one architecture; name one beside --ir.")
    }
    guard walker == nil else {
      throw ValidationError("--ir is the walk; leave --walker out.")
    }
  }

  /// The walk of one address that is asked for; nil where it is none.
  var addressWalk: AddressWalk? {
    guard let entry else { return nil }
    if let address, let table {
      return AddressWalk(function: entry, address: address, table: table, lock: lock)
    }
    return AddressWalk.known.first { $0.function == entry.prefix { $0 != "@" } }
  }

  /// The files as a program, of any walk.
  func check(of name: String, choices: [String], library: ModelLibrary) throws -> ProgramCheck {
    let architecture = try Self.architecture(named: name, in: library)
    return try ProgramText.wording {
      let modules = try Self.modules(files)
      return ProgramCheck(
        try CompiledBuild(
          modules: modules, architecture: architecture, choices: choices, library: library),
        modules: modules)
    }
  }

  /// The walk that the files have.
  func walk(
    of name: String, choices: [String], library: ModelLibrary
  ) throws -> CompiledWalk {
    do {
      return try liftedWalk(of: name, choices: choices, library: library)
    } catch let error as LiftError {
      throw Failure(.badInput, error.description)
    }
  }

  /// The same.
  ///
  /// - Throws: `LiftError` where the code is not of a shape that is read as a walk.
  func liftedWalk(
    of name: String, choices: [String], library: ModelLibrary
  ) throws -> CompiledWalk {
    let architecture = try Self.architecture(named: name, in: library)
    return try ProgramText.wording {
      try CompiledWalk(
        ModuleSet(try Self.modules(files)), architecture: architecture, choices: choices,
        entry: entry, library: library)
    }
  }

  /// The files as a program; nil where they are none that is proved as one.
  func program(
    of name: String, choices: [String], library: ModelLibrary
  ) throws -> ProgramCheck? {
    let architecture = try Self.architecture(named: name, in: library)
    return try ProgramText.wording {
      let modules = try Self.modules(files)
      let build = try CompiledBuild(
        modules: modules, architecture: architecture, choices: choices, library: library)
      guard let check = ProgramCheck(build, modules: modules, entry: entry),
        try check.top() != nil
      else { return nil }
      return check
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

  /// The modules of files.
  static func modules(_ files: [String]) throws -> [Module] {
    try files.map { try Module(try bytes(of: $0), file: $0) }
  }

  private static func bytes(of file: String) throws -> [UInt8] {
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw Failure(.badInput, "\(file): the file cannot be read; check the name")
    }
    defer { try? handle.close() }
    do {
      let data = try handle.read(upToCount: Module.maximumSize + 1) ?? Data()
      return [UInt8](data)
    } catch {
      throw Failure(.badInput, "\(file): the file cannot be read: \(error)")
    }
  }
}

/// A walk that was read from compiled code, with the configurations that the build is for.
struct CompiledWalk {
  let lifted: LiftedWalk
  let architecture: Architecture
  let configurations: [Configuration]
  /// The same code as a program; nil where the model does not tell enough for that, or the walk is
  /// another than `gup_fast`.
  let program: ProgramCheck?
  /// The walk as a model file.
  let text: String
  /// The models with this walk among them.
  let library: ModelLibrary

  init(
    _ modules: ModuleSet, architecture: Architecture, choices: [String], entry: String?,
    library: ModelLibrary
  ) throws {
    let build = try CompiledBuild(
      modules: modules.modules, architecture: architecture, choices: choices, library: library)
    self.architecture = architecture
    let (compiled, configurations) = (build.compiled, build.configurations)
    let layout = try Layout(architecture: architecture, configuration: configurations[0])
    lifted = try WalkLifting(
      modules: modules,
      facts: BuildFacts(
        architecture: architecture, compiled: compiled, entrySize: layout.entrySize,
        pageShift: layout.pageShift,
        when: build.when,
        kernel: .ofCode)
    ).lift(entry: entry)
    self.configurations = configurations
    program = ProgramCheck(build, modules: modules.modules, entry: lifted.walker.name)
    text = WalkerText.yaml(
      lifted.walker, comments: Self.comments(lifted, modules, architecture), word: architecture.word
    )
    do {
      self.library = try library.adding(texts: [text], file: modules.modules[0].file)
    } catch {
      throw Failure(
        .internalError, "the walk that was read cannot be written as a model: \(error)")
    }
  }

  /// What is claimed of: the walk in each configuration that the build is for.
  func subjects() throws -> [Subject] {
    do {
      guard let walker = library.walkers.first(where: { $0.title == lifted.walker.title }) else {
        return []
      }
      return try configurations.map {
        try library.subject(architecture: architecture, configuration: $0, walker: walker)
      }
    } catch let error as ModelFileError {
      throw Failure(error)
    }
  }

  private static func comments(
    _ lifted: LiftedWalk, _ modules: ModuleSet, _ architecture: Architecture
  ) -> [String] {
    var comments = [
      "Read from \(modules.modules.map(\.file).joined(separator: ", ")) by 'walkproof lift'."
    ]
    if !lifted.stated.isEmpty {
      comments.append("Stated, not read: \(lifted.stated.joined(separator: ", ")).")
    }
    for (name, text) in lifted.unknowns { comments.append("Unknown: \(name), which is \(text).") }
    return comments
  }
}
