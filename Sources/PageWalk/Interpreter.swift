/// Memory as an expression's reads see it.
public protocol ReadableMemory {
  /// The entry at `address`.
  ///
  /// - Parameter helper: whose expression reads it; nil where the walk's own does.
  mutating func read(at address: UInt64, once: Bool, by helper: Helper?) throws -> UInt64
}

/// Memory for expressions that read nothing.
public struct NoMemory: ReadableMemory {
  /// Memory without content.
  public init() {}

  public mutating func read(at address: UInt64, once: Bool, by helper: Helper?) throws -> UInt64 {
    throw InterpretationError("an expression on constants reads memory")
  }
}

/// Why an expression has no value.
public struct InterpretationError: Error, Sendable, Hashable {
  public let message: String

  /// An error that says `message`.
  public init(_ message: String) { self.message = message }
}

/// A number with its width in bits.
public struct Word: Sendable, Hashable {
  public let bits: UInt64
  public let width: Int

  /// The low `width` bits of `bits`.
  public init(_ bits: UInt64, width: Int) {
    self.bits = width >= 64 ? bits : bits & ((1 << UInt64(width)) - 1)
    self.width = width
  }
}

/// What a name is bound to while an expression is interpreted.
public struct Binding: Sendable, Hashable {
  public let value: Word
  /// The address, for a local copy.
  public let address: UInt64?

  /// A name's value, with its address where it is a local copy.
  public init(_ value: Word, address: UInt64? = nil) {
    self.value = value
    self.address = address
  }
}

/// Executes expressions on numbers. The encoder is the other interpreter of the same language; the
/// two share `Expression` and nothing else, and the tests compare them.
public struct Interpreter: Sendable {
  /// Width of an address in bits.
  public let word: Int
  /// Width of a table entry in bits.
  public let entryWidth: Int
  private let constants: [String: UInt64]
  private let helpers: Helpers

  /// An interpreter for one configuration.
  ///
  /// - Parameter entryWidth: bits of an entry; the word's where it is not known yet.
  public init(
    architecture: Architecture, configuration: Configuration, helpers: Helpers, entryWidth: Int
  ) {
    self.word = architecture.word
    self.entryWidth = entryWidth
    self.helpers = helpers
    var constants = architecture.labels.mapValues { $0.number }
    for (name, value) in configuration.values {
      switch value {
      case .number(let number): constants[name] = number
      case .boolean(let value): constants[name] = value ? 1 : 0
      case .label(let label): constants[name] = architecture.labels[label]?.number
      case .range: break
      }
    }
    constants["ENTRY_SIZE"] = UInt64(entryWidth / 8)
    self.constants = constants
  }

  /// The value of an expression that reads no memory.
  public func constant(
    _ expression: Expression, names: [String: Binding] = [:]
  ) throws -> UInt64 {
    var memory = NoMemory()
    return try evaluate(expression, names: names, memory: &memory).bits
  }

  /// The value of `expression`, reading through `memory`.
  public func evaluate<Memory: ReadableMemory>(
    _ expression: Expression, names: [String: Binding], memory: inout Memory
  ) throws -> Word {
    try evaluate(expression, names: names, memory: &memory, helper: nil)
  }

  private func evaluate<Memory: ReadableMemory>(
    _ expression: Expression, names: [String: Binding], memory: inout Memory, helper: Helper?
  ) throws -> Word {
    switch expression.kind {
    case .literal(let value): return literal(value)
    case .name(let name): return try lookUp(name, names, &memory)
    case .addressOf(let name):
      guard let address = names[name]?.address else {
        throw InterpretationError("'\(name)' has no address here")
      }
      return Word(address, width: word)
    case .read(let pointer, let once):
      let address = try evaluate(pointer, names: names, memory: &memory, helper: helper)
      return Word(
        try memory.read(at: Word(address.bits, width: word).bits, once: once, by: helper),
        width: entryWidth)
    case .unary(let sign, let operand):
      return apply(sign, try evaluate(operand, names: names, memory: &memory, helper: helper))
    case .binary(let sign, let left, let right):
      let leftValue = try evaluate(left, names: names, memory: &memory, helper: helper)
      if sign == .logicalAnd, leftValue.bits == 0 { return truth(false) }
      if sign == .logicalOr, leftValue.bits != 0 { return truth(true) }
      return apply(
        sign, leftValue, try evaluate(right, names: names, memory: &memory, helper: helper))
    case .conditional(let condition, let then, let otherwise):
      let choice = try evaluate(condition, names: names, memory: &memory, helper: helper).bits != 0
      let value = try evaluate(
        choice ? then : otherwise, names: names, memory: &memory, helper: helper)
      guard word != entryWidth else { return value }
      let other = width(of: choice ? otherwise : then, names: names.mapValues { $0.value.width })
      return Word(value.bits, width: max(value.width, other))
    case .call(let name, let arguments):
      guard let called = helpers[name], let parameters = called.parameters else {
        throw InterpretationError("there is no helper '\(name)'")
      }
      var inner: [String: Binding] = [:]
      for (parameter, argument) in zip(parameters, arguments) {
        let value = try evaluate(argument, names: names, memory: &memory, helper: helper)
        // A bare local copy is passed with its address, as a macro would.
        var address: UInt64?
        if case .name(let copy) = argument.kind { address = names[copy]?.address }
        inner[parameter] = Binding(value, address: address)
      }
      return try evaluate(called.body, names: inner, memory: &memory, helper: called)
    case .local(let name, let value, let body):
      var inner = names
      inner[name] = Binding(try evaluate(value, names: names, memory: &memory, helper: helper))
      return try evaluate(body, names: inner, memory: &memory, helper: helper)
    }
  }

