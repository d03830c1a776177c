/// What walkproof says of a build.
struct Verdict {
  let code: Int32
  let text: String
  /// For each property that is judged, how its line goes on, such as `proved, 24 conditions`.
  private(set) var properties: [String: Substring] = [:]
  /// Where a property is refuted or not shown.
  private(set) var places: [(property: Substring, file: String, line: Int)] = []

  init(program: String, arch: String, ir: [String]) throws {
    let result = try run([program, "program", arch] + ir.flatMap { ["--ir", $0] })
    (code, text) = (result.code, result.output + result.errors)
    readProgram()
  }

  /// Every configuration has a line for each property, and the worst of those counts.
  private mutating func readProgram() {
    var failing: Substring?
    for line in text.split(separator: "\n") {
      if let match = line.wholeMatch(
        of: #/  ([a-z-]+) +((?:proved|refuted|not shown|not judged|nothing follows).*)/#)
      {
        let known = properties["\(match.1)"]
        if known?.hasPrefix("proved") != false { properties["\(match.1)"] = match.2 }
      } else if let match = line.wholeMatch(
        of: #/  (?:not shown|undecided|refuted): ([a-z-]+): .*/#)
      {
        failing = match.1
      }
      guard let property = failing else { continue }
      for place in line.matches(of: #/\(([^ ()]+):(\d+)\)/#) {
        places.append((property, "\(place.1)", Int(place.2) ?? 0))
      }
      if line.hasPrefix("  executed") { failing = nil }
    }
  }

  var isProved: Bool { code == 0 }
  var isRefuted: Bool { code == 1 }
  var isRefused: Bool { code == 65 }

  func isProved(_ property: String) -> Bool { properties[property]?.hasPrefix("proved") == true }

  /// The properties that runs or the walk's own counterexamples refute.
  var refuted: [String] { properties.filter { $0.value.hasPrefix("refuted") }.map(\.key) }

  /// The properties that are not proved, but for those for which nothing follows as others are not.
  var failing: [String] {
    properties.filter { !$0.value.hasPrefix("proved") && !$0.value.hasPrefix("nothing") }.map(\.key)
  }

  /// What is not proved, in a line.
  var summary: String {
    if isRefused { return "refused: " + (text.split(separator: "\n").last.map(String.init) ?? "") }
    if failing.isEmpty { return isProved ? "proved" : "exit code \(code)" }
    let word = refuted.isEmpty ? "not proved" : "refuted"
    return "\(word): \((refuted.isEmpty ? failing : refuted).sorted().joined(separator: ", "))"
  }
}
