import ArgumentParser
import Foundation
import LLVMIR
import Lifting
import ModelFiles
import PageWalk

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

  func validate(architectures: [String], walker: String?) throws {
    guard !files.isEmpty else {
      if entry != nil { throw ValidationError("--entry names a function of a file; give --ir.") }
      return
    }
    guard architectures.count == 1 else {
      throw ValidationError("Code is for one architecture; name one beside --ir.")
    }
    guard walker == nil else {
      throw ValidationError("--ir is the walk; leave --walker out.")
    }
  }

  /// The walk that the files have.
  func walk(
    of name: String, choices: [String], library: ModelLibrary
  ) throws -> CompiledWalk {
    let architectures = try Selection(library: library).architectures(named: name)
    guard let architecture = architectures.first, architectures.count == 1 else {
      throw ValidationError("Code is for one architecture, not for all of '\(name)'.")
    }
    do {
      let modules = try files.map { file in try Module(try Self.bytes(of: file), file: file) }
      return try CompiledWalk(
        ModuleSet(modules), architecture: architecture, choices: choices, entry: entry,
        library: library)
    } catch let error as IRError {
      throw Failure(.badInput, error.description)
    } catch let error as LiftError {
      throw Failure(.badInput, error.description)
    }
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
  /// The walk as a model file.
  let text: String
  /// The models with this walk among them.
  let library: ModelLibrary

  init(
    _ modules: ModuleSet, architecture: Architecture, choices: [String], entry: String?,
    library: ModelLibrary
  ) throws {
    guard let stated = architecture.compiled else {
      throw Failure(
        .badInput,
        "the model of \(architecture.name) says nothing of compiled code; add 'compiled' to it")
    }
    self.architecture = architecture
    let facts = Self.facts(of: modules, stated)
    let compiled = stated.with(facts)
    let candidates = try Selection(library: library).configurations(
      of: architecture, choices: choices)
    let when = compiled.build
    var configurations = candidates.filter { architecture.holds(when, in: $0) ?? true }
    if configurations.isEmpty, !choices.isEmpty { configurations = candidates }
    guard let first = configurations.first else {
      let told = facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      throw Failure(
        .badInput,
        "\(modules.modules[0].file): no configuration of \(architecture.name) is like this build"
          + " (\(told.joined(separator: ", "))); choose one with --configuration")
    }
    let layout = try Layout(architecture: architecture, configuration: first)
    lifted = try WalkLifting(
      modules: modules,
      facts: BuildFacts(
        architecture: architecture, compiled: compiled, entrySize: layout.entrySize,
        pageShift: layout.pageShift,
        when: configurations.count == candidates.count && choices.isEmpty
          ? nil
          : configurations.allSatisfy { architecture.holds(when, in: $0) ?? true } ? when : nil,
        kernel: .ofCode)
    ).lift(entry: entry)
    self.configurations = configurations
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

  /// What a build tells of its configuration.
  private static func facts(
    of modules: ModuleSet, _ compiled: CompiledKernel
  ) -> [String: PageWalk.Expression] {
    let module = modules.modules[0]
    var levels: UInt64 = 5
    for (type, above) in [("p4d", "pgd"), ("pud", "p4d"), ("pmd", "pud")] {
      if case .structure(let fields, _) = module.definition(of: "struct.\(type)_t"),
        fields == [.named("struct.\(above)_t")]
      {
        levels -= 1
      }
    }
    let word = module.layout.pointerWidth
    var facts: [String: UInt64] = [
      "BUILD_LEVELS": levels, "BUILD_PAGE_SHIFT": pageShift(of: modules),
      "BUILD_WORD": UInt64(word),
    ]
    for (name, text) in compiled.knows {
      facts[name] = modules.modules.contains { $0.count(of: text) > 0 } ? 1 : 0
    }
    return facts.mapValues { PageWalk.Expression(.literal($0)) }
  }

  /// log2 of the page size: what `pte_index` shifts an address by, or else that of the page mask
  /// which the code uses most.
  private static func pageShift(of modules: ModuleSet) -> UInt64 {
    let index = (try? modules.function("pte_index"))?.0
    for instruction in (index?.blocks ?? []).flatMap({ $0.instructions }) {
      if case .binary(.lshr, _, _, .integer(let shift)) = instruction.operation { return shift }
    }
    return (12...16 as ClosedRange<UInt64>).max { a, b in
      func count(_ shift: UInt64) -> Int {
        modules.modules.map {
          $0.count(of: ", -\(1 << shift), ") + $0.count(of: ", -\(1 << shift)\n")
        }
        .reduce(0, +)
      }
      return count(a) < count(b)
    } ?? 12
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
