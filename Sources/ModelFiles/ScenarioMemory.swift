import PageWalk

/// Reads and checks the concrete part of a scenario: range, memory, writes and expectation.
struct ScenarioMemory {
  /// The most entries, slots and writes of a scenario, each.
  static let maximumItems = 20_000

  let fields: YAMLFields
  let tree: YAMLTree
  let subject: Subject
  let layout: Layout

  private var word: Int { subject.architecture.word }
  private var entryWidth: Int { layout.entrySize * 8 }

  func scenario() throws(ModelFileError) -> Scenario {
    let range = try YAMLFields(
      try fields.required("range"), in: tree, what: "'range'", allowed: ["addr", "end"])
    let addr = try address(try range.required("addr"), what: "'addr'")
    let end = try address(try range.required("end"), what: "'end'")
    let pageMask = (UInt64(1) << UInt64(layout.pageShift)) - 1
    guard addr < end, addr & pageMask == 0, end & pageMask == 0 else {
      throw tree.error(
        "a range is not empty and goes from page to page, multiples of \(pageMask + 1)",
        at: range.value)
    }
    let memory = try YAMLFields(
      try fields.required("memory"), in: tree, what: "'memory'",
      allowed: ["top", "tables", "stack"])
    let topValue = try memory.required("top")
    let top = try address(topValue, what: "'top'")
    let tables = try self.tables(try memory.required("tables"))
    guard tables.contains(where: { $0.address == top && $0.kind == layout.tables[0].table.name })
    else {
      throw tree.error(
        "there is no \(layout.tables[0].table.name) table at 'top'; add it to 'tables'",
        at: topValue)
    }
    let code = try ScenarioCode(fields: fields, tree: tree)?.walk()
    let stack: Scenario.Stack
    if let value = memory.optional("stack") {
      guard code == nil else {
        throw tree.error("code brings its stack along; remove this", at: value)
      }
      stack = try self.stack(value, tables: tables)
    } else if code != nil {
      stack = Scenario.Stack(base: 0, size: 0, copies: [:], slots: [:])
    } else {
      stack = try self.stack(try memory.required("stack"), tables: tables)
    }
    return Scenario(
      about: try fields.text("about"), architecture: subject.architecture.name,
      configuration: subject.configuration, walker: subject.walker.name,
      revision: subject.walker.revision, code: code, addr: addr, end: end, top: top, tables: tables,
      stack: stack, writes: try writes(tables: tables), expectation: try expectation())
  }

  // MARK: numbers

  private func number(
    _ value: YAMLTree.Value, what: String, width: Int
  ) throws(ModelFileError) -> UInt64 {
    let number = try tree.number(value, what: what)
    guard Word(number, width: width).bits == number else {
      throw tree.error("\(what) is wider than \(width) bits; use fewer digits", at: value)
    }
    return number
  }

  private func address(_ value: YAMLTree.Value, what: String) throws(ModelFileError) -> UInt64 {
    try number(value, what: what, width: word)
  }

  /// A mapping from numbers to entries.
  private func numbered(
    _ value: YAMLTree.Value, what: String
  ) throws(ModelFileError) -> [(key: UInt64, value: UInt64, place: YAMLTree.Value)] {
    let items = try YAMLFields(value, in: tree, what: what, allowed: nil)
    guard items.keys.count <= Self.maximumItems else {
      throw tree.error("\(what) has over \(Self.maximumItems) lines; keep what matters", at: value)
    }
    var result: [(UInt64, UInt64, YAMLTree.Value)] = []
    var seen: Set<UInt64> = []
    for key in items.keys {
      let number = try tree.number(key, what: "a key of \(what)")
      guard seen.insert(number).inserted else {
        throw tree.error("\(number) stands here twice; remove one", at: key)
      }
      let item = try items.required(try tree.text(key, what: "a key"))
      result.append((number, try self.number(item, what: "an entry", width: entryWidth), item))
    }
    return result
  }

  // MARK: tables

  private func tables(_ value: YAMLTree.Value) throws(ModelFileError) -> [Scenario.TableImage] {
    let items = try tree.sequence(value, what: "'tables'")
    guard items.count <= 1024 else {
      throw tree.error("'tables' has over 1024 tables; keep what matters", at: value)
    }
    var images: [Scenario.TableImage] = []
    var extents: [(low: UInt64, high: UInt64)] = []
    for item in items {
      let (image, last) = try table(item)
      guard !extents.contains(where: { image.address <= $0.high && $0.low <= last }) else {
        throw tree.error("this table overlaps one that is listed before; move it", at: item)
      }
      extents.append((image.address, last))
      images.append(image)
    }
    return images
  }

