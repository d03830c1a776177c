/// What is claimed of a walk. `docs/properties.md` defines each.
public enum Property: String, Sendable, Hashable, CaseIterable, Comparable {
  case noStackIteration = "no-stack-iteration"
  case rightEntry = "right-entry"
  case inBounds = "in-bounds"
  case exactCover = "exact-cover"

  /// One sentence for `list` and reports.
  public var summary: String {
    switch self {
    case .noStackIteration:
      return "every read goes to a live table, or exactly to the copy the cursor was made from"
    case .rightEntry:
      return "every entry read, descended from or taken is the one the hardware would use"
    case .inBounds:
      return "every read lies inside the table it is meant for, or is exactly the copy"
    case .exactCover:
      return "the parts [addr, next) cover the range in order, nothing skipped or twice"
    }
  }

  public static func < (left: Property, right: Property) -> Bool {
    let order = Property.allCases
    return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
  }
}

/// The answer to one claim.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// Every obligation holds and every cover is satisfiable.
  case proved
  /// A counterexample exists and replays in the simulator.
  case refuted
  /// Neither was shown.
  case unknown
}
