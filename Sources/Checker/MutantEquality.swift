import Encoder
import PageWalk
import SMT

/// One expression of a walk that differs between a mutant and what it was made of, be it itself or
/// through a helper.
struct ChangedKey {
  enum Key: Hashable {
    case cursor, read, next, advance, stop, skip, leaf, page
    /// A read that is compared again, and what it is compared with; its place in their list.
    case recheck(Int), compared(Int)
  }

  /// The place of the level function.
  let level: Int
  let key: Key
  let original: Expression
  let mutated: Expression

  /// Whether only it matters whether it is 0.
  var isTruth: Bool { [.stop, .skip, .leaf].contains(key) }
}

/// Compares a mutant with what it was made of, expression by expression.
///
/// Where every expression gives the same wherever it is evaluated, so does the whole walk, step by
/// step: then the mutant is equal in outcome. That does not rest on the mutant's own proof.
struct MutantEquality {
  let original: Subject
  let mutated: Subject
  /// What is proved of the original, which is what may be assumed of its runs.
  let proved: Set<Property>
  let solver: PieceSolver
  let hardware: HardwareTerms

  init(_ pair: Mutant.Pair, proved: Set<Property>, solver: PieceSolver) throws {
    original = pair.original
    mutated = pair.mutated
    self.proved = proved
    self.solver = solver
    hardware = try HardwareTerms(subject: pair.original)
  }

  /// The expressions that are not the same text with the same helpers; nil where the walks do not
  /// have the same parts.
  func changedKeys() -> [ChangedKey]? {
    let (before, after) = (original.walker.levels, mutated.walker.levels)
    guard before.count == after.count else { return nil }
    let helpers = changedHelpers()
    var keys: [ChangedKey] = []
    for (index, (old, new)) in zip(before, after).enumerated() {
      let last = index == before.count - 1
      func add(_ key: ChangedKey.Key, _ first: Expression, _ second: Expression) {
        if first == second, helpers.isDisjoint(with: first.usedNames) { return }
        keys.append(ChangedKey(level: index, key: key, original: first, mutated: second))
      }
      let (yes, no) = (Expression(.literal(1)), Expression(.literal(0)))
      add(.cursor, old.cursor, new.cursor)
      add(.read, old.read, new.read)
      add(.next, old.next, new.next)
      add(.advance, old.advance, new.advance)
      add(.stop, old.stop, new.stop)
      add(.skip, old.skip ?? no, new.skip ?? no)
      add(.leaf, old.leaf ?? (last ? yes : no), new.leaf ?? (last ? yes : no))
      guard (old.page == nil) == (new.page == nil), old.bug == new.bug else { return nil }
      if let first = old.page, let second = new.page { add(.page, first, second) }
      guard old.rechecks.count == new.rechecks.count else { return nil }
      for (number, (first, second)) in zip(old.rechecks, new.rechecks).enumerated() {
        add(.recheck(number), first.read, second.read)
        add(
          .compared(number), Expression(.name(first.value)), Expression(.name(second.value)))
      }
    }
    return keys
  }

  /// Helpers that differ or call one that does.
  private func changedHelpers() -> Set<String> {
    var changed = Set(
      mutated.helpers.filter { original.helpers[$0.key]?.body != $0.value.body }.keys)
    var open = changed
    while !open.isEmpty {
      let callers = original.helpers.values.filter {
        !changed.contains($0.name) && !open.isDisjoint(with: $0.body.usedNames)
      }.map(\.name)
      open = Set(callers)
      changed.formUnion(open)
    }
    return changed
  }

  // MARK: checks of the range

  /// How the ranges compare that the checks let pass.
  enum Ranges {
    case same
    /// The mutant turns away some.
    case fewer
    /// The mutant lets this one pass, which the original turns away.
    case more(addr: UInt64, end: UInt64)
    case notKnown
  }

  func compareRanges() throws -> Ranges {
    let (before, after) = (checks(of: original), checks(of: mutated))
    if before == after, changedHelpers().isDisjoint(with: before.flatMap(\.usedNames)) {
      return .same
    }
    let addr = Term.variable("addr", width: hardware.word)
    let end = Term.variable("end", width: hardware.word)
    let first = try passes(before, original, addr, end)
    let second = try passes(after, mutated, addr, end)
    // Beyond the tables is one finding by itself, where the original breaks it already.
    let known = proved.contains(.inReach) ? [] : [hardware.isTranslated(end - one)]
    let assumed = hardware.ranges + known
    switch try solver.check(assumed + [second, .not(first)], name: "ranges let pass") {
    case .satisfiable(let found):
      return .more(addr: found.value(of: addr), end: found.value(of: end))
    case .unknown: return .notKnown
    case .unsatisfiable: break
    }
    switch try solver.check(assumed + [first, .not(second)], name: "ranges turned away") {
    case .satisfiable: return .fewer
    case .unknown: return .notKnown
    case .unsatisfiable: return .same
    }
  }

