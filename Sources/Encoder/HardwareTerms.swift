import PageWalk
import PlantedDefect
import SMT

/// An architecture's hardware in one configuration, as terms.
public struct HardwareTerms: Sendable {
  /// One table that the configuration has.
  public struct TableTerms: Sendable {
    public let table: Table
    /// log2 of the bytes that one entry maps.
    public let shift: Term
    /// Width of the index in bits.
    public let index: Term
    /// log2 of the bytes that the whole table maps.
    public let reach: Term
    /// Bytes that one entry maps, less one.
    public let entryMask: Term
    /// Bytes that the whole table maps, less one.
    public let reachMask: Term
    /// Entries, less one.
    public let indexMask: Term
    /// Bytes from one entry to the next.
    public let stride: Term
    /// Bytes of the table.
    public let bytes: Term
    /// Alignment, less one.
    public let alignMask: Term
  }

  /// Encodes expressions that see the kernel's helpers.
  public let encoder: ExpressionEncoder
  private let bare: ExpressionEncoder
  public let word: Int
  public let entryWidth: Int
  public let tables: [TableTerms]
  /// log2 of the page size.
  public let pageShift: Term
  /// Bytes of a page, less one.
  public let pageMask: Term
  /// How many low bits of an address are translated.
  public let reach: Term
  /// What is known of parameters that are ranges.
  public let ranges: [Term]
  /// Whether the tables fit together and into the word; for numbers the model's reader has seen
  /// to that, for ranges it is an obligation.
  public let fits: Term

  /// Takes what is decided by a term's shape.
  let decisions: DecisionLog?

  /// The hardware of a subject.
  ///
  /// - Parameter decisions: takes what is decided by a term's shape, where a proof rests on that.
  public init(subject: Subject, decisions: DecisionLog? = nil) throws {
    try self.init(
      architecture: subject.architecture, configuration: subject.configuration,
      helpers: subject.helpers, decisions: decisions)
  }

  /// The hardware of an architecture in a configuration.
  public init(
    architecture: Architecture, configuration: Configuration, helpers: Helpers,
    decisions: DecisionLog? = nil
  ) throws {
    self.decisions = decisions
    let hardware = architecture.hardware
    func encoder(_ helpers: Helpers, _ entryWidth: Int) -> ExpressionEncoder {
      ExpressionEncoder(
        architecture: architecture, configuration: configuration, helpers: helpers,
        entryWidth: entryWidth, decisions: decisions)
    }
    let sizes = encoder([:], architecture.word)
    func term(_ expression: Expression) throws -> Term {
      var reader = NoReads()
      return try sizes.encode(expression, names: [:], reader: &reader)
        .resized(to: architecture.word)
    }
    word = architecture.word
    let entrySize = try term(hardware.entrySize)
    guard let size = entrySize.constantValue, [1, 2, 4, 8].contains(size) else {
      throw EncodingError("the size of an entry is not a number")
    }
    decisions?.recordConstant(entrySize)
    entryWidth = Int(size) * 8
    self.encoder = encoder(helpers, entryWidth)
    bare = encoder([:], entryWidth)
    let one = Term.constant(1, width: word)
    pageShift = try term(hardware.pageShift)
    pageMask = (one << pageShift) - one
    let reach = try term(hardware.reach)
    self.reach = reach
    var numbers: [(shift: Term, index: Term)] = []
    tables = try hardware.tables.compactMap { table in
      if let when = table.when {
        let present = try term(when)
        guard let value = present.constantValue else {
          throw EncodingError("whether there is a table '\(table.name)' depends on a range")
        }
        decisions?.recordConstant(present)
        if value == 0 { return nil }
      }
      let shift = try term(table.shift)
      // What a table maps is what an entry above it maps: that is in `fits`.
      let tableReach = numbers.last?.shift ?? reach
      let index = try term(table.index)
      numbers.append((shift, index))
      let stride = try table.stride.map(term) ?? .constant(size, width: architecture.word)
      let bytes = (one << index) * stride
      return TableTerms(
        table: table, shift: shift, index: index, reach: tableReach,
        entryMask: (one << shift) - one,
        reachMask: (one << tableReach) - one, indexMask: (one << index) - one,
        stride: stride, bytes: bytes,
        alignMask: try (table.align.map(term) ?? bytes) - one)
    }
    guard !tables.isEmpty else { throw EncodingError("the configuration has no table") }
    ranges = try Self.ranges(of: configuration, architecture, term)
    fits = Self.fits(numbers, pageShift: pageShift, reach: reach, word: architecture.word)
  }

