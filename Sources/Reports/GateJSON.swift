import Claims
import ReportSchemaV1

/// A gate's findings for programs; `docs/json.md` describes them.
public enum GateJSON: GateFormat {
  public static func text(_ report: GateReport) throws -> String {
    try JSONText.text(
      GateSummary(
        tool: report.tool, passed: report.isPassed,
        claims: report.claims.map(GateSummary.Claim.init),
        problems: report.problems.map {
          GateSummary.Problem(
            kind: $0.kind.rawValue, claim: $0.claim?.description, message: $0.message,
            file: $0.place?.file, line: $0.place?.line)
        }, recheck: report.recheck))
  }
}

extension GateSummary.Claim {
  /// The claim as reports write it.
  public init(_ claim: Claims.Claim) {
    let parts = claim.walk.split(separator: "@", maxSplits: 1).map(String.init)
    self.init(
      architecture: claim.architecture,
      configuration: ConfigurationValue.configuration(claim.configuration), walk: claim.walk,
      walker: parts.first ?? claim.walk, revision: parts.count > 1 ? parts[1] : "ir",
      property: claim.property, verdict: claim.verdict.rawValue,
      severity: claim.severity?.rawValue, harm: claim.harm?.rawValue, built: claim.isBuilt,
      obligations: claim.obligations, covers: claim.covers, reason: claim.reason,
      scenario: claim.scenario)
  }
}
