import Files
import Foundation
import ModelFiles
import PageWalk

/// Compares what is proved now with what the folder of proofs claims.
public struct Gate: Sendable {
  /// The folder of proofs.
  public let directory: String
  private let library: ModelLibrary
  private let tool: String

  /// A gate for the claims in `directory` about the models of `library`.
  public init(directory: String, library: ModelLibrary, tool: String) {
    self.directory = directory
    self.library = library
    self.tool = tool
  }

  private var indexPath: String { "\(directory)/\(ClaimIndex.fileName)" }

  /// Everything that `proofs` amount to, as files of the folder by name.
  public func files(_ proofs: [PairProof]) -> [String: String] {
    var files = [
      ClaimIndex.fileName: ClaimIndex.text(proofs.flatMap(\.claims)),
      ScriptIndex.fileName: ScriptIndex.text(proofs.map(\.script)),
    ]
    for proof in proofs { files.merge(proof.scenarios) { first, _ in first } }
    return files
  }

  /// The files that the folder has and that `proofs` do not give.
  public func leftOver(_ proofs: [PairProof]) -> [String] {
    let wanted = Set(files(proofs).keys)
    guard let names = FileManager.default.enumerator(atPath: directory) else { return [] }
    var found: [String] = []
    for case let name as String in names
    where [".smt2", ".yaml", ".tsv"].contains(where: name.hasSuffix) && !wanted.contains(name) {
      found.append(name)
    }
    return found.sorted()
  }

  /// The comparison.
  ///
  /// - Parameter recheck: another solver, with the folder of the proofs' scripts.
  /// - Throws: `ModelFileError` where the index cannot be read.
  public func check(
    _ proofs: [PairProof], expectRefuted: [String], recheck: (by: Recheck, scripts: String)?,
    progress: (String) -> Void
  ) async throws(ModelFileError) -> GateReport {
    let claims = proofs.flatMap(\.claims)
    var problems = try compareVerdicts(claims)
    problems += compareFiles(proofs)
    problems += ScriptIndex.problems(
      read(ScriptIndex.fileName), file: "\(directory)/\(ScriptIndex.fileName)",
      proved: proofs.map(\.script))
    var runs: [Claim.Name: CounterexampleRun] = [:]
    problems += replay(proofs, into: &runs)
    for walk in expectRefuted { problems += problem(withUnrefuted: walk, claims) }
    if let recheck {
      problems += await recheck.by.problems(
        of: proofs.map { "\(recheck.scripts)/\($0.scriptFile)" }, progress: progress)
    }
    return GateReport(
      tool: tool, claims: claims, runs: runs, problems: problems, recheck: recheck?.by.summary)
  }

  private func read(_ name: String) -> String? {
    RegularFile.text(of: "\(directory)/\(name)", limit: ClaimIndex.maximumSize)
  }

  // MARK: verdicts

  private func compareVerdicts(
    _ claims: [Claim]
  ) throws(ModelFileError) -> [GateReport.Problem] {
    guard let index = try ClaimIndex.read(in: directory) else {
      throw ModelFileError(
        file: indexPath, message: "there is no index; write one with 'walkproof gate --update'")
    }
    var expected: [Claim.Name: ClaimIndex.Entry] = [:]
    for entry in index.entries { expected[entry.name] = entry }
    var problems: [GateReport.Problem] = []
    for claim in claims {
      let entry = expected.removeValue(forKey: claim.name)
      let place = GateReport.Place(file: indexPath, line: entry?.line ?? 1)
      if claim.verdict == .unknown {
        problems.append(
          GateReport.Problem(
            GateReport.Problem.Kind(claim.doubt), claim: claim.name,
            "unknown: \(claim.reason ?? "no reason is known")", place: place))
      } else if entry == nil {
        problems.append(
          GateReport.Problem(
            .difference, claim: claim.name, "\(claim.verdict), and not in the index", place: place))
      } else if let entry, entry.verdict != claim.verdict {
        problems.append(
          GateReport.Problem(
            .difference, claim: claim.name,
            "\(claim.verdict), where the index says \(entry.verdict)", place: place))
      } else if let entry, entry.scenario != claim.scenario {
        problems.append(
          GateReport.Problem(
            .stale, claim: claim.name, "the index names another scenario", place: place))
      }
    }
    for entry in expected.values.sorted(by: { $0.line < $1.line }) {
      problems.append(
        GateReport.Problem(
          .difference, claim: entry.name, "in the index, but there is nothing to prove",
          place: GateReport.Place(file: indexPath, line: entry.line)))
    }
    return problems
  }