  private static func fits(
    _ numbers: [(shift: Term, index: Term)], pageShift: Term, reach: Term, word: Int
  ) -> Term {
    let width = Term.constant(UInt64(word), width: reach.width)
    var parts: [Term] = []
    // Each number alone fits the word, so that no sum wraps.
    for (shift, index) in numbers {
      parts += [.lessOrEqual(shift, width), .lessOrEqual(index, width)]
    }
    for (upper, lower) in zip(numbers, numbers.dropFirst()) {
      parts.append(.equal(upper.shift, lower.shift + lower.index))
    }
    if let top = numbers.first, let last = numbers.last {
      parts += [
        .equal(reach, top.shift + top.index), .lessOrEqual(reach, width),
        .equal(last.shift, pageShift),
      ]
    }
    return .all(parts)
  }

  private static func ranges(
    of configuration: Configuration, _ architecture: Architecture,
    _ term: (Expression) throws -> Term
  ) throws -> [Term] {
    let width = architecture.word
    var known: [Term] = []
    for (name, value) in configuration.values {
      guard case .range(let range) = value else { continue }
      let variable = ExpressionEncoder.term(ofRange: name, range, width: width)
      known.append(.lessOrEqual(.constant(range.lowerBound, width: width), variable))
      known.append(.lessOrEqual(variable, .constant(range.upperBound, width: width)))
    }
    if !known.isEmpty, let constraint = architecture.constraint {
      let value = try term(constraint)
      known.append(.notEqual(value, .constant(0, width: value.width)))
    }
    return known
  }

  // MARK: entries

  private func value(_ expression: Expression, of entry: Term) throws -> Term {
    var reader = NoReads()
    return try bare.encode(expression, names: ["entry": TermBinding(entry)], reader: &reader)
  }

  private func truth(_ expression: Expression, of entry: Term) throws -> Term {
    var reader = NoReads()
    return try bare.encodeTruth(expression, names: ["entry": TermBinding(entry)], reader: &reader)
  }

  /// Whether table `position` may hold `entry`.
  public func carries(_ entry: Term, in position: Int) throws -> Term {
    try truth(tables[position].table.carries, of: entry)
  }

  /// Whether `entry` maps nothing.
  public func isEmpty(_ entry: Term, in position: Int) throws -> Term {
    try truth(tables[position].table.empty, of: entry)
  }

  /// Whether `entry` names a table.
  public func leadsOn(_ entry: Term, in position: Int) throws -> Term {
    guard tables[position].table.next != nil, position + 1 < tables.count else { return .no }
    if Defect.encoder.isPlanted { return .not(try isEmpty(entry, in: position)) }
    return .all([
      .not(try isEmpty(entry, in: position)),
      .not(try truth(tables[position].table.leaf, of: entry)),
    ])
  }

  /// Whether `entry` maps a page.
  public func isLeaf(_ entry: Term, in position: Int) throws -> Term {
    guard tables[position].table.page != nil else { return .no }
    return .all([
      .not(try isEmpty(entry, in: position)), try truth(tables[position].table.leaf, of: entry),
    ])
  }

  /// The table that `entry` names.
  public func next(of entry: Term, in position: Int) throws -> Term {
    guard let next = tables[position].table.next else {
      throw EncodingError("an entry of '\(tables[position].table.name)' names no table")
    }
    return try value(next, of: entry).resized(to: word)
  }

  /// Width of a page's address in bits: that of an entry where it is wider than the word.
  public var pageWidth: Int { max(word, entryWidth) }

  /// The page that the leaf `entry` maps at `addr`; nil in a table without leaves.
  public func page(of entry: Term, at addr: Term, in position: Int) throws -> Term? {
    guard let page = tables[position].table.page else { return nil }
    return try value(page, of: entry).resized(to: pageWidth)
      + (addr & tables[position].entryMask).resized(to: pageWidth)
  }

