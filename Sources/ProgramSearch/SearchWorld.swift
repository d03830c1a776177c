import Execution
import ProgramProof
import Programs
import Simulator

/// Why a run says nothing: what it did cannot be judged.
struct SearchError: Error {
  let text: String

  init(_ text: String) { self.text = text }
}

/// Another CPU's write, and when it happens.
struct Interference: Hashable {
  enum Moment: Hashable {
    /// When so many steps of a trace are done.
    case afterStep(Int)
    /// Before the walk touches for the first time what the kernel keeps of a page.
    case beforeTouch
  }

  enum Change: Hashable {
    case leaf
    case hole
    case table
  }

  enum Target: Hashable {
    /// The entry for an address in a table, the top one being 0, becomes something.
    case entry(for: UInt64, in: Int, Change)
    /// The entry that lies at a physical address becomes a value.
    case place(UInt64, value: UInt64)
  }

  let moment: Moment
  let target: Target
}

extension Interference.Moment {
  /// Whether it has come where one of this kind is.
  func isCome(at now: Interference.Moment) -> Bool {
    switch (self, now) {
    case (.afterStep(let steps), .afterStep(let done)): return steps <= done
    case (.beforeTouch, .beforeTouch): return true
    default: return false
    }
  }
}

/// What is around a walk that is executed: tables, an array of pages, and unknown memory.
struct SearchWorld: Surroundings {
  let machine: ConcreteMachine
  let choices: Choices
  var landscape: Landscape
  /// What others have not written yet.
  private var interference: [Interference]
  private let deviation: Deviation?
  private let once: [NamedDeviation]
  private(set) var events: [WalkEvent] = []
  private(set) var faults: [Fault] = []
  /// What was asked for, in this order, each once.
  private(set) var asked: [(unknown: Unknown, width: Int)] = []
  /// In which bits numbers differed that were compared.
  private(set) var differences: Set<UInt64> = []
  private var times: [Unknown: Int] = [:]
  /// What functions gave that were handed nothing but what the kernel keeps of pages.
  private(set) var handedPagesAlone: Set<Unknown> = []
  private(set) var functions: Set<String> = []
  private var memory: [UInt64: UInt8] = [:]
  private(set) var reads = 0
  /// Reads of tables and of what must not be read: the steps of a trace.
  private var stepCount = 0
  /// The frames of those pages of which the walk has done something to what the kernel keeps of them.
  private(set) var touched: Set<UInt64> = []
  var hasTouched: Bool { !touched.isEmpty }
  /// What other CPUs have written: the position of the table, and whether that was before the walk
  /// touched what the kernel keeps of a page.
  private(set) var changes: [(position: Int, isBeforeTouch: Bool)] = []
  /// Whether the walk has asked where a top table is, be it of another address space.
  private(set) var hasRoot = false
  private let program: Program
  private var isLittleEndian: Bool { program.isLittleEndian }

  /// Variables and memory reached from elsewhere, by the number of their pieces.
  private var globals: [String: UInt64] = [:]
  private var globalNames: [String] = []
  private var origins: [Origin: UInt64] = [:]
  private var originList: [Origin] = []

  static let maximumReads = 40_000
  static let maximumEvents = 20_000

  init(
    _ machine: ConcreteMachine, _ landscape: Landscape, _ choices: Choices,
    _ trial: Trial, program: Program
  ) {
    self.program = program
    self.machine = machine
    self.landscape = landscape
    self.choices = choices
    interference = trial.interference
    deviation = trial.deviation
    once = trial.once
  }

  private mutating func ask(_ unknown: Unknown, _ width: Int) -> Choice {
    times[unknown, default: 0] += 1
    if times[unknown] == 1 { asked.append((unknown, width)) }
    if let deviation, deviation.unknown == unknown,
      deviation.occurrence.map({ $0 == times[unknown] }) ?? true
    {
      return deviation.choice
    }
    if !once.isEmpty,
      let named = once.first(where: {
        $0.occurrence == times[unknown] && $0.what == unknown.description
      })
    {
      return named.choice
    }
    return choices[unknown, width, machine.word]
  }

