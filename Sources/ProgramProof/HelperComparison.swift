import Encoder
import LLVMIR
import PageWalk
import Programs
import SMT
import Translation

/// Whether the helpers of a model are the functions of the same name that a kernel's code has, for all
/// arguments and all memory.
public struct HelperComparison {
  /// What was found of one helper.
  public struct Finding: Sendable, Hashable {
    public let helper: String
    public let status: Status
  }

  /// How the model and the code compare.
  public enum Status: Sendable, Hashable {
    /// Equal for all inputs: proved.
    case equal
    /// They differ for a reason that the model gives, and on the inputs that it names only: proved.
    case explained(String)
    /// An input on which they differ, with what each gives.
    case differs(String)
    /// Why they are not compared.
    case notCompared(String)
    /// The code has no function of the name.
    case missing
  }

  private let modules: [Module]
  private let compiled: CompiledKernel
  private let helpers: Helpers
  private let machine: WalkMachine
  private let terms: HardwareTerms
  private let solver: Solver

  /// A comparison in one configuration with the helpers of a release.
  ///
  /// - Throws: `Refusal` where the code is another machine's.
  public init(
    modules: [Module], architecture: Architecture, configuration: Configuration,
    compiled: CompiledKernel, helpers: Helpers, budget: UInt32
  ) throws {
    self.modules = modules
    self.compiled = compiled
    self.helpers = helpers
    machine = try WalkMachine(
      architecture: architecture, configuration: configuration, compiled: compiled,
      modules: modules)
    terms = try HardwareTerms(
      architecture: architecture, configuration: configuration, helpers: helpers)
    solver = try Solver(budget: budget)
  }

  /// What parameters that are entries are called.
  static let entries: Set = ["pte", "pmd", "pud", "p4d", "pgd"]

  /// Compares every helper that has parameters.
  public func findings() throws -> [Finding] {
    try helpers.keys.sorted().compactMap { name in
      guard let helper = helpers[name], let parameters = helper.parameters, !parameters.isEmpty
      else { return nil }
      return Finding(helper: name, status: try status(name, helper, parameters))
    }
  }

  private func status(_ name: String, _ helper: Helper, _ parameters: [String]) throws -> Status {
    guard let module = modules.first(where: { $0.defines(name) }) else { return .missing }
    let memory = OneMemory(entryWidth: terms.entryWidth)
    var names: [String: TermBinding] = [:]
    for parameter in parameters {
      let isEntry = Self.entries.contains(parameter)
      let value = Term.variable(parameter, width: isEntry ? terms.entryWidth : terms.word)
      let address = Term.variable("&\(parameter)", width: terms.word)
      names[parameter] = TermBinding(value, address: address)
      memory.put(value, at: address)
    }
    let code: HelperRun
    do {
      code = try HelperRun(
        name, of: module, modules, machine, parameters.map { ($0, names[$0]?.term) }, memory)
    } catch let refusal as Refusal {
      return .notCompared(refusal.description)
    }
    if let unknown = code.unknown { return .notCompared(unknown) }
    var reader = memory
    let value = try terms.encoder.encode(helper.body, names: names, reader: &reader)
    let plain = try compare(helper.body, value, code, but: .no)
    // A place that is none, which nobody goes on with.
    if case .differs = plain, code.givesPointer {
      let none = Term.equal(code.value, .constant(0, width: code.value.width))
      if try compare(helper.body, value, code, but: none) == .equal,
        case .satisfiable = try solver.check([code.condition, .not(none)], name: "a place")
      {
        return .explained("the code gives no place for some entries, at which a walk gives up")
      }
    }
    guard case .differs = plain, let reason = compiled.differs[name] else { return plain }
    guard let condition = reason.condition else { return .explained(reason.reason) }
    let excepted = try terms.encoder.encodeTruth(condition, names: names, reader: &reader)
    let rest = try compare(helper.body, value, code, but: excepted)
    return rest == .equal ? .explained(reason.reason) : rest
  }

