import Claims
import Foundation
import PageWalk
import ReportSchemaV1
import VisibleText

/// Architectures and configurations against walks and properties.
public struct Matrix: Sendable {
  /// One configuration of an architecture.
  public struct Row: Hashable, Sendable {
    public let architecture: String
    public let configuration: String
  }

  let rows: [Row]
  let walks: [String]
  private let claims: [Claim.Name: Claim]

  /// The matrix of `claims`, rows and columns in their order.
  public init(_ claims: [Claim]) {
    var rows: [Row] = []
    var walks: [String] = []
    for claim in claims {
      let row = Row(architecture: claim.architecture, configuration: claim.configuration)
      if rows.last != row, !rows.contains(row) { rows.append(row) }
      if !walks.contains(claim.walk) { walks.append(claim.walk) }
    }
    self.rows = rows
    self.walks = walks
    self.claims = Dictionary(claims.map { ($0.name, $0) }) { first, _ in first }
  }

  func claim(_ row: Row, _ walk: String, _ property: Property) -> Claim? {
    claims[
      Claim.Name(
        architecture: row.architecture, configuration: row.configuration, walk: walk,
        property: property.rawValue)]
  }

  func claims(_ row: Row, _ walk: String) -> [Claim] {
    Property.ofModels.compactMap { claim(row, walk, $0) }
  }

  /// A table for each walk: a line per configuration, a column per property.
  public func text(style: Style) -> String {
    let all = claims.values.map(\.mark)
    var lines = ["", "In parentheses: mainline has no such walk. "]
    lines[1] += Mark.legend(all).joined(separator: " ")
    for walk in walks {
      lines += ["", walk]
      var table = [["configuration"] + Property.ofModels.map(\.shortName)]
      for row in rows {
        let cells = Property.ofModels.map { property -> String in
          guard let claim = claim(row, walk, property) else { return "none" }
          let mark = claim.mark.rawValue
          return claim.isBuilt ? "\(mark)" : "(\(mark))"
        }
        let name = row.configuration == "-" ? "" : " " + row.configuration
        table.append([row.architecture + name] + cells)
      }
      lines += TraceText.table(table).map { $0.contains(" X") ? style.bad($0) : $0 }
    }
    lines += ["", "\(rows.count) configurations: " + Mark.summary(all, style: style)]
    return lines.dropFirst().joined(separator: "\n") + "\n"
  }

