import Encoder
import PageWalk
import SMT

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
