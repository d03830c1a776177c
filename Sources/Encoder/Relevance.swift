import SMT

/// Which formulas have to do with each other: those that share variables, directly or through
/// others.
public enum Relevance {
  /// The formulas in groups that share no variable, in the order of their first formula. All hold
  /// at once if each group can.
  ///
  /// - Parameter names: the variables of a formula.
  public static func pieces(
    of formulas: [Term], names: (Term) -> Set<String> = Self.names
  ) -> [[Term]] {
    let parts = formulas.flatMap { $0.operation == .and ? $0.operands : [$0] }
    var groups: [(first: Int, names: Set<String>, formulas: [Term])] = []
    for (index, part) in parts.enumerated() {
      var own = names(part)
      var first = index
      var merged: [Term] = []
      groups.removeAll { group in
        guard !group.names.isDisjoint(with: own) else { return false }
        own.formUnion(group.names)
        first = min(first, group.first)
        merged += group.formulas
        return true
      }
      groups.append((first, own, merged + [part]))
    }
    return groups.sorted { $0.first < $1.first }.map(\.formulas)
  }

  /// The variables of a term.
  public static func names(of term: Term) -> Set<String> {
    Set(Term.variables(in: [term]).compactMap(\.variableName))
  }

  /// The assumptions that have to do with `goal`.
  ///
  /// Fewer assumptions make a stronger claim, so leaving some out is sound.
  static func filter(_ assumptions: [Term], for goal: Term) -> [Term] {
    let names = names(of: goal)
    return pieces(of: assumptions).filter { piece in
      let own = Term.variables(in: piece).compactMap(\.variableName)
      return own.isEmpty || own.contains(where: names.contains)
    }.flatMap { $0 }
  }
}
