import Execution
import PageWalk
import ProgramProof

/// Something that a run does not know and that may be anything.
enum Unknown: Hashable {
  /// An argument of the walk.
  case argument(Int)
  /// Memory, by where it is reached from.
  case memory(String)
  /// What the kernel keeps of a page, by the bytes behind its start.
  case page(offset: UInt64, bytes: Int)
  /// What assembly gives, by the number of the result.
  case assembly(ProgramPlace, Int)
  /// What a function without a body gives.
  case function(String, ProgramPlace, Int)
  case undefined(ProgramPlace)
  /// Which way assembly goes.
  case jump(ProgramPlace, of: Int)
  /// The constant that a level which is folded has for an entry, by the function that gives it.
  case dummy(String)
  /// Bits of entries that hardware does not care for.
  case bits(EntryMaker.Kind, position: Int)
}

extension Unknown: CustomStringConvertible {
  /// What scenarios call it.
  var description: String {
    switch self {
    case .argument(let position): "argument \(position)"
    case .memory(let key): "memory \(key)"
    case .page(let offset, let bytes): "a page's memory +\(offset)/\(bytes)"
    case .assembly(let place, let number): "assembly \(number) at \(place)"
    case .function(let name, let place, let number): "\(name) \(number) at \(place)"
    case .undefined(let place): "undefined at \(place)"
    case .jump(let place, let count): "jump of \(count) at \(place)"
    case .dummy(let name): "the dummy of \(name)"
    case .bits(let kind, let position): "bits of \(kind) \(position)"
    }
  }

  var isBits: Bool {
    if case .bits = self { return true }
    return false
  }

  /// Whether it may be another each time: variables and static branches stay what they are.
  var isOfItsTime: Bool {
    switch self {
    case .argument, .memory, .jump, .bits, .dummy: return false
    case .page, .assembly, .function, .undefined: return true
    }
  }
}

/// What something unknown is in a run.
enum Choice: Hashable {
  case number(UInt64)
  /// The address of memory of which nothing else is known.
  case place
}

/// What a run takes for what it does not know.
struct Choices {
  private var chosen: [Unknown: Choice] = [:]
  /// By description, from a scenario.
  private var named: [String: Choice] = [:]

  /// Nothing chosen, so that all is what it is by default.
  init() {}

  /// What a scenario says.
  init(_ answers: [Scenario.CodeWalk.Answer]) {
    for answer in answers where answer.time == nil {
      named[answer.what] = answer.value.map { .number($0) } ?? .place
    }
  }

  subscript(unknown: Unknown, width: Int, word: Int) -> Choice {
    if let known = chosen[unknown] { return known }
    if !named.isEmpty, let known = named[unknown.description] { return known }
    // What assembly gives may lead to the task that runs.
    if case .assembly = unknown, width == word { return .place }
    if case .function(let name, _, _) = unknown, width == word, name.hasPrefix("llvm.") {
      return .place
    }
    // What it says of success comes in few bits.
    if case .assembly = unknown, width <= 8 { return .number(1) }
    // Whether something is constant that the compiler looks at: code asserts that of much.
    if case .undefined = unknown, width == 1 { return .number(1) }
    return .number(0)
  }

  func bits(_ kind: EntryMaker.Kind, in position: Int) -> UInt64 {
    guard case .number(let bits)? = chosen[.bits(kind, position: position)] else { return 0 }
    return bits
  }

  /// Something as it is by default.
  func leaving(_ unknown: Unknown) -> Choices {
    var other = self
    other.chosen[unknown] = nil
    return other
  }

  func setting(_ unknown: Unknown, to choice: Choice) -> Choices {
    var other = self
    other.chosen[unknown] = choice
    return other
  }

  /// What else something may be, for runs that get further: what is likely first.
  ///
  /// - Parameters:
  ///   - free: bits of entries that hardware does not care for.
  ///   - differences: in which bits numbers differed that were compared.
  func others(
    _ unknown: Unknown, width: Int, word: Int, free: [Int] = [], differences: [UInt64] = []
  ) -> (likely: [Choice], possible: [Choice]) {
    let now = self[unknown, width, word]
    let ones: UInt64 = width >= 64 ? .max : (1 << UInt64(width)) - 1
    var likely: [Choice]
    var possible: [Choice] = []
    switch unknown {
    case .argument:
      likely = (0..<UInt64(min(width, 32))).map { .number(1 << $0) }
    case .jump(_, let count): likely = (0..<UInt64(count)).map { .number($0) }
    case .bits(let kind, let position):
      let bits = self.bits(kind, in: position)
      let all = free.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
      likely =
        differences.filter { $0 & ~all == 0 && $0.nonzeroBitCount > 1 }.map { .number(bits ^ $0) }
        + free.map { .number(bits ^ 1 << UInt64($0)) }
      possible = [.number(~bits & all)]
    default:
      likely = [.number(1), .number(0), .number(ones)]
      if width == word { likely.append(.place) }
      if case .number(let number) = now {
        possible = differences.filter { $0 & ~ones == 0 }.prefix(6).map { .number(number ^ $0) }
      }
    }
    return (likely.filter { $0 != now }, possible.filter { $0 != now })
  }
}
