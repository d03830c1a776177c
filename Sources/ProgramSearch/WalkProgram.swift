import LLVMIR
import PageWalk
import ProgramProof
import Programs
import Translation

/// A walk's code, the machine that it is for, and what its parameters are.
struct WalkProgram {
  let program: Program
  /// The function that walks the top table.
  let top: String
  let roles: LevelFunction
  let machine: ConcreteMachine
  let maker: EntryMaker
  /// What functions give that are to read an entry of a folded level, and read none.
  let dummies: [String: UInt64]

  /// - Throws: `Refusal`, `IRError` where the code is not understood, `SolverError`.
  init(
    modules: [Module], top: String, architecture: Architecture, configuration: Configuration,
    compiled: CompiledKernel
  ) throws {
    self.top = top
    program = try Program(modules, entries: [top])
    machine = try ConcreteMachine(
      architecture: architecture, configuration: configuration, compiled: compiled,
      modules: modules)
    maker = try EntryMaker(machine)
    dummies = FoldedDummies.constants(of: program)
    guard
      let roles = try LevelFunction(
        top, of: program, modules, word: architecture.word, entryWidth: machine.entryBytes * 8)
    else {
      throw Refusal(
        "\(top) is not handed a range, an array of pages and their number",
        program.functions[top]?.source)
    }
    self.roles = roles
  }
}