  private func table(
    _ item: YAMLTree.Value
  ) throws(ModelFileError) -> (image: Scenario.TableImage, last: UInt64) {
    let table = try YAMLFields(
      item, in: tree, what: "a table", allowed: ["table", "at", "fill", "entries"])
    let kindValue = try table.required("table")
    let kind = try tree.text(kindValue, what: "'table'")
    let kinds = layout.tables.map(\.table.name)
    guard let position = kinds.firstIndex(of: kind) else {
      throw tree.error(
        "this configuration has no table '\(kind)'; "
          + Suggestion.text(for: kind, among: kinds, what: "tables"), at: kindValue)
    }
    let numbers = layout.tables[position]
    let atValue = try table.required("at")
    let at = try address(atValue, what: "'at'")
    guard at % numbers.align == 0 else {
      throw tree.error(
        "a \(kind) table lies at a multiple of 0x\(String(numbers.align, radix: 16))", at: atValue)
    }
    let last = at &+ (numbers.bytes - 1)
    guard last >= at, Word(last, width: word).bits == last else {
      throw tree.error("this table ends beyond the address space; move it", at: atValue)
    }
    let fillValue = try table.required("fill")
    let fill = try number(fillValue, what: "'fill'", width: entryWidth)
    try checkCarried(fill, position: position, at: fillValue)
    var entries: [UInt64: UInt64] = [:]
    if let list = table.optional("entries") {
      for (index, entry, place) in try numbered(list, what: "'entries'") {
        guard index < 1 << UInt64(numbers.index) else {
          throw tree.error(
            "a \(kind) table has entries 0 to \((1 << UInt64(numbers.index)) - 1), not \(index)",
            at: place)
        }
        try checkCarried(entry, position: position, at: place)
        entries[index] = entry
      }
    }
    return (Scenario.TableImage(kind: kind, address: at, fill: fill, entries: entries), last)
  }

  private func checkCarried(
    _ entry: UInt64, position: Int, at place: YAMLTree.Value
  ) throws(ModelFileError) {
    let table = layout.tables[position].table
    let interpreter = Interpreter(
      architecture: subject.architecture, configuration: subject.configuration, helpers: [:],
      entryWidth: entryWidth)
    let names = ["entry": Binding(Word(entry, width: entryWidth))]
    guard let carried = try? interpreter.constant(table.carries, names: names), carried != 0 else {
      throw tree.error(
        "a \(table.name) table never holds this value: 'carries' is \(table.carries)", at: place)
    }
  }

  // MARK: stack

  private func stack(
    _ value: YAMLTree.Value, tables: [Scenario.TableImage]
  ) throws(ModelFileError) -> Scenario.Stack {
    let stack = try YAMLFields(
      value, in: tree, what: "'stack'", allowed: ["at", "size", "copies", "slots"])
    let base = try address(try stack.required("at"), what: "'at'")
    let sizeValue = try stack.required("size")
    let size = try address(sizeValue, what: "'size'")
    let step = UInt64(layout.entrySize)
    guard size >= step, size <= 1 << 20, base &+ (size - 1) >= base,
      Word(base &+ (size - 1), width: word).bits == base &+ (size - 1)
    else {
      throw tree.error("a stack has \(step) bytes to 1 MiB inside the address space", at: sizeValue)
    }
    for table in tables {
      let bytes = layout.tables.first { $0.table.name == table.kind }?.bytes ?? 0
      if table.address <= base &+ (size - 1), base <= table.address &+ (bytes - 1) {
        throw tree.error("the stack overlaps a \(table.kind) table; move it", at: value)
      }
    }
    var taken: Set<UInt64> = []
    func place(_ address: UInt64, _ item: YAMLTree.Value) throws(ModelFileError) {
      guard address >= base, address &- base <= size - step, address % step == 0 else {
        throw tree.error("this is outside of the stack, or misaligned; move it", at: item)
      }
      guard taken.insert(address).inserted else {
        throw tree.error("another slot is at this address already; move it", at: item)
      }
    }
    let levels = subject.walker.levels.map(\.name)
    let copyFields = try YAMLFields(
      try stack.required("copies"), in: tree, what: "'copies'", allowed: levels)
    var copies: [String: UInt64] = [:]
    for level in levels {
      let item = try copyFields.required(level)
      let address = try self.address(item, what: "the address of a copy")
      try place(address, item)
      copies[level] = address
    }
    var slots: [UInt64: UInt64] = [:]
    if let list = stack.optional("slots") {
      for (address, content, item) in try numbered(list, what: "'slots'") {
        try place(address, item)
        slots[address] = content
      }
    }
    return Scenario.Stack(base: base, size: size, copies: copies, slots: slots)
  }

