import Encoder
import LLVMIR
import PageWalk
import SMT

/// What is known of the machine that a walk runs on, and stated of its kernel: where tables and
/// entries are, which variables do not change, and what some functions give.
package struct WalkMachine {
  package let hardware: HardwareTerms
  /// Bits of an address.
  package let word: Int
  /// Where the memory map begins: the `struct page` of the frame 0.
  package let map: Term
  /// By how much a frame's number is shifted to give its section's; nil where the memory map is in one
  /// piece.
  package let sectionShift: UInt64?
  /// Whether a `struct page` is where its flags are.
  let flagsAreFirst: Bool
  /// What is stated of the names of the map.
  package let bounds: Term
  /// Bytes of a `struct page`.
  package let pageStructure: UInt64
  private let compiled: CompiledKernel
  let modules: [Module]
  /// Names that stand for what is read from elsewhere and does not change.
  private let constants: Set<String>
  /// What the code reads from elsewhere and the configuration does not tell.
  package let unknowns: [String]
  /// The architecture as this build meets it, with parameters for those.
  package let built: Architecture
  /// What the model says that an entry holds where nobody mapped anything, by table; nil where it does
  /// not say.
  private let noneTests: [Expression?]
  private let kernels: ExpressionEncoder
  private let mapMark: UInt64?
  private let mapNames: Set<String>

  /// - Throws: `Refusal` where the code is another machine's, the model does not tell where the memory
  ///   map is, or the code not how large a `struct page`.
  package init(
    architecture: Architecture, configuration: Configuration, compiled: CompiledKernel,
    modules: [Module]
  ) throws {
    word = architecture.word
    self.compiled = compiled
    self.modules = modules
    for module in modules
    where !compiled.isFor(triple: module.triple)
      || module.layout.pointerWidth != architecture.word
    {
      throw Refusal(
        "\(module.file) is code for '\(module.triple)', which is not \(architecture.name)'s", nil)
    }
    // What a build looks up by sections nobody gives it as a number.
    let sections =
      modules.contains { $0.type(ofGlobal: "mem_section") != nil } ? compiled.sections : nil
    guard let map = sections == nil ? compiled.map : Expression(.literal(0)) else {
      throw Refusal(
        "the model of \(architecture.name) does not say where the memory map is ('compiled: map')",
        nil)
    }
    var names = Set(compiled.linear?.usedNames ?? []).union(map.usedNames)
    names.formUnion(compiled.bounds?.usedNames ?? [])
    names.subtract(["phys"])
    names.subtract(configuration.values.map(\.name))
    constants = names.union(compiled.sources.keys)
    unknowns = names.sorted()
    let known = Set(configuration.values.map(\.name))
    let all = Configuration(
      configuration.values
        + names.filter { !known.contains($0) }.sorted().map {
          ($0, .range(0...Word(.max, width: architecture.word).bits))
        })
    built = architecture.built(compiled, unknowns: unknowns)
    let hardware = try HardwareTerms(architecture: built, configuration: all, helpers: [:])
    self.hardware = hardware
    let helpers = architecture.helpers(asOf: .ofCode, in: configuration) ?? [:]
    kernels = ExpressionEncoder(
      architecture: built, configuration: all, helpers: helpers, entryWidth: hardware.entryWidth)
    noneTests = hardware.tables.indices.map { position in
      let names = ["pte", "pmd", "pud", "p4d", "pgd"]
      let above = hardware.tables.count - 1 - position
      guard above < names.count, helpers["\(names[above])_none"] != nil else { return nil }
      return Expression(.call("\(names[above])_none", [Expression(.name("entry"))]))
    }
    var reader = NoReads()
    self.map = try hardware.encoder.encode(map, names: [:], reader: &reader).resized(to: word)
    bounds =
      try compiled.bounds.map {
        try hardware.encoder.encodeTruth($0, names: [:], reader: &reader)
      } ?? .yes
    sectionShift = try sections.map { sections in
      let bits = try hardware.encoder.encode(sections, names: [:], reader: &reader).constantValue
      guard let bits, let page = hardware.pageShift.constantValue, page <= bits,
        bits < UInt64(architecture.word)
      else {
        throw Refusal("'compiled: sections' is no number that is right for \(configuration)", nil)
      }
      return bits - page
    }
    mapNames = Set(map.usedNames).subtracting(compiled.linear?.usedNames ?? [])
    // What stands in the code as a number, where what is added to it is not known yet.
    let start = Assignment().value(of: self.map)
    mapMark = start == 0 ? nil : start
    let sizes = modules.compactMap { $0.size(ofStructure: "page") }
    guard let size = sizes.first else {
      throw Refusal(
        "the code does not tell how large a struct page is; compile it with debug information (-g)",
        nil)
    }
    pageStructure = UInt64(size)
    flagsAreFirst = modules.compactMap { $0.offset(ofField: "flags", in: "page") }.first == 0
  }

  // MARK: what the code reads from elsewhere

  /// Whether adding this number gives a place in the memory map.
  func marksMap(_ number: UInt64) -> Bool { number == mapMark }

  /// What is at a place of a global variable that does not change.
  package func term(ofGlobal name: String, offset: UInt64, width: Int) -> Term? {
    guard let known = constantName(name, offset), constants.contains(known) else { return nil }
    return (try? term(of: known))?.resized(to: width)
  }

  /// The same, as a value.
  func global(_ name: String, offset: UInt64?, width: Int) -> Value? {
    guard let offset, let term = term(ofGlobal: name, offset: offset, width: width) else {
      return nil
    }
    let isOfMap = constantName(name, offset).map(mapNames.contains) ?? false
    return Value(term, tags: isOfMap ? .map : [])
  }

  /// Where a global variable is, if that is stated.
  package func address(ofGlobal name: String) -> Term? {
    let name = "address_of_\(name)"
    return statedTerm(name)
  }

  /// Whether a global variable is one of those that do not change.
  func isConstant(_ name: String) -> Bool {
    constants.contains { $0 == name || $0.hasPrefix("\(name)_") }
  }

  /// What a name stands for that is stated.
  func statedTerm(_ name: String) -> Term? {
    compiled.sources[name] == nil ? nil : try? term(of: name).resized(to: word)
  }

  private func term(of name: String) throws -> Term {
    var reader = NoReads()
    return try hardware.encoder.encode(
      compiled.sources[name] ?? Expression(.name(name)), names: [:], reader: &reader)
  }

  /// A variable's name, or that of its field, in an array its first structure's, by the field's
  /// number.
  private func constantName(_ name: String, _ offset: UInt64) -> String? {
    for module in modules {
      guard let type = module.firstType(ofGlobal: name) else { continue }
      guard case .structure(let fields, _) = module.resolved(type) else {
        return offset == 0 ? name : nil
      }
      let field = fields.indices.first { module.offset(of: $0, in: type) == Int(offset) }
      return field.map { "\(name)_\($0)" }
    }
    return offset == 0 ? name : nil
  }

  // MARK: pages

  /// Whether an address in the memory map is one of a page's flags: that of a `struct page`, or what
  /// bit 0 of one stands for, and a number beside it.
  ///
  /// By such an address a page is marked, and not taken.
  func isInFlags(_ address: Term) -> Bool {
    guard flagsAreFirst, mapMark.map({ $0 % pageStructure == 0 }) ?? true,
      let parts = numbers(in: address, depth: 0), parts.others <= 1
    else { return false }
    let isPowerOfTwo = pageStructure & (pageStructure - 1) == 0
    let mask = isPowerOfTwo ? pageStructure - 1 : Word(.max, width: word).bits
    return parts.numbers.allSatisfy { ($0 &+ 1) & mask <= UInt64(word / 8) }
  }

  /// What is added to a page's address in a sum, by every way in which it may be chosen, and how many
  /// parts of it are no numbers, nor such by which a page's address is moved to another's; nil for many.
  private func numbers(in term: Term, depth: Int) -> (numbers: Set<UInt64>, others: Int)? {
    if let number = term.constantValue { return ([number], 0) }
    guard depth < 32 else { return nil }
    let operands = { term.operands.map { self.numbers(in: $0, depth: depth + 1) } }
    var result: Set<UInt64>
    var others: Int
    switch term.operation {
    case .add, .subtract:
      let parts = operands()
      guard parts.count == 2, let left = parts[0], let right = parts[1] else { return nil }
      let isSum = term.operation == .add
      result = Set(
        left.numbers.flatMap { a in right.numbers.map { isSum ? a &+ $0 : a &- $0 } })
      others = left.others + right.others
    case .ifThenElse:
      let parts = operands()
      guard parts.count == 3, let left = parts[1], let right = parts[2] else { return nil }
      result = left.numbers.union(right.numbers)
      others = max(left.others, right.others)
    default:
      result = [0]
      others = isOfWholePages(term) ? 0 : 1
    }
    return result.count > 16 ? nil : (result, others)
  }

  /// Whether a term is sure to be a multiple of what a `struct page` has in bytes.
  private func isOfWholePages(_ term: Term) -> Bool {
    if term.operation == .multiply,
      term.operands.contains(where: { $0.constantValue.map { $0 % pageStructure == 0 } ?? false })
    {
      return true
    }
    return pageStructure & (pageStructure - 1) == 0
      && Self.zeros(below: term, depth: 0) >= pageStructure.trailingZeroBitCount
  }

  /// A number of low bits that are sure to be 0.
  private static func zeros(below term: Term, depth: Int) -> Int {
    if let number = term.constantValue { return min(64, number.trailingZeroBitCount) }
    guard depth < 32 else { return 0 }
    let parts = { term.operands.map { zeros(below: $0, depth: depth + 1) } }
    switch term.operation {
    case .add, .subtract, .bitOr, .bitXor, .zeroExtend, .truncate: return parts().min() ?? 0
    case .ifThenElse: return parts().dropFirst().min() ?? 0
    case .bitAnd: return parts().max() ?? 0
    case .multiply: return min(64, parts().reduce(0, +))
    case .shiftLeft:
      guard let by = term.operands.last?.constantValue, by < 64 else { return 0 }
      return min(64, (parts().first ?? 0) + Int(by))
    case .shiftRight:
      guard let by = term.operands.last?.constantValue, by < 64 else { return 0 }
      return max(0, (parts().first ?? 0) - Int(by))
    default: return 0
    }
  }

  // MARK: functions with a stated meaning

  /// A function's name in its own file.
  package static func plain(_ name: String) -> String { String(name.prefix { $0 != "@" }) }

  /// What a function gives that asks the CPU; nil for one that is executed.
  package func stated(_ function: String, _ arguments: [Term]) throws -> Term? {
    guard let helper = helper(function, arguments) else { return nil }
    var reader = NoReads()
    var names: [String: TermBinding] = [:]
    for (parameter, argument) in zip(helper.parameters ?? [], arguments) {
      names[parameter] = TermBinding(argument)
    }
    return try hardware.encoder.encode(helper.body, names: names, reader: &reader)
  }

  /// By the function's name, or by that and the numbers that it is given.
  private func helper(_ function: String, _ arguments: [Term]) -> Helper? {
    let name = Self.plain(function)
    if let helper = compiled.asks[name] {
      return (helper.parameters ?? []).count == arguments.count ? helper : nil
    }
    let numbers = arguments.compactMap(\.constantValue)
    guard !numbers.isEmpty, numbers.count == arguments.count else { return nil }
    let helper = compiled.asks[([name] + numbers.map(String.init)).joined(separator: "_")]
    return helper?.parameters?.isEmpty ?? true ? helper : nil
  }

  func statedTags(_ function: String) -> Tags {
    (compiled.asks[Self.plain(function)]?.parameters ?? []).isEmpty ? [] : .table
  }

  // MARK: entries

  /// An entry as the tables' description has it, of a word as a program reads it.
  package func entry(_ word: Term) -> Term {
    guard compiled.entriesAreBigEndian, modules.first?.layout.isLittleEndian ?? true,
      let swapped = SymbolicArithmetic.unary(.swapBytes, word)
    else { return word }
    return swapped
  }

  /// Where the kernel sees a physical address; nil where that is at its own number.
  func linear(_ physical: Term) throws -> Term? {
    guard let linear = compiled.linear else { return nil }
    var reader = NoReads()
    return try hardware.encoder.encode(
      linear, names: ["phys": TermBinding(physical)], reader: &reader
    ).resized(to: word)
  }

  /// The `struct page` of a physical address, where the memory map is in one piece.
  func page(of physical: Term) -> Term {
    map + (physical >> hardware.pageShift.resized(to: word)) * .constant(pageStructure, width: word)
  }

  /// Whether an entry is one that leads on, maps, or is as the kernel leaves it where it maps nothing: no
  /// other is in tables of the kernel's own.
  func isKernels(_ entry: Term, in position: Int) throws -> Term {
    guard let test = noneTests[position] else { return .yes }
    var reader = NoReads()
    let isNone = try kernels.encodeTruth(
      test, names: ["entry": TermBinding(entry)], reader: &reader)
    return .any([
      .not(try hardware.isEmpty(entry, in: position)), isNone,
    ])
  }

  /// The frame that a leaf maps at an address; nil in a table without leaves.
  func frame(of entry: Term, at addr: Term, in position: Int) throws -> Term? {
    guard let page = try hardware.page(of: entry, at: addr, in: position) else { return nil }
    let shift = hardware.pageShift.resized(to: page.width)
    return (page >> shift).resized(to: word)
  }
}
