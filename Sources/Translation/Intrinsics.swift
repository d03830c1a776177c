import LLVMIR
import Programs

/// LLVM's own functions.
extension FunctionTranslator {
  func intrinsic(_ name: String, _ call: Call, _ instruction: LLVMIR.Instruction) throws {
    let line = instruction.line
    let parts = name.split(separator: ".").map(String.init)
    let base = parts.count > 1 ? parts[1] : ""
    let form = parts.dropFirst(2).first
    func argument(_ position: Int) throws -> Programs.Operand {
      guard position < call.arguments.count else {
        throw error("@\(name) has too few arguments", line: line)
      }
      let argument = call.arguments[position]
      return try word(argument.operand, argument.type, line: line)
    }
    /// Whether an argument that only a constant may be is one.
    func flag(_ position: Int) -> Bool {
      guard position < call.arguments.count else { return false }
      return call.arguments[position].operand == .integer(1)
    }
    let results = results(of: instruction)
    switch base {
    case "experimental" where form == "noalias": break
    case "lifetime", "dbg", "prefetch", "sideeffect", "donothing", "pseudoprobe", "stackrestore",
      "invariant":
      // They say nothing of what is computed. A stack object lives until its function returns.
      code.assign(results, results.map { .undefined(width: code.widths[$0]) })
    case "expect", "annotation", "ptr", "launder", "strip", "ssa", "threadlocal":
      code.assign(results, [try argument(0)])
    case "is" where form == "constant":
      // What is no constant here may be one to the optimiser: the code has to be right either way.
      let isKnown: Bool
      if case .constant = try argument(0) { isKnown = true } else { isKnown = false }
      code.assign(results, [isKnown ? code.constant(1, 1) : .undefined(width: 1)])
    case "objectsize":
      // As above; what the optimiser finds out is its own affair.
      code.assign(results, results.map { .undefined(width: code.widths[$0]) })
    case "assume": assume(try argument(0))
    case "trap", "ubsantrap":
      code.end(.unreachable)
      code.begin(code.reserve(), parameters: [])
    case "memcpy" where form != "element", "memmove" where form != "element":
      code.emit(
        .copyMemory(
          from: try argument(1), to: try argument(0),
          bytes: code.resize(try argument(2), code.addressWidth), isMarked: flag(3)), into: [])
    case "memset" where form != "element":
      guard !flag(3) else { throw Refusal("a volatile @\(name)") }
      code.emit(
        .fillMemory(
          try argument(0), with: try argument(1),
          bytes: code.resize(try argument(2), code.addressWidth)), into: [])
    case "bswap": code.assign(results, [unary(.swapBytes, try argument(0))])
    case "ctpop": code.assign(results, [unary(.countOnes, try argument(0))])
    case "ctlz", "cttz":
      let value = try argument(0)
      let count = unary(base == "ctlz" ? .leadingZeros : .trailingZeros, value)
      code.assign(results, [flag(1) ? open(where: value, is: 0, else: count) : count])
    case "abs":
      let value = try argument(0)
      let width = code.width(of: value)
      let sign = UInt64(1) << UInt64(width - 1)
      let absolute = code.select(
        code.compare(.lessSigned, value, code.constant(0, width)),
        code.binary(.subtract, code.constant(0, width), value), value)
      code.assign(results, [flag(1) ? open(where: value, is: sign, else: absolute) : absolute])
    case "umin", "umax", "smin", "smax":
      let (a, b) = (try argument(0), try argument(1))
      let isLess = code.compare(base.hasPrefix("u") ? .less : .lessSigned, a, b)
      code.assign(
        results, [base.hasSuffix("min") ? code.select(isLess, a, b) : code.select(isLess, b, a)])
    case "ucmp", "scmp":
      let (a, b) = (try argument(0), try argument(1))
      let less: Programs.Predicate = base == "ucmp" ? .less : .lessSigned
      guard let width = results.first.map({ code.widths[$0] }) else { return }
      let above = code.select(
        code.compare(less, b, a), code.constant(1, width), code.constant(0, width))
      code.assign(
        results, [code.select(code.compare(less, a, b), code.constant(.max, width), above)])
    case "fshl", "fshr":
      code.assign(
        results,
        [funnel(base == "fshl", try argument(0), try argument(1), try argument(2))])
    case "uadd", "usub", "umul", "sadd", "ssub", "smul":
      let (a, b) = (try argument(0), try argument(1))
      let isSigned = base.hasPrefix("s")
      let operation = String(base.dropFirst())
      if form == "sat", operation != "mul" {
        code.assign(results, [saturating(operation, isSigned: isSigned, a, b)])
      } else if form == "with" {
        let (value, overflows) = overflowing(operation, isSigned: isSigned, a, b)
        code.assign(results, [value, overflows])
      } else {
        throw Refusal("@\(name)")
      }
    case "ptrmask":
      let (pointer, mask) = (try argument(0), try argument(1))
      // Where a mask is narrower, what stands above it stays.
      let ones = code.constant(.max, code.width(of: mask))
      let cleared = code.resize(code.binary(.exclusiveOr, mask, ones), code.addressWidth)
      code.assign(
        results,
        [
          code.binary(
            .and, pointer,
            code.binary(.exclusiveOr, cleared, code.constant(.max, code.addressWidth)))
        ])
    case "read_register", "thread", "returnaddress", "frameaddress", "sponentry", "stacksave",
      "addressofreturnaddress", "readcyclecounter":
      // A value of the machine, which whoever executes the program knows or does not.
      let known = call.arguments.filter { $0.type != .metadata }
      let arguments = try known.flatMap { try words($0.operand, $0.type, line: line) }
      code.emit(.call(.function(name + register(of: call)), arguments), into: results)
    default: throw Refusal("@\(name)")
    }
  }

  /// Which register is read, to be put behind the name.
  private func register(of call: Call) -> String {
    guard let argument = call.arguments.first, argument.type == .metadata,
      case .unsupported(let text) = argument.operand, let number = Int(text),
      let register = module.string(ofNode: number)
    else { return "" }
    return ".\(register)"
  }

  private func unary(
    _ operation: Programs.UnaryOperation, _ value: Programs.Operand
  ) -> Programs.Operand {
    code.word(.unary(operation, value), width: code.width(of: value))
  }

  /// Any value where a word is a certain number.
  private func open(
    where value: Programs.Operand, is number: UInt64, else result: Programs.Operand
  ) -> Programs.Operand {
    let width = code.width(of: value)
    return code.select(
      code.compare(.equal, value, code.constant(number, width)),
      .undefined(width: code.width(of: result)), result)
  }

  /// Where it does not hold control does not come on.
  private func assume(_ condition: Programs.Operand) {
    if case .constant(1, _) = condition { return }
    let (next, never) = (code.reserve(), code.reserve())
    code.end(
      .branch(
        condition, then: Jump(block: next, arguments: []),
        otherwise: Jump(block: never, arguments: [])))
    code.begin(never, parameters: [])
    code.end(.unreachable)
    code.begin(next, parameters: [])
  }
}
