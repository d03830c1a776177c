import LLVMIR
import PageWalk

/// A function of the kernel that computes one value.
struct LiftedHelper: Sendable {
  let parameters: [String]
  let body: LiftedWord
  /// Whether it reads tables.
  let reads: Bool
  let site: Site
  /// The parameters that are entries, which it has with their bytes as the MMU takes them, though
  /// the code hands them over in the other order; and whether its result is one.
  let entries: Set<Int>
  let givesEntry: Bool

  /// The arguments as the helper takes them.
  func taken(_ arguments: [Expression]) -> [Expression] {
    arguments.enumerated().map { position, argument in
      guard entries.contains(position) else { return argument }
      if case .call(WordBuilder.swap, let inner) = argument.kind { return inner[0] }
      return Expression(.call(WordBuilder.swap, [argument]))
    }
  }

  /// The helper's value for these arguments, where it is nothing but one of them or a number.
  func inlined(_ arguments: [Expression]) -> LiftedWord? {
    let expression: Expression
    switch body.expression.kind {
    case .literal: expression = body.expression
    case .name(let name):
      guard let position = parameters.firstIndex(of: name), position < arguments.count else {
        expression = body.expression
        break
      }
      expression = arguments[position]
    default: return nil
    }
    return LiftedWord(expression, width: body.width, bits: body.bits, carrier: body.carrier)
  }
}

/// Turns a function without loops into an expression.
struct HelperLifting {
  let executor: Executor

  /// - Returns: nil where the function does more than compute a value and read.
  func lift(_ function: Function, in module: Module) throws -> LiftedHelper? {
    guard try executor.flow(of: function, in: module).loops.isEmpty else { return nil }
    var memory = LocalMemory()
    var arguments: [LiftedValue] = []
    var parameters: [String] = []
    var result: Int?
    var entries: Set<Int> = []
    let before = executor.entryNames
    defer { executor.entryNames = before }
    for parameter in function.parameters {
      if case .result(let type) = parameter.passing {
        guard module.storeSize(of: type) == executor.entrySize else { return nil }
        let slot = executor.number(ofVariable: "\(function.name) \(parameter.name)")
        memory.add(parameter.name, slot)
        result = slot
        arguments.append(.local(slot, offset: 0))
        continue
      }
      let type: IRType
      if case .copy(let inner) = parameter.passing {
        guard module.storeSize(of: inner) == executor.entrySize else { return nil }
        type = .integer(8 * executor.entrySize)
      } else {
        type = parameter.type
      }
      let width: Int
      switch type {
      case .integer(let bits) where bits <= 64: width = bits
      case .pointer: width = executor.builder.word
      default: return nil
      }
      let name = Self.name(of: parameter, among: parameters)
      parameters.append(name)
      if width == 8 * executor.entrySize, type != .pointer { executor.entryNames.insert(name) }
      let word = LiftedWord(
        Expression(.name(name)), width: width, bits: width,
        carrier: width > executor.builder.word ? 64 : executor.builder.word)
      if executor.swapsEntries, width == 64, parameter.name.hasSuffix(".coerce") {
        entries.insert(parameters.count - 1)
        arguments.append(.word(executor.builder.swapped(word)))
      } else {
        arguments.append(.word(word))
      }
    }
    let tree: Tree
    do {
      tree = try executor.run(
        function, in: module, arguments: arguments, memory, stack: [], path: "",
        then: { memory, value in
          var value = value
          if let result {
            value = memory.slots[result]?.cells.first.map(\.value)
            guard memory.slots[result]?.cells.count == 1 else { throw Executor.NotPure() }
          }
          if case .aggregate(let parts) = value, parts.count == 1 { value = parts[0] }
          guard case .word(let word) = value else { throw Executor.NotPure() }
          return .exit(.word(word), Self.site(of: function))
        })
    } catch is Executor.NotPure {
      return nil
    }
    guard var body = Self.body(of: tree, executor.builder) else { return nil }
    var givesEntry = false
    if case .call(WordBuilder.swap, let inner) = body.expression.kind {
      givesEntry = true
      body = LiftedWord(inner[0], width: body.width, bits: body.width, carrier: body.carrier)
    }
    let varying = body.expression.usedNames.contains { executor.sources[$0]?.varies ?? false }
    // In the model language only what is handed to a helper has an address.
    let addresses = body.expression.takenAddresses
    guard !varying, body.expression.depth < 40, addresses.isSubset(of: parameters) else {
      return nil
    }
    return LiftedHelper(
      parameters: parameters, body: body, reads: Self.reads(tree),
      site: Site(
        function: function.name, line: function.line,
        source: module.sourceLine(of: function)?.description),
      entries: entries, givesEntry: givesEntry)
  }

  private static func site(of function: Function) -> Site {
    Site(function: function.name, line: function.line, source: nil)
  }

  /// A parameter's name in the source.
  private static func name(of parameter: Function.Parameter, among taken: [String]) -> String {
    var name = parameter.name
    if name.hasSuffix(".coerce") { name.removeLast(7) }
    name = String(name.map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "_" })
    if name.first.map({ $0.isNumber }) ?? true { name = "p\(name)" }
    while taken.contains(name) { name += "_" }
    return name
  }

  private static func reads(_ tree: Tree) -> Bool {
    switch tree {
    case .bind: return true
    case .branch(_, let then, let otherwise, _): return reads(then) || reads(otherwise)
    default: return false
    }
  }

  private static func body(of tree: Tree, _ builder: WordBuilder) -> LiftedWord? {
    switch tree {
    case .branch(let condition, let then, let otherwise, _):
      guard let first = body(of: then, builder), let second = body(of: otherwise, builder),
        first.width == second.width
      else { return nil }
      return builder.select(condition, first, second)
    case .bind(let name, let expression, let then, _):
      guard let inner = body(of: then, builder) else { return nil }
      return LiftedWord(
        inner.expression.binding(name, to: expression), width: inner.width, bits: inner.bits,
        carrier: inner.carrier)
    case .exit(.word(let word), _): return word
    default: return nil
    }
  }
}

extension Expression {
  /// The names whose addresses it speaks of.
  var takenAddresses: Set<String> {
    if case .addressOf(let name) = kind { return [name] }
    return children.reduce(into: []) { $0.formUnion($1.takenAddresses) }
  }
}
