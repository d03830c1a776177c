/// A formula or bit-vector expression as an immutable value of our own.
///
/// Terms know nothing of a solver: a term goes to Z3, to SMT-LIB text and to `Assignment`'s
/// evaluator. Nodes are shared by reference, so a term is a DAG. Every node carries the bits of it
/// that are known whatever the variables hold; a node whose bits are all known becomes a constant,
/// which is how folding by type bits is decided without asking a solver.
///
/// A term has two forms. Its own properties are the simplified one, which our questions to Z3 and
/// the encoder's decisions use. `derived` is what the constructors were asked for, to the letter: it
/// is what scripts say and what satisfying assignments are evaluated on, so that nobody needs to
/// believe the simplifier.
public final class Term: Sendable {
  /// What a node is.
  public enum Operation: Sendable, Hashable {
    case constant(UInt64)
    case variable(String)
    case bitNot, bitAnd, bitOr, bitXor
    case negate, add, subtract, multiply, divide, remainder
    case shiftLeft, shiftRight
    case zeroExtend, truncate
    case equal, unsignedLess, unsignedLessOrEqual
    case not, and, or
    case ifThenElse
  }

  /// What this node does with its operands.
  public let operation: Operation
  /// Width in bits, 1 to 64; 0 marks a Boolean.
  public let width: Int
  /// The operands, in SMT-LIB's order.
  public let operands: [Term]
  /// Bits that are 0 in every assignment, as a mask of `width` bits. For a Boolean, bit 0.
  public let knownZeros: UInt64
  /// Bits that are 1 in every assignment.
  public let knownOnes: UInt64
  /// The same for terms of one shape, within one run of the program.
  public let identity: Int

  /// The deepest term that is asked about: some seven times what a kernel's code makes. Terms are gone
  /// through, and let go, by recursion, which a thread has room for in terms of five times this.
  public static let maximumDepth = 1000
  /// How many nodes lie on the longest way down, also of the derived form.
  public let depth: Int

  /// The node as it was asked for, with operands of the same kind; nil where this node is that.
  private let asked: Term?

  init(
    _ operation: Operation, width: Int, _ operands: [Term], zeros: UInt64 = 0, ones: UInt64 = 0
  ) {
    self.operation = operation
    self.width = width
    self.operands = operands
    self.knownZeros = zeros & Term.mask(width)
    self.knownOnes = ones & Term.mask(width)
    self.asked = nil
    self.identity = Term.identity(operation, width, operands)
    var depth = 0
    for operand in operands { depth = max(depth, operand.depth) }
    self.depth = depth + 1
  }

  private static func identity(_ operation: Operation, _ width: Int, _ operands: [Term]) -> Int {
    guard !operands.isEmpty else {
      var hasher = Hasher()
      hasher.combine(operation)
      hasher.combine(width)
      return hasher.finalize()
    }
    // Terms are made in great number; this costs a fraction of what a hasher does.
    var mixed = (UInt(operation.number) << 8 | UInt(width)) &* 0x9e37_79b9_7f4a_7c15
    for operand in operands {
      mixed = (mixed ^ UInt(bitPattern: operand.identity)) &* 0xd6e8_feb8_6659_fd93
      mixed ^= mixed >> 32
    }
    return Int(bitPattern: mixed)
  }

  /// `simplified`, which is what became of `derived`.
  init(_ simplified: Term, derived: Term) {
    operation = simplified.operation
    width = simplified.width
    operands = simplified.operands
    knownZeros = simplified.knownZeros
    knownOnes = simplified.knownOnes
    identity = simplified.identity
    depth = max(simplified.depth, derived.depth)
    asked = derived
  }

  /// The term as the constructors were asked for it: nothing folded, dropped or rewritten.
  public var derived: Term { asked ?? self }

  /// Whether this is its own derived form.
  public var isDerived: Bool { asked == nil }

  /// Whether this is a formula rather than a bit vector.
  public var isBoolean: Bool { width == 0 }

