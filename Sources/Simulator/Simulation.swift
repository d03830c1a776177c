import PageWalk

/// Executes a walker on a scenario's memory, level function by level function.
public struct Simulation {
  private let subject: Subject
  private let scenario: Scenario
  private let interpreter: Interpreter
  private var machine: Machine
  private var taken: [PageJudge.Taken] = []

  private enum Ending: Error {
    case stopped(level: String, addr: UInt64)
    case astray(level: String, addr: UInt64, next: UInt64)
  }

  /// Runs `scenario` with `subject`'s walker, whichever one the scenario names.
  ///
  /// - Throws: `SimulationError` where the scenario contradicts itself or the model.
  public static func run(_ scenario: Scenario, subject: Subject) throws -> Trace {
    try run(scenario, subject: subject, hardware: HardwareWalk(subject: subject))
  }

  /// The same, with the subject's MMU made beforehand, for many runs.
  ///
  /// - Parameter findsPages: whether the trace tells the pages that the hardware gives.
  public static func run(
    _ scenario: Scenario, subject: Subject, hardware: HardwareWalk, findsPages: Bool = true
  ) throws -> Trace {
    let tables = TableMap(scenario.tables, layout: hardware.layout)
    var simulation = Simulation(
      subject: subject, scenario: scenario, tables: tables, hardware: hardware)
    let hardwarePages =
      try findsPages
      ? hardware.pages(
        from: scenario.addr, to: scenario.end, top: scenario.top, entry: tables.initialValue) : []
    var (outcome, reason) = try simulation.walk()
    let judgement = try simulation.judgePages(&outcome, &reason)
    let pages = simulation.taken.enumerated().compactMap { position, part in
      part.page.map { page in
        (
          extent: PageExtent(addr: part.addr, page: page, length: part.length),
          isWrong: judgement.wrong.contains(position)
        )
      }
    }
    return Trace(
      steps: simulation.machine.steps, outcome: outcome, reason: reason,
      violations: simulation.machine.violations, pages: pages.map(\.extent),
      wrongPages: pages.indices.filter { pages[$0].isWrong },
      tellsOfNone: judgement.wrong.contains { simulation.taken[$0].page == nil },
      keepsChanged: simulation.machine.keepsChanged,
      givesBackWrongPage: simulation.givesBackWrongPage, hardwarePages: hardwarePages,
      hardwarePagesAfter: try findsPages ? simulation.pagesAfter(tables) : nil,
      readsBesideCursor: simulation.machine.readsBesideCursor)
  }

  /// The pages that the hardware gives when the walk has ended; nil where others wrote nothing.
  private func pagesAfter(_ tables: TableMap) throws -> [PageExtent]? {
    var written: [UInt64: UInt64] = [:]
    for write in scenario.writes.sorted(by: { $0.step < $1.step })
    where write.step <= machine.steps.count + 1 { written[write.address] = write.value }
    guard !written.isEmpty else { return nil }
    return try machine.hardware.pages(from: scenario.addr, to: scenario.end, top: scenario.top) {
      written[$0] ?? tables.initialValue(at: $0)
    }
  }

  /// See `Trace`.
  private var givesBackWrongPage = false

  private init(
    subject: Subject, scenario: Scenario, tables: TableMap, hardware: HardwareWalk
  ) {
    self.subject = subject
    self.scenario = scenario
    interpreter = Interpreter(
      architecture: subject.architecture, configuration: subject.configuration,
      helpers: subject.helpers, entryWidth: hardware.layout.entrySize * 8)
    machine = Machine(
      scenario: scenario, tables: tables, hardware: hardware, walker: subject.walker,
      word: subject.architecture.word)
  }

