import CZ3

/// Terms as Z3 nodes, each translated once.
///
/// Holds a reference to every node it made, and to the term, whose identity is the key.
struct Z3Translation: ~Copyable {
  private let context: Z3Context
  private var known: [ObjectIdentifier: (term: Term, node: Z3_ast)] = [:]
  private var sorts: [Int: Z3_sort] = [:]

  init(context: Z3Context) { self.context = context }

  deinit {
    for (_, node) in known.values { Z3_dec_ref(context.handle, node) }
    for sort in sorts.values { Z3_dec_ref(context.handle, Z3_sort_to_ast(context.handle, sort)) }
  }

  mutating func translate(_ term: Term) throws(SolverError) -> Z3_ast {
    if let (_, node) = known[ObjectIdentifier(term)] { return node }
    var operands: [Z3_ast?] = []
    operands.reserveCapacity(term.operands.count)
    for operand in term.operands { operands.append(try translate(operand)) }
    guard let node = try make(term, operands) else {
      throw .failed(operation: "making \(term.operation)", message: context.lastError)
    }
    Z3_inc_ref(context.handle, node)
    try context.check("making \(term.operation)")
    known[ObjectIdentifier(term)] = (term, node)
    return node
  }

  private mutating func sort(_ width: Int) throws(SolverError) -> Z3_sort {
    if let sort = sorts[width] { return sort }
    let made =
      width == 0
      ? Z3_mk_bool_sort(context.handle) : Z3_mk_bv_sort(context.handle, UInt32(width))
    guard let made else {
      throw .failed(operation: "making a sort of \(width) bits", message: context.lastError)
    }
    Z3_inc_ref(context.handle, Z3_sort_to_ast(context.handle, made))
    sorts[width] = made
    return made
  }

  private mutating func make(_ term: Term, _ operands: [Z3_ast?]) throws(SolverError) -> Z3_ast? {
    let z3 = context.handle
    switch term.operation {
    case .constant(let value):
      if term.isBoolean { return value == 1 ? Z3_mk_true(z3) : Z3_mk_false(z3) }
      return Z3_mk_unsigned_int64(z3, value, try sort(term.width))
    case .variable(let name):
      return Z3_mk_const(z3, Z3_mk_string_symbol(z3, name), try sort(term.width))
    case .bitNot: return Z3_mk_bvnot(z3, operands[0])
    case .bitAnd: return Z3_mk_bvand(z3, operands[0], operands[1])
    case .bitOr: return Z3_mk_bvor(z3, operands[0], operands[1])
    case .bitXor: return Z3_mk_bvxor(z3, operands[0], operands[1])
    case .negate: return Z3_mk_bvneg(z3, operands[0])
    case .add: return Z3_mk_bvadd(z3, operands[0], operands[1])
    case .subtract: return Z3_mk_bvsub(z3, operands[0], operands[1])
    case .multiply: return Z3_mk_bvmul(z3, operands[0], operands[1])
    case .divide: return Z3_mk_bvudiv(z3, operands[0], operands[1])
    case .remainder: return Z3_mk_bvurem(z3, operands[0], operands[1])
    case .shiftLeft: return Z3_mk_bvshl(z3, operands[0], operands[1])
    case .shiftRight: return Z3_mk_bvlshr(z3, operands[0], operands[1])
    case .zeroExtend:
      return Z3_mk_zero_ext(z3, UInt32(term.width - term.operands[0].width), operands[0])
    case .truncate: return Z3_mk_extract(z3, UInt32(term.width - 1), 0, operands[0])
    case .equal: return Z3_mk_eq(z3, operands[0], operands[1])
    case .unsignedLess: return Z3_mk_bvult(z3, operands[0], operands[1])
    case .unsignedLessOrEqual: return Z3_mk_bvule(z3, operands[0], operands[1])
    case .not: return Z3_mk_not(z3, operands[0])
    case .and: return Z3_mk_and(z3, UInt32(operands.count), operands)
    case .or: return Z3_mk_or(z3, UInt32(operands.count), operands)
    case .ifThenElse: return Z3_mk_ite(z3, operands[0], operands[1], operands[2])
    }
  }
}