  /// A walk that must stay refuted is so if something about it is refuted and nothing unknown.
  private func problem(withUnrefuted walk: String, _ claims: [Claim]) -> [GateReport.Problem] {
    let own = claims.filter { $0.walk == walk }
    let isRefuted = own.contains { $0.severity == .harm }
    let isUnknown = own.contains { $0.verdict == .unknown }
    if isRefuted && !isUnknown { return [] }
    let why = own.isEmpty ? "there is no such walk" : isUnknown ? "not all is decided" : "it is not"
    return [
      GateReport.Problem(.difference, "\(walk) is to be refuted, but \(why)", place: nil)
    ]
  }

  // MARK: files

  private func compareFiles(_ proofs: [PairProof]) -> [GateReport.Problem] {
    var problems: [GateReport.Problem] = []
    for (name, text) in files(proofs).sorted(by: { $0.key < $1.key })
    where name.hasSuffix(".yaml") {
      let place = "\(directory)/\(name)"
      guard let kept = read(name) else {
        problems.append(
          GateReport.Problem(
            .stale, "the file is missing; write it with 'walkproof gate --update'",
            place: GateReport.Place(file: place, line: 1)))
        continue
      }
      guard kept != text else { continue }
      problems.append(
        GateReport.Problem(
          .stale, "this is not what the proof gives; see 'walkproof gate --update'",
          place: GateReport.Place(file: place, line: Self.firstDifference(kept, text))))
    }
    for name in leftOver(proofs) {
      problems.append(
        GateReport.Problem(
          .stale, "no proof gives this file; remove it with 'walkproof gate --update'",
          place: GateReport.Place(file: "\(directory)/\(name)", line: 1)))
    }
    return problems
  }

  private static func firstDifference(_ left: String, _ right: String) -> Int {
    let pairs = zip(
      left.split(separator: "\n", omittingEmptySubsequences: false),
      right.split(separator: "\n", omittingEmptySubsequences: false))
    return 1 + pairs.prefix { $0 == $1 }.count
  }

  // MARK: counterexamples

  private func replay(
    _ proofs: [PairProof], into runs: inout [Claim.Name: CounterexampleRun]
  ) -> [GateReport.Problem] {
    var problems: [GateReport.Problem] = []
    for proof in proofs {
      var known: [String: CounterexampleRun] = [:]
      for claim in proof.claims {
        guard let file = claim.scenario, let text = proof.scenarios[file] else { continue }
        let path = "\(directory)/\(file)"
        do {
          let run = try known[file] ?? CounterexampleRun(text: text, file: path, library: library)
          known[file] = run
          runs[claim.name] = run
          problems += contradictions(of: run, claim, proof.claims, path)
          let shows = run.trace.violations.keys.contains { $0.rawValue == claim.property }
          if shows, run.trace.differences(from: run.scenario.expectation).isEmpty { continue }
          problems.append(
            GateReport.Problem(
              .disagreement, claim: claim.name, "the counterexample does not replay",
              place: GateReport.Place(file: path, line: 1)))
        } catch {
          problems.append(
            GateReport.Problem(
              .disagreement, claim: claim.name, "the counterexample does not run: \(error)",
              place: GateReport.Place(file: path, line: 1)))
        }
      }
    }
    return problems
  }

  /// What a run breaks although it is called proved of the same subject.
  private func contradictions(
    of run: CounterexampleRun, _ claim: Claim, _ claims: [Claim], _ path: String
  ) -> [GateReport.Problem] {
    claims.filter { other in
      other.configuration == claim.configuration && other.verdict == .proved
        && run.trace.violations.keys.contains { $0.rawValue == other.property }
    }.map { other in
      GateReport.Problem(
        .disagreement, claim: other.name,
        "this is proved, and the counterexample to \(claim.property) breaks it",
        place: GateReport.Place(file: path, line: 1))
    }
  }
}
