import PageWalk
import Simulator

/// What became of a mutant.
public enum MutantFate: Sendable {
  /// Something that is proved of the original is refuted, by a run of this scenario.
  case refuted(Property, Scenario)
  /// A proof of it would be about nothing; what cannot happen.
  case withoutCover(String)
  /// No reader of models takes it; why.
  case refused(String)
  /// Proved to do the same as the original; where.
  case equal(Sameness)
  /// Proved to give up at more entries or turn away more ranges, and to do the same otherwise.
  case givesUpMore
  /// Proved, with other things assumed: an example of what only one of the two allows.
  case assumesOtherwise(String)
  /// Noticed by nothing; what is known.
  case survived(String)

  /// Where a mutant does the same as the original.
  public enum Sameness: String, Sendable {
    case everywhere = "for all inputs"
    case whereEvaluated = "wherever the walk comes to it"
    case whereUsed = "for every entry that the walk goes by"
  }

  /// The kinds, each counted on its own.
  public enum Kind: String, Sendable, CaseIterable {
    case refuted = "refuted"
    case withoutCover = "without cover"
    case refused = "refused"
    case equal = "equal in outcome"
    case givesUpMore = "give up more"
    case assumesOtherwise = "assume otherwise"
    case survived = "survived"
  }

  /// What kind of fate it is.
  public var kind: Kind {
    switch self {
    case .refuted: return .refuted
    case .withoutCover: return .withoutCover
    case .refused: return .refused
    case .equal: return .equal
    case .givesUpMore: return .givesUpMore
    case .assumesOtherwise: return .assumesOtherwise
    case .survived: return .survived
    }
  }

  /// The fate in words.
  public var description: String {
    switch self {
    case .refuted(let property, let scenario):
      return "refuted: \(property.rawValue), \(scenario.configuration)"
    case .withoutCover(let why): return "without cover: \(why)"
    case .refused(let why): return "refused: \(why)"
    case .equal(let sameness): return "equal in outcome: \(sameness.rawValue)"
    case .givesUpMore: return "gives up more"
    case .assumesOtherwise(let example): return "assumes otherwise: \(example)"
    case .survived(let why): return "SURVIVED: \(why)"
    }
  }
}
