import Execution
import Foundation
import LLVMIR
import Programs
import TestModels
import Testing
import Translation

/// Random C is compiled to a program of this machine and to LLVM IR; what the first computes is what
/// the concrete execution of the second has to give.
@Suite struct NativeComparisonTests {
  private static let functionsPerFile = 20
  private static let argumentsPerFunction = 2

  private let folder: String

  init() throws { folder = try ShippedModels.temporaryDirectory() }

  private func clang(_ arguments: [String]) throws {
    // Where there is no clang this fails, and does not pass.
    let (code, _) = try runProgram(["clang", "-w", "-fwrapv", "-fno-strict-aliasing"] + arguments)
    try #require(code == 0, "clang \(arguments.joined(separator: " "))")
  }

  /// What a function gives; nil where that takes more steps than a test has time for.
  private func result(
    of name: String, _ words: [UInt64], _ execution: inout ConcreteExecution<TestWorld>
  ) throws -> [UInt64]? {
    do {
      return try execution.call(name, words)
    } catch let error as ExecutionError {
      guard case .stepLimit = error.kind else { throw error }
      return nil
    }
  }

  /// Words to call functions with.
  private func arguments(seed: UInt64) -> [[UInt64]] {
    var random = RandomNumbers(seed: seed)
    return (0..<Self.argumentsPerFunction).map { _ in (0..<3).map { _ in random.word(width: 64) } }
  }

  @Test(arguments: 1...4) func resultsAreThoseOfTheMachine(seed: UInt64) throws {
    let words = arguments(seed: seed)
    var text = RandomC.head
    for number in 0..<Self.functionsPerFile {
      var generator = RandomC(seed: seed * 1000 + UInt64(number), prefix: "run\(number)")
      text += generator.functions()
    }
    text += "int printf(const char *, ...);\nint main(void) {\n"
    for number in 0..<Self.functionsPerFile {
      for triple in words {
        let list = triple.map { "\($0)ull" }.joined(separator: ", ")
        text += "printf(\"%llu\\n\", run\(number)(\(list)));\n"
      }
    }
    text += "}\n"
    let source = "\(folder)/source.c"
    try text.write(toFile: source, atomically: true, encoding: .utf8)
    try clang(["-O0", "-o", "\(folder)/native", source])
    let (code, output) = try runProgram(["\(folder)/native"])
    try #require(code == 0)
    let expected = output.split(separator: "\n").compactMap { UInt64($0) }
    try #require(expected.count == Self.functionsPerFile * words.count)

    for options in [
      ["-O0"],
      ["-O1", "-fno-vectorize", "-fno-slp-vectorize", "-fno-jump-tables"],
      ["-O2", "-Xclang", "-disable-llvm-passes", "-g"],
    ] {
      let file = "\(folder)/source.ll"
      try clang(options + ["-S", "-emit-llvm", "-o", file, source])
      let module = try Module(Array(Data(contentsOf: URL(fileURLWithPath: file))), file: file)
      let program = try Program(
        [module], entries: (0..<Self.functionsPerFile).map { "run\($0)" })
      var tooLong = 0
      var execution = ConcreteExecution(program, in: TestWorld())
      for (position, native) in expected.enumerated() {
        let (number, call) = (position / words.count, position % words.count)
        execution.maximumSteps = execution.steps + 3000
        guard let given = try result(of: "run\(number)", words[call], &execution) else {
          tooLong += 1
          continue
        }
        #expect(
          given == [native], "run\(number)(\(words[call])) of \(source) with \(options)")
      }
      #expect(tooLong < expected.count / 2)
    }
  }
}
