import SMT

/// Asks a solver about the conditions of one run, with as few of the run's facts as will do.
///
/// A question begins without facts; those that its model breaks are added until none is broken, or
/// no model is left. Leaving facts out of a question that has no model only makes it harder, so that
/// an answer `holds` needs no more of them.
final class Questions {
  private let solver: Solver
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
    solver = try Solver(budget: budget, method: .bits)
    self.facts = facts
    variables = facts.map { Set(Term.variables(in: [$0.term]).compactMap(\.variableName)) }
    var byVariable: [String: [Int]] = [:]
    for (position, names) in variables.enumerated() {
      for name in names { byVariable[name, default: []].append(position) }
    }
    self.byVariable = byVariable
  }

  /// Whether a goal holds on the path, by the first `count` facts but those of dropped candidates.
  ///
  /// - Parameter beside: goals that a model is to be told of, too: the facts have it make sense of
  ///   what they speak of.
  func holds(
    _ goal: Term, beside: [Term] = [], path: [Term], facts count: Int, dropped: Set<String>
  ) throws -> Outcome {
    if goal.constantValue == 1 { return .holds([]) }
    let relevant = relevant(to: [goal] + beside + path, count, dropped)
    var used = [Term.not(goal)]
    var candidates: Set<String> = []
    var openParts = path
    var open = relevant
    while true {
      switch try solver.check(used, name: "a condition of a program's proof") {
      case .unsatisfiable: return .holds(candidates)
      case .unknown:
        // With everything that is known, a model may be out of the question.
        guard !open.isEmpty || !openParts.isEmpty else { return .unknown }
        used += openParts + open.map { facts[$0].term }
        candidates.formUnion(open.compactMap { facts[$0].candidate })
        (open, openParts) = ([], [])
      case .satisfiable(let model):
        let parts = openParts.filter { !model.satisfies([$0]) }
        let broken = open.filter { !model.satisfies([facts[$0].term]) }
        if parts.isEmpty, broken.isEmpty { return .fails(model) }
        let chosen = broken.prefix(Self.step)
        used += parts + chosen.map { facts[$0].term }
        candidates.formUnion(chosen.compactMap { facts[$0].candidate })
        let taken = Set(chosen)
        open.removeAll { taken.contains($0) }
        openParts.removeAll { part in parts.contains { $0 === part } }
      }
    }
  }

  /// How many facts are added at once.
  private static let step = 16

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
