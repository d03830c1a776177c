import Encoder
import PageWalk
import SMT

/// Compares what two architectures make of entries.
struct MutantHardware {
  let context: MutantContext
  private var tablesRead: [String: String] { context.tablesRead }
  private var original: Subject { context.equality.original }
  private var mutated: Subject { context.equality.mutated }
  private var solver: PieceSolver { context.equality.solver }

  /// How the specification of a mutant differs.
  enum Difference {
    case none
    /// Other values of entries, or other places of tables, are assumed; an example, and whether the
    /// mutant allows some that the original does not.
    case assumption(String, allowsMore: Bool)
    /// Something else is made of an entry of these tables.
    case meaning(Set<String>)
    case numbers
  }

  func difference() throws -> Difference {
    let before = try HardwareTerms(subject: original)
    let after = try HardwareTerms(subject: mutated)
    if before.entryWidth != after.entryWidth {
      return .assumption(
        "entries have \(after.entryWidth / 8) bytes, not \(before.entryWidth / 8), in hardware and"
          + " helpers alike", allowsMore: true)
    }
    guard before.tables.map(\.table.name) == after.tables.map(\.table.name),
      Term.same(before.pageShift, after.pageShift),
      Term.same(before.reach, after.reach)
    else { return .numbers }
    var meanings: Set<String> = []
    var assumption: String?
    var allowsMore = false
    func note(_ found: (example: String, isMore: Bool)?) {
      guard let found else { return }
      assumption = assumption ?? found.example
      allowsMore = allowsMore || found.isMore
    }
    for (position, (old, new)) in zip(before.tables, after.tables).enumerated() {
      let pairs = [(old.shift, new.shift), (old.index, new.index), (old.stride, new.stride)]
      guard pairs.allSatisfy({ Term.same($0.0, $0.1) }) else { return .numbers }
      note(try otherPlace(old, new, before))
      note(try otherEntry(before, after, position))
      if try !meansTheSame(before, after, position) { meanings.insert(old.table.name) }
    }
    if !meanings.isEmpty { return .meaning(meanings) }
    return assumption.map { .assumption($0, allowsMore: allowsMore) } ?? .none
  }

  /// Something that one allows and the other does not, where there is such.
  private func other(
    _ variable: Term, _ before: Term, _ after: Term, _ ranges: [Term], _ what: (UInt64) -> String
  ) throws -> (example: String, isMore: Bool)? {
    for (isMore, formulas) in [(true, [after, .not(before)]), (false, [before, .not(after)])] {
      switch try solver.check(ranges + formulas, name: "what tells assumptions") {
      case .unsatisfiable: continue
      case .unknown(let why): return ("what is not known (\(why))", true)
      case .satisfiable(let found):
        let who = isMore ? "only the mutant" : "only the original"
        return ("\(who) allows \(what(found.value(of: variable)))", isMore)
      }
    }
    return nil
  }

  /// An entry that one allows and the other does not.
  private func otherEntry(
    _ before: HardwareTerms, _ after: HardwareTerms, _ position: Int
  ) throws -> (example: String, isMore: Bool)? {
    let entry = Term.variable("entry", width: before.entryWidth)
    let name = before.tables[position].table.name
    return try other(
      entry, before.isPossible(entry, in: position), after.isPossible(entry, in: position),
      before.ranges
    ) { "the entry 0x\(String($0, radix: 16)) of a \(name) table" }
  }

  /// A place that one allows for a table and the other does not.
  private func otherPlace(
    _ old: HardwareTerms.TableTerms, _ new: HardwareTerms.TableTerms, _ hardware: HardwareTerms
  ) throws -> (example: String, isMore: Bool)? {
    if Term.same(old.alignMask, new.alignMask) { return nil }
    let base = Term.variable("base", width: hardware.word)
    let zero = Term.constant(0, width: hardware.word)
    return try other(
      base, .equal(base & old.alignMask, zero), .equal(base & new.alignMask, zero),
      hardware.ranges
    ) { "a \(old.table.name) table at 0x\(String($0, radix: 16))" }
  }

