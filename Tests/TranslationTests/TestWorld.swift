import Execution
import LLVMIR
import Programs
import TestModels

/// Surroundings in which nothing is but what a test says.
struct TestWorld: Surroundings {
  struct Nothing: Error {
    let address: UInt64
  }

  var random = RandomNumbers(seed: 1)
  var memory: [UInt64: Stack.Byte] = [:]
  var reported: [UndefinedReason] = []
  var answer: (BodilessCallee, [UInt64]) -> [UInt64]? = { _, _ in nil }

  func address(of global: String) throws -> UInt64 { 0x10_0000 }

  func read(
    _ address: UInt64, count: Int, isMarked: Bool, at place: ProgramPlace
  ) throws -> [Stack.Byte] {
    try (0..<UInt64(count)).map {
      guard let byte = memory[address &+ $0] else { throw Nothing(address: address &+ $0) }
      return byte
    }
  }

  mutating func write(
    _ bytes: [Stack.Byte], to address: UInt64, isMarked: Bool, at place: ProgramPlace
  ) throws {
    for (offset, byte) in bytes.enumerated() { memory[address &+ UInt64(offset)] = .some(byte) }
  }

  func call(
    _ callee: BodilessCallee, _ arguments: [UInt64], results: [Int], stack: inout Stack,
    at place: ProgramPlace
  ) -> [UInt64]? { answer(callee, arguments) }

  mutating func choose(width: Int, for reason: UndefinedReason, at place: ProgramPlace) -> UInt64 {
    reported.append(reason)
    return random.next()
  }

  func chooseJump(of count: Int, at place: ProgramPlace) -> Int { count - 1 }
}

/// What a text of LLVM IR means, behind a head that names a machine.
func program(
  _ text: String, entries: [String] = ["f"], layout: String = "e-m:e-i64:64-n32:64-S128"
) throws -> Program {
  let head = "target datalayout = \"\(layout)\"\ntarget triple = \"x86_64-unknown-linux-gnu\"\n"
  return try Program([Module(Array((head + text).utf8), file: "test.ll")], entries: entries)
}
