import LLVMIR
import PageWalk
import Programs
import SMT
import Translation

/// What a proof of a program found.
public struct ProgramVerdict: Sendable {
  /// A condition that was not shown.
  public struct Failure: Sendable, Hashable {
    /// The level function's use in which it stands.
    public let instance: String
    public let property: String
    public let text: String
    public let place: CodePlace
    /// Whether the solver gave up, rather than finding values for which the condition fails.
    public let isUndecided: Bool
  }

  /// How many conditions there were.
  public let conditions: Int
  /// How many conditions of each property.
  public let properties: [String: Int]
  public let failures: [Failure]
  /// Uses of level functions, the top one first.
  public let instances: [String]
  /// Uses that are not shown to come back: nothing follows of them.
  public let idle: [String]
  /// Functions of which nothing is known.
  public let unknownCallees: [String]
  /// What was taken for the task that runs.
  public let currents: [String]
  /// What was proved without presuming anything of pages, where something of those is not shown.
  public internal(set) var provedWithoutPages: Set<String> = []

  /// What is judged, apart from what needs other conditions than these.
  public static let judged = [
    "right-pages", "right-entry", "exact-cover", "no-stack-iteration", "in-bounds",
    "marked-access",
  ]

  /// What came out for a property.
  public enum Result: Sendable, Hashable {
    /// Nobody asked.
    case notJudged
    /// Every condition holds, also those that others presume.
    case proved
    /// So many of its conditions are not shown.
    case notShown(Int)
    /// Its own conditions hold, if only others did, which are not shown.
    case nothingFollows
  }

  /// What came out for a property. Level functions presume of each other what all properties but
  /// `marked-access` say, so that without one of them nothing follows for any, but for those that are
  /// proved again without what pages have to do with.
  public func result(_ property: String) -> Result {
    guard Self.judged.contains(property) else { return .notJudged }
    if provedWithoutPages.contains(property) { return .proved }
    let own = failures.count { $0.property == property }
    if own > 0 { return .notShown(own) }
    return isGrounded ? .proved : .nothingFollows
  }

  /// Whether all that level functions presume of each other is shown.
  private var isGrounded: Bool {
    failures.allSatisfy { $0.property == "marked-access" } && idle.isEmpty && conditions > 0
  }

  /// Whether nothing but what pages have to do with is not shown.
  var failsByPagesAlone: Bool {
    !isGrounded && idle.isEmpty
      && failures.allSatisfy {
        ["right-pages", "exact-cover", "marked-access"].contains($0.property)
      }
  }

  /// The properties that a proof shows which presumes nothing of pages.
  var provedOfEntries: Set<String> {
    let entries: Set = ["right-entry", "no-stack-iteration", "in-bounds", "marked-access"]
    return isGrounded ? entries.filter { result($0) == .proved } : []
  }

  /// Whether everything that is judged is proved.
  public var isProved: Bool { Self.judged.allSatisfy { result($0) == .proved } }
}

/// Proves a walk that is a program, in one configuration of its machine.
///
/// Level functions are taken by their contracts, loops by what stays of proposed invariants, and the
/// rest is executed: `docs/program-proof.md`.
public final class ProgramProver {
  private let program: Program
  private let machine: WalkMachine
  private let levels: [String: LevelFunction]
  private let top: String
  private let budget: UInt32
  private let roots: RootOfTables
  private var dropped: Set<String> = []
  private var runs: [(instance: Instance, run: SymbolicRun, questions: Questions)] = []
  /// By which candidates a condition was shown, by run and number.
  private var shown: [Int: [Int: Set<String>]] = [:]
  private let progress: (String) -> Void

  /// A prover for the walk that `top` begins.
  ///
  /// - Parameter budget: units of the solver's work that one question may take.
  /// - Throws: `Refusal` where the code has something that is not understood, `IRError` where it
  ///   cannot be read.
  public init(
    modules: [Module], top: String, architecture: Architecture, configuration: Configuration,
    compiled: CompiledKernel, budget: UInt32, progress: @escaping (String) -> Void
  ) throws {
    self.top = top
    self.budget = budget
    self.progress = progress
    program = try Program(modules, entries: [top])
    machine = try WalkMachine(
      architecture: architecture, configuration: configuration, compiled: compiled,
      modules: modules)
    roots = RootOfTables(modules: modules)
    var levels: [String: LevelFunction] = [:]
    for name in program.functions.keys {
      let plain = String(name.prefix { $0 != "@" })
      guard let function = try modules.lazy.compactMap({ try $0.function(plain) }).first,
        let roles = LevelFunction(
          function, word: architecture.word, entryWidth: machine.hardware.entryWidth),
        program.functions[name]?.parameters.count == function.parameters.count
      else { continue }
      if roles.pointer != nil || name == top { levels[name] = roles }
    }
    self.levels = levels
    guard let start = levels[top], start.pointer == nil else {
      throw Refusal(
        "\(top) is no function that is handed a range, an array of pages and their number, and no entry",
        program.functions[top]?.source)
    }
  }

  /// Proves what is to be proved.
  public func prove() throws -> ProgramVerdict {
    var verdict = try prove(judgesPages: true)
    if verdict.failsByPagesAlone {
      verdict.provedWithoutPages = try prove(judgesPages: false).provedOfEntries
    }
    return verdict
  }

