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
    /// It takes more work than is to be spent on it.
    case tooLong(step: Int)
    /// The steps end, and no contradiction is shown.
    case incomplete
  }

  /// A clause that watches a literal, and another of its literals: while that holds, nothing is to do.
  private struct Watch {
    let place: Int
    var other: Int32
  }

  /// The clauses, one behind the other: for each its length, then its literals, of which the first two
  /// are watched. A clause that was taken out has length 0 where its own was.
  private var arena: [Int32] = []
  /// For each literal the clauses that watch it, by their place in `arena`.
  private var watchers: [[Watch]]
  /// For each variable 1 (true), -1 (false) or 0.
  private var values: [Int8]
  /// Literals that hold, in the order in which they came up.
  private var trail: [Int32] = []
  private var propagated = 0
  private var isContradiction = false
  /// The clauses by a number that their literals give in any order: the last that has it.
  private var places: [UInt64: Int] = [:]
  /// The one before it, for those that are not the first.
  private var earlier: [Int: Int] = [:]
  private let variables: Int
  /// How many more clauses are looked at.
  private var work: Int

  /// - Parameters:
  ///   - variables: the greatest variable of `clauses`.
  ///   - clauses: literals, with a 0 behind each clause.
  ///   - work: how many times clauses are looked at before the proof is refused.
  public init(
    variables: Int, clauses: [Int32], work: Int = 10_000_000_000
  ) throws(Refusal) {
    self.variables = variables
    self.work = work
    values = [Int8](repeating: 0, count: variables + 1)
    watchers = [[Watch]](repeating: [], count: 2 * variables + 2)
    var clause: [Int32] = []
    for literal in clauses {
      guard literal == 0 else {
        clause.append(literal)
        continue
      }
      try requireKnown(clause, step: 0)
      add(clause)
      clause.removeAll(keepingCapacity: true)
    }
    guard clause.isEmpty else { throw .unreadable(offset: clauses.count) }
  }

  /// Checks a whole proof in DRAT's text form.
  ///
  /// - Throws: where it does not show that the clauses contradict one another.
  public mutating func check(_ proof: [UInt8]) throws(Refusal) {
    var reader = ProofReader(proof)
    var step = 0
    while let (isDeletion, clause) = try reader.next() {
      step += 1
      try requireKnown(clause, step: step)
      if isContradiction { continue }
      guard work > 0 else { throw .tooLong(step: step) }
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
      var list: [Watch] = []
      swap(&list, &watchers[index(gone)])
      work -= list.count
      var kept = 0
      var isAtEnd = false
      for position in list.indices {
        var watch = list[position]
        let isKept =
          isAtEnd || value(watch.other) == 1 || stillWatches(&watch, gone, isAtEnd: &isAtEnd)
        guard isKept else { continue }
        list[kept] = watch
        kept += 1
      }
      list.removeSubrange(kept...)
      swap(&list, &watchers[index(gone)])
      if isAtEnd { return true }
    }
    return false
  }

  /// Looks for another literal to watch where one does not hold any more; where there is none, the
  /// last that is left is given, or the clause has none left.
  private mutating func stillWatches(
    _ watch: inout Watch, _ gone: Int32, isAtEnd: inout Bool
  ) -> Bool {
    let place = watch.place
    let length = Int(arena[place])
    guard length > 0 else { return false }
    if arena[place + 1] == gone {
      arena[place + 1] = arena[place + 2]
      arena[place + 2] = gone
    }
    let other = arena[place + 1]
    watch.other = other
    let known = value(other)
    if known == 1 { return true }
    var candidate = place + 3
    while candidate <= place + length {
      let literal = arena[candidate]
      if value(literal) != -1 {
        arena[place + 2] = literal
        arena[candidate] = gone
        watchers[index(literal)].append(Watch(place: place, other: other))
        return false
      }
      candidate += 1
    }
    if known == -1 { isAtEnd = true } else { assign(other) }
    return true
  }

  // MARK: clauses

  /// A clause's literals, each once.
  private func each(_ clause: [Int32]) -> [Int32] {
    if clause.count > 32 { return Array(Set(clause)) }
    var literals: [Int32] = []
    literals.reserveCapacity(clause.count)
    for literal in clause where !literals.contains(literal) { literals.append(literal) }
    return literals
  }

  private mutating func add(_ clause: [Int32]) {
    var literals = each(clause)
    // The watched ones are those that hold or may, if there are such.
    for wanted in 0..<min(2, literals.count) {
      var best = wanted
      for position in wanted..<literals.count
      where value(literals[position]) > value(literals[best]) {
        best = position
      }
      literals.swapAt(wanted, best)
    }
    let place = arena.count
    arena.append(Int32(literals.count))
    arena += literals
    if let before = places.updateValue(place, forKey: Self.number(literals)) {
      earlier[place] = before
    }
    if literals.count > 1 {
      watchers[index(literals[0])].append(Watch(place: place, other: literals[1]))
      watchers[index(literals[1])].append(Watch(place: place, other: literals[0]))
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
    let literals = each(clause).sorted()
    var found = places[Self.number(literals)]
    while let place = found {
      let length = Int(arena[place])
      if length == literals.count,
        length == 0 || arena[(place + 1)...(place + length)].sorted() == literals
      {
        // What a clause has given without assumptions follows from those that were there, and stays.
        arena[place] = 0
        return
      }
      work -= 1
      found = earlier[place]
    }
    throw .nothingToTakeOut(step: step)
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
