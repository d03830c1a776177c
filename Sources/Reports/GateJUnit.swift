import Foundation
import FoundationXML
import Claims
import VisibleText

/// A gate's findings as JUnit XML: a suite per architecture, a case per claim.
public enum GateJUnit: GateFormat {
  public static func text(_ report: GateReport) -> String {
    let root = XMLElement(name: "testsuites")
    let known = Set(report.claims.map(\.name))
    let others = report.problems.filter { $0.claim.map { !known.contains($0) } ?? true }
    var failures = 0
    var errors = 0
    for (architecture, claims) in groups(report.claims) {
      let suite = XMLElement(name: "testsuite")
      let cases = claims.map {
        testCase($0, report.problems(of: $0.name), report.notes(on: $0.name))
      }
      let counts = self.counts(claims.map { report.problems(of: $0.name) })
      failures += counts.failed
      errors += counts.errors
      set(
        suite,
        [
          "name": architecture, "tests": "\(claims.count)", "failures": "\(counts.failed)",
          "errors": "\(counts.errors)",
        ])
      for element in cases { suite.addChild(element) }
      root.addChild(suite)
    }
    if !others.isEmpty {
      let suite = XMLElement(name: "testsuite")
      let counts = self.counts(others.map { [$0] })
      failures += counts.failed
      errors += counts.errors
      set(
        suite,
        [
          "name": "proofs", "tests": "\(others.count)", "failures": "\(counts.failed)",
          "errors": "\(counts.errors)",
        ])
      for problem in others {
        let element = XMLElement(name: "testcase")
        set(
          element, ["classname": "proofs", "name": problem.place?.file ?? problem.kind.rawValue])
        element.addChild(failure(problem))
        suite.addChild(element)
      }
      root.addChild(suite)
    }
    set(
      root,
      [
        "name": report.tool, "tests": "\(report.claims.count + others.count)",
        "failures": "\(failures)", "errors": "\(errors)",
      ])
    let document = XMLDocument(rootElement: root)
    document.version = "1.0"
    document.characterEncoding = "UTF-8"
    return document.xmlString(options: .nodePrettyPrint) + "\n"
  }

  private static func groups(_ claims: [Claim]) -> [(String, [Claim])] {
    var groups: [(String, [Claim])] = []
    for claim in claims {
      if groups.last?.0 == claim.architecture {
        groups[groups.count - 1].1.append(claim)
      } else {
        groups.append((claim.architecture, [claim]))
      }
    }
    return groups
  }

  private static func testCase(
    _ claim: Claim, _ problems: [GateReport.Problem], _ notes: [GateReport.Problem]
  ) -> XMLElement {
    let element = XMLElement(name: "testcase")
    set(
      element,
      [
        "classname": "\(claim.architecture).\(claim.configuration).\(claim.walk)",
        "name": claim.property,
      ])
    for problem in problems { element.addChild(failure(problem)) }
    var words = notes.map(\.message)
    if problems.isEmpty, notes.isEmpty, claim.standing != .proved {
      words = ["\(claim.standing.rawValue), as is known"]
    }
    if !words.isEmpty {
      let text = words.joined(separator: "\n")
      element.addChild(XMLElement(name: "system-out", stringValue: printable(text)))
    }
    return element
  }

  /// How many cases failed, and of how many nothing was found out.
  private static func counts(
    _ cases: [[GateReport.Problem]]
  ) -> (failed: Int, errors: Int) {
    let errors = cases.count { $0.contains(where: isError) && $0.allSatisfy(isError) }
    return (cases.count { !$0.isEmpty } - errors, errors)
  }

  /// What was found is a failure; that nothing was found out is an error.
  private static func isError(_ problem: GateReport.Problem) -> Bool {
    [.inconclusive, .disagreement, .failure].contains(problem.kind)
  }

  private static func failure(_ problem: GateReport.Problem) -> XMLElement {
    let element = XMLElement(
      name: isError(problem) ? "error" : "failure", stringValue: printable(problem.message))
    set(
      element,
      [
        "type": problem.kind.rawValue,
        "message": (problem.place.map { "\($0): " } ?? "") + problem.message,
      ])
    return element
  }

  private static func set(_ element: XMLElement, _ attributes: [String: String]) {
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      if let attribute = XMLNode.attribute(withName: name, stringValue: printable(value))
        as? XMLNode
      {
        element.addAttribute(attribute)
      }
    }
  }

  /// XML 1.0 has no place for control characters.
  private static func printable(_ text: String) -> String {
    VisibleText.of(text, hasCommands: true)
  }
}
