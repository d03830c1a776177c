import Encoder
import PageWalk
import SMT

/// Looks for an execution that breaks a property: from the start of the walk, with few entries
/// read at first and more from one round to the next.
///
/// It follows one execution at a time and asks at each step whether it can go wrong there. What it
/// finds is a claim only; the simulator decides.
final class PathSearch {
  /// Which executions are looked at.
  enum Mode: Sendable {
    /// Those in which nobody else writes.
    case still
    /// Those in which other CPUs may write entries at any time.
    case racing
    /// Those that the walk's checks let begin where the tables translate nothing.
    case beyondReach
    /// Those that the walk's checks let begin with a range that is empty or no whole pages.
    case malformed
  }

  /// The most entries that an execution reads.
  static let maximumEntries = 14
  /// The most iterations of one loop.
  static let maximumIterations = 3
  /// The most questions to the solver before a first counterexample is found, and after one: a
  /// property that it does not break is seldom broken elsewhere.
  static let maximumQueries = 400
  static let maximumFurtherQueries = 150
  /// The most questions that may stay undecided.
  static let maximumUndecided = 5
  /// The most resource units for one question: a search is many small ones.
  static let budget: UInt32 = 2_000_000

  let subject: Subject
  let hardware: HardwareTerms
  let memory: PathMemory
  private let solver: PieceSolver
  private let mode: Mode
  private let stopsAtFirst: Bool
  /// The level function at which the proof got stuck: those above it were shown to be right.
  private let firstSuspect: String?
  /// The properties that are still to be refuted.
  private(set) var targets: Set<Property>
  /// Takes a violation and says which properties it refutes when it is replayed.
  private let replay: (Violation) throws -> Set<Property>
  private var limit = 0
  private var wasCutOff = false
  /// Why the search gave up before it had seen everything, if it did.
  private(set) var gaveUp: String?

  private var lastQuery = PathSearch.maximumQueries

  private var undecided = 0

  private struct Done: Error {}

  init(
    subject: Subject, hardware: HardwareTerms, targets: Set<Property>, solver: PieceSolver,
    mode: Mode, firstSuspect: String?, memory: PathMemory, stopsAtFirst: Bool,
    replay: @escaping (Violation) throws -> Set<Property>
  ) {
    self.subject = subject
    self.hardware = hardware
    self.memory = memory
    self.targets = targets
    self.solver = solver
    self.mode = mode
    self.stopsAtFirst = stopsAtFirst
    self.firstSuspect = firstSuspect
    self.replay = replay
  }

  /// Searches until every target is refuted or the limits are reached.
  func run() throws {
    do {
      for limit in 1...Self.maximumEntries {
        self.limit = limit
        wasCutOff = false
        try start()
        if !wasCutOff { return }
      }
      gaveUp = "no counterexample that reads up to \(Self.maximumEntries) entries"
    } catch is Done {
      return
    }
  }

  // MARK: questions

  private func ask(_ formulas: [Term], _ about: String) throws -> Assignment? {
    guard solver.queries < lastQuery else {
      gaveUp = "the search's questions are spent"
      throw Done()
    }
    switch try solver.check(formulas, name: about) {
    case .satisfiable(let assignment): return assignment
    case .unsatisfiable: return nil
    case .unknown(let reason):
      undecided += 1
      gaveUp = "\(undecided) questions of the search were \(reason)"
      if undecided == Self.maximumUndecided { throw Done() }
      return nil
    }
  }

  /// Whether `state` can happen; keeps an example of it.
  private func isFeasible(_ state: inout PathState, _ about: String) throws -> Bool {
    if state.assignment.satisfies(state.constraints) { return true }
    guard let assignment = try ask(state.constraints, about) else { return false }
    state.assignment = assignment
    return true
  }

  /// Whether `condition` is refuted by what is said of its own variables alone.
  private func isLocallyImpossible(_ condition: Term, _ state: PathState) throws -> Bool {
    if condition.constantValue == 0 { return true }
    let names = solver.names(of: condition)
    let own = state.constraints.flatMap { $0.operation == .and ? $0.operands : [$0] }.filter {
      solver.names(of: $0).isSubset(of: names)
    }
    return try solver.check(own + [condition], name: "a condition alone") == .unsatisfiable
  }

