import LLVMIR
import Programs

/// Arithmetic, comparisons and casts.
///
/// Where LLVM leaves open what comes out, such as a shift by more than the width, any value does:
/// machines differ there. Where it only makes a promise (`nuw`, `nsw`, `inbounds`) the operation
/// wraps, as the kernel is compiled with `-fno-strict-overflow`.
extension FunctionTranslator {
  func binary(
    _ operation: LLVMIR.BinaryOperation, _ a: Programs.Operand, _ b: Programs.Operand
  ) throws(Refusal) -> Programs.Operand {
    guard code.width(of: a) == code.width(of: b) else {
      throw Refusal("'\(operation)' of words of two widths")
    }
    switch operation {
    case .add: return code.binary(.add, a, b)
    case .sub: return code.binary(.subtract, a, b)
    case .mul: return code.binary(.multiply, a, b)
    case .and: return code.binary(.and, a, b)
    case .or: return code.binary(.or, a, b)
    case .xor: return code.binary(.exclusiveOr, a, b)
    case .udiv: return division(.divide, a, b)
    case .urem: return division(.remainder, a, b)
    case .sdiv: return division(.divideSigned, a, b)
    case .srem: return division(.remainderSigned, a, b)
    case .shl: return shift(.shiftLeft, a, b)
    case .lshr: return shift(.shiftRight, a, b)
    case .ashr: return shift(.shiftRightSigned, a, b)
    }
  }

  /// Any value where the divisor is zero, or the quotient is no number of the width.
  private func division(
    _ operation: Programs.BinaryOperation, _ a: Programs.Operand, _ b: Programs.Operand
  ) -> Programs.Operand {
    let width = code.width(of: a)
    let (ones, sign) = (code.constant(.max, width), code.constant(1 << UInt64(width - 1), width))
    let zero = code.constant(0, width)
    let isSigned = operation == .divideSigned || operation == .remainderSigned
    let result = code.word(.binary(operation, a, b), width: width)
    if case .constant = b, b != zero, !isSigned || b != ones { return result }
    var isOpen = code.compare(.equal, b, zero)
    if isSigned {
      let overflows = code.binary(
        .and, code.compare(.equal, a, sign), code.compare(.equal, b, ones))
      isOpen = code.binary(.or, isOpen, overflows)
    }
    return code.select(isOpen, .undefined(width: width), result)
  }

  /// Any value where the number of bits is not below the width.
  private func shift(
    _ operation: Programs.BinaryOperation, _ a: Programs.Operand, _ b: Programs.Operand
  ) -> Programs.Operand {
    let width = code.width(of: a)
    if case .constant(let bits, _) = b {
      return bits < UInt64(width) ? code.binary(operation, a, b) : .undefined(width: width)
    }
    let isInRange = code.compare(.less, b, code.constant(UInt64(width), width))
    return code.select(
      isInRange, code.word(.binary(operation, a, b), width: width), .undefined(width: width))
  }

  func compare(
    _ predicate: LLVMIR.Predicate, _ a: Programs.Operand, _ b: Programs.Operand
  ) -> Programs.Operand {
    switch predicate {
    case .eq: return code.compare(.equal, a, b)
    case .ne: return code.compare(.notEqual, a, b)
    case .ult: return code.compare(.less, a, b)
    case .ule: return code.compare(.lessOrEqual, a, b)
    case .ugt: return code.compare(.less, b, a)
    case .uge: return code.compare(.lessOrEqual, b, a)
    case .slt: return code.compare(.lessSigned, a, b)
    case .sle: return code.compare(.lessOrEqualSigned, a, b)
    case .sgt: return code.compare(.lessSigned, b, a)
    case .sge: return code.compare(.lessOrEqualSigned, b, a)
    }
  }

  func cast(
    _ cast: CastOperator, _ value: Programs.Operand, from: IRType, to: IRType
  ) throws(Refusal) -> Programs.Operand {
    let leaves = try types.leaves(of: to)
    guard leaves.count == 1 else { throw Refusal("a cast to \(to.text)") }
    let width = leaves[0].width
    switch cast {
    case .trunc, .zext, .ptrtoint, .inttoptr: return code.resize(value, width)
    case .sext: return code.resize(value, width, isSigned: true)
    case .bitcast:
      guard code.width(of: value) == width else { throw Refusal("a cast to \(to.text)") }
      return value
    case .addrspacecast: throw Refusal("a cast from one address space to another")
    }
  }
}
