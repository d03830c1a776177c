import BuildProbe
import LLVMIR
import ModelFiles
import PageWalk

/// Asks a build of a kernel for its numbers and compares them with the model.
///
/// What a model says of a kernel is from headers that were read once. A kernel that is configured or
/// written otherwise is not what was modelled, and a verdict on it would be about something else: so
/// numbers that contradict the model end the program with exit code 4, and so does a probe that does
/// not compile.
struct KernelProbe {
  let comparison: ProbeComparison

  /// Probes a build in which some files are compiled.
  ///
  /// - Parameters:
  ///   - files: their IR, the walk's first.
  ///   - source: the walk's file in the tree, by whose command the probe is compiled.
  /// - Throws: `Failure` with exit code 4 where nothing can be compared.
  init(
    _ kernel: KernelBuild, files: [String], source: String, architecture: Architecture,
    library: ModelLibrary
  ) async throws {
    do {
      let build = try CompiledBuild(
        modules: CodeOptions.modules(files), architecture: architecture, choices: [],
        library: library)
      let probe = ProbeSource(Fact.common)
      comparison = ProbeComparison(
        try probe.values(in: await kernel.compile(probe.text, as: source)),
        architecture: architecture,
        compiled: build.compiled, facts: build.facts, configurations: build.configurations,
        release: KernelVersion("v\(kernel.release)") ?? .ofCode)
    } catch let error as IRError {
      throw Failure(.badInput, error.description)
    } catch let error as ProbeError {
      throw Self.doubt(error.description)
    } catch let error as Failure where error.code == .badInput {
      throw Self.doubt(error.message.replacing("walkproof: ", with: ""))
    }
  }

  private static func doubt(_ reason: String) -> Failure {
    Failure(.unsound, "whether the model fits this build is not known: \(reason)")
  }

  /// - Throws: `Failure` with exit code 4 where the model does not fit.
  func check() throws {
    let contradictions = comparison.contradictions
    guard contradictions.isEmpty else {
      throw Failure(.unsound, contradictions.joined(separator: "\n  "))
    }
  }

  /// What was found, as a table.
  var table: String {
    let rows = comparison.table
    let width = rows.reduce(into: [0, 0]) { width, row in
      for column in 0..<2 { width[column] = max(width[column], row[column].count) }
    }
    return rows.map { row in
      row[0].padded(to: width[0]) + "  " + row[1].padded(to: width[1]) + "  " + row[2]
    }.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
