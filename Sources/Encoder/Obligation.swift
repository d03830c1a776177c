import PageWalk
import SMT

/// One formula to be shown valid: under `assumptions`, `goal` holds.
public struct Obligation: Sendable {
  /// The properties whose proof rests on it.
  public let properties: Set<Property>
  /// The level function it is about, or `range` for the walk as a whole.
  public let level: String
  /// What it says, in the field's words.
  public let text: String
  public let assumptions: [Term]
  public let goal: Term

  /// `pud: the cursor is …`.
  public var name: String { "\(level): \(text)" }

  /// What is unsatisfiable if and only if the obligation holds.
  public var negation: [Term] { assumptions + [.not(goal)] }
}

/// One formula to be shown satisfiable, so that a proof is not about nothing.
public struct Cover: Sendable {
  public let level: String
  /// What it says can happen, in the field's words.
  public let text: String
  public let formulas: [Term]

  /// `pud: the loop iterates`.
  public var name: String { "\(level): \(text)" }
}

/// Answers a proof's questions, and keeps the record of them.
public protocol Judge {
  /// Whether the obligation holds; nil where that is not known. The obligation is part of the
  /// proof from here on.
  mutating func requires(_ obligation: Obligation) throws -> Bool?

  /// Whether `formulas` imply `goal`, as a question of the proof's author that proves nothing.
  mutating func suggests(_ goal: Term, under formulas: [Term], about: String) throws -> Bool

  /// An assignment that satisfies the cover.
  ///
  /// - Parameter demanded: whether the proof is about nothing if there is none.
  mutating func witness(_ cover: Cover, demanded: Bool) throws -> Witness

  /// Records a cover that `assignment` satisfies already.
  mutating func record(_ cover: Cover, satisfiedBy assignment: Assignment)
}

/// What became of a search for an assignment.
public enum Witness: Sendable {
  case found(Assignment)
  case none
  case notKnown
}
