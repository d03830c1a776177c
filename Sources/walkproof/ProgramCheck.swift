import Checker
import Encoder
import LLVMIR
import PageWalk
import ProgramProof
import ProgramSearch
import SMT

/// The proof of code as the program that it is, beside the verdicts of the walk that was read from
/// the same code: what lifting does not look at is looked at there.
struct ProgramCheck: Sendable {
  let build: CompiledBuild
  let modules: [Module]

  init(_ build: CompiledBuild, modules: [Module]) {
    (self.build, self.modules) = (build, modules)
  }

  /// Nil where the model does not tell enough for such a proof, or the walk is another than
  /// `gup_fast`.
  init?(_ build: CompiledBuild, modules: [Module], entry: String?) {
    guard build.compiled.map != nil || build.compiled.sections != nil,
      entry.map((Self.entries + Self.tops).contains) ?? true
    else { return nil }
    self.init(build, modules: modules)
  }

  /// The functions by which `gup_fast` walks the top table, the newest name first.
  private static let tops = ["gup_fast_pgd_range", "gup_pgd_range"]
  private static let entries = ["gup_fast_fallback", "internal_get_user_pages_fast"]

  /// The function that walks the top table; nil where the code has none that is known.
  func top() throws -> String? { try Self.tops.first(where: function) }

  /// What is proved.
  enum Walk: Sendable {
    /// Ranges, from the function on that walks the top table.
    case range(top: String)
    case address(AddressWalk)

    var function: String {
      switch self {
      case .range(let top): top
      case .address(let walk): walk.function
      }
    }
  }

  /// What is found of a walk in a configuration.
  ///
  /// - Throws: `Refusal` or `IRError` where the code is not understood.
  private func judgement(
    _ configuration: Configuration, _ walk: Walk, budget: UInt32
  ) throws -> ProgramJudgement {
    switch walk {
    case .range(let top): return try judgement(configuration, top: top, budget: budget)
    case .address(let walk):
      var judgement = ProgramJudgement()
      judgement.verdict = try ProgramProver(
        modules: modules, walk: walk, architecture: build.architecture,
        configuration: configuration, compiled: build.compiled, budget: budget,
        progress: { _ in }
      ).prove()
      judgement.searched =
        "entries \(walk.lock.map { "stay as they are: \($0)" } ?? "may change at any time")"
      return judgement
    }
  }

  /// What is found of the program in a configuration: first what runs of it do, and where those are
  /// not wrong, or only read plainly, what is proved.
  ///
  /// - Throws: `Refusal` or `IRError` where the code is not understood.
  func judgement(
    _ configuration: Configuration, top: String, budget: UInt32,
    progress: @escaping (String) -> Void = { _ in }
  ) throws -> ProgramJudgement {
    var judgement = ProgramJudgement()
    do {
      progress("runs")
      let search = try ProgramSearch(
        modules: modules, top: top, architecture: build.architecture,
        configuration: configuration, compiled: build.compiled)
      judgement.runs = try search.search()
      judgement.searched = search.summary
    } catch let error as Refusal {
      judgement.searched = "not searched: \(error.description)"
    }
    if judgement.breaksGround { return judgement }
    let verdict = try ProgramProver(
      modules: modules, top: top, architecture: build.architecture, configuration: configuration,
      compiled: build.compiled, budget: budget, progress: progress
    ).prove()
    for run in judgement.runs where verdict.result(run.property) == .proved {
      throw Failure(
        .unsound,
        "\(configuration): \(run.property) is proved of the code, and a run of it breaks that:"
          + " \(run.text) in \(run.place); this is a defect of walkproof")
    }
    judgement.verdict = verdict
    return judgement
  }

  /// What `work` gives of each item, by its position; as many at once as `jobs` says.
  private static func concurrently<Item: Sendable, Result: Sendable>(
    _ items: [Item], jobs: Int, done: (Int) -> Void,
    _ work: @escaping @Sendable (Item) throws -> Result
  ) async throws -> [Result] {
    var results: [Int: Result] = [:]
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var rest = Array(items.enumerated())[...]
      func start() {
        guard let (position, item) = rest.popFirst() else { return }
        group.addTask { (position, try work(item)) }
      }
      for _ in 0..<jobs { start() }
      while let (position, result) = try await group.next() {
        results[position] = result
        done(results.count)
        start()
      }
    }
    return results.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Writes what is found in each configuration; ends with 1 where a run breaks one of `properties`,
  /// and with 3 unless all of them are proved.
  ///
  /// - Parameters:
  ///   - properties: what is asked for; nil means what can be proved, and whatever a run breaks.
  ///   - walk: by default `gup_fast`, from one of the kernel's functions that walk the top table.
  func report(
    _ properties: [Property]? = nil, _ walk: Walk? = nil, _ options: ProverOptions,
    to output: String?
  ) async throws {
    guard let walk = try walk ?? self.top().map(Walk.range) else {
      throw Failure(.badInput, "the code has no function \(Self.tops.joined(separator: " or "))")
    }
    let total = build.configurations.count
    let judgements = try await Self.concurrently(
      build.configurations, jobs: options.jobs,
      done: { StandardError.progress("\($0) of \(total) configurations as a program") }
    ) { configuration in
      try ProgramText.wording {
        try self.judgement(configuration, walk, budget: UInt32(options.budget))
      }
    }
    StandardError.progress("")
    let text = zip(build.configurations, judgements).map { configuration, judgement in
      ProgramText.text(
        judgement, title: "\(build.architecture.name) \(configuration)", walk)
    }
    try Output.write(text.joined(separator: "\n"), to: output)
    let asked = properties?.map(\.rawValue)
    if judgements.contains(where: { judgement in
      judgement.runs.contains { asked?.contains($0.property) ?? true }
    }) {
      try Code.refuted.end()
    }
    let isProved = judgements.allSatisfy { judgement in
      judgement.verdict.map { verdict in
        (asked ?? verdict.judgedHere).allSatisfy { verdict.result($0) == .proved }
      } ?? false
    }
    if !isProved || judgements.isEmpty { try Code.inconclusive.end() }
  }

