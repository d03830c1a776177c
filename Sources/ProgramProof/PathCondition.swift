import SMT

/// What holds where control is: conditions of branches, the first one first.
///
/// Where ways meet again, what they have in common stays, and two ways that differ in one branch
/// alone become one.
struct PathCondition {
  private(set) var parts: [Term]

  static let always = PathCondition(parts: [])

  private init(parts: [Term]) { self.parts = parts }

  var term: Term { .all(parts) }

  var isImpossible: Bool { parts.contains { $0.constantValue == 0 } }

  func and(_ condition: Term) -> PathCondition {
    condition.constantValue == 1 ? self : PathCondition(parts: parts + [condition])
  }

  /// The condition of being on one of some ways, and for each way but the last, one after the other,
  /// what tells it from those behind it.
  static func meeting(_ ways: [PathCondition]) -> (condition: PathCondition, choices: [Term]) {
    guard ways.count > 1 else { return (ways.first ?? always, []) }
    var common = 0
    while ways.allSatisfy({ common < $0.parts.count }),
      ways.allSatisfy({ Term.same($0.parts[common], ways[0].parts[common]) })
    {
      common += 1
    }
    let rests = ways.map { Array($0.parts[common...]) }
    let condition = PathCondition(parts: Array(ways[0].parts[..<common])).and(any(rests))
    return (condition, rests.dropLast().map { Term.all($0) })
  }

  /// That one of some conjunctions holds.
  private static func any(_ ways: [[Term]]) -> Term {
    if ways.isEmpty { return .no }
    if ways.contains(where: \.isEmpty) { return .yes }
    let first = ways[0][0]
    let (positive, negative) = (first, Term.not(first))
    var then: [[Term]] = []
    var otherwise: [[Term]] = []
    var others: [[Term]] = []
    for way in ways {
      if Term.same(way[0], positive) {
        then.append(Array(way.dropFirst()))
      } else if Term.same(way[0], negative) {
        otherwise.append(Array(way.dropFirst()))
      } else {
        others.append(way)
      }
    }
    let (a, b) = (any(then), any(otherwise))
    // first and a, or not first and b.
    let decided: Term
    if a.constantValue == 1, b.constantValue == 1 {
      decided = .yes
    } else if a.constantValue == 1 {
      decided = .any([positive, b])
    } else if b.constantValue == 1 {
      decided = .any([negative, a])
    } else {
      decided = .any([.all([positive, a]), .all([negative, b])])
    }
    return others.isEmpty ? decided : .any([decided, any(others)])
  }
}
