/// A walk on concrete memory, complete in itself: what to run, on what, and what comes out.
public struct Scenario: Sendable, Hashable {
  /// A table in memory.
  public struct TableImage: Sendable, Hashable {
    /// The kind of table, by its name in the architecture.
    public let kind: String
    /// Where it starts.
    public let address: UInt64
    /// The value of every entry that is not listed.
    public let fill: UInt64
    /// Entries by index.
    public let entries: [UInt64: UInt64]

    /// A table whose unlisted entries hold `fill`.
    public init(kind: String, address: UInt64, fill: UInt64, entries: [UInt64: UInt64]) {
      self.kind = kind
      self.address = address
      self.fill = fill
      self.entries = entries
    }
  }

  /// The stack of the level functions.
  public struct Stack: Sendable, Hashable {
    /// Where it starts, and its size in bytes. A read inside of it is a read of the stack.
    public let base: UInt64
    public let size: UInt64
    /// Address of each level function's local copy, by level.
    public let copies: [String: UInt64]
    /// What other slots hold; a slot that is neither here nor a copy is uninitialised.
    public let slots: [UInt64: UInt64]

    /// A stack of `size` bytes from `base`.
    public init(base: UInt64, size: UInt64, copies: [String: UInt64], slots: [UInt64: UInt64]) {
      self.base = base
      self.size = size
      self.copies = copies
      self.slots = slots
    }
  }

  /// A write by another CPU.
  public struct Write: Sendable, Hashable {
    /// The step of the trace before whose read it happens, from 1.
    public let step: Int
    public let address: UInt64
    public let value: UInt64

    /// A write of `value` just before the read of `step`.
    public init(step: Int, address: UInt64, value: UInt64) {
      self.step = step
      self.address = address
      self.value = value
    }
  }

  /// What a run is expected to show.
  public struct Expectation: Sendable, Hashable {
    public let outcome: Outcome
    /// The step at which each violated property is first violated.
    public let violations: [Property: Int]
    /// The pages that the walk returns.
    public let pages: [PageExtent]

    /// What a run is expected to show.
    public init(outcome: Outcome, violations: [Property: Int], pages: [PageExtent]) {
      self.outcome = outcome
      self.violations = violations
      self.pages = pages
    }
  }

  /// The kernel's own code, as what is run.
  public struct CodeWalk: Sendable, Hashable {
    /// What a run takes for something that neither the code nor the memory tells.
    public struct Answer: Sendable, Hashable {
      /// What that is, as the search calls it.
      public let what: String
      /// Which time that it is asked for, from 1; nil means each.
      public let time: Int?
      /// Nil is the address of memory of which nothing else is known.
      public let value: UInt64?

      /// An answer of the given parts.
      public init(what: String, time: Int?, value: UInt64?) {
        self.what = what
        self.time = time
        self.value = value
      }
    }

    /// The function that walks the top table.
    public let function: String
    public let answers: [Answer]

    /// A walk of the given parts.
    public init(function: String, answers: [Answer]) {
      self.function = function
      self.answers = answers
    }
  }

  /// One sentence on what the scenario shows.
  public let about: String
  public let architecture: String
  public let configuration: Configuration
  /// The walk: a model's, or where `code` is not nil the function's name.
  public let walker: String
  public let revision: String
  /// The code that shows what is expected; nil for a model's walk.
  public let code: CodeWalk?
  public let addr: UInt64
  public let end: UInt64
  /// Address of the top table.
  public let top: UInt64
  public let tables: [TableImage]
  public let stack: Stack
  public let writes: [Write]
  public let expectation: Expectation

  /// A scenario of the given parts.
  public init(
    about: String, architecture: String, configuration: Configuration, walker: String,
    revision: String, code: CodeWalk? = nil, addr: UInt64, end: UInt64, top: UInt64,
    tables: [TableImage], stack: Stack, writes: [Write], expectation: Expectation
  ) {
    self.code = code
    self.about = about
    self.architecture = architecture
    self.configuration = configuration
    self.walker = walker
    self.revision = revision
    self.addr = addr
    self.end = end
    self.top = top
    self.tables = tables
    self.stack = stack
    self.writes = writes
    self.expectation = expectation
  }

  /// The same scenario for a model's walk, where it is one of code: with a stack behind all tables, on
  /// which no copy lies behind another.
  public func walked(by walker: Walker, layout: Layout) -> Scenario {
    guard code != nil else { return self }
    let ends = tables.map { table in
      table.address &+ (layout.tables.first { $0.table.name == table.kind }?.bytes ?? 0)
    }
    let base = ((ends.max() ?? 0) &+ 0x1fff) & ~0xfff
    let step = UInt64(layout.entrySize) * 2
    let copies = walker.levels.enumerated().map { ($1.name, base &+ step &* UInt64($0)) }
    return with(
      stack: Stack(
        base: base, size: step * UInt64(copies.count),
        copies: Dictionary(copies, uniquingKeysWith: { first, _ in first }), slots: [:]))
  }

  /// The same scenario with another stack or other tables.
  public func with(stack: Stack? = nil, tables: [TableImage]? = nil) -> Scenario {
    Scenario(
      about: about, architecture: architecture, configuration: configuration, walker: walker,
      revision: revision, code: code, addr: addr, end: end, top: top,
      tables: tables ?? self.tables,
      stack: stack ?? self.stack, writes: writes, expectation: expectation)
  }

  /// The same scenario with another expectation.
  public func expecting(_ expectation: Expectation, about: String? = nil) -> Scenario {
    Scenario(
      about: about ?? self.about, architecture: architecture, configuration: configuration,
      walker: walker, revision: revision, code: code, addr: addr, end: end, top: top,
      tables: tables,
      stack: stack, writes: writes, expectation: expectation)
  }
}

/// How a walk ended.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
  /// It reported success, and handed back a page for every part of the range; where a walk may leave
  /// holes, for every mapped part.
  case returned
  /// It reported success though a page of the range has no slot.
  case incomplete
  /// It gave up at an entry, which sends the caller to the slow path.
  case stopped
  /// It read what no table and no initialised slot holds; what follows is undefined.
  case lost
  /// Its parts do not cover the range, so that it would not end where it should.
  case astray
}

/// Consecutive pages.
public struct PageExtent: Sendable, Hashable {
  /// The first address.
  public let addr: UInt64
  /// The address of the page there.
  public let page: UInt64
  /// Bytes, a multiple of the page size; 0 stands for 2^64.
  public let length: UInt64

  /// `length` bytes from `addr`, mapped to `page` and on.
  public init(addr: UInt64, page: UInt64, length: UInt64) {
    self.addr = addr
    self.page = page
    self.length = length
  }
}
