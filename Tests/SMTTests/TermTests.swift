import SMT
import TestModels
import Testing

/// A term as it was asked for, before any constructor simplified it.
private indirect enum Plain {
  case constant(UInt64)
  case variable(String)
  case unary(Int, Plain)
  case binary(Int, Plain, Plain)
  case choice(Int, Plain, Plain, Plain, Plain)

  static let unaryCount = 2
  static let binaryCount = 10

  static func random(_ depth: Int, _ width: Int, _ numbers: inout RandomNumbers) -> Plain {
    let kind = depth == 0 ? numbers.next() % 2 : numbers.next() % 8
    switch kind {
    case 0: return .constant(numbers.word(width: width))
    case 1: return .variable(["a", "b", "c"][Int(numbers.next() % 3)])
    case 2:
      return .unary(
        Int(numbers.next() % UInt64(unaryCount)), random(depth - 1, width, &numbers))
    case 3:
      let parts = (0..<4).map { _ in random(depth - 1, width, &numbers) }
      return .choice(Int(numbers.next() % 3), parts[0], parts[1], parts[2], parts[3])
    default:
      return .binary(
        Int(numbers.next() % UInt64(binaryCount)), random(depth - 1, width, &numbers),
        random(depth - 1, width, &numbers))
    }
  }

  func term(_ width: Int) -> Term {
    switch self {
    case .constant(let value): return .constant(value, width: width)
    case .variable(let name): return .variable(name, width: width)
    case .unary(let sign, let operand):
      return sign == 0 ? ~operand.term(width) : -operand.term(width)
    case .binary(let sign, let left, let right):
      let (a, b) = (left.term(width), right.term(width))
      let all: [(Term, Term) -> Term] = [
        { $0 & $1 }, { $0 | $1 }, { $0 ^ $1 }, { $0 + $1 }, { $0 - $1 }, { $0 * $1 }, { $0 / $1 },
        { $0 % $1 }, { $0 << $1 }, { $0 >> $1 },
      ]
      return all[sign](a, b)
    case .choice(let test, let left, let right, let then, let otherwise):
      let tests: [(Term, Term) -> Term] = [Term.equal, Term.less, Term.lessOrEqual]
      return .ifThenElse(
        tests[test](left.term(width), right.term(width)), then.term(width),
        otherwise.term(width))
    }
  }

  /// The value by plain arithmetic, written here on its own.
  func value(_ values: [String: UInt64], _ width: Int) -> UInt64 {
    let mask = width == 64 ? UInt64.max : (1 << UInt64(width)) - 1
    switch self {
    case .constant(let value): return value & mask
    case .variable(let name): return (values[name] ?? 0) & mask
    case .unary(let sign, let operand):
      let number = operand.value(values, width)
      return (sign == 0 ? ~number : 0 &- number) & mask
    case .binary(let sign, let left, let right):
      let (a, b) = (left.value(values, width), right.value(values, width))
      switch sign {
      case 0: return a & b
      case 1: return a | b
      case 2: return a ^ b
      case 3: return (a &+ b) & mask
      case 4: return (a &- b) & mask
      case 5: return (a &* b) & mask
      case 6: return b == 0 ? mask : a / b
      case 7: return b == 0 ? a : a % b
      case 8: return b >= UInt64(width) ? 0 : (a << b) & mask
      default: return b >= UInt64(width) ? 0 : a >> b
      }
    case .choice(let test, let left, let right, let then, let otherwise):
      let (a, b) = (left.value(values, width), right.value(values, width))
      let holds = test == 0 ? a == b : test == 1 ? a < b : a <= b
      return (holds ? then : otherwise).value(values, width)
    }
  }
}

@Suite struct TermTests {
  @Test func constructorsKeepTheMeaning() throws {
    var numbers = RandomNumbers(seed: 1)
    for round in 0..<30_000 {
      let width = [4, 8, 12, 31, 32, 63, 64][round % 7]
      let plain = Plain.random(4, width, &numbers)
      let term = plain.term(width)
      for _ in 0..<3 {
        let values = ["a", "b", "c"].map { ($0, numbers.word(width: width)) }
        let assignment = Assignment(Dictionary(uniqueKeysWithValues: values))
        let expected = plain.value(assignment.values, width)
        try #require(assignment.value(of: term) == expected, "round \(round)")
        #expect(expected & term.knownZeros == 0)
        #expect(~expected & term.knownOnes == 0)
      }
    }
  }

  @Test func lowMaskShapesKeepTheMeaning() throws {
    // The shapes of page-table arithmetic, which the constructors have rules of their own for.
    var numbers = RandomNumbers(seed: 2)
    let x = Term.variable("x", width: 64)
    let y = Term.variable("y", width: 64)
    for _ in 0..<5_000 {
      let shift = numbers.next() % 64
      let size = UInt64(1) << shift
      let term = { Term.constant($0, width: 64) }
      let boundary = (x + term(size)) & term(~(size - 1))
      let last = Term.ifThenElse(.less(x | term(size - 1), y), x | term(size - 1), y)
      let values = Assignment(["x": numbers.word(width: 64), "y": numbers.word(width: 64)])
      let (a, b) = (values.value(of: x), values.value(of: y))
      #expect(values.value(of: boundary) == (a &+ size) & ~(size - 1))
      #expect(
        values.value(of: boundary - term(1)) == ((a &+ size) & ~(size - 1)) &- 1)
      #expect(values.value(of: last + term(1)) == min(a | (size - 1), b) &+ 1)
      #expect((values.value(of: .lessOrEqual(x, last)) == 1) == (a <= min(a | (size - 1), b)))
      #expect((values.value(of: .lessOrEqual(last, y)) == 1) == (min(a | (size - 1), b) <= b))
      #expect(
        values.value(of: ((x & term(~(size - 1))) + term(size)) >> term(shift))
          == ((a & ~(size - 1)) &+ size) >> shift)
    }
  }

  @Test func solverAgreesWithTheEvaluator() throws {
    var numbers = RandomNumbers(seed: 3)
    let solver = try Solver(budget: 50_000_000)
    for round in 0..<400 {
      let width = [8, 16, 32, 64][round % 4]
      let plain = Plain.random(3, width, &numbers)
      let pins = ["a", "b", "c"].map { ($0, numbers.word(width: width)) }
      let known = pins.map { name, value in
        Term.equal(.variable(name, width: width), .constant(value, width: width))
      }
      let expected = plain.value(Dictionary(uniqueKeysWithValues: pins), width)
      let differs = Term.notEqual(plain.term(width), .constant(expected, width: width))
      #expect(try solver.check(known + [differs], name: "round \(round)") == .unsatisfiable)
    }
  }
}
