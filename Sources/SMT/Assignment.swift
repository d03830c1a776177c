/// A value for each variable, as a solver's model gives it, and an evaluator over it.
public struct Assignment: Sendable, Hashable {
  /// Values by variable name. A variable that is not named is 0.
  public var values: [String: UInt64]

  /// An assignment of the given values.
  public init(_ values: [String: UInt64] = [:]) { self.values = values }

  /// The value of `term`; a Boolean is 0 or 1.
  public func value(of term: Term) -> UInt64 {
    var known: [ObjectIdentifier: UInt64] = [:]
    return evaluate(term, &known)
  }

  /// Whether every one of `formulas` holds.
  public func satisfies(_ formulas: [Term]) -> Bool {
    var known: [ObjectIdentifier: UInt64] = [:]
    return formulas.allSatisfy { evaluate($0, &known) == 1 }
  }

  private func evaluate(_ term: Term, _ known: inout [ObjectIdentifier: UInt64]) -> UInt64 {
    switch term.operation {
    case .constant(let value): return value
    case .variable(let name): return (values[name] ?? 0) & Term.mask(term.width)
    default: break
    }
    if let value = known[ObjectIdentifier(term)] { return value }
    var operands: [UInt64] = []
    operands.reserveCapacity(term.operands.count)
    for operand in term.operands { operands.append(evaluate(operand, &known)) }
    let value = Semantics.apply(term.operation, width: term.width, operands)
    known[ObjectIdentifier(term)] = value
    return value
  }
}
