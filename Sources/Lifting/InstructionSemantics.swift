import LLVMIR
import PageWalk

/// What instructions compute.
extension Executor {
  /// The value of an operand.
  func value(
    _ operand: Operand, _ type: IRType, _ instruction: Instruction, _ frame: Frame
  ) throws -> LiftedValue {
    switch operand {
    case .local(let name):
      guard let value = frame.values[name] else {
        throw error("%\(name) has no value here", instruction, frame)
      }
      return value
    case .integer(let number):
      return .word(builder.constant(number, width: try width(type, instruction, frame)))
    case .null: return .word(builder.constant(0, width: builder.word))
    case .undefined: return .undefined
    case .zero:
      if let width = width(of: type, frame) { return .word(builder.constant(0, width: width)) }
      return .undefined
    case .global(let name): return .place(KernelPlace(path: name, isAddress: true))
    case .element(let type, let base, let indices):
      let start = try value(base, .pointer, instruction, frame)
      let words = try indices.map { index -> LiftedWord in
        guard case .integer(let number) = index else {
          throw error("a constant address is not understood", instruction, frame)
        }
        return builder.constant(number, width: 64)
      }
      return try element(of: type, start, words, named: nil, instruction, frame)
    case .cast(let cast, let inner, let from, let to):
      return try self.cast(
        cast, try value(inner, from, instruction, frame), from: from, to: to, LocalMemory(),
        instruction, frame)
    case .binary(let operation, let type, let left, let right):
      let width = try width(type, instruction, frame)
      guard
        let a = word(
          try value(left, type, instruction, frame), width: width, LocalMemory(), site: nil),
        let b = word(
          try value(right, type, instruction, frame), width: width, LocalMemory(), site: nil),
        let result = builder.binary(operation, a, b)
      else { throw error("a constant is not understood", instruction, frame) }
      return .word(result)
    case .aggregate(let parts):
      return .aggregate(
        try parts.map { try value($0.operand, $0.type, instruction, frame) })
    case .unsupported(let text):
      throw error("the constant '\(text)' is not understood", instruction, frame)
    }
  }

  /// Bits of an integer or pointer type.
  func width(of type: IRType, _ frame: Frame) -> Int? {
    switch frame.module.resolved(type) {
    case .integer(let width): return width
    case .pointer: return frame.module.layout.pointerWidth
    default: return nil
    }
  }

  func width(_ type: IRType, _ instruction: Instruction, _ frame: Frame) throws -> Int {
    guard let width = width(of: type, frame), width <= 64 else {
      throw error("values of this type are not understood", instruction, frame)
    }
    return width
  }

  private func word(
    _ operand: Operand, _ type: IRType, _ instruction: Instruction, _ frame: Frame,
    _ memory: LocalMemory
  ) throws -> LiftedWord {
    let width = try width(type, instruction, frame)
    guard
      let word = word(
        try value(operand, type, instruction, frame), width: width, memory,
        site: site(instruction, frame))
    else {
      throw error("the address of a local variable is computed with", instruction, frame)
    }
    return builder.cut(word, to: width).width == width ? builder.cut(word, to: width) : word
  }

  /// Executes an instruction that neither calls nor ends a block.
  func execute(
    _ instruction: Instruction, _ frame: inout Frame, _ memory: inout LocalMemory
  ) throws {
    let result: LiftedValue
    switch instruction.operation {
    case .alloca:
      let slot = number(
        ofVariable: "\(frame.path) \(frame.function.name) \(instruction.line)")
      memory.add(instruction.result ?? "", slot)
      result = .local(slot, offset: 0)
    case .load(let type, let from, let isVolatile):
      result = try load(
        type, try value(from, .pointer, instruction, frame), isVolatile, memory, instruction,
        frame)
    case .store(let value, let to, _):
      try store(
        try self.value(value.operand, value.type, instruction, frame), value.type,
        try self.value(to, .pointer, instruction, frame), &memory, instruction, frame)
      return
    case .element(let type, let base, let indices):
      let words = try indices.map { index in
        try word(index.operand, index.type, instruction, frame, memory)
      }
      result = try element(
        of: type, try value(base.operand, base.type, instruction, frame), words,
        named: instruction.result, instruction, frame)
    case .binary(let operation, let type, let left, let right):
      let a = try value(left, type, instruction, frame)
      if a == .undefined, try value(right, type, instruction, frame) == .undefined {
        result = .undefined
        break
      }
      if let page = try pageDifference(operation, a, right, type, instruction, frame) {
        result = page
        break
      }
      guard
        let value = builder.binary(
          operation, try word(left, type, instruction, frame, memory),
          try word(right, type, instruction, frame, memory))
      else { throw error("'\(operation)' of these values is not understood", instruction, frame) }
      result = .word(value)
    case .compare(let predicate, let type, let left, let right):
      result = .word(
        try compare(predicate, type, left, right, memory, instruction, frame))
    case .cast(let cast, let value, let to):
      result = try self.cast(
        cast, try self.value(value.operand, value.type, instruction, frame), from: value.type,
        to: to, memory, instruction, frame)
    case .select(let condition, let then, let otherwise):
      result = try select(condition, then, otherwise, memory, instruction, frame)
    case .extractValue(let value, let positions):
      var part = try self.value(value.operand, value.type, instruction, frame)
      for position in positions {
        guard case .aggregate(let parts) = part, position < parts.count else {
          part = .undefined
          break
        }
        part = parts[position]
      }
      result = part
    case .insertValue(let value, let part, let positions):
      result = try insert(value, part, positions, instruction, frame)
    case .freeze(let value): result = try self.value(value.operand, value.type, instruction, frame)
    case .fence: return
    case .unsupported(let name):
      throw error("the instruction '\(name)' is not understood", instruction, frame)
    default: throw error("an instruction is not understood here", instruction, frame)
    }
    if let name = instruction.result { frame.values[name] = result }
  }