  /// Asks whether `state` can break each target under its condition, and replays what is found.
  private func seek(
    _ conditions: [(property: Property, condition: Term)], _ state: PathState,
    atEnd: Bool = false
  ) throws {
    guard atEnd || isSuspect(state.level) else { return }
    for (property, condition) in conditions where targets.contains(property) {
      let about = "a violation of \(property.rawValue)"
      if try isLocallyImpossible(condition, state) { continue }
      let formulas = state.constraints + [condition]
      // Where tables lie only matters once something is wrong.
      let placement = try memory.placement(of: state)
      var assignment = try memory.roomyPlacement(of: state).flatMap {
        try ask(formulas + $0, about)
      }
      if let found = assignment, !found.satisfies(placement) { assignment = nil }
      if assignment == nil { assignment = try ask(formulas + placement, about) }
      guard let assignment else { continue }
      var found = state
      found.constraints = formulas + placement
      let refuted = try replay(
        Violation(property: property, state: found, assignment: assignment))
      targets.subtract(refuted)
      if !refuted.isEmpty {
        lastQuery = min(lastQuery, solver.queries + Self.maximumFurtherQueries)
      }
      if targets.isEmpty || stopsAtFirst && !refuted.isEmpty { throw Done() }
    }
  }

  private func isSuspect(_ level: Level) -> Bool {
    guard let firstSuspect,
      let first = subject.walker.levels.firstIndex(where: { $0.name == firstSuspect }),
      let position = subject.walker.levels.firstIndex(where: { $0.name == level.name })
    else { return true }
    return position >= first
  }

  // MARK: the execution

  private func start() throws {
    let (addr, last) = (memory.addr, memory.last)
    var reader = NoReads()
    let end = last + .constant(1, width: hardware.word)
    let names = ["addr": TermBinding(addr), "end": TermBinding(end)]
    let checks = try (subject.walker.range + subject.walker.callers).map {
      try hardware.encoder.encodeTruth($0, names: names, reader: &reader)
    }
    var state = PathState(
      constraints: hardware.ranges + checks + [
        memory.rangeCondition(addr, last), hardware.isPlaced(memory.top, in: 0),
      ],
      tables: [PathState.TableInstance(position: 0, base: memory.top)],
      chain: PathState.Chain(position: 0, base: memory.top), level: subject.walker.levels[0],
      addr: addr)
    state.names = names
    state.names["mm_pgd"] = TermBinding(memory.top)
    guard try isFeasible(&state, "the range") else { return }
    try enter(level: 0, state, last: last) { _ in }
  }

  private func encoding<T>(
    _ state: inout PathState, _ body: (inout PathReader) throws -> T
  ) throws -> T {
    var reader = PathReader(
      state: state, hardware: hardware, racing: mode == .racing, copyAddresses: memory.copyAddresses
    )
    let result = try body(&reader)
    for (pointer, before) in reader.strayReads {
      var before = before
      before.reads.append(PathState.Read(pointer: pointer, value: nil, position: nil))
      try seek(try memory.strayHelperRead(pointer, before), before)
    }
    for unmarked in reader.unmarkedReads { try seek([(.markedAccess, .yes)], unmarked) }
    state = reader.state
    return result
  }

  private func enter(
    level position: Int, _ state: PathState, last: Term, then: (PathState) throws -> Void
  ) throws {
    var state = state
    let level = subject.walker.levels[position]
    state.names["end"] = TermBinding(last + .constant(1, width: hardware.word))
    let cursor = try encoding(&state) { reader in
      try hardware.encoder.encode(level.cursor, names: reader.state.names, reader: &reader)
        .resized(to: hardware.word)
    }
    state.level = level
    state.isFirst = true
    try iterate(position, state, cursor, last: last, iteration: 0, onCopy: false, then: then)
  }

  private func iterate(
    _ position: Int, _ state: PathState, _ cursor: Term, last: Term, iteration: Int,
    onCopy: Bool, then: (PathState) throws -> Void
  ) throws {
    var places = try memory.places(state, at: cursor, onCopy: onCopy)
    if let place = places.first(where: { Term.same($0.pointer, cursor) && !$0.isAside }) {
      places = [place]
    }
    var wrong = state
    wrong.cursor = cursor
    wrong.reads.append(PathState.Read(pointer: cursor, value: nil, position: nil))
    let right = Term.any(places.map { .all([.equal(cursor, $0.pointer), $0.condition]) })
    if right.constantValue != 1 {
      try seek(memory.strayRead(cursor, state, places: places, right: right), wrong)
    }
    guard state.entriesRead < limit else {
      wasCutOff = true
      return
    }
    // The stack lies apart from all tables, so that nothing can be found behind such a place.
    if memory.isOnStack(cursor) { places.removeAll { !$0.isCopy } }
    // The way down first: that tables lie where others do is only seen when it is too late.
    for place in places.reversed() {
      var next = state
      next.isAside = place.isAside
      next.constraints += [.equal(cursor, place.pointer), place.condition]
      if let chain = place.chain {
        next.chain = chain
        next.meet(
          PathState.TableInstance(position: chain.position, base: chain.base),
          placed: hardware.isPlaced(chain.base, in: chain.position))
      }
      try seek([(.checkedDescent, try memory.isUnchecked(place, state))], next)
      guard try isFeasible(&next, "the cursor's place") else { continue }
      next.cursor = place.pointer
      try read(
        position, next, last: last, iteration: iteration, onCopy: place.isCopy, then: then)
    }
  }

