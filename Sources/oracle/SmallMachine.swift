/// The numbers of a small machine's tables, and what they make of an address and of an entry.
///
/// The text that the prover and the simulator read is written from these numbers, and the oracle's
/// criterion computes from them: it shares no interpreter and no table walk with either.
struct SmallMachine {
  static let pageShift = 4
  static let pageSize: UInt64 = 16

  /// One kind of table.
  struct Table {
    let name: String
    /// log2 of the bytes that an entry maps.
    var shift: Int
    /// Width of the index in bits.
    var index: Int
    /// Bytes from one entry to the next.
    var stride: Int
    /// The bits of every entry's type, and their value; no bits where there are no types.
    var type: (mask: UInt64, value: UInt64)
    /// An entry is empty where all of these bits are clear.
    var presentMask: UInt64
    /// An entry maps a page where one of these bits is set; nil where every entry does.
    var leafMask: UInt64?
    /// Bits that no entry of the table has.
    var clearMask: UInt64
    /// The bits that name the table below.
    var nextMask: UInt64
    /// The bits that name a page.
    var pageMask: UInt64

    var isLast: Bool { leafMask == nil }
    var hasLeaves: Bool { leafMask != 0 }
    /// Bytes that an entry maps.
    var span: UInt64 { 1 << UInt64(shift) }
    var entries: UInt64 { 1 << UInt64(index) }

    /// Whether the table may hold `entry`.
    func carries(_ entry: UInt64) -> Bool {
      entry & type.mask == type.value && entry & clearMask == 0
    }

    func isEmpty(_ entry: UInt64) -> Bool { entry & presentMask == 0 }

    func mapsPage(_ entry: UInt64) -> Bool {
      guard !isEmpty(entry) else { return false }
      guard let leafMask else { return true }
      return entry & leafMask != 0
    }

    /// The address of the page at `addr` that a leaf maps.
    func page(of entry: UInt64, at addr: UInt64) -> UInt64 {
      (entry & pageMask) &+ (addr & (span - 1))
    }

    /// Where the entry for `addr` lies in the table at `base`.
    func place(of addr: UInt64, base: UInt64, word: Int) -> UInt64 {
      let index = (addr >> UInt64(shift)) % entries
      return (base &+ index &* UInt64(stride)) & ((1 << UInt64(word)) - 1)
    }
  }

  let word: Int
  /// From the top one down.
  var tables: [Table]

  /// How many low bits of an address are translated.
  var reach: Int { tables[0].shift + tables[0].index }

  func translates(_ addr: UInt64) -> Bool { addr >> UInt64(reach) == 0 }

  /// The lines of the architecture's hardware.
  var text: [String] {
    var lines = [
      "hardware:", "  source: made at random", "  page_shift: \(Self.pageShift)",
      "  entry_size: 2", "  reach: \(reach)", "  tables:",
    ]
    for table in tables {
      var carries: [String] = []
      if table.type.mask != 0 {
        carries.append("(entry & \(table.type.mask)) == \(table.type.value)")
      }
      if table.clearMask != 0 { carries.append("(entry & \(table.clearMask)) == 0") }
      lines += [
        "    - name: \(table.name)", "      shift: \(table.shift)",
        "      index: \(table.index)", "      stride: \(table.stride)", "      align: 16",
        "      carries: \"\(carries.isEmpty ? "1" : carries.joined(separator: " && "))\"",
        "      empty: (entry & \(table.presentMask)) == 0",
        "      leaf: \(table.leafMask.map { $0 == 0 ? "0" : "entry & \($0)" } ?? "1")",
      ]
      if !table.isLast { lines.append("      next: entry & \(table.nextMask)") }
      if table.hasLeaves { lines.append("      page: entry & \(table.pageMask)") }
    }
    return lines
  }
}
