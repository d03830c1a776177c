import Claims
import Foundation
import PageWalk
import Pictures
import Reports

/// The pages of a report.
enum SitePages {
  /// The page of a cell.
  static func cellFile(_ claim: Claim) -> String {
    let parts = [claim.architecture, claim.configuration, claim.walk]
    return "cells/"
      + parts.filter { $0 != "-" }.joined(separator: "-").map {
        $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? String($0) : "-"
      }.joined() + ".html"
  }

  static func index(
    _ matrix: Matrix, walkers: [Walker], tool: String, solver: String
  ) -> String {
    let assumed = Assumptions.all(of: walkers).map {
      "<dt>\($0.identifier.rawValue)<dd>\($0.sentence.escapedForXML)"
    }.joined(separator: "\n")
    let properties = Property.ofModels.map {
      "<dt>\($0.rawValue)<dd>\($0.summary.escapedForXML)"
    }.joined(separator: "\n")
    return """
      \(Site.mark)
      <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>walkproof report</title><link rel="stylesheet" href="report.css">
      <h1>What is proved of which walk</h1>
      <p>A cell names the properties that are refuted; the others are proved. Each leads to its
      page. Red: with harm, or harm is not excluded; yellow: a rule is broken without harm, or not
      decided (?). In grey: mainline has no such walk for the configuration. The newest release is on
      the left.
      <div class=wide>
      \(matrix.cells { SitePages.cellFile($0) })
      </div>
      <h2 id="what-is-assumed">What is assumed</h2>
      <dl>
      \(assumed)
      </dl>
      <h2>The properties</h2>
      <dl>
      \(properties)
      </dl>
      <h2>The pictures</h2>
      <p>Left the local copies on the stack, then the tables from the top to the page, right the page
      that the walk and the hardware find. Blue: the walk's cursor from read to read, with the steps of
      the trace; red: the read that goes wrong; green: the way of the hardware. <q>any</q>: the walk
      comes to the same whatever the entry holds.
      <footer>\(tool.escapedForXML), \(solver.escapedForXML)</footer>

      """
  }

  /// What is told of a counterexample on the page of a cell.
  struct Counterexample {
    let scenario: String
    let story: String?
    let picture: String?
  }

  static func cell(
    _ claims: [Claim], configuration: String, counterexamples: [Counterexample]
  ) -> String {
    guard let first = claims.first else { return "" }
    let title = [first.architecture, configuration, first.walk].filter { $0 != "-" }
      .joined(separator: " ").escapedForXML
    let rows = claims.map { claim -> String in
      let summary = Property(rawValue: claim.property)?.summary ?? ""
      var row =
        "<tr class=\(style(claim))><th>\(claim.property)<br><small>\(summary.escapedForXML)</small>"
        + "<td>\(claim.mark.words)<td>\(claim.obligations)<td>\(claim.covers)<td>"
      if let number = counterexamples.firstIndex(where: { $0.scenario == claim.scenario }) {
        row += "<a href=\"#counterexample-\(number + 1)\">\(number + 1)</a>"
      } else if let reason = claim.reason {
        row += reason.escapedForXML
      }
      return row
    }
    var parts = [
      "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\">"
        + "<title>\(title)</title><link rel=\"stylesheet\" href=\"../report.css\">"
        + "<p><a href=\"../index.html\">matrix</a><h1>\(title)</h1>",
      "<div class=wide><table class=cell><tr><th>property<th>verdict<th>obligations<th>covers<th>run",
      rows.joined(separator: "\n"),
      "</table></div>",
    ]
    var facts: [String] = []
    if let seconds = first.seconds {
      facts.append("Took \(String(format: "%.2f", seconds)) s.")
    }
    if !first.isBuilt { facts.append("Mainline has no such walk for this configuration.") }
    facts.append("<a href=\"../index.html#what-is-assumed\">What is assumed</a>.")
    parts.append("<p>" + facts.joined(separator: " "))
    for (number, counterexample) in counterexamples.enumerated() {
      parts.append(
        "<h2 id=\"counterexample-\(number + 1)\">Counterexample \(number + 1)</h2>"
          + "<p><a href=\"../scenarios/\(counterexample.scenario.escapedForXML)\">As a scenario</a>."
      )
      if let picture = counterexample.picture {
        parts.append("<img src=\"../\(picture)\" alt=\"The walk and the hardware, as told below\">")
      }
      if let story = counterexample.story { parts.append("<pre>\(story.escapedForXML)</pre>") }
    }
    return parts.joined(separator: "\n") + "\n"
  }

  private static func style(_ claim: Claim) -> String {
    claim.severity == .rule ? "rule" : claim.verdict.rawValue
  }

  static let css = """
    :root { color-scheme: light dark }
    body { font: 15px/1.45 system-ui, "DejaVu Sans", sans-serif; margin: 1.5rem; max-width: 80rem }
    table { border-collapse: collapse; margin: 1rem 0 }
    th, td { border: 1px solid #8886; padding: 3px 8px; text-align: left; font-weight: normal;
      vertical-align: top }
    thead th { font-weight: 600; position: sticky; top: 0; background: Canvas }
    .proved { background: #2a92 } .refuted { background: #d334 } .unknown, .rule { background: #ec04 }
    .wide { overflow-x: auto } small { color: GrayText }
    .absent { opacity: .6 }
    td a, th a { color: inherit } a:focus-visible { outline: 3px solid #0969da }
    img { max-width: 100%; height: auto; border: 1px solid #8884; background: #fff }
    pre { white-space: pre-wrap; font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace }
    dt { font-weight: 600 } footer { margin-top: 2rem; color: GrayText }
    @media (prefers-color-scheme: dark) { img { background: #0d1117 } }
    @media (max-width: 600px) { body { margin: .75rem; font-size: 14px } th, td { padding: 2px 4px }
      .cell :is(th, td):is(:nth-child(3), :nth-child(4)) { display: none } }
    @media print { @page { size: A3 landscape } body { margin: 0; font-size: 7pt; max-width: none }
      thead th { position: static } th, td { padding: 1px 2px } .wide { overflow: visible }
      h2, img, pre { break-inside: avoid } a { text-decoration: none } }
    """
}
