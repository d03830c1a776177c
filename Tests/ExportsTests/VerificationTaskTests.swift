import Checker
import Exports
import Foundation
import ModelFiles
import PageWalk
import Simulator
import TestModels
import Testing

/// Runs verification tasks on what a scenario has, read by read.
@Suite struct VerificationTaskTests {
  private enum End: Int32 {
    case silent = 0
    case reachesError = 1
    case againstAssumption = 5
    /// It reads more than the simulator does.
    case wantsMore = 6
  }

  /// How the task ends where every value that it may choose is the scenario's.
  private func end(_ scenario: Scenario, _ subject: Subject) throws -> End {
    let trace = try Simulation.run(scenario, subject: subject)
    let values =
      [scenario.addr, scenario.end, scenario.stack.base, scenario.top]
      + trace.steps.map { $0.value ?? 0 }
    let text =
      try VerificationTask.text(subject: subject)
      .replacing("abort();", with: "reached();")
      .replacing("extern void abort(void);", with: "extern void reached(void);") + """
        #include <stdlib.h>
        static const unsigned long long values[] = {
        \(values.map { "\($0)ull" }.joined(separator: ", ")) };
        static unsigned chosen;
        unsigned long long __VERIFIER_nondet_ulonglong(void)
        {
          if (chosen == sizeof values / sizeof values[0])
            exit(\(End.wantsMore.rawValue));
          return values[chosen++];
        }
        void __VERIFIER_assume(int condition)
        {
          if (!condition)
            exit(\(End.againstAssumption.rawValue));
        }
        void reached(void) { exit(\(End.reachesError.rawValue)); }
        """
    let folder = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try text.write(toFile: "\(folder)/task.c", atomically: true, encoding: .utf8)
    let (compiled, _) = try runProgram([
      "cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-o", "\(folder)/task",
      "\(folder)/task.c",
    ])
    try #require(compiled == 0)
    let (code, _) = try runProgram(["\(folder)/task"])
    return try #require(End(rawValue: code))
  }

  private func slip() throws -> ScenarioFile {
    try ScenarioFile(
      file: "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml",
      library: ShippedModels.library())
  }

  @Test(arguments: ["gup_fast@v5.8", "gup_fast@v5.9", "gup_fast@v6.12"])
  func theBugReachesErrorAndRightWalksDoNot(_ walker: String) throws {
    let read = try slip()
    let subject = try ShippedModels.subject("s390", "levels=3", walker, in: read.library)
    #expect(
      try end(read.scenario, subject) == (walker == "gup_fast@v5.8" ? .reachesError : .silent))
  }

  /// A page that no entry maps, and success without one: no read is wrong, and yet it is an error.
  @Test(arguments: [
    ("page: pte_page(pte)", "page: pte_page(pte) + PAGE_SIZE"),
    ("page: pte_page(pte)", "page: pte_page(pte)\n    leaf: addr & PAGE_SIZE"),
    ("stop: \"!pte_present(pte)\"", "stop: 0\n    skip: \"pte_present(pte)\""),
    ("next: addr + PAGE_SIZE", "next: addr + 2 * PAGE_SIZE"),
  ])
  func wrongPagesReachError(_ old: String, _ new: String) throws {
    let folder = try ShippedModels.broken("Walkers/gup_fast-v6.12.yaml", old, new)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let library = try ShippedModels.library(others: [folder])
    let subject = try ShippedModels.subject("s390", "levels=3", "gup_fast@v6.12", in: library)
    #expect(try end(slip().scenario, subject) == .reachesError)
  }

  /// Giving up is no error: an entry that is not there ends the walk.
  @Test func givingUpIsNoError() throws {
    let read = try slip()
    let subject = try ShippedModels.subject("s390", "levels=3", "gup_fast@v6.12", in: read.library)
    let tables = read.scenario.tables.map { table in
      Scenario.TableImage(
        kind: table.kind, address: table.address, fill: table.fill,
        entries: table.address == 0x131000 ? [:] : table.entries)
    }
    let scenario = read.scenario.with(tables: tables)
    #expect(try Simulation.run(scenario, subject: subject).outcome == .stopped)
    #expect(try end(scenario, subject) == .silent)
  }
}
