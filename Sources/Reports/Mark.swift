import Checker
import Claims
import PageWalk

/// What a table shows of a property in one character.
public enum Mark: Character, CaseIterable, Sendable {
  case proved = "+"
  case harm = "X"
  case unsettled = "x"
  case rule = "n"
  case unknown = "?"

  public init(_ standing: Standing) {
    switch standing {
    case .proved: self = .proved
    case .rule: self = .rule
    case .unknown: self = .unknown
    case .unsettled: self = .unsettled
    case .harm: self = .harm
    }
  }

  public var words: String {
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

  /// How many there are of each kind, in words, painted by the worst.
  public static func summary(_ marks: [Mark], style: Style) -> String {
    func count(_ mark: Mark) -> Int { marks.count { $0 == mark } }
    var parts = ["\(count(.proved)) proved"]
    if count(.harm) > 0 { parts.append("\(count(.harm)) refuted with harm") }
    if count(.unsettled) > 0 { parts.append("\(count(.unsettled)) refuted") }
    if count(.rule) > 0 { parts.append("\(count(.rule)) noted") }
    if count(.unknown) > 0 { parts.append("\(count(.unknown)) unknown") }
    let text = parts.joined(separator: ", ")
    if count(.harm) + count(.unsettled) > 0 { return style.bad(text) }
    return count(.unknown) > 0 || marks.isEmpty ? style.doubtful(text) : style.good(text)
  }

  /// What the marks mean, of those in a table, on lines of a report.
  public static func legend(_ marks: some Sequence<Mark>) -> [String] {
    let shown = Set(marks)
    let text = allCases.filter(shown.contains).map { "\($0.rawValue) \($0.words)" }
      .joined(separator: "; ")
    return ProofText.wrap(text, first: "", rest: "")
  }
}

extension Finding {
  var mark: Mark { Mark(Standing(verdict, severity)) }
}

extension Claim {
  public var mark: Mark { Mark(standing) }
}