  private func read(
    _ position: Int, _ start: PathState, last: Term, iteration: Int, onCopy: Bool,
    then: (PathState) throws -> Void
  ) throws {
    var state = start
    let level = state.level
    let one = Term.constant(1, width: hardware.word)
    if iteration > 0 { (state.chain.values, state.chain.aside) = ([], []) }
    if let cursor = state.cursor { state.names[level.pointer] = TermBinding(cursor) }
    state.names["addr"] = TermBinding(state.addr)
    state.names["end"] = TermBinding(last + one)
    let (next, isRaw) = try encoding(&state) { reader in
      let value = try hardware.encoder.encode(
        level.read, names: reader.state.names, reader: &reader
      ).resized(to: hardware.entryWidth)
      let isRaw = reader.isRaw(value)
      memory.keepCopy(of: value, isRaw: isRaw.constantValue == 1, level, &reader.state)
      let next = try hardware.encoder.encode(
        level.next, names: reader.state.names, reader: &reader
      ).resized(to: hardware.word)
      return (next, isRaw)
    }
    if isRaw.constantValue != 1 { try seek([(.rightEntry, .not(isRaw))], state) }
    state.names["next"] = TermBinding(next)
    state.entriesRead += 1
    // Far beyond the reach a range may end with the last address.
    let advances =
      mode == .beyondReach ? Term.lessOrEqual(state.addr, next - one) : .less(state.addr, next)
    let covers = Term.all([advances, .lessOrEqual(next - one, last)])
    try seek([(.exactCover, .not(covers))], state)
    state.constraints.append(covers)
    if let bug = level.bug {
      let fails = try encoding(&state) { reader in
        try hardware.encoder.encodeTruth(bug, names: reader.state.names, reader: &reader)
      }
      try seek([(.exactCover, fails)], state)
      state.constraints.append(.not(fails))
    }
    let stop = try encoding(&state) { reader in
      try hardware.encoder.encodeTruth(level.stop, names: reader.state.names, reader: &reader)
    }
    state.constraints.append(.not(stop))
    if let skip = level.skip {
      let skips = try encoding(&state) { reader in
        try hardware.encoder.encodeTruth(skip, names: reader.state.names, reader: &reader)
      }
      var skipping = state
      skipping.constraints.append(skips)
      skipping.lacks = .any([skipping.lacks, .not(try memory.isHole(next, skipping))])
      if try isFeasible(&skipping, "the entry is left out") {
        try goOn(
          position, skipping, next: next, last: last, iteration: iteration, onCopy, then: then)
      }
      state.constraints.append(.not(skips))
    }
    try use(position, state, next: next, last: last, iteration: iteration, onCopy, then: then)
  }

  private func use(
    _ position: Int, _ state: PathState, next: Term, last: Term, iteration: Int, _ onCopy: Bool,
    then: (PathState) throws -> Void
  ) throws {
    var state = state
    let level = state.level
    let isLast = position == subject.walker.levels.count - 1
    let leaf = try encoding(&state) { reader in
      guard let leaf = level.leaf else { return Term.boolean(isLast) }
      return try hardware.encoder.encodeTruth(leaf, names: reader.state.names, reader: &reader)
    }
    func goOn(_ state: PathState) throws {
      try self.goOn(
        position, state, next: next, last: last, iteration: iteration, onCopy, then: then)
    }
    if leaf.constantValue != 0 {
      var taking = state
      taking.constraints.append(leaf)
      let goods = try encoding(&taking, { try memory.takesRightPage(level, next, &$0) })
      // Each is asked where nothing else is said of the page: one wrong page breaks several.
      for (property, good) in goods where property != .rightPages {
        try seek([(property, .not(good))], taking)
      }
      for recheck in level.rechecks { try lookAgain(recheck, of: level, &taking) }
      try seekKept(level, taking)
      // Only what is kept is handed back.
      for (property, good) in goods where property == .rightPages {
        try seek([(property, .not(good))], taking)
      }
      taking.constraints += goods.map(\.good)
      if mode == .beyondReach { try seek([(.inReach, .yes), (.rightPages, .yes)], taking) }
      try goOn(taking)
    }
    guard leaf.constantValue != 1 else { return }
    state.constraints.append(.not(leaf))
    if isLast {
      state.lacks = .any([state.lacks, .not(try memory.isHole(next, state))])
      if try isFeasible(&state, "no page is taken") { try goOn(state) }
      return
    }
    let here = state
    var inner = state
    inner.names["next"] = nil
    let nextLast = next - .constant(1, width: hardware.word)
    try enter(level: position + 1, inner, last: nextLast) { below in
      var back = below
      (back.names, back.chain, back.level) = (here.names, here.chain, here.level)
      (back.cursor, back.isFirst, back.addr) = (here.cursor, here.isFirst, here.addr)
      back.isAside = here.isAside
      try goOn(back)
    }
  }

