import Programs
import SMT

/// What a run presumes from its point on.
struct Fact {
  let term: Term
  /// Only as long as this candidate stands.
  let candidate: String?
}

/// A place in a program's text.
public struct CodePlace: Sendable, Hashable, CustomStringConvertible {
  /// The function's name in the program.
  public let function: String
  public let source: Source?

  public var description: String {
    "\(function)\(source.map { " (\($0))" } ?? "")"
  }
}

/// What has to hold at a point of a run.
struct ProofCondition {
  enum Kind {
    /// Of the theorem: the property that needs it, and what it says.
    case obligation(String, String)
    /// That a candidate is no mere guess.
    case candidate(String)
    /// Where it fails, a level function is called so and must be proved, too.
    case demand(Instance)
  }

  let kind: Kind
  /// How many of the run's facts were there.
  let facts: Int
  /// Parts of the path's condition.
  let path: [Term]
  let goal: Term
  let place: CodePlace

  /// The candidate that it is to show.
  var candidate: String? {
    if case .candidate(let name) = kind { return name }
    return nil
  }

  /// Whether it stands on the same path.
  func hasPath(of other: ProofCondition) -> Bool {
    path.count == other.path.count && zip(path, other.path).allSatisfy { $0 === $1 }
  }
}

/// A level function in one of its uses.
struct Instance: Hashable, CustomStringConvertible {
  let function: String
  /// The table that the entry which it is handed lies in: its position, the top one's being 0.
  let position: Int
  let handed: Handed

  /// What a level function is handed.
  enum Handed: String {
    /// The entry for its range, with its own address, or that of a copy.
    case live
    case copy
    /// The address of another entry of that table, as a level that is folded at boot hands on, and a
    /// value of which nothing is known.
    case beside
    /// The address of the entry for its range, and a value of which nothing is known, as a level that is
    /// folded when the kernel is built hands on.
    case unread
    /// The same with the address of a copy of that entry.
    case unreadCopy
    /// Nothing: it is no level function, but one by which the walk is begun.
    case nothing

    /// Whether the entry for its range was read: the value is that, or the copy.
    var isRead: Bool { [.live, .copy, .unreadCopy].contains(self) }
  }

  var description: String {
    switch handed {
    case .nothing: function
    case .live: "\(function) [\(position)]"
    case .copy, .beside, .unread, .unreadCopy: "\(function) [\(position), \(handed)]"
    }
  }
}
