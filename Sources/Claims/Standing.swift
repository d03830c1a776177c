import Checker
import PageWalk

/// How a claim stands, the best first.
public enum Standing: String, Sendable, CaseIterable, Comparable {
  case proved
  /// A rule is broken, and harm is excluded.
  case rule
  case unknown
  /// Refuted, and harm is not excluded.
  case unsettled
  case harm

  public init(_ verdict: Verdict, _ severity: Severity?) {
    switch verdict {
    case .proved: self = .proved
    case .unknown: self = .unknown
    case .refuted:
      switch severity {
      case .rule: self = .rule
      case .unsettled: self = .unsettled
      case .harm, nil: self = .harm
      }
    }
  }

  public static func < (left: Standing, right: Standing) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

extension Claim {
  public var standing: Standing { Standing(verdict, severity) }
}
