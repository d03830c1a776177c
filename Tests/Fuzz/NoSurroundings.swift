import Execution
import Programs

/// Surroundings in which memory is 3 everywhere, and a call gives what it is asked for.
struct NoSurroundings: Surroundings {
  func address(of global: String) throws -> UInt64 { 0x10_0000 }

  func read(
    _ address: UInt64, count: Int, isMarked: Bool, at place: ProgramPlace
  ) throws -> [Stack.Byte] {
    [Stack.Byte](repeating: .some(3), count: count)
  }

  func write(
    _ bytes: [Stack.Byte], to address: UInt64, isMarked: Bool, at place: ProgramPlace
  ) throws {}

  func call(
    _ callee: BodilessCallee, _ arguments: [UInt64], results: [Int], stack: inout Stack,
    at place: ProgramPlace
  ) -> [UInt64]? { results.map { _ in 3 } }

  func choose(width: Int, for reason: UndefinedReason, at place: ProgramPlace) -> UInt64 { 0 }

  func chooseJump(of count: Int, at place: ProgramPlace) -> Int { count - 1 }
}
