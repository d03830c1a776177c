import SMT
import Synchronization

/// What is shown of one use of a level function, of which one thread at a time asks.
final class InstanceProof: Sendable {
  let instance: Instance
  let unknownCallees: Set<String>
  let currents: Set<Origin.Source>
  /// What was proposed, and where it is to be shown first.
  let candidates: [(name: String, place: CodePlace)]
  private let work: Mutex<InstanceQuestions>

  init(_ instance: Instance, _ run: SymbolicRun, budget: UInt32) throws {
    self.instance = instance
    unknownCallees = run.unknownCallees
    currents = run.currents
    candidates = run.conditions.compactMap { condition in
      condition.candidate.map { ($0, condition.place) }
    }
    work = Mutex(
      try InstanceQuestions(
        instance, run.facts, run.conditions, comesBack: run.comesBack, budget: budget))
  }

  /// The candidates that are not shown, presuming all that are not dropped yet.
  func settle(_ dropped: Set<String>) throws -> Set<String> {
    try work.withLock { try $0.settle(dropped) }
  }

  /// Uses of level functions that are called, as far as is known by what is not dropped yet.
  func demanded(_ dropped: Set<String>, but known: Set<Instance>) throws -> [Instance] {
    try work.withLock { try $0.demanded(dropped, but: known) }
  }

  /// What is shown of its obligations by the candidates that are left.
  func judge(_ dropped: Set<String>) throws -> InstanceQuestions.Judgement {
    try work.withLock { try $0.judge(dropped) }
  }
}

/// The questions about one execution, and what they have come to.
///
/// Has one owner, as the solver has.
final class InstanceQuestions {
  private let instance: Instance
  private let conditions: [ProofCondition]
  private let hasEnd: Bool
  private let questions: Questions
  /// Candidates that are to be shown at one place: of one loop's entry, of one way round, or of a
  /// call.
  private var groups: [Group] = []
  /// Calls of which it is not known yet that they can be reached.
  private var demands: [ProofCondition]

  private struct Group {
    var conditions: [ProofCondition]
    /// By which candidates it was shown.
    var shown: Set<String>?
  }

  init(
    _ instance: Instance, _ facts: [Fact], _ conditions: [ProofCondition], comesBack: Bool,
    budget: UInt32
  ) throws {
    self.instance = instance
    self.conditions = conditions
    hasEnd = comesBack
    questions = try Questions(facts: facts, budget: budget)
    demands = conditions.filter {
      if case .demand = $0.kind { return true }
      return false
    }
    groups = Self.groups(conditions.filter { $0.candidate != nil }).map { Group(conditions: $0) }
  }

  /// Those of one place together: they have the same path and the same facts.
  private static func groups(_ conditions: [ProofCondition]) -> [[ProofCondition]] {
    var groups: [[ProofCondition]] = []
    var places: [Int: Int] = [:]
    for condition in conditions {
      if let group = places[condition.facts], groups[group][0].hasPath(of: condition) {
        groups[group].append(condition)
      } else {
        places[condition.facts] = groups.count
        groups.append([condition])
      }
    }
    return groups
  }

  /// The candidates that are not shown, presuming all that are not dropped yet.
  func settle(_ dropped: Set<String>) throws -> Set<String> {
    var all = dropped
    var changed = true
    while changed {
      changed = false
      for position in groups.indices where try settle(&groups[position], &all) { changed = true }
    }
    return all.subtracting(dropped)
  }

  /// Whether a candidate was dropped.
  private func settle(_ group: inout Group, _ dropped: inout Set<String>) throws -> Bool {
    // What it was shown by stands.
    if let by = group.shown, by.isDisjoint(with: dropped) { return false }
    group.shown = nil
    let before = dropped.count
    while true {
      group.conditions.removeAll { $0.candidate.map(dropped.contains) ?? false }
      guard let first = group.conditions.first else { return dropped.count > before }
      switch try questions.hold(
        group.conditions.map(\.goal), path: first.path, facts: first.facts, dropped: dropped)
      {
      case .holds(let by):
        group.shown = by
        return dropped.count > before
      case .fails(let model):
        for condition in group.conditions where !model.satisfies([condition.goal]) {
          if let name = condition.candidate { dropped.insert(name) }
        }
      case .unknown:
        group.shown = try settleApart(group.conditions, &dropped)
        if group.shown != nil { return dropped.count > before }
      }
    }
  }

  /// Asks for what is too much to be asked together one by one; by which candidates all were shown,
  /// nil where one was dropped.
  private func settleApart(
    _ conditions: [ProofCondition], _ dropped: inout Set<String>
  ) throws -> Set<String>? {
    var shown: Set<String>? = []
    for condition in conditions {
      guard let name = condition.candidate, !dropped.contains(name) else { continue }
      let outcome = try questions.hold(
        [condition.goal], beside: conditions.map(\.goal), path: condition.path,
        facts: condition.facts, dropped: dropped)
      if case .holds(let by) = outcome {
        shown?.formUnion(by)
        continue
      }
      shown = nil
      dropped.insert(name)
      guard case .fails(let model) = outcome else { continue }
      // What fails beside it is dropped unasked: a guess less makes no proof wrong.
      for other in conditions where !model.satisfies([other.goal]) {
        if let name = other.candidate { dropped.insert(name) }
      }
    }
    return shown
  }

  /// Uses of level functions that are called, as far as is known by what is not dropped yet.
  func demanded(_ dropped: Set<String>, but known: Set<Instance>) throws -> [Instance] {
    var found: [Instance] = []
    var left: [ProofCondition] = []
    for condition in demands {
      guard case .demand(let instance) = condition.kind else { continue }
      if known.contains(instance) || found.contains(instance) { continue }
      let outcome = try questions.hold(
        [condition.goal], path: condition.path, facts: condition.facts, dropped: dropped)
      if outcome.isShown { left.append(condition) } else { found.append(instance) }
    }
    demands = left
    return found
  }

  /// What is not shown of it.
  struct Judgement: Sendable {
    var counts: [String: Int] = [:]
    var failures: [ProgramVerdict.Failure] = []
    var comesBack = false
  }

  func judge(_ dropped: Set<String>) throws -> Judgement {
    var result = Judgement()
    for condition in conditions {
      guard case .obligation(let property, let text) = condition.kind else { continue }
      result.counts[property, default: 0] += 1
      let outcome = try questions.hold(
        [condition.goal], path: condition.path, facts: condition.facts, dropped: dropped)
      if outcome.isShown { continue }
      let isUndecided = if case .unknown = outcome { true } else { false }
      if isUndecided,
        try questions.holdsInParts(
          condition.goal, path: condition.path, facts: condition.facts, dropped: dropped)
      {
        continue
      }
      result.failures.append(
        ProgramVerdict.Failure(
          instance: "\(instance)", property: property, text: text, place: condition.place,
          isUndecided: isUndecided))
    }
    result.comesBack = try comesBack(dropped)
    return result
  }

  /// Whether the instance's end can be reached with all that is presumed of it, also where conditions
  /// before that are not shown: what is contradictory proves anything.
  private func comesBack(_ dropped: Set<String>) throws -> Bool {
    guard hasEnd,
      let end = conditions.last(where: { condition in
        if case .obligation = condition.kind { return true }
        return false
      })
    else { return false }
    return try questions.canBe(path: end.path, facts: end.facts, dropped: dropped)
  }
}
