import Checker
import Claims
import PageWalk

/// What a table shows of a property in one character.
enum Mark: Character, CaseIterable {
  case proved = "+"
  case harm = "X"
  case unsettled = "x"
  case rule = "n"
  case unknown = "?"

  init(_ verdict: Verdict, _ severity: Severity?) {
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

  var words: String {
    switch self {
    case .proved: return "proved"
    case .harm: return "harm"
    case .unsettled: return "refuted, harm not excluded"
    case .rule: return "a rule broken, no harm"
    case .unknown: return "unknown"
    }
  }

  func painted(_ style: Style) -> String {
    switch self {
    case .proved: return style.good(String(rawValue))
    case .harm, .unsettled: return style.bad(String(rawValue))
    case .rule, .unknown: return style.doubtful(String(rawValue))
    }
  }

  /// What the marks mean, of those in a table.
  static func legend(_ marks: some Sequence<Mark>) -> String {
    let shown = Set(marks)
    return allCases.filter(shown.contains).map { "\($0.rawValue) \($0.words)" }
      .joined(separator: "; ")
  }
}

extension Finding {
  var mark: Mark { Mark(verdict, severity) }
}

extension Claim {
  var mark: Mark { Mark(verdict, severity) }
}
