/// A circuit of two-input AND gates and inverters, each gate there once.
///
/// A literal is twice the number of a node, plus one where it is inverted. Node 0 is false; every
/// other node is an input or a gate.
struct AndInverterGraph {
  typealias Literal = UInt32

  static let no: Literal = 0
  static let yes: Literal = 1

  private struct Gate: Hashable {
    let left: Literal
    let right: Literal
  }

  /// The operands of a gate; of an input, and of false, none.
  private var gates: [Gate?] = [nil]
  private var known: [Gate: Literal] = [:]

  /// How many nodes there are, false among them.
  var count: Int { gates.count }

  mutating func input() -> Literal {
    gates.append(nil)
    return Literal(gates.count - 1) << 1
  }

  /// The operands of a node that is a gate.
  func operands(of node: Int) -> (Literal, Literal)? {
    gates[node].map { ($0.left, $0.right) }
  }

  mutating func and(_ left: Literal, _ right: Literal) -> Literal {
    if left == right { return left }
    if left == right ^ 1 || left == Self.no || right == Self.no { return Self.no }
    if left == Self.yes { return right }
    if right == Self.yes { return left }
    let gate = Gate(left: min(left, right), right: max(left, right))
    if let found = known[gate] { return found }
    gates.append(gate)
    let literal = Literal(gates.count - 1) << 1
    known[gate] = literal
    return literal
  }

  mutating func or(_ left: Literal, _ right: Literal) -> Literal { and(left ^ 1, right ^ 1) ^ 1 }

  mutating func exclusiveOr(_ left: Literal, _ right: Literal) -> Literal {
    let neither = and(left ^ 1, right ^ 1)
    return and(and(left, right) ^ 1, neither ^ 1)
  }

  /// `then` where `condition` holds, else `otherwise`.
  mutating func choose(
    _ condition: Literal, _ then: Literal, _ otherwise: Literal
  ) -> Literal {
    if then == otherwise { return then }
    return or(and(condition, then), and(condition ^ 1, otherwise))
  }
}
