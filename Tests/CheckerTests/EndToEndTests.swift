import Checker
import Foundation
import ModelFiles
import PageWalk
import Simulator
import TestModels
import Testing

/// Walks that once were called right by what they say of themselves, and rewrites that are right.
@Suite struct EndToEndTests {
  /// The walk of v6.12 in which `old`, where it stands last, is `new`, on s390 with two levels.
  private func findings(
    _ old: String, _ new: String, budget: UInt32 = Prover.defaultBudget,
    properties: [Property] = Property.ofModels
  ) async throws -> [Finding] {
    let folder = try ShippedModels.broken("Walkers/gup_fast-v6.12.yaml", old, new)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let library = try ShippedModels.library(others: [folder])
    let subject = try ShippedModels.subject("s390", "levels=2", "gup_fast@v6.12", in: library)
    return await Prover(budget: budget, jobs: 1).prove([subject], properties: properties)
      .flatMap(\.findings)
  }

  /// Each counterexample against every verdict of its subject, and against the simulator.
  private func compare(_ findings: [Finding]) throws {
    let proved = Set(findings.filter { $0.verdict == .proved }.map(\.property))
    for finding in findings {
      guard let counterexample = finding.counterexample else { continue }
      let trace = try Simulation.run(counterexample.scenario, subject: finding.subject)
      #expect(trace == counterexample.trace)
      #expect(trace.violations[finding.property] != nil)
      #expect(proved.isDisjoint(with: trace.violations.keys), "\(trace.violations)")
      if !trace.pagesAreRight { #expect(trace.violations[.rightPages] != nil) }
    }
  }

  @Test(arguments: [
    ("read: READ_ONCE(*ptep)", "read: READ_ONCE(*(ptep ^ 8))", Property.rightEntry),
    ("read: READ_ONCE(*pmdp)", "read: READ_ONCE(*pmdp) ^ 0x1000", .rightEntry),
    ("read: READ_ONCE(*pmdp)", "read: READ_ONCE(*pmdp) ^ 0x1000", .rightPages),
    ("read: READ_ONCE(*ptep)", "read: 0x1001", .rightEntry),
    ("read: READ_ONCE(*ptep)", "read: pmd", .rightEntry),
    ("    page: pte_page(pte)", "    skip: (pte & 2) != 0\n    page: pte_page(pte)", .rightPages),
    ("    page: pte_page(pte)", "    leaf: (pte & 4) != 0\n    page: pte_page(pte)", .rightPages),
    ("page: pte_page(pte)", "page: pte_page(pte) + PAGE_SIZE", .rightPages),
    ("pte: \"READ_ONCE(*ptep)\"", "pte: READ_ONCE(*(ptep + 0x100000))", .inBounds),
    ("pte: \"READ_ONCE(*ptep)\"", "pte: READ_ONCE(*(ptep + 8))", .keptAfterRecheck),
    ("pte: \"READ_ONCE(*ptep)\"", "pte: READ_ONCE(*pmdp)", .keptAfterRecheck),
    ("      pte: \"READ_ONCE(*ptep)\"\n", "", .keptAfterRecheck),
    ("read: READ_ONCE(*ptep)", "read: READ_ONCE(*ptep) ^ 0x1000", .keptAfterRecheck),
    ("pte: \"READ_ONCE(*ptep)\"", "pte: \"*ptep\"", .markedAccess),
  ])
  func whatIsNotReadIsSeen(_ old: String, _ new: String, _ broken: Property) async throws {
    let findings = try await findings(old, new)
    try compare(findings)
    let finding = try #require(findings.first { $0.property == broken })
    #expect(finding.verdict == .refuted, "\(finding.doubt?.reason ?? "")")
  }

  @Test(arguments: [
    ("next: addr + PAGE_SIZE", "next: \"addr + PAGE_SIZE <= end ? addr + PAGE_SIZE : end\""),
    (
      "    stop: \"!pte_present(pte)\"",
      "    advance: ptep + (next - addr) / PAGE_SIZE * ENTRY_SIZE\n    stop: \"!pte_present(pte)\""
    ),
    ("stop: \"!pte_present(pte)\"", "stop: \"!pte_present(pte) || pmd_none(READ_ONCE(*pmdp))\""),
    ("  - addr != end", "  - addr + 1 <= end"),
    (
      "    stop: \"!pte_present(pte)\"",
      "    advance: pte_offset_map(&pmd, next)\n    stop: \"!pte_present(pte)\""
    ),
    ("pte: \"READ_ONCE(*ptep)\"", "pte: \"READ_ONCE(*pte_offset_map(&pmd, addr))\""),
  ])
  func rightRewritesAreProved(_ old: String, _ new: String) async throws {
    let findings = try await findings(old, new)
    try compare(findings)
    // The walk reads the first entry without a mark, as the kernel's does.
    for finding in findings where finding.property != .markedAccess {
      #expect(finding.verdict == .proved, "\(finding.property) \(finding.doubt?.reason ?? "")")
    }
  }

  @Test(arguments: [5000, Prover.defaultBudget] as [UInt32])
  func nothingIsProvedOfNothing(_ budget: UInt32) async throws {
    let findings = try await findings(
      "stop: \"!pte_present(pte)\"", "stop: 1", budget: budget,
      properties: [.markedAccess, .exactCover])
    #expect(!findings.contains { $0.verdict == .proved })
  }

  @Test func aTableThatHoldsNothingProvesNothing() async throws {
    let folder = try ShippedModels.broken(
      "Architectures/s390.yaml", "carries: 1", "carries: 0")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let library = try ShippedModels.library(others: [folder])
    let subject = try ShippedModels.subject("s390", "levels=2", "gup_fast@v6.12", in: library)
    for (budget, properties) in [
      (5000, [Property.markedAccess]), (Prover.defaultBudget, [.markedAccess, .exactCover]),
    ] as [(UInt32, [Property])] {
      let findings = await Prover(budget: budget, jobs: 1).prove([subject], properties: properties)
        .flatMap(\.findings)
      #expect(!findings.contains { $0.verdict == .proved })
    }
  }
}
