import Programs
import SMT

/// A symbolic execution of one level function: every way through it at once.
///
/// Calls are gone into, but for level functions, of which the contract is presumed. Loops are cut at
/// their heads: what going round changes is any value there of which the candidates hold. Whatever
/// must hold for the theorem, or for what was presumed, is put down as a condition, together with
/// how many facts were there before it.
final class SymbolicRun {
  let program: Program
  let history: RunHistory
  var contract: LevelContract
  private(set) var facts: [Fact] = []
  private(set) var conditions: [ProofCondition] = []
  private(set) var instructions = 0
  /// Whether the level function has an end.
  var comesBack = true
  /// Callees of which nothing is known.
  var unknownCallees: Set<String> = []
  /// The memory map, where it is in sections.
  var sections: MemorySections?
  /// What was taken for the task that runs.
  var currents: Set<Origin.Source> = []
  private var fresh = 0
  private var addresses: [ObjectID: Term] = [:]
  private var heads: [LoopKey: (memory: ProofMemory, candidates: [Candidate])] = [:]

  /// Whether it has come to a loop.
  var hasLoops: Bool { !heads.isEmpty }

  /// The greatest number of instructions that one run executes.
  static let maximumInstructions = 400_000
  static let maximumDepth = 40

  init(_ program: Program, history: RunHistory, contract: LevelContract) {
    self.program = program
    self.history = history
    self.contract = contract
    sections = contract.machine.sectionShift.map(MemorySections.init)
  }

  // MARK: facts, conditions, names

  func any(_ name: String, width: Int) -> Term {
    fresh += 1
    return .variable("\(name)!\(fresh)", width: width)
  }

  func unknown(_ name: String, width: Int, origin: Origin? = nil) -> Value {
    Value(any(name, width: width), tags: .foreign, origin: origin)
  }

  func presume(_ term: Term, candidate: String? = nil) {
    if term.constantValue == 1 { return }
    facts.append(Fact(term: term, candidate: candidate))
  }

  func require(
    _ property: String, _ what: String, _ path: PathCondition, _ goal: Term, _ place: CodePlace
  ) {
    guard contract.judges(property) else { return }
    add(.obligation(property, what), path, goal, place)
  }

  func add(_ condition: ProofCondition) { conditions.append(condition) }

  func add(
    _ kind: ProofCondition.Kind, _ path: PathCondition, _ goal: Term, _ place: CodePlace
  ) {
    add(
      ProofCondition(
        kind: kind, facts: facts.count, path: path.parts, goal: goal, place: place))
  }

  /// The address of an object as a number: that of a variable where it is stated, else not 0, and
  /// nothing else is known of it.
  func address(of object: ObjectID) -> Term {
    if let known = addresses[object] { return known }
    if case .global(let name) = history.objects[object].kind,
      let stated = contract.machine.address(ofGlobal: name)
    {
      addresses[object] = stated
      return stated
    }
    let term = Term.variable("&\(object)", width: program.addressWidth)
    addresses[object] = term
    presume(.notEqual(term, .constant(0, width: term.width)))
    return term
  }

  /// A value as one number. An object's address that becomes part of arithmetic may be known to
  /// anyone from then on.
  func number(_ value: Value, _ memory: inout ProofMemory, escapes: Bool = true) -> Alternative {
    if let number = value.number { return number }
    var result: Alternative?
    for alternative in value.alternatives {
      var plain = alternative
      plain.origin = nil
      if let object = alternative.object {
        plain.word = address(of: object) + alternative.word
        plain.tags.insert(.stack)
        plain.object = nil
        if escapes { escape(object, &memory) }
      }
      if let before = result {
        plain.word = .ifThenElse(alternative.condition, plain.word, before.word)
        plain.tags.formUnion(before.tags)
      }
      plain.condition = .yes
      result = plain
    }
    return result ?? Alternative(condition: .yes, object: nil, word: .no, tags: [], origin: nil)
  }

  func isLocal(_ object: ObjectID) -> Bool { history.objects[object].kind == .local }

  /// Whether an object is the walk's own: a local, or what it was handed.
  private func isOwn(_ object: ObjectID) -> Bool {
    if case .global = history.objects[object].kind { return false }
    return true
  }

  func escape(_ object: ObjectID, _ memory: inout ProofMemory) {
    switch history.objects[object].kind {
    case .global: break
    case .local, .copy, .pages, .count, .reached:
      let before = memory
      memory.escape(object)
      for (key, cell) in before.cells
      where memory.escaped.contains(key.object) && !before.escaped.contains(key.object) {
        contract.tell(cell.value)
      }
      for other in memory.escaped.subtracting(before.escaped) { contract.escaped(other) }
      // Of what it has held some may be left in it.
      for other in memory.escaped.subtracting(before.escaped) {
        for held in history.residues[other]?.objects ?? [] where !memory.escaped.contains(held) {
          escape(held, &memory)
        }
      }
    }
  }