  private mutating func number(_ unknown: Unknown, _ width: Int, _ origin: Origin) -> UInt64 {
    switch ask(unknown, width) {
    case .number(let number): return number
    case .place: return piece(origin)
    }
  }

  private mutating func fail(_ property: String, _ text: String, _ place: ProgramPlace) {
    guard !faults.contains(where: { $0.property == property && $0.place == place }) else { return }
    faults.append(Fault(property: property, text: text, place: place, event: events.count))
  }

  private mutating func note(_ event: WalkEvent.Kind, _ place: ProgramPlace) {
    if event.isStep { stepCount += 1 }
    if events.count < Self.maximumEvents { events.append(WalkEvent(kind: event, place: place)) }
  }

  // MARK: places

  private mutating func piece(_ origin: Origin) -> UInt64 {
    if let known = origins[origin] { return known }
    let address = machine.places.elsewhere + UInt64(originList.count) * Places.pieceBytes
    origins[origin] = address
    originList.append(origin)
    return address
  }

  mutating func address(of global: String) throws -> UInt64 {
    if let known = globals[global] ?? machine.address(ofGlobal: global) { return known }
    let address = machine.places.globals + UInt64(globalNames.count) * machine.places.globalBytes
    globals[global] = address
    globalNames.append(global)
    return address
  }

  /// The variable at an address, and the bytes behind its start.
  private func global(_ address: UInt64) -> (name: String, offset: UInt64)? {
    guard address >= machine.places.globals else { return nil }
    let number = (address - machine.places.globals) / machine.places.globalBytes
    guard number < globalNames.count else { return nil }
    return (
      globalNames[Int(number)], (address - machine.places.globals) % machine.places.globalBytes
    )
  }

  private func origin(_ address: UInt64) -> Origin? {
    // A place a little before what was given belongs to it, too.
    let half = Places.pieceBytes / 2
    guard address >= machine.places.elsewhere &- half else { return nil }
    let distance = address &+ half &- machine.places.elsewhere
    let number = distance / Places.pieceBytes
    guard number < originList.count else { return nil }
    let offset = distance % Places.pieceBytes &- half
    return originList[Int(number)].moved(by: machine.cut(offset), width: machine.word)
  }

  /// Bytes behind the memory map's start; nil for what is no part of it.
  private func pageOffset(_ address: UInt64) -> UInt64? {
    let offset = machine.cut(address &- machine.map)
    let last = (machine.places.end >> machine.pageShift) &* machine.walk.pageStructure
    return offset < last ? offset : nil
  }

  /// The slot that an address is one of; nil for what is not near the array.
  private func slot(_ address: UInt64) -> Int? {
    let distance = Int64(bitPattern: address &- machine.places.pages)
    guard distance >= -(1 << 20), distance < 1 << 24 else { return nil }
    return Int(distance >> Int64(machine.wordBytes.trailingZeroBitCount))
  }

  // MARK: memory

