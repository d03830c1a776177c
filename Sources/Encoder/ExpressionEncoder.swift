import PageWalk
import SMT

/// What a name is bound to while an expression is encoded.
public struct TermBinding: Sendable {
  public let term: Term
  /// The address, for a local copy.
  public let address: Term?

  /// A name's value, with its address where it is a local copy.
  public init(_ term: Term, address: Term? = nil) {
    self.term = term
    self.address = address
  }
}

/// Memory as encoded reads see it.
public protocol TermReader {
  /// The value that a read gives where `path` holds, which it can; `pointer` is no conditional.
  mutating func read(at pointer: Term, once: Bool, under path: [Term]) throws -> Term
}

/// Why something could not be encoded.
public struct EncodingError: Error, Sendable, Hashable, CustomStringConvertible {
  public let description: String

  /// An error that says `description`.
  public init(_ description: String) { self.description = description }
}

/// Reads nothing; for expressions on constants and entries.
public struct NoReads: TermReader {
  /// A reader that refuses.
  public init() {}

  public mutating func read(at pointer: Term, once: Bool, under path: [Term]) throws -> Term {
    throw EncodingError("an expression on constants reads memory")
  }
}

/// Turns expressions into terms. `PageWalk.Interpreter` is the other interpreter of the language.
public struct ExpressionEncoder: Sendable {
  /// Width of an address in bits.
  public let word: Int
  /// Width of a table entry in bits.
  public let entryWidth: Int
  private let constants: [String: Term]
  private let helpers: Helpers
  /// Takes what is decided by a term's shape.
  private let decisions: DecisionLog?

  /// An encoder for one configuration; a parameter with a range becomes a variable of its name.
  ///
  /// - Parameter decisions: takes what is decided by a term's shape, where a proof rests on that.
  public init(
    architecture: Architecture, configuration: Configuration, helpers: Helpers, entryWidth: Int,
    decisions: DecisionLog? = nil
  ) {
    self.decisions = decisions
    word = architecture.word
    self.entryWidth = entryWidth
    self.helpers = helpers
    let width = architecture.word
    let labels = architecture.labels
    var constants = labels.mapValues { Term.constant($0.number, width: width) }
    for (name, value) in configuration.values {
      switch value {
      case .number(let number): constants[name] = .constant(number, width: width)
      case .boolean(let value): constants[name] = .constant(value ? 1 : 0, width: width)
      case .label(let label): constants[name] = .constant(labels[label]?.number ?? 0, width: width)
      case .range(let range):
        constants[name] = Self.term(ofRange: name, range, width: width)
      }
    }
    constants["ENTRY_SIZE"] = .constant(UInt64(entryWidth / 8), width: width)
    self.constants = constants
  }

  /// What stands for a parameter with a range; no other variable's name begins so.
  ///
  /// The variable is as wide as the range's greatest number, which keeps sums of widths small.
  public static func term(
    ofRange name: String, _ range: ClosedRange<UInt64>, width: Int
  ) -> Term {
    let bits = max(1, 64 - range.upperBound.leadingZeroBitCount)
    return .variable("$\(name)", width: min(bits, width)).resized(to: width)
  }

  /// `expression` as a term; reads go to `reader`.
  public func encode<Reader: TermReader>(
    _ expression: Expression, names: [String: TermBinding], reader: inout Reader,
    under path: [Term] = []
  ) throws -> Term {
    switch expression.kind {
    case .literal(let value):
      let fits = word >= 64 || value >> UInt64(word) == 0
      return .constant(value, width: fits ? word : max(word, entryWidth))
    case .name(let name): return try lookUp(name, names, &reader, path)
    case .addressOf(let name):
      guard let address = names[name]?.address else {
        throw EncodingError("'\(name)' has no address here")
      }
      return address
    case .read(let pointer, let once):
      let address = try encode(pointer, names: names, reader: &reader, under: path)
      return try read(at: address.resized(to: word), once: once, &reader, path)
    case .unary(let sign, let operand):
      let term = try encode(operand, names: names, reader: &reader, under: path)
      switch sign {
      case .complement: return ~term
      case .negate: return -term
      case .not: return word(from: .not(truth(term)))
      }
    case .binary(let sign, let left, let right):
      return try encodeBinary(sign, left, right, names, &reader, path)
    case .conditional(let condition, let then, let otherwise):
      let test = truth(try encode(condition, names: names, reader: &reader, under: path))
      return try encodeConditional(test, then, otherwise, names, &reader, path)
    case .call(let name, let arguments):
      return try encodeCall(name, arguments, names, &reader, path)
    case .local(let name, let value, let body):
      var inner = names
      inner[name] = TermBinding(try encode(value, names: names, reader: &reader, under: path))
      return try encode(body, names: inner, reader: &reader, under: path)
    }
  }

  /// A read where `path` holds; a pointer that depends on a condition is read each way.
  private func read<Reader: TermReader>(
    at pointer: Term, once: Bool, _ reader: inout Reader, _ path: [Term]
  ) throws -> Term {
    if let never = path.first(where: { $0.constantValue == 0 }) {
      decisions?.recordConstant(never)
      return .constant(0, width: entryWidth)
    }
    guard case .ifThenElse = pointer.operation else {
      return try reader.read(at: pointer, once: once, under: path).resized(to: entryWidth)
    }
    let test = pointer.operands[0]
    decisions?.record(pointer, is: .ifThenElse(test, pointer.operands[1], pointer.operands[2]))
    return .ifThenElse(
      test, try read(at: pointer.operands[1], once: once, &reader, path + [test]),
      try read(at: pointer.operands[2], once: once, &reader, path + [.not(test)]))
  }

