import Checker
import Encoder
import LLVMIR
import PageWalk
import ProgramProof
import SMT

/// The proof of code as the program that it is, beside the verdicts of the walk that was read from
/// the same code: what lifting does not look at is looked at there.
struct ProgramCheck: Sendable {
  let build: CompiledBuild
  let modules: [Module]

  /// Nil where the model does not tell enough for such a proof, or the walk is another than
  /// `gup_fast`.
  init?(_ build: CompiledBuild, modules: [Module], entry: String?) {
    guard build.compiled.map != nil || build.compiled.sections != nil,
      entry.map((Self.entries + Self.tops).contains) ?? true
    else { return nil }
    (self.build, self.modules) = (build, modules)
  }

  /// The functions by which `gup_fast` walks the top table, the newest name first.
  private static let tops = ["gup_fast_pgd_range", "gup_pgd_range"]
  private static let entries = ["gup_fast_fallback", "internal_get_user_pages_fast"]

  /// The function that walks the top table; nil where the code has none that is known.
  func top() throws -> String? { try Self.tops.first(where: function) }

  /// What the proof of the program finds.
  ///
  /// - Throws: `Refusal` or `IRError` where the code is not understood.
  func verdict(
    _ configuration: Configuration, top: String, budget: UInt32,
    progress: @escaping (String) -> Void = { _ in }
  ) throws -> ProgramVerdict {
    try ProgramProver(
      modules: modules, top: top, architecture: build.architecture, configuration: configuration,
      compiled: build.compiled, budget: budget, progress: progress
    ).prove()
  }

  /// Writes what is found in each configuration; ends with 3 unless all of `properties` are proved.
  func report(_ properties: [Property], _ options: ProverOptions, to output: String?) async throws {
    guard let top = try top() else {
      throw Failure(.badInput, "the code has no function \(Self.tops.joined(separator: " or "))")
    }
    var verdicts: [Int: ProgramVerdict] = [:]
    try await withThrowingTaskGroup(of: (Int, ProgramVerdict).self) { group in
      var rest = Array(build.configurations.enumerated())[...]
      func start() {
        guard let (position, configuration) = rest.popFirst() else { return }
        group.addTask {
          try ProgramText.wording {
            (position, try verdict(configuration, top: top, budget: UInt32(options.budget)))
          }
        }
      }
      for _ in 0..<options.jobs { start() }
      while let (position, verdict) = try await group.next() {
        verdicts[position] = verdict
        StandardError.progress(
          "\(verdicts.count) of \(build.configurations.count) configurations as a program")
        start()
      }
    }
    StandardError.progress("")
    var text = ""
    for (position, configuration) in build.configurations.enumerated() {
      guard let verdict = verdicts[position] else { continue }
      text += ProgramText.text(
        verdict, title: "\(build.architecture.name) \(configuration)", top: top)
    }
    try Output.write(text, to: output)
    let isProved = verdicts.values.allSatisfy { verdict in
      properties.allSatisfy { verdict.result($0.rawValue) == .proved }
    }
    if !isProved || verdicts.count < build.configurations.count { try Code.inconclusive.end() }
  }

  /// Why the program is not shown to have a property, by property; empty where it has them all.
  ///
  /// A program that is not understood is not shown to have any.
  func doubts(_ configuration: Configuration, budget: UInt32) -> [Property: String] {
    do {
      guard let top = try top() else {
        let names = Self.tops.joined(separator: " or ")
        return Self.judged { _ in "no function that walks the top table is called \(names)" }
      }
      let verdict = try verdict(configuration, top: top, budget: budget)
      return Self.judged { doubt($0, verdict) }
    } catch let error as Refusal {
      return Self.judged { _ in "it is not understood: \(error.description)" }
    } catch {
      return Self.judged { _ in "\(error)" }
    }
  }

  /// The findings, of which those that call proved what this does not bear out say that it is unknown.
  ///
  /// - Parameters:
  ///   - configurations: those of the findings' subjects, as the models have them.
  ///   - progress: told after each configuration how many are done, and of how many.
  func compared(
    _ findings: [Finding], _ configurations: [(Subject, Configuration)], _ options: ProverOptions,
    progress: (_ done: Int, _ total: Int) -> Void
  ) async -> [Finding] {
    let judged = Set(ProgramVerdict.judged.compactMap(Property.init(rawValue:)))
    let open = Set(
      findings.filter { $0.verdict == .proved && judged.contains($0.property) }.map(\.subject))
    let work = configurations.filter { open.contains($0.0) }
    var doubts: [Subject: [Property: String]] = [:]
    await withTaskGroup(of: (Subject, [Property: String]).self) { group in
      var rest = work[...]
      func start() {
        guard let (subject, configuration) = rest.popFirst() else { return }
        group.addTask {
          (subject, self.doubts(configuration, budget: UInt32(options.budget)))
        }
      }
      for _ in 0..<options.jobs { start() }
      while let (subject, found) = await group.next() {
        doubts[subject] = found
        progress(doubts.count, work.count)
        start()
      }
    }
    return findings.map { finding in
      finding.withdrawn(
        because: doubts[finding.subject]?[finding.property].map {
          "the walk that was read from the code has it, and the code as a program is not shown to: \($0)"
        })
    }
  }

  private func function(_ name: String) throws -> Bool {
    try modules.contains { try $0.function(name) != nil }
  }

  private static func judged(_ doubt: (Property) -> String?) -> [Property: String] {
    var doubts: [Property: String] = [:]
    for property in ProgramVerdict.judged.compactMap(Property.init(rawValue:)) {
      doubts[property] = doubt(property)
    }
    return doubts
  }

  private func doubt(_ property: Property, _ verdict: ProgramVerdict) -> String? {
    switch verdict.result(property.rawValue) {
    case .proved: return nil
    case .notJudged: return "\(property.rawValue) is not judged there"
    case .notShown:
      return verdict.failures.first { $0.property == property.rawValue }.map {
        "'\($0.text)' in \($0.place)"
      }
    case .nothingFollows:
      guard let other = verdict.failures.first(where: { $0.property != "marked-access" }) else {
        return "\(verdict.idle.first ?? "a function") is not shown to come back"
      }
      return "\(property.rawValue) presumes \(other.property), of which '\(other.text)' in"
        + " \(other.place)"
    }
  }
}
