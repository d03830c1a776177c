import LLVMIR
import Programs

/// Calls of functions, of assembly, and through pointers.
extension FunctionTranslator {
  func call(_ call: Call, _ instruction: LLVMIR.Instruction) throws {
    if case .function(let name) = call.callee, name.hasPrefix("llvm.") {
      try intrinsic(name, call, instruction)
      return
    }
    let line = instruction.line
    // Also where nothing takes the result.
    let widths = try types.leaves(of: call.returns).map(\.width)
    if module.hasFunctionsThatReturnTwice {
      throw Refusal("a call in a module with functions that return twice")
    }
    var hasBody = false
    if case .function(let name) = call.callee {
      hasBody = try translator.callee(name, from: place.module) != nil
    }
    let arguments = try call.arguments.flatMap {
      try argument($0, isCopied: !hasBody, line: line)
    }
    let callee: Programs.Callee
    switch call.callee {
    case .assembly(let text, let constraints):
      callee = .assembly(text, constraints: constraints)
    case .indirect(let pointer): callee = .pointer(try word(pointer, .pointer, line: line))
    case .function(let name):
      if let (function, home) = try translator.callee(name, from: place.module) {
        try requireSignature(
          of: function, in: home, arguments: arguments.map(code.width(of:)), results: widths)
        guard
          zip(function.parameters, call.arguments).allSatisfy({
            $0.passing.isCopy == $1.passing.isCopy
          })
        else { throw Refusal("a call of @\(function.name) with copies where it has none") }
        callee = .function(translator.names.programName(of: name, in: home.module))
      } else {
        callee = .function(translator.names.programName(of: name, in: place.module))
      }
    }
    var results = results(of: instruction)
    if results.isEmpty { results = widths.map { code.register(width: $0) } }
    code.emit(.call(callee, arguments), into: results)
  }

  /// The words that an argument is handed over as.
  ///
  /// - Parameter isCopied: whether what is handed over as a copy is copied here: a function that is given
  ///   does it itself.
  private func argument(
    _ argument: Call.Argument, isCopied: Bool, line: Int
  ) throws -> [Programs.Operand] {
    let words = try words(argument.operand, argument.type, line: line)
    guard isCopied, case .copy(let type) = argument.passing, words.count == 1 else { return words }
    return [try copy(of: words[0], type)]
  }

  /// An object that holds what an address leads to: the callee may write to it, and the caller does not
  /// see that.
  func copy(of address: Programs.Operand, _ type: IRType) throws -> Programs.Operand {
    let bytes = try types.size(of: type)
    guard bytes <= 1 << 16 else { throw Refusal("an argument of \(bytes) bytes") }
    let copy = code.openingObject(bytes: bytes)
    code.emit(
      .copyMemory(
        from: address, to: copy, bytes: code.constant(UInt64(bytes), code.addressWidth),
        isMarked: false), into: [])
    return copy
  }

  private func requireSignature(
    of function: LLVMIR.Function, in home: Translator.Place, arguments: [Int], results: [Int]
  ) throws(Refusal) {
    let types = translator.types[home.module]
    var parameters: [Int] = []
    for parameter in function.parameters {
      parameters += try types.leaves(of: parameter.type).map(\.width)
    }
    let returned = try types.leaves(of: function.returns).map(\.width)
    guard parameters == arguments, returned == results else {
      throw Refusal(
        "a call of @\(function.name) with other arguments or another result than it has")
    }
  }
}
