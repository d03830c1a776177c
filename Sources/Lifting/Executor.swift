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
  /// Whether the outermost function's reads of its own local copies are told like those of tables:
  /// where it is a walk by itself, they are levels.
  var tellsCopies = false
  /// log2 of the page size, as the hardware has it.
  let pageShift: Int
  private var functions: [String: (Function, Module)?] = [:]
  private var variables: [String: Int] = [:]
  private var steps = 0
  private var flows: [String: ControlFlow] = [:]
  var assemblies: [String: [String]] = [:]
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

  func choosePhis(
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

  func count(_ instruction: Instruction, _ frame: Frame) throws {
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

  func go(
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
