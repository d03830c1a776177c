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

/// One Z3 context with its solver: the only owner of Z3 handles.
///
/// Not `Sendable` by design: a task makes its own, uses it and lets it go, and hands out plain
/// values. Making one costs about 2 ms. Every handle is reference-counted by Z3 from the moment it
/// exists and released when the solver goes.
public final class Solver {
  /// Resource units that one query may spend before its answer is `unknown`. Units count the
  /// solver's steps, not seconds, so that an answer does not depend on the machine's load.
  public let budget: UInt32
  let context: Z3Context
  private let solver: Z3_solver
  private var translation: Z3Translation
  /// Queries asked so far.
  public private(set) var queries = 0

  /// The version of the solver in use, such as `Z3 4.8.12`.
  public static var version: String {
    var (major, minor, build, revision): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    Z3_get_version(&major, &minor, &build, &revision)
    return "Z3 \(major).\(minor).\(build)"
  }

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
    self.context = try Z3Context()
    let made =
      switch method {
      case .core: Z3_mk_simple_solver(context.handle)
      case .bits: try Self.bits(context)
      }
    guard let solver = made else {
      throw .failed(operation: "Z3_mk_solver", message: context.lastError)
    }
    Z3_solver_inc_ref(context.handle, solver)
    self.solver = solver
    self.translation = Z3Translation(context: context)
    try setParameters()
  }

  deinit { Z3_solver_dec_ref(context.handle, solver) }

  private static let steps = [
    "simplify", "propagate-values", "solve-eqs", "elim-uncnstr", "simplify", "bit-blast", "sat",
  ]

  private static func bits(_ context: Z3Context) throws(SolverError) -> Z3_solver? {
    var whole: Z3_tactic?
    for name in steps.reversed() {
      guard let step = Z3_mk_tactic(context.handle, name) else {
        throw .failed(operation: "Z3_mk_tactic", message: context.lastError)
      }
      Z3_tactic_inc_ref(context.handle, step)
      guard let rest = whole else {
        whole = step
        continue
      }
      let both = Z3_tactic_and_then(context.handle, step, rest)
      if let both { Z3_tactic_inc_ref(context.handle, both) }
      Z3_tactic_dec_ref(context.handle, step)
      Z3_tactic_dec_ref(context.handle, rest)
      whole = both
    }
    guard let whole else { return nil }
    defer { Z3_tactic_dec_ref(context.handle, whole) }
    return Z3_mk_solver_from_tactic(context.handle, whole)
  }

  private func setParameters() throws(SolverError) {
    let parameters = Z3_mk_params(context.handle)
    Z3_params_inc_ref(context.handle, parameters)
    defer { Z3_params_dec_ref(context.handle, parameters) }
    let symbol = Z3_mk_string_symbol(context.handle, "rlimit")
    Z3_params_set_uint(context.handle, parameters, symbol, budget)
    // Otherwise Z3 takes over Ctrl-C, with a handler that must run on the solver's own thread.
    let interrupt = Z3_mk_string_symbol(context.handle, "ctrl_c")
    Z3_params_set_bool(context.handle, parameters, interrupt, false)
    Z3_solver_set_params(context.handle, solver, parameters)
    try context.check("Z3_solver_set_params")
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
    Z3_solver_push(context.handle, solver)
    try context.check("Z3_solver_push")
    defer { Z3_solver_pop(context.handle, solver, 1) }
    let parts = query.operation == .and ? query.operands : [query]
    for part in parts {
      let formula = try translation.translate(part)
      Z3_solver_assert(context.handle, solver, formula)
      try context.check("Z3_solver_assert")
    }
    let result = Z3_solver_check(context.handle, solver)
    // A budget that runs out is an answer, `unknown`, and leaves an error code behind.
    switch result {
    case Z3_L_FALSE:
      try context.check("Z3_solver_check")
      return .unsatisfiable
    case Z3_L_TRUE:
      try context.check("Z3_solver_check")
      let assignment = try model(of: Term.variables(in: [query]))
      guard assignment.satisfies([query]) else { throw .wrongModel(query: name) }
      return .satisfiable(assignment)
    default:
      // The reason's wording differs between versions and says no more than that.
      context.clearError()
      return .unknown("not decided within the budget")
    }
  }

  private func model(of variables: [Term]) throws(SolverError) -> Assignment {
    guard let model = Z3_solver_get_model(context.handle, solver) else {
      throw .failed(operation: "Z3_solver_get_model", message: context.lastError)
    }
    Z3_model_inc_ref(context.handle, model)
    defer { Z3_model_dec_ref(context.handle, model) }
    var values: [String: UInt64] = [:]
    for variable in variables {
      guard let name = variable.variableName else { continue }
      values[name] = try value(of: variable, in: model)
    }
    return Assignment(values)
  }

  private func value(of variable: Term, in model: Z3_model) throws(SolverError) -> UInt64 {
    let term = try translation.translate(variable)
    var result: Z3_ast?
    guard Z3_model_eval(context.handle, model, term, true, &result), let result else {
      throw .failed(operation: "Z3_model_eval", message: context.lastError)
    }
    Z3_inc_ref(context.handle, result)
    defer { Z3_dec_ref(context.handle, result) }
    if variable.isBoolean { return Z3_get_bool_value(context.handle, result) == Z3_L_TRUE ? 1 : 0 }
    var value: UInt64 = 0
    guard Z3_get_numeral_uint64(context.handle, result, &value) else {
      throw .failed(operation: "Z3_get_numeral_uint64", message: context.lastError)
    }
    return value
  }
}

/// A reference-counted Z3 context whose errors do not end the process.
final class Z3Context {
  let handle: Z3_context

  /// Contexts are created one after the other: their creation touches state that Z3 shares.
  private static let creation = Mutex(())

  init() throws(SolverError) {
    let created = Self.creation.withLock { _ -> UInt? in
      let configuration = Z3_mk_config()
      defer { Z3_del_config(configuration) }
      // Passed out as a number, since a handle is not Sendable.
      return Z3_mk_context_rc(configuration).map { UInt(bitPattern: $0) }
    }
    guard let created, let handle = Z3_context(bitPattern: created) else {
      throw .failed(operation: "Z3_mk_context_rc", message: "no context")
    }
    self.handle = handle
    // Without a handler Z3 ends the process with exit code 1, which would read like a verdict.
    Z3_set_error_handler(handle) { _, _ in }
  }

  deinit { Z3_del_context(handle) }

  var lastError: String {
    Z3_get_error_msg(handle, Z3_get_error_code(handle)).map { String(cString: $0) } ?? "unknown"
  }

  func check(_ operation: String) throws(SolverError) {
    guard Z3_get_error_code(handle) == Z3_OK else {
      throw .failed(operation: operation, message: lastError)
    }
  }

  /// Any successful call resets the error code.
  func clearError() { _ = Z3_get_ast_hash(handle, Z3_mk_true(handle)) }
}
