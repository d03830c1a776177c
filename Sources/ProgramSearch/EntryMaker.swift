import Encoder
import PageWalk
import ProgramProof
import SMT
import Simulator

/// Makes entries that lead to a certain table or frame.
///
/// One entry of each kind comes from the solver. Which of its bits name the address, and which may be
/// anything, is found by turning them round one after the other in the hardware's description.
struct EntryMaker {
  enum Kind: Hashable, CaseIterable {
    case leaf, table
  }

  private struct Form {
    let entry: UInt64
    let address: UInt64
    /// The entry's bit by the address's.
    let bits: [Int: Int]
    /// Bits that neither change the address nor the kind.
    let free: [Int]
  }

  private let machine: ConcreteMachine
  private var hardware: HardwareWalk { machine.hardware }
  private var forms: [Int: [Kind: Form]] = [:]
  private var empty: [Int: UInt64] = [:]

  /// - Throws: `EncodingError`, `SolverError`.
  init(_ machine: ConcreteMachine) throws {
    self.machine = machine
    let solver = try Solver(budget: 10_000_000)
    let terms = machine.walk.hardware
    let entry = Term.variable("entry", width: terms.entryWidth)
    func solve(_ parts: [Term]) throws -> UInt64? {
      // What the kernel leaves open is what it is in this machine.
      let open = Term.variables(in: parts).filter { $0 !== entry }
      let numbers = open.map { Term.equal($0, .constant(machine.value($0), width: $0.width)) }
      guard
        case .satisfiable(let model) = try solver.check(parts + numbers, name: "an entry")
      else { return nil }
      return model.value(of: entry)
    }
    for position in terms.tables.indices {
      let carries = try terms.carries(entry, in: position)
      let isEmpty = try terms.isEmpty(entry, in: position)
      // One that would lead to a frame, if it were not empty, shows who goes on all the same.
      let zero = Term.constant(0, width: terms.word)
      let (named, frame) =
        terms.tables[position].table.next == nil
        ? (try terms.page(of: entry, at: zero, in: position), machine.places.hole)
        : (try terms.next(of: entry, in: position), machine.virtual(machine.places.hole))
      let leads = named.map { Term.equal($0, .constant(frame, width: $0.width)) } ?? .no
      empty[position] = try solve([carries, isEmpty, leads]) ?? solve([carries, isEmpty])
      for kind in Kind.allCases {
        let isKind =
          try kind == .leaf
          ? terms.isLeaf(entry, in: position) : terms.leadsOn(entry, in: position)
        // An address of more than one bit, so that none of them alone makes it 0.
        let example =
          kind == .leaf
          ? (try terms.page(of: entry, at: zero, in: position), machine.places.frames * 3)
          : (
            isKind.constantValue == 0 ? nil : try terms.next(of: entry, in: position),
            machine.virtual(machine.places.tables * 3)
          )
        let isExample =
          example.0.map { Term.equal($0, .constant(example.1, width: $0.width)) } ?? .no
        guard
          let found = try solve([carries, isKind, isExample]) ?? solve([carries, isKind])
        else { continue }
        forms[position, default: [:]][kind] = try form(of: found, kind, in: position)
      }
    }
  }

  /// The physical address that an entry of a kind names; nil for another kind's.
  private func address(of entry: UInt64, _ kind: Kind, in position: Int) throws -> UInt64? {
    guard try hardware.carries(entry, in: position) else { return nil }
    switch kind {
    case .leaf: return try hardware.page(of: entry, at: 0, in: position)
    case .table: return try hardware.next(of: entry, in: position).map(machine.physical)
    }
  }

  private func form(of entry: UInt64, _ kind: Kind, in position: Int) throws -> Form? {
    guard let address = try address(of: entry, kind, in: position) else { return nil }
    var bits: [Int: Int] = [:]
    var free: [Int] = []
    for bit in 0..<hardware.layout.entrySize * 8 {
      guard let other = try self.address(of: entry ^ (1 << UInt64(bit)), kind, in: position)
      else { continue }
      let changed = other ^ address
      if changed == 0 { free.append(bit) }
      if changed.nonzeroBitCount == 1 { bits[changed.trailingZeroBitCount] = bit }
    }
    // What is free begins as 0, as far as bits are free together.
    let cleared = free.reduce(entry) { $0 & ~(1 << UInt64($1)) }
    if cleared != entry, try self.address(of: cleared, kind, in: position) == address {
      return try form(of: cleared, kind, in: position)
    }
    return Form(entry: entry, address: address, bits: bits, free: free)
  }

  func hasLeaves(in position: Int) -> Bool { forms[position]?[.leaf] != nil }

  /// Bits of entries that are free to be anything.
  func freeBits(_ kind: Kind, in position: Int) -> [Int] { forms[position]?[kind]?.free ?? [] }

  /// An entry that maps nothing.
  func hole(in position: Int) -> UInt64? { empty[position] }

  /// An entry that names a physical address, with some of its free bits turned round; nil where none can.
  func entry(
    _ kind: Kind, in position: Int, naming address: UInt64, turned: UInt64 = 0
  ) throws -> UInt64? {
    guard let form = forms[position]?[kind] else { return nil }
    var entry = form.entry
    for bit in form.free where turned >> UInt64(bit) & 1 == 1 { entry ^= 1 << UInt64(bit) }
    var rest = form.address ^ address
    while rest != 0 {
      guard let bit = form.bits[rest.trailingZeroBitCount] else { return nil }
      entry ^= 1 << UInt64(bit)
      rest &= rest - 1
    }
    // What one bit does alone it need not do beside others.
    return try self.address(of: entry, kind, in: position) == address ? entry : nil
  }
}