  mutating func read(
    _ address: UInt64, count: Int, isMarked: Bool, at place: ProgramPlace
  ) throws -> [Stack.Byte] {
    if let (number, index) = landscape.place(of: address) {
      return try readTable(number, index, address, count, isMarked, place)
    }
    if (0..<UInt64(count)).allSatisfy({ memory[address &+ $0] != nil }) {
      return (0..<UInt64(count)).map { memory[address &+ $0] }
    }
    if slot(address) != nil || address &- machine.places.count < 4 {
      return (0..<UInt64(count)).map { memory[address &+ $0] }
    }
    let width = 8 * count
    var word: UInt64
    if let (name, offset) = global(address) {
      word =
        machine.global(name, offset: offset, width: min(width, 64))
        ?? number(
          .memory("\(name)+\(offset)/\(count)"), width,
          Origin(.global(name)).moved(by: offset, width: machine.word).content)
    } else if let origin = origin(address) {
      word = try content(origin, count, place)
    } else if let offset = pageOffset(address) {
      let size = machine.walk.pageStructure
      word = number(
        .page(offset: offset % size, bytes: count), width, Origin(.function("a page's memory")))
    } else if machine.isNamed(address) || isOfHole(address) {
      note(.stray(address: address), place)
      fail("in-bounds", "reads \(address.hexadecimal), where no table is", place)
      word = 0
    } else {
      word = number(
        .memory("\(address.hexadecimal)/\(count)"), width,
        Origin(.function(address.hexadecimal)))
    }
    if count > 8 { word = 0 }
    let bytes = WordArithmetic.bytes(word, count: min(count, 8), isLittleEndian: isLittleEndian)
    return (0..<count).map { position in
      memory[address &+ UInt64(position)] ?? (position < 8 ? bytes[position] : 0)
    }
  }

  /// Whether an address lies in the table that an entry which maps nothing would name; not where CPUs
  /// have places of their own at the start of memory.
  private func isOfHole(_ address: UInt64) -> Bool {
    guard address >= 1 << 16 else { return false }
    let terms = machine.walk.hardware
    return terms.tables.indices.dropLast().contains { position in
      guard let hole = landscape.hole(position),
        let next = try? terms.next(
          of: .constant(hole, width: terms.entryWidth), in: position)
      else { return false }
      return machine.cut(address &- machine.value(next))
        < machine.hardware.layout.tables[position + 1].bytes
    }
  }

  /// What memory holds of which nothing is known but how it was reached.
  private mutating func content(
    _ origin: Origin, _ count: Int, _ place: ProgramPlace
  ) throws -> UInt64 {
    let content = origin.content
    if count == machine.wordBytes {
      if machine.roots.isRoot(content) {
        hasRoot = true
        return try top(generation: 0)
      }
      if content.reads.count >= 2, let memory = machine.roots.memory,
        let table = machine.roots.table,
        content.reads.suffix(2).map(Int.init(truncatingIfNeeded:)) == [memory, table]
      {
        hasRoot = true
        return try top(generation: originList.count + 1)
      }
      let offset = Int(truncatingIfNeeded: origin.offset)
      if machine.roots.memory == offset || machine.roots.holders.contains(offset) {
        return piece(content)
      }
    }
    return number(
      .memory("\(origin.source) \(origin.reads) \(origin.offset)/\(count)"), 8 * count, content)
  }

  /// The top table of the walked address space, or of another one.
  private mutating func top(generation: Int) throws -> UInt64 {
    if let known = landscape.tables.first(where: {
      $0.position == 0 && $0.generation == generation
    }) {
      return known.base
    }
    guard let base = try landscape.add(position: 0, start: 0, generation: generation) else {
      throw SearchError("there is no room for a table")
    }
    return base
  }

  private mutating func readTable(
    _ number: Int, _ index: UInt64, _ address: UInt64, _ count: Int, _ isMarked: Bool,
    _ place: ProgramPlace
  ) throws -> [Stack.Byte] {
    reads += 1
    guard reads <= Self.maximumReads else {
      throw SearchError("more than \(Self.maximumReads) reads of tables")
    }
    try interfere(.afterStep(stepCount))
    let table = landscape.tables[number]
    let layout = machine.hardware.layout.tables[table.position]
    let value = try landscape.entry(number, index)
    note(.read(table: number, index: index, value: value, isMarked: isMarked), place)
    let kind: EntryMaker.Kind =
      try machine.hardware.next(of: value, in: table.position) == nil ? .leaf : .table
    _ = ask(.bits(kind, position: table.position), 64)
    if !isMarked { fail("marked-access", "reads an entry plainly", place) }
    var bytes: [Stack.Byte] = []
    var position = (address &- table.base) % layout.stride
    var index = index
    while bytes.count < count {
      let own: [Stack.Byte] = WordArithmetic.bytes(
        machine.swapped(try landscape.entry(number, index)), count: machine.entryBytes,
        isLittleEndian: isLittleEndian)
      let padded = own + Array(repeating: 0, count: Int(layout.stride) - own.count)
      bytes += padded[Int(position)...].prefix(count - bytes.count)
      (position, index) = (0, index + 1)
    }
    try interfere(.afterStep(stepCount))
    return bytes
  }

