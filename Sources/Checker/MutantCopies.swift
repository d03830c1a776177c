import PageWalk

/// Mutants that do the same by other ways: through another local copy of the same value, or by
/// taking a page in another level function of a folded level.
extension MutantContext {
  // MARK: other copies

  /// Whether the cursor of a level is the address of another local copy with the same value, and
  /// nothing but that value is asked of it.
  func pointsAtEqualCopy(_ key: ChangedKey) throws -> Bool {
    let levels = original.walker.levels
    guard key.key == .cursor, key.level > 0, original.walker.reads == .lockless,
      isOnlyRead(levels[key.level].pointer, from: key.level)
    else { return false }
    let end = ["end": Expression(.name("next"))]
    let cursors = [
      key.original.written(with: original.helpers), key.mutated.written(with: mutated.helpers),
    ].map { $0.replacing(end) }
    // Reads of live entries need not agree, so where these always do, they are of copies.
    let reads = cursors.map { Expression(.read($0, once: true)) }
    let differs = Expression(.binary(.notEqual, reads[0], reads[1]))
    let iterates = Expression(
      .binary(.notEqual, Expression(.name("next")), Expression(.name("end"))))
    return try neverFails([
      key.level - 1: [.all(guards(ofDescentAt: key.level - 1) + [differs])],
      key.level: [iterates],
    ])
  }

  /// Whether a pointer is used for nothing but reads through it, and to go on in its loop.
  private func isOnlyRead(_ pointer: String, from level: Int) -> Bool {
    func isRead(_ expression: Expression) -> Bool {
      if case .read(let place, _) = expression.kind, place.kind == .name(pointer) { return true }
      if case .name(pointer) = expression.kind { return false }
      return expression.children.allSatisfy(isRead)
    }
    let levels = original.walker.levels
    return (level..<levels.count).allSatisfy { index in
      let own = levels[index]
      var keys: [Expression] = [own.read, own.next, own.stop]
      keys += [own.skip, own.leaf, own.page].compactMap(\.self) + own.rechecks.map(\.read)
      if index > level { keys += [own.cursor, own.advance] }
      return keys.allSatisfy { isRead($0.written(with: original.helpers)) }
    }
  }

  // MARK: pages taken by another level function

  /// Whether the mutant takes in a folded level's function below what the original takes in one
  /// above, or the other way round: the same page for the same part.
  func takesElsewhere(_ key: ChangedKey) throws -> Bool {
    guard key.key == .leaf, original.walker.levels[key.level].skip == nil else { return false }
    let earlier = key.original.written(with: original.helpers)
    let other = key.mutated.written(with: mutated.helpers)
    guard !earlier.hasRead, !other.hasRead else { return false }
    return try takesBelow(mutated, where: earlier, at: key.level)
      && takesBelow(original, where: other, at: key.level)
  }

  /// Whether `subject` takes below level `place`, for the same part, the page that the level function
  /// there would take, wherever that would take one.
  private func takesBelow(
    _ subject: Subject, where takes: Expression, at place: Int
  ) throws -> Bool {
    let levels = subject.walker.levels
    let upper = levels[place]
    guard let page = upper.page?.written(with: subject.helpers), !page.hasRead else { return false }
    var checks: [Int: [Expression]] = [:]
    // Those that read the same table; what is taken is taken there.
    let own = levels.indices.filter {
      $0 > place && tablesRead[levels[$0].name] == tablesRead[upper.name]
    }
    for index in own {
      let level = levels[index]
      let stop = level.stop.written(with: subject.helpers)
      let leaf =
        level.leaf?.written(with: subject.helpers)
        ?? Expression(.literal(index == levels.count - 1 ? 1 : 0))
      guard level.skip == nil, !stop.hasRead, !leaf.hasRead else { return false }
      let iterates = Expression(
        .binary(.notEqual, Expression(.name("next")), Expression(.name("end"))))
      var wrong = [stop.truth, iterates]
      if let own = level.page?.written(with: subject.helpers), !own.hasRead {
        let others = Expression(.binary(.notEqual, own, page))
        wrong.append(.all([leaf, .any([others] + otherRechecks(upper, level))]))
      } else {
        wrong.append(leaf)
      }
      if index == own.last { wrong.append(leaf.negated) }
      checks[index] = [.all([takes, .any(wrong)])]
    }
    guard !own.isEmpty else { return try neverFails([place: [takes]], of: subject) }
    return try neverFails(checks, of: subject)
  }

  /// When what two level functions compare again is not the same, nor both local copies.
  private func otherRechecks(_ upper: Level, _ lower: Level) -> [Expression] {
    func reads(_ level: Level) -> [(pointer: Expression, value: Expression)]? {
      let pairs = level.rechecks.compactMap { recheck -> (Expression, Expression)? in
        guard case .read(let pointer, _) = recheck.read.kind else { return nil }
        return (pointer, Expression(.name(recheck.value)))
      }
      return pairs.count == level.rechecks.count ? pairs : nil
    }
    guard let first = reads(upper), let second = reads(lower), first.count == second.count else {
      return [Expression(.literal(1))]
    }
    return zip(first, second).map { one, two in
      let same = Expression.all([
        Expression(.binary(.equal, one.pointer, two.pointer)),
        Expression(.binary(.equal, one.value, two.value)),
      ])
      let changed = [one, two].map {
        Expression(.binary(.notEqual, Expression(.read($0.pointer, once: true)), $0.value))
      }
      return .all([same.negated, .any(changed)])
    }
  }
}
