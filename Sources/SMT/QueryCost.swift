/// How large a query is to a solver that makes gates of it, as an estimate.
///
/// A term of a few dozen multiplications is small and needs gigabytes before any step of a search is
/// counted.
enum QueryCost {
  /// The most gates of a query: some six times as many as the largest one of a kernel's code has, and
  /// about 1 GB of Z3's memory.
  static let most = 4_000_000

  /// Whether a query has no more gates than that.
  static func isBearable(_ query: Term) -> Bool {
    var gates = 0
    var seen: Set<ObjectIdentifier> = []
    var open = [query]
    while let term = open.popLast() {
      guard seen.insert(ObjectIdentifier(term)).inserted else { continue }
      gates += self.gates(of: term)
      guard gates <= most else { return false }
      open += term.operands
    }
    return true
  }

  private static func gates(of term: Term) -> Int {
    let width = max(term.width, 1)
    func isConstant(_ place: Int) -> Bool { term.operands[place].constantValue != nil }
    switch term.operation {
    case .multiply: return (isConstant(0) || isConstant(1) ? 2 : 8) * width * width
    case .divide, .remainder: return 16 * width * width
    case .shiftLeft, .shiftRight: return isConstant(1) ? 0 : 8 * width
    case .constant, .variable, .zeroExtend, .truncate, .bitNot, .not: return 0
    case .and, .or: return term.operands.count
    case .equal, .unsignedLess, .unsignedLessOrEqual:
      return 4 * max(term.operands.first?.width ?? 1, 1)
    case .bitAnd, .bitOr, .bitXor: return width
    case .ifThenElse: return 3 * width
    default: return 8 * width
    }
  }
}
