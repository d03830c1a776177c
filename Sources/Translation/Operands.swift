import LLVMIR
import Programs

/// What instructions work on.
extension FunctionTranslator {
  /// The words of a value, first field first.
  ///
  /// - Throws: `Refusal` for a value that no words hold; `IRError` for a name without a value.
  func words(
    _ operand: LLVMIR.Operand, _ type: IRType, line: Int
  ) throws -> [Programs.Operand] {
    let leaves = try types.leaves(of: type)
    switch operand {
    case .local(let name):
      switch try local(name, line: line) {
      case .words(let registers):
        guard registers.map({ code.widths[$0] }) == leaves.map(\.width) else {
          throw error("%\(name) is no \(type.text)", line: line)
        }
        return registers.map { .register($0) }
      case .none(let refusal): throw refusal
      }
    case .undefined: return leaves.map { .undefined(width: $0.width) }
    case .zero, .null: return leaves.map { .constant(0, width: $0.width) }
    case .aggregate(let parts):
      let words = try parts.flatMap { try self.words($0.operand, $0.type, line: line) }
      guard words.map(code.width(of:)) == leaves.map(\.width) else {
        throw error("a constant is no \(type.text)", line: line)
      }
      return words
    default:
      guard leaves.count == 1 else { throw error("a constant is no \(type.text)", line: line) }
      let word = try constant(operand, width: leaves[0].width, line: line)
      guard code.width(of: word) == leaves[0].width else {
        throw error("a constant is no \(type.text)", line: line)
      }
      return [word]
    }
  }

  /// A value of one word.
  func word(_ operand: LLVMIR.Operand, _ type: IRType, line: Int) throws -> Programs.Operand {
    let words = try words(operand, type, line: line)
    guard words.count == 1 else { throw Refusal("an operation on a value of type \(type.text)") }
    return words[0]
  }

  private func constant(
    _ operand: LLVMIR.Operand, width: Int, line: Int
  ) throws -> Programs.Operand {
    switch operand {
    case .integer(let number): return code.constant(number, width)
    case .global(let name):
      return .global(
        translator.names.programName(of: name, in: place.module), offset: 0)
    case .element(let type, let base, let indices):
      return try element(
        of: type, base: try word(base, .pointer, line: line),
        indices: try indices.map { index in
          guard case .integer(let number) = index else {
            throw Refusal("a constant address with an index that is no number")
          }
          return code.constant(number, 64)
        })
    case .cast(let cast, let inner, let from, let to):
      return try self.cast(cast, try word(inner, from, line: line), from: from, to: to)
    case .binary(let operation, let type, let left, let right):
      return try binary(
        operation, try word(left, type, line: line), try word(right, type, line: line))
    case .unsupported(let text): throw Refusal("the constant '\(text)'")
    case .local, .null, .undefined, .zero, .aggregate:
      throw error("a constant is not understood", line: line)
    }
  }

  /// An address some fields and elements behind another.
  func element(
    of type: IRType, base: Programs.Operand, indices: [Programs.Operand]
  ) throws(Refusal) -> Programs.Operand {
    var address = base
    var type = type
    for (position, index) in indices.enumerated() {
      let element: IRType
      if position == 0 {
        element = type
      } else {
        switch module.resolved(type) {
        case .array(_, let inner): element = inner
        case .structure(let fields, _):
          guard case .constant(let number, _) = index, number < UInt64(fields.count) else {
            throw Refusal("a field of \(type.text) that it does not have")
          }
          let offset = try types.offset(of: Int(number), in: module.resolved(type))
          address = code.binary(.move, address, code.constant(UInt64(offset), code.addressWidth))
          type = fields[Int(number)]
          continue
        default: throw Refusal("an element of \(type.text)")
        }
      }
      let size = try types.size(of: element)
      let scaled = code.binary(
        .multiply, code.resize(index, code.addressWidth, isSigned: true),
        code.constant(UInt64(size), code.addressWidth))
      address = code.binary(.move, address, scaled)
      type = element
    }
    return address
  }
}
