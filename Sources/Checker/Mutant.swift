import PageWalk

/// A walk, its helpers or its hardware with one thing changed.
///
/// Mutants are there to try the prover: each has to be noticed, or to be shown to change nothing.
public struct Mutant: Sendable {
  /// One configuration, as it was and with the change.
  public struct Pair: Sendable {
    public let original: Subject
    public let mutated: Subject
  }

  /// What was changed.
  public let place: MutationPlace
  /// How, in the words of expressions: `1 -> 2`.
  public let change: String
  /// One for each configuration that has what was changed.
  public let pairs: [Pair]

  /// Every mutant of what `subjects` have in common, which are the configurations of one
  /// architecture with one walk.
  public static func all(of subjects: [Subject]) -> [Mutant] {
    guard let walker = subjects.first?.walker else { return [] }
    var mutants = ofWalker(walker, subjects)
    mutants += ofHelpers(subjects)
    mutants += ofHardware(subjects)
    // Two changes of one place that come to the same are one.
    var seen: Set<String> = []
    return mutants.filter { seen.insert("\($0.place) \($0.change)").inserted }
  }

  init(place: MutationPlace, change: String, pairs: [Pair]) {
    self.place = place
    self.change = change
    self.pairs = pairs
  }

  /// A mutant of all `subjects`.
  init(
    _ place: MutationPlace, _ change: String, of subjects: [Subject],
    mutated: (Subject) -> Subject
  ) {
    self.place = place
    self.change = change
    pairs = subjects.map { Pair(original: $0, mutated: mutated($0)) }
  }

  // MARK: the walk

  private static func ofWalker(_ walker: Walker, _ subjects: [Subject]) -> [Mutant] {
    var mutants: [Mutant] = []
    for part in WalkPart.all(of: walker) {
      let change = MutationChange(
        helpers: subjects[0].helpers, levels: walker.levels, visible: part.visibleLevels,
        isPointer: part.isPointer)
      for (changed, text) in change.variants(of: part.expression) {
        let mutated = part.put(changed)
        mutants.append(Mutant(part.place, text, of: subjects) { $0.walking(mutated) })
      }
      if let dropped = part.dropped {
        mutants.append(Mutant(part.place, "dropped", of: subjects) { $0.walking(dropped) })
      }
      for (mutated, text) in part.others {
        mutants.append(Mutant(part.place, text, of: subjects) { $0.walking(mutated) })
      }
    }
    return mutants
  }

  // MARK: helpers

  private static func ofHelpers(_ subjects: [Subject]) -> [Mutant] {
    var bodies: [String: [Expression]] = [:]
    for subject in subjects {
      for name in usedHelpers(subject) {
        guard let body = subject.helpers[name]?.body else { continue }
        if bodies[name]?.contains(body) != true { bodies[name, default: []].append(body) }
      }
    }
    var mutants: [Mutant] = []
    for (name, bodies) in bodies.sorted(by: { $0.key < $1.key }) {
      for body in bodies {
        let own = subjects.filter { $0.helpers[name]?.body == body }
        let change = MutationChange(helpers: own[0].helpers)
        for (changed, text) in change.variants(of: body) {
          mutants.append(
            Mutant(.helper(name), text, of: own) { $0.replacing(helper: name, by: changed) })
        }
      }
    }
    return mutants
  }

  /// The helpers that a subject's walk calls, directly or through others.
  static func usedHelpers(_ subject: Subject) -> Set<String> {
    var used: Set<String> = []
    var open = WalkPart.all(of: subject.walker).flatMap(\.expression.usedNames)
    while let name = open.popLast() {
      guard let helper = subject.helpers[name], used.insert(name).inserted else { continue }
      open += helper.body.usedNames
    }
    return used
  }

  // MARK: hardware

  private static func ofHardware(_ subjects: [Subject]) -> [Mutant] {
    guard let hardware = subjects.first?.architecture.hardware else { return [] }
    let change = MutationChange(helpers: [:])
    var mutants: [Mutant] = []
    for part in HardwarePart.all(of: hardware) {
      let own = subjects.filter { subject in
        part.when.map { subject.architecture.holds($0, in: subject.configuration) ?? true } ?? true
      }
      if own.isEmpty { continue }
      for (changed, text) in change.variants(of: part.expression) {
        let mutated = part.put(changed)
        mutants.append(Mutant(part.place, text, of: own) { $0.on(mutated) })
      }
      if let dropped = part.dropped {
        mutants.append(Mutant(part.place, "dropped", of: own) { $0.on(dropped) })
      }
    }
    return mutants
  }
}
