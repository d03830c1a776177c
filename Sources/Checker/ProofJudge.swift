import Encoder
import PageWalk
import SMT

/// What became of one obligation.
public struct ObligationResult: Sendable {
  /// The answer.
  public enum Status: Sendable, Hashable {
    case holds
    case fails
    /// Not decided; why.
    case unknown(String)
  }

  public let obligation: Obligation
  public let status: Status
}

/// What became of one cover that the proof demands.
public struct CoverResult: Sendable {
  /// The answer.
  public enum Status: Sendable, Hashable {
    case satisfied
    /// Nothing satisfies it: the proof would be about nothing.
    case vacuous
    /// Not decided; why.
    case unknown(String)
  }

  public let cover: Cover
  public let status: Status
}

/// Answers a proof with the solver and keeps the record.
struct ProofJudge: Judge {
  let solver: PieceSolver
  private(set) var obligations: [ObligationResult] = []
  private(set) var covers: [CoverResult] = []

  init(solver: PieceSolver) { self.solver = solver }

  mutating func requires(_ obligation: Obligation) throws -> Bool? {
    let answer = try answer(to: obligation)
    switch answer {
    case .unsatisfiable:
      obligations.append(ObligationResult(obligation: obligation, status: .holds))
      return true
    case .satisfiable(let assignment):
      try confirm(assignment, of: obligation.negation, name: obligation.name)
      obligations.append(ObligationResult(obligation: obligation, status: .fails))
      return false
    case .unknown(let reason):
      obligations.append(ObligationResult(obligation: obligation, status: .unknown(reason)))
      return nil
    }
  }

  /// Asks what is worth asking, and everything where that does not show it.
  private func answer(to obligation: Obligation) throws -> Answer {
    let first = try solver.check(obligation.question, name: obligation.name)
    if first == .unsatisfiable { return first }
    return try solver.check(obligation.negation, name: obligation.name)
  }

  /// Demands that `assignment` satisfies `formulas` as they were derived: the solver saw what was
  /// made of them.
  private func confirm(_ assignment: Assignment, of formulas: [Term], name: String) throws {
    guard assignment.satisfies(formulas.map(\.derived)) else {
      throw SolverError.wrongSimplification(query: name)
    }
  }

  mutating func suggests(_ goal: Term, under formulas: [Term], about: String) throws -> Bool {
    try solver.check(formulas + [.not(goal)], name: about) == .unsatisfiable
  }

  mutating func witness(_ cover: Cover, demanded: Bool) throws -> Witness {
    let answer = try solver.check(cover.formulas, name: cover.name)
    switch answer {
    case .satisfiable(let assignment):
      try confirm(assignment, of: cover.formulas, name: cover.name)
      covers.append(CoverResult(cover: cover, status: .satisfied))
      return .found(assignment)
    case .unsatisfiable:
      if demanded { covers.append(CoverResult(cover: cover, status: .vacuous)) }
      return .none
    case .unknown(let reason):
      if demanded { covers.append(CoverResult(cover: cover, status: .unknown(reason))) }
      return .notKnown
    }
  }

  mutating func record(_ cover: Cover, satisfiedBy assignment: Assignment) {
    let status: CoverResult.Status =
      assignment.satisfies(cover.formulas.map(\.derived))
      ? .satisfied : .unknown("its assignment does not hold")
    covers.append(CoverResult(cover: cover, status: status))
  }
}
