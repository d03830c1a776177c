import SMT

/// Makes a circuit of formulas on bit vectors, and clauses of it.
///
/// What is translated is the derived form of each term. Every operation is `Semantics`' own, bit by bit,
/// the lowest bit first; a formula has one bit. What formulas have in common is translated once.
public struct BitBlaster {
  private typealias Literal = AndInverterGraph.Literal

  private var graph = AndInverterGraph()
  private var bits: [ObjectIdentifier: [Literal]] = [:]
  private var variables: [String: (width: Int, bits: [Literal])] = [:]
  /// Keeps the terms, whose identities are keys.
  private var terms: [Term] = []
  /// For each node its variable in the clauses that were made last, and which those were.
  private var numbers: [(question: Int32, variable: Int32)] = []
  private var questions: Int32 = 0

  /// The most nodes that all formulas together may need.
  public static let maximumNodes = 8_000_000

  public init() {}

  // MARK: clauses

  /// Clauses that hold together where all of `formulas` do; nil where they need too many gates, or
  /// give one name to words of two widths.
  ///
  /// Each node on which a formula depends has a variable, in the order of the nodes.
  public mutating func clauses(of formulas: [Term]) -> Clauses? {
    var roots: [Literal] = []
    for formula in formulas {
      guard let root = translate(formula.derived)?.first else { return nil }
      roots.append(root)
    }
    var clauses = Clauses()
    let nodes = number(below: roots)
    clauses.variables = nodes.count
    for node in nodes {
      guard let (left, right) = graph.operands(of: Int(node)) else { continue }
      let own = literal(node << 1)
      clauses.append(-own, literal(left))
      clauses.append(-own, literal(right))
      clauses.append(own, -literal(left), -literal(right))
    }
    for root in roots {
      switch root {
      case AndInverterGraph.yes: break
      case AndInverterGraph.no:
        // Some programs stumble over an empty clause.
        clauses.variables += 1
        clauses.append(Int32(clauses.variables))
        clauses.append(-Int32(clauses.variables))
      default: clauses.append(literal(root))
      }
    }
    for (name, variable) in variables {
      let own = variable.bits.map {
        numbers[Int($0 >> 1)].question == questions ? literal($0) : 0
      }
      if own.contains(where: { $0 != 0 }) { clauses.bits[name] = own }
    }
    return clauses
  }

  private func literal(_ literal: Literal) -> Int32 {
    let variable = numbers[Int(literal >> 1)].variable
    return literal & 1 == 0 ? variable : -variable
  }

  /// Numbers the nodes on which `roots` depend, and gives them in their order.
  private mutating func number(below roots: [Literal]) -> [UInt32] {
    questions += 1
    let new = graph.count - numbers.count
    numbers += [(question: Int32, variable: Int32)](repeating: (0, 0), count: new)
    var nodes: [UInt32] = []
    var open = roots
    while let node = open.popLast().map({ $0 >> 1 }) {
      guard node != 0, numbers[Int(node)].question != questions else { continue }
      numbers[Int(node)].question = questions
      nodes.append(node)
      if let (left, right) = graph.operands(of: Int(node)) {
        open.append(left)
        open.append(right)
      }
    }
    nodes.sort()
    for (position, node) in nodes.enumerated() {
      numbers[Int(node)].variable = Int32(position + 1)
    }
    return nodes
  }

  // MARK: terms

  private mutating func translate(_ term: Term) -> [Literal]? {
    if let found = bits[ObjectIdentifier(term)] { return found }
    var operands: [[Literal]] = []
    operands.reserveCapacity(term.operands.count)
    for operand in term.operands {
      guard let own = translate(operand) else { return nil }
      operands.append(own)
    }
    let made = make(term, operands)
    guard !made.isEmpty, graph.count <= Self.maximumNodes else { return nil }
    terms.append(term)
    bits[ObjectIdentifier(term)] = made
    return made
  }

