/// What `walkproof matrix --format json` prints. `docs/json.md` describes it.
///
/// Keys are never renamed or removed within version 2; new ones may be added.
public struct MatrixReport: Codable, Sendable, Equatable {
  /// `walkproof/matrix/2`.
  public static let schema = "walkproof/matrix/2"

  public var schema = MatrixReport.schema
  /// The program and its version.
  public var tool: String
  public var claims: [GateSummary.Claim]

  /// A report of the given claims.
  public init(tool: String, claims: [GateSummary.Claim]) {
    self.tool = tool
    self.claims = claims
  }
}
