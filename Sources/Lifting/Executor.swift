import LLVMIR
import PageWalk

/// Runs functions on unknown inputs, every way that they can go, and tells what they do.
final class Executor {
  let modules: ModuleSet
  let compiled: CompiledKernel
  var builder: WordBuilder
  /// Bytes of a table entry.
  let entrySize: Int
  /// Whether a load of an entry gives its bytes in the other order than the MMU takes them.
  let swapsEntries: Bool
  /// The helpers that were made, by name; nil for functions that cannot be one.
  var helpers: [String: LiftedHelper?] = [:]
  /// The names that stand for something that the code does not tell, with what that is.
  var sources: [String: Source] = [:]
  /// Names of values that were read from tables.
  var entryNames: Set<String> = []
  /// Functions whose meaning was stated rather than read.
  var stated: Set<String> = []
  /// Whether the code behind the call of a level function is of no interest.
  var stopsAtDescent = false
  /// log2 of the page size, as the hardware has it.
  let pageShift: Int
  private var functions: [String: (Function, Module)?] = [:]
  private var variables: [String: Int] = [:]
  private var steps = 0
  private var flows: [String: ControlFlow] = [:]
  private var assemblies: [String: [String]] = [:]
  /// The functions that are being turned into helpers.
  private var inProgress: Set<String> = []

  /// Something that the code does not tell.
  struct Source: Hashable {
    /// What it is in the kernel.
    let text: String
    let site: Site?
    /// Whether it may be something else each time.
    let varies: Bool
  }

  /// The most instructions that are run.
  static let maximumSteps = 2_000_000
  /// The deepest nesting of calls.
  static let maximumDepth = 48

  init(
    modules: ModuleSet, compiled: CompiledKernel, word: Int, entrySize: Int, swapsEntries: Bool,
    pageShift: Int
  ) {
    self.pageShift = pageShift
    self.modules = modules
    self.compiled = compiled
    self.builder = WordBuilder(word: word)
    self.entrySize = entrySize
    self.swapsEntries = swapsEntries
  }

  /// One activation of a function.
  struct Frame {
    let function: Function
    let module: Module
    let flow: ControlFlow
    var values: [String: LiftedValue] = [:]
    /// The functions that are at work, outermost first.
    let stack: [String]
    /// Tells activations of one function apart in names.
    let path: String
    /// What happens where control comes to the head of a loop.
    var onHeader: ((Int, Frame, LocalMemory, String?) throws -> Tree)?
  }

  /// What comes after a function's return.
  typealias Continuation = (LocalMemory, LiftedValue?) throws -> Tree

  /// A way that cannot be merged with another: something happens on it.
  struct NotPure: Error {}

  // MARK: names and places

  /// The number of a local variable, the same on every way that leads to it.
  func number(ofVariable name: String) -> Int {
    if let known = variables[name] { return known }
    variables[name] = variables.count + 1
    return variables.count
  }

  func site(_ instruction: Instruction, _ frame: Frame) -> Site {
    Site(
      function: frame.function.name, line: instruction.line,
      source: frame.module.sourceLine(of: instruction.location)?.description)
  }

  func error(_ message: String, _ instruction: Instruction, _ frame: Frame) -> LiftError {
    let site = site(instruction, frame)
    return LiftError(
      message, file: frame.module.file, line: site.line, function: site.function,
      source: site.source)
  }

  func flow(of function: Function, in module: Module) throws -> ControlFlow {
    if let flow = flows[function.name] { return flow }
    do {
      let flow = try ControlFlow(function)
      flows[function.name] = flow
      return flow
    } catch let irreducible {
      throw LiftError(
        "a loop is entered in two places, which is not understood", file: module.file,
        line: function.blocks[irreducible.block].line, function: function.name)
    }
  }

  /// The word that a source of values stands for.
  func word(ofSource name: String, _ text: String, width: Int, site: Site?, varies: Bool = false)
    -> LiftedWord
  {
    if let meaning = compiled.sources[name], case .literal(let number) = meaning.kind {
      return builder.constant(number, width: width)
    }
    if sources[name] == nil { sources[name] = Source(text: text, site: site, varies: varies) }
    let bits = compiled.sources[name].map(WordBuilder.isTruth) ?? false ? 1 : width
    return LiftedWord(
      Expression(.name(name)), width: width, bits: width == 1 ? 1 : bits,
      carrier: width > builder.word ? 64 : builder.word)
  }