  private mutating func walk() throws -> (Outcome, String) {
    do {
      let range = ["addr": word(scenario.addr), "end": word(scenario.end)]
      for check in subject.walker.range + subject.walker.callers
      where try interpreter.constant(check, names: range) == 0 {
        throw SimulationError("the range does not pass the walk's own check \(check)")
      }
      var names: [String: Binding] = [:]
      names["mm_pgd"] = word(scenario.top)
      try run(
        level: 0, names: names, addr: scenario.addr, end: scenario.end,
        entrance: Entrance(level: 0, names: names))
      return (
        .returned,
        subject.walker.handsBackPages
          ? "the walk returned pages for the whole range" : "the walk came to its end"
      )
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

  /// Judges what the walk hands back; success without a page for each address is none.
  private mutating func judgePages(
    _ outcome: inout Outcome, _ reason: inout String
  ) throws -> PageJudge.Judgement {
    let judge = PageJudge(
      hardware: machine.hardware, word: interpreter.word, top: scenario.top, log: machine.log,
      holes: subject.walker.holes)
    let judgement = try judge.judge(taken, from: scenario.addr, to: scenario.end)
    if let wrong = judgement.wrong.first {
      machine.violatePages(
        at: taken[wrong].step,
        taken[wrong].page == nil
          ? "tells of a page where the entries that it read map none"
          : "hands back a page that the entries that it read do not map there")
    }
    switch outcome {
    case .returned:
      guard subject.walker.handsBackPages, let missing = judgement.missing else { break }
      outcome = .incomplete
      reason = "the walk reported success without a page for 0x\(String(missing, radix: 16))"
      machine.violatePages(at: machine.steps.count, "reports success, and a page is missing")
    case .lost, .astray:
      machine.violatePages(at: machine.steps.count, "what it hands back is undefined")
    case .stopped, .incomplete: break
    }
    return judgement
  }

  private var entryWidth: Int { machine.hardware.layout.entrySize * 8 }

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

  /// The level function that came to a table, and what names stood for before.
  private struct Entrance {
    let level: Int
    let names: [String: Binding]
  }

  private mutating func run(
    level position: Int, names outer: [String: Binding], addr: UInt64, end: UInt64,
    entrance outerEntrance: Entrance
  ) throws {
    let level = subject.walker.levels[position]
    let isLast = position == subject.walker.levels.count - 1
    var names = outer
    var addr = addr
    names["addr"] = word(addr)
    names["end"] = word(end)
    if position == 0 {
      // The top level's helper may read before the function has a cursor.
      try machine.begin(level: level, addr: addr, cursor: nil)
    }
    machine.running = level
    var entrance = outerEntrance
    let table = machine.chain?.position
    let start = try address(level.cursor, names)
    var cursor = start
    try machine.begin(level: level, addr: addr, cursor: cursor)
    while true {
      names["addr"] = word(addr)
      names[level.pointer] = word(cursor)
      machine.activation?.addr = addr
      machine.activation?.cursor = cursor
      // Values of the entry above matter to where the cursor starts, not to where it goes on.
      if machine.activation?.isFirst != true { machine.chain?.leaveEntry() }
      machine.beginEntry()
      // A local copy is as wide as an entry, whatever is computed.
      let entry = Word(try value(level.read, names).bits, width: entryWidth)
      if machine.chain?.position != table, machine.activation?.isFirst == true {
        entrance = Entrance(level: position, names: outer)
      }
      machine.keepCopy(level: level, value: entry.bits)
      names[level.value] = Binding(entry, address: scenario.stack.copies[level.name])
      let next = try address(level.next, names)
      machine.setNext(next)
      guard addr < next, end &- 1 >= next &- 1 else {
        machine.violate(.exactCover, "has a next that is not in (addr, end]")
        throw Ending.astray(level: level.name, addr: addr, next: next)
      }
      names["next"] = word(next)
      if let bug = level.bug, try value(bug, names).bits != 0 {
        machine.violate(
          .exactCover,
          "reaches a BUG(), or calls the level below for another range than [addr, next)")
        machine.violatePages(at: machine.steps.count, "what it hands back is undefined")
        throw Ending.stopped(level: level.name, addr: addr)
      }
      if try value(level.stop, names).bits != 0 {
        throw Ending.stopped(level: level.name, addr: addr)
      }
      if try level.skip.map({ try value($0, names).bits != 0 }) ?? false {
        // The entry is left out.
      } else if try takesPage(level, names, isLast: isLast) {
        try take(level, names, entry: entry.bits, addr: addr, next: next)
      } else if !isLast {
        try descend(
          from: position, names: names, addr: addr, next: next, started: start, entrance)
      }
      if next == end { return }
      cursor = try address(level.advance, names)
      try compare(cursor, at: next, level: position, end: end, entrance)
      machine.activation?.isFirst = false
      addr = next
    }
  }

  private mutating func takesPage(
    _ level: Level, _ names: [String: Binding], isLast: Bool
  ) throws -> Bool {
    guard let leaf = level.leaf else { return isLast }
    return try value(leaf, names).bits != 0
  }

  private mutating func take(
    _ level: Level, _ names: [String: Binding], entry: UInt64, addr: UInt64, next: UInt64
  ) throws {
    let page = try level.page.map { try value($0, names).bits }
    let isFirst = machine.violations[.rightEntry] == nil
    let isWrong = try !machine.hardwareTakes(page, from: entry, at: addr, to: next)
    if isWrong {
      machine.violate(.rightEntry, "takes a page that the hardware does not give")
    }
    let step = machine.steps.count
    machine.beginRechecks()
    for recheck in level.rechecks {
      if try !isUnchanged(recheck, of: level, names) {
        givesBackWrongPage = isWrong && isFirst
        throw Ending.stopped(level: level.name, addr: addr)
      }
    }
    machine.keepPage(compared: level.compared.map(levelNames) ?? [])
    taken.append(PageJudge.Taken(addr: addr, length: next &- addr, page: page, step: step))
  }

  /// The levels whose local copies have these names.
  private func levelNames(_ values: [String]) -> [String] {
    values.compactMap { subject.walker.level(keeping: $0)?.name }
  }

  /// Whether what the walk looks at again is still what its local copy says.
  private mutating func isUnchanged(
    _ recheck: Level.Recheck, of taking: Level, _ names: [String: Binding]
  ) throws -> Bool {
    guard case .read(let pointer, let once) = recheck.read.kind,
      let copy = names[recheck.value]?.value.bits,
      let level = subject.walker.level(keeping: recheck.value)
    else { return true }
    let place = try address(pointer, names)
    let isCompared = taking.compared?.contains(recheck.value) ?? false
    return try machine.readAgain(
      at: place, once: once, copy: level.name, isCompared: isCompared) == copy
  }

  /// Compares an advanced cursor with what the offset helpers give for `addr`.
  private mutating func compare(
    _ cursor: UInt64, at addr: UInt64, level position: Int, end: UInt64, _ entrance: Entrance
  ) throws {
    guard machine.chain != nil else { return }
    var memory = Peek(machine: machine)
    var names = entrance.names
    names["addr"] = word(addr)
    names["end"] = word(end)
    var expected: UInt64 = 0
    do {
      for level in subject.walker.levels[entrance.level...position] {
        expected =
          Word(
            try interpreter.evaluate(level.cursor, names: names, memory: &memory).bits,
            width: interpreter.word
          ).bits
        if level == subject.walker.levels[position] { break }
        names[level.pointer] = word(expected)
        let place = scenario.stack.copies[level.name]
        let entry = Word(
          try interpreter.evaluate(level.read, names: names, memory: &memory).bits,
          width: entryWidth)
        names[level.value] = Binding(entry, address: place)
        if let place { memory.copies[place] = entry.bits }
      }
    } catch is Peek.Undefined {
      return
    }
    guard expected != cursor else { return }
    machine.violate(
      .advanceAgrees,
      "advances the cursor to 0x\(String(cursor, radix: 16)), where the helpers give"
        + " 0x\(String(expected, radix: 16))")
  }

  /// Memory as the offset helpers would see it, without taking part in the walk.
  private struct Peek: ReadableMemory {
    struct Undefined: Error {}

    let machine: Machine
    var copies: [UInt64: UInt64] = [:]

    mutating func read(at address: UInt64, once: Bool, by helper: Helper?) throws -> UInt64 {
      guard let value = copies[address] ?? machine.peek(at: address) else { throw Undefined() }
      return value
    }
  }

  private mutating func descend(
    from position: Int, names: [String: Binding], addr: UInt64, next: UInt64, started: UInt64,
    _ entrance: Entrance
  ) throws {
    guard let activation = machine.activation else { return }
    let chain = machine.chain
    var inner = names
    inner["next"] = nil
    try run(level: position + 1, names: inner, addr: addr, end: next, entrance: entrance)
    // A wrong read below ends the comparison with the hardware for good.
    machine.resume(activation, started: started, chain: machine.chain == nil ? nil : chain)
  }
}
