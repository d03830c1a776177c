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
    roots = RootOfTables(modules: modules, sources: compiled.sources.keys)
    let mask = Word(.max, width: walk.word).bits
    func linear(_ physical: UInt64) throws -> Term {
      let physical = Term.constant(physical, width: walk.word)
      guard let linear = compiled.linear else { return physical }
      var reader = NoReads()
      return try walk.hardware.encoder.encode(
        linear, names: ["phys": TermBinding(physical)], reader: &reader
      ).resized(to: walk.word)
    }
    func found(_ places: Places) throws -> Assignment {
      try places.numbers(walk, linear: linear, pageShift: walk.hardware.pageShift)
    }
    var places = Places(word: walk.word)
    let numbers: Assignment
    do {
      numbers = try found(places)
    } catch is Refusal {
      places = Places(word: walk.word, isSmall: true)
      numbers = try found(places)
    }
    self.places = places
    self.numbers = numbers
    map = walk.sectionShift == nil ? numbers.value(of: walk.map) : places.map
    identity = numbers.value(of: try linear(0)) & mask
    hardware = try HardwareWalk(
      architecture: walk.built,
      configuration: Configuration(
        configuration.values
          + walk.unknowns.map { ($0, .number(numbers.values["$\($0)"] ?? 0)) }))
  }

  func cut(_ address: UInt64) -> UInt64 { Word(address, width: word).bits }

  /// Where the kernel sees a physical address.
  func virtual(_ physical: UInt64) -> UInt64 { cut(physical &+ identity) }

  /// The physical address of one that the kernel sees.
  func physical(_ virtual: UInt64) -> UInt64 { cut(virtual &- identity) }

  /// Whether an address lies where entries name tables and frames.
  func isNamed(_ address: UInt64) -> Bool {
    let physical = physical(address)
    return physical >= places.tables && physical < places.end
  }

  /// Whether a number may be near what entries name: nothing unknown is taken to lead there.
  func mayLeadToTables(_ number: UInt64) -> Bool {
    let physical = physical(number)
    return physical >= places.tables / 2 && physical < places.end
  }

  /// A term's number.
  func value(_ term: Term) -> UInt64 { numbers.value(of: term) }

  /// What is at a place of a variable that does not change; nil for others.
  func global(_ name: String, offset: UInt64, width: Int) -> UInt64? {
    walk.term(ofGlobal: name, offset: offset, width: width).map(value)
  }

  /// Where a global variable is, if that is stated.
  func address(ofGlobal name: String) -> UInt64? { walk.address(ofGlobal: name).map(value) }

  /// What a function gives that asks the CPU, or looks up a section of the memory map, whose parts
  /// here lie one behind the other; nil for one that is executed.
  func stated(_ function: String, _ arguments: [UInt64], widths: [Int]) throws -> UInt64? {
    if walk.sectionShift != nil, arguments.count == 1 {
      switch WalkMachine.plain(function) {
      case "__nr_to_section": return cut(places.sections &+ arguments[0] &* 64)
      case "__section_mem_map_addr": return map
      default: break
      }
    }
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
