import PageWalk

/// What a level compares again though it cannot fail: a local copy through the address of a copy.
struct VoidRecheck: Sendable {
  let level: String
  let recheck: Level.Recheck
}

/// What is mended of a walk in one configuration before mutants of it are judged.
///
/// A property that the walk itself breaks can tell nothing of a mutant. So what breaks it is taken
/// away first, from the walk and from the mutants alike, where that changes nothing else.
struct MutantMending: Sendable {
  /// Re-checks that are shown not to fail. At a level that is folded they look at a local copy only,
  /// which breaks `live-recheck`; what else is compared again is then to be told apart.
  var void: [VoidRecheck] = []
  /// Whether only ranges are looked at that the tables translate, where the walk's checks let others
  /// pass.
  var staysInReach = false

  var isEmpty: Bool { void.isEmpty && !staysInReach }

  func mended(_ subject: Subject) -> Subject {
    if isEmpty { return subject }
    let levels = subject.walker.levels.map { level in
      let own = void.filter { $0.level == level.name }.map(\.recheck)
      return level.with(
        rechecks: level.rechecks.filter { !own.contains($0) },
        compared: level.compared?.filter { name in !own.contains { $0.value == name } })
    }
    var callers = subject.walker.callers
    if staysInReach {
      let last = Expression(
        .binary(.subtract, Expression(.name("end")), Expression(.literal(1))))
      let above = Expression(
        .binary(.shiftRight, last, subject.architecture.hardware.reach))
      callers.append(Expression(.binary(.equal, above, Expression(.literal(0)))))
    }
    return subject.walking(subject.walker.with(callers: callers, levels: levels))
  }

  func mended(_ pair: Mutant.Pair) -> Mutant.Pair {
    Mutant.Pair(original: mended(pair.original), mutated: mended(pair.mutated))
  }
}
