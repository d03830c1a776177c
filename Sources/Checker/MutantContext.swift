import Encoder
import PageWalk
import SMT

/// Shows that a mutant's expressions differ nowhere that the original walk comes to.
///
/// The original is proved once more, with a check of its own at each level function that two
/// expressions agree; that no such check fails is then an obligation like any other, under all that
/// is known there: what entries a table holds, where cursors point, what the walk has turned away.
struct MutantContext {
  let equality: MutantEquality
  /// The kind of table that each level function of the original reads.
  let tablesRead: [String: String]
  let budget: UInt32
  let cache: AnswerCache

  var original: Subject { equality.original }
  var mutated: Subject { equality.mutated }
  var levels: [Level] { original.walker.levels }

  /// What is asked of a mutant.
  enum Question {
    /// Every key gives the same.
    case isEqual
    /// It gives up wherever the original does, and else every key gives the same.
    case givesUpMore
  }

  /// Whether the answer is yes, by proof.
  ///
  /// - Parameter isProved: whether the mutant is proved, so that it may read elsewhere if the same
  ///   comes of it.
  func holds(_ question: Question, of keys: [ChangedKey], isProved: Bool) throws -> Bool {
    for apart in isProved ? [false, true] : [false] {
      var checks: [Int: [Expression]] = [:]
      for (number, key) in keys.enumerated() {
        guard let check = check(key, number, question, apart: apart) else { return false }
        checks[check.level, default: []].append(check.fails)
      }
      if try neverFails(checks) { return true }
    }
    return false
  }

  /// Whether a level function of the mutant always gives up, seen from what is known of the levels
  /// above; then what comes after it is proved of nothing.
  func alwaysStops(_ key: ChangedKey) throws -> Bool {
    guard key.key == .stop else { return false }
    let stops = key.mutated.written(with: mutated.helpers)
    guard !stops.hasRead else { return false }
    return try neverFails([key.level: [.all(facts(above: key.level) + [stops.negated])]])
  }

  /// Whether no check fails, each at its level function and made where the entry has been read.
  ///
  /// - Parameter subject: the walk that is proved; nil means the original.
  func neverFails(_ checks: [Int: [Expression]], of subject: Subject? = nil) throws -> Bool {
    guard equality.proved.contains(.exactCover), levels.allSatisfy({ $0.bug == nil }) else {
      return false
    }
    let subject = subject ?? original
    var walker = subject.walker
    for (index, fails) in checks {
      walker = walker.with(walker.levels[index].with(bug: .any(fails)), at: index)
    }
    let record = try Record(of: subject.walking(walker), budget: budget, cache: cache)
    return !record.isVacuous && record.answer(to: .exactCover).doubt == nil
  }

  // MARK: one key

  private func check(
    _ key: ChangedKey, _ number: Int, _ question: Question, apart: Bool
  ) -> (level: Int, fails: Expression)? {
    var (place, first, second) = (key.level, key.original, key.mutated)
    if key.key == .cursor, key.level > 0 {
      // The level function above hands down the part that ends at its `next`.
      place -= 1
      let end = ["end": Expression(.name("next"))]
      (first, second) = (first.replacing(end), second.replacing(end))
    }
    guard
      let both = SideBySide(
        first, original.helpers, second, mutated.helpers, copies: Set(levels.map(\.value)),
        reads: original.walker.reads, apart: apart, prefix: "k\(number)")
    else { return nil }
    var fails = both.differs(byTruth: key.isTruth)
    if key.key == .stop, question == .givesUpMore {
      fails = .any(both.deviations + [.all([both.original.truth, both.mutated.negated])])
    }
    let guards = guards(of: key, at: place, question)
    return (place, both.wrapping(.all(guards + [fails])))
  }