  /// A page's number, of the difference between its place and that where the memory map begins:
  /// first in bytes, then divided by the size of a `struct page`.
  private func pageDifference(
    _ operation: BinaryOperation, _ left: LiftedValue, _ right: Operand, _ type: IRType,
    _ instruction: Instruction, _ frame: Frame
  ) throws -> LiftedValue? {
    guard case .page(let number) = left else { return nil }
    let right = try value(right, type, instruction, frame)
    switch (operation, right) {
    case (.sub, .place): return left
    case (.sdiv, .word(let size)):
      guard let bytes = frame.module.size(of: .named("struct.page")),
        size.constant == UInt64(bytes)
      else { return nil }
      return .word(number)
    default: return nil
    }
  }

  private func insert(
    _ value: TypedOperand, _ part: TypedOperand, _ positions: [Int], _ instruction: Instruction,
    _ frame: Frame
  ) throws -> LiftedValue {
    guard positions.count == 1, case .structure(let fields, _) = frame.module.resolved(value.type),
      positions[0] < fields.count
    else { throw error("a value of several parts is not understood", instruction, frame) }
    var parts = Array(repeating: LiftedValue.undefined, count: fields.count)
    if case .aggregate(let known) = try self.value(
      value.operand, value.type, instruction, frame)
    {
      parts = known
    }
    parts[positions[0]] = try self.value(part.operand, part.type, instruction, frame)
    return .aggregate(parts)
  }

  private func select(
    _ condition: Operand, _ then: TypedOperand, _ otherwise: TypedOperand, _ memory: LocalMemory,
    _ instruction: Instruction, _ frame: Frame
  ) throws -> LiftedValue {
    let test = try word(condition, .integer(1), instruction, frame, memory)
    let first = try value(then.operand, then.type, instruction, frame)
    let second = try value(otherwise.operand, otherwise.type, instruction, frame)
    if let known = test.constant { return known == 0 ? second : first }
    if first == second { return first }
    return .word(
      builder.select(
        test, try word(then.operand, then.type, instruction, frame, memory),
        try word(otherwise.operand, otherwise.type, instruction, frame, memory)))
  }

  private func compare(
    _ predicate: Predicate, _ type: IRType, _ left: Operand, _ right: Operand,
    _ memory: LocalMemory, _ instruction: Instruction, _ frame: Frame
  ) throws -> LiftedWord {
    let a = try value(left, type, instruction, frame)
    let b = try value(right, type, instruction, frame)
    // A local variable has an address, and it is no other's.
    if case .local = a, case .word(let word) = b, word.constant == 0 {
      return builder.truth(predicate == .ne)
    }
    if case .local(let x, let i) = a, case .local(let y, let j) = b,
      predicate == .eq || predicate == .ne
    {
      return builder.truth((x == y && i == j) == (predicate == .eq))
    }
    for value in [a, b] {
      if case .page = value {
        return self.word(
          ofSource: "page_\(instruction.line)", "a page's place in the memory map", width: 1,
          site: site(instruction, frame), varies: true)
      }
    }
    return builder.compare(
      predicate, try word(left, type, instruction, frame, memory),
      try word(right, type, instruction, frame, memory))
  }

