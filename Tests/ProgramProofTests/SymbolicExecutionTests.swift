import Execution
import LLVMIR
import Programs
import SMT
import TestModels
import Testing
import Translation

@testable import ProgramProof

/// Random C without loops: the symbolic execution against the concrete one.
@Suite struct SymbolicExecutionTests {
  private static let functionsPerFile = 20

  /// What other files lack for a machine of pages.
  private static let page = "struct page { u64 words[8]; }; struct page *some_page;\n"

  /// Surroundings in which nothing is.
  private struct Nowhere: Surroundings {
    struct Nothing: Error {}

    func address(of global: String) throws -> UInt64 { throw Nothing() }
    func read(
      _ address: UInt64, count: Int, isMarked: Bool, at place: ProgramPlace
    ) throws -> [Stack.Byte] { throw Nothing() }
    func write(
      _ bytes: [Stack.Byte], to address: UInt64, isMarked: Bool, at place: ProgramPlace
    ) throws { throw Nothing() }
    func call(
      _ callee: BodilessCallee, _ arguments: [UInt64], results: [Int], stack: inout Stack,
      at place: ProgramPlace
    ) -> [UInt64]? { nil }
    func choose(width: Int, for reason: UndefinedReason, at place: ProgramPlace) -> UInt64 { 0 }
    func chooseJump(of count: Int, at place: ProgramPlace) -> Int { 0 }
  }

  private func module(
    seed: UInt64, of parts: RandomC.Parts, options: [String]
  ) throws -> Module {
    var text = RandomC.head + Self.page
    for number in 0..<Self.functionsPerFile {
      var generator = RandomC(
        seed: seed * 1000 + UInt64(number), prefix: "run\(number)", of: parts)
      text += generator.functions()
    }
    return try Pond.pond.module(text, options: options)
  }

  /// What a function gives symbolically.
  private func outcome(
    _ name: String, _ arguments: [Value], _ program: Program, _ module: Module
  ) throws -> (run: SymbolicRun, path: Term, values: [Value]) {
    let history = RunHistory()
    let contract = try LevelContract(
      machine: Pond.pond.machine(module), levels: [:],
      instance: Instance(function: name, position: 0, handed: .live), isTop: false,
      judgesPages: true, dropped: [],
      history: history, roots: RootOfTables(modules: [module], sources: []))
    let run = SymbolicRun(program, history: history, contract: contract)
    let function = try #require(program.functions[name])
    let outcome = try #require(
      try run.run(function, arguments, ProofMemory(), .always, route: "", depth: 0))
    return (run, outcome.path.term, outcome.words)
  }

  private func program(_ module: Module) throws -> Program {
    try Program([module], entries: (0..<Self.functionsPerFile).map { "run\($0)" })
  }

  private func words(_ random: inout RandomNumbers) -> [UInt64] {
    (0..<3).map { _ in random.word(width: 64) }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>, [["-O0"], ["-O1", "-fno-vectorize"]])
  func numbersComeOutAsOfTheConcreteExecution(seed: UInt64, options: [String]) throws {
    let module = try module(seed: seed, of: .straight, options: options)
    let program = try program(module)
    var random = RandomNumbers(seed: seed)
    var known = 0
    for number in 0..<Self.functionsPerFile {
      let words = words(&random)
      var execution = ConcreteExecution(program, in: Nowhere())
      let expected = try execution.call("run\(number)", words)
      let (run, path, values) = try outcome(
        "run\(number)", words.map { Value(.constant($0, width: 64)) }, program, module)
      #expect(values.count == expected.count)
      // The optimiser may make code that counts bits, and the count is any word; so is a word with
      // a byte that was never written, as of a structure with gaps that is handed on in a register.
      guard path.constantValue == 1, let word = values.first?.number?.word,
        word.constantValue != nil
      else { continue }
      known += 1
      #expect(!run.conditions.contains { $0.goal.constantValue == 0 })
      #expect(word.constantValue == expected.first, "run\(number)(\(words)), seed \(seed)")
    }
    #expect(known > Self.functionsPerFile / 2)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>, [["-O0"], ["-O1", "-fno-vectorize"]])
  func everyWayAtOnceIsEachWay(seed: UInt64, options: [String]) throws {
    let module = try module(seed: seed, of: .straightWords, options: options)
    let program = try program(module)
    var random = RandomNumbers(seed: seed)
    let names = ["x", "y", "z"]
    var known = 0
    for number in 0..<Self.functionsPerFile {
      let (run, path, values) = try outcome(
        "run\(number)", names.map { Value(.variable($0, width: 64)) }, program, module)
      let word = try #require(values.first?.number?.word)
      let terms = [path, word] + run.facts.map(\.term)
      let others = Term.variables(in: terms).compactMap(\.variableName).filter {
        !names.contains($0)
      }
      for _ in 0..<8 {
        let words = words(&random)
        var assignment = Assignment(Dictionary(uniqueKeysWithValues: zip(names, words)))
        let values = (0..<6).map { _ in
          for name in others.sorted() { assignment.values[name] = random.next() }
          return assignment.value(of: word)
        }
        var execution = ConcreteExecution(program, in: Nowhere())
        let expected = try execution.call("run\(number)", words)
        #expect(assignment.satisfies([path]) || others.contains { path.mentions($0) })
        // Bytes that were never written, as gaps of a structure, are any bytes.
        guard Set(values).count == 1 else { continue }
        known += 1
        #expect([values[0]] == expected, "run\(number)(\(words)), seed \(seed)")
      }
    }
    #expect(known > 4 * Self.functionsPerFile)
  }
}

extension Term {
  /// Whether a variable stands in it.
  fileprivate func mentions(_ name: String) -> Bool {
    Term.variables(in: [self]).contains { $0.variableName == name }
  }
}
