import SMT

/// Formulas on bit vectors as a circuit, and its clauses.
///
/// What is translated is the derived form of each term. Every operation is `Semantics`' own, bit by bit,
/// the lowest bit first; a formula has one bit.
public struct BitBlaster {
  private typealias Literal = AndInverterGraph.Literal

  private var graph = AndInverterGraph()
  private var bits: [ObjectIdentifier: [Literal]] = [:]
  private var variables: [String: [Literal]] = [:]
  /// Keeps the terms, whose identities are keys.
  private var terms: [Term] = []
  private let roots: [UInt32]

  /// The most gates that formulas may need.
  public static let maximumGates = 4_000_000

  /// The formulas, all of which are to hold; nil where they need too many gates.
  public init?(_ formulas: [Term]) {
    var roots: [UInt32] = []
    var blaster = BitBlaster()
    for formula in formulas {
      guard let root = blaster.translate(formula.derived)?.first else { return nil }
      roots.append(root)
    }
    self = BitBlaster(blaster, roots: roots)
  }

  private init() { roots = [] }

  private init(_ other: BitBlaster, roots: [UInt32]) {
    (graph, bits, variables, terms) = (other.graph, other.bits, other.variables, other.terms)
    self.roots = roots
  }

  // MARK: clauses

  /// Clauses that hold together where the formulas do; literals are as in DIMACS.
  ///
  /// Each node that a formula depends on has a variable, its number.
  public func clauses() -> (variables: Int, clauses: [[Int32]]) {
    var isNeeded = [Bool](repeating: false, count: graph.count)
    var open = roots.map { Int($0 >> 1) }
    while let node = open.popLast() {
      guard !isNeeded[node] else { continue }
      isNeeded[node] = true
      if let (left, right) = graph.operands(of: node) { open += [Int(left >> 1), Int(right >> 1)] }
    }
    func literal(_ literal: UInt32) -> Int32 {
      // False is the node 0, and no variable may have that number.
      let variable = Int32(literal >> 1) + 1
      return literal & 1 == 0 ? variable : -variable
    }
    var clauses: [[Int32]] = [[literal(AndInverterGraph.yes)]]
    for node in 1..<graph.count where isNeeded[node] {
      guard let (left, right) = graph.operands(of: node) else { continue }
      let own = literal(UInt32(node) << 1)
      clauses += [
        [-own, literal(left)], [-own, literal(right)], [own, -literal(left), -literal(right)],
      ]
    }
    clauses += roots.map { [literal($0)] }
    return (graph.count, clauses)
  }

  /// The values of the terms' variables where the variables of the clauses have these.
  ///
  /// - Parameter isTrue: whether a variable of the clauses is true.
  public func assignment(_ isTrue: (Int32) -> Bool) -> Assignment {
    Assignment(
      variables.mapValues { bits in
        var value: UInt64 = 0
        for (position, bit) in bits.enumerated() where isTrue(Int32(bit >> 1) + 1) {
          value |= 1 << UInt64(position)
        }
        return value
      })
  }

  /// Whether the circuit says of an assignment what the formulas do: a check of the circuit alone.
  public func satisfies(_ assignment: Assignment) -> Bool {
    var values = [Bool](repeating: false, count: graph.count)
    for (name, bits) in variables {
      for (position, bit) in bits.enumerated() {
        values[Int(bit >> 1)] = ((assignment.values[name] ?? 0) >> UInt64(position)) & 1 == 1
      }
    }
    func value(_ literal: UInt32) -> Bool { values[Int(literal >> 1)] != (literal & 1 == 1) }
    for node in 1..<graph.count {
      if let (left, right) = graph.operands(of: node) { values[node] = value(left) && value(right) }
    }
    return roots.allSatisfy(value)
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
    guard graph.count <= Self.maximumGates else { return nil }
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
      if let found = variables[name] { return found }
      let made = (0..<width).map { _ in graph.input() }
      variables[name] = made
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
