import LLVMIR
import Programs

/// Translates one function.
///
/// First every name gets its registers, so that a use may stand before its definition in the text;
/// then instruction after instruction is translated. Block number i of the text is block number i of
/// the program; what has to be split goes on in blocks behind them.
final class FunctionTranslator {
  /// What a name of the text stands for.
  enum Local {
    case words([Register])
    /// A value that no words can hold: whoever uses it must not be reached.
    case none(Refusal)
  }

  /// A phi, as it is asked for by the block that one comes from.
  struct Choice {
    let registers: [Register]
    let type: IRType
    let operands: [String: LLVMIR.Operand]
  }

  let function: LLVMIR.Function
  let place: Translator.Place
  let translator: Translator
  let module: Module
  let types: FlatTypes
  let code: CodeBuilder
  private var locals: [String: Local] = [:]
  private var choices: [[Choice]] = []
  private var sources: [Int: Source] = [:]

  init(_ function: LLVMIR.Function, _ place: Translator.Place, _ translator: Translator) {
    self.function = function
    self.place = place
    self.translator = translator
    types = translator.types[place.module]
    module = types.module
    code = CodeBuilder(
      addressWidth: module.layout.pointerWidth, blocks: function.blocks.count)
  }

  /// Whether the first block is translated, which nothing goes back to.
  private(set) var isInOpening = false

  /// What is handed over as a copy is an object of this function's own, gone with the call.
  private func copyArguments() throws {
    for parameter in function.parameters {
      guard case .copy(let type) = parameter.passing,
        case .words(let registers)? = locals[parameter.name], registers.count == 1,
        case .register(let own) = try copy(of: .register(registers[0]), type)
      else { continue }
      locals[parameter.name] = .words([own])
    }
  }

  func error(_ message: String, line: Int) -> IRError {
    IRError("\(message) in @\(function.name)", file: module.file, line: line)
  }

  func translated() throws -> Programs.Function {
    var parameters: [Register] = []
    for parameter in function.parameters {
      let local = local(of: parameter.type)
      if case .words(let registers) = local { parameters += registers }
      try name(parameter.name, local, line: function.line)
    }
    try nameResults()
    for (position, block) in function.blocks.enumerated() {
      isInOpening = position == 0
      code.begin(
        position,
        parameters: position == 0 ? parameters : choices[position].flatMap(\.registers))
      if position == 0 { try copyArguments() }
      for instruction in block.instructions { try translate(instruction, in: block) }
    }
    return Programs.Function(
      name: translator.names.programName(of: function.name, in: place.module),
      parameters: parameters,
      results: (try? types.leaves(of: function.returns))?.map(\.width) ?? [],
      blocks: code.finished(), widths: code.widths, names: names, source: functionSource)
  }

  /// The names of what has one register of its own: parameters and stack objects.
  private var names: [Register: String] {
    let objects = function.blocks.flatMap(\.instructions).compactMap { instruction in
      if case .alloca = instruction.operation { return instruction.result }
      return nil
    }
    var names: [Register: String] = [:]
    for name in function.parameters.map(\.name) + objects {
      if case .words(let registers)? = locals[name], registers.count == 1 {
        names[registers[0]] = name
      }
    }
    return names
  }

  // MARK: names

  private func local(of type: IRType) -> Local {
    do throws(Refusal) {
      return .words(try types.leaves(of: type).map { code.register(width: $0.width) })
    } catch {
      return .none(error)
    }
  }

  private func name(_ name: String, _ local: Local, line: Int) throws {
    guard locals.updateValue(local, forKey: name) == nil else {
      throw error("%\(name) is given a value twice", line: line)
    }
  }

  private func nameResults() throws {
    for (position, block) in function.blocks.enumerated() {
      var phis: [Choice] = []
      var isStart = true
      for instruction in block.instructions {
        let result: Local
        do throws(Refusal) {
          result = local(of: try self.type(of: instruction.operation))
        } catch {
          result = .none(error)
        }
        if let name = instruction.result { try self.name(name, result, line: instruction.line) }
        guard case .phi(let type, let operands) = instruction.operation else {
          isStart = false
          continue
        }
        guard isStart, position > 0 else {
          throw error("a phi stands where none may", line: instruction.line)
        }
        guard case .words(let registers) = result, instruction.result != nil else { continue }
        phis.append(
          Choice(
            registers: registers, type: type,
            operands: Dictionary(
              operands.map { ($0.from, $0.0) }, uniquingKeysWith: { first, _ in first })))
      }
      choices.append(phis)
    }
  }

