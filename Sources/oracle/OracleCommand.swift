import ArgumentParser
import Checker
import Foundation
import PageWalk
import Simulator

/// Compares the verdicts of the prover with complete enumeration in the simulator.
@main struct OracleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "oracle",
    abstract: "Compare verdicts on random small models with enumeration of their executions.")

  @Option(help: "How many models.") var models = 2000
  @Option(help: "Where the random numbers begin.") var seed: UInt64 = 1
  @Flag(help: "Print every model that is not agreed on.") var verbose = false

  func validate() throws {
    guard (1...10_000_000).contains(models) else {
      throw ValidationError("--models is 1 to 10000000.")
    }
  }

  private struct Count: Sendable {
    var agreed: [Verdict: Int] = [:]
    var unknown = 0
    var executions = 0
    /// Verdicts that are refuted by an execution that the enumeration does not have.
    var outside = 0
    var wrong: [String] = []

    mutating func add(_ other: Count) {
      agreed.merge(other.agreed) { $0 + $1 }
      unknown += other.unknown
      executions += other.executions
      outside += other.outside
      wrong += other.wrong
    }
  }

  func run() async throws {
    let jobs = ProcessInfo.processInfo.activeProcessorCount
    let (total, seed, verbose) = (models, seed, verbose)
    let count = try await withThrowingTaskGroup(of: Count.self) { group in
      for job in 0..<jobs {
        group.addTask {
          var count = Count()
          for number in stride(from: job, to: total, by: jobs) {
            var numbers = RandomNumbers(seed: seed &* 1_000_003 &+ UInt64(number))
            count.add(try await Self.compare(&numbers, number, verbose))
          }
          return count
        }
      }
      var sum = Count()
      for try await part in group { sum.add(part) }
      return sum
    }
    let proved = count.agreed[.proved] ?? 0
    let refuted = count.agreed[.refuted] ?? 0
    for line in count.wrong { print(line) }
    print(
      "\(models) models, \(count.executions) executions: \(proved) verdicts proved,"
        + " \(refuted) refuted (\(count.outside) by executions beyond the enumerated ones),"
        + " \(count.unknown) unknown; \(count.wrong.count) disagreements")
    let all = proved + refuted + count.unknown
    if !count.wrong.isEmpty { throw ExitCode(4) }
    if min(proved, refuted) * 5 < all { throw ExitCode(3) }
  }

  private static func compare(
    _ numbers: inout RandomNumbers, _ number: Int, _ verbose: Bool
  ) async throws -> Count {
    var count = Count()
    guard let model = try? SmallModel(&numbers) else { return count }
    let proofs = await Prover(jobs: 1).prove(
      [model.subject], properties: Property.allCases)
    let enumeration = try Enumeration(of: model.subject)
    count.executions = enumeration.executions
    for finding in proofs.flatMap(\.findings) {
      let isBroken = enumeration.broken.contains(finding.property)
      switch finding.verdict {
      case .unknown: count.unknown += 1
      case .refuted where !isBroken && Self.replays(finding):
        // The counterexample's own memory is no enumerated shape; it shows what it claims.
        count.outside += 1
        count.agreed[.refuted, default: 0] += 1
      case .proved where isBroken, .refuted where !isBroken:
        var line =
          "model \(number): \(finding.property.rawValue) is \(finding.verdict.rawValue), enumeration"
          + " \(isBroken ? "breaks it" : "does not break it"); change: \(model.change ?? "none")"
        if verbose { line += "\n" + model.texts.joined(separator: "\n") }
        count.wrong.append(line)
      case .proved, .refuted: count.agreed[finding.verdict, default: 0] += 1
      }
    }
    return count
  }

  private static func replays(_ finding: Finding) -> Bool {
    guard let scenario = finding.counterexample?.scenario else { return false }
    let trace = try? Simulation.run(scenario, subject: finding.subject)
    return trace?.violations[finding.property] != nil
  }
}
