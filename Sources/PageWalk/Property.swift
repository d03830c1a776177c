/// What is claimed of a walk. `docs/properties.md` defines each.
public enum Property: String, Sendable, Hashable, CaseIterable, Comparable {
  case rightPages = "right-pages"
  case noStackIteration = "no-stack-iteration"
  case rightEntry = "right-entry"
  case inBounds = "in-bounds"
  case exactCover = "exact-cover"
  case advanceAgrees = "advance-agrees"
  case checkedDescent = "checked-descent"
  case markedAccess = "marked-access"
  case liveRecheck = "live-recheck"
  case keptAfterRecheck = "kept-after-recheck"
  case inReach = "in-reach"
  case noDummy = "no-dummy"

  /// Those that models are judged by: in a model every level reads an entry, so that there is no dummy.
  public static let ofModels = allCases.filter { $0 != .noDummy }

  /// Those that a read through a wrong cursor breaks.
  public static let ofCursors: Set<Property> = [.noStackIteration, .rightEntry, .inBounds]

  /// Those, and what rests on every read being right.
  public static let ofReads = ofCursors.union([.rightPages])

  /// One word for columns, which options take as well.
  public var shortName: String {
    switch self {
    case .rightPages: return "pages"
    case .noStackIteration: return "stack"
    case .rightEntry: return "right"
    case .inBounds: return "bounds"
    case .exactCover: return "cover"
    case .advanceAgrees: return "advance"
    case .checkedDescent: return "checked"
    case .markedAccess: return "marked"
    case .liveRecheck: return "live"
    case .keptAfterRecheck: return "kept"
    case .inReach: return "reach"
    case .noDummy: return "dummy"
    }
  }

  /// The property of either name, or the only one of which a name begins like this.
  public init?(named name: String) {
    let found =
      Self.allCases.first { $0.rawValue == name || $0.shortName == name }
      ?? {
        let begun = Self.allCases.filter {
          $0.rawValue.hasPrefix(name) || $0.shortName.hasPrefix(name)
        }
        return begun.count == 1 && !name.isEmpty ? begun.first : nil
      }()
    guard let found else { return nil }
    self = found
  }

  /// One sentence for `list` and reports.
  public var summary: String {
    switch self {
    case .rightPages:
      return
        "what is handed back are the hardware's pages, by entries read in this walk at their places"
    case .noStackIteration:
      return "every read goes to a live table, or exactly to the copy the cursor was made from"
    case .rightEntry:
      return "every entry read, descended from or taken is the one the hardware would use"
    case .inBounds:
      return "every read lies inside the table it is meant for, or is exactly the copy"
    case .exactCover:
      return "the parts [addr, next) cover the range in order, nothing skipped or twice"
    case .advanceAgrees:
      return "advancing the cursor gives what the offset helpers give for the next address"
    case .checkedDescent:
      return "the walk descends only by a value that it has itself checked"
    case .markedAccess:
      return "in a lockless walk every read of a table is a READ_ONCE"
    case .liveRecheck:
      return "what is looked at again after a page was taken is the live entry, not a copy"
    case .keptAfterRecheck:
      return
        "a page is kept only if the entries that the kernel compares again have their own values"
    case .inReach:
      return "the checks on the range keep it inside what the tables translate"
    case .noDummy:
      return
        "nothing the kernel's code does depends on the constant that a folded level has for an entry"
    }
  }

  public static func < (left: Property, right: Property) -> Bool {
    let order = Property.allCases
    return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
  }
}

/// The answer to one claim.
public enum Verdict: String, Sendable, Codable, Hashable, CaseIterable {
  /// Every obligation holds and every cover is satisfiable.
  case proved
  /// A counterexample exists and replays in the simulator.
  case refuted
  /// Neither was shown.
  case unknown
}
