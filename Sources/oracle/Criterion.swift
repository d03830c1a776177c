import PageWalk
import Simulator

/// What is right by outcome: the reads that a run has made, the pages that it hands back, and how it
/// ended. Whatever the walk says of itself, and whatever the simulator finds, does not count.
///
/// Places and pages are computed from the machine's own numbers.
struct Criterion {
  let machine: SmallMachine
  let walker: Walker

  /// Why the pages of a run are not right, in words; nil where they are.
  func fault(of trace: Trace, of scenario: Scenario) -> String? {
    switch trace.outcome {
    case .lost: return "reads what nothing defines"
    case .astray: return "leaves its range"
    case .returned, .incomplete, .stopped: break
    }
    let known = Reads(trace)
    let whole = length(from: scenario.addr, to: scenario.end)
    var filled: UInt64 = 0
    for extent in trace.pages {
      let start = distance(from: scenario.addr, to: extent.addr)
      if !walker.holes, start != filled { return "hands back a page in the slot of another" }
      if start < filled { return "fills a slot twice" }
      // Who gives up has not said that the rest is unmapped.
      if walker.holes, trace.outcome != .stopped,
        let hole = unexplainedHole(filled..<start, scenario, known)
      {
        return hole
      }
      for offset in pages(of: extent.length) {
        let addr = (extent.addr &+ offset) & lastAddress
        let page = extent.page &+ offset
        if !isMapped(addr, to: page, scenario.top, known) {
          return "0x\(String(page, radix: 16)) is no page of 0x\(String(addr, radix: 16))"
        }
      }
      filled = start &+ extent.length
    }
    if filled > whole { return "hands back more than the range" }
    guard trace.outcome != .stopped, filled < whole else { return nil }
    return walker.holes
      ? unexplainedHole(filled..<whole, scenario, known) : "success, though a page has no slot"
  }

  // MARK: chains of reads

  /// The values that a run has read at each address of a live table.
  private struct Reads {
    private(set) var values: [UInt64: Set<UInt64>] = [:]

    init(_ trace: Trace) {
      for step in trace.steps {
        guard case .table = step.location, let value = step.value else { continue }
        values[step.pointer, default: []].insert(value)
      }
    }
  }

  /// Whether entries that were read, each at its place, lead from the top table to one that `ends`.
  private func leads(
    to addr: UInt64, from base: UInt64, table position: Int = 0, _ known: Reads,
    ends: (SmallMachine.Table, UInt64) -> Bool
  ) -> Bool {
    let table = machine.tables[position]
    var places = [table.place(of: addr, base: base, word: machine.word)]
    #if WALKPROOF_DEFECT_ORACLE
      // The deliberate defect: the neighbour's entry counts as well.
      places.append(places[0] ^ UInt64(table.stride))
    #endif
    return places.contains { place in
      (known.values[place] ?? []).contains { value in
        if ends(table, value) { return true }
        guard !table.isEmpty(value), !table.mapsPage(value), !table.isLast else { return false }
        let next = value & table.nextMask & lastAddress
        return leads(to: addr, from: next, table: position + 1, known, ends: ends)
      }
    }
  }

  private func isMapped(
    _ addr: UInt64, to page: UInt64, _ top: UInt64, _ known: Reads
  ) -> Bool {
    machine.translates(addr)
      && leads(to: addr, from: top, known) { table, value in
        table.mapsPage(value) && table.page(of: value, at: addr) == page
      }
  }

  /// Why part of a range, in bytes from its start, may not be left out; nil where it may.
  private func unexplainedHole(
    _ part: Range<UInt64>, _ scenario: Scenario, _ known: Reads
  ) -> String? {
    for offset in pages(of: part.upperBound - part.lowerBound) {
      let addr = (scenario.addr &+ part.lowerBound &+ offset) & lastAddress
      // Beyond the tables there is no entry that says so.
      if !machine.translates(addr)
        || !leads(to: addr, from: scenario.top, known, ends: { $0.isEmpty($1) })
      {
        return "leaves 0x\(String(addr, radix: 16)) out, which may be mapped"
      }
    }
    return nil
  }

  // MARK: addresses

  private var lastAddress: UInt64 { (1 << UInt64(machine.word)) - 1 }

  private func distance(from start: UInt64, to end: UInt64) -> UInt64 {
    (end &- start) & lastAddress
  }

  /// Bytes of a range; one that ends where it starts is the whole address space.
  private func length(from start: UInt64, to end: UInt64) -> UInt64 {
    let bytes = distance(from: start, to: end)
    return bytes == 0 ? lastAddress + 1 : bytes
  }

  private func pages(of length: UInt64) -> StrideTo<UInt64> {
    stride(from: 0, to: length, by: UInt64.Stride(SmallMachine.pageSize))
  }
}
