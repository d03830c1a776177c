import ArgumentParser
import Encoder
import LLVMIR
import ModelFiles
import PageWalk
import ProgramProof
import SMT

/// `walkproof program`.
struct ProgramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "program",
    abstract: "Prove the kernel's own code as the program that it is.",
    discussion: """
      Nothing is matched and nothing left out: every instruction from the top level function on is
      executed, and what is not understood ends with 65. It takes minutes, finds no counterexamples,
      and says of what is not shown where that is.

      walkproof program s390 --ir mm/gup.ll --ir mm/pgtable-generic.ll --configuration levels=3
      """)

  @Argument(help: "The architecture, as 'walkproof list' names it.") var architecture: String
  @Option(
    name: .customLong("ir"),
    help: ArgumentHelp(
      "LLVM IR of mm/gup.c, with debug information, and of other files that it calls. May be"
        + " repeated.", valueName: "file.ll"))
  var files: [String] = []
  @Option(
    help: ArgumentHelp(
      "The function that walks the top table.", valueName: "function"))
  var top = "gup_fast_pgd_range"
  @Option(
    name: .customLong("configuration"),
    help: ArgumentHelp(
      "Only configurations with this value. May be repeated.", valueName: "key=value"))
  var choices: [String] = []
  @Option(
    help: ArgumentHelp(
      "Units of the solver's work that one question may take.", valueName: "units"))
  var budget: UInt32 = 20_000_000
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard !files.isEmpty else { throw ValidationError("Give the code by --ir.") }
    guard budget > 0 else { throw ValidationError("--budget 0 answers nothing; give units.") }
  }

  func run() throws {
    let library = try models.library()
    let model = try CompiledOptions.architecture(named: architecture, in: library)
    do {
      let modules = try CompiledOptions.modules(files)
      try prove(
        try CompiledBuild(
          modules: modules, architecture: model, choices: choices, library: library), modules)
    } catch let error as IRError {
      throw Failure(.badInput, error.description)
    } catch let error as Refusal {
      throw Failure(.badInput, error.description)
    } catch let error as EncodingError {
      throw Failure(.badInput, error.description)
    } catch let error as SolverError {
      throw Failure(.internalError, "\(error)")
    }
  }

  private func prove(_ build: CompiledBuild, _ modules: [Module]) throws {
    var isProved = true
    for configuration in build.configurations {
      let verdict = try verdict(build, configuration, modules)
      try Output.write(text(verdict, "\(architecture) \(configuration)"), to: nil)
      isProved = isProved && verdict.isProved
    }
    if !isProved { try Code.inconclusive.end() }
  }

  private func verdict(
    _ build: CompiledBuild, _ configuration: Configuration, _ modules: [Module]
  ) throws -> ProgramVerdict {
    defer { StandardError.progress("") }
    return try ProgramProver(
      modules: modules, top: top, architecture: build.architecture, configuration: configuration,
      compiled: build.compiled, budget: budget
    ) { StandardError.progress("\(configuration): \($0)") }.prove()
  }

  private func text(_ verdict: ProgramVerdict, _ title: String) -> String {
    var lines = ["\(title), \(top)"]
    for property in ProgramVerdict.judged {
      let count = verdict.properties[property] ?? 0
      let result: String
      switch verdict.result(property) {
      case .proved: result = "proved, \(count) conditions"
      case .notShown(let failed): result = "not shown, \(failed) of \(count) conditions"
      case .nothingFollows: result = "nothing follows, as others are not shown"
      }
      lines.append("  \(property.padding(to: 20))\(result)")
    }
    for failure in verdict.failures {
      lines.append(
        "  \(failure.isUndecided ? "undecided" : "not shown"): \(failure.property): \(failure.text)"
      )
      lines.append("    in \(failure.place), as \(failure.instance)")
    }
    for idle in verdict.idle {
      lines.append("  \(idle) is not shown to come back: nothing follows of it")
    }
    lines.append("  executed: \(verdict.instances.joined(separator: ", "))")
    if !verdict.unknownCallees.isEmpty {
      lines.append("  nothing is known of: \(verdict.unknownCallees.joined(separator: ", "))")
    }
    if !verdict.currents.isEmpty {
      lines.append("  the running task comes from: \(verdict.currents.joined(separator: ", "))")
    }
    lines.append("  not judged: gup_fast before and after \(top), and the other properties")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
