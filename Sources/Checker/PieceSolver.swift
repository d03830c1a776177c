import Encoder
import SMT
import Synchronization

/// Answers that several solvers share, by query.
///
/// Configurations differ at the top and are alike further down, where they ask the same.
final class AnswerCache: Sendable {
  private let answers = Mutex<[Int: [(query: Term, answer: Answer)]]>([:])

  func answer(to query: Term) -> Answer? {
    answers.withLock { answers in
      answers[query.identity]?.first { Term.same($0.query, query, depth: 40) }?.answer
    }
  }

  func keep(_ answer: Answer, to query: Term) {
    answers.withLock { $0[query.identity, default: []].append((query, answer)) }
  }
}

/// Asks the solver in pieces that share no variable, and each piece only once.
///
/// A conjunction holds if each piece can; pieces are small, and the same ones come up again along
/// a proof and along executions that begin alike.
final class PieceSolver {
  private let solver: Solver
  private let cache: AnswerCache
  private var names: [ObjectIdentifier: (term: Term, names: Set<String>)] = [:]

  /// Questions that went to the solver.
  var queries: Int { solver.queries }

  /// A solver with a cache of its own, or one that it shares.
  init(budget: UInt32, cache: AnswerCache = AnswerCache()) throws(SolverError) {
    solver = try Solver(budget: budget)
    self.cache = cache
  }

  /// Whether all of `formulas` can hold at once.
  func check(_ formulas: [Term], name: String) throws(SolverError) -> Answer {
    var values: [String: UInt64] = [:]
    var reason: String?
    for piece in Relevance.pieces(of: formulas, names: names) {
      switch try checkPiece(.all(piece), name) {
      case .unsatisfiable: return .unsatisfiable
      case .satisfiable(let assignment): values.merge(assignment.values) { first, _ in first }
      case .unknown(let why): reason = why
      }
    }
    return reason.map { .unknown($0) } ?? .satisfiable(Assignment(values))
  }

  private func checkPiece(_ query: Term, _ name: String) throws(SolverError) -> Answer {
    if let known = cache.answer(to: query) { return known }
    let answer = try solver.check([query], name: name)
    // Whether the memory is enough depends on what else is asked at the time; when time is over, all
    // is.
    if answer != .unknown(SolverError.outOfMemory.description) { cache.keep(answer, to: query) }
    return answer
  }

  /// The variables of a term; executions ask for the same terms again and again.
  func names(of term: Term) -> Set<String> {
    if let known = names[ObjectIdentifier(term)] { return known.names }
    let found = Relevance.names(of: term)
    names[ObjectIdentifier(term)] = (term, found)
    return found
  }
}
