/// What each operation computes, stated once for constant folding and for evaluation.
///
/// These are SMT-LIB's: arithmetic wraps, a shift by the width or more gives 0, a division by zero
/// gives all ones and its remainder the dividend.
enum Semantics {
  static func apply(_ operation: Term.Operation, width: Int, _ values: [UInt64]) -> UInt64 {
    let mask = Term.mask(width)
    switch operation {
    case .constant(let value): return value
    case .variable: preconditionFailure("a variable has no operands to compute from")
    case .bitNot: return ~values[0] & mask
    case .bitAnd: return values[0] & values[1]
    case .bitOr: return values[0] | values[1]
    case .bitXor: return values[0] ^ values[1]
    case .negate: return (0 &- values[0]) & mask
    case .add: return (values[0] &+ values[1]) & mask
    case .subtract: return (values[0] &- values[1]) & mask
    case .multiply: return (values[0] &* values[1]) & mask
    case .divide: return values[1] == 0 ? mask : values[0] / values[1]
    case .remainder: return values[1] == 0 ? values[0] : values[0] % values[1]
    case .shiftLeft: return values[1] >= UInt64(width) ? 0 : (values[0] << values[1]) & mask
    case .shiftRight: return values[1] >= UInt64(width) ? 0 : values[0] >> values[1]
    case .zeroExtend, .truncate: return values[0] & mask
    case .equal: return values[0] == values[1] ? 1 : 0
    case .unsignedLess: return values[0] < values[1] ? 1 : 0
    case .unsignedLessOrEqual: return values[0] <= values[1] ? 1 : 0
    case .not: return values[0] ^ 1
    case .and: return values.allSatisfy { $0 == 1 } ? 1 : 0
    case .or: return values.contains(1) ? 1 : 0
    case .ifThenElse: return values[0] == 1 ? values[1] : values[2]
    }
  }
}
