/// A circuit of two-input AND gates and inverters, each gate there once.
///
/// A literal is twice the number of a node, plus one where it is inverted. Node 0 is false; every
/// other node is an input or a gate. The operands of a gate have smaller numbers than the gate.
struct AndInverterGraph {
  typealias Literal = UInt32

  static let no: Literal = 0
  static let yes: Literal = 1

  /// The operands of a gate; of an input, and of false, 0 and 0.
  private var gates: [(left: Literal, right: Literal)] = [(0, 0)]
  private var known: [UInt64: Literal] = [:]

  /// How many nodes there are, false among them.
  var count: Int { gates.count }

  mutating func input() -> Literal {
    gates.append((0, 0))
    return Literal(gates.count - 1) << 1
  }

  /// The operands of a node that is a gate.
  func operands(of node: Int) -> (left: Literal, right: Literal)? {
    let gate = gates[node]
    // A gate with a constant operand is none.
    return gate.left == Self.no ? nil : gate
  }

  mutating func and(_ left: Literal, _ right: Literal) -> Literal {
    if left == right { return left }
    if left == right ^ 1 || left == Self.no || right == Self.no { return Self.no }
    if left == Self.yes { return right }
    if right == Self.yes { return left }
    let (first, second) = (min(left, right), max(left, right))
    let key = UInt64(first) << 32 | UInt64(second)
    if let found = known[key] { return found }
    gates.append((first, second))
    let literal = Literal(gates.count - 1) << 1
    known[key] = literal
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
