import Checker
import Foundation
import ModelFiles
import PageWalk
import Simulator
import TestModels
import Testing

@Suite struct ProverTests {
  private func findings(
    _ architecture: String, _ walker: String, others: [String] = [], budget: UInt32? = nil
  ) async throws -> [Finding] {
    let library = try ShippedModels.library(others: others)
    let found = try #require(library.architectures[architecture])
    let walk = try #require(library.walkers.first { $0.title == walker })
    let subjects = try found.configurations().map {
      try library.subject(architecture: found, configuration: $0, walker: walk)
    }
    return await Prover(budget: budget ?? Prover.defaultBudget, jobs: 2)
      .prove(subjects, properties: Property.ofModels).flatMap(\.findings)
  }

  private func verdicts(_ findings: [Finding], _ property: Property) -> [String: Verdict] {
    Dictionary(
      uniqueKeysWithValues: findings.filter { $0.property == property }.map {
        ("\($0.subject.configuration)", $0.verdict)
      })
  }

  @Test(arguments: [
    ("s390", "gup_fast@v5.9", 4), ("x86_64", "gup_fast@v5.9", 3), ("x86_64", "gup_fast@v5.8", 3),
    ("arm64", "gup_fast@v6.12", 12),
  ])
  func theFixedWalkIsProved(_ architecture: String, _ walker: String, _ count: Int) async throws {
    let findings = try await findings(architecture, walker)
    #expect(findings.count == count * Property.ofModels.count)
    let promised: Set<Property> = [
      .noStackIteration, .rightEntry, .inBounds, .exactCover, .advanceAgrees, .checkedDescent,
    ]
    for finding in findings where promised.contains(finding.property) {
      #expect(finding.verdict == .proved, "\(finding.subject.title) \(finding.property)")
      #expect(finding.obligations > 10)
      #expect(finding.covers > 5)
      #expect(finding.doubt == nil)
    }
  }