  /// The number that a value is, where it is one.
  func word(
    _ value: LiftedValue, width: Int, _ memory: LocalMemory, site: Site?
  ) -> LiftedWord? {
    switch value {
    case .word(let word): return word
    case .place(let place):
      let name = place.isAddress ? "address_of_" + place.name : place.name
      if let top = topTable(place) { return top }
      return word(ofSource: name, place.path, width: width, site: site, varies: place.varies)
    case .undefined:
      return word(
        ofSource: "undefined_\(site?.line ?? 0)", "a variable without a value", width: width,
        site: site, varies: true)
    case .local(let slot, let offset):
      guard let name = copyName(slot, memory) else { return nil }
      let address = LiftedWord(
        Expression(.addressOf(name)), width: width, bits: width, carrier: builder.word)
      return builder.add(address, builder.constant(UInt64(bitPattern: Int64(offset)), width: width))
    case .page, .aggregate: return nil
    }
  }

  /// The name of the entry that a variable is the local copy of.
  func copyName(_ slot: Int, _ memory: LocalMemory) -> String? {
    guard let cells = memory.slots[slot]?.cells, cells.count == 1, cells[0].size == entrySize,
      case .word(let word) = cells[0].value
    else { return nil }
    return entryName(of: word)
  }

  /// The name of the entry that a word is, as it was read.
  func entryName(of word: LiftedWord) -> String? {
    var expression = word.expression
    if swapsEntries, case .call(WordBuilder.swap, let arguments) = expression.kind {
      expression = arguments[0]
    }
    guard case .name(let name) = expression.kind, entryNames.contains(name) else { return nil }
    return name
  }

  /// The names of which nothing is known, and the helpers that speak of one: all sources but those
  /// that the model gives a meaning, and those of the linear mapping, which change no way.
  var unknownNames: Set<String> {
    var names = Set(sources.keys).subtracting(compiled.sources.keys)
      .subtracting(compiled.linear?.usedNames ?? [])
    var changed = true
    while changed {
      changed = false
      for (name, helper) in helpers where !names.contains(name) {
        if helper?.body.expression.usedNames.contains(where: names.contains) ?? false {
          names.insert(name)
          changed = true
        }
      }
    }
    return names
  }

  /// What a tree is resolved by.
  var resolution: Resolution {
    let unknown = unknownNames
    let varying = Set(sources.filter { $0.value.varies }.keys)
    return Resolution(unknown: unknown, varying: varying) { [self] name in
      entryNames.contains(name) || isOfWalk(name)
    }
  }

  /// Whether a pointer leads to a table, rather than to the kernel's own memory: it is made of the
  /// walk's values and of nothing unknown.
  func leadsToTable(_ pointer: LiftedWord) -> Bool {
    let names = pointer.expression.usedNames
    guard names.contains(where: isOfWalk) else { return false }
    let unknown = unknownNames
    return !names.contains { unknown.contains($0) && !$0.hasPrefix("loop_") }
  }

  // MARK: running

  /// Runs a function from its start.
  func run(
    _ function: Function, in module: Module, arguments: [LiftedValue], _ memory: LocalMemory,
    stack: [String], path: String,
    onHeader: ((Int, Frame, LocalMemory, String?) throws -> Tree)? = nil,
    then: @escaping Continuation
  ) throws -> Tree {
    guard stack.count < Self.maximumDepth, !stack.contains(function.name) else {
      throw LiftError(
        stack.contains(function.name)
          ? "the function calls itself, which is not understood" : "calls are nested too deeply",
        file: module.file, line: function.line, function: function.name)
    }
    var memory = memory
    var frame = Frame(
      function: function, module: module, flow: try flow(of: function, in: module),
      stack: stack + [function.name], path: path, onHeader: onHeader)
    guard arguments.count >= function.parameters.count else {
      throw LiftError(
        "the function is called with too few arguments", file: module.file, line: function.line,
        function: function.name)
    }
    for (parameter, argument) in zip(function.parameters, arguments) {
      if case .copy(let type) = parameter.passing {
        let slot = number(ofVariable: "\(path) \(function.name) \(parameter.name)")
        memory.add(parameter.name, slot)
        if case .local(let from, let offset) = argument, let size = module.storeSize(of: type),
          let cells = memory.cells(of: from, from: offset, size: size)
        {
          for cell in cells { memory.store(cell.value, size: cell.size, in: slot, at: cell.offset) }
        } else if case .word = argument, let size = module.storeSize(of: type) {
          memory.store(argument, size: size, in: slot, at: 0)
        }
        frame.values[parameter.name] = .local(slot, offset: 0)
      } else {
        frame.values[parameter.name] = argument
      }
    }
    return try run(frame, memory, block: 0, from: nil, then: then)
  }

