import ArgumentParser
import Foundation
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
  @Option(
    help: ArgumentHelp(
      "The function that walks, in --ir; by default gup_fast's.", valueName: "function"))
  var entry: String?
  @Option(
    help: ArgumentHelp(
      "For a walk of one address that is not known: the variable of --entry which has it.",
      valueName: "variable"))
  var address: String?
  @Option(
    help: ArgumentHelp(
      "The same: what has the top table's address, from a variable on.", valueName: "path"))
  var table: String?
  @Option(
    help: ArgumentHelp(
      "The same: why no entry changes while it walks; by default each may at any time.",
      valueName: "reason"))
  var lock: String?

  func validate(architectures: [String], walker: String?) throws {
    guard !files.isEmpty else {
      for (name, value) in [
        ("entry", entry), ("address", address), ("table", table), ("lock", lock),
      ] where value != nil {
        throw ValidationError("--\(name) is about code; give --ir.")
      }
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

  /// The functions by which `gup_fast` walks the top table, the newest name first, and those that
  /// begin it.
  private static let tops = ["gup_fast_pgd_range", "gup_pgd_range"]
  private static let begins = ["gup_fast_fallback", "internal_get_user_pages_fast"]

  /// The walk that is asked for.
  func walk(in modules: [Module]) throws -> ProgramCheck.Walk {
    if let entry, let address, let table {
      return .address(
        AddressWalk(function: entry, address: address, table: table, lock: lock))
    }
    if let entry, !Self.begins.contains(entry) {
      return AddressWalk.known.first { $0.function == entry.prefix { $0 != "@" } }
        .map(ProgramCheck.Walk.address) ?? .range(top: entry)
    }
    guard let top = Self.tops.first(where: { name in modules.contains { $0.defines(name) } })
    else {
      throw Failure(
        .badInput,
        "the code has no function \(Self.tops.joined(separator: " or ")); name the one that walks"
          + " by --entry")
    }
    return .range(top: top)
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
        modules: modules, walk: try walk(in: modules))
    }
  }

  /// The modules of files.
  static func modules(_ files: [String]) throws -> [Module] {
    try files.map { try Module(try bytes(of: $0), file: $0) }
  }

  /// The one architecture that code is for.
  static func architecture(named name: String, in library: ModelLibrary) throws -> Architecture {
    let architectures = try Selection(library: library).architectures(named: name)
    guard let architecture = architectures.first, architectures.count == 1 else {
      throw ValidationError("Code is for one architecture, not for all of '\(name)'.")
    }
    return architecture
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
