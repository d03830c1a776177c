import Encoder
import LLVMIR
import PageWalk
import ProgramProof
import SMT
import Simulator

/// A machine with a number for everything that its kernel's code leaves open, and a place for
/// everything that a walk may meet.
struct ConcreteMachine {
  let walk: WalkMachine
  let hardware: HardwareWalk
  let roots: RootOfTables
  let places: Places
  /// The `struct page` of the frame 0.
  let map: UInt64
  private let numbers: Assignment
  /// Where the kernel sees the physical address 0.
  private let identity: UInt64

  /// Bits of an address.
  var word: Int { walk.word }
  /// Bytes of an address.
  var wordBytes: Int { word / 8 }
  var entryBytes: Int { hardware.layout.entrySize }
  var pageShift: UInt64 { UInt64(hardware.layout.pageShift) }
  var tables: Int { hardware.layout.tables.count }

  /// - Throws: `Refusal` where numbers cannot be found under which tables and the memory map lie
  ///   apart, `SymbolicLayout` where the configuration is no single machine.
  init(
    architecture: Architecture, configuration: Configuration, compiled: CompiledKernel,
    modules: [Module]
  ) throws {
    let walk = try WalkMachine(
      architecture: architecture, configuration: configuration, compiled: compiled,
      modules: modules)
    self.walk = walk
    roots = RootOfTables(modules: modules)
    places = Places(word: walk.word)
    let mask = Word(.max, width: walk.word).bits
    // The identity mapping begins at 0; the memory map where nothing else is.
    let wanted = places.map
    var found: Assignment?
    let start = Assignment().value(of: walk.map)
    if walk.map.constantValue != nil { found = Assignment() }
    let used = Set(Term.variables(in: [walk.map]).compactMap(\.variableName))
    for name in walk.unknowns.filter(used.contains) + used.subtracting(walk.unknowns).sorted()
    where found == nil {
      let tried = Assignment([name: (wanted &- start) & mask])
      if tried.value(of: walk.map) == wanted { found = tried }
    }
    guard let found else {
      throw Refusal("no numbers are found for which the memory map lies by itself", nil)
    }
    numbers = found
    map = found.value(of: walk.map)
    func linear(_ physical: UInt64) throws -> UInt64 {
      guard let linear = compiled.linear else { return physical }
      var reader = NoReads()
      let term = try walk.hardware.encoder.encode(
        linear, names: ["phys": TermBinding(.constant(physical, width: walk.word))],
        reader: &reader)
      return found.value(of: term) & mask
    }
    identity = try linear(0)
    guard try linear(places.tables) == (identity &+ places.tables) & mask else {
      throw Refusal("the kernel's mapping of physical memory is no shift", nil)
    }
    hardware = try HardwareWalk(
      architecture: walk.built,
      configuration: Configuration(
        configuration.values + walk.unknowns.map { ($0, .number(found.values[$0] ?? 0)) }))
  }

  func cut(_ address: UInt64) -> UInt64 { Word(address, width: word).bits }

  /// Where the kernel sees a physical address.
  func virtual(_ physical: UInt64) -> UInt64 { cut(physical &+ identity) }

  /// Whether an address lies where entries name tables and frames.
  func isNamed(_ address: UInt64) -> Bool {
    let physical = cut(address &- identity)
    return physical >= places.tables && physical < places.end
  }

  /// Whether a number may be near what entries name: nothing unknown is taken to lead there.
  func mayLeadToTables(_ number: UInt64) -> Bool {
    let physical = cut(number &- identity)
    return physical >= places.tables / 2 && physical < places.end
  }

  /// A term's number.
  func value(_ term: Term) -> UInt64 { numbers.value(of: term) }

  /// What is at a place of a variable that does not change; nil for others.
  func global(_ name: String, offset: UInt64, width: Int) -> UInt64? {
    walk.term(ofGlobal: name, offset: offset, width: width).map(value)
  }

  /// What a function gives that asks the CPU; nil for one that is executed.
  func stated(_ function: String, _ arguments: [UInt64], widths: [Int]) throws -> UInt64? {
    guard let widths = widths.count == arguments.count ? widths : nil else { return nil }
    let terms = zip(arguments, widths).map { Term.constant($0, width: $1) }
    return try walk.stated(function, terms).map(value)
  }

  /// An entry as the tables' description has it, of a word as a program reads it, and the other way
  /// round.
  func swapped(_ entry: UInt64) -> UInt64 {
    value(walk.entry(.constant(entry, width: entryBytes * 8)))
  }

  /// The frame whose `struct page` begins at an address; nil where none does.
  func frame(ofPage address: UInt64) -> UInt64? {
    let offset = cut(address &- map)
    return offset % walk.pageStructure == 0 ? offset / walk.pageStructure : nil
  }
}

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
  let map: UInt64
  /// Physical addresses from which tables and frames are placed.
  let tables: UInt64
  let frames: UInt64
  /// What an empty entry would name, if it were not.
  let hole: UInt64
  /// The first physical address behind all frames.
  let end: UInt64

  static let pieceBytes: UInt64 = 1 << 20

  init(word: Int) {
    if word == 64 {
      stack = 0xffff_c900_0000_0000
      pages = 0xffff_d100_0000_0000
      count = 0xffff_d200_0000_0000
      globals = 0xffff_d300_0000_0000
      globalBytes = 1 << 24
      elsewhere = 0xffff_d400_0000_0000
      map = 0xffff_ea00_0000_0000
      tables = 0x1000_0000
      frames = 0x1_0000_0000
      hole = 0x800_0000_0000
      end = 0x1000_0000_0000
    } else {
      stack = 0xa000_0000
      pages = 0xa100_0000
      count = 0xa300_0000
      globals = 0xa400_0000
      globalBytes = 1 << 16
      elsewhere = 0xa800_0000
      map = 0x9000_0000
      tables = 0x0100_0000
      frames = 0x0400_0000
      hole = 0x1c00_0000
      end = 0x2000_0000
    }
  }
}