  func escape(_ value: Value, _ memory: inout ProofMemory) {
    for alternative in value.alternatives {
      if let object = alternative.object { escape(object, &memory) }
    }
  }

  /// What is read of an object where it is not known what that holds: any word, which may be an address
  /// that it has held.
  func left(_ name: String, of object: ObjectID, width: Int, _ memory: inout ProofMemory) -> Value {
    var tags = Tags.foreign
    if let residue = history.residues[object] {
      tags.formUnion(residue.tags)
      for held in residue.objects {
        if case .global = history.objects[held].kind { continue }
        tags.insert(.stack)
        escape(held, &memory)
      }
    }
    return Value(any(name, width: width), tags: tags)
  }

  /// Whether an object has held the address of another one of the walk's own.
  func holdsAddresses(_ object: ObjectID) -> Bool {
    history.residues[object]?.objects.contains(where: isOwn) ?? false
  }

  // MARK: functions

  /// Where control is: on what condition, with what memory, and the words that it brings along.
  struct Way {
    var path: PathCondition
    var memory: ProofMemory
    var words: [Value]
  }

  /// The one way that some ways become where they meet.
  private func meeting(_ ways: [Way]) -> Way? {
    guard var result = ways.last else { return nil }
    let (path, choices) = PathCondition.meeting(ways.map(\.path))
    for (way, choice) in zip(ways.dropLast(), choices).reversed() {
      result.words = zip(way.words, result.words).map { .choice(choice, $0, $1) }
    }
    result.memory = ProofMemory.meeting(
      ways.map(\.memory), choices: choices, isOwn: isOwn
    ) { any("undefined", width: $0) }
    result.path = path
    return result
  }

  /// One call of a function that is being executed.
  final class Frame {
    let function: Function
    /// The calls that led here.
    let route: String
    let depth: Int
    var registers: [Value?]
    var objects: Set<ObjectID> = []
    var source: Source?
    var step = 0
    /// Where control is: the block, and the instruction in it.
    var block = 0
    var position = 0
    /// Whether the walk can still begin once the call is over.
    let canStillBegin: Bool

    init(_ function: Function, route: String, depth: Int, canStillBegin: Bool) {
      self.function = function
      self.route = route
      self.depth = depth
      self.canStillBegin = canStillBegin
      registers = Array(repeating: nil, count: function.widths.count)
      source = function.source
    }

    var place: CodePlace { CodePlace(function: function.name, source: source) }
  }

  private var shapes: [String: FunctionShape] = [:]

  private func shape(_ function: Function) throws -> FunctionShape {
    if let known = shapes[function.name] { return known }
    let shape = try FunctionShape(function)
    shapes[function.name] = shape
    return shape
  }

  /// A call: the way on which it comes back, with its words; nil where it does not.
  ///
  /// What the walk cannot begin behind any more is not executed where it is asked how it begins.
  func run(
    _ function: Function, _ arguments: [Value], _ memory: ProofMemory, _ path: PathCondition,
    route: String, depth: Int, canStillBegin: Bool = true
  ) throws -> Way? {
    guard depth < Self.maximumDepth else {
      throw Refusal(
        "calls are nested too deeply, or go round, at \(function.name)", function.source)
    }
    let frame = Frame(function, route: route, depth: depth, canStillBegin: canStillBegin)
    for (register, value) in zip(function.parameters, arguments) {
      frame.registers[register] = value
    }
    let shape = try shape(function)
    var incoming: [Int: [Way]] = [0: [Way(path: path, memory: memory, words: [])]]
    var returns: [Way] = []
    for block in shape.order {
      guard var way = incoming.removeValue(forKey: block).flatMap(meeting) else { continue }
      if let entrance = contract.entrance, !canStillBegin, !entrance.isAhead(function, block) {
        continue
      }
      frame.block = block
      for (register, word) in zip(function.blocks[block].parameters, way.words) {
        frame.registers[register] = word
      }
      if way.path.isImpossible { continue }
      if shape.heads.contains(block) {
        guard block == 0 || function.blocks[block].parameters.isEmpty else {
          throw Refusal("a loop that hands on words without memory", frame.source)
        }
        way.memory = cut(key(frame, block), way.memory, way.path, frame)
      }
      guard try execute(function.blocks[block], &way.path, &way.memory, frame) else { continue }
      for exit in try exits(function.blocks[block].end, way.path, &way.memory, frame) {
        switch exit {
        case .return(let words):
          returns.append(Way(path: way.path, memory: way.memory, words: words))
        case .jump(let condition, let jump):
          let path = way.path.and(condition)
          if path.isImpossible { continue }
          if shape.isBackEdge(from: block, to: jump.block) {
            goBack(key(frame, jump.block), way.memory, path, frame)
          } else {
            incoming[jump.block, default: []].append(
              Way(
                path: path, memory: way.memory,
                words: try jump.arguments.map { try value($0, frame) }))
          }
        }
      }
    }
    guard var result = meeting(returns) else { return nil }
    for object in frame.objects {
      result.memory.forget(object)
      result.memory.live.remove(object)
    }
    return result
  }

