import Checker
import PageWalk
import ProgramProof
import ProgramSearch

/// What was found of a program in one configuration.
struct ProgramJudgement: Sendable {
  let configuration: Configuration
  /// Runs of it that are wrong, one for each property.
  var runs: [Counterexample] = []
  /// What was looked at for them, in words.
  var searched = ""
  /// What was proved; nil where a run breaks what proofs presume, so that there is nothing to prove.
  var verdict: ProgramVerdict?
  /// What the code reads from elsewhere and is stated not to change.
  var unknowns: [String] = []
  var seconds = 0.0

  init(configuration: Configuration) { self.configuration = configuration }

  /// The first run that breaks a property without which nothing follows for others.
  var ground: Counterexample? {
    runs.first { ProgramVerdict.isPresumed($0.property) }
  }

  /// The properties that are judged, in the order of reports, and those that a run breaks.
  var properties: [Property] {
    let judged = (verdict?.judgedHere ?? ProgramVerdict.judged) + runs.map(\.property)
    return Property.allCases.filter { judged.contains($0.rawValue) }
  }

  func run(_ property: Property) -> Counterexample? {
    runs.first { $0.property == property.rawValue }
  }

  func answer(_ property: Property) -> Verdict {
    if run(property) != nil { return .refuted }
    return verdict?.result(property.rawValue) == .proved ? .proved : .unknown
  }

  /// Whether all that is about harm, of what is judged, is proved.
  private var harmIsExcluded: Bool {
    let judged = properties.filter(Harm.properties.contains)
    return !judged.isEmpty && judged.allSatisfy { answer($0) == .proved }
  }

  /// How much it weighs that a run breaks a property; nil where none does. Faults of properties that are
  /// about harm are told by what a run comes to.
  func severity(_ property: Property) -> Severity? {
    guard run(property) != nil else { return nil }
    if Harm.properties.contains(property) { return .harm }
    return harmIsExcluded ? .rule : .unsettled
  }

  /// The exit code that a property alone would give.
  ///
  /// - Parameter isStrict: whether a rule that is broken without harm fails, too.
  func code(_ property: Property, isStrict: Bool) -> Code {
    switch answer(property) {
    case .proved: return .success
    case .unknown: return .inconclusive
    case .refuted: return severity(property) == .rule && !isStrict ? .success : .refuted
    }
  }

  /// Why a property is neither proved nor refuted; nil where it is.
  func doubt(_ property: Property) -> String? {
    guard answer(property) == .unknown else { return nil }
    guard let verdict else {
      return "a run breaks \(ground?.property ?? "another property"), so that nothing follows"
    }
    switch verdict.result(property.rawValue) {
    case .proved: return nil
    case .notJudged: return "it is not judged of this walk"
    case .notShown(let count):
      let first = verdict.failures.first { $0.property == property.rawValue }
      let where_ = first.map { ", first '\($0.text)' in \($0.place)" } ?? ""
      return "\(count) of \(verdict.conditions(property.rawValue)) conditions not shown\(where_)"
    case .nothingFollows where ground != nil:
      return "a run breaks \(ground?.property ?? ""), so that nothing follows"
    case .nothingFollows:
      guard let other = verdict.failures.first(where: { ProgramVerdict.isPresumed($0.property) })
      else { return "\(verdict.idle.first ?? "a function") is not shown to come back" }
      return
        "it presumes \(other.property), of which '\(other.text)' in \(other.place) is not shown"
    }
  }
}
