import Checker
import Exports
import Foundation
import ModelFiles
import PageWalk
import Simulator
import TestModels
import Testing

/// Compiles exported programs with AddressSanitizer, runs them, and compares every read and page
/// with the simulator's.
@Suite struct CProgramTests {
  private static let library = Result { try ShippedModels.library() }

  /// Every scenario that shows a refuted cell, and the shipped ones.
  static let scenarios: [String] = {
    let proofs = URL(fileURLWithPath: ShippedModels.directory).deletingLastPathComponent()
      .appendingPathComponent("Proofs")
    let places = [proofs.path, "\(ShippedModels.directory)/Scenarios"]
    return places.flatMap { place in
      (FileManager.default.enumerator(atPath: place)?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix(".yaml") }.map { "\(place)/\($0)" }
    }.sorted()
  }()

  private struct Run {
    /// Address and value of each read, as printed; a read that the sanitizer stops has no value.
    let reads: [(pointer: String, value: String)]
    let pages: [String]
    let last: String
    let code: Int32
    let errors: String
  }

  private func run(_ scenario: Scenario, _ subject: Subject) throws -> Run {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "walkproof-export-\(UUID().uuidString)"
    ).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let source = "\(folder)/walk.c"
    try Data(try CProgram.text(scenario: scenario, subject: subject).utf8).write(
      to: URL(fileURLWithPath: source))
    let (compiled, _) = try runProgram([
      "cc", "-std=gnu11", "-w", "-fsanitize=address", "-o", "\(folder)/walk", source,
    ])
    try #require(compiled == 0)
    let (code, output) = try runProgram([
      "sh", "-c", "ASAN_OPTIONS=detect_leaks=0 \(folder)/walk 2>\(folder)/errors",
    ])
    let lines = output.split(separator: "\n").map(String.init)
    let words = lines.map { $0.split(separator: " ").map(String.init) }
    return Run(
      reads: words.filter { Int($0[0]) != nil }.map { ($0[2], $0[3]) },
      pages: words.filter { $0[0] == "page" }.map { $0.dropFirst().joined(separator: " ") },
      last: lines.last ?? "", code: code,
      errors: (try? String(contentsOfFile: "\(folder)/errors", encoding: .utf8)) ?? "")
  }

  /// What a stranger's scenario says stays in the comment, whatever joins its stars and slashes.
  @Test(arguments: [
    "*/", "*/\u{301}", "*/\u{ff9e}", "*\u{0}/", "/*\u{301}", "**//**/", "*\n/", "*\r\n/",
  ])
  func wordsStayInTheirComment(_ words: String) throws {
    let file = "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml"
    let read = try ScenarioFile(
      text: String(contentsOfFile: file, encoding: .utf8), file: file, library: Self.library.get())
    let trace = try Simulation.run(read.scenario, subject: read.subject)
    let scenario = read.scenario.expecting(trace.expectation, about: "a \(words) int evil; /* b")
    let text = Array(try CProgram.text(scenario: scenario, subject: read.subject).unicodeScalars)
    var (isComment, code, last) = (false, String.UnicodeScalarView(), Unicode.Scalar(" "))
    for scalar in text {
      if !isComment, last == "/", scalar == "*" {
        (isComment, last) = (true, " ")
        continue
      }
      if isComment, last == "*", scalar == "/" {
        (isComment, last) = (false, " ")
        continue
      }
      if !isComment { code.append(scalar) }
      last = scalar
    }
    #expect(!isComment && !String(code).contains("evil"))
  }

  private func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }

  @Test func thereAreScenarios() { #expect(Self.scenarios.count > 100) }

  @Test(arguments: scenarios) func readsAndPagesAreTheSimulators(file: String) throws {
    let read = try ScenarioFile(file: file, library: Self.library.get())
    try compare(read.scenario, read.subject)
  }

  /// Compiles and runs the program, and compares it with the simulator's run.
  private func compare(_ scenario: Scenario, _ subject: Subject) throws {
    let trace = try Simulation.run(scenario, subject: subject)
    let run = try run(scenario, subject)
    for (step, printed) in zip(trace.steps, run.reads) {
      #expect(printed.pointer == hex(step.pointer), "step \(step.number)")
      if printed.value == "?" {
        // Beside a copy: the sanitizer stops here, and the simulator calls it the stack.
        #expect(step.location.isStack && !step.violations.isEmpty || trace.firstFault != nil)
        #expect(run.errors.contains("stack-buffer-") && run.code != 0)
        #expect(run.reads.count == step.number)
        return
      }
      #expect(printed.value == step.value.map(hex) ?? "undefined", "step \(step.number)")
    }
    #expect(run.reads.count == trace.steps.count)
    #expect(
      run.pages == trace.pages.map { "\(hex($0.addr)) \(hex($0.page)) \(hex($0.length))" })
    #expect(run.last == trace.outcome.rawValue)
    #expect(run.errors.isEmpty)
  }

  /// A walk with one part changed, what that breaks, and an outcome that a counterexample has.
  struct BrokenWalk: Sendable, CustomTestStringConvertible {
    let file: String
    let old: String
    let new: String
    let breaks: Property
    let outcome: Outcome
    var testDescription: String { "\(file): \(new)" }

    init(
      _ old: String, _ new: String, _ breaks: Property, _ outcome: Outcome,
      in file: String = "gup_fast-v6.12"
    ) {
      (self.file, self.old, self.new) = (file, old, new)
      (self.breaks, self.outcome) = (breaks, outcome)
    }
  }

  /// The last level of gup_fast from its read on.
  private static let lastLevel = """
    read: READ_ONCE(*ptep)
        next: addr + PAGE_SIZE
        stop: "!pte_present(pte)"
        page: pte_page(pte)
        recheck:
          pmd: "*pmdp"
          pte: "READ_ONCE(*ptep)"
    """

  static let brokenWalks = [
    BrokenWalk(lastLevel, lastLevel.unchecked("*(ptep ^ 8)"), .rightPages, .returned),
    BrokenWalk(lastLevel, lastLevel.unchecked("*ptep) ^ (0x1000"), .rightPages, .returned),
    BrokenWalk(
      "stop: \"!pte_present(pte)\"", "stop: 0\n    skip: \"!pte_present(pte)\"", .rightPages,
      .incomplete),
    BrokenWalk(
      "page: pte_page(pte)", "page: pte_page(pte)\n    leaf: addr & PAGE_SIZE", .rightPages,
      .incomplete),
    BrokenWalk(
      "pmd: \"*pmdp\"\n      pte: \"READ_ONCE(*ptep)\"", "pmd: \"*pmdp\"", .keptAfterRecheck,
      .returned),
    BrokenWalk(
      "pte: \"READ_ONCE(*ptep)\"", "pte: \"READ_ONCE(*pmdp)\"", .liveRecheck, .stopped),
    BrokenWalk("next: addr + PAGE_SIZE", "next: addr + 2 * PAGE_SIZE", .exactCover, .astray),
    BrokenWalk(
      "skip: \"!pte_present(pte)\"", "skip: \"!pte_present(pte) || (addr & PAGE_SIZE) != 0\"",
      .rightPages, .incomplete, in: "page_walk-v6.12"),
    BrokenWalk(
      "skip: pmd_none(*pmdp) || !pmd_present(*pmdp)", "skip: pmd_leaf(*pmdp)", .rightPages,
      .incomplete, in: "page_walk-v6.12"),
  ]

  /// Each counterexample to a broken walk, whatever it breaks, is in C what it is in the simulator.
  @Test(arguments: brokenWalks) func brokenWalksAreTheSimulators(_ broken: BrokenWalk) async throws
  {
    let folder = try ShippedModels.broken("Walkers/\(broken.file).yaml", broken.old, broken.new)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let library = try ShippedModels.library(others: [folder])
    let subject = try ShippedModels.subject(
      "s390", "levels=3", broken.file.replacing("-v", with: "@v"), in: library)
    let findings = await Prover(jobs: 1).prove([subject], properties: Property.ofModels)
      .flatMap(\.findings)
    let counterexamples = findings.compactMap(\.counterexample)
    #expect(findings.first { $0.property == broken.breaks }?.verdict == .refuted)
    #expect(counterexamples.contains { $0.trace.outcome == broken.outcome })
    var seen: [Scenario] = []
    for counterexample in counterexamples where !seen.contains(counterexample.scenario) {
      seen.append(counterexample.scenario)
      try compare(counterexample.scenario, subject)
    }
  }

  /// Holes that are holes: success, though an address has no page.
  @Test func aHoleThatIsOneIsSuccess() throws {
    let library = try Self.library.get()
    let read = try ScenarioFile(
      file: "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml", library: library)
    let subject = try ShippedModels.subject(
      "s390", "levels=3", "page_walk@v6.12", in: library)
    let tables = read.scenario.tables.map { table in
      // The second page of the range has none, as told by its last table, or by the one above.
      [
        table,
        Scenario.TableImage(
          kind: table.kind, address: table.address, fill: table.fill,
          entries: table.address == 0x120000 ? [:] : table.entries),
      ]
    }
    for choice in [0, 1] {
      let scenario = read.scenario.with(tables: tables.map { $0[choice] })
      let trace = try Simulation.run(scenario, subject: subject)
      #expect(trace.outcome == .returned && trace.pages.count == 2 - choice)
      try compare(scenario, subject)
    }
  }

  @Test func whatAFormCannotSayIsRefused() throws {
    let library = try Self.library.get()
    let read = try ScenarioFile(
      file: "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml", library: library)
    let racing = Scenario(
      about: "", architecture: "s390", configuration: read.subject.configuration, walker: "",
      revision: "", addr: read.scenario.addr, end: read.scenario.end, top: read.scenario.top,
      tables: read.scenario.tables, stack: read.scenario.stack,
      writes: [Scenario.Write(step: 2, address: 0x100000, value: 0x24)],
      expectation: read.scenario.expectation)
    #expect(throws: ExportError.self) {
      try KUnitCase.text(scenario: racing, subject: read.subject)
    }
    #expect(
      try KUnitCase.text(scenario: read.scenario, subject: read.subject).contains("succeeds, true"))
    let locked = try ShippedModels.subject("s390", "levels=3", "page_walk@v6.12", in: library)
    #expect(throws: ExportError.self) {
      try KUnitCase.text(scenario: read.scenario, subject: locked)
    }
    #expect(throws: ExportError.self) { try VerificationTask.text(subject: locked) }
    // A re-check that is not one read.
    let walk = read.subject.walker
    let levels = walk.levels.map { level in
      Level(
        name: level.name, function: level.function, pointer: level.pointer, value: level.value,
        cursor: level.cursor, read: level.read, next: level.next, advance: level.advance,
        stop: level.stop, leaf: level.leaf, page: level.page,
        rechecks: level.rechecks.map { Level.Recheck(value: $0.value, read: level.stop) })
    }
    let odd = Subject(
      architecture: read.subject.architecture, configuration: read.subject.configuration,
      walker: Walker(
        name: "odd", revision: "1", fixed: false, kernel: walk.kernel, source: "",
        reads: .lockless, range: walk.range, levels: levels), helpers: read.subject.helpers)
    #expect(throws: ExportError.self) {
      try CProgram.text(scenario: read.scenario, subject: odd)
    }
  }

  /// A right walk on each architecture: the sanitizer has nothing to say.
  @Test func rightWalksRunClean() throws {
    let library = try Self.library.get()
    var seen: Set<String> = []
    for file in Self.scenarios {
      let read = try ScenarioFile(file: file, library: library)
      guard !seen.contains(read.scenario.architecture) else { continue }
      for walker in library.walkers where walker.fixed && walker.name == "gup_fast" {
        guard
          let subject = try? library.subject(
            architecture: read.subject.architecture,
            configuration: read.subject.configuration, walker: walker),
          let trace = try? Simulation.run(read.scenario, subject: subject),
          trace.faults.isEmpty, trace.outcome == .returned
        else { continue }
        let run = try run(read.scenario, subject)
        #expect(run.code == 0 && run.errors.isEmpty, "\(file)")
        #expect(run.reads.map(\.pointer) == trace.steps.map { hex($0.pointer) }, "\(file)")
        #expect(
          run.pages == trace.pages.map { "\(hex($0.addr)) \(hex($0.page)) \(hex($0.length))" })
        seen.insert(read.scenario.architecture)
        break
      }
    }
    #expect(seen.count >= 10)
  }

  @Test func namesFromStrangersStayNames() throws {
    let read = try ScenarioFile(
      file: "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml",
      library: Self.library.get())
    let hostile = read.scenario.expecting(
      read.scenario.expectation, about: "*/ int main(void) { return 7; } /*\n#include \"x\"")
    #expect(try run(hostile, read.subject).reads.count == 13)
  }
}

extension String {
  /// The level with another read, which no look at the entry again makes up for.
  fileprivate func unchecked(_ read: String) -> String {
    replacing("read: READ_ONCE(*ptep)", with: "read: READ_ONCE(\(read))")
      .replacing("\n      pte: \"READ_ONCE(*ptep)\"", with: "")
  }
}