  private func literal(_ value: UInt64) -> Word {
    let fits = word >= 64 || value >> UInt64(word) == 0
    return Word(value, width: fits ? word : max(word, entryWidth))
  }

  private func lookUp<Memory: ReadableMemory>(
    _ name: String, _ names: [String: Binding], _ memory: inout Memory
  ) throws -> Word {
    if let binding = names[name] { return binding.value }
    if let number = constants[name] { return Word(number, width: word) }
    if let helper = helpers[name], helper.parameters == nil {
      return try evaluate(helper.body, names: [:], memory: &memory, helper: helper)
    }
    throw InterpretationError(
      "'\(name)' has no value; if it is a parameter with a range, choose one number of it")
  }

  private func truth(_ value: Bool) -> Word { Word(value ? 1 : 0, width: word) }

  private func apply(_ sign: UnaryOperator, _ operand: Word) -> Word {
    switch sign {
    case .complement: return Word(~operand.bits, width: operand.width)
    case .negate: return Word(0 &- operand.bits, width: operand.width)
    case .not: return truth(operand.bits == 0)
    }
  }

  private func apply(_ sign: BinaryOperator, _ left: Word, _ right: Word) -> Word {
    let width = max(left.width, right.width)
    let (a, b) = (left.bits, right.bits)
    switch sign {
    case .multiply: return Word(a &* b, width: width)
    case .divide: return Word(b == 0 ? .max : a / b, width: width)
    case .remainder: return Word(b == 0 ? a : a % b, width: width)
    case .add: return Word(a &+ b, width: width)
    case .subtract: return Word(a &- b, width: width)
    case .shiftLeft: return Word(b >= UInt64(left.width) ? 0 : a << b, width: left.width)
    case .shiftRight: return Word(b >= UInt64(left.width) ? 0 : a >> b, width: left.width)
    case .less: return truth(a < b)
    case .lessOrEqual: return truth(a <= b)
    case .greater: return truth(a > b)
    case .greaterOrEqual: return truth(a >= b)
    case .equal: return truth(a == b)
    case .notEqual: return truth(a != b)
    case .and: return Word(a & b, width: width)
    case .exclusiveOr: return Word(a ^ b, width: width)
    case .or: return Word(a | b, width: width)
    case .logicalAnd: return truth(a != 0 && b != 0)
    case .logicalOr: return truth(a != 0 || b != 0)
    }
  }

  /// The width that an expression has whichever way its conditionals go.
  private func width(of expression: Expression, names: [String: Int]) -> Int {
    switch expression.kind {
    case .literal(let value): return literal(value).width
    case .name(let name):
      if let width = names[name] { return width }
      if let helper = helpers[name], helper.parameters == nil {
        return width(of: helper.body, names: [:])
      }
      return word
    case .addressOf: return word
    case .read: return entryWidth
    case .unary(let sign, let operand):
      return sign == .not ? word : width(of: operand, names: names)
    case .binary(let sign, let left, let right):
      switch sign {
      case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual, .logicalAnd,
        .logicalOr:
        return word
      case .shiftLeft, .shiftRight: return width(of: left, names: names)
      default: return max(width(of: left, names: names), width(of: right, names: names))
      }
    case .conditional(_, let then, let otherwise):
      return max(width(of: then, names: names), width(of: otherwise, names: names))
    case .call(let name, let arguments):
      guard let helper = helpers[name], let parameters = helper.parameters else { return word }
      let widths = zip(parameters, arguments.map { width(of: $0, names: names) })
      return width(of: helper.body, names: Dictionary(uniqueKeysWithValues: widths))
    case .local(let name, let value, let body):
      var inner = names
      inner[name] = width(of: value, names: names)
      return width(of: body, names: inner)
    }
  }
}