  /// What holds where a key is evaluated. What reads memory is left out in a lockless walk: another
  /// read may give something else.
  private func guards(of key: ChangedKey, at place: Int, _ question: Question) -> [Expression] {
    let level = levels[place]
    var goesOn = [stopsNot(place, original), namesTables(place, original)]
    if question == .givesUpMore { goesOn.append(stopsNot(place, mutated)) }
    var guards: [Expression?]
    switch key.key {
    case .cursor where key.level == 0: guards = []
    case .cursor: guards = goesOn + [skipsNot(level), takes(place).map(\.negated)]
    case .read, .next: guards = []
    case .stop: guards = [namesTables(place, original)]
    case .advance:
      guards =
        goesOn + [
          Expression(.binary(.notEqual, Expression(.name("next")), Expression(.name("end"))))
        ]
    case .skip: guards = goesOn
    case .leaf: guards = goesOn + [skipsNot(level)]
    case .page, .recheck, .compared: guards = goesOn + [skipsNot(level), takes(place)]
    }
    return facts(above: place)
      + guards.compactMap(\.self).filter { original.walker.reads == .locked || !$0.hasRead }
  }

  /// What the levels above have found of their local copies, which stay as they are.
  private func facts(above place: Int) -> [Expression] {
    let changing: Set<String> = ["addr", "end", "next"]
    return (0..<place).flatMap { upper -> [Expression] in
      let level = levels[upper]
      return [
        stopsNot(upper, original), skipsNot(level), takes(upper).map(\.negated),
        namesTables(upper, original), isCarried(upper, original),
      ].compactMap(\.self).filter { !$0.hasRead && changing.isDisjoint(with: $0.usedNames) }
    }
  }

  /// What holds of an entry by what the mutant's hardware allows.
  func isPossible(_ place: Int) -> [Expression] {
    [isCarried(place, mutated), namesTables(place, mutated)].compactMap(\.self)
  }

  private func table(_ place: Int, _ subject: Subject) -> (tables: [Table], position: Int)? {
    let architecture = subject.architecture
    let tables = architecture.hardware.tables.filter {
      architecture.holds($0.when, in: subject.configuration) ?? true
    }
    guard let kind = tablesRead[levels[place].name],
      let position = tables.firstIndex(where: { $0.name == kind })
    else { return nil }
    return (tables, position)
  }

  /// That a local copy holds what its table may hold.
  private func isCarried(_ place: Int, _ subject: Subject) -> Expression? {
    table(place, subject).map {
      $0.tables[$0.position].carries.replacing([
        "entry": Expression(.name(levels[place].value))
      ])
    }
  }

  /// What is assumed of every live entry: a table that it names is there, aligned, and not at 0.
  private func namesTables(_ place: Int, _ subject: Subject) -> Expression? {
    guard let (tables, position) = table(place, subject), position + 1 < tables.count,
      let next = tables[position].next
    else { return nil }
    let entry = ["entry": Expression(.name(levels[place].value))]
    let below = tables[position + 1]
    let (zero, one) = (Expression(.literal(0)), Expression(.literal(1)))
    let bytes = Expression(
      .binary(
        .multiply, Expression(.binary(.shiftLeft, one, below.index)),
        below.stride ?? Expression(.name("ENTRY_SIZE"))))
    let base = next.replacing(entry)
    let low = Expression(
      .binary(.and, base, Expression(.binary(.subtract, below.align ?? bytes, one))))
    return .any([
      tables[position].empty.replacing(entry), tables[position].leaf.replacing(entry),
      .all([base, Expression(.binary(.equal, low, zero))]),
    ])
  }

  private func stopsNot(_ place: Int, _ subject: Subject) -> Expression? {
    subject.walker.levels[place].stop.written(with: subject.helpers).negated
  }

  private func skipsNot(_ level: Level) -> Expression? {
    level.skip?.written(with: original.helpers).negated
  }

  /// When the level function takes a page; nil where that is always.
  private func takes(_ place: Int) -> Expression? {
    levels[place].leaf?.written(with: original.helpers)
      ?? (place == levels.count - 1 ? nil : Expression(.literal(0)))
  }

  /// What holds where the level function takes a page, and where it goes down.
  func guards(ofPageAt place: Int) -> [Expression] {
    guards(
      of: ChangedKey(
        level: place, key: .page, original: levels[place].stop, mutated: levels[place].stop),
      at: place, .isEqual)
  }

  func guards(ofDescentAt place: Int) -> [Expression] {
    guards(
      of: ChangedKey(
        level: place + 1, key: .cursor, original: levels[place].stop, mutated: levels[place].stop),
      at: place, .isEqual)
  }
}