  /// A kind's value for entries read, with the bits that its table's entries carry built in.
  ///
  /// Where `carries` fixes bits by a mask, as in `(entry & 0xc) == 4`, the value has them as
  /// constants, so that what depends on them alone needs no solver. The rest of `carries` comes as
  /// an assumption.
  public func freshEntry(
    _ name: String, in position: Int
  ) throws -> (value: Term, assumption: Term) {
    let raw = Term.variable(name, width: entryWidth)
    var fixed: (mask: UInt64, bits: UInt64) = (0, 0)
    let whole = try carries(raw, in: position)
    for part in whole.operation == .and ? whole.operands : [whole] {
      guard case .equal = part.operation, case .bitAnd = part.operands[0].operation,
        Term.same(part.operands[0].operands[0], raw),
        let mask = part.operands[0].operands[1].constantValue,
        let bits = part.operands[1].constantValue
      else { continue }
      fixed.mask |= mask
      fixed.bits |= bits & mask
    }
    guard fixed.mask != 0 else { return (raw, whole) }
    let value =
      (raw & .constant(~fixed.mask, width: entryWidth)) | .constant(fixed.bits, width: entryWidth)
    // Every value that the table may hold has this form.
    decisions?.record(.equal(raw, value), under: [whole])
    return (value, try carries(value, in: position))
  }

  // MARK: addresses

  /// Where the entry for `addr` lies in the table at `base`.
  public func entryAddress(base: Term, addr: Term, in position: Int) -> Term {
    let table = tables[position]
    return base + ((addr >> table.shift) & table.indexMask) * table.stride
  }

  /// Whether `pointer` lies inside the table at `base`.
  public func contains(_ pointer: Term, base: Term, in position: Int) -> Term {
    .less(pointer - base, tables[position].bytes)
  }

  /// Whether `pointer` is the address of an entry of the table at `base`.
  public func isEntry(_ pointer: Term, base: Term, in position: Int) -> Term {
    let mask = tables[position].stride - .constant(1, width: word)
    return .all([
      contains(pointer, base: base, in: position),
      .equal((pointer - base) & mask, .constant(0, width: word)),
    ])
  }

  /// What holds of the address of a live table: aligned, not null, not wrapping.
  public func isPlaced(_ base: Term, in position: Int) -> Term {
    .all([
      .equal(base & tables[position].alignMask, .constant(0, width: word)),
      .less(.constant(0, width: word), base),
      .lessOrEqual(base, -tables[position].bytes),
    ])
  }

  /// Whether `addr` and `last` are mapped by the same table of this kind.
  public func sameTable(_ addr: Term, _ last: Term, in position: Int) -> Term {
    .equal((addr ^ last) & ~tables[position].reachMask, .constant(0, width: word))
  }

  /// Whether `addr` and `last` are mapped by the same entry.
  public func sameEntry(_ addr: Term, _ last: Term, in position: Int) -> Term {
    .equal((addr ^ last) & ~tables[position].entryMask, .constant(0, width: word))
  }

  /// The part of a range that one entry maps.
  public struct Part: Sendable {
    /// Whether the entry ends before the range does.
    public let endsBeforeRange: Term
    /// Where the entry ends; 0 where that is the end of the address space.
    public let boundary: Term
    /// The last address of the part.
    public let last: Term
    /// One more than `last`.
    public let end: Term
  }

  /// The part of `[addr, last]` that the entry for `addr` maps.
  public func part(from addr: Term, to last: Term, in position: Int) -> Part {
    let entryLast = addr | tables[position].entryMask
    let one = Term.constant(1, width: word)
    let before = Term.less(entryLast, last)
    return Part(
      endsBeforeRange: before, boundary: entryLast + one,
      last: .ifThenElse(before, entryLast, last),
      end: .ifThenElse(before, entryLast + one, last + one))
  }

  /// Whether `addr` is the address of a page.
  public func isPageAligned(_ addr: Term) -> Term {
    .equal(addr & pageMask, .constant(0, width: word))
  }

  /// Whether `addr` is translated at all.
  public func isTranslated(_ addr: Term) -> Term {
    .equal(addr >> reach, .constant(0, width: word))
  }
}