  /// The type of what an operation gives.
  private func type(of operation: LLVMIR.Operation) throws(Refusal) -> IRType {
    switch operation {
    case .alloca, .element: return .pointer
    case .load(let type, _, _), .binary(_, let type, _, _), .phi(let type, _): return type
    case .compare: return .integer(1)
    case .cast(_, _, let type): return type
    case .select(_, let value, _), .freeze(let value), .insertValue(let value, _, _):
      return value.type
    case .call(let call), .callBranch(let call, _): return call.returns
    case .extractValue(let value, let positions):
      return try types.part(positions, of: value.type).0
    case .unsupported(let name): throw Refusal("the instruction '\(name)'")
    case .store, .branch, .conditional, .switch, .return, .unreachable, .fence: return .void
    }
  }

  /// What a name stands for.
  func local(_ name: String, line: Int) throws -> Local {
    guard let local = locals[name] else { throw error("%\(name) has no value", line: line) }
    return local
  }

  /// The registers that an instruction fills; none where it gives nothing that words can hold.
  func results(of instruction: LLVMIR.Instruction) -> [Register] {
    guard let name = instruction.result, case .words(let registers)? = locals[name] else {
      return []
    }
    return registers
  }

  // MARK: places in the source

  private var functionSource: Source {
    let line = module.sourceLine(of: function)
    return Source(file: line?.file ?? module.file, line: line?.line ?? function.line)
  }

  private func source(of instruction: LLVMIR.Instruction) -> Source {
    if let location = instruction.location {
      if let known = sources[location] { return known }
      if let line = module.sourceLine(of: location) {
        let source = Source(file: line.file, line: line.line)
        sources[location] = source
        return source
      }
    }
    return Source(file: module.file, line: instruction.line)
  }

  // MARK: instructions

  private func translate(
    _ instruction: LLVMIR.Instruction, in block: LLVMIR.Function.Block
  ) throws {
    code.source = source(of: instruction)
    do {
      if instruction.operation.isTerminator {
        try end(instruction, of: block)
      } else {
        try execute(instruction)
      }
    } catch let refusal as Refusal {
      code.emit(.refused(refusal.text), into: results(of: instruction))
      if instruction.operation.isTerminator { code.end(.unreachable) }
    }
  }

  private func end(
    _ instruction: LLVMIR.Instruction, of block: LLVMIR.Function.Block
  ) throws {
    let line = instruction.line
    func jump(_ label: String) throws -> Jump {
      try self.jump(to: label, from: block.label, line: line)
    }
    switch instruction.operation {
    case .branch(let label): code.end(.jump(try jump(label)))
    case .conditional(let condition, let then, let otherwise):
      let condition = try word(condition, .integer(1), line: line)
      code.end(.branch(condition, then: try jump(then), otherwise: try jump(otherwise)))
    case .switch(let value, let otherwise, let cases):
      let operand = try word(value.operand, value.type, line: line)
      code.end(
        .switch(
          operand, cases: try cases.map { (masked($0.0, operand), try jump($0.1)) },
          otherwise: try jump(otherwise)))
    case .callBranch(let call, let labels):
      try self.call(call, instruction)
      code.end(.anyOf(try labels.map(jump)))
    case .return(let value):
      let returned = try value.map { try words($0.operand, $0.type, line: line) } ?? []
      let expected = try types.leaves(of: function.returns).map(\.width)
      guard returned.map(code.width(of:)) == expected else {
        throw error("what is returned has another type than the function's", line: line)
      }
      code.end(.return(returned))
    default: code.end(.unreachable)
    }
  }

  private func masked(_ number: UInt64, _ operand: Programs.Operand) -> UInt64 {
    let width = code.width(of: operand)
    return width >= 64 ? number : number & ((1 << UInt64(width)) - 1)
  }

  private func jump(to label: String, from: String, line: Int) throws -> Jump {
    guard let position = function.position(of: label) else {
      throw error("there is no block '\(label)'", line: line)
    }
    guard position > 0 else {
      throw error("the first block is jumped to", line: line)
    }
    var arguments: [Programs.Operand] = []
    for choice in choices[position] {
      guard let operand = choice.operands[from] else {
        throw error("a phi of block '\(label)' has no value for '\(from)'", line: line)
      }
      arguments += try words(operand, choice.type, line: line)
    }
    return Jump(block: position, arguments: arguments)
  }
}