  /// Runs from the start of a block.
  func run(
    _ frame: Frame, _ memory: LocalMemory, block: Int, from previous: String?,
    isInLoop: Bool = false, then: @escaping Continuation
  ) throws -> Tree {
    if frame.flow.loops[block] != nil, !isInLoop {
      guard let onHeader = frame.onHeader else {
        throw LiftError(
          "a loop that is no walk over a table is not understood; if it does nothing to the walk,"
            + " its function must have a stated meaning", file: frame.module.file,
          line: frame.function.blocks[block].line, function: frame.function.name)
      }
      return try onHeader(block, frame, memory, previous)
    }
    var frame = frame
    try choosePhis(&frame, memory, block: block, from: previous)
    return try run(frame, memory, block: block, index: 0, then: then)
  }

  private func choosePhis(
    _ frame: inout Frame, _ memory: LocalMemory, block: Int, from previous: String?
  ) throws {
    var chosen: [(String, LiftedValue)] = []
    for instruction in frame.function.blocks[block].instructions {
      guard case .phi(let type, let choices) = instruction.operation else { break }
      guard let previous, let choice = choices.first(where: { $0.from == previous }),
        let result = instruction.result
      else { throw error("a phi has no value for where control comes from", instruction, frame) }
      chosen.append((result, try value(choice.0, type, instruction, frame)))
    }
    for (result, value) in chosen { frame.values[result] = value }
  }

  private func count(_ instruction: Instruction, _ frame: Frame) throws {
    steps += 1
    if steps > Self.maximumSteps {
      throw error("the code can go too many ways to be followed", instruction, frame)
    }
  }

  func run(
    _ frame: Frame, _ memory: LocalMemory, block: Int, index: Int, then: @escaping Continuation
  ) throws -> Tree {
    var (frame, memory) = (frame, memory)
    let instructions = frame.function.blocks[block].instructions
    let label = frame.function.blocks[block].label
    for position in index..<instructions.count {
      let instruction = instructions[position]
      try count(instruction, frame)
      switch instruction.operation {
      case .phi: continue
      case .call(let call):
        let next: Continuation = { [self] memory, value in
          var after = frame
          if let result = instruction.result { after.values[result] = value ?? .undefined }
          return try run(after, memory, block: block, index: position + 1, then: then)
        }
        do {
          if let value = try simpleCall(call, instruction, frame, &memory) {
            if let result = instruction.result { frame.values[result] = value }
            continue
          }
        } catch let read as ReadsTable {
          return try readTable(
            read, instruction, frame, memory, block: block, index: position + 1, then: then)
        }
        return try self.call(call, instruction, frame, memory, then: next)
      case .callBranch(_, let labels):
        return try jump(
          to: labels[...], instruction, frame, memory, block: block, then: then)
      case .branch(let target):
        return try go(to: target, from: label, instruction, frame, memory, then: then)
      case .conditional(let condition, let first, let second):
        guard
          let test = word(
            try value(condition, .integer(1), instruction, frame), width: 1, memory,
            site: site(instruction, frame))
        else { throw error("a condition has no value", instruction, frame) }
        if let known = test.constant {
          return try go(
            to: known == 0 ? second : first, from: label, instruction, frame, memory, then: then)
        }
        return try fork(
          test, first, second, instruction, frame, memory, block: block, then: then)
      case .switch(let subject, let otherwise, let cases):
        return try choose(
          subject, otherwise, cases[...], instruction, frame, memory, label: label, then: then)
      case .return(let result):
        guard let result else { return try then(memory, nil) }
        return try then(memory, try value(result.operand, result.type, instruction, frame))
      case .unreachable: return .bug(site(instruction, frame))
      default:
        do {
          try execute(instruction, &frame, &memory)
        } catch let read as ReadsTable {
          return try readTable(
            read, instruction, frame, memory, block: block, index: position + 1, then: then)
        }
      }
    }
    throw LiftError(
      "a block does not end", file: frame.module.file,
      line: frame.function.blocks[block].line, function: frame.function.name)
  }

