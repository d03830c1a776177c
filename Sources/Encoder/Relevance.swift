import SMT

/// Which formulas have to do with each other: those that share variables, directly or through
/// others.
enum Relevance {
  private static func pieces(of formulas: [Term]) -> [[Term]] {
    let parts = formulas.flatMap { $0.operation == .and ? $0.operands : [$0] }
    var groups: [(names: Set<String>, formulas: [Term])] = []
    for part in parts {
      var names = Set(Term.variables(in: [part]).compactMap(\.variableName))
      var formulas: [Term] = []
      groups.removeAll { group in
        guard !group.names.isDisjoint(with: names) else { return false }
        names.formUnion(group.names)
        formulas += group.formulas
        return true
      }
      groups.append((names, formulas + [part]))
    }
    return groups.map(\.formulas)
  }

  /// The assumptions that have to do with `goal`.
  ///
  /// Fewer assumptions make a stronger claim, so leaving some out is sound.
  static func filter(_ assumptions: [Term], for goal: Term) -> [Term] {
    let names = Set(Term.variables(in: [goal]).compactMap(\.variableName))
    return pieces(of: assumptions).filter { piece in
      let own = Term.variables(in: piece).compactMap(\.variableName)
      return own.isEmpty || own.contains(where: names.contains)
    }.flatMap { $0 }
  }
}
