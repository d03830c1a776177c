import Programs

/// Runs functions of a program on numbers. It shares nothing with the symbolic execution but the
/// form, and is what a counterexample is replayed on.
public struct ConcreteExecution<World: Surroundings> {
  public let program: Program
  /// What the program does not say.
  public var world: World
  /// Where local variables lie.
  public var stack: Stack
  /// Instructions and ends of blocks that were executed; memory counts a step for each 64 bytes.
  public private(set) var steps = 0
  /// The greatest number of steps.
  public var maximumSteps: Int
  /// The greatest number of open calls.
  public static var maximumDepth: Int { 10_000 }
  /// The greatest number of bytes that one instruction copies or fills.
  public static var maximumBytes: UInt64 { 1 << 24 }

  var frames: [CallFrame] = []

  /// A run on a stack of 1 MiB unless another is given.
  public init(
    _ program: Program, in world: World, stack: Stack? = nil, maximumSteps: Int = 10_000_000
  ) {
    self.program = program
    self.world = world
    self.maximumSteps = maximumSteps
    let start: UInt64 = program.addressWidth == 64 ? 0xffff_c900_0000_0000 : 0xc100_0000
    self.stack = stack ?? Stack(start: start, size: 1 << 20)
  }

  /// Calls a function.
  ///
  /// - Parameter arguments: a word for each parameter; bits above its width are ignored.
  /// - Returns: the words that it gives.
  /// - Throws: `ExecutionError`, or what the surroundings throw.
  public mutating func call(_ name: String, _ arguments: [UInt64]) throws -> [UInt64] {
    frames = []
    stack.keep(0)
    guard let function = program.functions[name] else {
      throw ExecutionError(
        kind: .unknownCallee(.function(name)), place: ProgramPlace(function: name, source: nil))
    }
    try open(function, arguments, results: [])
    while true {
      let frame = frames[frames.count - 1]
      guard frame.block < frame.function.blocks.count else {
        throw error(.malformed("there is no block \(frame.block)"))
      }
      steps += 1
      guard steps <= maximumSteps else { throw error(.stepLimit(maximumSteps)) }
      let next = frame.next
      if next < frame.function.blocks[frame.block].instructions.count {
        frame.next = next + 1
        try execute(frame.function.blocks[frame.block].instructions[next])
      } else {
        frame.next = next + 1
        if let results = try end(frame.function.blocks[frame.block].end) { return results }
      }
    }
  }

  var place: ProgramPlace {
    ProgramPlace(function: frames.last?.function.name ?? "", source: frames.last?.source)
  }

  func error(_ kind: ExecutionError.Kind) -> ExecutionError {
    ExecutionError(kind: kind, place: place)
  }

  // MARK: calls and jumps

  private mutating func open(
    _ function: Function, _ arguments: [UInt64], results: [Register]
  ) throws {
    guard frames.count < Self.maximumDepth else { throw error(.stackLimit) }
    guard arguments.count == function.parameters.count else {
      throw error(.malformed("\(function.name) is called with \(arguments.count) words"))
    }
    frames.append(
      CallFrame(function, results: results, objects: stack.count))
    try set(function.parameters, arguments)
  }

  mutating func set(_ registers: [Register], _ words: [UInt64]) throws {
    guard registers.count == words.count else {
      throw error(.malformed("\(words.count) words for \(registers.count) registers"))
    }
    let frame = frames[frames.count - 1]
    for (position, register) in registers.enumerated() {
      guard frame.registers.indices.contains(register) else {
        throw error(.malformed("there is no register \(register)"))
      }
      frame.registers[register] = WordArithmetic.masked(
        words[position], frame.function.widths[register])
      frame.isSet[register] = true
    }
  }

  /// Ends a block; gives what the run gives where it ends.
  private mutating func end(_ terminator: Terminator) throws -> [UInt64]? {
    switch terminator {
    case .jump(let jump): try go(jump)
    case .branch(let condition, let then, let otherwise):
      try go(try value(condition) != 0 ? then : otherwise)
    case .switch(let operand, let cases, let otherwise):
      let word = try value(operand)
      try go(cases.first { $0.value == word }?.jump ?? otherwise)
    case .anyOf(let jumps):
      let choice = world.chooseJump(of: jumps.count, at: place)
      guard jumps.indices.contains(choice) else { throw error(.malformed("no such jump")) }
      try go(jumps[choice])
    case .unreachable: throw error(.unreachable)
    case .return(let operands):
      let words = try operands.map { try value($0) }
      let frame = frames.removeLast()
      stack.keep(frame.objects)
      if frames.isEmpty { return words }
      try set(frame.results, words)
    }
    return nil
  }

  private mutating func go(_ jump: Jump) throws {
    let arguments = try jump.arguments.map { try value($0) }
    let frame = frames[frames.count - 1]
    guard frame.function.blocks.indices.contains(jump.block) else {
      throw error(.malformed("there is no block \(jump.block)"))
    }
    frame.block = jump.block
    frame.next = 0
    try set(frame.function.blocks[jump.block].parameters, arguments)
  }

  mutating func call(_ callee: Callee, _ operands: [Operand], _ results: [Register]) throws {
    let arguments = try operands.map { try value($0) }
    let bodiless: BodilessCallee
    switch callee {
    case .function(let name):
      if let words = try world.answer(name, arguments, at: place) {
        try set(results, words)
        return
      }
      if let function = program.functions[name] {
        try open(function, arguments, results: results)
        return
      }
      bodiless = .function(name)
    case .assembly(let text, let constraints):
      bodiless = .assembly(text, constraints: constraints)
    case .pointer(let operand): bodiless = .pointer(try value(operand))
    }
    let widths = frames[frames.count - 1].function.widths
    guard
      let words = try world.call(
        bodiless, arguments,
        results: results.map { widths.indices.contains($0) ? widths[$0] : 0 }, stack: &stack,
        at: place)
    else { throw error(.unknownCallee(bodiless)) }
    try set(results, words)
  }

  // MARK: words

  /// Bits of an operand.
  func width(_ operand: Operand) -> Int {
    switch operand {
    case .register(let register):
      let widths = frames[frames.count - 1].function.widths
      return widths.indices.contains(register) ? widths[register] : 64
    case .constant(_, let width), .undefined(let width): return width
    case .global: return program.addressWidth
    }
  }

  mutating func value(_ operand: Operand) throws -> UInt64 {
    switch operand {
    case .register(let register):
      let frame = frames[frames.count - 1]
      guard frame.isSet.indices.contains(register), frame.isSet[register] else {
        throw error(.malformed("register \(register) has no value here"))
      }
      return frame.registers[register]
    case .constant(let number, let width): return WordArithmetic.masked(number, width)
    case .global(let name, let offset):
      return WordArithmetic.masked(
        try world.address(of: name) &+ offset, program.addressWidth)
    case .undefined(let width):
      return WordArithmetic.masked(world.choose(width: width, for: .operand, at: place), width)
    }
  }

  /// Counts what takes longer than an instruction.
  mutating func count(_ bytes: UInt64) throws {
    guard bytes <= Self.maximumBytes else { throw error(.size(bytes)) }
    steps += Int(bytes / 64)
  }
}
