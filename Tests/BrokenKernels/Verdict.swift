import Foundation
import ReportSchemaV1

/// What walkproof says of a build.
struct Verdict {
  let code: Int32
  /// The report as text, or what is said instead.
  let text: String
  private let results: [ProofReport.Result]

  init(program: String, arch: String, ir: [String]) throws {
    let result = try run(
      [program, "prove", arch, "--strict", "--format", "json"] + ir.flatMap { ["--ir", $0] })
    code = result.code
    text = result.output + result.errors
    results =
      (try? JSONDecoder().decode(ProofReport.self, from: Data(result.output.utf8)))?.results ?? []
  }

  var isProved: Bool { code == 0 }
  var isRefuted: Bool { code == 1 }
  var isRefused: Bool { code == 65 }

  /// Whether a property is proved in every configuration.
  func isProved(_ property: String) -> Bool {
    let own = results.filter { $0.property == property }
    return !own.isEmpty && own.allSatisfy { $0.verdict == "proved" }
  }

  /// The properties that runs refute.
  var refuted: [String] { names { $0.verdict == "refuted" } }

  /// The properties that are refuted or not shown by themselves.
  var failing: [String] { names { $0.verdict == "refuted" || $0.notShown?.isEmpty == false } }

  /// The properties for which nothing follows, as others are not shown.
  var idle: [String] { names { $0.verdict == "unknown" && $0.notShown?.isEmpty != false } }

  private func names(_ condition: (ProofReport.Result) -> Bool) -> [String] {
    Set(results.filter(condition).map(\.property)).sorted()
  }

  /// Where a property is refuted or not shown.
  var places: [(property: String, file: String, line: Int)] {
    results.flatMap { result in
      let texts =
        (result.run.map { [$0.place] + $0.story } ?? [])
        + (result.notShown ?? []).compactMap(\.source)
      return texts.flatMap { text in
        text.matches(of: #/([^ ():]+\.[chS]):(\d+)/#).map {
          (result.property, "\($0.1)", Int($0.2) ?? 0)
        }
      }
    }
  }

  /// What is not proved, in a line.
  var summary: String {
    if isRefused { return "refused: " + (text.split(separator: "\n").last.map(String.init) ?? "") }
    if failing.isEmpty { return isProved ? "proved" : "exit code \(code)" }
    let word = refuted.isEmpty ? "not proved" : "refuted"
    return "\(word): \((refuted.isEmpty ? failing : refuted).joined(separator: ", "))"
  }
}
