import PageWalk
import Simulator

/// What is wrong with what a run comes to, the worst first.
public enum Harm: String, Sendable, Codable, CaseIterable, Comparable {
  case wrongPages = "wrong-pages"
  case leftOut = "left-out"
  case foreignPage = "foreign-page"
  case uninitialised
  case keptChanged = "kept-changed"
  case stack
  case noTable = "no-table"
  case outOfBounds = "out-of-bounds"
  case otherEntry = "other-entry"
  case astray

  /// In a few words, of a walk.
  public func words(of walker: Walker) -> String {
    switch self {
    case .wrongPages, .foreignPage:
      if !walker.handsBackPages { return "the walk tells of a page that is not there" }
    default: break
    }
    switch self {
    case .wrongPages: return "the walk succeeds and returns wrong pages"
    case .leftOut: return "the walk reports success, and a page is missing"
    case .foreignPage: return "the walk takes a page that is not of the range"
    case .uninitialised: return "the walk reads uninitialised stack"
    case .keptChanged: return "the walk keeps a page although an entry has changed"
    case .stack: return "the walk reads the stack"
    case .noTable: return "the walk reads what is no table"
    case .outOfBounds: return "the walk reads out of bounds"
    case .otherEntry: return "the walk uses the entry of another address"
    case .astray: return "the walk goes on with a part that does not lie in its range"
    }
  }

  /// The properties that say what a walk comes to: who has them all does no harm.
  public static let properties: Set<Property> = [
    .rightPages, .noStackIteration, .rightEntry, .inBounds, .keptAfterRecheck, .inReach,
  ]

  /// The harm that a run shows; nil where it shows none.
  public init?(of trace: Trace) {
    if !trace.pagesAreRight {
      self = trace.outcome == .returned ? .wrongPages : .foreignPage
    } else if trace.outcome == .incomplete {
      self = .leftOut
    } else if trace.violations[.noStackIteration] != nil, trace.outcome == .lost,
      trace.steps.last?.location.isStack ?? false
    {
      self = .uninitialised
    } else if trace.keepsChanged {
      self = .keptChanged
    } else if trace.violations[.noStackIteration] != nil {
      self = trace.iteratesOverStack ? .stack : .noTable
    } else if trace.violations[.inBounds] != nil {
      self = .outOfBounds
    } else if trace.violations[.rightEntry] != nil && !trace.givesBackWrongPage
      || trace.violations[.inReach] != nil
    {
      self = .otherEntry
    } else if trace.outcome == .astray {
      self = .astray
    } else if trace.violations[.rightPages] != nil {
      // What is handed back is undefined.
      self = .foreignPage
    } else {
      return nil
    }
  }

  public static func < (left: Harm, right: Harm) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// How much a refuted property weighs.
public enum Severity: String, Sendable, Codable, CaseIterable {
  /// Its run comes to something wrong.
  case harm
  /// Its run comes to nothing wrong, but it is not shown that none does.
  case unsettled
  /// A rule is broken, and all that is about harm is proved.
  case rule

  /// - Parameters:
  ///   - harm: what a run that breaks the property comes to.
  ///   - harmIsExcluded: whether every property of `Harm.properties` is proved.
  public init(_ harm: Harm?, harmIsExcluded: Bool) {
    self = harm != nil ? .harm : harmIsExcluded ? .rule : .unsettled
  }
}
