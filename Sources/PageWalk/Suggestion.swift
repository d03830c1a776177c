/// Near matches for a name that was not found.
public enum Suggestion {
  /// The choice nearest to `name`, if one is near enough to be a slip of the hand.
  public static func nearest(to name: String, among choices: [String]) -> String? {
    let limit = max(1, min(name.count, 24) / 3)
    return
      choices
      .map {
        ($0, distance(Array(name.lowercased().prefix(64)), Array($0.lowercased().prefix(64))))
      }
      .filter { $0.1 <= limit }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// `did you mean 's390'?` and the choices, as far as there are few.
  public static func text(for name: String, among choices: [String], what: String) -> String {
    if choices.isEmpty { return "there are no \(what)" }
    let listed = "the \(what) are \(choices.prefix(12).joined(separator: ", "))"
    guard let near = nearest(to: name, among: choices) else {
      return listed + (choices.count > 12 ? ", …" : "")
    }
    return "did you mean '\(near)'?" + (choices.count > 12 ? "" : " (\(listed))")
  }

  /// Insertions, deletions, changes and swaps of neighbours that turn one text into the other.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for i in 0..<left.count {
      var row = [i + 1]
      for j in 0..<right.count {
        var best = min(previous[j + 1], row[j]) + 1
        best = min(best, previous[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          best = min(best, before[j - 1] + 1)
        }
        row.append(best)
      }
      (before, previous) = (previous, row)
    }
    return previous[right.count]
  }
}