  mutating func write(
    _ bytes: [Stack.Byte], to address: UInt64, isMarked: Bool, at place: ProgramPlace
  ) throws {
    if landscape.place(of: address) != nil {
      fail("in-bounds", "writes to a table", place)
      return
    }
    if let offset = pageOffset(address) { try touch(offset, place) }
    for (offset, byte) in bytes.enumerated() { memory[address &+ UInt64(offset)] = byte ?? 0 }
    if let slot = slot(address), bytes.count == machine.wordBytes {
      let word = WordArithmetic.word(bytes.map { $0 ?? 0 }, isLittleEndian: isLittleEndian)
      note(.record(slot: slot, page: word), place)
    }
  }

  /// The walk does something to what the kernel keeps of a page, such as taking a reference.
  private mutating func touch(_ offset: UInt64, _ place: ProgramPlace) throws {
    let isFirst = touched.isEmpty
    touched.insert(offset / machine.walk.pageStructure)
    guard isFirst else { return }
    note(.touch, place)
    try interfere(.beforeTouch)
  }

  /// Whether a page is taken for one by itself: what the kernel keeps of it first, its flags and the
  /// page that stands for it, is not chosen to be anything.
  var pagesStandAlone: Bool {
    asked.allSatisfy { unknown, width in
      !tellsWhetherAlone(unknown) || choices[unknown, width, machine.word] == .number(0)
    }
  }

  /// Whether something is kept of a page that may make it another's part.
  func tellsWhetherAlone(_ unknown: Unknown) -> Bool {
    guard case .page(let offset, _) = unknown else { return false }
    return offset < 3 * UInt64(machine.wordBytes)
  }

  private mutating func interfere(_ moment: Interference.Moment) throws {
    let due = interference.filter { $0.moment.isCome(at: moment) }
    if due.isEmpty { return }
    interference.removeAll { $0.moment.isCome(at: moment) }
    for change in due {
      let (number, index, value) = try write(change.target)
      try landscape.write(value, at: number, index)
      changes.append((landscape.tables[number].position, moment == .beforeTouch || !hasTouched))
      note(
        .change(
          position: landscape.tables[number].position, index: index, value: value,
          address: machine.physical(landscape.address(number, index))),
        ProgramPlace(function: "", source: nil))
    }
  }

  /// The entry that another CPU writes, by its table's number and its index, and what.
  private mutating func write(
    _ target: Interference.Target
  ) throws -> (table: Int, index: UInt64, value: UInt64) {
    switch target {
    case .place(let address, let value):
      guard let (number, index) = landscape.place(of: machine.virtual(address)) else {
        throw SearchError("there is no entry at \(address.hexadecimal) to write")
      }
      return (number, index, value)
    case .entry(let address, let position, let change):
      let way = try landscape.way(to: address)
      guard position < way.count else { throw SearchError("there is no such entry to write") }
      let (number, index) = way[position]
      let start = landscape.start(number, index)
      let value: UInt64?
      switch change {
      case .leaf: value = try landscape.leaf(position, start, Landscape.later)
      case .hole: value = landscape.hole(position)
      case .table: value = try landscape.table(position, start, Landscape.later)
      }
      guard let value else { throw SearchError("there is no such entry") }
      return (number, index, value)
    }
  }

  // MARK: callees

