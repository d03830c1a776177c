import PageWalk
import Simulator

/// A run as the trace that replaying, telling and drawing show.
extension WalkRun {
  /// - Throws: `SimulationError` where the range has too many parts to tell the hardware's pages.
  func trace(_ machine: ConcreteMachine) throws -> Trace {
    var violations: [Property: Int] = [:]
    var remarks: [Int: String] = [:]
    for fault in faults {
      guard let property = Property(rawValue: fault.property) else { continue }
      let step = max(1, world.events.prefix(fault.event).count { $0.kind.isStep })
      violations[property] = min(violations[property] ?? step, step)
      if remarks[step] == nil { remarks[step] = fault.text }
    }
    let (pages, wrong) = try self.pages(machine, isLost: isLost)
    var first = world.landscape
    let memory = try first.pagesAtStart(from: trial.addr, to: trial.end)
    return Trace(
      steps: steps(machine, violations, remarks), outcome: outcome,
      reason: reason, violations: violations, pages: pages, wrongPages: wrong,
      tellsOfNone: false, keepsChanged: violations[.keptAfterRecheck] != nil,
      givesBackWrongPage: false,
      hardwarePages: memory,
      hardwarePagesAfter: world.changes.isEmpty
        ? nil : try first.pagesAtStart(from: trial.addr, to: trial.end, isAtEnd: true),
      readsBesideCursor: false)
  }

  private var isLost: Bool {
    faults.contains { $0.property == "no-stack-iteration" || $0.property == "in-bounds" }
  }

  var outcome: Outcome {
    if isLost { return .lost }
    if world.counted < 0 || world.counted > wanted { return .astray }
    return world.counted == wanted ? .returned : .stopped
  }

  private var reason: String {
    switch outcome {
    case .lost: "the walk touched what is neither a table nor its own"
    case .astray: "it counts \(world.counted) pages in a range of \(wanted)"
    case .returned: "the walk counts a page for each address of the range"
    case .incomplete, .stopped: "the walk counts \(max(0, world.counted)) of \(wanted) pages"
    }
  }

  private func steps(
    _ machine: ConcreteMachine, _ violations: [Property: Int], _ remarks: [Int: String]
  ) -> [Step] {
    var seen: Set<UInt64> = []
    var steps: [Step] = []
    var last = trial.addr
    for event in world.events where event.kind.isStep {
      let number = steps.count + 1
      let pointer: UInt64
      let location: Location
      var value: UInt64?
      var isMarked = true
      switch event.kind {
      case .read(let number, let index, let entry, let marked):
        let table = world.landscape.tables[number]
        pointer = machine.physical(world.landscape.address(number, index))
        location = .table(
          kind: machine.hardware.layout.tables[table.position].table.name,
          base: machine.physical(table.base), index: index)
        value = entry
        isMarked = marked
        let start = world.landscape.start(number, index)
        last = start > trial.addr && start < trial.end ? start : trial.addr
      case .stray(let address): (pointer, location) = (machine.physical(address), .nowhere)
      case .stack(let address):
        (pointer, location) = (
          address, .stack(level: "stack", offset: 0, holds: nil, initialised: false)
        )
      case .record, .touch, .change: continue
      }
      let isAgain = !seen.insert(pointer).inserted
      let level: String
      if case .table(let kind, _, _) = location { level = kind } else { level = "-" }
      steps.append(
        Step(
          number: number, level: level, function: event.place.function, helper: nil,
          source: event.place.source?.description, addr: last, pointer: pointer,
          location: location, throughCursor: !isAgain, again: isAgain, once: isMarked,
          value: value, next: nil,
          violations: violations.filter { $0.value == number }.keys.sorted(),
          remark: remarks[number]))
    }
    return steps
  }

  /// What was handed back, and which of it is wrong.
  private func pages(
    _ machine: ConcreteMachine, isLost: Bool
  ) throws -> (pages: [PageExtent], wrong: [Int]) {
    var extents: [(addr: UInt64, page: UInt64, length: UInt64, isWrong: Bool)] = []
    let size = UInt64(1) << machine.pageShift
    var landscape = world.landscape
    for slot in 0..<min(max(0, world.counted), wanted) {
      guard let frame = world.page(inSlot: slot).flatMap(machine.frame) else { break }
      let addr = trial.addr &+ UInt64(slot) << machine.pageShift
      let page = frame << machine.pageShift
      let isWrong = try isLost || !landscape.pages(at: addr).contains(page)
      if let last = extents.last, last.isWrong == isWrong,
        last.page &+ last.length == page
      {
        extents[extents.count - 1].length += size
      } else {
        extents.append((addr, page, size, isWrong))
      }
    }
    return (
      extents.map { PageExtent(addr: $0.addr, page: $0.page, length: $0.length) },
      extents.indices.filter { extents[$0].isWrong }
    )
  }
}