  private var one: Term { .constant(1, width: hardware.word) }

  private func checks(of subject: Subject) -> [Expression] {
    subject.walker.range + subject.walker.callers
  }

  private func passes(
    _ checks: [Expression], _ subject: Subject, _ addr: Term, _ end: Term
  ) throws -> Term {
    let encoder = try HardwareTerms(subject: subject).encoder
    var reader = NoReads()
    let names = ["addr": TermBinding(addr), "end": TermBinding(end)]
    return .all(
      try checks.map { try encoder.encodeTruth($0, names: names, reader: &reader) })
  }

  /// Every part that a level function is handed lies in a range that the checks let pass.
  private func wholeRange(around addr: Term, _ last: Term) throws -> [Term] {
    let start = Term.variable("start", width: hardware.word)
    let stop = Term.variable("stop", width: hardware.word)
    return [
      try passes(checks(of: original), original, start, stop), .lessOrEqual(start, addr),
      .lessOrEqual(last, stop - one),
    ]
  }

  // MARK: for all inputs

  /// The reads of one evaluation, each of which gives a value of its own.
  private struct NumberedReads: TermReader {
    let width: Int
    var reads: [(pointer: Term, once: Bool, path: Term)] = []

    mutating func read(at pointer: Term, once: Bool, under path: [Term]) -> Term {
      reads.append((pointer, once, .all(path)))
      return .variable("read#\(reads.count)", width: width)
    }
  }

  /// Whether an expression gives the same with all pointers, entries and parts of ranges, reading
  /// the same places.
  func isSameForAllInputs(_ key: ChangedKey) throws -> Bool {
    let word = hardware.word
    let addr = Term.variable("addr", width: word) & ~hardware.pageMask
    let last = Term.variable("last", width: word) | hardware.pageMask
    var names = [
      "addr": TermBinding(addr), "end": TermBinding(last + one),
      "mm_pgd": TermBinding(.variable("mm_pgd", width: word)),
      "next": TermBinding(.variable("next", width: word)),
    ]
    var copies: [Term] = []
    for level in original.walker.levels {
      let copy = Term.variable("&\(level.value)", width: word)
      copies.append(copy)
      names[level.pointer] = TermBinding(.variable(level.pointer, width: word))
      names[level.value] = TermBinding(
        .variable(level.value, width: hardware.entryWidth), address: copy)
    }
    var known = hardware.ranges
    // A level function is handed such parts where the original's cover is proved.
    if proved.contains(.exactCover) {
      known += [
        .lessOrEqual(addr, last), .notEqual(last, ~Term.constant(0, width: word)),
        hardware.isTranslated(last),
      ]
    } else {
      names["addr"] = TermBinding(.variable("addr", width: word))
      names["end"] = TermBinding(.variable("last", width: word))
    }
    var (before, after) = (
      NumberedReads(width: hardware.entryWidth), NumberedReads(width: hardware.entryWidth)
    )
    let first = try hardware.encoder.encode(key.original, names: names, reader: &before)
    let second = try HardwareTerms(subject: mutated).encoder
      .encode(key.mutated, names: names, reader: &after)
    guard before.reads.count == after.reads.count, first.width == second.width || key.isTruth
    else { return false }
    if proved.contains(.exactCover) { known += try wholeRange(around: addr, last) }
    var differs: [Term] = []
    for (old, new) in zip(before.reads, after.reads) {
      differs += [
        .notEqual(old.path, new.path), .all([old.path, .notEqual(old.pointer, new.pointer)]),
      ]
      // Reads of local copies need no mark, nor do those under a lock.
      let isMarked = old.once == new.once || original.walker.reads == .locked
      if !isMarked, !copies.contains(where: { Term.same($0, old.pointer) }) {
        differs.append(old.path)
      }
    }
    func truth(_ term: Term) -> Term { .notEqual(term, .constant(0, width: term.width)) }
    differs.append(
      key.isTruth ? .notEqual(truth(first), truth(second)) : .notEqual(first, second))
    return try solver.check(known + [.any(differs)], name: "an input that tells the mutant")
      == .unsatisfiable
  }
}