  /// `expression` as a formula: whether its value is not 0.
  public func encodeTruth<Reader: TermReader>(
    _ expression: Expression, names: [String: TermBinding], reader: inout Reader
  ) throws -> Term {
    truth(try encode(expression, names: names, reader: &reader))
  }

  private func truth(_ term: Term) -> Term {
    .not(.equal(term, .constant(0, width: term.width)))
  }

  private func word(from formula: Term) -> Term {
    .ifThenElse(formula, .constant(1, width: word), .constant(0, width: word))
  }

  private func lookUp<Reader: TermReader>(
    _ name: String, _ names: [String: TermBinding], _ reader: inout Reader, _ path: [Term]
  ) throws -> Term {
    if let binding = names[name] { return binding.term }
    if let constant = constants[name] { return constant }
    guard let helper = helpers[name], helper.parameters == nil else {
      throw EncodingError("'\(name)' has no value here")
    }
    return try encode(helper.body, names: [:], reader: &reader, under: path)
  }

  private func encodeCall<Reader: TermReader>(
    _ name: String, _ arguments: [Expression], _ names: [String: TermBinding],
    _ reader: inout Reader, _ path: [Term]
  ) throws -> Term {
    guard let helper = helpers[name], let parameters = helper.parameters else {
      throw EncodingError("there is no helper '\(name)'")
    }
    var inner: [String: TermBinding] = [:]
    for (parameter, argument) in zip(parameters, arguments) {
      let term = try encode(argument, names: names, reader: &reader, under: path)
      // A bare local copy is passed with its address, as a macro would.
      var address: Term?
      if case .name(let copy) = argument.kind { address = names[copy]?.address }
      inner[parameter] = TermBinding(term, address: address)
    }
    return try encode(helper.body, names: inner, reader: &reader, under: path)
  }

  private func encodeConditional<Reader: TermReader>(
    _ test: Term, _ then: Expression, _ otherwise: Expression, _ names: [String: TermBinding],
    _ reader: inout Reader, _ path: [Term]
  ) throws -> Term {
    if let value = test.constantValue, word == entryWidth {
      // Reads of the branch that is not taken do not happen.
      decisions?.recordConstant(test)
      return try encode(
        value == 1 ? then : otherwise, names: names, reader: &reader, under: path)
    }
    let left = try encode(then, names: names, reader: &reader, under: path + [test])
    let right = try encode(otherwise, names: names, reader: &reader, under: path + [.not(test)])
    let width = max(left.width, right.width)
    return .ifThenElse(test, left.resized(to: width), right.resized(to: width))
  }

  private func encodeBinary<Reader: TermReader>(
    _ sign: BinaryOperator, _ left: Expression, _ right: Expression,
    _ names: [String: TermBinding], _ reader: inout Reader, _ path: [Term]
  ) throws -> Term {
    let first = try encode(left, names: names, reader: &reader, under: path)
    if sign == .logicalAnd || sign == .logicalOr {
      let test = truth(first)
      let goesOn = sign == .logicalAnd ? test : .not(test)
      if goesOn.constantValue == 0 {
        decisions?.recordConstant(goesOn)
        return word(from: test)
      }
      let second = truth(
        try encode(right, names: names, reader: &reader, under: path + [goesOn]))
      return word(from: sign == .logicalAnd ? .all([test, second]) : .any([test, second]))
    }
    let second = try encode(right, names: names, reader: &reader, under: path)
    if sign == .shiftLeft || sign == .shiftRight { return shift(sign, first, by: second) }
    let width = max(first.width, second.width)
    let (a, b) = (first.resized(to: width), second.resized(to: width))
    switch sign {
    case .multiply: return a * b
    case .divide: return a / b
    case .remainder: return a % b
    case .add: return a + b
    case .subtract: return a - b
    case .and: return a & b
    case .exclusiveOr: return a ^ b
    case .or: return a | b
    case .less: return word(from: .less(a, b))
    case .lessOrEqual: return word(from: .lessOrEqual(a, b))
    case .greater: return word(from: .less(b, a))
    case .greaterOrEqual: return word(from: .lessOrEqual(b, a))
    case .equal: return word(from: .equal(a, b))
    case .notEqual: return word(from: .notEqual(a, b))
    case .shiftLeft, .shiftRight, .logicalAnd, .logicalOr:
      throw EncodingError("an operator was encoded twice")
    }
  }

  /// A shift has its left operand's width; a distance that does not fit there is too far.
  private func shift(_ sign: BinaryOperator, _ value: Term, by distance: Term) -> Term {
    let zero = Term.constant(0, width: value.width)
    let cut = distance.resized(to: value.width)
    let shifted = sign == .shiftLeft ? value << cut : value >> cut
    guard distance.width > value.width else { return shifted }
    let limit = Term.constant(UInt64(value.width), width: distance.width)
    return .ifThenElse(.less(distance, limit), shifted, zero)
  }
}
