import PageWalk
import SMT
import Synchronization

/// What was decided by the shape that the simplifier gave a term, so that the proof can state it.
///
/// An encoder that leaves out a branch because its condition came out as a constant, or takes two
/// pointers for one, would make everything after it rest on the simplifier. Each such decision is
/// recorded once and becomes an obligation about the terms as they were derived.
public final class DecisionLog: Sendable {
  /// Something that was taken to hold whatever the variables are.
  public struct Decision: Sendable {
    public let assumptions: [Term]
    public let goal: Term
  }

  private struct Contents {
    var open: [Decision] = []
    var known: [Int: [Term]] = [:]
  }

  private let contents = Mutex(Contents())

  /// An empty log.
  public init() {}

  /// Records that `left` was taken to be `right`; nothing where the two were so derived.
  public func record(_ left: Term, is right: Term) {
    if Term.same(left.derived, right.derived, depth: Self.depth) { return }
    record(.equal(left, right))
  }

  /// Records that `formula` was taken to be true or false, which it is by its shape.
  public func recordConstant(_ formula: Term) {
    guard let value = formula.constantValue else { return }
    record(
      formula, is: formula.isBoolean ? .boolean(value == 1) : .constant(value, width: formula.width)
    )
  }

  /// Records that `goal` was taken to hold under `assumptions`.
  public func record(_ goal: Term, under assumptions: [Term] = []) {
    let whole = Term.implies(.all(assumptions), goal).derived
    contents.withLock { contents in
      let known = contents.known[whole.identity, default: []]
      if known.contains(where: { Term.same($0, whole, depth: Self.depth) }) { return }
      contents.known[whole.identity, default: []].append(whole)
      contents.open.append(Decision(assumptions: assumptions, goal: goal))
    }
  }

  /// What was recorded since the last time.
  public func take() -> [Decision] {
    contents.withLock { contents in
      defer { contents.open = [] }
      return contents.open
    }
  }

  /// How far down two terms are compared; where they differ only below, both are recorded.
  private static let depth = 40
}

extension DecisionLog.Decision {
  /// What the proofs of `properties` rest on.
  func obligation(for properties: Set<Property>, level: String) -> Obligation {
    Obligation(
      properties: properties, level: level,
      text: "what was decided by a term's shape holds of the term as derived",
      assumptions: assumptions, goal: goal)
  }
}
