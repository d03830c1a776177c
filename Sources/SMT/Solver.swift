import CZ3
import Synchronization

/// The answer to one query.
public enum Answer: Sendable, Hashable {
  /// An assignment that satisfies the query, checked by our own evaluator.
  case satisfiable(Assignment)
  case unsatisfiable
  /// Neither was shown; the solver's reason, where it has one.
  case unknown(String)
}

/// A solver, which asks one query after another.
///
/// Not `Sendable` by design: a task makes its own, uses it and lets it go, and hands out plain
/// values. Making one costs about 2 ms.
public final class Solver {
  /// Resource units that one query may spend before its answer is `unknown`. Units count the
  /// solver's steps, not seconds, so that an answer does not depend on the machine's load.
  public let budget: UInt32
  private let method: Method
  /// Queries asked so far.
  public private(set) var queries = 0
  /// Goes when a query has used up the memory: what Z3 has kept of it is neither needed nor relied on.
  private var session: Z3Session?

  /// The version of the solver in use, such as `Z3 4.8.12`.
  public static var version: String {
    var (major, minor, build, revision): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    Z3_get_version(&major, &minor, &build, &revision)
    return "Z3 \(major).\(minor).\(build)"
  }

  /// Lets all solvers of the process together use so many MiB, up to `maximumMemory`; a query that
  /// needs more is `unknown`.
  ///
  /// A budget of steps bounds no memory. Z3 asks while it searches whether it is above this mark; its
  /// hard limit is not used, for an allocation that fails where Z3 cleans up ends the process. What
  /// is made before the search is bounded by `QueryCost`.
  public static func limitMemory(to mebibytes: Int) {
    let bytes = min(mebibytes, maximumMemory) << 20
    memory.store(bytes, ordering: .relaxed)
    Z3_global_param_set("memory_high_watermark", "\(bytes)")
  }

  /// What can be said to Z3 of memory, in MiB.
  public static let maximumMemory = 4095

  /// Bytes; 0 where there is no limit.
  static let memory = Atomic<Int>(0)

  /// How questions are answered.
  public enum Method: Sendable {
    /// By Z3's general core, which is quick with many small ones.
    case core
    /// Each simplified as a whole, then as a problem of bits: for few that are hard.
    case bits
  }

  /// A fresh solver whose queries may each spend `budget` units.
  public init(budget: UInt32, method: Method = .core) throws(SolverError) {
    self.budget = budget
    self.method = method
    session = try Z3Session(budget: budget, method: method)
  }

  /// Whether all of `formulas` can hold at once.
  ///
  /// - Parameter name: what the query is about, for errors.
  /// - Throws: `SolverError` where the solver itself fails, or gives a model that is none.
  public func check(_ formulas: [Term], name: String) throws(SolverError) -> Answer {
    let query = Term.all(formulas)
    if query.constantValue == 0 { return .unsatisfiable }
    if query.constantValue == 1 { return .satisfiable(Assignment()) }
    queries += 1
    guard query.depth <= Term.maximumDepth else {
      return .unknown("not decided: it is nested deeper than \(Term.maximumDepth)")
    }
    guard !Deadline.isOver else { return .unknown(Deadline.reason) }
    guard QueryCost.isBearable(query) else {
      return .unknown("not decided: it is of more than \(QueryCost.most) gates")
    }
    do throws(SolverError) {
      return try current().check(query, name: name)
    } catch {
      guard error == .outOfMemory else { throw error }
      session = nil
      return .unknown(error.description)
    }
  }

  private func current() throws(SolverError) -> Z3Session {
    if let session { return session }
    let new = try Z3Session(budget: budget, method: method)
    session = new
    return new
  }
}