  private mutating func make(_ term: Term, _ operands: [[Literal]]) -> [Literal] {
    let width = max(term.width, 1)
    switch term.operation {
    case .constant(let value):
      return (0..<width).map {
        (value >> UInt64($0)) & 1 == 1 ? AndInverterGraph.yes : AndInverterGraph.no
      }
    case .variable(let name):
      // No bits where the name has another width.
      if let found = variables[name] { return found.width == term.width ? found.bits : [] }
      let made = (0..<width).map { _ in graph.input() }
      variables[name] = (term.width, made)
      return made
    case .bitNot, .not: return operands[0].map { $0 ^ 1 }
    case .bitAnd: return zip(operands[0], operands[1]).map { graph.and($0, $1) }
    case .bitOr: return zip(operands[0], operands[1]).map { graph.or($0, $1) }
    case .bitXor: return zip(operands[0], operands[1]).map { graph.exclusiveOr($0, $1) }
    case .negate:
      return sum(
        operands[0].map { _ in AndInverterGraph.no }, operands[0].map { $0 ^ 1 },
        carry: AndInverterGraph.yes
      ).bits
    case .add: return sum(operands[0], operands[1], carry: AndInverterGraph.no).bits
    case .subtract: return difference(operands[0], operands[1]).bits
    case .multiply: return product(operands[0], operands[1])
    case .divide: return quotient(operands[0], operands[1]).quotient
    case .remainder: return quotient(operands[0], operands[1]).remainder
    case .shiftLeft:
      return Array(shifted(Array(operands[0].reversed()), by: operands[1]).reversed())
    case .shiftRight: return shifted(operands[0], by: operands[1])
    case .zeroExtend:
      return operands[0]
        + [Literal](repeating: AndInverterGraph.no, count: width - operands[0].count)
    case .truncate: return Array(operands[0].prefix(width))
    case .equal:
      return [
        zip(operands[0], operands[1]).reduce(AndInverterGraph.yes) {
          graph.and($0, graph.exclusiveOr($1.0, $1.1) ^ 1)
        }
      ]
    case .unsignedLess: return [difference(operands[0], operands[1]).isNegative]
    case .unsignedLessOrEqual: return [difference(operands[1], operands[0]).isNegative ^ 1]
    case .and: return [operands.reduce(AndInverterGraph.yes) { graph.and($0, $1[0]) }]
    case .or: return [operands.reduce(AndInverterGraph.no) { graph.or($0, $1[0]) }]
    case .ifThenElse:
      return zip(operands[1], operands[2]).map { graph.choose(operands[0][0], $0, $1) }
    }
  }

  // MARK: arithmetic

  private mutating func sum(
    _ left: [Literal], _ right: [Literal], carry: Literal
  ) -> (bits: [Literal], carry: Literal) {
    var carry = carry
    let bits = zip(left, right).map { left, right in
      let half = graph.exclusiveOr(left, right)
      let bit = graph.exclusiveOr(half, carry)
      carry = graph.or(graph.and(left, right), graph.and(half, carry))
      return bit
    }
    return (bits, carry)
  }

  private mutating func difference(
    _ left: [Literal], _ right: [Literal]
  ) -> (bits: [Literal], isNegative: Literal) {
    let (bits, carry) = sum(left, right.map { $0 ^ 1 }, carry: AndInverterGraph.yes)
    return (bits, carry ^ 1)
  }

  private mutating func product(_ left: [Literal], _ right: [Literal]) -> [Literal] {
    var total = left.map { _ in AndInverterGraph.no }
    for (position, bit) in right.enumerated() where bit != AndInverterGraph.no {
      let row = left.prefix(left.count - position).map { graph.and($0, bit) }
      total =
        sum(
          total, total.prefix(position).map { _ in AndInverterGraph.no } + row,
          carry: AndInverterGraph.no
        ).bits
    }
    return total
  }

  /// Division from the highest bit down. By zero each step subtracts nothing and counts one: the
  /// quotient is all ones and the remainder the dividend.
  private mutating func quotient(
    _ left: [Literal], _ right: [Literal]
  ) -> (quotient: [Literal], remainder: [Literal]) {
    var quotient = left.map { _ in AndInverterGraph.no }
    var remainder = left.map { _ in AndInverterGraph.no }
    // One bit more than the operands, since the remainder is doubled.
    let divisor = right + [AndInverterGraph.no]
    for position in left.indices.reversed() {
      let doubled = [left[position]] + remainder
      let (bits, isNegative) = difference(doubled, divisor)
      quotient[position] = isNegative ^ 1
      remainder = zip(bits, doubled).prefix(left.count).map { graph.choose(isNegative, $1, $0) }
    }
    return (quotient, remainder)
  }

  /// Towards the front; what comes in is 0.
  private mutating func shifted(_ bits: [Literal], by count: [Literal]) -> [Literal] {
    var bits = bits
    var isTooFar = AndInverterGraph.no
    for (position, bit) in count.enumerated() {
      guard position < 6, 1 << position < bits.count else {
        isTooFar = graph.or(isTooFar, bit)
        continue
      }
      let far =
        Array(bits.dropFirst(1 << position))
        + [Literal](repeating: AndInverterGraph.no, count: 1 << position)
      bits = zip(far, bits).map { graph.choose(bit, $0, $1) }
    }
    return bits.map { graph.and($0, isTooFar ^ 1) }
  }
}
