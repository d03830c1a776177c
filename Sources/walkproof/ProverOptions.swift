import ArgumentParser
import Checker
import Claims
import Files
import Foundation
import ModelFiles
import PageWalk
import SMT

/// How hard to work, and what to remember.
struct ProverOptions: ParsableArguments {
  @Option(help: "How many configurations to work on at a time.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Resource units of the solver for one query.")
  var budget = Int(Prover.defaultBudget)
  @Option(
    help: ArgumentHelp(
      "Seconds after which what is not decided stays so.", valueName: "seconds"))
  var timeout = 3600
  @Option(
    help: ArgumentHelp(
      "What the solver may use of memory, by default 1024 for models and 4095 for code; what needs"
        + " more is not decided.", valueName: "MiB"))
  var memory: Int?

  func validate() throws {
    guard (1...256).contains(jobs) else { throw ValidationError("--jobs is 1 to 256.") }
    guard (1...604_800).contains(timeout) else {
      throw ValidationError("--timeout is 1 to 604800.")
    }
    guard memory.map((16...Solver.maximumMemory).contains) ?? true else {
      throw ValidationError("--memory is 16 to \(Solver.maximumMemory).")
    }
    guard (1...Int(UInt32.max)).contains(budget) else {
      throw ValidationError("--budget is 1 to \(UInt32.max).")
    }
  }

  /// Bounds what proofs use of time and memory from here on.
  func setLimits(ofCode: Bool = false) {
    Deadline.set(seconds: timeout)
    Solver.limitMemory(to: memory ?? (ofCode ? Solver.maximumMemory : 1024))
  }

  var prover: Prover { Prover(budget: UInt32(budget), jobs: jobs) }

  /// A prover that looks for one counterexample only.
  var firstOnly: Prover {
    Prover(budget: UInt32(budget), jobs: jobs, stopsAtFirst: true)
  }
}

/// Where results of earlier runs are kept.
struct CacheOptions: ParsableArguments {
  @Flag(name: .customLong("no-cache"), help: "Prove everything anew, and keep nothing.")
  var noCache = false
  @Option(
    name: .customLong("cache"),
    help: ArgumentHelp("Keep results here, by default in the user's cache.", valueName: "dir"))
  var directory: String?

  /// The cache that is asked for; nil where none is.
  ///
  /// - Throws: where the folder is not the user's alone.
  func named() throws(FileError) -> ProofCache? {
    guard !noCache, let directory else { return nil }
    return try ProofCache(directory: directory, seal: Self.seal)
  }

  /// The cache that is asked for, or the user's; nil where there is to be none, or no place for one.
  func orUsers() throws(FileError) -> ProofCache? {
    if let named = try named() { return named }
    guard !noCache, directory == nil,
      let base = Self.folder("XDG_CACHE_HOME", orInHome: ".cache")
    else { return nil }
    do {
      return try ProofCache(directory: "\(base)/walkproof", seal: Self.seal)
    } catch {
      StandardError.print("walkproof: nothing is taken from a cache or kept: \(error)")
      return nil
    }
  }

  /// The key of the user's, by which results are sealed.
  private static var seal: String {
    let base = folder("XDG_STATE_HOME", orInHome: ".local/state") ?? NSHomeDirectory()
    return "\(base)/walkproof/cache.key"
  }

  /// A folder as the XDG specification has it: what is empty or relative counts as not set.
  private static func folder(_ variable: String, orInHome name: String) -> String? {
    let environment = ProcessInfo.processInfo.environment
    if let value = environment[variable], value.hasPrefix("/") { return value }
    return environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/\(name)" : nil }
  }

  /// What results depend on besides the models: this very program, its solver, the budget.
  static func tool(budget: Int) -> String {
    var status = stat()
    let stamp =
      stat("/proc/self/exe", &status) == 0
      ? "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" : UUID().uuidString
    return "\(Walkproof.tool), \(Solver.version), \(stamp), budget \(budget)"
  }
}

extension PairProver {
  /// Proves with progress on standard error.
  func proveShowingProgress(
    architectures: [Architecture], walkers: [Walker], scripts: ScriptWriter? = nil
  ) async throws -> [PairProof] {
    defer { StandardError.progress("") }
    do {
      return try await prove(
        architectures: architectures, walkers: walkers, scripts: scripts
      ) { done, total in
        StandardError.progress("\(done) of \(total) configurations")
      }
    } catch let error as ModelFileError {
      throw Failure(error)
    }
  }
}