  /// Whether both make the same of every entry that both allow.
  private func meansTheSame(
    _ before: HardwareTerms, _ after: HardwareTerms, _ position: Int
  ) throws -> Bool {
    let entry = Term.variable("entry", width: before.entryWidth)
    let addr = Term.variable("addr", width: before.word)
    var differs = [
      Term.notEqual(
        try before.isEmpty(entry, in: position), try after.isEmpty(entry, in: position))
    ]
    let (leaf, otherLeaf) = (
      try before.isLeaf(entry, in: position), try after.isLeaf(entry, in: position)
    )
    differs.append(.notEqual(leaf, otherLeaf))
    if let page = try before.page(of: entry, at: addr, in: position),
      let other = try after.page(of: entry, at: addr, in: position)
    {
      differs.append(.all([leaf, .notEqual(page, other)]))
    }
    let (leads, otherLeads) = (
      try before.leadsOn(entry, in: position), try after.leadsOn(entry, in: position)
    )
    differs.append(.notEqual(leads, otherLeads))
    if before.tables[position].table.next != nil {
      let next = try before.next(of: entry, in: position)
      differs.append(.all([leads, .notEqual(next, try after.next(of: entry, in: position))]))
    }
    let answer = try solver.check(
      before.ranges + [
        before.isPossible(entry, in: position), after.isPossible(entry, in: position),
        .any(differs),
      ],
      name: "an entry that tells the hardware")
    return answer == .unsatisfiable
  }

  // MARK: entries that the walk goes by

  /// Whether both make the same of every entry that the original walk takes a page by, goes down by
  /// or leaves out: then they differ only in entries that it gives up at.
  func agreesWhereUsed(of tables: Set<String>) throws -> Bool {
    let levels = original.walker.levels
    var checks: [Int: [Expression]] = [:]
    var seen: Set<String> = []
    for (index, level) in levels.enumerated() {
      guard let name = tablesRead[level.name] else { return false }
      guard tables.contains(name) else { continue }
      guard
        let table = mutated.architecture.hardware.tables.first(where: { $0.name == name }),
        let old = original.architecture.hardware.tables.first(where: { $0.name == name })
      else { return false }
      seen.insert(name)
      let value = Expression(.name(level.value))
      checks[index, default: []] += [
        .all(
          context.guards(ofPageAt: index) + context.isPossible(index)
            + [wrongPage(old, table, value, isTaken: level.page != nil)])
      ]
      if index + 1 < levels.count, tablesRead[levels[index + 1].name] != name {
        checks[index, default: []] += [
          .all(
            context.guards(ofDescentAt: index) + context.isPossible(index)
              + [wrongNext(old, table, value)])
        ]
      }
      if let skip = level.skip {
        guard original.walker.reads == .locked else { return false }
        checks[index, default: []] += [
          .all(context.isPossible(index) + [skip, isEmpty(table, value).negated])
        ]
      }
    }
    return try seen == tables && context.neverFails(checks)
  }

  private func isEmpty(_ table: Table, _ entry: Expression) -> Expression {
    table.empty.replacing(["entry": entry]).truth
  }

  private func isLeaf(_ table: Table, _ entry: Expression) -> Expression {
    table.leaf.replacing(["entry": entry]).truth
  }

  /// When the mutated table maps no such page by `entry`, or none at all where the walk only tells
  /// that there is one.
  private func wrongPage(
    _ old: Table, _ new: Table, _ entry: Expression, isTaken: Bool
  ) -> Expression {
    let isNone = [isEmpty(new, entry), isLeaf(new, entry).negated]
    guard isTaken else { return .any(isNone) }
    guard let page = new.page, let expected = old.page else { return Expression(.literal(1)) }
    return .any(
      isNone + [
        Expression(
          .binary(
            .notEqual, page.replacing(["entry": entry]), expected.replacing(["entry": entry])))
      ])
  }

  /// When the mutated table names no such table by `entry`.
  private func wrongNext(_ old: Table, _ new: Table, _ entry: Expression) -> Expression {
    guard let next = new.next, let expected = old.next else { return Expression(.literal(1)) }
    return .any([
      isEmpty(new, entry), isLeaf(new, entry),
      Expression(
        .binary(
          .notEqual, next.replacing(["entry": entry]), expected.replacing(["entry": entry]))),
    ])
  }
}

extension HardwareTerms {
  /// Whether a live table `position` may hold `entry`: it is listed, and a table that it names is
  /// there.
  func isPossible(_ entry: Term, in position: Int) throws -> Term {
    let carried = try carries(entry, in: position)
    guard position + 1 < tables.count, tables[position].table.next != nil else { return carried }
    let isThere = isPlaced(try next(of: entry, in: position), in: position + 1)
    return .all([carried, .implies(try leadsOn(entry, in: position), isThere)])
  }
}
