import Checker
import Foundation
import PageWalk
import ReportSchemaV1
import Reports
import TestModels
import Testing

@Suite struct ReportsTests {
  private func findings(
    _ walker: String, _ properties: [Property] = Property.ofModels
  ) async throws -> [Finding] {
    let library = try ShippedModels.library()
    let architecture = try #require(library.architectures["s390"])
    let walk = try #require(library.walkers.first { $0.title == walker })
    let subjects = try architecture.configurations().map {
      try library.subject(architecture: architecture, configuration: $0, walker: walk)
    }
    return await Prover(jobs: 2).prove(subjects, properties: properties)
      .flatMap(\.findings)
  }

  private func text(
    _ findings: [Finding], isLong: Bool = false, style: Style = Style(colours: false)
  ) -> String {
    ProofText.text(
      findings, tool: "walkproof", solver: "Z3", seconds: 0.5, isLong: isLong, style: style)
  }

  /// What is claimed and whether it holds comes first; the whole of a right walk fits a screen.
  @Test(arguments: ["gup_fast@v5.8", "gup_fast@v5.9"])
  func textFitsAScreen(_ walker: String) async throws {
    let findings = try await findings(walker)
    let isFixed = walker == "gup_fast@v5.9"
    let text = text(findings)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { #expect(line.count <= 80, "\(line)") }
    #expect(
      lines[0]
        == (isFixed
          ? "s390: gup_fast@v5.9 never iterates over the stack on 4 of 4 configurations."
          : "s390: gup_fast@v5.8 iterates over the stack on 3 of 4 configurations."))
    let theorem = lines[1...4].joined(separator: " ")
    #expect(theorem.hasPrefix("For every range that passes the checks, every content"))
    #expect(theorem.contains("what it hands back are the hardware's pages"))
    #expect(theorem.contains(isFixed ? "proved on 4 of 4." : "proved on 1 of 4, refuted on 3."))
    #expect(lines.count < (isFixed ? 25 : 55))
    #expect(
      lines.contains {
        $0.filter { $0 != " " } == (isFixed ? "levels=3+++++++n+++" : "levels=3XXXX+X+xXX+")
      })
    #expect(text.contains("harm on levels=3: the walk reads uninitialised stack") == !isFixed)
    let joined = text.replacing("\n  ", with: " ")
    #expect(joined.contains("note on 4 of 4 configurations: pgd_offset (") == isFixed)
    #expect(joined.contains("s390.yaml:") && joined.contains(") in gup_"))
    #expect(text.contains("things are assumed; --verbose tells them"))
    #expect(
      text.contains(isFixed ? "\n40 proved, 4 noted\n" : "\n21 proved, 19 refuted with harm, 3"))
  }

  @Test func theLongTextTellsStepsAndAssumptions() async throws {
    let text = text(try await findings("gup_fast@v5.8"), isLong: true)
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    for word in [
      "interrupts off", "  atomic: ", "  ordered: ", "  checks: ", "obligations", "  8. gup_",
    ] {
      #expect(text.contains(word), "\(word)")
    }
  }

  /// Colours change nothing but colours.
  @Test func coloursAreMarksAlone() async throws {
    let findings = try await findings("gup_fast@v5.8")
    let coloured = text(findings, style: Style(colours: true))
    #expect(coloured.unicodeScalars.contains { $0.value >= 0x10FF00 })
    let plain = String(
      String.UnicodeScalarView(coloured.unicodeScalars.filter { $0.value < 0x10FF00 }))
    #expect(plain == text(findings))
  }

  /// A rule that is broken is a note only where all that is about harm is proved, asked for or not.
  @Test func aRuleIsANoteOnlyWhereHarmIsExcluded() async throws {
    for walker in ["gup_fast@v5.8", "gup_fast@v5.9"] {
      let all = try await findings(walker)
      let alone = try await findings(walker, [.markedAccess])
      for finding in alone {
        let own = all.filter { $0.subject == finding.subject }
        let harmful = own.filter { Harm.properties.contains($0.property) && $0.verdict != .proved }
        #expect(finding.severity == (harmful.isEmpty ? .rule : .unsettled))
        for other in own where other.severity != nil && Harm.properties.contains(other.property) {
          #expect(other.severity == .harm)
        }
      }
    }
  }

  @Test func jsonIsStableAndComplete() async throws {
    let report = ProofReport(
      try await findings("gup_fast@v5.8"), tool: "walkproof", solver: "Z3", stable: true)
    let text = try JSONText.text(report)
    #expect(try JSONDecoder().decode(ProofReport.self, from: Data(text.utf8)) == report)
    let again = ProofReport(
      try await findings("gup_fast@v5.8"), tool: "walkproof", solver: "Z3", stable: true)
    #expect(try JSONText.text(again) == text)
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let object = try #require(parsed as? [String: Any])
    let results = try #require(object["results"] as? [[String: Any]])
    #expect(results.count == 44)
    let keys: Set = [
      "architecture", "configuration", "walk", "walker", "revision", "property", "verdict",
      "severity", "harm", "obligations", "covers", "seconds", "reason", "counterexample",
      "run", "notShown",
    ]
    let assumptions = try #require(object["assumptions"] as? [[String: String]])
    #expect(assumptions.contains { $0["identifier"] == "tables-stay" && $0["sentence"] != nil })
    for result in results {
      #expect(Set(result.keys) == keys)
      #expect(result["configuration"] is [String: Any])
      let isRefuted = result["verdict"] as? String == "refuted"
      #expect((result["counterexample"] is NSNull) != isRefuted)
      #expect((result["severity"] is NSNull) != isRefuted)
      #expect((result["harm"] is String) == (result["severity"] as? String == "harm"))
    }
  }
}
