import PageWalk
import Reports
import Simulator

/// What a picture of a scenario shows: the tables and the stack, the walk's reads, and the way of
/// the hardware to the address at which the walk goes wrong.
public struct Scene: Sendable {
  /// A table, or the part of it that matters.
  public struct TableBox: Sendable {
    public let kind: String
    public let base: UInt64
    public internal(set) var rows: [Row]
  }

  /// An entry, or a slot of the stack.
  public struct Row: Sendable {
    public let address: UInt64
    /// The index of an entry; what a slot is, such as `&p4d`.
    public let label: String
    /// nil where nothing is defined.
    public let value: UInt64?
    /// Whether the walk comes to the same whatever this holds.
    public internal(set) var isFree: Bool
    /// Whether the hardware takes this way to `wrongAddr`.
    public let isOnHardwarePath: Bool
    /// The steps at which the walk reads it through its cursor.
    public let steps: [Int]
    /// The step that goes wrong, if it is one of them.
    public let badStep: Int?
    /// Whether the step that goes wrong is one of them.
    public var isBad: Bool { badStep != nil }
  }

  /// A read through a cursor, in the order of the walk.
  public struct Hop: Sendable {
    public let step: Int
    public let level: String
    public let function: String
    public let address: UInt64
    /// Where it points, in a few words.
    public let words: String
    public let isBad: Bool
    /// The position of the read from which the cursor came here: of the same level function where its
    /// loop has gone round, else the one before; nil for the first.
    public let origin: Int?
  }

  public let title: String
  public let about: String
  /// What goes wrong, in a few words; nil for a right walk.
  public let fault: String?
  /// The kinds of tables from the top one down, each with those that are shown.
  public let columns: [(kind: String, tables: [TableBox])]
  /// The stack, the highest address first.
  public let stack: [Row]
  public let hops: [Hop]
  /// The address at which the walk goes wrong, or the last one that it comes to.
  public let wrongAddr: UInt64
  /// Names for what the hardware finds: entries by address, and the page.
  public let hardwarePath: [HardwareWalk.PathEntry]
  public let hardwarePage: UInt64?
  /// The page that the walk takes for `wrongAddr`.
  public let walkPage: UInt64?
  /// What other CPUs write, a line each.
  public let writes: [String]
  /// The hardware's page when the walk has ended, in words; nil where it is the one that it was.
  public let hardwareAfter: String?
  /// Whether what the walk takes is not what it should be.
  public let isWalkWrong: Bool
  /// What is wrong with the page that the walk takes: `WRONG`, or `KEPT` of one whose entry has changed;
  /// nil where nothing is.
  public let pageMark: String?
  public let outcome: Outcome
  /// The walked range.
  public let range: (addr: UInt64, end: UInt64)

  /// Where the loop of a level function has gone round, the cursor comes from what it read before; where a
  /// function was called, from the read of the one that called it.
  private static func origin(
    of position: Int, in steps: [Step], depths: [String: Int]
  ) -> Int? {
    guard position > 0 else { return nil }
    guard let depth = depths[steps[position].level] else { return position - 1 }
    // Steps further down belong to calls that have come back.
    return steps[..<position].lastIndex { (depths[$0.level] ?? depth) <= depth } ?? position - 1
  }

  private static let noTable = "no table"

  /// The most tables, and the most reads through cursors, that a picture shows.
  public static let maximumTables = 40
  public static let maximumHops = 120

