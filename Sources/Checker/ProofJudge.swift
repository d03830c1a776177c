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
  let solver: Solver
  private(set) var obligations: [ObligationResult] = []
  private(set) var covers: [CoverResult] = []
  /// Answers by formula: the same question is often asked as a cover, then as an obligation.
  private var known: [(query: Term, answer: Answer)] = []

  init(solver: Solver) { self.solver = solver }

  /// Asks in pieces that share no variable: each is smaller, and many come again.
  private mutating func ask(_ formulas: [Term], _ name: String) throws -> Answer {
    var values: [String: UInt64] = [:]
    var reason: String?
    for piece in Relevance.pieces(of: formulas) {
      switch try askPiece(.all(piece), name) {
      case .unsatisfiable: return .unsatisfiable
      case .satisfiable(let assignment): values.merge(assignment.values) { first, _ in first }
      case .unknown(let why): reason = why
      }
    }
    return reason.map { .unknown($0) } ?? .satisfiable(Assignment(values))
  }

  private mutating func askPiece(_ query: Term, _ name: String) throws -> Answer {
    if let (_, answer) = known.last(where: { Term.same($0.query, query) }) { return answer }
    let answer = try solver.check([query], name: name)
    known.append((query, answer))
    return answer
  }

  mutating func requires(_ obligation: Obligation) throws -> Bool? {
    switch try ask(obligation.negation, obligation.name) {
    case .unsatisfiable:
      obligations.append(ObligationResult(obligation: obligation, status: .holds))
      return true
    case .satisfiable:
      obligations.append(ObligationResult(obligation: obligation, status: .fails))
      return false
    case .unknown(let reason):
      obligations.append(ObligationResult(obligation: obligation, status: .unknown(reason)))
      return nil
    }
  }

  mutating func suggests(_ goal: Term, under formulas: [Term], about: String) throws -> Bool {
    try ask(formulas + [.not(goal)], about) == .unsatisfiable
  }

  mutating func witness(_ cover: Cover, demanded: Bool) throws -> Witness {
    let answer = try ask(cover.formulas, cover.name)
    switch answer {
    case .satisfiable(let assignment):
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
      assignment.satisfies(cover.formulas) ? .satisfied : .unknown("its assignment does not hold")
    covers.append(CoverResult(cover: cover, status: status))
  }
}