  private func key(_ frame: Frame, _ head: Int) -> LoopKey {
    "\(frame.route)/\(frame.function.name)#\(head)"
  }

  /// False where control does not come to the block's end.
  private func execute(
    _ block: Block, _ path: inout PathCondition, _ memory: inout ProofMemory, _ frame: Frame
  ) throws -> Bool {
    for (position, instruction) in block.instructions.enumerated() {
      frame.position = position
      instructions += 1
      guard instructions < Self.maximumInstructions else {
        throw Refusal("more than \(Self.maximumInstructions) instructions", instruction.source)
      }
      frame.step += 1
      frame.source = instruction.source ?? frame.source
      guard try execute(instruction, &path, &memory, frame), !path.isImpossible else {
        return false
      }
      for result in instruction.results {
        guard (frame.registers[result]?.depth ?? 0) <= Term.maximumDepth else {
          throw Refusal(
            "a value that is computed by more than \(Term.maximumDepth) steps, each of the one before",
            frame.source)
        }
      }
    }
    frame.source = block.endSource ?? frame.source
    return true
  }

  /// The number by which it is decided where control goes on.
  private func decision(
    _ operand: Operand, _ path: PathCondition, _ memory: inout ProofMemory, _ frame: Frame
  ) throws -> Term {
    let number = number(try value(operand, frame), &memory)
    requireNoDummy(Value([number]), "where control goes on", path, frame)
    return number.word
  }

  private enum Exit {
    case `return`([Value])
    case jump(Term, Jump)
  }

  private func exits(
    _ end: Terminator, _ path: PathCondition, _ memory: inout ProofMemory, _ frame: Frame
  ) throws -> [Exit] {
    switch end {
    case .jump(let jump): return [.jump(.yes, jump)]
    case .branch(let operand, let then, let otherwise):
      let bit = try decision(operand, path, &memory, frame)
      let condition = Term.equal(bit, .constant(1, width: bit.width))
      return [.jump(condition, then), .jump(.not(condition), otherwise)]
    case .switch(let operand, let cases, let otherwise):
      let word = try decision(operand, path, &memory, frame)
      var exits: [Exit] = []
      var before: [Term] = []
      for (number, jump) in cases {
        let condition = Term.equal(word, .constant(number, width: word.width))
        exits.append(.jump(.all(before + [condition]), jump))
        before.append(.not(condition))
      }
      return exits + [.jump(.all(before), otherwise)]
    case .anyOf(let jumps):
      let chosen = any("way", width: 16)
      var exits: [Exit] = []
      var before: [Term] = []
      for (position, jump) in jumps.enumerated() {
        let condition =
          position + 1 < jumps.count
          ? Term.equal(chosen, .constant(UInt64(position), width: 16)) : .yes
        exits.append(.jump(.all(before + [condition]), jump))
        before.append(.not(condition))
      }
      return exits
    case .return(let operands): return [.return(try operands.map { try value($0, frame) })]
    case .unreachable: return []
    }
  }

  // MARK: loops

  /// The memory at a loop's head at any time that control is there.
  private func cut(
    _ key: LoopKey, _ before: ProofMemory, _ path: PathCondition, _ frame: Frame
  ) -> ProofMemory {
    var before = before
    forgetGone(&before)
    if history.readers.contains(key) { contract.forgetUncounted(&before) }
    if history.takers.contains(key) { before.steps.append(.untoldTouch(condition: path.term)) }
    var head = before
    for object in history.escapes[key] ?? [] { escape(object, &head) }
    let changes = (history.changes[key] ?? [:]).sorted {
      ($0.key.object, $0.key.offset) < ($1.key.object, $1.key.offset)
    }
    for (cell, change) in changes {
      guard let known = head.cells[cell] else { continue }
      contract.tell(known.value)
      guard case .values(var objects) = change else {
        head.lose(cell)
        continue
      }
      for alternative in known.value.alternatives {
        objects[alternative.object, default: []].formUnion(alternative.tags)
      }
      history.changes[key]?[cell] = .values(objects)
      let sorted = objects.sorted { ($0.key ?? -1) < ($1.key ?? -1) }
      var rest: [Term] = []
      var alternatives: [Alternative] = []
      for (position, (object, tags)) in sorted.enumerated() {
        let isThis =
          position + 1 < sorted.count ? any("kind", width: 0) : Term.yes
        alternatives.append(
          Alternative(
            condition: .all(rest + [isThis]), object: object,
            word: any(name(cell), width: known.value.width), tags: tags, origin: nil))
        rest.append(.not(isThis))
      }
      head.cells[cell] = Cell(bytes: known.bytes, value: Value(alternatives))
    }
    if history.readers.contains(key) { contract.forgetUncounted(&head) }
    let changed = Set((history.changes[key] ?? [:]).keys)
    let candidates = Templates(
      run: self, contract: contract, before: before, head: head, changed: changed,
      own: frame.objects
    ).candidates()
    var kept: [Candidate] = []
    for candidate in candidates {
      let name = "\(contract.instance)|\(key)|\(candidate.name)"
      guard !contract.dropped.contains(name), let start = candidate.holds(before),
        candidate.holds(head) != nil
      else { continue }
      add(.candidate(name), path, start, frame.place)
      kept.append(Candidate(name: name, holds: candidate.holds))
    }
    for candidate in kept {
      guard let term = candidate.holds(head) else { continue }
      presume(.implies(path.term, term), candidate: candidate.name)
    }
    heads[key] = (head, kept)
    return head
  }

