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

  private func verdicts(
    _ file: String, entry: String = "gup_fast_fallback"
  ) throws -> [String: String] {
    let (_, output) = try run(
      "prove", "toy", "--ir", file, "--entry", entry, "--models", Self.sources, "--format", "json")
    let report = try JSONDecoder().decode(ProofReport.self, from: Data(output.utf8))
    return Dictionary(
      uniqueKeysWithValues: report.results.map { ($0.property, $0.verdict) })
  }

  @Test(arguments: ["-O0", "-O1"]) func rightWalkIsProved(level: String) throws {
    let verdicts = try verdicts(compile("NONE", level: level))
    #expect(verdicts.count == 11)
    #expect(Set(verdicts.values) == ["proved"])
  }

  @Test(arguments: [
    ("BREAK_COPY", "right-entry"), ("BREAK_CHECK", "checked-descent"),
    ("BREAK_LIMIT", "in-reach"), ("BREAK_BUG", "exact-cover"),
    ("PMD_SHIFT=17", "right-entry"), ("BREAK_RANGE", "exact-cover"),
  ])
  func mistakeIsRefuted(mistake: String, property: String) throws {
    #expect(try verdicts(compile(mistake))[property] == "refuted")
  }

  /// The walk that is read from the code is right; the program is not.
  @Test func whatLiftingDoesNotLookAtIsNotProved() throws {
    let file = try compile("BREAK_COUNT")
    #expect(try verdicts(file)["right-pages"] == "unknown")
    let (code, output) = try run("prove", "toy", "--ir", file, "--models", Self.sources)
    #expect(code == 3)
    let words = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("the code as a program is not shown to"))
    #expect(output.contains("walk.c:"))
  }

  /// The same, and a run of the program shows it.
  @Test func whatLiftingDoesNotLookAtIsRefuted() throws {
    let file = try compile("BREAK_SLOT")
    #expect(try verdicts(file)["right-pages"] == "refuted")
    let (code, output) = try run("prove", "toy", "--ir", file, "--models", Self.sources)
    #expect(code == 1)
    let words = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("right-pages: refuted by a run of the code: hands back"))
    #expect(output.contains("walk.c:66: "))
    // Beside it nothing is proved of the program.
    #expect(try verdicts(file)["exact-cover"] == "unknown")
  }

  /// A walk of gup_fast that cannot be found as a program is not proved without that.
  @Test func renamedTopFunctionIsNotProved() throws {
    let file = try compile("gup_fast_pgd_range=gup_fast_top_range")
    #expect(try verdicts(file)["right-pages"] == "unknown")
  }

  /// A loop that lifting does not read is a loop of a program.
  @Test func whatIsNotReadAsAWalkIsProvedAsAProgram() throws {
    func prove(_ mistakes: String) throws -> (code: Int32, output: String) {
      try run(
        "prove", "toy", "--ir", compile(mistakes), "--models", Self.sources, "--property",
        "right-pages", "--property", "in-bounds")
    }
    let right = try prove("OTHER_LOOP")
    #expect(right.code == 0 && right.output.contains("right-pages         proved"))
    let wrong = try prove("OTHER_LOOP BREAK_SLOT")
    #expect(wrong.code == 1 && wrong.output.contains("refuted: right-pages: hands back"))
    let uncounted = try prove("OTHER_LOOP BREAK_COUNT")
    #expect(uncounted.code == 3 && uncounted.output.contains("not shown: right-pages"))
    let file = try compile("OTHER_LOOP")
    let all = try run("prove", "toy", "--ir", file, "--models", Self.sources)
    #expect(all.code == 0 && all.output.components(separatedBy: "proved, ").count == 12)
    #expect(
      try run("prove", "toy", "--ir", file, "--models", Self.sources, "--format", "json").code == 65
    )
  }

  @Test(arguments: [
    ("NONE", nil), ("BREAK_SIZE_ENTRY", "right-entry"), ("BREAK_SIZE_CHECK", "checked-descent"),
    ("BREAK_SIZE_LIMIT", "in-reach"),
  ])
  func walkOfOneAddressIsJudged(mistake: String, property: String?) throws {
    let verdicts = try verdicts(compile(mistake), entry: "walk_size")
    #expect(verdicts.count == 11)
    guard let property else {
      #expect(Set(verdicts.values) == ["proved"])
      return
    }
    #expect(verdicts[property] == "refuted")
  }

  @Test func levelFunctionIsAnEntryThatChecksNoRange() throws {
    let verdicts = try verdicts(compile("NONE"), entry: "gup_fast_pgd_range")
    #expect(verdicts["in-reach"] == "refuted")
    #expect(verdicts.values.count { $0 == "proved" } == 9)
  }

  @Test func counterexampleReplaysByItselfAndTellsLines() throws {
    let file = try compile("BREAK_CHECK")
    let (code, output) = try run(
      "prove", "toy", "--ir", file, "--models", Self.sources, "--export", folder)
    #expect(code == 1)
    #expect(output.contains("walk.c:"))
    let scenario = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first {
        $0.hasSuffix("checked-descent.yaml")
      })
    #expect(try run("replay", "\(folder)/\(scenario)", "--models", Self.sources).code == 0)
  }

  @Test func liftedWalkHasTheSameVerdicts() throws {
    for mistake in ["NONE", "BREAK_CHECK", "BREAK_BUG"] {
      let file = try compile(mistake)
      let models = "\(folder)/models-\(mistake)"
      try FileManager.default.createDirectory(atPath: models, withIntermediateDirectories: true)
      let (code, text) = try run(
        "lift", file, "--architecture", "toy", "--models", Self.sources)
      try #require(code == 0)
      #expect(text.contains("# ") && text.contains("walk.c:"))
      try Data(text.utf8).write(to: URL(fileURLWithPath: models + "/walk.yaml"))
      let (_, output) = try run(
        "prove", "toy", "--walker", "gup_fast_fallback@ir", "--models", Self.sources, "--models",
        models, "--format", "json")
      let report = try JSONDecoder().decode(ProofReport.self, from: Data(output.utf8))
      let again = Dictionary(
        uniqueKeysWithValues: report.results.map { ($0.property, $0.verdict) })
      // Of code, a proof is withdrawn that the code as a program does not bear out.
      let ofCode = try verdicts(file).filter { mistake == "NONE" || $0.value != "unknown" }
      #expect(again.filter { ofCode[$0.key] != nil } == ofCode && ofCode.count > 4)
    }
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
