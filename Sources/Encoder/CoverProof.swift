import PageWalk
import SMT

/// Derives the obligations of `exact-cover` alone, level by level and without any context.
///
/// Whatever is read and wherever a cursor points: if each level function keeps `addr < next <= end`
/// for a range of whole pages, then its parts cover its range, and the level below is handed such
/// a range again. This holds of a walk whose reads are wrong, too.
public struct CoverProof<J: Judge> {
  /// The judge, with everything that it recorded.
  public private(set) var judge: J

  private struct AnyReader: TermReader {
    let width: Int
    var count = 0

    mutating func read(at pointer: Term, once: Bool, under path: [Term]) -> Term {
      count += 1
      return .variable("read#\(count)", width: width)
    }
  }

  /// Runs the proof of `subject`. False means that an obligation does not hold or is not decided.
  public static func prove(_ subject: Subject, judge: J) throws -> (proved: Bool, judge: J) {
    var proof = CoverProof(judge: judge)
    let proved = try proof.run(subject)
    return (proved, proof.judge)
  }

  private mutating func run(_ subject: Subject) throws -> Bool {
    let hardware = try HardwareTerms(subject: subject)
    var reader = AnyReader(width: hardware.entryWidth)
    let one = Term.constant(1, width: hardware.word)
    let start = Term.variable("addr", width: hardware.word)
    let stop = Term.variable("end", width: hardware.word)
    let plain = ["addr": TermBinding(start), "end": TermBinding(stop)]
    let checks = try subject.walker.range.map {
      try hardware.encoder.encodeTruth($0, names: plain, reader: &reader)
    }
    var proved = try requires(
      .all([.less(start, stop), hardware.isPageAligned(start), hardware.isPageAligned(stop)]),
      under: hardware.ranges + checks, level: "range",
      "the walk's checks leave a range of whole pages that is not empty")
    // Every such range has this form, which has its alignment built in.
    let addr = start & ~hardware.pageMask
    let last = Term.variable("last", width: hardware.word) | hardware.pageMask
    let range = [
      Term.lessOrEqual(addr, last), .notEqual(last, ~Term.constant(0, width: hardware.word)),
    ]
    var names = ["addr": TermBinding(addr), "end": TermBinding(last + one)]
    for level in subject.walker.levels {
      names[level.pointer] = TermBinding(.variable("\(level.pointer)?", width: hardware.word))
      names[level.value] = TermBinding(
        .variable("\(level.value)?", width: hardware.entryWidth),
        address: .variable("&\(level.value)", width: hardware.word))
      let next = try hardware.encoder.encode(level.next, names: names, reader: &reader)
        .resized(to: hardware.word)
      let assumptions = hardware.ranges + range
      let holds = try requires(
        .all([
          .lessOrEqual(addr, next - one), .lessOrEqual(next - one, last),
          hardware.isPageAligned(next),
        ]),
        under: assumptions, level: level.name, "addr < next <= end, whatever was read")
      let cover = Cover(
        level: level.name, text: "the function is entered with some range", formulas: assumptions)
      guard case .found = try judge.witness(cover, demanded: true) else { return false }
      proved = proved && holds
    }
    return proved
  }

  private mutating func requires(
    _ goal: Term, under assumptions: [Term], level: String, _ text: String
  ) throws -> Bool {
    try judge.requires(
      Obligation(
        properties: [.exactCover], level: level, text: text, assumptions: assumptions, goal: goal))
      == true
  }
}
