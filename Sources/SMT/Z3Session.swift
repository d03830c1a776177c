import CZ3

/// One Z3 context with its solver: the only owner of Z3 handles.
///
/// Every handle is reference-counted by Z3 from the moment it exists and released when this goes.
final class Z3Session {
  private let context: Z3Context
  private let solver: Z3_solver
  private var translation: Z3Translation

  init(budget: UInt32, method: Solver.Method) throws(SolverError) {
    self.context = try Z3Context()
    let made =
      switch method {
      case .core: Z3_mk_simple_solver(context.handle)
      case .bits: try Self.bits(context)
      }
    guard let solver = made else {
      try context.check("Z3_mk_solver")
      throw .failed(operation: "Z3_mk_solver", message: context.lastError)
    }
    Z3_solver_inc_ref(context.handle, solver)
    self.solver = solver
    self.translation = Z3Translation(context: context)
    try setParameters(budget: budget, method: method)
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

  private func setParameters(
    budget: UInt32, method: Solver.Method
  ) throws(SolverError) {
    let parameters = Z3_mk_params(context.handle)
    Z3_params_inc_ref(context.handle, parameters)
    defer { Z3_params_dec_ref(context.handle, parameters) }
    let symbol = Z3_mk_string_symbol(context.handle, "rlimit")
    Z3_params_set_uint(context.handle, parameters, symbol, budget)
    // Otherwise Z3 takes over Ctrl-C, with a handler that must run on the solver's own thread.
    // One that works by tactics does not look at the mark.
    let memory = Solver.memory.load(ordering: .relaxed)
    if method == .bits, memory > 0 {
      let symbol = Z3_mk_string_symbol(context.handle, "max_memory")
      Z3_params_set_uint(context.handle, parameters, symbol, UInt32(memory >> 20))
    }
    let interrupt = Z3_mk_string_symbol(context.handle, "ctrl_c")
    Z3_params_set_bool(context.handle, parameters, interrupt, false)
    Z3_solver_set_params(context.handle, solver, parameters)
    try context.check("Z3_solver_set_params")
  }

  /// The answer to one query.
  func check(_ query: Term, name: String) throws(SolverError) -> Answer {
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
      let memory = Solver.memory.load(ordering: .relaxed)
      guard memory == 0 || Z3_get_estimated_alloc_size() < memory else { throw .outOfMemory }
      if Deadline.isOver { return .unknown(Deadline.reason) }
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
