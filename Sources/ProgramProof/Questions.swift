import SMT

/// Asks a solver about the conditions of one run, of the run's facts those that have to do with them.
final class Questions {
  private let thorough: Solver
  private let quick: Solver
  /// For what cannot be taken apart any more.
  private let patient: Solver
  private let facts: [Fact]
  private let variables: [Set<String>]
  /// Facts by the variables that they speak of.
  private let byVariable: [String: [Int]]

  /// What came out.
  enum Outcome {
    /// By these candidates, among others that need no proof.
    case holds(Set<String>)
    /// A model of the facts and the path in which the goal fails.
    case fails(Assignment)
    case unknown

    var isShown: Bool {
      if case .holds = self { return true }
      return false
    }
  }

  init(facts: [Fact], budget: UInt32) throws {
    thorough = try Solver(budget: budget, method: .bits)
    quick = try Solver(budget: max(1, budget / 10), method: .bits)
    patient = try Solver(budget: UInt32(clamping: 8 * UInt64(budget)), method: .bits)
    self.facts = facts
    variables = facts.map { Set(Term.variables(in: [$0.term]).compactMap(\.variableName)) }
    var byVariable: [String: [Int]] = [:]
    for (position, names) in variables.enumerated() {
      for name in names { byVariable[name, default: []].append(position) }
    }
    self.byVariable = byVariable
  }

  /// Whether goals hold on the path, all of them, by the first `count` facts but those of dropped
  /// candidates.
  ///
  /// Together they are asked with less of a budget: apart, each may be decided where all are not.
  ///
  /// - Parameter beside: goals that a model is to be told of, too: the facts have it make sense of
  ///   what they speak of.
  func hold(
    _ goals: [Term], beside: [Term] = [], path: [Term], facts count: Int, dropped: Set<String>,
    by other: Solver? = nil
  ) throws -> Outcome {
    let goals = goals.filter { $0.constantValue != 1 }
    if goals.isEmpty { return .holds([]) }
    let chosen = relevant(to: goals + beside + path, count, dropped)
    let solver = other ?? (goals.count == 1 ? thorough : quick)
    let answer = try solver.check(
      [.not(.all(goals))] + path + chosen.map { facts[$0].term },
      name: "a condition of a program's proof")
    switch answer {
    case .unsatisfiable: return .holds(Set(chosen.compactMap { facts[$0].candidate }))
    case .satisfiable(let model): return .fails(model)
    case .unknown: return .unknown
    }
  }

  /// The same of one goal that was too much to be asked at once: each part of it, and where one of
  /// several is to hold, that one of them holds by itself.
  func holdsInParts(
    _ goal: Term, path: [Term], facts count: Int, dropped: Set<String>
  ) throws -> Bool {
    switch goal.operation {
    case .and:
      return try goal.operands.allSatisfy {
        try holdsApart($0, path: path, facts: count, dropped: dropped)
      }
    case .or:
      return try goal.operands.contains {
        try holdsApart($0, path: path, facts: count, dropped: dropped)
      }
    default: return false
    }
  }

  private func holdsApart(
    _ part: Term, path: [Term], facts count: Int, dropped: Set<String>
  ) throws -> Bool {
    switch try hold([part], path: path, facts: count, dropped: dropped) {
    case .holds: return true
    case .fails: return false
    case .unknown:
      switch part.operation {
      case .and, .or: return try holdsInParts(part, path: path, facts: count, dropped: dropped)
      default:
        return try hold([part], path: path, facts: count, dropped: dropped, by: patient).isShown
      }
    }
  }

  /// Whether a path can be taken, with more of the budget where that is needed.
  func canBe(path: [Term], facts count: Int, dropped: Set<String>) throws -> Bool {
    for solver in [thorough, patient] {
      switch try hold([.no], path: path, facts: count, dropped: dropped, by: solver) {
      case .fails: return true
      case .holds: return false
      case .unknown: continue
      }
    }
    return false
  }

  /// The facts that share variables with the question, or with each other and the question.
  private func relevant(to question: [Term], _ count: Int, _ dropped: Set<String>) -> [Int] {
    var seen = Set(Term.variables(in: question).compactMap(\.variableName))
    var work = Array(seen)
    var chosen: Set<Int> = []
    while let name = work.popLast() {
      for position in byVariable[name] ?? [] where position < count {
        if let candidate = facts[position].candidate, dropped.contains(candidate) { continue }
        guard chosen.insert(position).inserted else { continue }
        for other in variables[position] where seen.insert(other).inserted { work.append(other) }
      }
    }
    return chosen.sorted()
  }
}
