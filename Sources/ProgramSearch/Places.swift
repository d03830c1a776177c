import ProgramProof
import SMT

/// Where things lie in a search: apart from each other, and far from what entries name.
struct Places {
  let stack: UInt64
  /// The array of pages; what lies within 1 MiB before it and 16 MiB behind counts as missed slots.
  let pages: UInt64
  /// The number of pages.
  let count: UInt64
  let globals: UInt64
  /// How far variables lie apart.
  let globalBytes: UInt64
  /// Memory of which nothing is known, in pieces of 1 MiB.
  let elsewhere: UInt64
  /// Where the memory map is, if the kernel leaves that open.
  let map: UInt64
  /// Descriptions of the memory map's sections.
  let sections: UInt64
  /// Physical addresses from which tables and frames are placed.
  let tables: UInt64
  let frames: UInt64
  /// What an empty entry would name, if it were not.
  let hole: UInt64
  /// The first physical address behind all frames.
  let end: UInt64

  static let pieceBytes: UInt64 = 1 << 20

  /// - Parameter isSmall: whether what entries name is to fit in 128 GiB.
  init(word: Int, isSmall: Bool = false) {
    if word == 64 {
      stack = 0xffff_c900_0000_0000
      pages = 0xffff_d100_0000_0000
      count = 0xffff_d200_0000_0000
      globals = 0xffff_d300_0000_0000
      globalBytes = 1 << 24
      elsewhere = 0xffff_d400_0000_0000
      map = 0xffff_ea00_0000_0000
      sections = 0xffff_e900_0000_0000
      tables = 0x1000_0000
      frames = 0x1_0000_0000
      hole = isSmall ? 0x10_0000_0000 : 0x800_0000_0000
      end = isSmall ? 0x20_0000_0000 : 0x1000_0000_0000
    } else {
      stack = 0xa000_0000
      pages = 0xa100_0000
      count = 0xa300_0000
      globals = 0xa400_0000
      globalBytes = 1 << 16
      elsewhere = 0xa800_0000
      map = 0x9000_0000
      sections = 0x9800_0000
      tables = 0x0100_0000
      frames = 0x0400_0000
      hole = 0x1c00_0000
      end = 0x2000_0000
    }
  }

  /// Numbers for what a kernel leaves open, under which tables and the memory map lie apart from each
  /// other and from all else.
  ///
  /// - Parameters:
  ///   - linear: where the kernel sees a physical address.
  /// - Throws: `Refusal` where there are none, `SolverError`.
  func numbers(
    _ walk: WalkMachine, linear: (UInt64) throws -> Term, pageShift: Term
  ) throws -> Assignment {
    let (first, seen) = (try linear(0), try linear(tables))
    func number(_ value: UInt64) -> Term { .constant(value, width: walk.word) }
    func isOutside(_ place: Term, _ start: Term, _ bytes: UInt64) -> Term {
      .lessOrEqual(number(bytes), place - start)
    }
    let isShift = Term.all(
      try [tables, frames, hole, hole * 3 / 2, end - 1].map { physical in
        .equal(try linear(physical), first + number(physical))
      })
    let isSectioned = walk.sectionShift != nil
    let map = isSectioned ? number(self.map) : walk.map
    let mapBytes = (end >> (pageShift.constantValue ?? 12)) * walk.pageStructure
    let otherBytes = (elsewhere - stack) * 2
    let apart = [
      isOutside(seen, map, mapBytes), isOutside(map, seen, frames - tables),
      isOutside(number(stack), map, mapBytes), isOutside(map, number(stack), otherBytes),
      isOutside(seen, number(stack), otherBytes),
    ]
    // Else small numbers would be addresses of frames. A word of 32 bits has no room for that.
    let isStraight =
      walk.word == 64 ? Term.lessOrEqual(first, first + number(end)) : .yes
    let conditions = walk.hardware.ranges + [walk.bounds, isShift, isStraight] + apart
    // The physical address 0 is at none that CPUs have places of their own at, if that can be; else as
    // many numbers as can be are 0.
    let isAway = Term.all([
      .lessOrEqual(number(1 << 24), first), .equal(first & number((1 << 24) - 1), number(0)),
    ])
    if !isSectioned, walk.map.constantValue == nil {
      let solver = try Solver(budget: 10_000_000)
      let wanted = Term.equal(map, number(self.map))
      let zeros = Term.variables(in: [first]).map { Term.equal($0, .constant(0, width: $0.width)) }
      for tried in [
        [wanted, isAway] + zeros, [wanted, isAway], [wanted] + zeros, zeros, [wanted], [],
      ] {
        let name = "where tables and the memory map are"
        if case .satisfiable(let model) = try solver.check(conditions + tried, name: name) {
          return model
        }
      }
    } else if Assignment().satisfies(conditions) {
      return Assignment()
    }
    guard Assignment().satisfies([isShift]) else {
      throw Refusal("the kernel's mapping of physical memory is no shift", nil)
    }
    throw Refusal("no numbers are found for which the memory map lies by itself", nil)
  }
}
