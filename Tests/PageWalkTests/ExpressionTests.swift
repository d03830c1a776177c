import Foundation
import PageWalk
import TestModels
import Testing

/// A random expression over `x` and `y` to which C gives a value, too: no shift by the width or
/// more, no division by zero. C's comparisons are ints, so `c` casts where that would matter.
private func random(
  _ depth: Int, _ numbers: inout RandomNumbers
) -> (ours: String, c: String) {
  if depth == 0 {
    switch numbers.next() % 3 {
    case 0: return ("x", "x")
    case 1: return ("y", "y")
    default:
      let number = "0x\(String(numbers.word(width: 64), radix: 16))"
      return (number, number + "ULL")
    }
  }
  let left = random(depth - 1, &numbers)
  let right = random(depth - 1, &numbers)
  switch numbers.next() % 8 {
  case 0:
    let sign = ["~", "!", "-"][Int(numbers.next() % 3)]
    return ("\(sign)(\(left.ours))", "(word)\(sign)(word)(\(left.c))")
  case 1:
    let other = random(depth - 1, &numbers)
    return (
      "(\(left.ours) ? \(right.ours) : \(other.ours))",
      "(\(left.c) ? (word)(\(right.c)) : (word)(\(other.c)))"
    )
  case 2, 3:
    let shift = "\(["<<", ">>"][Int(numbers.next() % 2)]) \(numbers.next() % 64)"
    return ("((\(left.ours)) \(shift))", "((word)(\(left.c)) \(shift))")
  case 4:
    return (
      "(\(left.ours)) / ((\(right.ours)) | 1)", "(word)(\(left.c)) / ((\(right.c)) | 1)"
    )
  default:
    // Without parentheses: precedence is what is compared. The added word makes all of it words.
    let signs = [
      "*", "+", "-", "<", "<=", ">", ">=", "==", "!=", "&", "^", "|", "&&", "||",
    ]
    let sign = signs[Int(numbers.next() % UInt64(signs.count))]
    return ("\(left.ours) \(sign) \(right.ours)", "\(left.c) \(sign) \(right.c)")
  }
}

private let architecture = Architecture(
  name: "test", title: "test", word: 64, parameters: [], constraint: nil,
  hardware: Hardware(
    source: "", pageShift: Expression(.literal(12)), entrySize: Expression(.literal(8)),
    reach: Expression(.literal(48)), tables: []), revisions: [])

@Suite struct ExpressionTests {
  private func value(_ text: String, _ names: [String: UInt64] = [:]) throws -> UInt64 {
    let interpreter = Interpreter(
      architecture: architecture, configuration: Configuration([]), helpers: [:], entryWidth: 64)
    return try interpreter.constant(
      ExpressionParser.parse(text), names: names.mapValues { Binding(Word($0, width: 64)) })
  }

  @Test func theCompilerAgrees() throws {
    var numbers = RandomNumbers(seed: 4)
    var cases: [(text: (ours: String, c: String), x: UInt64, y: UInt64)] = []
    for round in 0..<1_000 {
      cases.append(
        (
          random(1 + round % 4, &numbers), numbers.word(width: 64), numbers.word(width: 64)
        ))
    }
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    var source = "#include <stdio.h>\ntypedef unsigned long long word;\n"
    for (index, item) in cases.enumerated() {
      source += "static word f\(index)(word x, word y) { return \(item.text.c); }\n"
    }
    source += "int main(void) {\n"
    for (index, item) in cases.enumerated() {
      source += "printf(\"%llu\\n\", f\(index)(\(item.x)ULL, \(item.y)ULL));\n"
    }
    source += "return 0; }\n"
    try source.write(toFile: "\(directory)/cases.c", atomically: true, encoding: .utf8)
    let compiled = try runProgram([
      "clang", "-w", "-Wno-parentheses", "-O0", "\(directory)/cases.c", "-o", "\(directory)/cases",
    ])
    try #require(compiled.code == 0)
    let lines = try runProgram(["\(directory)/cases"]).output.split(separator: "\n")
    try #require(lines.count == cases.count)
    for (item, line) in zip(cases, lines) {
      #expect(
        try value(item.text.ours, ["x": item.x, "y": item.y]) == UInt64(line), "\(item)")
    }
  }

  @Test(
    arguments: [
      ("1 << 64", 0), ("1 << 63", 1 << 63), ("1 >> 64", 0), ("~0 >> 63", 1), ("0 - 1", .max),
      ("~0 + 1", 0), ("7 / 0", .max), ("7 % 0", 7), ("2 + 3 * 4", 14), ("1 | 2 ^ 3 & 4", 3),
      ("1 ? 2 : 3 ? 4 : 5", 2), ("a = 3; b = a * a; b + a", 12), ("!5", 0), ("!0 + 1", 2),
      ("1 << 2 + 1", 8), ("5 & 1 == 1", 1), ("0x10UL + 1ull", 17), ("3 // three\n + 4", 7),
      ("3 /* three */ + 4", 7), ("(x = 2; x) + 1", 3), ("0 && 1 / 0", 0), ("8 - 4 - 2", 2),
    ] as [(String, UInt64)])
  func edges(_ text: String, _ expected: UInt64) throws {
    #expect(try value(text) == expected)
  }

  @Test(
    arguments: [
      ("1 +", 3), ("(1", 2), ("a b", 2), ("1 $ 2", 2), ("0x", 0), ("18446744073709551616", 0),
      ("READ_ONCE(x)", 0), ("&1", 1), ("017", 0), ("1 ? 2", 5), ("/* x", 0), ("f(1 2)", 4),
    ] as [(String, Int)])
  func mistakesHaveAPlace(_ text: String, _ offset: Int) {
    do throws(ExpressionError) {
      _ = try ExpressionParser.parse(text)
      Issue.record("'\(text)' was read")
    } catch {
      #expect(error.offset == offset, "\(error.message)")
    }
  }

  @Test func depthAndLengthAreBounded() {
    let deep = String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)
    #expect(throws: ExpressionError.self) { try ExpressionParser.parse(deep) }
    let long = Array(repeating: "1", count: 5_000).joined(separator: "+")
    #expect(throws: ExpressionError.self) { try ExpressionParser.parse(long) }
    let signs = String(repeating: "~", count: 5_000) + "1"
    #expect(throws: ExpressionError.self) { try ExpressionParser.parse(signs) }
  }

  @Test func descriptionReadsBackAsTheSameValue() throws {
    var numbers = RandomNumbers(seed: 5)
    for round in 0..<500 {
      let text = random(1 + round % 4, &numbers).ours
      let names = ["x": numbers.word(width: 64), "y": numbers.word(width: 64)]
      let again = try ExpressionParser.parse(text).description
      #expect(try value(again, names) == value(text, names))
    }
  }
}
