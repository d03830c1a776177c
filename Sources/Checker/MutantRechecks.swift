import Encoder
import PageWalk
import SMT

/// What a level compares again though it cannot fail: a local copy through the address of a copy.
///
/// At a level that is folded this proves nothing of the live entry, which breaks `live-recheck`. So
/// that mutants of what else is compared again can be seen, it is left out first.
struct VoidRecheck: Sendable {
  let level: String
  let recheck: Level.Recheck
}

extension MutantContext {
  /// The re-checks of the original that are shown not to fail.
  func voidRechecks() throws -> [VoidRecheck] {
    try levels.enumerated().flatMap { index, level in
      try level.rechecks.filter { try isVoid($0, at: index) }.map {
        VoidRecheck(level: level.name, recheck: $0)
      }
    }
  }

  private func isVoid(_ recheck: Level.Recheck, at index: Int) throws -> Bool {
    guard original.walker.reads == .lockless, let check = changes(recheck, at: index) else {
      return false
    }
    return try neverFails([check.place: [check.fails]])
  }

  /// Whether the mutant leaves out, or does otherwise, only re-checks that cannot fail.
  func differsInVoidRechecks() throws -> Bool {
    guard original.walker.reads == .lockless else { return false }
    var checks: [Int: [Expression]] = [:]
    for (index, (old, new)) in zip(levels, mutated.walker.levels).enumerated() {
      let gone = old.rechecks.filter { !new.rechecks.contains($0) }
      let added = new.rechecks.filter { !old.rechecks.contains($0) }
      for recheck in gone + added {
        guard let check = changes(recheck, at: index) else { return false }
        checks[check.place, default: []].append(check.fails)
      }
    }
    return try !checks.isEmpty && neverFails(checks)
  }

  /// When two reads through a pointer that is looked at again give something else than the local
  /// copy, at the level function where the pointer is the cursor.
  private func changes(
    _ recheck: Level.Recheck, at index: Int
  ) -> (place: Int, fails: Expression)? {
    guard let place = levels.firstIndex(where: { $0.value == recheck.value }), place <= index,
      case .read(let pointer, _) = recheck.read.kind,
      pointer.kind == .name(levels[place].pointer)
    else { return nil }
    // A live entry may be read with any value that its table holds, a copy with its own only.
    let changed = Expression(
      .binary(.notEqual, recheck.read, Expression(.name(recheck.value))))
    let guards = place == index ? guards(ofPageAt: place) : guards(ofDescentAt: place)
    return (place, .all(guards + [changed]))
  }
}

extension Subject {
  /// The walk without re-checks that cannot fail, of which nothing is demanded then.
  func without(_ void: [VoidRecheck]) -> Subject {
    guard !void.isEmpty else { return self }
    let levels = walker.levels.map { level in
      let own = void.filter { $0.level == level.name }.map(\.recheck)
      return level.with(
        rechecks: level.rechecks.filter { !own.contains($0) },
        compared: level.compared?.filter { name in !own.contains { $0.value == name } })
    }
    return walking(walker.with(levels: levels))
  }
}

extension Mutant {
  /// The mutant without what cannot fail in each configuration.
  func without(_ void: (Configuration) -> [VoidRecheck]) -> Mutant {
    Mutant(
      place: place, change: change,
      pairs: pairs.map {
        let own = void($0.original.configuration)
        return Pair(original: $0.original.without(own), mutated: $0.mutated.without(own))
      })
  }
}