  /// Goes where patched code goes: to each label, by something that the code does not tell.
  private func jump(
    to labels: ArraySlice<String>, _ instruction: Instruction, _ frame: Frame,
    _ memory: LocalMemory, block: Int, then: @escaping Continuation
  ) throws -> Tree {
    let label = frame.function.blocks[block].label
    guard let last = labels.last else {
      throw error("a jump leads nowhere", instruction, frame)
    }
    guard labels.count > 1 else {
      return try go(to: last, from: label, instruction, frame, memory, then: then)
    }
    let name = assemblyName(instruction, frame) + "_" + last
    let test = word(
      ofSource: name, "which way @\(frame.function.name) goes", width: 1,
      site: site(instruction, frame), varies: hasVariableOperands(instruction, frame))
    return branch(
      builder.truth(test.expression),
      try go(to: last, from: label, instruction, frame, memory, then: then),
      try jump(
        to: labels.dropLast(), instruction, frame, memory, block: block, then: then),
      site(instruction, frame))
  }

  /// Whether inline assembly computes with something that is not always the same.
  func hasVariableOperands(_ instruction: Instruction, _ frame: Frame) -> Bool {
    let call: Call
    switch instruction.operation {
    case .call(let inner), .callBranch(let inner, _): call = inner
    default: return false
    }
    return call.arguments.contains { argument in
      guard case .local(let name) = argument.operand, case .word(let word) = frame.values[name]
      else { return false }
      return word.constant == nil
    }
  }

  /// Gives the value that is read a name, and goes on.
  private func readTable(
    _ read: ReadsTable, _ instruction: Instruction, _ frame: Frame, _ memory: LocalMemory,
    block: Int, index: Int, then: @escaping Continuation
  ) throws -> Tree {
    guard read.size == entrySize else {
      throw error(
        "\(8 * read.size) bits of an entry of \(8 * entrySize) are read, which is not understood",
        instruction, frame)
    }
    let name = readName(instruction, frame)
    entryNames.insert(name)
    let value = LiftedValue.word(entry(name))
    var (frame, memory) = (frame, memory)
    if let (slot, offset) = read.target {
      memory.store(value, size: read.size, in: slot, at: offset)
    } else if let result = instruction.result {
      frame.values[result] = value
    }
    return .bind(
      name, Expression(.read(read.pointer.expression, once: read.isVolatile)),
      then: try run(frame, memory, block: block, index: index, then: then),
      site(instruction, frame))
  }

  /// The entry of a name, as a load gives it.
  func entry(_ name: String) -> LiftedWord {
    let width = 8 * entrySize
    let word = LiftedWord(
      Expression(.name(name)), width: width, bits: width, carrier: max(width, builder.word))
    return swapsEntries ? builder.swapped(word) : word
  }

  /// The value behind a pointer to a local copy.
  func known(at pointer: LiftedWord) -> LiftedWord? {
    guard case .addressOf(let name) = pointer.expression.kind else { return nil }
    return entry(name)
  }

  private func go(
    to target: String, from label: String, _ instruction: Instruction, _ frame: Frame,
    _ memory: LocalMemory, then: @escaping Continuation
  ) throws -> Tree {
    guard let block = frame.function.position(of: target) else {
      throw error("there is no label '\(target)'", instruction, frame)
    }
    return try run(frame, memory, block: block, from: label, then: then)
  }

  private func choose(
    _ subject: TypedOperand, _ otherwise: String, _ cases: ArraySlice<(UInt64, String)>,
    _ instruction: Instruction, _ frame: Frame, _ memory: LocalMemory, label: String,
    then: @escaping Continuation
  ) throws -> Tree {
    guard let (number, target) = cases.first else {
      return try go(to: otherwise, from: label, instruction, frame, memory, then: then)
    }
    guard case .integer(let width) = subject.type,
      let word = word(
        try value(subject.operand, subject.type, instruction, frame), width: width, memory,
        site: site(instruction, frame))
    else { throw error("a switch is not on an integer", instruction, frame) }
    let test = builder.compare(.eq, word, builder.constant(number, width: width))
    if test.constant == 1 {
      return try go(to: target, from: label, instruction, frame, memory, then: then)
    }
    let rest = try choose(
      subject, otherwise, cases.dropFirst(), instruction, frame, memory, label: label, then: then)
    if test.constant == 0 { return rest }
    return branch(
      test, try go(to: target, from: label, instruction, frame, memory, then: then), rest,
      site(instruction, frame))
  }

