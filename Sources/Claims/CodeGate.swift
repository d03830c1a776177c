import PageWalk

/// A gate for the code of kernels: closed by harm and doubt, or where there is a baseline by what is worse
/// than it says.
public enum CodeGate {
  /// What was found of a claim about code.
  public struct Finding: Sendable {
    public let claim: Claim
    let text: String
    let place: GateReport.Place?

    /// - Parameters:
    ///   - text: what is wrong, or not shown; empty where it is proved.
    ///   - place: where it is seen in the source.
    public init(claim: Claim, text: String, place: GateReport.Place?) {
      self.claim = claim
      self.text = text
      self.place = place
    }
  }

  /// - Parameters:
  ///   - architectures: those that were judged.
  ///   - failures: why others were not.
  ///   - asked: the properties that were asked for; nil means all.
  ///   - isStrict: whether a rule that is broken without harm closes it, too.
  public static func report(
    _ findings: [Finding], architectures: Set<String>, failures: [String], baseline: Baseline?,
    asked: [Property]?, isStrict: Bool, tool: String
  ) -> GateReport {
    var problems = failures.map { GateReport.Problem(.failure, $0, place: nil) }
    var notes: [GateReport.Problem] = []
    for finding in findings {
      guard let (problem, isNote) = problem(finding, baseline, isStrict: isStrict) else { continue }
      if isNote { notes.append(problem) } else { problems.append(problem) }
    }
    let claims = findings.map(\.claim)
    let missing = baseline?.missing(
      among: claims, architectures: architectures, properties: asked.map { Set($0.map(\.rawValue)) }
    )
    problems += (missing ?? []).map {
      GateReport.Problem(
        .difference, claim: $0.name, "in the baseline, and not judged now", place: $0.place)
    }
    return GateReport(tool: tool, claims: claims, problems: problems, notes: notes)
  }

  private static func problem(
    _ finding: Finding, _ baseline: Baseline?, isStrict: Bool
  ) -> (problem: GateReport.Problem, isNote: Bool)? {
    let standing = finding.claim.standing
    let before = baseline?.standing(of: finding.claim.name)
    if let before {
      if standing == before.standing { return nil }
      let isBetter = standing < before.standing
      let found = finding.text.isEmpty ? "" : ": \(finding.text)"
      return (
        GateReport.Problem(
          isBetter ? .better : .worse, claim: finding.claim.name,
          "\(standing.rawValue), where the baseline says \(before.standing.rawValue)\(found)",
          place: isBetter ? before.place : finding.place ?? before.place), isBetter
      )
    }
    let kind: GateReport.Problem.Kind
    switch standing {
    case .proved: return nil
    case .rule: kind = .rule
    case .unknown: kind = .inconclusive
    case .unsettled, .harm: kind = .harm
    }
    return (
      GateReport.Problem(
        kind, claim: finding.claim.name,
        (baseline == nil ? "" : "not in the baseline: ") + "\(standing.rawValue): \(finding.text)",
        place: finding.place), kind == .rule && !isStrict
    )
  }
}
