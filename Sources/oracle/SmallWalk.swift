/// The texts of a walk, part by part.
struct SmallWalk {
  /// One level function: texts by key.
  struct Part {
    let level: String
    private(set) var texts: [String: String] = [:]
    /// What is looked at again: the local copy, and the read that is compared with it.
    var recheck: [(copy: String, read: String)] = []
    var compared: [String]?

    init(level: String) { self.level = level }

    subscript(key: String) -> String? {
      get { texts[key] }
      set { texts[key] = newValue }
    }

    /// Every expression.
    var expressions: [String] { Array(texts.values) + recheck.map(\.read) }
  }

  static let keys = ["cursor", "read", "next", "advance", "stop", "skip", "leaf", "page"]

  var isLocked = false
  var holes = false
  var range: [String] = []
  var callers: [String] = ["1"]
  var levels: [Part] = []

  /// The walker's file.
  var text: String {
    func list(_ items: [String]) -> String { items.map { "\"\($0)\"" }.joined(separator: ", ") }
    var lines = [
      "schema: walkproof/walker/1", "name: small_walk", "revision: r1", "fixed: false",
      "kernel: v5.8", "source: made at random", "reads: \(isLocked ? "locked" : "lockless")",
      "holes: \(holes)", "range: [\(list(range))]", "callers: [\(list(callers))]", "levels:",
    ]
    for part in levels {
      lines += ["  - level: \(part.level)", "    function: \(part.level)"]
      for key in Self.keys {
        if let text = part[key] { lines.append("    \(key): \"\(text)\"") }
      }
      if !part.recheck.isEmpty {
        lines.append("    recheck:")
        lines += part.recheck.map { "      \($0.copy): \"\($0.read)\"" }
      }
      if let compared = part.compared {
        lines.append("    compared: [\(compared.joined(separator: ", "))]")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
