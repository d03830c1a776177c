import Checker
import Foundation
import ModelFiles
import PageWalk
import Simulator
import TestModels
import Testing

/// Small random models: what is proved of them is never seen violated on random memory.
///
/// The model is a 12-bit machine with 16-byte pages, two or three tables of four entries, folded by
/// a type bit as on s390. Its helpers and walk are changed at random; each change is judged by the
/// prover, and what is proved is then run on random tables and ranges.
@Suite struct RandomModelTests {
  private static let architecture = """
    schema: walkproof/architecture/1
    name: small
    title: a small machine
    word: 12
    parameters:
      levels: {about: tables in use, values: [2, 3]}
    hardware:
      source: a test
      page_shift: 4
      entry_size: 2
      reach: "levels == 3 ? 10 : 8"
      tables:
        - name: top
          when: levels == 3
          shift: 8
          index: 2
          carries: (entry & 2) == 2
          empty: (entry & 1) == 0
          leaf: 0
          next: entry & 0xff8
        - name: middle
          shift: 6
          index: 2
          carries: (entry & 2) == 0
          empty: (entry & 1) == 0
          leaf: entry & 4
          next: entry & 0xff8
          page: entry & 0xfc0
        - name: low
          shift: 4
          index: 2
          carries: 1
          empty: (entry & 1) == 0
          leaf: 1
          page: entry & 0xff0
    kernel:
      # The walk calls one or the other.
      names: [pmd_offset, pmd_offset_lockless]
      revisions:
        - since: v5.2
          source: a test
          helpers:
    """

  private static let helpers = [
    ("limit", "levels == 3 ? 1 << 10 : 1 << 8"), ("type(entry)", "(entry & 2) >> 1"),
    ("boundary(addr, end, size)", "b = (addr + size) & ~(size - 1); b - 1 < end - 1 ? b : end"),
    ("pgd_addr_end(addr, end)", "boundary(addr, end, 1 << 8)"),
    ("pmd_addr_end(addr, end)", "boundary(addr, end, 1 << 6)"),
    ("pgd_offset(pgd, addr)", "pgd + ((addr >> (6 + 2 * type(*pgd))) & 3) * 2"),
    ("pmd_offset(pgdp, addr)", "type(*pgdp) >= 1 ? (*pgdp & 0xff8) + ((addr >> 6) & 3) * 2 : pgdp"),
    (
      "pmd_offset_lockless(pgdp, pgd, addr)",
      "type(pgd) >= 1 ? (pgd & 0xff8) + ((addr >> 6) & 3) * 2 : pgdp"
    ),
    ("pte_offset(pmdp, addr)", "(*pmdp & 0xff8) + ((addr >> 4) & 3) * 2"),
    ("pgd_stop(pgd)", "type(pgd) >= 1 ? (pgd & 1) == 0 : 0"), ("pmd_stop(pmd)", "(pmd & 1) == 0"),
    ("pmd_huge(pmd)", "(pmd & 4) != 0"), ("pmd_page(pmd)", "pmd & 0xfc0"),
    ("pte_stop(pte)", "(pte & 1) == 0"), ("pte_page(pte)", "pte & 0xff0"),
  ]

  private static func walker(_ cursor: String, _ step: String) -> String {
    """
    schema: walkproof/walker/1
    name: small_walk
    revision: test
    fixed: true
    kernel: v5.8
    source: a test
    reads: lockless
    range: [(addr & 15) == 0 && (end & 15) == 0, addr < end, end <= limit]
    levels:
      - {level: pgd, function: f, cursor: "pgd_offset(mm_pgd, addr)", read: READ_ONCE(*pgdp), next: "pgd_addr_end(addr, end)", stop: pgd_stop(pgd)}
      - {level: pmd, function: g, cursor: "\(cursor)", read: READ_ONCE(*pmdp), next: "pmd_addr_end(addr, end)", stop: pmd_stop(pmd), leaf: pmd_huge(pmd), page: "pmd_page(pmd) + (addr & 63)"}
      - {level: pte, function: h, cursor: "pte_offset(&pmd, addr)", read: READ_ONCE(*ptep), next: "\(step)", stop: pte_stop(pte), page: pte_page(pte)}
    """
  }

