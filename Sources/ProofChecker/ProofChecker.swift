/// Checks a proof that clauses cannot hold together: the last word on every `proved` that is certified.
///
/// A proof is a list of steps, as SAT solvers write them (DRAT). A step adds a clause that follows from
/// those that are there by unit propagation: assume that none of its literals holds; clauses of which only
/// one literal is left give that one; a clause with none left must come up. Or a step takes a clause out,
/// which can only make later steps harder to show. The proof is complete when propagation needs no
/// assumption to come to a clause with none left. Nothing else is accepted: no step that keeps
/// satisfiability alone (RAT).
///
/// Literals are as in DIMACS: a variable's number, from 1, negative where the variable is false.
public struct ProofChecker {
  /// Why a proof is refused.
  public enum Refusal: Error, Equatable, Sendable {
    /// The text of a step cannot be read; the byte at which it begins.
    case unreadable(offset: Int)
    /// A literal's variable is not of the problem.
    case unknownVariable(step: Int)
    /// The clause of a step, from 1, does not follow.
    case doesNotFollow(step: Int)
    /// A step takes out a clause that is not there.
    case nothingToTakeOut(step: Int)
    /// The steps end, and no contradiction is shown.
    case incomplete
  }

  /// The clauses, one behind the other: for each its length, then its literals, of which the first two
  /// are watched. A clause that was taken out has length 0 where its own was.
  private var arena: [Int32] = []
  /// For each literal the clauses that watch it, by their place in `arena`.
  private var watchers: [[Int]]
  /// For each variable 1 (true), -1 (false) or 0.
  private var values: [Int8]
  /// Literals that hold, in the order in which they came up.
  private var trail: [Int32] = []
  private var propagated = 0
  private var isContradiction = false
  /// The clauses that are there, by a number that their literals give in any order.
  private var places: [UInt64: [Int]] = [:]
  private let variables: Int

  /// - Parameter variables: the greatest variable of `clauses`.
  public init(variables: Int, clauses: [[Int32]]) throws(Refusal) {
    self.variables = variables
    values = [Int8](repeating: 0, count: variables + 1)
    watchers = [[Int]](repeating: [], count: 2 * variables + 2)
    for clause in clauses {
      try requireKnown(clause, step: 0)
      add(clause)
    }
  }

  /// Checks a whole proof in DRAT's text form.
  ///
  /// - Throws: where it does not show that the clauses contradict one another.
  public mutating func check(_ proof: some RandomAccessCollection<UInt8>) throws(Refusal) {
    var reader = ProofReader(proof)
    var step = 0
    while let (isDeletion, clause) = try reader.next() {
      step += 1
      try requireKnown(clause, step: step)
      if isContradiction { continue }
      if isDeletion {
        try takeOut(clause, step: step)
      } else {
        guard follows(clause) else { throw .doesNotFollow(step: step) }
        add(clause)
      }
    }
    guard isContradiction else { throw .incomplete }
  }

  private func requireKnown(_ clause: [Int32], step: Int) throws(Refusal) {
    for literal in clause where literal == 0 || literal.magnitude > UInt32(variables) {
      throw .unknownVariable(step: step)
    }
  }

  // MARK: values

  private func value(_ literal: Int32) -> Int8 {
    literal > 0 ? values[Int(literal)] : -values[Int(-literal)]
  }

  private mutating func assign(_ literal: Int32) {
    values[Int(literal.magnitude)] = literal > 0 ? 1 : -1
    trail.append(literal)
  }

  private func index(_ literal: Int32) -> Int {
    2 * Int(literal.magnitude) + (literal < 0 ? 1 : 0)
  }

  /// Whether the clause comes up where none of its literals holds.
  private mutating func follows(_ clause: [Int32]) -> Bool {
    let mark = trail.count
    defer {
      for literal in trail[mark...] { values[Int(literal.magnitude)] = 0 }
      trail.removeSubrange(mark...)
      propagated = mark
    }
    for literal in clause {
      switch value(literal) {
      // It holds by what is there, or the clause says a thing and its opposite.
      case 1: return true
      case 0: assign(-literal)
      default: break
      }
    }
    return propagate()
  }

  /// Gives literals until nothing is left to give; true where a clause has none left.
  private mutating func propagate() -> Bool {
    while propagated < trail.count {
      // The literal that does not hold any more.
      let gone = -trail[propagated]
      propagated += 1
      let list = watchers[index(gone)]
      var kept: [Int] = []
      kept.reserveCapacity(list.count)
      for (position, place) in list.enumerated() {
        let length = Int(arena[place])
        guard length > 0 else { continue }
        if arena[place + 1] == gone { arena.swapAt(place + 1, place + 2) }
        let other = arena[place + 1]
        if value(other) == 1 {
          kept.append(place)
          continue
        }
        var found = false
        if length > 2 {
          for candidate in (place + 3)...(place + length) where value(arena[candidate]) != -1 {
            arena.swapAt(place + 2, candidate)
            watchers[index(arena[place + 2])].append(place)
            found = true
            break
          }
        }
        if found { continue }
        kept.append(place)
        if value(other) == -1 {
          kept += list[(position + 1)...]
          watchers[index(gone)] = kept
          return true
        }
        assign(other)
      }
      watchers[index(gone)] = kept
    }
    return false
  }

  // MARK: clauses

  private mutating func add(_ clause: [Int32]) {
    // A literal counts once; the watched ones are those that may hold, if there are such.
    var literals: [Int32] = []
    for literal in clause where !literals.contains(literal) { literals.append(literal) }
    literals.sort { value($0) > value($1) && value($0) != value($1) }
    let place = arena.count
    arena.append(Int32(literals.count))
    arena += literals
    places[Self.number(literals), default: []].append(place)
    if literals.count > 1 {
      watchers[index(literals[0])].append(place)
      watchers[index(literals[1])].append(place)
    }
    guard let first = literals.first, value(first) != -1 else {
      isContradiction = true
      return
    }
    // All but the first are false: it has to hold.
    guard value(first) == 0, literals.count == 1 || value(literals[1]) == -1 else { return }
    assign(first)
    if propagate() { isContradiction = true }
  }

  private mutating func takeOut(_ clause: [Int32], step: Int) throws(Refusal) {
    var literals: [Int32] = []
    for literal in clause where !literals.contains(literal) { literals.append(literal) }
    literals.sort()
    let number = Self.number(literals)
    let found = places[number]?.firstIndex { place in
      let length = Int(arena[place])
      return length == literals.count
        && arena[(place + 1)..<(place + 1 + length)].sorted() == literals
    }
    guard let found, let place = places[number]?.remove(at: found) else {
      throw .nothingToTakeOut(step: step)
    }
    // What a clause has given without assumptions follows from those that were there, and stays.
    arena[place] = 0
  }

  private static func number(_ literals: [Int32]) -> UInt64 {
    var (sum, product) = (UInt64(0), UInt64(1))
    for literal in literals {
      let mixed = (UInt64(UInt32(bitPattern: literal)) &+ 1) &* 0x9e37_79b9_7f4a_7c15
      sum &+= mixed
      product &*= mixed | 1
    }
    return sum ^ product
  }
}