  private func prove(judgesPages: Bool) throws -> ProgramVerdict {
    (dropped, runs, shown) = ([], [], [:])
    var demanded = [Instance(function: top, position: 0, isLive: true)]
    var known = Set(demanded)
    repeat {
      for instance in demanded { try execute(instance, judgesPages: judgesPages) }
      try settle()
      demanded = []
      for (_, run, questions) in runs {
        for condition in run.conditions {
          guard case .demand(let instance) = condition.kind, !known.contains(instance) else {
            continue
          }
          let outcome = try questions.holds(
            condition.goal, path: condition.path, facts: condition.facts, dropped: dropped)
          if outcome.isShown { continue }
          known.insert(instance)
          demanded.append(instance)
        }
      }
    } while !demanded.isEmpty
    return try judge()
  }

  /// The symbolic execution of an instance, again and again until loops change nothing new.
  private func execute(_ instance: Instance, judgesPages: Bool) throws {
    guard let function = program.functions[instance.function] else {
      throw Refusal("\(instance.function) has no body", nil)
    }
    let history = RunHistory()
    for _ in 0..<16 {
      history.hasChanged = false
      let contract = try LevelContract(
        machine: machine, levels: levels, instance: instance, isTop: instance.function == top,
        judgesPages: judgesPages, dropped: dropped, history: history, rootOrigins: roots.isRoot)
      let run = SymbolicRun(program, history: history, contract: contract)
      try contract.run(run, function)
      guard history.hasChanged else {
        runs.append((instance, run, try Questions(facts: run.facts, budget: budget)))
        progress("\(instance)")
        return
      }
    }
    throw Refusal("what the loops of \(instance.function) change is not found", function.source)
  }

  /// Drops candidates until all that are left are shown.
  private func settle() throws {
    var changed = true
    while changed {
      changed = false
      for (position, (_, run, questions)) in runs.enumerated() {
        var groups: [[Int]] = []
        var places: [Int: Int] = [:]
        for (number, condition) in run.conditions.enumerated() {
          guard case .candidate = condition.kind else { continue }
          // Those of one loop's entry, or of one way round, come one after the other.
          if let group = places[condition.facts],
            let first = groups[group].first,
            isSame(run.conditions[first].path, condition.path)
          {
            groups[group].append(number)
          } else {
            places[condition.facts] = groups.count
            groups.append([number])
          }
        }
        for group in groups where try settle(group, position, run, questions) { changed = true }
      }
    }
  }

  private func isSame(_ a: [Term], _ b: [Term]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 === $1 }
  }

  private func name(_ condition: ProofCondition) -> String {
    if case .candidate(let name) = condition.kind { return name }
    return ""
  }

  /// Whether a candidate was dropped.
  private func settle(
    _ group: [Int], _ position: Int, _ run: SymbolicRun, _ questions: Questions
  ) throws -> Bool {
    var hasDropped = false
    for number in group {
      let condition = run.conditions[number]
      let name = name(condition)
      guard !dropped.contains(name) else { continue }
      // What it was shown by stands.
      if let by = shown[position]?[number], by.isDisjoint(with: dropped) { continue }
      let open = group.map { run.conditions[$0] }.filter { !dropped.contains(self.name($0)) }
      let goals = open.map(\.goal)
      switch try questions.holds(
        condition.goal, beside: goals, path: condition.path, facts: condition.facts,
        dropped: dropped)
      {
      case .holds(let by):
        shown[position, default: [:]][number] = by
        continue
      case .fails(let model):
        // What fails beside it is dropped unasked: a guess less makes no proof wrong.
        dropped.formUnion(open.filter { !model.satisfies([$0.goal]) }.map { self.name($0) })
        dropped.insert(name)
      case .unknown: dropped.insert(name)
      }
      hasDropped = true
    }
    return hasDropped
  }

  private func judge() throws -> ProgramVerdict {
    var failures: [ProgramVerdict.Failure] = []
    var counts: [String: Int] = [:]
    var idle: [String] = []
    var callees: Set<String> = []
    for (instance, run, questions) in runs {
      callees.formUnion(run.unknownCallees)
      for condition in run.conditions {
        guard case .obligation(let property, let text) = condition.kind else { continue }
        counts[property, default: 0] += 1
        let outcome = try questions.holds(
          condition.goal, path: condition.path, facts: condition.facts, dropped: dropped)
        if outcome.isShown { continue }
        let isUndecided = if case .unknown = outcome { true } else { false }
        failures.append(
          ProgramVerdict.Failure(
            instance: "\(instance)", property: property, text: text, place: condition.place,
            isUndecided: isUndecided))
      }
      if try !comesBack(run, questions) { idle.append("\(instance)") }
    }
    return ProgramVerdict(
      conditions: counts.values.reduce(0, +), properties: counts, failures: failures,
      instances: runs.map { "\($0.instance)" }, idle: idle,
      unknownCallees: callees.sorted(),
      currents: Set(runs.flatMap(\.run.currents)).map(\.description).sorted())
  }

  /// Whether an instance's end can be reached with all that is presumed of it, also where conditions
  /// before that are not shown: what is contradictory proves anything.
  private func comesBack(_ run: SymbolicRun, _ questions: Questions) throws -> Bool {
    guard run.comesBack,
      let end = run.conditions.last(where: { condition in
        if case .obligation = condition.kind { return true }
        return false
      })
    else { return false }
    let cover = try questions.holds(.no, path: end.path, facts: end.facts, dropped: dropped)
    if case .fails = cover { return true }
    return false
  }
}
