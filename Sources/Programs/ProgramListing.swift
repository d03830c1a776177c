/// A program as text that reads like C, with the lines of its source.
public struct ProgramListing {
  private let function: Function

  /// A listing of one function.
  public init(_ function: Function) { self.function = function }

  /// Its lines: instructions by block, and in front of what a source line made, that.
  public var lines: [String] {
    let parameters = function.parameters.map { "\(type($0)) \(name($0))" }.joined(separator: ", ")
    let results = function.results.map { "u\($0)" }.joined(separator: ", ")
    var lines = ["\(results.isEmpty ? "void" : results) \(function.name)(\(parameters))"]
    if let source = function.source { lines[0] += "  // \(source)" }
    lines.append("{")
    var last: Source?
    for (number, block) in function.blocks.enumerated() {
      let handed = block.parameters.filter { number > 0 || !function.parameters.contains($0) }
      lines.append(
        "b\(number)\(handed.isEmpty ? "" : "(\(handed.map(name).joined(separator: ", ")))"):")
      for instruction in block.instructions {
        if let source = instruction.source, source != last {
          lines.append("  // \(source)")
          last = source
        }
        lines.append("    \(text(instruction));")
      }
      if let source = block.endSource, source != last {
        lines.append("  // \(source)")
        last = source
      }
      lines.append("    \(text(block.end));")
    }
    return lines + ["}"]
  }

  private func name(_ register: Register) -> String { function.names[register] ?? "r\(register)" }

  private func type(_ register: Register) -> String { "u\(function.widths[register])" }

  private func text(_ operand: Operand) -> String {
    switch operand {
    case .register(let register): return name(register)
    case .constant(let number, _):
      return number < 10 ? "\(number)" : "0x\(String(number, radix: 16))"
    case .global(let name, 0): return "&\(name)"
    case .global(let name, let offset): return "(&\(name) + \(offset))"
    case .undefined: return "undefined"
    }
  }

  private func text(_ instruction: Instruction) -> String {
    let results = instruction.results.map(name).joined(separator: ", ")
    let value = text(instruction.operation)
    return results.isEmpty ? value : "\(results) = \(value)"
  }

  private func text(_ operation: Operation) -> String {
    switch operation {
    case .copy(let operand): return text(operand)
    case .unary(let sign, let operand): return "\(sign.rawValue)(\(text(operand)))"
    case .binary(let sign, let left, let right):
      return "\(text(left)) \(Self.sign(sign)) \(text(right))"
    case .compare(let predicate, let left, let right):
      return "\(text(left)) \(Self.sign(predicate)) \(text(right))"
    case .resize(let operand, let width, let isSigned):
      return "(\(isSigned ? "s" : "u")\(width))\(text(operand))"
    case .select(let condition, let then, let otherwise):
      return "\(text(condition)) ? \(text(then)) : \(text(otherwise))"
    case .object(let bytes): return "object of \(bytes) bytes"
    case .read(let address, let bytes, let isMarked):
      return isMarked
        ? "READ_ONCE(*(u\(8 * bytes) *)\(text(address)))" : "*(u\(8 * bytes) *)\(text(address))"
    case .write(let value, let address, let bytes, let isMarked):
      return isMarked
        ? "WRITE_ONCE(*(u\(8 * bytes) *)\(text(address)), \(text(value)))"
        : "*(u\(8 * bytes) *)\(text(address)) = \(text(value))"
    case .copyMemory(let from, let to, let bytes, _):
      return "memcpy(\(text(to)), \(text(from)), \(text(bytes)))"
    case .fillMemory(let target, let byte, let bytes):
      return "memset(\(text(target)), \(text(byte)), \(text(bytes)))"
    case .call(let callee, let arguments):
      return "\(text(callee))(\(arguments.map(text).joined(separator: ", ")))"
    case .refused(let what): return "what has no meaning here: \(what)"
    }
  }

  private func text(_ callee: Callee) -> String {
    switch callee {
    case .function(let name): return name
    case .pointer(let operand): return "(*\(text(operand)))"
    case .assembly(let text, _):
      let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return "asm \"\(words)\""
    }
  }

  private func text(_ jump: Jump) -> String {
    let arguments = jump.arguments.map(text).joined(separator: ", ")
    return "goto b\(jump.block)\(arguments.isEmpty ? "" : "(\(arguments))")"
  }

  private func text(_ end: Terminator) -> String {
    switch end {
    case .jump(let jump): return text(jump)
    case .branch(let condition, let then, let otherwise):
      return "if (\(text(condition))) \(text(then)); else \(text(otherwise))"
    case .switch(let operand, let cases, let otherwise):
      let rows = cases.map { "\($0.value): \(text($0.jump))" }
      return
        "switch (\(text(operand))) { \((rows + ["else: \(text(otherwise))"]).joined(separator: "; ")) }"
    case .anyOf(let jumps): return "any of \(jumps.map(text).joined(separator: ", "))"
    case .return(let operands):
      return operands.isEmpty ? "return" : "return \(operands.map(text).joined(separator: ", "))"
    case .unreachable: return "unreachable"
    }
  }

  private static func sign(_ operation: BinaryOperation) -> String {
    switch operation {
    case .add, .move: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .divideSigned: "/s"
    case .remainder: "%"
    case .remainderSigned: "%s"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    case .shiftRightSigned: ">>s"
    case .and: "&"
    case .or: "|"
    case .exclusiveOr: "^"
    }
  }

  private static func sign(_ predicate: Predicate) -> String {
    switch predicate {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .lessSigned: "<s"
    case .lessOrEqualSigned: "<=s"
    }
  }
}