  func cast(
    _ cast: CastOperator, _ value: LiftedValue, from: IRType, to: IRType, _ memory: LocalMemory,
    _ instruction: Instruction, _ frame: Frame
  ) throws -> LiftedValue {
    switch cast {
    case .ptrtoint, .inttoptr, .bitcast, .addrspacecast:
      guard case .word(let word) = value else { return value }
      guard let width = width(of: to, frame), width <= 64 else {
        throw error("this cast is not understood", instruction, frame)
      }
      return .word(
        width > word.width ? builder.extended(word, to: width) : builder.cut(word, to: width))
    case .trunc, .zext, .sext:
      if value == .undefined { return .undefined }
      let old = try width(from, instruction, frame)
      let new = try width(to, instruction, frame)
      guard let word = word(value, width: old, memory, site: site(instruction, frame)) else {
        throw error("the address of a local variable is computed with", instruction, frame)
      }
      switch cast {
      case .trunc: return .word(builder.cut(word, to: new))
      case .sext: return .word(builder.signExtended(word, to: new))
      default: return .word(builder.extended(word, to: new))
      }
    }
  }

  // MARK: memory

  /// The value that stands at an address.
  func load(
    _ type: IRType, _ address: LiftedValue, _ isVolatile: Bool, _ memory: LocalMemory,
    _ instruction: Instruction, _ frame: Frame
  ) throws -> LiftedValue {
    switch address {
    case .local(let slot, let offset):
      let storeSize = frame.module.storeSize(of: type) ?? 0
      if let pointer = toldCopy(slot, offset, storeSize, isVolatile, memory, frame) {
        throw ReadsTable(pointer: pointer, size: storeSize, isVolatile: true, target: nil)
      }
      guard let size = frame.module.storeSize(of: type),
        let value = memory.load(
          size: size, from: slot, at: offset, builder, frame.module.layout)
      else {
        throw error(
          "a local variable is read in other pieces than it was written", instruction, frame)
      }
      if case .word(let word) = value, let width = width(of: type, frame), word.width > width {
        return .word(builder.cut(word, to: width))
      }
      return value
    case .place(let place):
      let content = place.content
      guard let width = width(of: type, frame), type != .pointer else { return .place(content) }
      // A flag in a byte.
      if width == 8, let meaning = compiled.sources[content.name], WordBuilder.isTruth(meaning) {
        return .word(
          builder.extended(
            word(
              ofSource: content.name, content.path, width: 1, site: site(instruction, frame)),
            to: 8))
      }
      return .place(content)
    case .page:
      return .place(
        KernelPlace(path: "page_\(instruction.line)", isAddress: false, varies: true))
    case .word(let pointer):
      guard let size = frame.module.storeSize(of: type) else {
        throw error("a value of this type is not read", instruction, frame)
      }
      if let known = known(at: pointer), size == entrySize, !(isVolatile && isTold(frame)) {
        return .word(known)
      }
      guard known(at: pointer) != nil || leadsToTable(pointer) else {
        // The kernel's own memory, by an address that it computed.
        return .place(
          KernelPlace(path: "memory_\(instruction.line)", isAddress: false, varies: true))
      }
      throw ReadsTable(pointer: pointer, size: size, isVolatile: isVolatile, target: nil)
    case .aggregate, .undefined:
      throw error("a read through an address that is not known", instruction, frame)
    }
  }

  /// Whether a function's reads of local copies are told.
  func isTold(_ frame: Frame) -> Bool { tellsCopies && frame.stack.count == 1 }

  /// The address of a local copy, where a read of it is told.
  func toldCopy(
    _ slot: Int, _ offset: Int, _ size: Int, _ isVolatile: Bool, _ memory: LocalMemory,
    _ frame: Frame
  ) -> LiftedWord? {
    guard isVolatile, offset == 0, size == entrySize, isTold(frame),
      let name = copyName(slot, memory)
    else { return nil }
    return LiftedWord(
      Expression(.addressOf(name)), width: builder.word, bits: builder.word,
      carrier: builder.word)
  }

  /// A read through a pointer that is neither a local variable's nor the kernel's own memory.
  struct ReadsTable: Error {
    let pointer: LiftedWord
    /// In bytes.
    let size: Int
    let isVolatile: Bool
    /// The local variable and the offset in it that the value is copied to, if it is.
    let target: (Int, Int)?
  }

