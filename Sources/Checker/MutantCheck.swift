import Encoder
import PageWalk
import SMT

/// Whether a model reader would take a mutant at all, by the rules that it has for files.
///
/// A mutant may make a helper call itself; that is seen here, before anything interprets it.
struct MutantCheck {
  let subject: Subject

  /// Why the mutant is refused; nil where it is not.
  func refusal(ofHardware: Bool) -> String? {
    do {
      try checkHelpers()
      if ofHardware {
        try checkHardware()
        try checkLayout()
      }
      return nil
    } catch let error as ExpressionChecker.RecursionError {
      return "the helper '\(error.helper)' calls itself"
    } catch let error as ExpressionError {
      return error.message
    } catch let error as LayoutError {
      return error.message
    } catch let error as Refusal {
      return error.message
    } catch {
      return "\(error)"
    }
  }

  private struct Refusal: Error { let message: String }

  private func checkHelpers() throws {
    let helpers = subject.helpers
    var checker = ExpressionChecker(
      parameters: subject.architecture.parameters, helpers: helpers, width: 64)
    for name in try ExpressionChecker.order(of: helpers) { try checker.checkHelper(name) }
    try checkWalk(checker)
  }

  /// Checks every expression with the names that it sees.
  private func checkWalk(_ checker: ExpressionChecker) throws {
    let walker = subject.walker
    var names: [String: NameKind] = ["addr": .word, "end": .word]
    for check in walker.range + walker.callers { try checker.check(check, names: names) }
    names["mm_pgd"] = .word
    for level in walker.levels {
      try checker.check(level.cursor, names: names)
      names[level.pointer] = .word
      try checker.check(level.read, names: names)
      names[level.value] = .copy
      try checker.check(level.next, names: names)
      names["next"] = .word
      let rest =
        [level.advance, level.stop]
        + [level.skip, level.leaf, level.page, level.bug]
        .compactMap(\.self)
      for expression in rest { try checker.check(expression, names: names) }
      for recheck in level.rechecks {
        guard case .read = recheck.read.kind, names[recheck.value] == .copy else {
          throw Refusal(message: "a recheck is one read, as in *pmdp or READ_ONCE(*pmdp)")
        }
        try checker.check(recheck.read, names: names)
      }
      names["next"] = nil
    }
  }

  private func checkHardware() throws {
    let checker = ExpressionChecker(
      parameters: subject.architecture.parameters, helpers: [:], width: 64)
    for part in HardwarePart.all(of: subject.architecture.hardware) {
      var names: [String: NameKind] = [:]
      if case .table(_, let key) = part.place,
        ["carries", "empty", "leaf", "next", "page"].contains(key)
      {
        names["entry"] = .word
      }
      try checker.check(part.expression, names: names)
    }
  }

  /// Whether the tables fit together, with every number that a range allows.
  private func checkLayout() throws {
    do {
      _ = try Layout(architecture: subject.architecture, configuration: subject.configuration)
    } catch is SymbolicLayout {
      let hardware = try HardwareTerms(subject: subject)
      let solver = try PieceSolver(budget: Prover.defaultBudget)
      let answer = try solver.check(
        hardware.ranges + [.not(hardware.fits)], name: "tables that do not fit")
      guard case .satisfiable(let found) = answer else { return }
      // The numbers are looked at again by what checks them in files.
      _ = try Layout(
        architecture: subject.architecture,
        configuration: subject.configuration.pinned(by: found, word: hardware.word))
    }
  }
}

/// What some entry of each table has to be able to do, so that a proof is not about nothing.
struct HardwareCovers {
  private enum Ability: String, CaseIterable {
    case empty = "be empty"
    case leadsOn = "name a table"
    case leaf = "map a page"
  }

  /// What an entry can do in `original` and no longer in `mutated`; nil where nothing is lost.
  static func lost(
    from original: Subject, to mutated: Subject, solver: PieceSolver
  ) throws -> String? {
    let (before, after) = (
      try HardwareTerms(subject: original), try HardwareTerms(subject: mutated)
    )
    for position in before.tables.indices where position < after.tables.count {
      for ability in Ability.allCases
      where try can(ability, in: position, before, solver)
        && !can(ability, in: position, after, solver)
      {
        return "no entry of a \(before.tables[position].table.name) table can \(ability.rawValue)"
      }
    }
    return nil
  }

  private static func can(
    _ ability: Ability, in position: Int, _ hardware: HardwareTerms, _ solver: PieceSolver
  ) throws -> Bool {
    let entry = Term.variable("entry", width: hardware.entryWidth)
    let does: Term
    switch ability {
    case .empty: does = try hardware.isEmpty(entry, in: position)
    case .leadsOn: does = try hardware.leadsOn(entry, in: position)
    case .leaf: does = try hardware.isLeaf(entry, in: position)
    }
    let answer = try solver.check(
      hardware.ranges + [hardware.isPossible(entry, in: position), does], name: ability.rawValue)
    return answer != .unsatisfiable
  }
}
