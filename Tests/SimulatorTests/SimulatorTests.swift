import Foundation
import ModelFiles
import PageWalk
import Simulator
import TestModels
import Testing

/// A hardware walk from bare numbers, written here on its own.
private func translate(
  _ addr: UInt64, _ scenario: Scenario, shifts: [UInt64], indexBits: [UInt64],
  page: (_ entry: UInt64, _ table: Int) -> UInt64?, next: (_ entry: UInt64) -> UInt64?
) -> UInt64? {
  var base = scenario.top
  for table in shifts.indices {
    let index = (addr >> shifts[table]) & ((1 << indexBits[table]) - 1)
    guard let image = scenario.tables.first(where: { $0.address == base }) else { return nil }
    let entry = image.entries[index] ?? image.fill
    if let page = page(entry, table) { return page + (addr & ((1 << shifts[table]) - 1)) }
    guard let below = next(entry) else { return nil }
    base = below
  }
  return nil
}

@Suite struct SimulatorTests {
  /// Random tables, some entries empty, some huge: the fixed walk and the plain one agree.
  @Test func x86WalkAgreesWithAPlainHardwareWalk() throws {
    let library = try ShippedModels.library()
    var numbers = RandomNumbers(seed: 6)
    var returned = 0
    for round in 0..<300 {
      let levels = round % 2 == 0 ? 4 : 5
      let subject = try ShippedModels.subject(
        "x86_64", "levels=\(levels) x86_5level=true", "gup_fast@v5.9", in: library)
      let kinds = ["pml5", "pml4", "pdpt", "pd", "pt"].suffix(levels)
      let shifts: [UInt64] = Array([48, 39, 30, 21, 12].suffix(levels))
      // Around one boundary of one table, so that several entries take part.
      let boundary = (1 + numbers.next() % 3) << shifts[Int(numbers.next() % UInt64(levels))]
      let addr = boundary - min(boundary, (1 + numbers.next() % 3) * 4096)
      let end = boundary + (1 + numbers.next() % 3) * 4096
      if end > (1 << 46) { continue }
      var tables: [Scenario.TableImage] = []
      var free: UInt64 = 0x10_0000
      func table(_ level: Int, covering low: UInt64, _ high: UInt64) -> UInt64 {
        let address = free
        free += 0x1000
        var entries: [UInt64: UInt64] = [:]
        let shift = shifts[level]
        for part in (low >> shift)...((high - 1) >> shift) where numbers.next() % 12 != 0 {
          let partLow = max(low, part << shift)
          let partHigh = min(high, (part + 1) << shift)
          let isHuge = (level == levels - 2 || level == levels - 3) && numbers.next() % 4 == 0
          let target: UInt64
          if level == levels - 1 || isHuge {
            target = (1 + numbers.next() % 512) << shift | (isHuge ? 0x81 : 1)
          } else {
            target = table(level + 1, covering: partLow, partHigh) | 1
          }
          entries[part & 511] = target
        }
        tables.append(
          Scenario.TableImage(
            kind: Array(kinds)[level], address: address, fill: 0, entries: entries))
        return address
      }
      let top = table(0, covering: addr, end)
      let scenario = scenario(subject, addr, end, top: top, tables)
      let trace = try Simulation.run(scenario, subject: subject)
      #expect(trace.faults.isEmpty)
      #expect(trace.faults.isEmpty)
      returned += trace.outcome == .returned ? 1 : 0
      for addr in stride(from: addr, to: end, by: 4096) {
        let expected = translate(
          addr, scenario, shifts: shifts, indexBits: Array(repeating: 9, count: levels),
          page: { entry, table in
            guard entry & 1 == 1, table == levels - 1 || entry & 0x80 != 0 else { return nil }
            return entry & ~0xfff & ~((1 << shifts[table]) - 1)
          }, next: { $0 & 1 == 1 ? $0 & ~0xfff : nil })
        #expect(page(of: addr, in: trace.hardwarePages) == expected)
        if let taken = page(of: addr, in: trace.pages) { #expect(taken == expected) }
      }
    }
    #expect(returned > 50)
  }

  private func page(of addr: UInt64, in extents: [PageExtent]) -> UInt64? {
    extents.first { addr >= $0.addr && addr - $0.addr < $0.length }
      .map { $0.page + (addr - $0.addr) }
  }

  private func scenario(
    _ subject: Subject, _ addr: UInt64, _ end: UInt64, top: UInt64,
    _ tables: [Scenario.TableImage], writes: [Scenario.Write] = []
  ) -> Scenario {
    let copies = Dictionary(
      uniqueKeysWithValues: subject.walker.levels.enumerated().map {
        ($0.element.name, 0x7fff_0000 + UInt64($0.offset) * 16)
      })
    return Scenario(
      about: "", architecture: subject.architecture.name, configuration: subject.configuration,
      walker: subject.walker.name, revision: subject.walker.revision, addr: addr, end: end,
      top: top, tables: tables,
      stack: Scenario.Stack(base: 0x7fff_0000, size: 0x100, copies: copies, slots: [:]),
      writes: writes,
      expectation: Scenario.Expectation(outcome: .returned, violations: [:], pages: []))
  }

  private func published(_ name: String) throws -> ScenarioFile {
    try ScenarioFile(
      file: "\(ShippedModels.directory)/Scenarios/\(name).yaml",
      library: try ShippedModels.library())
  }

  @Test func theSilentSlipReturnsThePageTwoGiBBelow() throws {
    let file = try published("s390-silent-slip")
    let trace = try Simulation.run(file.scenario, subject: file.subject)
    #expect(trace.outcome == .returned)
    #expect(trace.pages.map(\.page) == [0xbbb_b000, 0xaaa_a000])
    #expect(trace.hardwarePages.map(\.page) == [0xbbb_b000, 0xccc_c000])
    #expect(!trace.pagesAreRight)
    #expect(trace.differences(from: file.scenario.expectation).isEmpty)
    let bad = try #require(trace.steps.first { $0.violations.contains(.noStackIteration) })
    #expect(bad.level == "pud" && bad.throughCursor)
    #expect(bad.location == .stack(level: "p4d", offset: 8, holds: "pgd", initialised: true))
  }

  @Test func uninitialisedStackEndsTheWalk() throws {
    let file = try published("s390-uninitialised-stack")
    let trace = try Simulation.run(file.scenario, subject: file.subject)
    #expect(trace.outcome == .lost)
    #expect(trace.steps.last?.value == nil)
    #expect(trace.differences(from: file.scenario.expectation).isEmpty)
  }

  @Test(arguments: ["s390-silent-slip", "s390-uninitialised-stack"])
  func theFixedWalkReadsNoStackAndReturnsTheRightPages(_ name: String) throws {
    let file = try published(name)
    let fixed = try ShippedModels.subject(
      "s390", "levels=3", "gup_fast@v5.9", in: file.library)
    let trace = try Simulation.run(file.scenario, subject: fixed)
    #expect(trace.faults.isEmpty)
    #expect(trace.outcome == .returned)
    #expect(!trace.steps.contains { $0.throughCursor && $0.location.isStack })
    #expect(trace.pages.map(\.page) == [0xbbb_b000, 0xccc_c000])
  }

  @Test func aWriteByAnotherCPUIsSeenFromItsStepOn() throws {
    let subject = try ShippedModels.subject(
      "x86_64", "levels=4 x86_5level=true", "gup_fast@v5.9", in: try ShippedModels.library())
    let tables = [
      Scenario.TableImage(kind: "pml4", address: 0x1000, fill: 0, entries: [0: 0x2001]),
      Scenario.TableImage(kind: "pdpt", address: 0x2000, fill: 0, entries: [0: 0x3001]),
      Scenario.TableImage(kind: "pd", address: 0x3000, fill: 0, entries: [0: 0x4001]),
      Scenario.TableImage(kind: "pt", address: 0x4000, fill: 0, entries: [0: 0x5001]),
    ]
    let still = scenario(subject, 0, 0x1000, top: 0x1000, tables)
    let quiet = try Simulation.run(still, subject: subject)
    let last = try #require(quiet.steps.last { $0.throughCursor })
    #expect(quiet.pages == [PageExtent(addr: 0, page: 0x5000, length: 0x1000)])
    // Before the read it is what is read; after it the walk sees that it has changed, and stops.
    for (step, pages) in [(last.number, [UInt64(0x9000)]), (last.number + 1, [])] {
      let write = Scenario.Write(step: step, address: 0x4000, value: 0x9001)
      let trace = try Simulation.run(
        scenario(subject, 0, 0x1000, top: 0x1000, tables, writes: [write]), subject: subject)
      #expect(trace.pages.map(\.page) == pages)
    }
  }
}