  /// Changes one number or operator of one helper, sometimes of none.
  private func mutated(_ numbers: inout RandomNumbers) -> [(String, String)] {
    var helpers = Self.helpers
    // The limit stays: a range beyond it is no range of the walk.
    let pick = 1 + Int(numbers.next() % UInt64(helpers.count + 2))
    guard pick < helpers.count else { return helpers }
    let text = helpers[pick].1
    let places = text.matches(of: #/0x[0-9a-f]+|\d+|<<|>>|>=|==|!=|<|&|\+|-/#)
    guard !places.isEmpty else { return helpers }
    let place = places[Int(numbers.next() % UInt64(places.count))]
    let token = String(place.output)
    let swaps = [
      "<<": ">>", ">>": "<<", ">=": ">", "==": "!=", "!=": "==", "<": "<=", "&": "|", "+": "-",
      "-": "+",
    ]
    var new = swaps[token] ?? token
    if swaps[token] == nil {
      let hex = token.hasPrefix("0x")
      let value = (hex ? UInt64(token.dropFirst(2), radix: 16) : UInt64(token)) ?? 0
      new =
        "\([value &+ 1, value == 0 ? 2 : value - 1, value << 1][Int(numbers.next() % 3)] & 0xfff)"
    }
    helpers[pick].1 = text.replacingCharacters(in: place.range, with: new)
    return helpers
  }

  @Test func whatIsProvedIsNeverSeenViolated() async throws {
    var numbers = RandomNumbers(seed: 7)
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    var counts: [Verdict: Int] = [:]
    for round in 0..<120 {
      let lines = mutated(&numbers).map { "          \($0.0): \"\($0.1)\"" }
      try (Self.architecture + "\n" + lines.joined(separator: "\n") + "\n").write(
        toFile: "\(directory)/architecture.yaml", atomically: true, encoding: .utf8)
      let cursor =
        numbers.next() % 3 == 0
        ? "pmd_offset(&pgd, addr)" : "pmd_offset_lockless(pgdp, pgd, addr)"
      let step = numbers.next() % 12 == 0 ? "addr + 32" : "addr + 16"
      try Self.walker(cursor, step).write(
        toFile: "\(directory)/walker.yaml", atomically: true, encoding: .utf8)
      let library = try ModelLibrary(shipped: directory)
      let architecture = try #require(library.architectures["small"])
      let walker = try #require(library.walkers.first)
      let subjects = try architecture.configurations().map {
        try library.subject(architecture: architecture, configuration: $0, walker: walker)
      }
      let findings = await Prover(jobs: 1).prove(subjects, properties: Property.ofModels)
        .flatMap(\.findings)
      for subject in subjects {
        let own = findings.filter { $0.subject == subject }
        for finding in own { counts[finding.verdict, default: 0] += 1 }
        let proved = Set(own.filter { $0.verdict == .proved }.map(\.property))
        if proved.isEmpty { continue }
        for _ in 0..<40 {
          let scenario = scenario(subject, &numbers)
          let trace = try Simulation.run(scenario, subject: subject)
          let broken = proved.intersection(trace.violations.keys)
          #expect(broken.isEmpty, "round \(round): \(lines) \(cursor) \(scenario)")
        }
      }
    }
    let total = counts.values.reduce(0, +)
    #expect(counts[.proved, default: 0] > total / 5, "\(counts)")
    #expect(counts[.refuted, default: 0] > total / 5, "\(counts)")
  }

  /// Random tables that share nothing, a random range, and a stack apart from them.
  private func scenario(_ subject: Subject, _ numbers: inout RandomNumbers) -> Scenario {
    let isThree = subject.configuration["levels"] == .number(3)
    var places = Array(1..<64).map { UInt64($0) * 8 }
    places.shuffle(using: &numbers)
    func entry(_ kind: String) -> UInt64 {
      // Bits that the walk does not look at, here 12 to 15, are anything.
      let free = (numbers.next() % 16) << 12
      let isThere: UInt64 = numbers.next() % 8 == 0 ? 0 : 1
      switch kind {
      case "low": return free | (numbers.next() % 256) << 4 | (numbers.next() % 8) << 1 | isThere
      case "middle" where numbers.next() % 4 == 0:
        return free | (numbers.next() % 64) << 6 | 4 | isThere
      default:
        let kindBelow = kind == "top" ? "middle" : "low"
        let base = table(kindBelow)
        return free | base | (kind == "top" ? 2 : 0) | isThere
      }
    }
    var tables: [Scenario.TableImage] = []
    func table(_ kind: String) -> UInt64 {
      let address = places.removeLast()
      var entries: [UInt64: UInt64] = [:]
      for index in 0..<UInt64(4) { entries[index] = entry(kind) }
      tables.append(
        Scenario.TableImage(
          kind: kind, address: address, fill: kind == "top" ? 2 : 0, entries: entries))
      return address
    }
    let top = table(isThree ? "top" : "middle")
    let pages: UInt64 = isThree ? 64 : 16
    let first = numbers.next() % pages
    let count = 1 + numbers.next() % (pages - first)
    let copies: [String: UInt64] = ["pte": 0xe00, "pmd": 0xe04, "pgd": 0xe08]
    return Scenario(
      about: "", architecture: "small", configuration: subject.configuration,
      walker: subject.walker.name, revision: subject.walker.revision, addr: first * 16,
      end: (first + count) * 16, top: top, tables: tables,
      stack: Scenario.Stack(
        base: 0xe00, size: 0x10, copies: copies, slots: [0xe06: numbers.next() % 65536]),
      writes: [],
      expectation: Scenario.Expectation(outcome: .returned, violations: [:], pages: []))
  }
}