  func branch(_ test: LiftedWord, _ then: Tree, _ otherwise: Tree, _ site: Site) -> Tree {
    then == otherwise ? then : .branch(test, then: then, otherwise: otherwise, site)
  }

  /// Goes both ways of a branch: to where they meet, if nothing happens until there, and else each
  /// to its end.
  private func fork(
    _ test: LiftedWord, _ first: String, _ second: String, _ instruction: Instruction,
    _ frame: Frame, _ memory: LocalMemory, block: Int, then: @escaping Continuation
  ) throws -> Tree {
    let label = frame.function.blocks[block].label
    if let meeting = frame.flow.postdominators[block] {
      do {
        let merged = try merge(
          test, first, second, instruction, frame, memory, from: label, at: meeting)
        // What was merged already chose the phis of the block where the ways meet.
        if frame.flow.loops[meeting] != nil { throw NotPure() }
        return try run(merged.frame, merged.memory, block: meeting, index: 0, then: then)
      } catch is NotPure {}
    }
    return branch(
      test, try go(to: first, from: label, instruction, frame, memory, then: then),
      try go(to: second, from: label, instruction, frame, memory, then: then),
      site(instruction, frame))
  }

  // MARK: ways that meet again

  private struct Meeting {
    var frame: Frame
    var memory: LocalMemory
  }

  private func merge(
    _ test: LiftedWord, _ first: String, _ second: String, _ instruction: Instruction,
    _ frame: Frame, _ memory: LocalMemory, from label: String, at meeting: Int
  ) throws -> Meeting {
    let a = try runPurely(frame, memory, to: first, from: label, until: meeting)
    let b = try runPurely(frame, memory, to: second, from: label, until: meeting)
    var merged = Meeting(frame: frame, memory: memory)
    for name in Set(a.frame.values.keys).intersection(b.frame.values.keys) {
      guard let x = a.frame.values[name], let y = b.frame.values[name] else { continue }
      merged.frame.values[name] = try select(test, x, y, a.memory, b.memory)
    }
    for (slot, content) in a.memory.slots {
      guard let other = b.memory.slots[slot] else { continue }
      merged.memory.replace(
        slot, with: try select(test, content, other, a.memory, b.memory))
    }
    return merged
  }

  private func select(
    _ test: LiftedWord, _ first: LocalMemory.Slot, _ second: LocalMemory.Slot,
    _ a: LocalMemory, _ b: LocalMemory
  ) throws -> LocalMemory.Slot {
    if first.cells == second.cells { return first }
    var merged = first
    merged.cells = []
    let places = Set(first.cells.map { [$0.offset, $0.size] })
      .union(second.cells.map { [$0.offset, $0.size] })
    for place in places.sorted(by: { $0[0] < $1[0] }) {
      let x = first.cells.first { [$0.offset, $0.size] == place }
      let y = second.cells.first { [$0.offset, $0.size] == place }
      let overlaps = { (cells: [LocalMemory.Cell]) in
        cells.contains { $0.offset < place[0] + place[1] && place[0] < $0.offset + $0.size }
      }
      if x == nil && overlaps(first.cells) || y == nil && overlaps(second.cells) { throw NotPure() }
      merged.cells.append(
        LocalMemory.Cell(
          offset: place[0], size: place[1],
          value: try select(test, x?.value ?? .undefined, y?.value ?? .undefined, a, b)))
    }
    return merged
  }

  private func select(
    _ test: LiftedWord, _ first: LiftedValue, _ second: LiftedValue, _ a: LocalMemory,
    _ b: LocalMemory
  ) throws -> LiftedValue {
    if first == second || second == .undefined { return first }
    if first == .undefined { return second }
    if case .page(let x) = first, case .page(let y) = second {
      return .page(builder.select(test, x, y))
    }
    let width =
      [first, second].lazy.compactMap { value -> Int? in
        if case .word(let word) = value { return word.width }
        return nil
      }.first ?? builder.word
    guard let x = word(first, width: width, a, site: nil),
      let y = word(second, width: width, b, site: nil), x.width == y.width
    else { throw NotPure() }
    return .word(builder.select(test, x, y))
  }

  /// What comes after a block on a way that is to meet another.
  private enum Step {
    case label(String)
    /// Ways inside met at a block, whose phis are chosen.
    case meeting(Int, Meeting)
  }

