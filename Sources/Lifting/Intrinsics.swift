import LLVMIR
import PageWalk

/// LLVM's own functions.
extension Executor {
  func intrinsic(
    _ name: String, _ call: Call, _ instruction: Instruction, _ frame: Frame,
    _ memory: inout LocalMemory
  ) throws -> LiftedValue? {
    let parts = name.split(separator: ".").map(String.init)
    func argument(_ position: Int) throws -> LiftedValue {
      guard position < call.arguments.count else {
        throw error("@\(name) has too few arguments", instruction, frame)
      }
      let argument = call.arguments[position]
      return try value(argument.operand, argument.type, instruction, frame)
    }
    func word(_ position: Int) throws -> LiftedWord {
      let width = try width(call.arguments[position].type, instruction, frame)
      guard
        let word = self.word(
          try argument(position), width: width, memory, site: site(instruction, frame))
      else { throw error("@\(name) of an address is not understood", instruction, frame) }
      return word
    }
    switch parts.count > 1 ? parts[1] : "" {
    case "lifetime", "dbg", "assume", "experimental", "prefetch", "sideeffect", "stackrestore",
      "donothing":
      return .undefined
    case "expect", "annotation", "launder", "strip", "ssa", "ptr": return try argument(0)
    case "is":
      // Whether the compiler knows a value; what depends on it comes to the same.
      if case .word(let word) = try argument(0), word.constant != nil {
        return .word(builder.truth(true))
      }
      return .word(builder.truth(false))
    case "memset":
      try fill(try argument(0), try argument(1), try word(2), &memory, instruction, frame)
      return .undefined
    case "memcpy", "memmove":
      try copy(
        from: try argument(1), to: try argument(0), try word(2),
        isVolatile: try word(3).constant == 1, &memory, instruction, frame)
      return .undefined
    case "bswap": return .word(builder.swapped(try word(0)))
    case "ctpop", "ctlz", "cttz":
      let value = try word(0)
      // No walk that goes by it is understood; one that only returns it is.
      guard let number = value.constant else {
        return unknownResult(of: parts[1], call.returns, instruction, frame)
      }
      let bits =
        parts[1] == "ctpop"
        ? number.nonzeroBitCount
        : parts[1] == "ctlz"
          ? number.leadingZeroBitCount - 64 + value.width
          : min(number.trailingZeroBitCount, value.width)
      return .word(builder.constant(UInt64(bits), width: value.width))
    case "uadd", "usub", "umul":
      return try overflowing(parts[1], try word(0), try word(1), instruction, frame)
    case "umin", "umax":
      let (a, b) = (try word(0), try word(1))
      let test = builder.compare(parts[1] == "umin" ? .ult : .ugt, a, b)
      return .word(builder.select(test, a, b))
    case "trap", "ubsantrap", "debugtrap": return nil
    case "read_register", "returnaddress", "frameaddress", "stacksave", "thread", "objectsize",
      "readcyclecounter", "sponentry", "addressofreturnaddress":
      return .place(KernelPlace(path: parts[1], isAddress: false))
    default: throw error("@\(name) is not understood", instruction, frame)
    }
  }

  private func overflowing(
    _ operation: String, _ a: LiftedWord, _ b: LiftedWord, _ instruction: Instruction,
    _ frame: Frame
  ) throws -> LiftedValue {
    switch operation {
    case "uadd":
      let sum = builder.add(a, b)
      return .aggregate([.word(sum), .word(builder.compare(.ult, sum, a))])
    case "usub":
      return .aggregate([.word(builder.subtract(a, b)), .word(builder.compare(.ult, a, b))])
    default: throw error("a product with overflow is not understood", instruction, frame)
    }
  }

  private func size(
    _ word: LiftedWord, _ instruction: Instruction, _ frame: Frame
  ) throws -> Int {
    guard let size = word.constant, size <= 1 << 20 else {
      throw error("memory is copied or filled by a size that is not constant", instruction, frame)
    }
    return Int(size)
  }

  private func fill(
    _ target: LiftedValue, _ byte: LiftedValue, _ length: LiftedWord,
    _ memory: inout LocalMemory, _ instruction: Instruction, _ frame: Frame
  ) throws {
    let size = try size(length, instruction, frame)
    guard case .local(let slot, let offset) = target else {
      if case .word = target {
        throw error("a table is written to, which is not understood", instruction, frame)
      }
      return
    }
    memory.clear(slot, from: offset, size: size)
    guard case .word(let value) = byte, value.constant == 0 else { return }
    // In words, as it will be read.
    var position = 0
    while position < size {
      let part = [8, 4, 2, 1].first { $0 <= size - position && $0 <= max(entrySize, 4) } ?? 1
      memory.store(
        .word(builder.constant(0, width: 8 * part)), size: part, in: slot, at: offset + position)
      position += part
    }
  }

  private func copy(
    from source: LiftedValue, to target: LiftedValue, _ length: LiftedWord, isVolatile: Bool,
    _ memory: inout LocalMemory, _ instruction: Instruction, _ frame: Frame
  ) throws {
    let size = try size(length, instruction, frame)
    switch (source, target) {
    case (.local(let from, let start), .local(let to, let offset)):
      if let pointer = toldCopy(from, start, size, isVolatile, memory, frame) {
        throw ReadsTable(
          pointer: pointer, size: size, isVolatile: true, target: (to, offset))
      }
      guard let cells = memory.cells(of: from, from: start, size: size) else {
        throw error(
          "a local variable is copied in other pieces than it was written", instruction, frame)
      }
      memory.clear(to, from: offset, size: size)
      for cell in cells {
        memory.store(cell.value, size: cell.size, in: to, at: offset + cell.offset)
      }
    case (.word(let pointer), .local(let to, let offset)):
      if let known = known(at: pointer), !(isVolatile && isTold(frame)) {
        memory.store(.word(known), size: size, in: to, at: offset)
        return
      }
      guard known(at: pointer) != nil || leadsToTable(pointer) else {
        memory.clear(to, from: offset, size: size)
        return
      }
      throw ReadsTable(
        pointer: pointer, size: size, isVolatile: isVolatile, target: (to, offset))
    case (_, .local(let to, let offset)): memory.clear(to, from: offset, size: size)
    case (_, .word):
      throw error("a table is written to, which is not understood", instruction, frame)
    default: break
    }
  }
}
