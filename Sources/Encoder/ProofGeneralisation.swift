import PageWalk
import SMT

/// Claims about tables whose widths are ranges, made of any table at all.
///
/// What is said of one loop over a table depends on what an entry maps, on what the table maps, and
/// on the page size, not on how those came about. Said with names of their own, the claims about
/// all tables are one, which is decided once.
extension ProofWalk {
  /// Shows `goal` of any table, if it holds of any table; false says nothing.
  mutating func claimOfAnyTable(
    _ goal: Term, _ text: String, for properties: Set<Property>, assumptions: [Term]
  ) throws -> Bool {
    guard let renaming = try renaming() else { return false }
    // What is assumed to the letter is not asked.
    let goals = goal.operation == .and ? goal.operands : [goal]
    let asked = Term.all(goals.filter { part in !assumptions.contains { Term.same($0, part) } })
    guard asked.constantValue == nil else { return false }
    let names = Relevance.names(of: asked)
    let own = renaming.facts.reduce(into: names) { $0.formUnion(Relevance.names(of: $1)) }
    let parts = assumptions.flatMap { $0.operation == .and ? $0.operands : [$0] }
    let kept =
      parts.filter { part in
        let names = Relevance.names(of: part)
        // Of the widths nothing is kept but what is the same for every table.
        let isOfWidths = names.allSatisfy { $0.first == "$" } && names != ["$page"]
        return names.isSubset(of: own) && !isOfWidths
      } + renaming.facts
    // Two variables must not become one, also where only the derived forms have them.
    let all = (kept + [asked]).reduce(into: own) {
      $0.formUnion(Relevance.names(of: $1.derived))
    }
    let targets = all.map { renaming.names[$0] ?? $0 }
    guard Set(targets).count == targets.count else { return false }
    let obligation = Obligation(
      properties: properties, level: reader.state.level.name, text: text,
      assumptions: kept.map { $0.renaming(renaming.names) }, goal: asked.renaming(renaming.names))
    let holds = try reader.judge.suggests(
      obligation.goal, under: obligation.assumptions, about: obligation.name)
    guard try holds && reader.judge.requires(obligation) == true else { return false }
    // What was made of the claim before it was said of any table: its parts, and parts of what is
    // assumed.
    hardware.decisions?.record(goal, under: assumptions + [asked])
    for part in kept.dropLast(renaming.facts.count) {
      guard !assumptions.contains(where: { $0.derived === part.derived }) else { continue }
      for whole in assumptions where whole.operands.contains(where: { $0 === part }) {
        hardware.decisions?.record(part, under: [whole])
      }
    }
    return true
  }

  private struct Renaming {
    let names: [String: String]
    /// What holds of the shifts of any table.
    let facts: [Term]
  }

  /// The names that this table's variables have in claims about any table; nil where its numbers
  /// are not ranges.
  private mutating func renaming() throws -> Renaming? {
    let table = hardware.tables[reader.state.position]
    let reach = table.reach
    guard !hardware.ranges.isEmpty, let shiftName = Self.onlyVariable(of: table.shift),
      let reachName = Self.onlyVariable(of: reach)
    else { return nil }
    let level = reader.state.level.name
    var names = [
      shiftName: "$shift", reachName: "$reach", "addr_\(level)": "addr", "last_\(level)": "last",
      "next_\(level)": "next", "\(table.table.name)@": "table", "mm_pgd": "table",
    ]
    let page = hardware.pageShift
    if Term.same(page, table.shift) { names[shiftName] = shiftName }
    let limit = Term.constant(UInt64(hardware.word), width: hardware.word)
    let fits = Term.all([
      .lessOrEqual(page, table.shift), .less(table.shift, reach), .lessOrEqual(reach, limit),
    ])
    if !mapsWholePages.contains(reader.state.position) {
      let obligation = Obligation(
        properties: open, level: level,
        text: "an entry of the \(table.table.name) table maps whole pages, and the table more",
        assumptions: hardware.ranges, goal: fits)
      guard try reader.judge.requires(obligation) == true else { return nil }
      mapsWholePages.insert(reader.state.position)
    }
    return Renaming(names: names, facts: [fits])
  }

  private static func onlyVariable(of term: Term) -> String? {
    let inner = term.operation == .zeroExtend ? term.operands[0] : term
    return inner.variableName
  }
}