  /// The picture of a run.
  ///
  /// - Parameter showsMarks: whether a read without READ_ONCE is a fault that is shown.
  /// - Throws: `PictureError` where there is too much to show; `SimulationError`.
  public init(
    scenario: Scenario, subject: Subject, trace: Trace, showsMarks: Bool = true
  ) throws {
    let hardware = try HardwareWalk(subject: subject)
    let isCode = subject.walker.isCode
    title = subject.title
    about = scenario.about
    range = (scenario.addr, scenario.end)
    outcome = trace.outcome
    let bad = trace.fault(showsMarks: showsMarks)
    fault = bad.flatMap { bad in trace.steps.first { $0.number == bad } }.map { step in
      "step \(step.number), \(step.function): \(step.remarks.first ?? "goes wrong")"
        + (!isCode ? " for \(step.addr.hexadecimal), at" : "; it reads")
        + " \(step.location.words)"
    }
    let cursorSteps = trace.steps.filter { $0.throughCursor || $0.number == bad }
    guard cursorSteps.count <= Self.maximumHops else {
      throw PictureError(
        "the walk reads \(cursorSteps.count) entries; a picture shows up to \(Self.maximumHops),"
          + " take a shorter range")
    }
    let depths = Dictionary(
      uniqueKeysWithValues: subject.walker.levels.enumerated().map { ($1.name, $0) })
    hops = cursorSteps.enumerated().map { position, step in
      Hop(
        step: step.number, level: step.level, function: step.function, address: step.pointer,
        words: step.location.words, isBad: step.number == bad,
        origin: Self.origin(of: position, in: cursorSteps, depths: depths))
    }
    let wrong =
      trace.wrongAddr(at: trace.steps.first { $0.number == bad }) ?? cursorSteps.last?.addr
      ?? scenario.addr
    wrongAddr = wrong
    let path = try hardware.path(of: wrong, in: scenario)
    (hardwarePath, hardwarePage) = path
    walkPage = trace.pages.first { wrong >= $0.addr && wrong &- $0.addr <= $0.length &- 1 }
      .map { $0.page &+ (wrong &- $0.addr) }
    func page(_ extents: [PageExtent]) -> UInt64? {
      extents.first { wrong >= $0.addr && wrong &- $0.addr <= $0.length &- 1 }
        .map { $0.page &+ (wrong &- $0.addr) }
    }
    writes = scenario.writesInWords(hardware.layout).map { "before step \($0.step) \($0.text)" }
    hardwareAfter = trace.hardwarePagesAfter.map { page($0) }
      .flatMap { $0 == path.page ? nil : $0?.hexadecimal ?? "none" }
    isWalkWrong =
      bad != nil
      && (trace.keepsChanged || page(trace.pages) == nil || trace.isWrong(at: wrong))
    pageMark =
      !isWalkWrong || page(trace.pages) == nil ? nil : trace.isWrong(at: wrong) ? "WRONG" : "KEPT"
    let onPath = Set(
      path.entries.map { EntryPlace(base: $0.base, index: $0.index) })
    // The entries that matter: those that are read, and those on the hardware's way.
    var shown: [EntryPlace: (kind: String, value: UInt64?)] = [:]
    var readAt: [UInt64: [Int]] = [:]
    for step in cursorSteps {
      readAt[step.pointer, default: []].append(step.number)
      if case .table(let kind, let base, let index) = step.location {
        shown[EntryPlace(base: base, index: index)] = (kind, step.value)
      }
    }
    // The hardware's way is that of the memory before others write.
    for entry in path.entries where entry.value != nil {
      shown[EntryPlace(base: entry.base, index: entry.index)] = (entry.kind, entry.value)
    }
    let strides = Dictionary(
      uniqueKeysWithValues: hardware.layout.tables.map { ($0.table.name, $0.stride) })
    let bases = Set(shown.keys.map(\.base))
    guard bases.count <= Self.maximumTables else {
      throw PictureError(
        "the walk comes to \(bases.count) tables; a picture shows up to \(Self.maximumTables),"
          + " take a shorter range")
    }
    let free =
      try !isCode
      ? Self.freeEntries(shown.keys.map { $0 }, scenario, subject, trace, hardware, bad) : []
    let badAddress = hops.first(where: \.isBad)?.address
    let found = hardware.layout.tables.map { table in
      let kind = table.table.name
      let own = shown.filter { $0.value.kind == kind }
      let boxes = Dictionary(grouping: own.keys, by: \.base).sorted { $0.key < $1.key }
      return (
        kind,
        boxes.map { base, places in
          TableBox(
            kind: kind, base: base,
            rows: places.sorted { $0.index < $1.index }.map { place in
              let address = base &+ place.index &* (strides[kind] ?? 0)
              return Row(
                address: address, label: "\(place.index)", value: own[place]?.value,
                isFree: free.contains(place) && !onPath.contains(place),
                isOnHardwarePath: onPath.contains(place), steps: readAt[address] ?? [],
                badStep: address == badAddress ? bad : nil)
            })
        }
      )
    }
    let nowhere = Set(cursorSteps.filter { $0.location == .nowhere }.map(\.pointer)).sorted()
    let boxes = nowhere.map { address in
      TableBox(
        kind: Self.noTable, base: address,
        rows: [
          Row(
            address: address, label: "?", value: nil, isFree: false, isOnHardwarePath: false,
            steps: readAt[address] ?? [], badStep: address == badAddress ? bad : nil)
        ])
    }
    columns = found + (boxes.isEmpty ? [] : [(Self.noTable, boxes)])
    stack = Self.slots(scenario, trace, readAt, badAddress, bad)
  }

