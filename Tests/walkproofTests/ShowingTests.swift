import Foundation
import TestModels
import Testing

/// What commands make of a scenario for people and other programs.
@Suite struct ShowingTests {
  private static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("walkproof").path
  private let folder: String
  private let slip = "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml"

  init() throws { folder = try ShippedModels.temporaryDirectory() }

  private func run(_ arguments: String...) throws -> (code: Int32, output: String) {
    try runProgram([Self.program] + arguments)
  }

  @Test func aReportIsWholeAndNeedsNoNetwork() throws {
    let report = "\(folder)/report"
    let (code, _) = try run(
      "report", "s390", "--walker", "gup_fast@v5.8", "--walker", "gup_fast@v6.12", "-o", report,
      "--no-cache")
    #expect(code == 0)
    let names = try #require(FileManager.default.enumerator(atPath: report))
      .compactMap { $0 as? String }
    let pages = names.filter { $0.hasSuffix(".html") }
    #expect(pages.count == 9)
    for page in pages {
      let text = try String(contentsOfFile: "\(report)/\(page)", encoding: .utf8)
      #expect(!text.contains("http://") && !text.contains("https://"))
      let folder = (page as NSString).deletingLastPathComponent
      for part in text.components(separatedBy: "\"") where part.hasPrefix("../") {
        let target = part.components(separatedBy: "#")[0]
        #expect(
          FileManager.default.fileExists(atPath: "\(report)/\(folder)/\(target)"), "\(target)")
      }
    }
    let cell = try String(
      contentsOfFile: "\(report)/cells/s390-levels-3-gup-fast-v5.8.html", encoding: .utf8)
    #expect(cell.contains("THIS IS WRONG: step 8 reads the stack"))
    #expect(cell.contains("<img"))
    // A report replaces a report, and nothing else.
    #expect(try run("report", "riscv32", "-o", report, "--no-cache").code == 0)
    let other = "\(folder)/other"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(other)/file"))
    #expect(try run("report", "riscv32", "-o", other, "--no-cache").code == 73)
    #expect(FileManager.default.fileExists(atPath: "\(other)/file"))
  }

  @Test func everyFormatIsWritten() throws {
    #expect(try run("draw", slip, "-o", "\(folder)/slip.svg").code == 0)
    #expect(try run("draw", slip, "-o", "\(folder)/slip.txt").code == 0)
    #expect(try run("draw", slip, "-o", "\(folder)/slip.bmp").code == 64)
    #expect(
      try run("explain", slip, "--walker", "gup_fast@v5.9").output.contains("Nothing goes wrong"))
    let task = "\(folder)/task.c"
    #expect(
      try run(
        "export", "s390", "--walker", "gup_fast@v5.8", "--configuration", "levels=3", "--format",
        "sv-comp", "-o", task
      ).code == 0)
    #expect(
      try runProgram([
        "cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-c", "-o", "\(folder)/task.o", task,
      ]).code == 0)
    // Four configurations are no one walk.
    #expect(try run("export", "s390", "--format", "sv-comp").code == 64)
    let (code, text) = try run("export", slip, "--format", "kunit")
    #expect(code == 0 && text.contains("kunit_test_suite"))
  }

  /// A verification task by random values: the walk of v5.8 comes to a bad read, that of v5.9 never.
  @Test(arguments: [("gup_fast@v5.8", 1 as Int32), ("gup_fast@v5.9", 0)])
  func randomValuesBreakTheTaskOfTheBugOnly(walker: String, expected: Int32) throws {
    let (_, task) = try run(
      "export", "s390", "--walker", walker, "--configuration", "levels=3", "--format", "sv-comp")
    let text =
      task.replacingOccurrences(of: "abort();", with: "reached();")
      .replacingOccurrences(of: "extern void abort(void);", with: "extern void reached(void);")
      .replacingOccurrences(of: "int main(void)", with: "static int walk(void)") + """
        #include <setjmp.h>
        static unsigned long long state = 88172645463325252ull;
        static jmp_buf start;
        static unsigned long long next_random(void)
        { state ^= state << 13; state ^= state >> 7; state ^= state << 17; return state; }
        /* Small and round numbers more often than others. */
        unsigned long long __VERIFIER_nondet_ulonglong(void)
        {
          unsigned long long r = next_random();
          switch (next_random() % 6) {
          case 0: return r;
          case 1: return (r >> (next_random() % 64)) & ~0xfffull;
          case 2: return (1ull << (next_random() % 54)) + ((r % 3) - 1) * 4096;
          case 3: return ((1ull << (next_random() % 54)) & ~0xfffull) | (r & 0xc) | 3;
          case 4: return (r >> 20 << 14) | (r & 0xf);
          default: return ((r % 4) << 31) + ((r >> 8) % 3 - 1) * 4096;
          }
        }
        void __VERIFIER_assume(int condition) { if (!condition) longjmp(start, 1); }
        void reached(void) { longjmp(start, 2); }
        int main(void)
        {
          for (long count = 0; count < 3000000; count++) {
            wp_depth = 0; wp_has_cursor = 0; wp_is_first = 1;
            for (int copy = 0; copy < 5; copy++) wp_copies[copy].variable = 0;
            int result = setjmp(start);
            if (result == 2) return 1;
            if (result == 0) walk();
          }
          return 0;
        }
        """
    try text.write(toFile: "\(folder)/task.c", atomically: true, encoding: .utf8)
    let (compiled, _) = try runProgram([
      "cc", "-std=gnu11", "-O2", "-w", "-o", "\(folder)/task", "\(folder)/task.c",
    ])
    try #require(compiled == 0)
    #expect(try runProgram(["\(folder)/task"]).code == expected)
  }

  @Test func whatIsTooLargeToDrawIsAnError() throws {
    // A range of 300 pages, each with an entry of its own.
    let text = try String(contentsOfFile: slip, encoding: .utf8)
    let large =
      text.replacingOccurrences(
        of: "addr: 0x1007ffff000, end: 0x10080001000",
        with: "addr: 0x10000000000, end: 0x1000012c000"
      )
      .replacingOccurrences(of: "fill: 0x400", with: "fill: 0xaaaa001")
      .replacingOccurrences(of: "fill: 0x20", with: "fill: 0x130000")
      // It lists no 300 pages to be returned.
      .replacingOccurrences(of: "outcome: returned", with: "outcome: stopped")
    let file = "\(folder)/large.yaml"
    try large.write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try run("draw", file, "-o", "\(folder)/large.svg").code == 65)
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/large.svg"))
    #expect(try run("explain", file).code == 0)
    #expect(try run("draw", "\(folder)/none.yaml").code == 65)
  }
}