  @Test func theUnfixedWalkIsRefutedOnS390() async throws {
    let findings = try await findings("s390", "gup_fast@v5.8")
    let expected: [String: Verdict] = [
      "levels=2": .refuted, "levels=3": .refuted, "levels=4": .refuted, "levels=5": .proved,
    ]
    #expect(verdicts(findings, .noStackIteration) == expected)
    #expect(verdicts(findings, .rightEntry) == expected)
    #expect(verdicts(findings, .inBounds) == expected)
    #expect(verdicts(findings, .exactCover).values.allSatisfy { $0 == .proved })
    for finding in findings where finding.verdict == .refuted {
      let counterexample = try #require(finding.counterexample)
      #expect(counterexample.trace.violations[finding.property] != nil)
    }
    // The smallest one: two pages across one 2 GiB boundary.
    let three = try #require(
      findings.first { "\($0.subject.configuration)" == "levels=3" }?.counterexample)
    #expect(three.scenario.addr == 0x7fff_f000)
    #expect(three.scenario.end == 0x8000_1000)
  }

  /// A counterexample written to a file and read again shows the same; the fixed walk is right.
  @Test func aCounterexampleSurvivesItsFile() async throws {
    let library = try ShippedModels.library()
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    for finding in try await findings("s390", "gup_fast@v5.8")
    where Property.ofCursors.contains(finding.property) {
      guard let scenario = finding.counterexample?.scenario else { continue }
      let path = "\(directory)/scenario.yaml"
      try ScenarioText.yaml(scenario).write(toFile: path, atomically: true, encoding: .utf8)
      let file = try ScenarioFile(file: path, library: library)
      #expect(file.scenario == scenario)
      let trace = try Simulation.run(file.scenario, subject: file.subject)
      #expect(trace.differences(from: scenario.expectation).isEmpty)
      let fixed = try ShippedModels.subject(
        "s390", "\(file.subject.configuration)", "gup_fast@v5.9", in: library)
      let right = try Simulation.run(file.scenario, subject: fixed)
      #expect(right.faults.isEmpty)
      #expect(right.outcome == .returned)
    }
  }

  private static let s390 = "Architectures/s390.yaml"
  private static let x86 = "Architectures/x86_64.yaml"
  private static let walker = "Walkers/gup_fast-v5.9.yaml"
  /// What it extends.
  private static let base = "Walkers/gup_fast-v5.8.yaml"

  /// Each property fails on a broken model of its own, with a counterexample that replays.
  @Test(arguments: [
    (
      Property.noStackIteration, walker, "pud_offset_lockless(p4dp, p4d, addr)",
      "pud_offset(&p4d, addr)"
    ),
    (.noStackIteration, x86, "\"pgtable_l5_enabled ? 48 : 39\"", "48"),
    (.rightEntry, x86, "PUD_SHIFT: 30", "PUD_SHIFT: 31"),
    (.rightEntry, s390, "pte_page(pte): pte & ~0xfff", "pte_page(pte): pte & ~0x1fff"),
    (
      .rightEntry, s390, "pud_leaf(pud): entry_type(pud) == 1 && (pud & 0x400) != 0",
      "pud_leaf(pud): 0"
    ),
    (.inBounds, s390, "PTRS_PER_PTE: 256", "PTRS_PER_PTE: 512"),
    (.inBounds, base, "next: pmd_addr_end(addr, end)", "next: end"),
    (.exactCover, base, "next: addr + PAGE_SIZE", "next: addr + 2 * PAGE_SIZE"),
    (
      .exactCover, base, "next: pud_addr_end(addr, end)",
      "next: pud_addr_end(addr, end) + PAGE_SIZE"
    ),
  ])
  func eachPropertyFailsOnABrokenModel(
    _ property: Property, _ file: String, _ old: String, _ new: String
  ) async throws {
    let directory = try ShippedModels.broken(file, old, new)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    if file == Self.base {
      try FileManager.default.copyItem(
        atPath: "\(ShippedModels.directory)/\(Self.walker)", toPath: "\(directory)/walk.yaml")
    }
    let architecture = file == Self.x86 ? "x86_64" : "s390"
    let findings = try await findings(architecture, "gup_fast@v5.9", others: [directory])
    let refuted = findings.filter { $0.property == property && $0.verdict == .refuted }
    #expect(!refuted.isEmpty, "\(findings.compactMap(\.doubt))")
    for finding in findings {
      // Whatever is not refuted names what is in the way.
      #expect(finding.verdict != .unknown || finding.doubt?.reason.isEmpty == false)
    }
  }

  /// A broken helper is never proved where it matters.
  @Test(arguments: [
    ("PMD_SHIFT: 20", "PMD_SHIFT: 21", "levels=3"),
    ("shift = 20 + 11", "shift = 21 + 11", "levels=3"),
    ("(entry & 0xc) >> 2", "(entry & 0x8) >> 2", "levels=3"),
    ("entry_type(p4d) >= 2 ?", "entry_type(p4d) >= 1 ?", "levels=3"),
    ("pmd_table(pud): pud & ~0xfff", "pmd_table(pud): pud & ~0x7ff", "levels=3"),
    ("p4d == 0x28", "p4d == 0x24", "levels=4"),
    (
      "gup_fast_permitted(addr, end): end <= asce_limit", "gup_fast_permitted(addr, end): 1",
      "levels=4"
    ),
  ])
  func aBrokenHelperIsNotProved(_ old: String, _ new: String, _ configuration: String) async throws
  {
    let directory = try ShippedModels.broken(Self.s390, old, new)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let findings = try await findings("s390", "gup_fast@v5.9", others: [directory])
    let own = findings.filter {
      "\($0.subject.configuration)" == configuration
        && ($0.property == .rightEntry || $0.property == .inReach)
    }
    #expect(own.contains { $0.verdict == .refuted })
  }

  @Test func aSpentBudgetIsUnknown() async throws {
    for finding in try await findings("s390", "gup_fast@v5.9", budget: 1) {
      #expect(finding.verdict == .unknown)
      guard case .inconclusive = finding.doubt else {
        Issue.record("\(String(describing: finding.doubt))")
        continue
      }
    }
  }

  /// A walk that always stops does nothing wrong, and is not proved.
  @Test func aProofAboutNothingIsNoProof() async throws {
    let directory = try ShippedModels.broken(
      Self.base, "stop: \"!pmd_present(pmd)\"", "stop: 1")
    defer { try? FileManager.default.removeItem(atPath: directory) }
    for finding in try await findings("x86_64", "gup_fast@v5.8", others: [directory]) {
      #expect(finding.verdict == .unknown)
      guard case .vacuous = finding.doubt else {
        Issue.record("\(String(describing: finding.doubt))")
        continue
      }
    }
  }

  /// At three levels the walk of v5.8 crosses 2 GiB with two pages, and at worst it succeeds with a
  /// wrong page.
  @Test func theWorstOfTheBugIsAWrongPage() async throws {
    let findings = try await findings("s390", "gup_fast@v5.8").filter {
      $0.property == .noStackIteration && $0.verdict == .refuted
    }
    #expect(findings.count == 3)
    for finding in findings {
      let smallest = try #require(finding.counterexample)
      let worst = try #require(finding.worst().counterexample)
      #expect(smallest.scenario.end &- smallest.scenario.addr == 0x2000)
      #expect(Harm(of: smallest.trace) ?? .outOfBounds > .wrongPages)
      #expect(Harm(of: worst.trace) == .wrongPages)
      #expect(worst.trace.outcome == .returned && !worst.trace.pagesAreRight)
      // What it claims is what a run shows.
      let run = try Simulation.run(worst.scenario, subject: finding.subject)
      #expect(run.differences(from: worst.scenario.expectation).isEmpty)
      if "\(finding.subject.configuration)" == "levels=3" {
        #expect(smallest.scenario.addr == 0x7fff_f000)
      }
    }
  }

  @Test func whatReadsNoStackStaysAsItIs() async throws {
    for finding in try await findings("riscv64", "gup_fast@v6.12") {
      guard let counterexample = finding.counterexample else { continue }
      #expect(finding.worst().counterexample?.scenario == counterexample.scenario)
    }
  }
}