  private struct EntryPlace: Hashable {
    let base: UInt64
    let index: UInt64
  }

  /// The entries without which the walk comes to the same: nothing changes up to where it goes
  /// wrong, or to its end, when they hold what the rest of their table holds.
  private static func freeEntries(
    _ places: [EntryPlace], _ scenario: Scenario, _ subject: Subject, _ trace: Trace,
    _ hardware: HardwareWalk, _ fault: Int?
  ) throws -> Set<EntryPlace> {
    let bad = fault ?? trace.steps.count
    func beginning(_ trace: Trace) -> [UInt64] {
      trace.steps.prefix(bad).map(\.pointer)
    }
    var free: Set<EntryPlace> = []
    for place in places {
      var changed = false
      let tables = scenario.tables.map { table -> Scenario.TableImage in
        guard table.address == place.base, let value = table.entries[place.index],
          value != table.fill
        else { return table }
        changed = true
        var entries = table.entries
        entries[place.index] = nil
        return Scenario.TableImage(
          kind: table.kind, address: table.address, fill: table.fill, entries: entries)
      }
      guard changed else { continue }
      guard
        let run = try? Simulation.run(
          scenario.with(tables: tables), subject: subject, hardware: hardware)
      else {
        continue
      }
      let isAboutPages = fault == nil || trace.outcome == .returned
      if beginning(run) == beginning(trace), run.firstFault == trace.firstFault,
        !isAboutPages || run.pages == trace.pages
      {
        free.insert(place)
      }
    }
    return free
  }

  /// The slots of the stack that hold a copy or are read, the highest first.
  private static func slots(
    _ scenario: Scenario, _ trace: Trace, _ readAt: [UInt64: [Int]], _ bad: UInt64?, _ fault: Int?
  ) -> [Row] {
    let stack = scenario.stack
    var labels: [UInt64: String] = [:]
    for (level, address) in stack.copies { labels[address] = "&\(level)" }
    var addresses = Set(stack.copies.values).union(stack.slots.keys)
    for step in trace.steps where step.location.isStack { addresses.insert(step.pointer) }
    // What a copy holds when the walk goes wrong.
    var copies: [UInt64: UInt64] = [:]
    for step in trace.steps where step.number <= fault ?? trace.steps.count {
      guard step.throughCursor, let value = step.value, let place = stack.copies[step.level] else {
        continue
      }
      if step.number != fault { copies[place] = value }
    }
    // A copy that was never made lies nowhere in particular.
    return addresses.filter {
      copies[$0] != nil || stack.slots[$0] != nil || readAt[$0] != nil
    }.sorted(by: >).map { address in
      Row(
        address: address, label: labels[address] ?? "behind",
        value: copies[address] ?? stack.slots[address]
          ?? trace.steps.first { $0.pointer == address }?.value, isFree: false,
        isOnHardwarePath: false,
        steps: readAt[address] ?? [], badStep: address == bad ? fault : nil)
    }
  }
}

/// Why a scenario cannot be drawn or told.
public struct PictureError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
