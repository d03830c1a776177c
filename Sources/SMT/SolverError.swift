/// Why the solver could not be used at all. Never a verdict.
public enum SolverError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Z3 reported an error of its own.
  case failed(operation: String, message: String)
  /// What Z3 may use of memory is used up.
  case outOfMemory
  /// A model from the solver does not satisfy what it was asked, by our own evaluator.
  case wrongModel(query: String)
  /// A model that satisfies a query as it was simplified does not satisfy it as it was derived.
  case wrongSimplification(query: String)

  public var description: String {
    switch self {
    case .failed(let operation, let message):
      return "the solver failed in \(operation): \(message); please report this with the command"
    case .outOfMemory: return "not decided within the memory that the solver has (--memory)"
    case .wrongModel(let query):
      return "the solver's model of '\(query)' does not satisfy it by our evaluator;"
        + " please report this with the command"
    case .wrongSimplification(let query):
      return "an assignment satisfies '\(query)' as it was simplified, but not as it was derived;"
        + " please report this with the command"
    }
  }
}
