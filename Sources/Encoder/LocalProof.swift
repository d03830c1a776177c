import PageWalk
import SMT

/// Derives the obligations of `exact-cover` and `marked-access`, level by level and without any
/// context.
///
/// Whatever is read and wherever a cursor points: if each level function keeps `addr < next <= end`
/// for a range of whole pages, then its parts cover its range, and the level below is handed such
/// a range again; and if no expression has a plain read but of a local copy, none happens. This
/// holds of a walk whose reads are wrong, too.
public struct LocalProof<J: Judge> {
  /// The judge, with everything that it recorded.
  public private(set) var judge: J

  private struct AnyReader: TermReader {
    let width: Int
    let decisions: DecisionLog
    var count = 0
    var copies: [Term] = []
    var isUnmarked = false

    mutating func read(at pointer: Term, once: Bool, under path: [Term]) -> Term {
      count += 1
      if let copy = copies.first(where: { Term.same($0, pointer) }) {
        decisions.record(copy, is: pointer)
      } else if !once {
        isUnmarked = true
      }
      return .variable("read#\(count)", width: width)
    }
  }

  private let properties: Set<Property>

  /// Runs the proof of `properties` of `subject`; false means that a cover was not found.
  public static func prove(
    _ properties: Set<Property>, of subject: Subject, judge: J
  ) throws -> (isComplete: Bool, judge: J) {
    var proof = LocalProof(judge: judge, properties: properties)
    let isComplete = try proof.run(subject)
    return (isComplete, proof.judge)
  }

  private mutating func run(_ subject: Subject) throws -> Bool {
    let decisions = DecisionLog()
    let hardware = try HardwareTerms(subject: subject, decisions: decisions)
    var reader = AnyReader(width: hardware.entryWidth, decisions: decisions)
    let one = Term.constant(1, width: hardware.word)
    let start = Term.variable("addr", width: hardware.word)
    let stop = Term.variable("end", width: hardware.word)
    let plain = ["addr": TermBinding(start), "end": TermBinding(stop)]
    let checks = try (subject.walker.range + subject.walker.callers).map {
      try hardware.encoder.encodeTruth($0, names: plain, reader: &reader)
    }
    try requires(
      [.exactCover],
      .all([.less(start, stop), hardware.isPageAligned(start), hardware.isPageAligned(stop)]),
      under: hardware.ranges + checks, level: "range",
      "the walk's checks leave a range of whole pages that is not empty")
    guard
      try covers(hardware.ranges + checks, level: "range", "the checks let a range pass"),
      try coversEntries(hardware)
    else { return false }
    // Every such range has this form, which has its alignment built in.
    let addr = start & ~hardware.pageMask
    let last = Term.variable("last", width: hardware.word) | hardware.pageMask
    let range = [
      Term.lessOrEqual(addr, last), .notEqual(last, ~Term.constant(0, width: hardware.word)),
    ]
    var names = [
      "addr": TermBinding(addr), "end": TermBinding(last + one),
      "mm_pgd": TermBinding(.variable("mm_pgd", width: hardware.word)),
    ]
    for level in subject.walker.levels {
      names[level.pointer] = TermBinding(.variable("\(level.pointer)?", width: hardware.word))
      let copy = Term.variable("&\(level.value)", width: hardware.word)
      reader.copies.append(copy)
      names[level.value] = TermBinding(
        .variable("\(level.value)?", width: hardware.entryWidth), address: copy)
      let next = try hardware.encoder.encode(level.next, names: names, reader: &reader)
        .resized(to: hardware.word)
      let assumptions = hardware.ranges + range
      try requires(
        [.exactCover],
        .all([
          .lessOrEqual(addr, next - one), .lessOrEqual(next - one, last),
          hardware.isPageAligned(next),
        ]),
        under: assumptions, level: level.name, "addr < next <= end, whatever was read")
      names["next"] = TermBinding(next)
      let isUsed = try [level.stop, level.skip].compactMap(\.self).map {
        Term.not(try hardware.encoder.encodeTruth($0, names: names, reader: &reader))
      }
      guard
        try covers(
          assumptions + isUsed, level: level.name, "an entry is used with some range and some read")
      else { return false }
      try encodeRest(of: level, hardware, names, &reader)
      names["next"] = nil
      try requires(
        [.markedAccess],
        .boolean(subject.walker.reads == .locked || !reader.isUnmarked),
        under: [], level: level.name, "every read of a table is marked, or under the lock")
    }
    for decision in decisions.take() {
      let level = subject.walker.levels[0].name
      _ = try judge.requires(decision.obligation(for: properties, level: level))
    }
    return true
  }

  private mutating func covers(_ formulas: [Term], level: String, _ text: String) throws -> Bool {
    let cover = Cover(level: level, text: text, formulas: formulas)
    if case .found = try judge.witness(cover, demanded: true) { return true }
    return false
  }

  /// Shows that each table can hold an entry that maps something.
  private mutating func coversEntries(_ hardware: HardwareTerms) throws -> Bool {
    for position in hardware.tables.indices {
      let entry = Term.variable("entry", width: hardware.entryWidth)
      let formulas = try [
        hardware.carries(entry, in: position), .not(hardware.isEmpty(entry, in: position)),
      ]
      guard
        try covers(
          hardware.ranges + formulas, level: "range",
          "an entry of the \(hardware.tables[position].table.name) table maps something")
      else { return false }
    }
    return true
  }

  private func encodeRest(
    of level: Level, _ hardware: HardwareTerms, _ names: [String: TermBinding],
    _ reader: inout AnyReader
  ) throws {
    let rest =
      [
        level.cursor, level.read, level.advance, level.leaf, level.page, level.bug,
      ].compactMap(\.self) + level.rechecks.map(\.read)
    for expression in rest {
      _ = try hardware.encoder.encode(expression, names: names, reader: &reader)
    }
  }

  private mutating func requires(
    _ properties: Set<Property>, _ goal: Term, under assumptions: [Term], level: String,
    _ text: String
  ) throws {
    guard !self.properties.isDisjoint(with: properties) else { return }
    _ = try judge.requires(
      Obligation(
        properties: properties, level: level, text: text, assumptions: assumptions, goal: goal))
  }
}