  private func compare(
    _ body: PageWalk.Expression, _ model: Term, _ code: HelperRun, but excepted: Term
  ) throws -> Status {
    let width = max(model.width, code.value.width)
    let (a, b) = (model.resized(to: width), code.value.resized(to: width))
    let none = Term.constant(0, width: width)
    var same = [Term.equal(a, b)]
    if isTruth(body) || code.value.width == 1 {
      same.append(.equal(.equal(a, none), .equal(b, none)))
    }
    // What the model has at its physical address, the code has in the linear mapping, which maps whole
    // pages, and a page at its place in the memory map.
    let address = a.resized(to: terms.word)
    let page = address & ~terms.pageMask
    if let mapped = try machine.linear(page) {
      same.append(.equal((mapped + (address & terms.pageMask)).resized(to: width), b))
    }
    same.append(.equal(machine.page(of: address).resized(to: width), b))
    let question =
      machine.hardware.ranges + [machine.bounds, code.condition, .not(excepted), .not(.any(same))]
      + code.facts
    switch try solver.check(question, name: "a difference") {
    case .unsatisfiable: return .equal
    case .unknown(let reason): return .notCompared("it is not decided: \(reason)")
    case .satisfiable(let assignment):
      let inputs = Term.variables(in: question).compactMap { variable -> String? in
        guard let name = variable.variableName, name.first != "$", name.first != "&" else {
          return nil
        }
        return "\(name)=0x\(String(assignment.value(of: variable), radix: 16))"
      }
      return .differs(
        "\(inputs.sorted().joined(separator: " ")): the model gives"
          + " 0x\(String(assignment.value(of: a), radix: 16)), the code"
          + " 0x\(String(assignment.value(of: b), radix: 16))")
    }
  }

  /// Whether an expression is asked for its truth only, as its operators tell.
  private func isTruth(_ expression: PageWalk.Expression) -> Bool {
    switch expression.kind {
    case .unary(let sign, _): return sign == .not
    case .binary(let sign, _, _):
      return [
        .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .logicalAnd,
        .logicalOr,
      ].contains(sign)
    case .conditional(_, let then, let otherwise): return isTruth(then) || isTruth(otherwise)
    case .literal(let number): return number <= 1
    case .call(let name, _): return helpers[name].map { isTruth($0.body) } ?? false
    default: return false
    }
  }
}

/// Memory that gives the same for the same address, whoever reads.
final class OneMemory: TermReader {
  private let entryWidth: Int
  private var known: [(place: Term, value: Term)] = []

  init(entryWidth: Int) { self.entryWidth = entryWidth }

  func put(_ value: Term, at place: Term) { known.append((place, value)) }

  func read(at pointer: Term, once: Bool, under path: [Term]) -> Term {
    if let same = known.last(where: { Term.same($0.place, pointer) }) { return same.value }
    var value = Term.variable("memory#\(known.count)", width: entryWidth)
    for (place, content) in known {
      value = .ifThenElse(
        .equal(pointer, place.resized(to: pointer.width)), content.resized(to: entryWidth), value)
    }
    known.append((pointer, value))
    return value
  }
}

/// A function of the code, executed with any arguments.
struct HelperRun {
  let value: Term
  /// When it comes back.
  let condition: Term
  let facts: [Term]
  /// What it gives that is nothing's of its arguments and the memory behind them; nil where there is
  /// none such.
  let unknown: String?
  /// Whether it is a pointer.
  let givesPointer: Bool

  /// - Throws: `Refusal` where it cannot be compared.
  init(
    _ name: String, of module: Module, _ modules: [Module], _ machine: WalkMachine,
    _ arguments: [(name: String, value: Term?)], _ memory: OneMemory
  ) throws {
    let own = "\(name)@\(module.source)"
    let program: Program
    do {
      program = try Program(modules, entries: [name])
    } catch is IRError {
      program = try Program(modules, entries: [own])
    }
    guard let function = program.functions[name] ?? program.functions[own] else {
      throw Refusal("the code has no such function", nil)
    }
    guard function.parameters.count == arguments.count else {
      throw Refusal("the function has other parameters", nil)
    }
    guard function.results.count == 1 else {
      throw Refusal("the function gives no single word", nil)
    }
    givesPointer = try module.function(name)?.returns == .pointer
    let history = RunHistory()
    let contract = try LevelContract(
      machine: machine, levels: [:],
      instance: Instance(function: function.name, position: 0, handed: .nothing), isTop: false,
      judgesPages: false, dropped: [], history: history,
      roots: RootOfTables(modules: [], sources: []), oneMemory: memory)
    let run = SymbolicRun(program, history: history, contract: contract)
    let values = zip(function.parameters, arguments).map { register, argument in
      let word = argument.value ?? .no
      // An entry as the code has it.
      return Value(
        (HelperComparison.entries.contains(argument.name) ? machine.entry(word) : word)
          .resized(to: function.widths[register]))
    }
    guard
      var way = try run.run(function, values, ProofMemory(), .always, route: "", depth: 0)
    else { throw Refusal("the function does not come back", nil) }
    guard !run.hasLoops else { throw Refusal("the function has a loop", nil) }
    guard way.words[0].alternatives.allSatisfy({ $0.object == nil }) else {
      throw Refusal("the function gives the address of something of its own", nil)
    }
    value = run.number(way.words[0], &way.memory, escapes: false).word
    condition = way.path.term
    facts = run.facts.map(\.term)
    unknown = Term.variables(in: [value, condition]).lazy.compactMap(\.variableName)
      .first { $0.contains("!") }
      .map { "it depends on \($0.prefix { $0 != "!" }) elsewhere, of which nothing is known" }
  }
}
