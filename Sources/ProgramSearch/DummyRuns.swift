import Execution
import ProgramProof
import Programs

/// The dummies of a program: constants that levels which are folded when the kernel is built have for
/// entries.
enum FoldedDummies {
  /// What each function gives that is to read an entry and reads none.
  static func constants(of program: Program) -> [String: UInt64] {
    var constants: [String: UInt64] = [:]
    for (name, function) in program.functions where FoldedDummy.isGetter(name) {
      guard function.results.count == 1, function.parameters.count == 1 else { continue }
      var execution = ConcreteExecution(program, in: NoMemory(), maximumSteps: 10_000)
      // One that reads an entry, or does anything but give a constant, ends with an error.
      guard let words = try? execution.call(name, [0]) else { continue }
      constants[name] = words.first
    }
    return constants
  }
}

/// Surroundings without anything in them.
private struct NoMemory: Surroundings {
  private func error() -> SearchError { SearchError("there is nothing but the stack") }

  mutating func address(of global: String) throws -> UInt64 { throw error() }

  mutating func read(
    _ address: UInt64, count: Int, isMarked: Bool, at place: ProgramPlace
  ) throws -> [Stack.Byte] { throw error() }

  mutating func write(
    _ bytes: [Stack.Byte], to address: UInt64, isMarked: Bool, at place: ProgramPlace
  ) throws { throw error() }

  mutating func call(
    _ callee: BodilessCallee, _ arguments: [UInt64], results: [Int], stack: inout Stack,
    at place: ProgramPlace
  ) throws -> [UInt64]? { nil }

  mutating func choose(width: Int, for reason: UndefinedReason, at place: ProgramPlace) -> UInt64 {
    0
  }

  mutating func chooseJump(of count: Int, at place: ProgramPlace) -> Int { 0 }
}

extension ProgramSearch {
  /// A run that does something else where a dummy is another constant.
  func dummyThatMatters(_ trials: [Trial], _ settled: Choices) throws -> Counterexample? {
    for (name, constant) in walk.dummies.sorted(by: { $0.key < $1.key }) {
      for trial in trials {
        let plain = try run(trial, settled)
        guard plain.refusal == nil else { continue }
        for other in [~constant, constant ^ 1] {
          var changed = trial
          changed.deviation = Deviation(
            unknown: .dummy(name), occurrence: nil, choice: .number(other))
          let run = try run(changed, settled)
          guard run.refusal == nil || run.isCutOff,
            let difference = difference(plain, run)
          else { continue }
          return Counterexample(
            property: "no-dummy",
            text:
              "\(WalkMachine.plain(name))() gives \(constant.hexadecimal), which is no entry's; "
              + "if it gave \(other.hexadecimal), the walk \(difference)",
            place: ProgramPlace(function: name, source: program(name)),
            addr: trial.addr, end: trial.end, story: [], scenario: nil)
        }
      }
    }
    return nil
  }

  private func program(_ name: String) -> Source? { walk.program.functions[name]?.source }

  /// What a run does that another one does not; nil where nothing is seen.
  private func difference(_ plain: WalkRun, _ other: WalkRun) -> String? {
    let counted = plain.world.counted
    if other.isCutOff { return "would not end" }
    if let fault = other.faults.first(where: { fault in
      !plain.faults.contains { $0.property == fault.property }
    }) {
      return "would break \(fault.property)"
    }
    if counted != other.world.counted {
      return "would count \(other.world.counted) pages, not \(counted)"
    }
    for slot in 0..<max(0, counted)
    where plain.world.page(inSlot: slot) != other.world.page(inSlot: slot) {
      return "would hand back another page in slot \(slot)"
    }
    return nil
  }
}
