import LLVMIR
import Programs

/// What is stated of a walk that looks up one address: which variable has the address, how the code
/// comes to the tables, and what keeps those.
public struct AddressWalk: Sendable, Hashable {
  public let function: String
  /// The files of the kernel that may have it.
  public let sources: [String]
  /// The variable of the function that has the address.
  public let address: String
  /// What has the top table's address, as `mm->pgd`: a variable of the function, or a global one, and
  /// fields.
  public let table: String
  /// Whether `table` has the address of the top table's entry for the address.
  public let isEntry: Bool
  /// Which addresses are looked up.
  public let addresses: Addresses
  /// Whether they are the kernel's own, in whose tables an entry is none, a table or a leaf.
  public let isKernels: Bool
  /// How many tables have leaves of those that are looked up, from the last one on; nil where all may.
  public let leafTables: Int?
  /// What keeps entries as they are while it walks; nil where other CPUs may change them.
  public let lock: String?

  /// Which addresses are looked up.
  public enum Addresses: Sendable, Hashable {
    /// Those that the tables translate: callers see to it.
    case translated
    /// Any, and nobody looks whether the tables translate it.
    case unchecked
    /// Any; of one that the tables do not translate, what the rest of its bits stands for.
    case any
  }

  /// A walk of one address.
  public init(
    function: String, sources: [String] = [], address: String, table: String,
    isEntry: Bool = false, addresses: Addresses = .translated, isKernels: Bool = false,
    leafTables: Int? = nil, lock: String? = nil
  ) {
    self.isKernels = isKernels
    self.function = function
    self.sources = sources
    self.address = address
    self.table = table
    self.isEntry = isEntry
    self.addresses = addresses
    self.leafTables = leafTables
    self.lock = lock
  }

  /// Walks of the kernel: their variables and what holds where they are called, as v6.12 and v7.3 have
  /// it.
  public static let known = [
    // Interrupts are off in perf_get_page_size(), which checks no address.
    AddressWalk(
      function: "perf_get_pgtable_size", sources: ["kernel/events/core.c"], address: "addr",
      table: "mm->pgd", addresses: .unchecked),
    // Interrupts are off; the address is one of a memory slot.
    AddressWalk(
      function: "host_pfn_mapping_level",
      sources: ["arch/x86/kvm/mmu/mmu.c", "arch/loongarch/kvm/mmu.c"], address: "hva",
      table: "kvm->mm->pgd"),
    AddressWalk(
      function: "get_hva_mapping_size", sources: ["arch/riscv/kvm/mmu.c"], address: "hva",
      table: "kvm->mm->pgd"),
    // Interrupts are off where it is called.
    AddressWalk(
      function: "__find_linux_pte", sources: ["arch/powerpc/mm/pgtable.c"], address: "ea",
      table: "pgdir"),
    // It tells which tables translate the address, and turns off interrupts.
    AddressWalk(
      function: "show_pte", sources: ["arch/arm64/mm/fault.c"], address: "addr", table: "mm->pgd",
      addresses: .any),
    AddressWalk(
      function: "vmalloc_to_page", sources: ["mm/vmalloc.c"], address: "addr",
      table: "init_mm.pgd", addresses: .any, isKernels: true,
      lock: "the mapping is kept by who asks"),
    // What it is asked for is mapped by small pages or by pmd entries.
    AddressWalk(
      function: "mm_find_pmd", sources: ["mm/rmap.c"], address: "address", table: "mm->pgd",
      leafTables: 2, lock: "mmap_lock, or a lock of the reverse map, is held"),
    AddressWalk(
      function: "lookup_address_in_pgd", sources: ["arch/x86/mm/pat/set_memory.c"],
      address: "address", table: "pgd", isEntry: true, addresses: .any, isKernels: true,
      lock: "the kernel's mapping is kept by who asks"),
    AddressWalk(
      function: "lookup_address_in_pgd_attr", sources: ["arch/x86/mm/pat/set_memory.c"],
      address: "address", table: "pgd", isEntry: true, addresses: .any, isKernels: true,
      lock: "the kernel's mapping is kept by who asks"),
    // It compares the address with the mapping's.
    AddressWalk(
      function: "follow_pfnmap_start", sources: ["mm/memory.c"], address: "address",
      table: "mm->pgd", lock: "mmap_lock is held"),
  ]
}

/// A walk of one address as a program has it.
struct FoundWalk {
  let walk: AddressWalk
  /// The register of the parameter that has the address, or that of the object which it is written to.
  let address: Register
  let isParameter: Bool
  /// The object of the variable by which the tables are come to; nil for a global one.
  let holder: Register?
  /// How the top table's address, or its entry's, is read from a global variable, or from what the
  /// variable held first; nil where that is what the variable holds.
  let root: Origin?
  private let variable: String
  private let offsets: [Int]
  private let word: Int
  /// Whether the function gives a pointer.
  let givesPointer: Bool

