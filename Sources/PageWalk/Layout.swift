/// The numbers of an architecture's tables in one configuration.
public struct Layout: Sendable, Hashable {
  /// One table that the configuration has, with its numbers.
  public struct TableLayout: Sendable, Hashable {
    public let table: Table
    /// log2 of the bytes that one entry maps.
    public let shift: Int
    /// Width of the index in bits.
    public let index: Int
    /// Bytes from one entry to the next.
    public let stride: UInt64
    /// Bytes of the whole table.
    public let bytes: UInt64
    /// Alignment of the table in bytes.
    public let align: UInt64
  }

  public let pageShift: Int
  /// Bytes of one entry.
  public let entrySize: Int
  /// How many low bits of an address are translated.
  public let reach: Int
  /// The tables of this configuration, from the top one down.
  public let tables: [TableLayout]

  /// Evaluates and checks the layout.
  ///
  /// - Throws: `SymbolicLayout` where a number depends on a range, `LayoutError` where the tables
  ///   do not fit together.
  public init(architecture: Architecture, configuration: Configuration) throws {
    let hardware = architecture.hardware
    let interpreter = Interpreter(
      architecture: architecture, configuration: configuration, helpers: [:],
      entryWidth: architecture.word)
    func value(_ expression: Expression) throws -> UInt64 {
      do {
        return try interpreter.constant(expression)
      } catch {
        throw SymbolicLayout()
      }
    }
    func number(_ expression: Expression, _ key: String, table: Int? = nil) throws -> Int {
      let value = try value(expression)
      guard value <= UInt64(architecture.word) else {
        throw LayoutError(
          key: key, table: table, "\(value) is over the word's \(architecture.word) bits")
      }
      return Int(value)
    }
    pageShift = try number(hardware.pageShift, "page_shift")
    reach = try number(hardware.reach, "reach")
    let size = try value(hardware.entrySize)
    guard [1, 2, 4, 8].contains(size) else {
      throw LayoutError(
        key: "entry_size", table: nil, "an entry of \(size) bytes; it has 1, 2, 4 or 8")
    }
    entrySize = Int(size)
    var tables: [TableLayout] = []
    var positions: [Int] = []
    for (position, table) in hardware.tables.enumerated() {
      if let when = table.when, try value(when) == 0 { continue }
      let shift = try number(table.shift, "shift", table: position)
      let index = try number(table.index, "index", table: position)
      guard index >= 1, shift + index <= architecture.word else {
        throw LayoutError(
          key: "index", table: position,
          "shift \(shift) and index width \(index) are over the word's \(architecture.word) bits")
      }
      let stride = try table.stride.map(value) ?? size
      guard stride.nonzeroBitCount == 1, stride >= size, stride <= 64 else {
        throw LayoutError(
          key: "stride", table: position,
          "a stride of \(stride); it is a power of two, at least the size of an entry, at most 64")
      }
      let (bytes, overflow) = stride.multipliedReportingOverflow(by: 1 << UInt64(index))
      let align = try table.align.map(value) ?? bytes
      guard !overflow, align.nonzeroBitCount == 1, align >= stride else {
        throw LayoutError(
          key: "align", table: position,
          "an alignment of \(align); it is a power of two, at least"
            + " the stride of its entries")
      }
      tables.append(
        TableLayout(
          table: table, shift: shift, index: index, stride: stride, bytes: bytes, align: align))
      positions.append(position)
    }
    self.tables = tables
    try checkChain(positions)
  }

  private func checkChain(_ positions: [Int]) throws(LayoutError) {
    guard let top = tables.first, let last = tables.last else {
      throw LayoutError(key: "tables", table: nil, "there is no table")
    }
    guard top.shift + top.index == reach else {
      throw LayoutError(
        key: "reach", table: nil,
        "the tables translate \(top.shift + top.index) bits, but 'reach' is \(reach)")
    }
    for (position, (upper, lower)) in zip(positions, zip(tables, tables.dropFirst())) {
      guard upper.shift == lower.shift + lower.index else {
        throw LayoutError(
          key: "shift", table: position,
          "an entry of '\(upper.table.name)' maps 2^\(upper.shift) bytes, but the table"
            + " '\(lower.table.name)' below it 2^\(lower.shift + lower.index)")
      }
      guard upper.table.next != nil else {
        throw LayoutError(key: "next", table: position, "the key 'next' is missing; add it")
      }
    }
    guard last.shift == pageShift, last.table.page != nil else {
      throw LayoutError(
        key: "shift", table: positions[positions.count - 1],
        "the last table maps pages: its shift is 'page_shift', and it has the key 'page'")
    }
  }
}

/// A layout whose numbers depend on a parameter that is a range.
public struct SymbolicLayout: Error {}

/// Numbers of tables that do not fit together.
public struct LayoutError: Error, Sendable, Hashable {
  /// The key of the model file that is at fault.
  public let key: String
  /// The table's position in the hardware's list; nil where the hardware as a whole is meant.
  public let table: Int?
  public let message: String

  init(key: String, table: Int?, _ message: String) {
    self.key = key
    self.table = table
    self.message = message
  }
}

extension Architecture {
  /// Every combination of parameters that the constraint allows, in the order of declaration.
  public func configurations() throws(InterpretationError) -> [Configuration] {
    var all: [[(name: String, value: ParameterValue)]] = [[]]
    for parameter in parameters {
      all = all.flatMap { prefix in
        parameter.choices.map { prefix + [(parameter.name, $0)] }
      }
      guard all.count <= 4096 else {
        throw InterpretationError("there are over 4096 configurations; list fewer values")
      }
    }
    var allowed: [Configuration] = []
    for values in all {
      let configuration = Configuration(values)
      if try allows(configuration) { allowed.append(configuration) }
    }
    return allowed
  }

  /// Whether the constraint holds; one that depends on a range is left to the proof.
  private func allows(_ configuration: Configuration) throws(InterpretationError) -> Bool {
    guard let constraint else { return true }
    let interpreter = Interpreter(
      architecture: self, configuration: configuration, helpers: [:], entryWidth: word)
    let ranges = configuration.values.contains {
      if case .range = $0.value { return true }
      return false
    }
    guard let value = try? interpreter.constant(constraint) else {
      if ranges { return true }
      throw InterpretationError("the constraint has no value")
    }
    return value != 0
  }
}