  /// Follows the walk where what it looks at again has not changed.
  private func lookAgain(
    _ recheck: Level.Recheck, of level: Level, _ state: inout PathState
  ) throws {
    guard case .read(let expression, let once) = recheck.read.kind,
      let copy = state.names[recheck.value]?.term
    else { throw EncodingError("what is looked at again is not one read of a local copy's entry") }
    let pointer = try encoding(&state) { reader in
      try hardware.encoder.encode(expression, names: reader.state.names, reader: &reader)
        .resized(to: hardware.word)
    }
    let before = state
    let isRaw = self.copy(of: recheck.value, state)?.isRaw ?? true
    let value = try encoding(&state) {
      try $0.readAgain(at: pointer, once: once, isRaw: isRaw)
    }
    state.constraints.append(.equal(value, copy))
    guard let entry = before.liveEntry(of: copy) else { return }
    var void = state
    void.hidden = PathState.Hidden(
      step: void.reads.count, pointer: entry.pointer, position: entry.position)
    let isVoid = Term.notEqual(pointer, entry.pointer)
    try seek([(.liveRecheck, isVoid)], void)
    if level.compared?.contains(recheck.value) ?? false {
      try seek([(.keptAfterRecheck, isVoid)], void)
    }
  }

  /// The local copy of this name.
  private func copy(of value: String, _ state: PathState) -> PathState.Copy? {
    subject.walker.level(keeping: value).flatMap { state.copies[$0.name] }
  }

  /// Looks for a page that is kept though an entry was not compared again that should have been.
  private func seekKept(_ level: Level, _ state: PathState) throws {
    for name in level.compared ?? [] where copy(of: name, state)?.isRaw == false {
      try seek([(.keptAfterRecheck, .yes)], state)
    }
    for name in level.compared ?? [] where !level.hasRecheck(of: name) {
      guard let copy = state.names[name]?.term, let entry = state.liveEntry(of: copy) else {
        continue
      }
      var kept = state
      kept.hidden = PathState.Hidden(
        step: kept.reads.count + 1, pointer: entry.pointer, position: entry.position)
      let isCompared = level.rechecks.map { recheck -> Term in
        guard let other = state.names[recheck.value]?.term,
          let same = state.liveEntry(of: other)
        else { return .no }
        return .all([.equal(same.pointer, entry.pointer), .equal(other, copy)])
      }
      try seek([(.keptAfterRecheck, .not(.any(isCompared)))], kept)
    }
  }

  /// Behind an entry: another iteration, or back to the level above.
  private func goOn(
    _ position: Int, _ state: PathState, next: Term, last: Term, iteration: Int, _ onCopy: Bool,
    then: (PathState) throws -> Void
  ) throws {
    let end = last + .constant(1, width: hardware.word)
    var again = state
    again.constraints.append(.notEqual(next, end))
    if iteration + 1 < Self.maximumIterations, try isFeasible(&again, "the loop goes on") {
      let advance = again.level.advance
      let advanced = try encoding(&again) { reader in
        try hardware.encoder.encode(
          advance, names: reader.state.names, reader: &reader
        ).resized(to: hardware.word)
      }
      again.addr = next
      again.isFirst = false
      again.names["next"] = nil
      try iterate(
        position, again, advanced, last: last, iteration: iteration + 1, onCopy: onCopy,
        then: then)
    }
    var out = state
    out.constraints.append(.equal(next, end))
    if position == 0 {
      if out.lacks.constantValue != 0 { try seek([(.rightPages, out.lacks)], out, atEnd: true) }
    } else if try isFeasible(&out, "the loop ends") {
      try then(out)
    }
  }
}
