import SMT

/// Makes an assignment rounder without leaving the execution that it describes.
///
/// Every change is checked against the constraints that it touches, by the evaluator and not by
/// the solver, which makes a change cost microseconds.
struct Minimiser {
  private let byVariable: [String: [Term]]
  private(set) var assignment: Assignment

  init(constraints: [Term], assignment: Assignment) {
    self.assignment = assignment
    var byVariable: [String: [Term]] = [:]
    for constraint in constraints {
      for part in constraint.operation == .and ? constraint.operands : [constraint] {
        for variable in Term.variables(in: [part]) {
          byVariable[variable.variableName ?? "", default: []].append(part)
        }
      }
    }
    self.byVariable = byVariable
  }

  /// Takes `values` over if every constraint still holds.
  mutating func attempt(_ values: [String: UInt64]) -> Bool {
    var changed = assignment
    changed.values.merge(values) { _, new in new }
    let touched = values.keys.flatMap { byVariable[$0] ?? [] }
    guard changed.satisfies(touched) else { return false }
    assignment = changed
    return true
  }

  /// Sets the variable to the first of `candidates` that the constraints allow.
  mutating func prefer(_ name: String, among candidates: [UInt64]) -> Bool {
    for candidate in candidates where attempt([name: candidate]) { return true }
    return false
  }

  /// Clears bits that all of `names` have from the highest down, as far as the constraints allow.
  ///
  /// Variables that have to stay equal can only change together.
  mutating func clearBits(of names: [String]) {
    let known = names.filter { byVariable[$0] != nil }
    guard let first = known.first else { return }
    for bit in stride(from: UInt64(63), through: 0, by: -1) {
      let value = assignment.values[first] ?? 0
      guard value >> bit & 1 == 1 else { continue }
      let cleared = known.map { ($0, (assignment.values[$0] ?? 0) & ~(1 << bit)) }
      _ = attempt(Dictionary(cleared) { first, _ in first })
    }
  }
}
