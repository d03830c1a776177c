/// One version of a page-table walk, as data.
public struct Walker: Sendable, Hashable {
  /// How the walk keeps others from changing entries.
  public enum Reads: String, Sendable, Hashable, CaseIterable {
    /// Not at all: each read of an entry gives any value that the table may hold.
    case lockless
    /// By a lock: two reads of an entry agree.
    case locked
  }

  public let name: String
  public let revision: String
  /// Whether this revision is free of the bug, as far as its authors know; what `prove` takes by
  /// default is the newest one that is.
  public let fixed: Bool
  /// The release whose helpers the walk calls.
  public let kernel: KernelVersion
  /// Where it was read.
  public let source: String
  /// The architectures on which mainline has it; nil means all that have what it takes.
  public let architectures: [String]?
  public let reads: Reads
  /// Whether what is unmapped may be left out of what the walk hands back; otherwise success means
  /// that every page of the range has its slot.
  public let holes: Bool
  /// What the walk's own checks have established of `addr` and `end` before it starts.
  public let range: [Expression]
  /// What the walk does not check and its callers see to, on `addr` and `end`.
  public let callers: [Expression]
  /// The level functions from the top one down; each descends to the one that follows.
  public let levels: [Level]
  /// A walk of the given level functions.
  public init(
    name: String, revision: String, fixed: Bool, kernel: KernelVersion, source: String,
    architectures: [String]? = nil, reads: Reads, holes: Bool = false, range: [Expression],
    callers: [Expression] = [], levels: [Level]
  ) {
    self.name = name
    self.revision = revision
    self.fixed = fixed
    self.kernel = kernel
    self.source = source
    self.architectures = architectures
    self.reads = reads
    self.holes = holes
    self.range = range
    self.callers = callers
    self.levels = levels
  }

  /// The kernel's own code, which no model describes: it has no levels.
  public static func code(_ function: String) -> Walker {
    Walker(
      name: function, revision: "ir", fixed: false, kernel: .ofCode,
      source: "", reads: .lockless, range: [], levels: [])
  }

  /// Whether it is the kernel's own code.
  public var isCode: Bool { levels.isEmpty }

  /// Whether the walk hands back pages; otherwise it only tells what it found, and owes nothing.
  public var handsBackPages: Bool { levels.contains { $0.page != nil } }

  /// Whether it is stated of any level which entries the kernel compares again.
  public var statesCompared: Bool { levels.contains { $0.compared?.isEmpty == false } }

  /// Whether it is stated of each level that takes a page which entries the kernel compares again; under
  /// a lock no entry changes.
  public var statesAllCompared: Bool {
    reads == .locked || levels.allSatisfy { $0.page == nil || $0.compared != nil }
  }

  /// The level whose local copy of its entry has this name.
  public func level(keeping value: String) -> Level? { levels.first { $0.value == value } }

  /// Whether mainline has this walk for a configuration of an architecture.
  public func isBuilt(for architecture: Architecture, in configuration: Configuration) -> Bool {
    if let architectures { return architectures.contains(architecture.name) }
    return reads == .locked || architecture.isBuilt(configuration, in: kernel)
  }

  /// The same walk with the helpers of another release.
  public func calling(_ kernel: KernelVersion) -> Walker {
    Walker(
      name: name, revision: revision, fixed: fixed, kernel: kernel, source: source,
      architectures: architectures, reads: reads, holes: holes, range: range, callers: callers,
      levels: levels)
  }

  /// `gup_fast@v5.9`.
  public var title: String { "\(name)@\(revision)" }
}

/// One level function of a walk: a loop over entries.
///
/// Expressions see `addr`, `end`, and the pointers and values of the levels above; from `next` on
/// also this level's own pointer and value, and after it `next`.
public struct Level: Sendable, Hashable {
  /// `pgd`, `p4d`, `pud`, `pmd` or `pte`, or what else the walk calls it.
  public let name: String
  /// The function's name in the kernel.
  public let function: String
  /// Name of the pointer that the loop advances.
  public let pointer: String
  /// Name of the local copy of the entry.
  public let value: String
  /// Where the loop starts reading, in terms of the level above.
  public let cursor: Expression
  /// The read through the cursor.
  public let read: Expression
  /// End of the part of the range that this entry is about.
  public let next: Expression
  /// Where the cursor goes from here.
  public let advance: Expression
  /// Whether the walk gives up at this entry.
  public let stop: Expression
  /// Whether it goes on with the next entry and leaves this one out; nil means never.
  public let skip: Expression?
  /// Whether it takes the entry as a page; nil means never, except at the last level: always.
  public let leaf: Expression?
  /// The address of the page at `addr` that it takes; nil where it only tells that there is one.
  public let page: Expression?
  /// What it looks at again when it has taken a page, in this order.
  public let rechecks: [Recheck]
  /// The local copies whose entries the walk's own kernel compares again before it keeps a page that
  /// is taken here; nil where that is not stated, so that nothing is demanded.
  public let compared: [String]?
  /// Whether a check of the kernel's own fails that says that something cannot be; nil means that
  /// there is none.
  public let bug: Expression?
  /// Where its parts stand in the kernel's source, such as `mm/gup.c:3200`, as far as that is stated.
  public let places: [Piece: String]

  /// A part of a level function.
  public enum Piece: String, Sendable, Hashable, CaseIterable {
    case cursor, read, next, advance, descend, page, recheck, bug
  }

  /// One entry that is read again and compared with the local copy; where they differ, the walk
  /// gives the page back and stops.
  public struct Recheck: Sendable, Hashable {
    /// The local copy, of this level or one above.
    public let value: String
    /// The read that is compared with it.
    public let read: Expression

    /// Compares `value` with what `read` gives.
    public init(value: String, read: Expression) {
      self.value = value
      self.read = read
    }
  }

  /// Whether the entry of the local copy with this name is looked at again before a page is kept.
  public func hasRecheck(of value: String) -> Bool { rechecks.contains { $0.value == value } }

  /// Every name that it speaks of once it has come to its first entry.
  public var usedNames: Set<String> {
    let parts = [read, next, advance, stop, skip, leaf, page, bug] + rechecks.map(\.read)
    return Set(parts.compactMap(\.self).flatMap { $0.usedNames + $0.addressedNames })
  }

  /// A level function.
  public init(
    name: String, function: String, pointer: String, value: String, cursor: Expression,
    read: Expression, next: Expression, advance: Expression, stop: Expression,
    skip: Expression? = nil, leaf: Expression?, page: Expression?, rechecks: [Recheck] = [],
    compared: [String]? = nil, bug: Expression? = nil, places: [Piece: String] = [:]
  ) {
    self.places = places
    self.name = name
    self.function = function
    self.pointer = pointer
    self.value = value
    self.cursor = cursor
    self.read = read
    self.next = next
    self.advance = advance
    self.stop = stop
    self.skip = skip
    self.leaf = leaf
    self.page = page
    self.rechecks = rechecks
    self.compared = compared
    self.bug = bug
  }
}