  /// All ones in `width` bits; a Boolean has one bit.
  public static func mask(_ width: Int) -> UInt64 {
    width == 0 ? 1 : width >= 64 ? .max : (1 << UInt64(width)) - 1
  }

  /// The value, if it is the same in every assignment.
  public var constantValue: UInt64? {
    if case .constant(let value) = operation { return value }
    return nil
  }

  /// The name, if this is a variable.
  public var variableName: String? {
    if case .variable(let name) = operation { return name }
    return nil
  }

  /// True where both terms are known to be one by their shape; false says nothing.
  public static func same(_ left: Term, _ right: Term, depth: Int = 12) -> Bool {
    if left === right { return true }
    guard depth > 0, left.identity == right.identity, left.width == right.width,
      left.operation == right.operation, left.operands.count == right.operands.count
    else { return false }
    return zip(left.operands, right.operands).allSatisfy { same($0, $1, depth: depth - 1) }
  }
}

extension Term.Operation {
  /// A number for each kind of node.
  var number: Int {
    switch self {
    case .constant: return 0
    case .variable: return 1
    case .bitNot: return 2
    case .bitAnd: return 3
    case .bitOr: return 4
    case .bitXor: return 5
    case .negate: return 6
    case .add: return 7
    case .subtract: return 8
    case .multiply: return 9
    case .divide: return 10
    case .remainder: return 11
    case .shiftLeft: return 12
    case .shiftRight: return 13
    case .zeroExtend: return 14
    case .truncate: return 15
    case .equal: return 16
    case .unsignedLess: return 17
    case .unsignedLessOrEqual: return 18
    case .not: return 19
    case .and: return 20
    case .or: return 21
    case .ifThenElse: return 22
    }
  }
}

extension Term {
  /// The true formula.
  public static let yes = Term(.constant(1), width: 0, [], zeros: 0, ones: 1)
  /// The false formula.
  public static let no = Term(.constant(0), width: 0, [], zeros: 1, ones: 0)

  /// A Boolean constant.
  public static func boolean(_ value: Bool) -> Term { value ? yes : no }

  /// A bit-vector constant, cut to `width` bits (1 to 64).
  public static func constant(_ value: UInt64, width: Int) -> Term {
    let cut = value & mask(width)
    return Term(.constant(cut), width: width, [], zeros: ~cut, ones: cut)
  }

  /// A free bit-vector variable of 1 to 64 bits, or with width 0 a free Boolean.
  public static func variable(_ name: String, width: Int) -> Term {
    Term(.variable(name), width: width, [])
  }

  /// The same term with other names for its variables.
  public func renaming(_ names: [String: String]) -> Term {
    var made: [ObjectIdentifier: Term] = [:]
    return renaming(names, &made)
  }

  private func renaming(
    _ names: [String: String], _ made: inout [ObjectIdentifier: Term]
  ) -> Term {
    if case .constant = operation, isDerived { return self }
    if let known = made[ObjectIdentifier(self)] { return known }
    var operation = operation
    if let name = variableName { operation = .variable(names[name] ?? name) }
    let simplified = Term(
      operation, width: width, operands.map { $0.renaming(names, &made) }, zeros: knownZeros,
      ones: knownOnes)
    let result = asked.map { Term(simplified, derived: $0.renaming(names, &made)) } ?? simplified
    made[ObjectIdentifier(self)] = result
    return result
  }

  /// Every variable below `roots`, each once, in order of first appearance.
  public static func variables(in roots: [Term]) -> [Term] {
    var found: [Term] = []
    var names: Set<String> = []
    var seen: Set<ObjectIdentifier> = []
    var stack = Array(roots.reversed())
    while let term = stack.popLast() {
      guard seen.insert(ObjectIdentifier(term)).inserted else { continue }
      if let name = term.variableName, names.insert(name).inserted { found.append(term) }
      stack.append(contentsOf: term.operands.reversed())
    }
    return found
  }
}
