import Foundation
import ReportSchemaV1
import TestModels
import Testing

/// Compiles a walk of our own with clang, and has the program prove what it was compiled to.
@Suite struct CompiledCodeTests {
  private static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("walkproof").path
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Compiled").path

  private let folder: String

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "walkproof-tests-\(UUID().uuidString)"
      ).path
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
  }

  private func compile(_ mistake: String, level: String = "-O1") throws -> String {
    let file = "\(folder)/\(mistake).ll"
    let (code, _) = try runProgram(
      [
        "clang", "--target=x86_64-unknown-linux-gnu", "-g", "-S", "-emit-llvm", level, "-Xclang",
        "-disable-llvm-passes", "-fno-discard-value-names", "-fno-strict-aliasing", "-o", file,
      ] + mistake.split(separator: " ").map { "-D\($0)" } + ["\(Self.sources)/walk.c"])
    try #require(code == 0)
    return file
  }

  private func run(_ arguments: String...) throws -> (code: Int32, output: String) {
    try runProgram([Self.program] + arguments)
  }

  private func report(_ file: String, _ options: [String] = []) throws -> ProofReport {
    let (_, output) = try runProgram(
      [Self.program, "prove", "toy", "--ir", file, "--models", Self.sources, "--format", "json"]
        + options)
    return try JSONDecoder().decode(ProofReport.self, from: Data(output.utf8))
  }

  private func verdicts(_ file: String, _ options: [String] = []) throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try report(file, options).results.map { ($0.property, $0.verdict) })
  }

  @Test(arguments: ["-O0", "-O1"]) func rightWalkIsProved(level: String) throws {
    let verdicts = try verdicts(compile("NONE", level: level))
    #expect(verdicts.count == 12)
    #expect(Set(verdicts.values) == ["proved"])
  }

  @Test(arguments: [
    ("BREAK_COPY", "no-stack-iteration"), ("BREAK_CHECK", "in-bounds"),
    ("BREAK_SLOT", "right-pages"),
    ("PMD_SHIFT=17", "right-pages"), ("BREAK_RANGE", "in-bounds"),
  ])
  func mistakeIsRefuted(mistake: String, property: String) throws {
    let report = try report(compile(mistake))
    let result = try #require(report.results.first { $0.property == property })
    #expect(result.verdict == "refuted")
    let run = try #require(result.run)
    #expect(run.place.contains("walk.c:") && !run.story.isEmpty)
    #expect(result.reason == run.text)
    // Beside it nothing is proved that needs it.
    #expect(report.results.allSatisfy { $0.property != "exact-cover" || $0.verdict == "unknown" })
  }

  /// A run that is wrong is a scenario, for this code and for the right one.
  @Test func wrongRunsAreScenarios() throws {
    let file = try compile("BREAK_SLOT")
    let models = ["--models", Self.sources]
    let (code, _) = try runProgram(
      [Self.program, "prove", "toy", "--ir", file, "--export", "\(folder)/runs"] + models)
    #expect(code == 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/runs")
    let name = try #require(names.first { $0.hasSuffix("right-pages.yaml") })
    let scenario = "\(folder)/runs/\(name)"
    func replay(_ options: String...) throws -> (code: Int32, output: String) {
      let (code, output) = try runProgram(
        [Self.program, "replay", scenario] + options + models)
      return (code, output)
    }
    let own = try replay("--ir", file)
    #expect(own.code == 0 && own.output.contains("WRONG"), "\(own.output)")
    #expect(own.output.contains("as the scenario expects"))
    let right = try replay("--ir", compile("NONE"))
    #expect(right.code == 1 && !right.output.contains("WRONG"), "\(right.output)")
    #expect(try replay().code == 64)
    #expect(try replay("--walker", "gup_fast", "--ir", file).code == 64)
    for command in ["draw", "explain"] {
      let (code, output) = try runProgram(
        [Self.program, command, scenario, "--ir", file] + models)
      #expect(code == 0 && output.contains("WRONG"), "\(output)")
    }
  }

  /// What a run does not find is not proved, and the report says where.
  @Test(arguments: [("BREAK_COUNT", "right-pages"), ("BREAK_LIMIT", "in-reach")])
  func whatIsNotShownIsUnknown(mistake: String, property: String) throws {
    let file = try compile(mistake)
    let result = try #require(try report(file).results.first { $0.property == property })
    #expect(result.verdict == "unknown" && result.run == nil)
    let open = try #require(result.notShown?.first)
    #expect(open.source?.contains("walk.c:") ?? false)
    #expect(!open.undecided)
    let (code, output) = try run(
      "prove", "toy", "--ir", file, "--models", Self.sources, "--verbose")
    #expect(code == 3 && output.contains("not shown: \(property): "))
    let (_, short) = try run("prove", "toy", "--ir", file, "--models", Self.sources)
    #expect(short.replacing("\n  ", with: " ").contains(" not shown, first '"))
    for line in short.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  /// Where a run shows that pages are wrong, the rest is proved all the same.
  @Test func whatPagesHaveNothingToDoWithIsProved() throws {
    let verdicts = try verdicts(compile("BREAK_SLOT"))
    #expect(verdicts["right-pages"] == "refuted")
    #expect(verdicts["kept-after-recheck"] == "unknown")
    for property in [
      "no-stack-iteration", "in-bounds", "right-entry", "checked-descent", "in-reach",
    ] { #expect(verdicts[property] == "proved") }
  }

  @Test func topFunctionOfAnotherNameIsNamed() throws {
    let file = try compile("gup_fast_pgd_range=gup_fast_top_range")
    let (code, _) = try run("prove", "toy", "--ir", file, "--models", Self.sources)
    #expect(code == 65)
    #expect(
      Set(try verdicts(file, ["--entry", "gup_fast_top_range"]).values) == ["proved"])
  }

  @Test func propertiesThatAreAskedForDecide() throws {
    let file = try compile("BREAK_LIMIT")
    func code(_ options: String...) throws -> Int32 {
      try runProgram(
        [Self.program, "prove", "toy", "--ir", file, "--models", Self.sources] + options
      ).0
    }
    #expect(try code("--property", "right-pages") == 0)
    #expect(try code("--property", "in-reach") == 3)
    #expect(try code("--worst") == 64)
  }

  @Test(arguments: [
    ("NONE", nil), ("BREAK_SIZE_ENTRY", "right-entry"), ("BREAK_SIZE_CHECK", "checked-descent"),
  ])
  func walkOfOneAddressIsJudged(mistake: String, property: String?) throws {
    let verdicts = try verdicts(
      compile(mistake), ["--entry", "walk_size", "--address", "addr", "--table", "mm->pgd"])
    #expect(verdicts.count == 6)
    #expect(
      Set(verdicts.values) == (property == nil ? ["proved"] : ["unknown"]))
  }

  @Test func liftTellsTheProgramAndWhatWasProved() throws {
    let file = try compile("NONE")
    let (code, text) = try run("lift", file, "--architecture", "toy", "--models", Self.sources)
    #expect(code == 0)
    for line in [
      "// gup_fast_pte_range [1]", "//   is handed: leads on", ": what is counted is right",
      "READ_ONCE(*(u64 *)", "walk.c:54", "u32 gup_fast_pmd_range(u64 pgdp, ",
    ] { #expect(text.contains(line), "\(line)") }
    let alone = try run(
      "lift", file, "--architecture", "toy", "--models", Self.sources, "--program-only",
      "--entry", "walk_size", "--address", "addr", "--table", "mm->pgd")
    #expect(alone.code == 0 && !alone.output.contains("is handed"))
  }

  @Test func conformComparesHelpers() throws {
    func conform(_ mistake: String) throws -> (code: Int32, output: String) {
      try run(
        "conform", "toy", "--ir", compile(mistake), "--models", Self.sources, "--helpers", "--all")
    }
    let same = try conform("NONE")
    #expect(same.code == 0)
    for helper in ["pmd_offset", "pte_offset", "present"] {
      #expect(same.output.contains("  \(helper)  equal"), "\(helper)")
    }
    #expect(!same.output.contains("pte_offset  not compared"))
    let other = try conform("PMD_SHIFT=17")
    #expect(other.code == 1 && other.output.contains("  pmd_offset  differs: "))
  }

  /// Every prefix of a module is an error with a place, or a module that lacks something.
  @Test func truncatedModulesAreErrors() throws {
    let text = try Data(contentsOf: URL(fileURLWithPath: compile("NONE")))
    for part in 1..<12 {
      let file = "\(folder)/cut.ll"
      try text.prefix(text.count * part / 24).write(to: URL(fileURLWithPath: file))
      #expect(try run("prove", "toy", "--ir", file, "--models", Self.sources).code == 65)
    }
  }

  @Test(arguments: [
    // The entry calls itself.
    """
    define i32 @gup_fast_fallback(i64 %start, i64 %nr) {
    entry:
      %x = call i32 @gup_fast_fallback(i64 %start, i64 %nr)
      ret i32 %x
    }
    """,
    // A loop with two entrances.
    """
    define i32 @gup_fast_fallback(i64 %start, i64 %nr) {
    entry:
      %c = icmp eq i64 %start, 0
      br i1 %c, label %a, label %b
    a:
      br label %b
    b:
      br label %a
    }
    """,
    // What LLVM has and this program does not.
    """
    define i32 @gup_fast_fallback(i64 %start, i64 %nr) {
    entry:
      %x = call i64 @llvm.something.new(i64 %start)
      ret i32 0
    }
    declare i64 @llvm.something.new(i64)
    """,
    // Nothing to walk; a label that is not there; a block without an end; no number.
    "define i32 @other() {\nentry:\n  ret i32 0\n}",
    "define i32 @gup_fast_fallback(i64 %s, i64 %n) {\nentry:\n  br label %gone\n}",
    "define i32 @gup_fast_fallback(i64 %s, i64 %n) {\nentry:\n  %x = add i64 %s, 1\n}",
    "define i32 @gup_fast_fallback(i64 %s, i64 %n) {\nentry:\n  %x = add i64 %y, 1\n  ret i32 0\n}",
  ])
  func badCodeIsAnErrorWithAPlace(body: String) throws {
    let file = "\(folder)/bad.ll"
    let text = "target triple = \"x86_64-unknown-linux-gnu\"\n\(body)\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    #expect(try run("prove", "toy", "--ir", file, "--models", Self.sources).code == 65)
  }

  @Test func codeOfAnotherArchitectureIsAnError() throws {
    #expect(try run("prove", "s390", "--ir", compile("NONE")).code == 65)
  }

  @Test func nonsenseIsAnErrorSoon() throws {
    var random = RandomNumbers(seed: 4)
    let bytes = (0..<1_000_000).map { _ in UInt8(truncatingIfNeeded: random.next() % 96 + 32) }
    let file = "\(folder)/nonsense.ll"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    #expect(try run("prove", "toy", "--ir", file, "--models", Self.sources).code == 65)
  }
}
