import PageWalk

/// Executes a walker on a scenario's memory, level function by level function.
public struct Simulation {
  private let subject: Subject
  private let scenario: Scenario
  private let interpreter: Interpreter
  private var machine: Machine
  private var pages: [PageExtent] = []

  private enum Ending: Error {
    case stopped(level: String, addr: UInt64)
    case astray(level: String, addr: UInt64, next: UInt64)
  }

  /// Runs `scenario` with `subject`'s walker, whichever one the scenario names.
  ///
  /// - Throws: `SimulationError` where the scenario contradicts itself or the model.
  public static func run(_ scenario: Scenario, subject: Subject) throws -> Trace {
    let hardware = try HardwareWalk(subject: subject)
    let tables = TableMap(scenario.tables, layout: hardware.layout)
    var simulation = Simulation(
      subject: subject, scenario: scenario, tables: tables, hardware: hardware)
    let hardwarePages = try hardware.pages(
      from: scenario.addr, to: scenario.end, top: scenario.top,
      entry: tables.initialValue)
    let (outcome, reason) = try simulation.walk()
    return Trace(
      steps: simulation.machine.steps, outcome: outcome, reason: reason,
      violations: simulation.machine.violations, pages: simulation.pages,
      hardwarePages: hardwarePages)
  }

  private init(
    subject: Subject, scenario: Scenario, tables: TableMap, hardware: HardwareWalk
  ) {
    self.subject = subject
    self.scenario = scenario
    interpreter = Interpreter(
      architecture: subject.architecture, configuration: subject.configuration,
      helpers: subject.helpers, entryWidth: hardware.layout.entrySize * 8)
    machine = Machine(
      scenario: scenario, tables: tables, hardware: hardware, word: subject.architecture.word)
  }

  private mutating func walk() throws -> (Outcome, String) {
    do {
      let range = ["addr": word(scenario.addr), "end": word(scenario.end)]
      for check in subject.walker.range where try interpreter.constant(check, names: range) == 0 {
        throw SimulationError("the range does not pass the walk's own check \(check)")
      }
      var names: [String: Binding] = [:]
      names["mm_pgd"] = word(scenario.top)
      try run(level: 0, names: names, addr: scenario.addr, end: scenario.end)
      return (.returned, "the walk returned pages for the whole range")
    } catch is Machine.Lost {
      return (.lost, "the walk read what nothing defines; what follows is undefined")
    } catch Ending.stopped(let level, let addr) {
      return (.stopped, "the walk stopped at \(level), address 0x\(String(addr, radix: 16))")
    } catch Ending.astray(let level, let addr, let next) {
      return (
        .astray,
        "the part [0x\(String(addr, radix: 16)), 0x\(String(next, radix: 16))) at \(level) does not"
          + " lie in its range"
      )
    }
  }

  private func word(_ value: UInt64) -> Binding { Binding(Word(value, width: interpreter.word)) }

  private mutating func value(
    _ expression: Expression, _ names: [String: Binding]
  ) throws -> Word {
    try interpreter.evaluate(expression, names: names, memory: &machine)
  }

  /// An address: a value cut to the word.
  private mutating func address(
    _ expression: Expression, _ names: [String: Binding]
  ) throws -> UInt64 {
    Word(try value(expression, names).bits, width: interpreter.word).bits
  }

  private mutating func run(
    level position: Int, names outer: [String: Binding], addr: UInt64, end: UInt64
  ) throws {
    let level = subject.walker.levels[position]
    let isLast = position == subject.walker.levels.count - 1
    var names = outer
    var addr = addr
    names["addr"] = word(addr)
    names["end"] = word(end)
    if position == 0 {
      // The top level's helper may read before the function has a cursor.
      machine.begin(level: level, addr: addr, cursor: nil)
    }
    machine.running = level
    let start = try address(level.cursor, names)
    var cursor = start
    machine.begin(level: level, addr: addr, cursor: cursor)
    while true {
      names["addr"] = word(addr)
      names[level.pointer] = word(cursor)
      machine.activation?.addr = addr
      machine.activation?.cursor = cursor
      // Values of the entry above matter to where the cursor starts, not to where it goes on.
      if machine.activation?.isFirst != true { machine.chain?.values = [] }
      let entry = try value(level.read, names)
      machine.keepCopy(level: level, value: entry.bits)
      names[level.value] = Binding(entry, address: scenario.stack.copies[level.name])
      let next = try address(level.next, names)
      machine.setNext(next)
      guard addr < next, end &- 1 >= next &- 1 else {
        machine.violate(.exactCover, "next is not in (addr, end]")
        throw Ending.astray(level: level.name, addr: addr, next: next)
      }
      names["next"] = word(next)
      if try value(level.stop, names).bits != 0 {
        throw Ending.stopped(level: level.name, addr: addr)
      }
      if try isLast || takesPage(level, names) {
        try take(level, names, entry: entry.bits, addr: addr, next: next)
      } else {
        try descend(from: position, names: names, addr: addr, next: next, started: start)
      }
      if next == end { return }
      cursor = try address(level.advance, names)
      machine.activation?.isFirst = false
      addr = next
    }
  }

  private mutating func takesPage(_ level: Level, _ names: [String: Binding]) throws -> Bool {
    guard let leaf = level.leaf else { return false }
    return try value(leaf, names).bits != 0
  }

  private mutating func take(
    _ level: Level, _ names: [String: Binding], entry: UInt64, addr: UInt64, next: UInt64
  ) throws {
    guard let expression = level.page else { return }
    let page = try address(expression, names)
    if try !machine.hardwareTakes(page, from: entry, at: addr, to: next) {
      machine.violate(.rightEntry, "takes a page that the hardware does not give")
    }
    pages.append(PageExtent(addr: addr, page: page, length: next &- addr))
  }

  private mutating func descend(
    from position: Int, names: [String: Binding], addr: UInt64, next: UInt64, started: UInt64
  ) throws {
    guard let activation = machine.activation else { return }
    let chain = machine.chain
    var inner = names
    inner["next"] = nil
    try run(level: position + 1, names: inner, addr: addr, end: next)
    // A wrong read below ends the comparison with the hardware for good.
    machine.resume(activation, started: started, chain: machine.chain == nil ? nil : chain)
  }
}