  mutating func answer(
    _ function: String, _ arguments: [UInt64], at place: ProgramPlace
  ) throws -> [UInt64]? {
    functions.insert(function)
    if let deviation, deviation.unknown == .dummy(function),
      case .number(let number) = deviation.choice
    {
      return [number]
    }
    let widths = program.functions[function].map { body in body.parameters.map { body.widths[$0] } }
    return try machine.stated(
      function, arguments,
      widths: widths ?? arguments.map { _ in machine.word }
    ).map { [$0] }
  }

  mutating func call(
    _ callee: BodilessCallee, _ arguments: [UInt64], results: [Int], stack: inout Stack,
    at place: ProgramPlace
  ) throws -> [UInt64]? {
    if arguments.contains(where: { slot($0) != nil || $0 &- machine.places.count < 4 }) {
      throw SearchError("\(place): where pages are recorded is handed to what has no body")
    }
    if arguments.contains(where: { landscape.place(of: $0) != nil }) {
      throw SearchError("\(place): a place in a table is handed to what has no body")
    }
    for argument in arguments {
      if let offset = pageOffset(argument) { try touch(offset, place) }
    }
    let unknown: (Int) -> (Unknown, Origin)
    switch callee {
    case .pointer: throw SearchError("\(place): a function is called through a pointer")
    case .assembly(let text, _):
      // Assembly without text gives back what it is given.
      if text.isEmpty, arguments.count == results.count { return arguments }
      unknown = { (.assembly(place, $0), Origin(.assembly(text, $0))) }
    case .function(let name):
      unknown = { (.function(name, place, $0), Origin(.function(name))) }
      if arguments.allSatisfy({ pageOffset($0) != nil }) {
        handedPagesAlone.formUnion(results.indices.map { unknown($0).0 })
      }
    }
    return results.enumerated().map { position, width in
      let (unknown, origin) = unknown(position)
      return number(unknown, width, origin)
    }
  }

  mutating func compared(_ a: UInt64, _ b: UInt64) {
    let difference = a ^ b
    if difference != 0, difference.nonzeroBitCount <= 24, differences.count < 200 {
      differences.insert(difference)
    }
  }

  mutating func choose(width: Int, for reason: UndefinedReason, at place: ProgramPlace) -> UInt64 {
    if case .outsideObject(let address) = reason {
      note(.stack(address: address), place)
      fail("no-stack-iteration", "reads the stack where no object is", place)
      return 0
    }
    return number(.undefined(place), width, Origin(.function("what is undefined in \(place)")))
  }

  mutating func chooseJump(of count: Int, at place: ProgramPlace) -> Int {
    guard case .number(let way) = ask(.jump(place, of: count), 16) else { return 0 }
    return Int(min(way, UInt64(count - 1)))
  }

  // MARK: what came out

  private func word(_ address: UInt64, _ count: Int) -> UInt64? {
    var bytes: [UInt8] = []
    for offset in 0..<UInt64(count) {
      guard let byte = memory[address &+ offset] else { return nil }
      bytes.append(byte)
    }
    return WordArithmetic.word(bytes, isLittleEndian: isLittleEndian)
  }

  /// How many pages the walk says that it has recorded.
  var counted: Int {
    Int(Int32(truncatingIfNeeded: word(machine.places.count, 4) ?? 0))
  }

  /// The `struct page` in a slot; nil where nothing was recorded.
  func page(inSlot slot: Int) -> UInt64? {
    word(machine.places.pages &+ UInt64(slot * machine.wordBytes), machine.wordBytes)
  }

  /// What the walk is handed besides.
  mutating func argument(_ position: Int, width: Int) -> UInt64 {
    number(.argument(position), width, Origin(.function("an argument")))
  }

  /// Makes the top table, and sets the number of pages to 0.
  mutating func begin() throws {
    _ = try top(generation: 0)
    try interfere(.afterStep(0))
    for offset in 0..<UInt64(4) { memory[machine.places.count + offset] = 0 }
  }
}
