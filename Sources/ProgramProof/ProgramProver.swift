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

  /// How many conditions a property has.
  public func conditions(_ property: String) -> Int {
    properties[Self.saidBy[property] ?? property] ?? 0
  }

  public let failures: [Failure]
  /// Uses of level functions, the top one first.
  public let instances: [String]
  /// Uses that are not shown to come back: nothing follows of them.
  public let idle: [String]
  /// Functions of which nothing is known.
  public let unknownCallees: [String]
  /// What was taken for the task that runs.
  public let currents: [String]
  /// What was proved of loops, and of what level functions are handed.
  public let kept: [Kept]

  /// Something that was proposed and proved.
  public struct Kept: Sendable, Hashable {
    /// The level function's use that it is about.
    public let use: String
    /// The loop; nil for what the level function is handed.
    public let place: CodePlace?
    public let text: String
  }

  /// What there is to judge: how the walk is begun only where the code has that.
  public let judgedHere: [String]
  /// What was proved without presuming anything of pages, where something of those is not shown.
  public internal(set) var provedWithoutPages: Set<String> = []
  /// Whether what is recorded and counted was asked for.
  var judgesPages = true

  /// What is judged, apart from what needs other conditions than these.
  public static let judged = [
    "right-pages", "right-entry", "exact-cover", "no-stack-iteration", "in-bounds",
    "advance-agrees", "checked-descent", "marked-access", "live-recheck", "kept-after-recheck",
    "in-reach", "no-dummy",
  ]

  /// Properties of a walk that another one says of a program: whether a cursor that goes on has come to
  /// the next address's entry is asked where that is used.
  private static let saidBy = ["advance-agrees": "right-entry"]

  /// What level functions do not presume of each other.
  private static let unpresumed: Set = [
    "advance-agrees", "checked-descent", "marked-access", "live-recheck", "kept-after-recheck",
    "in-reach", "no-dummy",
  ]

  /// Whether level functions presume of each other what a property says.
  package static func isPresumed(_ property: String) -> Bool {
    judged.contains(property)
      && !unpresumed.contains(property)
  }

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

  /// What came out for a property. Without one of those that level functions presume of each other
  /// nothing follows for any, but for those that are proved again without what pages have to do with.
  public func result(_ property: String) -> Result {
    guard judgedHere.contains(property) else { return .notJudged }
    if let other = Self.saidBy[property] { return result(other) }
    if provedWithoutPages.contains(property) { return .proved }
    guard judgesPages || !Self.ofPages.contains(property) else { return .nothingFollows }
    let own = failures.count { $0.property == property }
    if own > 0 { return .notShown(own) }
    return isGrounded ? .proved : .nothingFollows
  }

  /// Whether all that level functions presume of each other is shown.
  private var isGrounded: Bool {
    !failures.contains { Self.isPresumed($0.property) } && idle.isEmpty && conditions > 0
  }

  /// Whether nothing that others presume fails in a use of a level function.
  func isGrounded(_ instance: Instance) -> Bool {
    !idle.contains("\(instance)")
      && !failures.contains {
        $0.instance == "\(instance)" && Self.isPresumed($0.property)
      }
  }

  /// What speaks of the pages that are recorded and counted.
  private static let ofPages: Set = ["right-pages", "exact-cover", "kept-after-recheck"]

  /// Whether a property is presumed, and others do not need it.
  package static func isOfPagesAlone(_ property: String) -> Bool { ofPages.contains(property) }

  /// Whether nothing but what pages have to do with is not shown.
  var failsByPagesAlone: Bool {
    !isGrounded && idle.isEmpty
      && failures.allSatisfy {
        Self.ofPages.contains($0.property) || !Self.isPresumed($0.property)
      }
  }

  /// The properties that a proof shows which presumes nothing of pages.
  var provedOfEntries: Set<String> {
    let entries: Set = [
      "right-entry", "no-stack-iteration", "in-bounds", "checked-descent", "marked-access",
      "live-recheck", "in-reach", "no-dummy",
    ]
    return isGrounded ? entries.filter { result($0) == .proved } : []
  }

  /// Whether everything that is judged is proved.
  public var isProved: Bool { judgedHere.allSatisfy { result($0) == .proved } }
}

