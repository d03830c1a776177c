import Claims
import Digest
import Foundation

/// A gate's findings as a report to KCIDB, version 5.3 of its schema: a checkout for each release, a build
/// for each architecture, a test for each claim.
public enum KCIDBText {
  /// A kernel that was compiled.
  public struct Build: Sendable {
    let architecture: String
    let release: String
    let compiler: String

    public init(architecture: String, release: String, compiler: String) {
      self.architecture = architecture
      self.release = release
      self.compiler = compiler
    }
  }

  private static let origin = "walkproof"
  /// The most characters of a log that a report may have.
  private static let maximumExcerpt = 16_384

  /// - Parameter builds: one for each architecture of the claims.
  public static func text(_ report: GateReport, builds: [Build]) throws -> String {
    let releases = Set(builds.map(\.release)).sorted()
    let kernels = Dictionary(builds.map { ($0.architecture, $0) }) { first, _ in first }
    let log = Log(
      checkouts: releases.map { Checkout(id: id("checkout", [$0]), origin: origin, comment: $0) },
      builds: builds.map {
        Kernel(
          id: id($0), origin: origin, checkout_id: id("checkout", [$0.release]),
          architecture: $0.architecture, compiler: $0.compiler, status: "PASS")
      },
      tests: report.claims.compactMap { claim in
        kernels[claim.architecture].map { test(claim, of: $0, report) }
      })
    return try JSONText.text(log)
  }

  private static func id(_ kind: String, _ parts: [String]) -> String {
    "\(origin):\(kind)-" + SHA256.hexadecimal(of: parts.joined(separator: "\n")).prefix(32)
  }

  private static func id(_ build: Build) -> String {
    id("build", [build.release, build.architecture, build.compiler])
  }

  private static func test(_ claim: Claim, of build: Build, _ report: GateReport) -> Test {
    let problems = report.problems(of: claim.name)
    let words = (problems + report.notes(on: claim.name)).map(\.message).joined(separator: "\n")
    let status: String
    if problems.isEmpty {
      // What a baseline knows is no news, and no better for that.
      switch claim.standing {
      case .proved, .rule: status = "PASS"
      case .unknown: status = "MISS"
      case .unsettled, .harm: status = "FAIL"
      }
    } else if problems.contains(where: { [.disagreement, .failure].contains($0.kind) }) {
      status = "ERROR"
    } else {
      // What is not decided was not found out.
      status = problems.allSatisfy { $0.kind == .inconclusive } ? "MISS" : "FAIL"
    }
    return Test(
      id: id("test", [id(build), claim.name.description]), origin: origin, build_id: id(build),
      path: "walkproof.\(claim.name.flat)", status: status, comment: claim.standing.rawValue,
      log_excerpt: words.isEmpty ? nil : String(words.prefix(maximumExcerpt)))
  }

  // MARK: the parts of the schema that are used, by its own names

  private struct Log: Encodable {
    var version = ["major": 5, "minor": 3]
    let checkouts: [Checkout]
    let builds: [Kernel]
    let tests: [Test]
    var issues: [String] = []
    var incidents: [String] = []
  }
  private struct Checkout: Encodable {
    let id: String
    let origin: String
    let comment: String
  }
  private struct Kernel: Encodable {
    let id: String
    let origin: String
    let checkout_id: String
    let architecture: String
    let compiler: String
    let status: String
  }
  private struct Test: Encodable {
    let id: String
    let origin: String
    let build_id: String
    let path: String
    let status: String
    let comment: String
    let log_excerpt: String?
  }
}
