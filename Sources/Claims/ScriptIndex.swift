/// What is kept of the scripts: one line for each architecture and walk, columns separated by tabs.
///
/// A script itself is large and comes from `gate --scripts`. Its digest is over its text, names of
/// queries included, so that whatever a solver would read cannot change unseen.
public enum ScriptIndex {
  /// The name of the file in the folder of proofs.
  public static let fileName = "scripts.tsv"
  /// The first line of the file.
  static let heading =
    "# walkproof/scripts/1: architecture, walk, obligations, covers, SHA-256 of the script, SHA-256"
    + " of the models; written by 'walkproof gate --update'"

  /// One line.
  public struct Entry: Codable, Sendable, Hashable {
    public let architecture: String
    public let walk: String
    public let obligations: Int
    public let covers: Int
    /// The digest of the script's text.
    public let script: String
    /// The digest of the models' texts.
    public let models: String

    var name: String { "\(architecture) \(walk)" }

    var line: String {
      [architecture, walk, "\(obligations)", "\(covers)", script, models].joined(separator: "\t")
    }
  }

  /// The text of the file.
  static func text(_ entries: [Entry]) -> String {
    ([heading] + entries.map(\.line)).joined(separator: "\n") + "\n"
  }

  /// How the kept text differs from what is proved.
  static func problems(_ kept: String?, file: String, proved: [Entry]) -> [GateReport.Problem] {
    func problem(_ message: String, _ line: Int) -> GateReport.Problem {
      GateReport.Problem(.stale, message, place: GateReport.Place(file: file, line: line))
    }
    guard let kept else {
      return [problem("the file is missing; write it with 'walkproof gate --update'", 1)]
    }
    if kept == text(proved) { return [] }
    var problems: [GateReport.Problem] = []
    var expected: [String: (fields: [String], line: Int)] = [:]
    for (index, line) in kept.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if index == 0 ? line == heading : line.isEmpty { continue }
      guard index > 0, fields.count == 6 else {
        problems.append(problem("this is no line about a script", index + 1))
        continue
      }
      let name = "\(fields[0]) \(fields[1])"
      if expected[name] != nil { problems.append(problem("\(name) stands here twice", index + 1)) }
      expected[name] = (fields, index + 1)
    }
    for entry in proved {
      guard let (fields, line) = expected.removeValue(forKey: entry.name) else {
        problems.append(problem("\(entry.name) is missing; see 'walkproof gate --update'", 1))
        continue
      }
      if let message = difference(of: fields, from: entry) {
        problems.append(problem("\(entry.name): \(message); see 'walkproof gate --update'", line))
      }
    }
    for (name, entry) in expected.sorted(by: { $0.value.line < $1.value.line }) {
      problems.append(problem("\(name): there is nothing to prove", entry.line))
    }
    // The same lines in another order, or a line end too many.
    return problems.isEmpty ? [problem("this is not what the proof gives", 1)] : problems
  }

  private static func difference(of fields: [String], from entry: Entry) -> String? {
    let (obligations, covers) = ("\(entry.obligations)", "\(entry.covers)")
    if fields[2] != obligations || fields[3] != covers {
      return "\(obligations) obligations and \(covers) covers, where the file says \(fields[2]) and"
        + " \(fields[3])"
    }
    if fields[4] != entry.script { return "the script is another one than that of the digest" }
    return fields[5] != entry.models ? "the models are others than those of the digest" : nil
  }
}