  /// - Throws: `Refusal` where the code has no such variables, `IRError` where it cannot be read.
  init(_ walk: AddressWalk, in program: Program, _ modules: [Module], word: Int) throws {
    self.walk = walk
    let plain = WalkMachine.plain(walk.function)
    guard let function = program.functions[walk.function],
      let text = try modules.lazy.compactMap({ try $0.function(plain) }).first,
      let module = modules.first(where: { $0.defines(plain) })
    else { throw Refusal("there is no function \(walk.function)", nil) }
    func refuse(_ text: String) -> Refusal { Refusal(text, function.source) }
    let registers = Dictionary(
      function.names.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })

    if let parameter = registers[walk.address], function.parameters.contains(parameter) {
      (address, isParameter) = (parameter, true)
      guard function.widths[parameter] == word else {
        throw refuse("\(walk.address) of \(walk.function) is no address")
      }
    } else if let object = registers[walk.address] {
      (address, isParameter) = (object, false)
      guard Self.writes(to: object, in: function) == [false] else {
        throw refuse(
          "\(walk.address) of \(walk.function) is written more than once, or in a loop: which"
            + " address is looked up is not known")
      }
    } else {
      throw refuse("\(walk.function) has no variable \(walk.address) for the address")
    }

    let path = walk.table.split(separator: "->", omittingEmptySubsequences: false).map {
      $0.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
    guard let variable = path.first?.first, path.allSatisfy({ !$0.contains("") }) else {
      throw refuse("'\(walk.table)' is no variable and its fields")
    }
    self.variable = variable
    self.word = word
    givesPointer = text.returns == .pointer
    // A parameter is kept in an object of its own.
    if let object = registers["\(variable).addr"] ?? registers[variable],
      !function.parameters.contains(object)
    {
      guard path[0].count == 1 else {
        throw refuse("'\(walk.table)': a variable of \(walk.function) is followed by '->' alone")
      }
      guard Self.writes(to: object, in: function).allSatisfy({ !$0 }) else {
        throw refuse("\(variable) of \(walk.function) is written in a loop")
      }
      holder = object
      guard
        let offsets = module.offsets(
          ofPath: Array(path.dropFirst()), from: variable, in: text)
      else { throw refuse("the debug information does not tell what \(walk.table) is") }
      self.offsets = offsets
      root = offsets.isEmpty ? nil : Self.behind(Origin(.variable("\(variable)!0")), offsets, word)
    } else {
      holder = nil
      let steps = [Array(path[0].dropFirst())] + path.dropFirst()
      guard path[0].count > 1,
        let offsets = module.offsets(ofPath: steps, from: variable, in: text)
      else {
        throw refuse(
          "there is no variable \(variable), or the debug information does not tell what"
            + " \(walk.table) is")
      }
      self.offsets = offsets
      root = Self.behind(Origin(.global(variable)), offsets, word)
    }
  }

  /// What stands for what the variable holds when it has been written so often.
  func origin(_ version: Int) -> Origin { Origin(.variable("\(variable)!\(version)")) }

  /// How the top table's address is read from there then.
  func root(_ version: Int) -> Origin? {
    offsets.isEmpty ? nil : Self.behind(origin(version), offsets, word)
  }

  private static func behind(_ origin: Origin, _ offsets: [Int], _ word: Int) -> Origin {
    offsets.reduce(origin) {
      $0.moved(by: UInt64(truncatingIfNeeded: $1), width: word).content
    }
  }

  /// Of each instruction that writes no constant to an object by its own name, whether it is in a loop.
  private static func writes(to object: Register, in function: Programs.Function) -> [Bool] {
    var found: [Bool] = []
    for (position, block) in function.blocks.enumerated() {
      for instruction in block.instructions {
        guard case .write(let word, .register(object), _, _) = instruction.operation else {
          continue
        }
        // What the compiler was told to begin with.
        if case .constant = word { continue }
        found.append(isInLoop(position, function))
      }
    }
    return found
  }

  private static func isInLoop(_ block: Int, _ function: Programs.Function) -> Bool {
    var seen: Set<Int> = []
    var open = function.blocks[block].end.jumps.map(\.block)
    while let next = open.popLast() {
      if next == block { return true }
      if seen.insert(next).inserted { open += function.blocks[next].end.jumps.map(\.block) }
    }
    return false
  }
}
