import ArgumentParser
import Foundation
import PageWalk

/// Compares the verdicts of the prover and the judgement of the simulator with what is right by outcome,
/// on random small models and an enumeration of their executions.
@main struct OracleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oracle",
    abstract: "Compare verdicts on random small models with enumeration of their executions.")

  /// Per hundred, how many verdicts may be unknown.
  private static let maximumUnknown = 5.0

  @Option(help: "How many models.") var models = 2000
  @Option(help: "The number of the first model, so that a long run can be had in parts.")
  var first = 0
  @Option(help: "Where the random numbers begin.") var seed: UInt64 = 1
  @Flag(help: "Print every model that is not agreed on, and why verdicts are unknown.")
  var verbose = false
  @Option(help: "Print only this model, and what was found of it.") var print: Int?

  func validate() throws {
    guard (1...10_000_000).contains(models) else {
      throw ValidationError("--models is 1 to 10000000.")
    }
    guard (0...10_000_000).contains(first) else {
      throw ValidationError("--first is 0 to 10000000.")
    }
    if let print, print < 0 { throw ValidationError("--print is the number of a model.") }
  }

  func run() async throws {
    if let number = print { return try await show(number) }
    let count = try await compareAll()
    for line in count.disagreements { Swift.print(line) }
    if verbose {
      Swift.print("\(count.right) models hand back right pages in every enumerated execution")
      for (reason, number) in count.doubts.sorted(by: { $0.value > $1.value }) {
        Swift.print("unknown \(number) times: \(reason)")
      }
    }
    let proved = count.agreed[.proved] ?? 0
    let refuted = count.agreed[.refuted] ?? 0
    let all = proved + refuted + count.vacuous + count.unknown
    let unknown = 100 * Double(count.unknown) / Double(max(all, 1))
    Swift.print(
      "\(models) models, \(count.executions) executions: \(proved) verdicts proved,"
        + " \(refuted) refuted (\(count.outside) by executions beyond the enumerated ones),"
        + " \(count.vacuous) vacuous, \(count.unknown) unknown"
        + " (\(String(format: "%.1f", unknown)) %);"
        + " \(count.disagreements.count) disagreements")
    if !count.disagreements.isEmpty { throw ExitCode(4) }
    if min(proved, refuted) * 5 < all || unknown > Self.maximumUnknown { throw ExitCode(3) }
  }

  private func compareAll() async throws -> ModelComparison {
    let jobs = ProcessInfo.processInfo.activeProcessorCount
    let progress = Progress(of: models)
    let (range, seed, verbose) = (first..<first + models, seed, verbose)
    return await withTaskGroup(of: ModelComparison.self) { group in
      for job in 0..<jobs {
        group.addTask {
          var sum = ModelComparison()
          for number in stride(from: range.lowerBound + job, to: range.upperBound, by: jobs) {
            // Whoever crashes has said at what.
            if verbose { Progress.tell("model \(number)") }
            guard let (model, enumeration) = DrawnModel.draw(number, seed: seed) else { continue }
            var one = await ModelComparison(of: model, enumeration)
            let changes = model.changes.isEmpty ? "as designed" : "changed"
            one.disagreements = one.disagreements.map { "model \(number), \(changes): \($0)" }
            if verbose, !one.disagreements.isEmpty {
              let report = model.texts + model.changes + one.details
              one.disagreements[0] += "\n" + report.joined(separator: "\n")
            }
            sum.add(one)
            await progress.advance()
          }
          return sum
        }
      }
      var sum = ModelComparison()
      for await part in group { sum.add(part) }
      return sum
    }
  }

  private func show(_ number: Int) async throws {
    guard let (model, enumeration) = DrawnModel.draw(number, seed: seed) else {
      throw ValidationError("there is no model \(number).")
    }
    // Before it is proved, which may fail.
    for line in model.texts + model.changes.map({ "changed \($0)" }) { Swift.print(line) }
    Swift.print("\(enumeration.executions) executions")
    fflush(nil)
    let comparison = await ModelComparison(of: model, enumeration)
    for line in comparison.details { Swift.print(line) }
    for (property, run) in enumeration.faults.sorted(by: { $0.key < $1.key }) {
      Swift.print("\(property.rawValue) is broken by outcome:\n\(RunText.text(of: run))")
    }
  }

  /// Tells on standard error how far it is.
  private actor Progress {
    private let total: Int
    private var done = 0

    init(of total: Int) { self.total = total }

    func advance() {
      done += 1
      guard done % 100 == 0 else { return }
      Self.tell("\(done) of \(total) models")
    }

    static func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
  }
}
