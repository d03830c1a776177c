import PageWalk

/// Judges what a walk hands back, whatever the walk says of itself.
///
/// A page is right if the entries that this run has read in live tables, each at the hardware's place
/// for the address and in the table that the one before names, lead to it. Other CPUs may write in
/// between, so an entry may have been read with several values: any chain of them will do.
struct PageJudge {
  /// A part of the range that the walk takes.
  struct Taken: Sendable, Hashable {
    let addr: UInt64
    /// Bytes.
    let length: UInt64
    /// The page at `addr`; nil for a walk that only tells that there is one.
    let page: UInt64?
    /// The step after which it was taken, from 1.
    let step: Int
  }

  /// What the judge came to.
  struct Judgement {
    /// Positions of what was taken wrongly.
    var wrong: [Int] = []
    /// The first address that success should have given a page for; nil where there is none.
    var missing: UInt64?
  }

  let hardware: HardwareWalk
  let word: Int
  let top: UInt64
  /// Every value that was read in live tables, by address.
  let log: [UInt64: Set<UInt64>]
  /// Whether what is unmapped may be left out.
  let holes: Bool

  /// The judgement on `taken` for the range `[addr, end)`; an `end` of 0 is the word's.
  ///
  /// - Throws: `SimulationError` where the range has too many parts.
  func judge(_ taken: [Taken], from addr: UInt64, to end: UInt64) throws -> Judgement {
    var judgement = Judgement()
    var expected = addr
    for (position, part) in taken.enumerated() {
      // Behind what was left out a page is in the slot of another one, unless slots have addresses.
      if try !isRight(part) || !holes && part.addr != expected { judgement.wrong.append(position) }
      if judgement.missing == nil, part.addr != expected {
        judgement.missing = try missing(from: expected, to: part.addr)
      }
      expected = cut(part.addr &+ part.length)
    }
    if judgement.missing == nil, expected != end || taken.isEmpty {
      judgement.missing = try missing(from: expected, to: end)
    }
    return judgement
  }

  private func cut(_ address: UInt64) -> UInt64 { Word(address, width: word).bits }

  /// What a chain of reads says of an address: the bytes that share it, and the page there.
  private typealias Explanation = (shift: Int, page: UInt64?)

  private func explanations(of addr: UInt64, in position: Int, base: UInt64) throws -> [Explanation]
  {
    guard position < hardware.layout.tables.count else { return [] }
    let place = cut(base &+ hardware.offset(of: addr, in: position))
    let shift = hardware.layout.tables[position].shift
    var found: [Explanation] = []
    for value in (log[place] ?? []).sorted() {
      if let page = try hardware.page(of: value, at: addr, in: position) {
        found.append((shift, page))
      } else if try hardware.isEmpty(value, in: position) {
        found.append((shift, nil))
      } else if let next = try hardware.next(of: value, in: position) {
        found += try explanations(of: addr, in: position + 1, base: next)
      }
    }
    return found
  }

  private func explanations(of addr: UInt64) throws -> [Explanation] {
    hardware.translates(addr) ? try explanations(of: addr, in: 0, base: top) : []
  }

  /// Goes through `[addr, addr + length)` in the steps that `shift` gives; false where it gives none.
  private func covers(
    _ addr: UInt64, _ length: UInt64, by shift: (UInt64) throws -> Int?
  ) throws -> UInt64? {
    var done: UInt64 = 0
    for _ in 0..<HardwareWalk.maximumParts {
      let place = cut(addr &+ done)
      guard let shift = try shift(place) else { return place }
      // The last address of what shares this one's fate, so that nothing overflows.
      let mask: UInt64 = shift >= 64 ? .max : (1 << UInt64(shift)) - 1
      let rest = mask & ~place
      if rest >= length &- 1 &- done { return nil }
      done += rest + 1
    }
    throw SimulationError(
      "the range has over \(HardwareWalk.maximumParts) parts; make it smaller")
  }

  private func isRight(_ part: Taken) throws -> Bool {
    let width = max(word, hardware.layout.entrySize * 8)
    return try covers(part.addr, part.length) { place in
      let expected = part.page.map { Word($0 &+ (place &- part.addr), width: width).bits }
      return try explanations(of: place).filter { explanation in
        explanation.page != nil && (expected == nil || explanation.page == expected)
      }.map(\.shift).max()
    } == nil
  }

  /// The first address of `[addr, end)` that must not be left out.
  private func missing(from addr: UInt64, to end: UInt64) throws -> UInt64? {
    guard holes else { return addr }
    return try covers(addr, cut(end &- addr)) { place in
      try explanations(of: place).filter { $0.page == nil }.map(\.shift).max()
    }
  }
}