  /// What the program has against a property that the walk read from it is proved to have.
  enum Objection: Sendable {
    /// Why it is not shown to have it.
    case doubt(String)
    case run(Counterexample)
  }

  /// What the program has against each property; empty where it has them all.
  ///
  /// A program that is not understood is not shown to have any.
  func objections(_ configuration: Configuration, budget: UInt32) throws -> [Property: Objection] {
    do {
      guard let top = try top() else {
        let names = Self.tops.joined(separator: " or ")
        return Self.judged { _ in
          .doubt("no function that walks the top table is called \(names)")
        }
      }
      let judgement = try self.judgement(configuration, top: top, budget: budget)
      var objections = Self.judged { doubt($0, judgement).map(Objection.doubt) }
      for run in judgement.runs {
        if let property = Property(rawValue: run.property) { objections[property] = .run(run) }
      }
      return objections
    } catch let error as Refusal {
      return Self.judged { _ in .doubt("it is not understood: \(error.description)") }
    } catch let error as Failure {
      throw error
    } catch {
      return Self.judged { _ in .doubt("\(error)") }
    }
  }

  /// The findings, of which those that call proved what this does not bear out say that it is unknown,
  /// or that a run of the code refutes it.
  ///
  /// - Parameters:
  ///   - configurations: those of the findings' subjects, as the models have them.
  ///   - progress: told after each configuration how many are done, and of how many.
  func compared(
    _ findings: [Finding], _ configurations: [(Subject, Configuration)], _ options: ProverOptions,
    progress: (_ done: Int, _ total: Int) -> Void
  ) async throws -> [Finding] {
    let judged = Set(ProgramVerdict.judged.compactMap(Property.init(rawValue:)))
    let open = Set(
      findings.filter { $0.verdict == .proved && judged.contains($0.property) }.map(\.subject))
    let work = configurations.filter { open.contains($0.0) }
    let found = try await Self.concurrently(
      work.map(\.1), jobs: options.jobs, done: { progress($0, work.count) }
    ) { try objections($0, budget: UInt32(options.budget)) }
    let against = Dictionary(uniqueKeysWithValues: zip(work.map(\.0), found))
    return findings.map { finding in
      switch against[finding.subject]?[finding.property] {
      case nil: return finding
      case .doubt(let reason):
        return finding.withdrawn(
          because: "the walk that was read from the code has it, and the code as a program is not"
            + " shown to: \(reason)")
      case .run(let run):
        guard finding.verdict != .refuted else { return finding }
        return finding.refuted(
          by: Finding.CodeRun(text: "\(run.text), in \(run.place)", story: run.story))
      }
    }
  }

  private func function(_ name: String) throws -> Bool {
    try modules.contains { try $0.function(name) != nil }
  }

  private static func judged(_ doubt: (Property) -> Objection?) -> [Property: Objection] {
    var doubts: [Property: Objection] = [:]
    for property in ProgramVerdict.judged.compactMap(Property.init(rawValue:)) {
      doubts[property] = doubt(property)
    }
    return doubts
  }

  private func doubt(_ property: Property, _ judgement: ProgramJudgement) -> String? {
    guard let verdict = judgement.verdict else {
      return "a run of it breaks \(judgement.ground?.property ?? "another property")"
    }
    switch verdict.result(property.rawValue) {
    case .proved: return nil
    case .notJudged: return "\(property.rawValue) is not judged there"
    case .notShown:
      return verdict.failures.first { $0.property == property.rawValue }.map {
        "'\($0.text)' in \($0.place)"
      }
    case .nothingFollows:
      guard let other = verdict.failures.first(where: { ProgramVerdict.isPresumed($0.property) })
      else {
        return "\(verdict.idle.first ?? "a function") is not shown to come back"
      }
      return "\(property.rawValue) presumes \(other.property), of which '\(other.text)' in"
        + " \(other.place)"
    }
  }
}