  /// A local that is gone is none of those that are made when its function is called again: its address
  /// is one of the stack, and no object's.
  private func forgetGone(_ memory: inout ProofMemory) {
    func isGone(_ object: ObjectID?) -> Bool {
      object.map { isLocal($0) && !memory.live.contains($0) } ?? false
    }
    for (key, cell) in memory.cells
    where cell.value.alternatives.contains(where: { isGone($0.object) }) {
      memory.cells[key]?.value = Value(
        cell.value.alternatives.map { alternative in
          guard isGone(alternative.object) else { return alternative }
          return Alternative(
            condition: alternative.condition, object: nil,
            word: any("gone", width: alternative.word.width), tags: [.stack, .foreign],
            origin: nil)
        })
    }
  }

  func name(_ cell: CellKey) -> String {
    let name = history.objects[cell.object].name
    return String(
      name[(name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex)...])
  }

  private func goBack(
    _ key: LoopKey, _ memory: ProofMemory, _ path: PathCondition, _ frame: Frame
  ) {
    guard let (head, candidates) = heads[key] else { return }
    var memory = memory
    forgetGone(&memory)
    for step in memory.steps[min(head.steps.count, memory.steps.count)...] {
      switch step {
      case .read: if history.readers.insert(key).inserted { history.hasChanged = true }
      case .pageTouch(_, _, mayTake: false): continue
      case .pageTouch, .untoldTouch:
        if history.takers.insert(key).inserted { history.hasChanged = true }
      }
    }
    if history.readers.contains(key) { contract.forgetUncounted(&memory) }
    var changes = history.changes[key] ?? [:]
    for cell in changes.keys { memory.cells[cell].map { contract.tell($0.value) } }
    for (cell, known) in head.cells {
      guard let now = memory.cells[cell], now.bytes == known.bytes,
        now.value.width == known.value.width
      else {
        if changes[cell] != .lost {
          changes[cell] = .lost
          history.hasChanged = true
        }
        continue
      }
      var objects: [ObjectID?: Tags]
      switch changes[cell] {
      case .lost: continue
      case .values(let known): objects = known
      case nil:
        if known.value.isSame(now.value) { continue }
        objects = [:]
        history.hasChanged = true
      }
      for alternative in now.value.alternatives {
        let before = objects[alternative.object]
        if before == nil || !alternative.tags.isSubset(of: before ?? []) {
          objects[alternative.object] = (before ?? []).union(alternative.tags)
          history.hasChanged = true
        }
      }
      changes[cell] = .values(objects)
    }
    history.changes[key] = changes
    let escapes = memory.escapes(since: head)
    if !escapes.isSubset(of: history.escapes[key] ?? []) {
      history.escapes[key, default: []].formUnion(escapes)
      history.hasChanged = true
    }
    for candidate in candidates {
      add(.candidate(candidate.name), path, candidate.holds(memory) ?? .no, frame.place)
    }
  }

  // MARK: operands

  func value(_ operand: Operand, _ frame: Frame) throws -> Value {
    switch operand {
    case .register(let register):
      // A register that no way here has filled: whoever uses it has not been here.
      return frame.registers[register]
        ?? unknown("undefined", width: frame.function.widths[register])
    case .constant(let number, let width): return Value(.constant(number, width: width))
    case .undefined(let width): return unknown("undefined", width: width)
    case .global(let name, let offset):
      let object = history.object("@\(name)", bytes: 0, kind: .global(name))
      return Value(address: object, offset: offset, width: program.addressWidth)
    }
  }
}

/// A guess at what holds whenever control is at a loop's head.
struct Candidate {
  let name: String
  /// What it says of a memory; nil where that lacks what it speaks of.
  let holds: (ProofMemory) -> Term?
}
