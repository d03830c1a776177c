import PageWalk

/// Where an address points.
public enum Location: Sendable, Hashable {
  /// Entry `index` of the live table at `base`.
  case table(kind: String, base: UInt64, index: UInt64)
  /// The local copy of a level function.
  case copy(level: String)
  /// The stack, `offset` bytes above the copy of `level`. `initialised` tells whether it holds
  /// something that the scenario defines, and `holds` the level whose copy that is.
  case stack(level: String, offset: Int64, holds: String?, initialised: Bool)
  /// Neither a table nor the stack.
  case nowhere

  /// Whether this is the stack, be it a copy or another slot.
  public var isStack: Bool {
    switch self {
    case .copy, .stack: return true
    case .table, .nowhere: return false
    }
  }
}

/// One read of a walk.
public struct Step: Sendable, Hashable {
  /// From 1.
  public let number: Int
  public let level: String
  public let function: String
  /// The helper whose expression reads; nil where the level function's own does, and for code.
  public let helper: Helper?
  /// Where the read stands in the kernel's source; nil for a model's walk.
  public let source: String?
  /// The address that the level function is at.
  public let addr: UInt64
  /// Where it reads.
  public let pointer: UInt64
  public let location: Location
  /// Whether this reads through the cursor; otherwise a helper reads on its own.
  public let throughCursor: Bool
  /// Whether it looks again at what was read before, after a page was taken.
  public let again: Bool
  /// Whether it is a READ_ONCE.
  public let once: Bool
  /// What it gave; nil where nothing is defined.
  public let value: UInt64?
  /// End of the part that the entry is about; nil before it is known.
  public internal(set) var next: UInt64?
  /// The properties that this step is the first to violate.
  public internal(set) var violations: [Property]
  /// What is wrong, in words, the first thing first.
  public internal(set) var remarks: [String]
  /// All of it; nil where nothing is.
  public var remark: String? { remarks.isEmpty ? nil : remarks.joined(separator: "; ") }

  package init(
    number: Int, level: String, function: String, helper: Helper?, source: String?, addr: UInt64,
    pointer: UInt64, location: Location, throughCursor: Bool, again: Bool, once: Bool,
    value: UInt64?,
    next: UInt64?, violations: [Property], remark: String?
  ) {
    self.number = number
    self.level = level
    self.function = function
    self.helper = helper
    self.source = source
    self.addr = addr
    self.pointer = pointer
    self.location = location
    self.throughCursor = throughCursor
    self.again = again
    self.once = once
    self.value = value
    self.next = next
    self.violations = violations
    remarks = remark.map { [$0] } ?? []
  }
}

extension Step {
  /// Adds a violation that shows after the read.
  mutating func add(_ property: Property, _ words: String) {
    violations.append(property)
    if !remarks.contains(words) { remarks.append(words) }
  }
}

/// What a run of a scenario showed.
public struct Trace: Sendable, Hashable {
  public let steps: [Step]
  public let outcome: Outcome
  /// Why the walk ended as it did, in words.
  public let reason: String
  /// The step at which each violated property is first violated.
  public let violations: [Property: Int]
  /// The pages that the walk returns, also those of a walk that then gives up.
  public let pages: [PageExtent]
  /// Positions in `pages` of those that the entries read in this run do not map there.
  public let wrongPages: [Int]
  /// Whether the walk, which takes no pages, tells of one where the entries read in this run map none.
  public let tellsOfNone: Bool
  /// Whether a page was kept although an entry that is to be compared again had changed.
  public let keepsChanged: Bool
  /// Whether nothing is wrong with an entry that it used but that it took a page by it which the hardware
  /// does not give, looked again, and gave that back.
  public let givesBackWrongPage: Bool
  /// The pages that the hardware gives for the range, in the memory as it is at the start.
  public let hardwarePages: [PageExtent]
  /// Those that it gives when the walk has ended, with what other CPUs have written by then; nil where
  /// they wrote nothing.
  public let hardwarePagesAfter: [PageExtent]?
  /// Whether a level function read its entry by another pointer than the cursor.
  public let readsBesideCursor: Bool

  package init(
    steps: [Step], outcome: Outcome, reason: String, violations: [Property: Int],
    pages: [PageExtent], wrongPages: [Int], tellsOfNone: Bool, keepsChanged: Bool,
    givesBackWrongPage: Bool,
    hardwarePages: [PageExtent],
    hardwarePagesAfter: [PageExtent]?, readsBesideCursor: Bool
  ) {
    self.steps = steps
    self.outcome = outcome
    self.reason = reason
    self.violations = violations
    self.pages = pages
    self.wrongPages = wrongPages
    self.tellsOfNone = tellsOfNone
    self.keepsChanged = keepsChanged
    self.givesBackWrongPage = givesBackWrongPage
    self.hardwarePages = hardwarePages
    self.hardwarePagesAfter = hardwarePagesAfter
    self.readsBesideCursor = readsBesideCursor
  }

  /// Whether every page that the walk returned is the hardware's, by what the entries held when the
  /// walk read them.
  public var pagesAreRight: Bool { wrongPages.isEmpty && !tellsOfNone }

  /// Whether the page that the walk returned for `addr` is wrong.
  public func isWrong(at addr: UInt64) -> Bool {
    wrongPages.contains {
      addr >= pages[$0].addr && addr &- pages[$0].addr <= pages[$0].length &- 1
    }
  }

  /// Whether what breaks `no-stack-iteration` is a read of the stack, not of what is no table.
  public var iteratesOverStack: Bool {
    steps.contains { $0.number == violations[.noStackIteration] && $0.location.isStack }
  }

  /// What a scenario that shows this run expects.
  public var expectation: Scenario.Expectation {
    Scenario.Expectation(outcome: outcome, violations: violations, pages: pages)
  }
}

/// Why a scenario cannot be run: it contradicts itself or the model.
public struct SimulationError: Error, Sendable, Hashable, CustomStringConvertible {
  public let message: String
  public var description: String { message }

  package init(_ message: String) { self.message = message }
}