  private func store(
    _ value: LiftedValue, _ type: IRType, _ address: LiftedValue, _ memory: inout LocalMemory,
    _ instruction: Instruction, _ frame: Frame
  ) throws {
    switch address {
    case .local(let slot, let offset):
      guard let size = frame.module.storeSize(of: type) else {
        throw error("a value of this type is not stored", instruction, frame)
      }
      if value == .undefined {
        memory.clear(slot, from: offset, size: size)
      } else {
        memory.store(value, size: size, in: slot, at: offset)
      }
    case .place, .page: break
    case .word(let word):
      guard leadsToTable(word) else { return }
      throw error(
        "a write through a pointer into a table (\(word.expression)) is not understood",
        instruction, frame)
    case .aggregate, .undefined:
      throw error("a write through an address that is not known", instruction, frame)
    }
  }

  /// `getelementptr`: an address inside of what another address is that of.
  func element(
    of type: IRType, _ base: LiftedValue, _ indices: [LiftedWord], named result: String?,
    _ instruction: Instruction, _ frame: Frame
  ) throws -> LiftedValue {
    let module = frame.module
    if case .named(let name) = type, name == "struct.page", indices.count == 1 {
      return try page(base, indices[0], instruction, frame)
    }
    var base = base
    if case .place(let place) = base, let top = topTable(place) { base = .word(top) }
    switch base {
    case .place(let place):
      return .place(try part(of: place, indices, named: result))
    case .page:
      return .place(KernelPlace(path: "page", isAddress: true, varies: true).part(result ?? "part"))
    case .undefined: return .undefined
    case .aggregate: throw error("an address is no number", instruction, frame)
    case .local, .word: break
    }
    var current = type
    var offset = builder.constant(0, width: builder.word)
    for (position, index) in indices.enumerated() {
      if position > 0, case .structure(let fields, _) = module.resolved(current) {
        guard let number = index.constant, number < UInt64(fields.count),
          let bytes = module.offset(of: Int(number), in: current)
        else { throw error("there is no such field", instruction, frame) }
        offset = builder.add(offset, builder.constant(UInt64(bytes), width: builder.word))
        current = fields[Int(number)]
        continue
      }
      if position > 0 {
        guard case .array(_, let inner) = module.resolved(current) else {
          throw error("an address inside of this type is not understood", instruction, frame)
        }
        current = inner
      }
      guard let size = module.size(of: current) else {
        throw error("a type has no size", instruction, frame)
      }
      let wide =
        index.width < builder.word
        ? builder.signExtended(index, to: builder.word) : builder.cut(index, to: builder.word)
      guard
        let bytes = builder.binary(
          .mul, wide, builder.constant(UInt64(size), width: builder.word))
      else { throw error("an index is not understood", instruction, frame) }
      offset = builder.add(offset, bytes)
    }
    switch base {
    case .local(let slot, let start):
      guard let bytes = offset.constant else {
        // Only an address that is computed with, not one that is read through.
        throw error("a local variable is indexed by a value that is not known", instruction, frame)
      }
      return .local(slot, offset: start + Int(Int64(bitPattern: signed(bytes))))
    case .word(let word): return .word(builder.add(word, offset))
    default: return base
    }
  }

  private func signed(_ bytes: UInt64) -> UInt64 {
    builder.word < 64 && bytes >> UInt64(builder.word - 1) & 1 == 1
      ? bytes | ~WordBuilder.cut(.max, builder.word) : bytes
  }

  /// The part of the kernel's memory that indices lead to, by the name that the module gives it.
  private func part(
    of place: KernelPlace, _ indices: [LiftedWord], named result: String?
  ) throws -> KernelPlace {
    if let result, !(result.first?.isNumber ?? true) {
      let name = String(result.reversed().drop { $0.isNumber }.reversed())
      if !["arrayidx", "arraydecay", "add.ptr", "incdec.ptr", "coerce.dive"].contains(name) {
        return place.part(name)
      }
    }
    let numbers = indices.dropFirst().map { $0.constant.map(String.init) ?? "n" }
    guard numbers.contains(where: { $0 != "0" }) else {
      return indices.first?.constant == 0 ? place : place.part("n")
    }
    return numbers.reduce(place) { $0.part($1) }
  }

  /// A page of the memory map, `count` pages from another.
  private func page(
    _ base: LiftedValue, _ count: LiftedWord, _ instruction: Instruction, _ frame: Frame
  ) throws -> LiftedValue {
    let count = builder.signExtended(count, to: max(count.width, builder.word))
    switch base {
    case .page(let start):
      return .page(
        builder.add(
          start.width < count.width ? builder.extended(start, to: count.width) : start, count))
    case .place(let place) where place.isForeign:
      throw error(
        "a page is counted from what a function gives that is not read; give the file that has it"
          + " with another --ir", instruction, frame)
    // Where the memory map begins is a matter of the kernel's own.
    default: return .page(count)
    }
  }
}
