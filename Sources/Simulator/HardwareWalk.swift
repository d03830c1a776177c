import PageWalk

/// What the MMU does with an address: the architecture's own tables, and nothing of the kernel.
public struct HardwareWalk: Sendable {
  /// The most entries that a range may take part in.
  static let maximumParts = 20_000

  /// The numbers of the tables.
  public let layout: Layout
  private let interpreter: Interpreter

  /// The MMU of one configuration.
  ///
  /// - Throws: `SymbolicLayout` or `LayoutError` where the configuration has no concrete layout.
  public init(subject: Subject) throws {
    try self.init(architecture: subject.architecture, configuration: subject.configuration)
  }

  /// The MMU of an architecture in a configuration.
  ///
  /// - Throws: as above.
  public init(architecture: Architecture, configuration: Configuration) throws {
    layout = try Layout(architecture: architecture, configuration: configuration)
    // The hardware's expressions see no helpers.
    interpreter = Interpreter(
      architecture: architecture, configuration: configuration, helpers: [:],
      entryWidth: layout.entrySize * 8)
  }

  /// Whether the tables translate `addr`.
  package func translates(_ addr: UInt64) -> Bool {
    layout.reach >= 64 || addr >> UInt64(layout.reach) == 0
  }

  /// The address whose entries the indices of `addr` give, in hexadecimal.
  func wrapped(_ addr: UInt64) -> String {
    String(layout.reach >= 64 ? addr : addr & ((1 << UInt64(layout.reach)) - 1), radix: 16)
  }

  /// Bytes from the start of table `position` to its entry for `addr`.
  package func offset(of addr: UInt64, in position: Int) -> UInt64 {
    let table = layout.tables[position]
    return ((addr >> UInt64(table.shift)) & ((1 << UInt64(table.index)) - 1)) &* table.stride
  }

  private func value(_ expression: Expression, of entry: UInt64) throws -> UInt64 {
    let entry = Binding(Word(entry, width: layout.entrySize * 8))
    return try interpreter.constant(expression, names: ["entry": entry])
  }

  package func carries(_ entry: UInt64, in position: Int) throws -> Bool {
    try value(layout.tables[position].table.carries, of: entry) != 0
  }

  package func isEmpty(_ entry: UInt64, in position: Int) throws -> Bool {
    try value(layout.tables[position].table.empty, of: entry) != 0
  }

  /// The page that a leaf maps at `addr`; nil if the entry is no leaf.
  package func page(of entry: UInt64, at addr: UInt64, in position: Int) throws -> UInt64? {
    let table = layout.tables[position]
    guard try !isEmpty(entry, in: position), try value(table.table.leaf, of: entry) != 0,
      let page = table.table.page
    else { return nil }
    let offset = addr & ((1 << UInt64(table.shift)) - 1)
    // As wide as an entry, which may be wider than the word.
    let width = max(interpreter.word, layout.entrySize * 8)
    return try Word(value(page, of: entry) &+ offset, width: width).bits
  }

  /// The table that an entry names; nil if it is empty or a leaf.
  package func next(of entry: UInt64, in position: Int) throws -> UInt64? {
    let table = layout.tables[position].table
    guard let next = table.next, try !isEmpty(entry, in: position),
      try value(table.leaf, of: entry) == 0
    else { return nil }
    return try truncated(value(next, of: entry))
  }

  /// Where the table of an entry that names none would be; nil if it names one.
  func pretendedTable(of entry: UInt64, in position: Int) throws -> UInt64? {
    guard let next = layout.tables[position].table.next,
      try self.next(of: entry, in: position) == nil
    else { return nil }
    return try truncated(value(next, of: entry))
  }

  private func truncated(_ address: UInt64) -> UInt64 {
    Word(address, width: interpreter.word).bits
  }

  /// The pages that `[addr, end)` is mapped to, as consecutive extents; unmapped parts are left out.
  ///
  /// - Parameter entry: reads the entry at a location of memory, or gives nil where there is none.
  package func pages(
    from addr: UInt64, to end: UInt64, top: UInt64, entry: (UInt64) -> UInt64?
  ) throws -> [PageExtent] {
    var extents: [PageExtent] = []
    var addr = addr
    let pageSize = UInt64(1) << UInt64(layout.pageShift)
    for _ in 0..<Self.maximumParts {
      let (shift, page) = try translate(addr, top: top, entry: entry)
      let span = shift >= 64 ? 0 : UInt64(1) << UInt64(shift)
      let boundary = truncated((addr & ~(span &- 1)) &+ span)
      let next = boundary &- 1 < end &- 1 ? boundary : end
      if let page {
        if let last = extents.last, last.addr &+ last.length == addr,
          last.page &+ last.length == page
        {
          extents[extents.count - 1] = PageExtent(
            addr: last.addr, page: last.page, length: last.length &+ (next &- addr))
        } else {
          extents.append(PageExtent(addr: addr, page: page & ~(pageSize - 1), length: next &- addr))
        }
      }
      addr = next
      if addr == end { return extents }
    }
    throw SimulationError("the range has over \(Self.maximumParts) parts; make it smaller")
  }

  /// An entry on the MMU's way to an address.
  public struct PathEntry: Sendable, Hashable {
    /// The kind of table.
    public let kind: String
    /// Where the table starts.
    public let base: UInt64
    public let index: UInt64
    /// What the entry holds; nil where there is no such table.
    public let value: UInt64?
  }

  /// The way of the MMU to `addr` in the memory that a scenario starts with, and the page there.
  public func path(
    of addr: UInt64, in scenario: Scenario
  ) throws -> (entries: [PathEntry], page: UInt64?) {
    guard translates(addr) else { return ([], nil) }
    let tables = TableMap(scenario.tables, layout: layout)
    var entries: [PathEntry] = []
    var base = scenario.top
    for position in layout.tables.indices {
      let table = layout.tables[position]
      let offset = offset(of: addr, in: position)
      let value = tables.initialValue(at: truncated(base &+ offset))
      entries.append(
        PathEntry(
          kind: table.table.name, base: base, index: offset / table.stride, value: value))
      guard let value else { return (entries, nil) }
      if let page = try page(of: value, at: addr, in: position) { return (entries, page) }
      guard let next = try next(of: value, in: position) else { return (entries, nil) }
      base = next
    }
    return (entries, nil)
  }

  /// The page at `addr` and log2 of the bytes around it that share its fate.
  private func translate(
    _ addr: UInt64, top: UInt64, entry: (UInt64) -> UInt64?
  ) throws -> (shift: Int, page: UInt64?) {
    if !translates(addr) { return (layout.reach, nil) }
    var base = top
    for position in layout.tables.indices {
      let location = base &+ offset(of: addr, in: position)
      let shift = layout.tables[position].shift
      guard let value = entry(truncated(location)) else { return (shift, nil) }
      if let page = try page(of: value, at: addr, in: position) { return (shift, page) }
      guard let next = try next(of: value, in: position) else { return (shift, nil) }
      base = next
    }
    return (layout.pageShift, nil)
  }
}
