import Foundation
import Testing

@testable import broken_kernels

@Suite struct EditedTreeTests {
  private static let code = """
    int one(int a);
    #define TWO (1 + \\
      1)
    /* one(2) */
    static int one(int a)
    {
      if (a)   /* why */
        return f(a, (a + 1), "one(a)");
      return 0;
    }
    """

  private func edited(_ step: Step) throws -> (text: String, lines: Set<Int>) {
    var text = CText(Self.code)
    try EditedTree.apply(step, to: &text, "a.c")
    return text.finished
  }

  @Test func anchorsKnowTokensAlone() throws {
    var step = Step()
    step.in = "one"
    step.replace = "if (a) return f(...);"
    step.by = "return g($1);"
    let result = try edited(step)
    #expect(result.text.contains("  return g(a, (a + 1), \"one(a)\");\n"))
    #expect(result.lines == [7])
  }

  @Test(arguments: [("return", "found 2 times"), ("return 1", "found 0 times")])
  func anchorsThatFitNotOnceFail(_ anchor: String, _ message: String) {
    var step = Step()
    step.in = "one"
    step.replace = anchor
    step.by = "x"
    let error = #expect(throws: Mistake.self) { try edited(step) }
    #expect(error?.description.contains(message) == true)
  }

  @Test func functionsThatAreNotThereFail() {
    var step = Step()
    step.in = "two"
    step.replace = "a"
    step.by = "b"
    #expect(throws: Mistake.self) { try edited(step) }
  }

  @Test func bodiesAndWhatStandsAbove() throws {
    var step = Step()
    step.in = "one"
    step.above = "static int zero;"
    var result = try edited(step)
    #expect(result.text.contains("*/\nstatic int zero;\nstatic int one(int a)\n{"))
    #expect(result.lines == [5, 6])
    step.above = nil
    step.body = "  return 1;"
    result = try edited(step)
    #expect(result.text.contains("return 1;"))
    #expect(!result.text.contains("return 0"))
  }

  @Test func everyTableIsRead() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("BrokenKernels").path
    #expect(try !Target.all("\(folder)/Targets.yaml").isEmpty)
    var names: [String] = []
    for file in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/Edits") {
      names += try EditTable.edits(of: "\(folder)/Edits/\(file)").map(\.name)
    }
    #expect(Set(names).count == names.count)
  }

  @Test func keysThatNobodyReadsFail() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "title: a\nedits: [{name: b, steps: [{replaces: c, by: d}]}]\n"
      .write(toFile: path, atomically: true, encoding: .utf8)
    let error = #expect(throws: Mistake.self) { try EditTable.edits(of: path) }
    #expect(error?.description.contains("'replaces'") == true)
  }
}