  /// Runs to the block `meeting`, if nothing but computing happens until there.
  private func runPurely(
    _ frame: Frame, _ memory: LocalMemory, to target: String, from label: String,
    until meeting: Int
  ) throws -> Meeting {
    var state = Meeting(frame: frame, memory: memory)
    var step = Step.label(target)
    var previous = label
    for _ in 0...frame.function.blocks.count {
      let block: Int
      switch step {
      case .label(let label):
        guard let position = frame.function.position(of: label) else { throw NotPure() }
        block = position
        if block != meeting, frame.flow.loops[block] != nil { throw NotPure() }
        try choosePhis(&state.frame, state.memory, block: block, from: previous)
      case .meeting(let position, let merged): (block, state) = (position, merged)
      }
      if block == meeting { return state }
      do { step = try passPurely(&state, block: block) } catch is ReadsTable { throw NotPure() }
      previous = frame.function.blocks[block].label
    }
    throw NotPure()
  }

  private func passPurely(_ state: inout Meeting, block: Int) throws -> Step {
    let label = state.frame.function.blocks[block].label
    for instruction in state.frame.function.blocks[block].instructions {
      try count(instruction, state.frame)
      switch instruction.operation {
      case .phi: continue
      case .call(let call):
        guard let value = try simpleCall(call, instruction, state.frame, &state.memory) else {
          throw NotPure()
        }
        if let result = instruction.result { state.frame.values[result] = value }
      case .branch(let target): return .label(target)
      case .conditional(let condition, let first, let second):
        guard
          let test = word(
            try value(condition, .integer(1), instruction, state.frame), width: 1, state.memory,
            site: site(instruction, state.frame))
        else { throw NotPure() }
        if let known = test.constant { return .label(known == 0 ? second : first) }
        guard let inner = state.frame.flow.postdominators[block],
          state.frame.flow.loops[inner] == nil
        else { throw NotPure() }
        return .meeting(
          inner,
          try merge(
            test, first, second, instruction, state.frame, state.memory, from: label, at: inner))
      case .switch(let subject, let otherwise, let cases):
        guard
          case .word(let word) = try value(
            subject.operand, subject.type, instruction, state.frame),
          let known = word.constant
        else { throw NotPure() }
        return .label(cases.first { $0.0 == known }?.1 ?? otherwise)
      case .callBranch, .return, .unreachable: throw NotPure()
      default: try execute(instruction, &state.frame, &state.memory)
      }
    }
    throw NotPure()
  }

  /// A name for what inline assembly gives: the same for the same text in one function.
  func assemblyName(_ instruction: Instruction, _ frame: Frame) -> String {
    let call: Call
    switch instruction.operation {
    case .call(let inner), .callBranch(let inner, _): call = inner
    default: return frame.function.name
    }
    var text = "\(call.callee)"
    for argument in call.arguments {
      if case .local(let name) = argument.operand {
        text += " \(frame.values[name].map(String.init(describing:)) ?? name)"
      } else {
        text += " \(argument.operand)"
      }
    }
    let place =
      frame.function.name
      + frame.function.parameters.map {
        "\(frame.values[$0.name].map(String.init(describing:)) ?? "")"
      }
      .joined()
    var known = assemblies[place] ?? []
    let position = known.firstIndex(of: text) ?? known.count
    if position == known.count { known.append(text) }
    assemblies[place] = known
    // A name of its own, and calls with different numbers are about different things.
    let numbers = frame.function.parameters.compactMap { parameter -> String? in
      guard case .word(let word) = frame.values[parameter.name], let number = word.constant else {
        return nil
      }
      return "_\(number)"
    }
    return frame.function.name + numbers.joined() + "_asm"
      + (position == 0 ? "" : "_\(position + 1)")
  }

  // MARK: helpers

  /// The function of a name, and the module that has its body.
  func function(_ name: String) throws -> (Function, Module)? {
    if let known = functions[name] { return known }
    let found = try modules.function(name)
    functions[name] = .some(found)
    return found
  }

  /// The helper that a function is, or nil where it does more than compute and read.
  func helper(_ name: String) throws -> LiftedHelper? {
    if let known = helpers[name] { return known }
    guard let (function, module) = try self.function(name), !inProgress.contains(name) else {
      return nil
    }
    inProgress.insert(name)
    defer { inProgress.remove(name) }
    var helper: LiftedHelper?
    do {
      helper = try HelperLifting(executor: self).lift(function, in: module)
    } catch is LiftError {
      // It is gone into where it is called, and what is not understood is told there.
      helper = nil
    }
    helpers[name] = .some(helper)
    return helper
  }
}
