import Programs
import SMT

/// The memory map of a kernel that has it in sections (`CONFIG_SPARSEMEM` without
/// `CONFIG_SPARSEMEM_VMEMMAP`), each at a place of its own that the kernel looks up.
///
/// What is stated: a section's part of the map stays where it is, and a `struct page` tells the
/// section of its frame (`include/linux/mmzone.h`, `mm/sparse.c`). Where the parts lie nobody knows: a
/// function of the section's number, of which all is known that makes it one: equal numbers give equal
/// places.
struct MemorySections {
  /// By how much a frame's number is shifted to give its section's.
  let shift: UInt64
  private var places: [(section: Term, place: Term)] = []
  /// Frames of which the code asked the section.
  fileprivate var frames: [Term] = []

  init(shift: UInt64) { self.shift = shift }

  fileprivate func section(of frame: Term) -> Term {
    frame >> .constant(shift, width: frame.width)
  }

  /// The place of a section's part of the map, counted from the frame 0; what it is when nobody asked
  /// before, and what then holds of it.
  fileprivate mutating func place(of section: Term, new: () -> Term) -> (Term, facts: [Term]) {
    if let known = places.first(where: { Term.same($0.section, section) }) {
      return (known.place, [])
    }
    let place = new()
    let facts = places.map {
      Term.implies(.equal(section, $0.section), .equal(place, $0.place))
    }
    places.append((section, place))
    return (place, facts)
  }
}

extension SymbolicRun {
  /// The `struct page` of a frame.
  func page(ofFrame frame: Term) -> Term {
    let machine = contract.machine
    let offset = frame * .constant(machine.pageStructure, width: machine.word)
    guard let sections else { return machine.map + offset }
    return place(ofSection: sections.section(of: frame)) + offset
  }

  private func place(ofSection section: Term) -> Term {
    guard
      let (place, facts) = sections?.place(
        of: section, new: { any("section", width: contract.machine.word) })
    else { return contract.machine.map }
    for fact in facts { presume(fact) }
    return place
  }

  /// How many structures of pages lie between two, where their size is no power of two: any number, of
  /// which is known what it is where so many lie there as the number of a frame that the code asked of.
  /// The quotient itself is more than a solver decides.
  func quotient(_ distance: Term, by size: Term) -> Term? {
    let machine = contract.machine
    guard let sections, size.constantValue == machine.pageStructure,
      machine.pageStructure.nonzeroBitCount > 1, distance.width == machine.word
    else { return nil }
    let result = any("quotient", width: machine.word)
    // The distance has no sign then, and no bits of it are lost.
    let bound = Term.constant(
      (UInt64(1) << UInt64(machine.word - 1)) / machine.pageStructure, width: machine.word)
    for frame in sections.frames {
      presume(
        .implies(
          .all([.less(frame, bound), .equal(distance, frame * size)]), .equal(result, frame)))
    }
    return result
  }

  /// What a function gives that looks up sections; nil where it is executed.
  func lookUp(_ name: String, _ arguments: [Value], _ memory: inout ProofMemory) -> Value? {
    guard let sections, arguments.count == 1 else { return nil }
    let word = contract.machine.word
    // Where a section's description lies: for each number another place, of which that is all that
    // is known.
    let first = Term.variable("mem_section", width: word)
    let argument = number(arguments[0], &memory, escapes: false).word
    guard argument.width == word else { return nil }
    switch WalkMachine.plain(name) {
    case "__pfn_to_section":
      self.sections?.frames.append(argument)
      return nil
    case "__nr_to_section": return Value(first + argument, tags: .map)
    case "__section_mem_map_addr":
      return Value(place(ofSection: argument - first), tags: .map)
    case "page_to_section", "memdesc_section":
      // The one is given a page, the other its flags.
      guard contract.machine.flagsAreFirst else { return nil }
      let section = any("section", width: word)
      for frame in sections.frames {
        presume(
          .implies(
            .equal(argument, page(ofFrame: frame)), .equal(section, sections.section(of: frame))))
      }
      return Value(section, tags: .foreign)
    default: return nil
    }
  }
}