  /// One table: a line per configuration, a column per walk; a cell names what is not proved.
  ///
  /// - Parameter proofs: the folder of proofs, for links to scenarios.
  public func markdown(proofs: String) -> String {
    var lines = [
      "Bold: refuted, with harm or unsettled; else a rule that is broken without harm; `?`: not"
        + " decided; in parentheses: mainline has no such walk.", "",
    ]
    lines.append("| architecture | configuration | \(walks.joined(separator: " | ")) |")
    lines.append("|" + String(repeating: "---|", count: walks.count + 2))
    for row in rows {
      let cells = walks.map { walk in
        let all = claims(row, walk)
        let open = all.filter { $0.verdict != .proved }.map { claim in
          let name = Property(rawValue: claim.property)?.shortName ?? claim.property
          guard let scenario = claim.scenario else { return "\(name)?" }
          let link = "[\(name)](\(proofs)/\(scenario))"
          return claim.severity == .rule ? link : "**\(link)**"
        }
        let text = all.isEmpty ? "none" : open.isEmpty ? "proved" : open.joined(separator: " ")
        return all.allSatisfy(\.isBuilt) ? text : "(\(text))"
      }
      lines.append(
        "| \(row.architecture) | \(row.configuration) | \(cells.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same table in HTML; each cell leads to a page of its own.
  ///
  /// - Parameter page: where a cell's page is.
  public func cells(page: (Claim) -> String) -> String {
    var lines = ["<table><thead><tr><th>architecture<th>configuration"]
    lines += walks.map { "<th>\($0.escapedForXML)" }
    lines.append("<tbody>")
    for row in rows {
      lines.append(
        "<tr><th>\(row.architecture.escapedForXML)<th>\(row.configuration.escapedForXML)")
      for walk in walks {
        let all = claims(row, walk)
        guard let first = all.first else {
          lines.append("<td>none")
          continue
        }
        let open = all.filter { $0.verdict != .proved }.map { claim in
          (Property(rawValue: claim.property)?.shortName ?? claim.property)
            + (claim.verdict == .unknown ? "?" : "")
        }
        let worst = all.map(\.standing).max() ?? .proved
        let style =
          worst >= .unsettled ? "refuted" : worst == .proved ? "proved" : worst.rawValue
        lines.append(
          "<td class=\"\(style)\(first.isBuilt ? "" : " absent")\"><a href=\"\(page(first))\">"
            + (open.isEmpty ? "proved" : open.joined(separator: " ")) + "</a>")
      }
    }
    return (lines + ["</table>"]).joined(separator: "\n")
  }

  /// The claims for programs.
  public func json(tool: String) throws -> String {
    let all = rows.flatMap { row in walks.flatMap { claims(row, $0) } }
    return try JSONText.text(
      MatrixReport(tool: tool, claims: all.map(GateSummary.Claim.init)))
  }

  /// One page without scripts or anything from elsewhere.
  public func html(proofs: String) -> String {
    var lines = [
      "<!DOCTYPE html>", "<html lang=\"en\"><head><meta charset=\"utf-8\">",
      "<title>walkproof: matrix</title>", "<style>", Self.css, "</style></head><body>",
      "<h1>What is proved of which walk</h1>",
      "<p>Grey cells: mainline has no such walk for the configuration. Links lead to the"
        + " counterexample.</p>",
      "<table><thead><tr><th rowspan=\"2\">architecture</th><th rowspan=\"2\">configuration</th>",
    ]
    let count = Property.ofModels.count
    lines += walks.map { "<th colspan=\"\(count)\" scope=\"colgroup\">\($0.escapedForXML)</th>" }
    lines.append("</tr><tr>")
    for _ in walks {
      lines += Property.ofModels.map {
        "<th class=\"p\" scope=\"col\" title=\"\($0.summary.escapedForXML)\">"
          + "<span>\($0.rawValue)</span></th>"
      }
    }
    lines.append("</tr></thead><tbody>")
    for row in rows {
      lines.append(
        "<tr><th scope=\"row\">\(row.architecture.escapedForXML)</th>"
          + "<th scope=\"row\">\(row.configuration.escapedForXML)</th>")
      for walk in walks {
        lines += Property.ofModels.map { htmlCell(claim(row, walk, $0), $0, proofs) }
      }
      lines.append("</tr>")
    }
    lines.append("</tbody></table></body></html>")
    return lines.joined(separator: "\n") + "\n"
  }

  private func htmlCell(_ claim: Claim?, _ property: Property, _ proofs: String) -> String {
    guard let claim else { return "<td>none</td>" }
    var text = String(claim.mark.rawValue)
    if let scenario = claim.scenario {
      text = "<a href=\"\("\(proofs)/\(scenario)".escapedForXML)\">\(text)</a>"
    }
    let name = claim.severity == .rule ? "rule" : claim.verdict.rawValue
    let kind = claim.isBuilt ? name : "\(name) absent"
    return
      "<td class=\"\(kind)\" title=\"\(claim.mark.words): \("\(claim.name)".escapedForXML)\">"
      + "\(text)</td>"
  }

  private static let css = """
    :root { color-scheme: light dark }
    body { font: 14px/1.4 system-ui, sans-serif; margin: 1rem }
    table { border-collapse: collapse }
    th, td { border: 1px solid #8886; padding: 2px 5px; text-align: center }
    th[scope=row], thead th[rowspan] { text-align: left; white-space: nowrap }
    th.p span { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: normal }
    td.proved { background: #2a92 }
    td.refuted { background: #d336; font-weight: bold }
    td.unknown, td.rule { background: #ec06 }
    td.absent { background: #8882 }
    td a { color: inherit }
    """
}