  // MARK: writes

  private func writes(
    tables: [Scenario.TableImage]
  ) throws(ModelFileError) -> [Scenario.Write] {
    guard let value = fields.optional("writes") else { return [] }
    let items = try tree.sequence(value, what: "'writes'")
    guard items.count <= Self.maximumItems, subject.walker.reads == .lockless || items.isEmpty
    else {
      throw tree.error(
        "a walk under a lock has no writes by others, and no walk over \(Self.maximumItems)",
        at: value)
    }
    var writes: [Scenario.Write] = []
    for item in items {
      let write = try YAMLFields(
        item, in: tree, what: "a write", allowed: ["before_step", "at", "value"])
      let step = try tree.number(try write.required("before_step"), what: "'before_step'")
      let atValue = try write.required("at")
      let at = try address(atValue, what: "'at'")
      let valueItem = try write.required("value")
      let entry = try number(valueItem, what: "'value'", width: entryWidth)
      guard let position = position(of: at, tables: tables) else {
        throw tree.error("no table of the scenario has an entry here; correct it", at: atValue)
      }
      try checkCarried(entry, position: position, at: valueItem)
      writes.append(Scenario.Write(step: Int(clamping: step), address: at, value: entry))
    }
    return writes
  }

  /// The position of the table that has an entry at `address`.
  private func position(of address: UInt64, tables: [Scenario.TableImage]) -> Int? {
    for table in tables where address >= table.address {
      guard let position = layout.tables.firstIndex(where: { $0.table.name == table.kind }),
        address - table.address < layout.tables[position].bytes,
        (address - table.address) % layout.tables[position].stride == 0
      else { continue }
      return position
    }
    return nil
  }

  // MARK: expectation

  private func expectation() throws(ModelFileError) -> Scenario.Expectation {
    let expect = try YAMLFields(
      try fields.required("expect"), in: tree, what: "'expect'",
      allowed: ["outcome", "violates", "pages"])
    let outcomeValue = try expect.required("outcome")
    let outcomeText = try tree.text(outcomeValue, what: "'outcome'")
    guard let outcome = Outcome(rawValue: outcomeText) else {
      throw tree.error(
        "'\(outcomeText)' is no outcome; "
          + Suggestion.text(
            for: outcomeText, among: Outcome.allCases.map(\.rawValue), what: "outcomes"),
        at: outcomeValue)
    }
    let violates = try YAMLFields(
      try expect.required("violates"), in: tree, what: "'violates'",
      allowed: Property.ofModels.map(\.rawValue))
    var violations: [Property: Int] = [:]
    for key in violates.keys {
      let name = try tree.text(key, what: "a property")
      guard let property = Property(rawValue: name) else { continue }
      let step = try tree.number(try violates.required(name), what: "a step")
      violations[property] = Int(clamping: step)
    }
    var pages: [PageExtent] = []
    for item in try tree.sequence(try expect.required("pages"), what: "'pages'") {
      let page = try YAMLFields(item, in: tree, what: "pages", allowed: ["addr", "page", "length"])
      pages.append(
        PageExtent(
          addr: try address(try page.required("addr"), what: "'addr'"),
          page: try address(try page.required("page"), what: "'page'"),
          length: try address(try page.required("length"), what: "'length'")))
    }
    try checkSuccess(outcome, pages, at: outcomeValue)
    return Scenario.Expectation(outcome: outcome, violations: violations, pages: pages)
  }

  /// Success means a page for each address, but for a walk that takes no pages or leaves holes.
  private func checkSuccess(
    _ outcome: Outcome, _ pages: [PageExtent], at value: YAMLTree.Value
  ) throws(ModelFileError) {
    guard outcome == .returned, !subject.walker.holes,
      subject.walker.levels.contains(where: { $0.page != nil })
    else { return }
    let range = try YAMLFields(
      try fields.required("range"), in: tree, what: "'range'", allowed: nil)
    let addr = try address(try range.required("addr"), what: "'addr'")
    let end = try address(try range.required("end"), what: "'end'")
    // A length of 0 stands for all there is.
    var bytes: UInt64 = 0
    for page in pages {
      let (sum, overflows) = bytes.addingReportingOverflow(page.length)
      if overflows || page.length == 0 { return }
      bytes = sum
    }
    guard bytes < end - addr else { return }
    let pageBytes = UInt64(1) << UInt64(layout.pageShift)
    throw tree.error(
      "'returned' is success, which means a page for each address, and the range has"
        + " \((end - addr) / pageBytes) pages, not \(bytes / pageBytes); write incomplete, or stopped"
        + " where the walk gives up", at: value)
  }
}