/// Proves a walk that is a program, in one configuration of its machine.
///
/// Level functions are taken by their contracts, loops by what stays of proposed invariants, and the
/// rest is executed: `docs/program-proof.md`.
public final class ProgramProver {
  /// What is reached in the code.
  public let program: Program
  private let machine: WalkMachine
  private let levels: [String: LevelFunction]
  private let top: String
  private let budget: UInt32
  private let roots: RootOfTables
  private let entrance: Entrance?
  private let walk: FoundWalk?
  private var refusals: [ProgramVerdict.Failure] = []
  private var dropped: Set<String> = []
  private var proofs: [InstanceProof] = []

  /// A prover for the walk that `top` begins.
  ///
  /// - Parameter budget: units of the solver's work that one question may take.
  /// - Throws: `Refusal` where the code has something that is not understood, `IRError` where it
  ///   cannot be read.
  public init(
    modules: [Module], top: String, architecture: Architecture, configuration: Configuration,
    compiled: CompiledKernel, budget: UInt32
  ) throws {
    self.top = top
    self.budget = budget
    var entrance = try Entrance(to: top, modules)
    program = try Program(modules, entries: [top] + (entrance?.roots ?? []))
    entrance?.look(in: program)
    self.entrance = entrance
    walk = nil
    machine = try WalkMachine(
      architecture: architecture, configuration: configuration, compiled: compiled,
      modules: modules)
    roots = RootOfTables(modules: modules, sources: compiled.sources.keys)
    var levels: [String: LevelFunction] = [:]
    for name in program.functions.keys {
      guard
        let roles = try LevelFunction(
          name, of: program, modules, word: architecture.word,
          entryWidth: machine.hardware.entryWidth)
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

  /// A prover for a walk of one address.
  ///
  /// - Throws: as the other one.
  public init(
    modules: [Module], walk: AddressWalk, architecture: Architecture, configuration: Configuration,
    compiled: CompiledKernel, budget: UInt32
  ) throws {
    top = walk.function
    self.budget = budget
    program = try Program(modules, entries: [walk.function])
    entrance = nil
    levels = [:]
    machine = try WalkMachine(
      architecture: architecture, configuration: configuration, compiled: compiled,
      modules: modules)
    roots = RootOfTables(modules: modules, sources: compiled.sources.keys)
    self.walk = try FoundWalk(walk, in: program, modules, word: architecture.word)
  }

  /// Proves what has nothing to do with which pages are recorded and counted, where those are known to
  /// be wrong.
  public func proveWithoutPages() throws -> ProgramVerdict {
    var verdict = try prove(judgesPages: false)
    verdict.provedWithoutPages = verdict.provedOfEntries
    verdict.judgesPages = false
    return verdict
  }

  /// Proves what is to be proved.
  public func prove() throws -> ProgramVerdict {
    var verdict = try prove(judgesPages: true)
    if verdict.failsByPagesAlone {
      verdict.provedWithoutPages = try prove(judgesPages: false).provedOfEntries
    }
    return verdict
  }

  /// What is handed another entry than its range's is told by it where that turns out right; where it
  /// does not, the one that hands it down is wrong.
  private func prove(judgesPages: Bool) throws -> ProgramVerdict {
    var refused: Set<String> = []
    while true {
      let verdict = try prove(judgesPages: judgesPages, but: refused)
      let wrong = proofs.map(\.instance).filter { $0.handed == .beside && !verdict.isGrounded($0) }
      if wrong.isEmpty { return verdict }
      refused.formUnion(wrong.map(\.description))
    }
  }

  private func prove(judgesPages: Bool, but refused: Set<String>) throws -> ProgramVerdict {
    (dropped, proofs, refusals) = (refused, [], [])
    proofs = try (entrance?.roots ?? []).compactMap { try begin($0, judgesPages: judgesPages) }
    var demanded = [Instance(function: top, position: 0, handed: walk == nil ? .live : .nothing)]
    var known = Set(demanded)
    while true {
      while !demanded.isEmpty {
        proofs += try demanded.map { try execute($0, judgesPages: judgesPages) }
        demanded = try found(&known)
      }
      if try settle() { demanded = try found(&known) }
      if demanded.isEmpty { break }
    }
    return try judge()
  }

  /// Uses of level functions that are called and were not known.
  ///
  /// What is called where candidates stand that are wrong is also called where they do not.
  private func found(_ known: inout Set<Instance>) throws -> [Instance] {
    let (proofs, dropped, before) = (proofs, dropped, known)
    var found: [Instance] = []
    for some in try concurrently(proofs.count, { try proofs[$0].demanded(dropped, but: before) }) {
      for instance in some where known.insert(instance).inserted { found.append(instance) }
    }
    return found
  }

  /// The symbolic execution of a function by which the walk is begun; nil where that is not understood.
  private func begin(_ root: String, judgesPages: Bool) throws -> InstanceProof? {
    let instance = Instance(function: root, position: 0, handed: .nothing)
    do {
      return try execute(instance, judgesPages: judgesPages)
    } catch let refusal as Refusal {
      let source = refusal.source ?? program.functions[root]?.source
      refusals += ["in-reach", "exact-cover", "right-pages"].map { property in
        ProgramVerdict.Failure(
          instance: "\(instance)", property: property,
          text: "how \(root) begins the walk is not understood: \(refusal.text)",
          place: CodePlace(function: root, source: source), isUndecided: true)
      }
      return nil
    }
  }

  /// The symbolic execution of an instance, again and again until loops change nothing new.
  private func execute(_ instance: Instance, judgesPages: Bool) throws -> InstanceProof {
    guard let function = program.functions[instance.function] else {
      throw Refusal("\(instance.function) has no body", nil)
    }
    let history = RunHistory()
    for _ in 0..<16 {
      history.hasChanged = false
      let contract = try LevelContract(
        machine: machine, levels: levels, instance: instance, isTop: instance.function == top,
        judgesPages: judgesPages, dropped: dropped, history: history, roots: roots,
        entrance: instance.handed == .nothing ? entrance : nil, walk: walk)
      let run = SymbolicRun(program, history: history, contract: contract)
      try contract.run(run, function)
      guard history.hasChanged else {
        return try InstanceProof(instance, run, budget: budget)
      }
    }
    throw Refusal("what the loops of \(instance.function) change is not found", function.source)
  }

  /// Drops candidates until all that are left are shown; whether there were any.
  private func settle() throws -> Bool {
    let before = dropped.count
    let proofs = proofs
    while true {
      let dropped = dropped
      let more = try concurrently(proofs.count) { try proofs[$0].settle(dropped) }
      if more.allSatisfy(\.isEmpty) { return dropped.count > before }
      for names in more { self.dropped.formUnion(names) }
    }
  }

  /// The candidates that are left; each was shown wherever it has to hold.
  private static func kept(
    _ proofs: [InstanceProof], _ dropped: Set<String>
  ) -> [ProgramVerdict.Kept] {
    var seen: Set<String> = []
    var kept: [ProgramVerdict.Kept] = []
    for (name, place) in proofs.flatMap(\.candidates)
    where !dropped.contains(name) && seen.insert(name).inserted {
      let parts = name.split(separator: "|", maxSplits: 2).map(String.init)
      guard let use = parts.first, let text = parts.last, parts.count > 1 else { continue }
      kept.append(ProgramVerdict.Kept(use: use, place: parts.count > 2 ? place : nil, text: text))
    }
    return kept
  }

  private func judge() throws -> ProgramVerdict {
    let (proofs, dropped) = (proofs, dropped)
    let judgements = try concurrently(proofs.count) { try proofs[$0].judge(dropped) }
    var counts: [String: Int] = [:]
    for judgement in judgements { counts.merge(judgement.counts, uniquingKeysWith: +) }
    return ProgramVerdict(
      conditions: counts.values.reduce(0, +), properties: counts,
      failures: refusals + judgements.flatMap(\.failures),
      instances: proofs.map { "\($0.instance)" },
      idle: zip(proofs, judgements).filter { !$1.comesBack }.map { "\($0.0.instance)" },
      unknownCallees: Set(proofs.flatMap(\.unknownCallees)).sorted(),
      currents: Set(proofs.flatMap(\.currents)).map(\.description).sorted(),
      kept: Self.kept(proofs, dropped),
      judgedHere: walk.map { LevelContract.judged($0.walk) }
        ?? ProgramVerdict.judged.filter { $0 != "in-reach" || entrance != nil })
  }
}
