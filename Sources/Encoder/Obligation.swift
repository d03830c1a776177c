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
  /// All that is assumed at this point.
  public let assumptions: [Term]
  public let goal: Term
  /// Whether it may hold because this point is never reached, so that the question needs every
  /// assumption.
  public var mayBeUnreached = false

  /// `pud: the cursor is …`.
  public var name: String { "\(level): \(text)" }

  /// What is unsatisfiable if and only if the obligation holds.
  public var negation: [Term] { assumptions + [.not(goal)] }

  /// What is worth asking first, an accelerator: where nothing satisfies it, nothing satisfies the
  /// negation. What is assumed to the letter is not asked, and assumptions that have nothing to do
  /// with the rest are left out.
  public var question: [Term] {
    let parts = goal.operation == .and ? goal.operands : [goal]
    let asked = Term.all(parts.filter { part in !assumptions.contains { Term.same($0, part) } })
    let isWhole = mayBeUnreached || asked.constantValue == 0
    return (isWhole ? assumptions : Relevance.filter(assumptions, for: asked)) + [.not(asked)]
  }
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
