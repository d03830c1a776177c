import LLVMIR
import PageWalk
import ProgramProof
import ProgramSearch
import SMT

/// Code, and the walk in it that is judged.
struct ProgramCheck: Sendable {
  let build: CompiledBuild
  let modules: [Module]
  let walk: Walk

  /// What is judged.
  enum Walk: Sendable {
    /// Ranges, from the function on that walks the top table.
    case range(top: String)
    case address(AddressWalk)

    /// What is stated of the walk itself.
    var stated: [String] {
      guard case .address(let walk) = self else { return [] }
      return [
        "the address is in \(walk.address)", "the top table is at \(walk.table)",
        walk.lock.map { "entries stay as they are: \($0)" } ?? "entries may change at any time",
      ]
    }

    var function: String {
      switch self {
      case .range(let top): top
      case .address(let walk): walk.function
      }
    }
  }

  /// What is found of it in each configuration that the build is for.
  ///
  /// - Throws: `Failure` where the code is not understood.
  func judgements(_ options: ProverOptions) async throws -> [ProgramJudgement] {
    let total = build.configurations.count
    let clock = ContinuousClock()
    defer { StandardError.progress("") }
    return try await Self.concurrently(
      build.configurations, jobs: options.jobs,
      done: { StandardError.progress("\($0) of \(total) configurations") }
    ) { configuration in
      let start = clock.now
      var judgement = try ProgramText.wording {
        try self.judgement(configuration, budget: UInt32(options.budget))
      }
      judgement.unknowns = build.compiled.statedNames
      judgement.seconds = (clock.now - start) / .seconds(1)
      return judgement
    }
  }

  /// A proof in one configuration.
  ///
  /// - Throws: `Refusal` or `IRError` where the code is not understood.
  func prover(_ configuration: Configuration, budget: UInt32) throws -> ProgramProver {
    switch walk {
    case .range(let top):
      try ProgramProver(
        modules: modules, top: top, architecture: build.architecture,
        configuration: configuration, compiled: build.compiled, budget: budget)
    case .address(let walk):
      try ProgramProver(
        modules: modules, walk: walk, architecture: build.architecture,
        configuration: configuration, compiled: build.compiled, budget: budget)
    }
  }

  private func judgement(
    _ configuration: Configuration, budget: UInt32
  ) throws -> ProgramJudgement {
    switch walk {
    case .range(let top): return try judgement(configuration, top: top, budget: budget)
    case .address(let walk):
      var judgement = ProgramJudgement(configuration: configuration)
      judgement.verdict = try prover(configuration, budget: budget).prove()
      judgement.searched =
        "entries \(walk.lock.map { "stay as they are: \($0)" } ?? "may change at any time")"
      return judgement
    }
  }

  /// First what runs of it do, and where those are not wrong, or break only what no proof presumes,
  /// what is proved.
  private func judgement(
    _ configuration: Configuration, top: String, budget: UInt32
  ) throws -> ProgramJudgement {
    var judgement = ProgramJudgement(configuration: configuration)
    do {
      let search = try ProgramSearch(
        modules: modules, top: top, architecture: build.architecture,
        configuration: configuration, compiled: build.compiled)
      judgement.runs = try search.search()
      judgement.searched = search.summary
    } catch let error as Refusal {
      judgement.searched = "not searched: \(error.description)"
    }
    let grounds = judgement.runs.filter { ProgramVerdict.isPresumed($0.property) }
    guard grounds.allSatisfy({ ProgramVerdict.isOfPagesAlone($0.property) }) else {
      return judgement
    }
    let prover = try prover(configuration, budget: budget)
    let verdict = try grounds.isEmpty ? prover.prove() : prover.proveWithoutPages()
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
}
