import LLVMIR
import Programs
import SMT

/// How code comes to begin a walk: the functions that anyone may call, and from where in them the
/// walk can still begin.
struct Entrance {
  /// The function that walks the top table.
  let top: String
  /// Functions that others may call with anything, by which the walk is begun.
  let roots: [String]
  /// Of each function's blocks, the last instruction by which the walk is begun.
  private var calls: [String: [Int: Int]] = [:]
  /// The blocks from which control can come to one.
  private var ahead: [String: Set<Int>] = [:]

  /// Nil where `top` itself may be called by anyone.
  ///
  /// - Throws: `IRError`.
  init?(to top: String, _ modules: [Module]) throws {
    let plain = WalkMachine.plain(top)
    guard let module = modules.first(where: { $0.defines(plain) }) else { return nil }
    var roots: [String] = []
    var seen: Set = [plain]
    var open = [plain]
    while let name = open.popLast() {
      let (callers, isElsewhere) = module.mentions(of: name)
      if module.linkage(of: name) != .local || isElsewhere || callers.isEmpty {
        roots.append(name)
        continue
      }
      open += callers.filter { seen.insert($0).inserted }
    }
    guard !roots.contains(plain) else { return nil }
    self.top = top
    self.roots = roots.sorted()
  }

  /// Looks where in a program the walk is begun.
  mutating func look(in program: Program) {
    var leading: Set = [top]
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for (name, function) in program.functions where name != top {
        let found = Self.lastCalls(of: leading, in: function)
        if found.isEmpty { continue }
        calls[name] = found
        if leading.insert(name).inserted { hasChanged = true }
      }
    }
    for (name, calls) in calls {
      guard let function = program.functions[name] else { continue }
      ahead[name] = Self.blocks(of: function, leadingTo: Set(calls.keys))
    }
  }

  private static func lastCalls(
    of names: Set<String>, in function: Programs.Function
  ) -> [Int: Int] {
    var found: [Int: Int] = [:]
    for (number, block) in function.blocks.enumerated() {
      found[number] = block.instructions.lastIndex { instruction in
        guard case .call(.function(let name), _) = instruction.operation else { return false }
        return names.contains(name)
      }
    }
    return found
  }

  private static func blocks(
    of function: Programs.Function, leadingTo calls: Set<Int>
  ) -> Set<Int> {
    var blocks = calls
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for (number, block) in function.blocks.enumerated()
      where block.end.jumps.contains(where: { blocks.contains($0.block) }) {
        if blocks.insert(number).inserted { hasChanged = true }
      }
    }
    return blocks
  }

  /// Whether the walk can begin from a block of a function on, before that comes back.
  func isAhead(_ function: Programs.Function, _ block: Int) -> Bool {
    ahead[function.name]?.contains(block) ?? false
  }

  /// Whether it can begin behind an instruction of a block.
  func isAhead(_ function: Programs.Function, _ block: Int, behind instruction: Int) -> Bool {
    (calls[function.name]?[block] ?? -1) > instruction
      || function.blocks[block].end.jumps.contains { isAhead(function, $0.block) }
  }
}

extension LevelContract {
  /// What is judged before a walk begins; how it reads tables is not.
  private static let judgedOutside: Set = [
    "in-reach", "exact-cover", "right-pages", "no-stack-iteration",
  ]

  /// Whether a property is judged here.
  func judges(_ property: String) -> Bool {
    if entrance != nil { return Self.judgedOutside.contains(property) }
    return oneMemory == nil && (walk.map { Self.judged($0.walk).contains(property) } ?? true)
  }

  /// Runs a function by which the walk is begun, with any arguments.
  func runOutside(_ run: SymbolicRun, _ function: Programs.Function) throws {
    for fact in machine.hardware.ranges + [machine.bounds] { run.presume(fact) }
    let arguments = function.parameters.map { register in
      run.unknown("argument", width: function.widths[register])
    }
    _ = try run.run(
      function, arguments, ProofMemory(), .always, route: "", depth: 0, canStillBegin: false)
  }

  /// Requires where the walk is begun what its top function presumes. That is not asked of a range
  /// that is empty, nor that it has fewer than 2^31 pages: so much is stated of who asks for it.
  func requireBegin(
    _ arguments: [Value], _ path: PathCondition, _ memory: inout ProofMemory, _ run: SymbolicRun,
    _ frame: SymbolicRun.Frame
  ) throws {
    guard let entrance, let roles = levels[entrance.top] else { return }
    let addr = run.number(arguments[roles.addr], &memory).word
    let end = run.number(arguments[roles.end], &memory).word
    guard addr.width == machine.word, end.width == machine.word else {
      throw Refusal("\(entrance.top) is handed a range of other widths", frame.source)
    }
    let isEmpty = Term.equal(addr, end)
    let last = end - .constant(1, width: machine.word)
    run.require(
      "in-reach", "the tables translate the range that is walked", path,
      .any([isEmpty, machine.hardware.isTranslated(last)]), frame.place)
    run.require(
      "exact-cover", "the range that is walked is one of whole pages", path,
      .any([
        isEmpty,
        .all([
          .less(addr, end), machine.hardware.isPageAligned(addr),
          machine.hardware.isPageAligned(end),
        ]),
      ]), frame.place)
    var none = Term.no
    if let place = arguments[roles.count].place, place.offset.constantValue == 0,
      let cell = memory.cells[CellKey(object: place.object, offset: 0)], cell.bytes == 4,
      let number = cell.value.number
    {
      none = .equal(number.word, .constant(0, width: 32))
    }
    run.require(
      "right-pages", "no page is counted before the walk", path, .any([isEmpty, none]), frame.place)
    for (position, argument) in arguments.enumerated() {
      if position == roles.count, let object = argument.place?.object {
        memory.lose(object)
      } else {
        run.escape(argument, &memory)
      }
    }
  }
}
