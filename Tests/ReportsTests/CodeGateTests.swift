import Checker
import Claims
import Foundation
import ModelFiles
import PageWalk
import Reports
import TestModels
import Testing

/// The gate for kernels, and the forms of its report.
@Suite struct CodeGateTests {
  private let folder: String

  init() throws { folder = try ShippedModels.temporaryDirectory() }

  private static let verdicts: [Standing: (Verdict, Severity?)] = [
    .proved: (.proved, nil), .rule: (.refuted, .rule), .unknown: (.unknown, nil),
    .unsettled: (.refuted, .unsettled), .harm: (.refuted, .harm),
  ]

  private func finding(
    _ property: Property, _ standing: Standing, architecture: String = "s390"
  ) throws -> CodeGate.Finding {
    let (verdict, severity) = try #require(Self.verdicts[standing])
    let name = Claim.Name(
      architecture: architecture, configuration: "levels=3", walk: "gup#walk",
      property: property.rawValue)
    return CodeGate.Finding(
      claim: Claim(
        name, verdict: verdict, severity: severity, obligations: 1, covers: 1, reason: nil,
        doubt: verdict == .unknown ? .inconclusive : nil, seconds: 0),
      text: standing == .proved ? "" : "words of \(standing.rawValue)",
      place: verdict == .refuted ? GateReport.Place(file: "mm/gup.c", line: 7) : nil)
  }

  private func report(
    _ findings: [CodeGate.Finding], baseline: [CodeGate.Finding]? = nil, isStrict: Bool = false,
    failures: [String] = [], asked: [Property]? = nil
  ) throws -> GateReport {
    var old: Baseline?
    if let baseline {
      let file = "\(folder)/baseline.tsv"
      let claims = CodeGate.report(
        baseline, architectures: [], failures: [], baseline: nil, asked: nil, isStrict: false,
        tool: "walkproof 9"
      ).claims
      try Baseline.text(claims, keeping: nil).write(toFile: file, atomically: true, encoding: .utf8)
      old = try Baseline(file: file)
    }
    return CodeGate.report(
      findings, architectures: ["s390"], failures: failures, baseline: old, asked: asked,
      isStrict: isStrict, tool: "walkproof 9")
  }

  @Test func withoutABaselineHarmAndDoubtClose() throws {
    for standing in Standing.allCases {
      let own = try report([finding(.rightPages, standing)])
      let kinds: [Standing: GateReport.Problem.Kind] = [
        .unknown: .inconclusive, .unsettled: .harm, .harm: .harm,
      ]
      #expect(own.problems.map(\.kind) == (kinds[standing].map { [$0] } ?? []))
      #expect(own.notes.map(\.kind) == (standing == .rule ? [.rule] : []))
      let strict = try report([finding(.rightPages, standing)], isStrict: true)
      #expect(strict.isPassed == (standing == .proved))
    }
    #expect(try !report([]).isPassed)
    #expect(try !report([finding(.rightPages, .proved)], failures: ["arm: why"]).isPassed)
  }

  /// Every pair of standings: worse closes, the same is nothing, better is a note.
  @Test func againstABaselineOnlyWorseCloses() throws {
    for before in Standing.allCases {
      for now in Standing.allCases {
        let own = try report([finding(.inBounds, now)], baseline: [finding(.inBounds, before)])
        #expect(own.problems.map(\.kind) == (now > before ? [.worse] : []), "\(before) \(now)")
        #expect(own.notes.map(\.kind) == (now < before ? [.better] : []), "\(before) \(now)")
      }
    }
    // What is new is judged as without one.
    #expect(try !report([finding(.inBounds, .harm)], baseline: []).isPassed)
    #expect(try report([finding(.inBounds, .rule)], baseline: []).isPassed)
  }

  /// What is not judged any more closes, where it was asked for.
  @Test func whatIsMissingCloses() throws {
    let baseline = try [
      finding(.inBounds, .proved), finding(.rightPages, .proved),
      finding(.inBounds, .proved, architecture: "arm"),
    ]
    let own = try report([finding(.inBounds, .proved)], baseline: baseline)
    #expect(own.problems.map(\.claim?.property) == ["right-pages"])
    #expect(
      try report([finding(.inBounds, .proved)], baseline: baseline, asked: [.inBounds]).isPassed)
  }

  @Test func aDamagedBaselineIsRefusedWithItsLine() throws {
    let line = "s390\tlevels=3\tgup\tin-bounds\tproved\n"
    let good = Baseline.heading + "\n" + line
    let file = "\(folder)/baseline.tsv"
    func message(_ text: String) throws -> String? {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      do {
        _ = try Baseline(file: file)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(try message(good) == nil)
    for (text, number) in [
      ("", 1), (line, 1), (good.replacing("baseline/1", with: "baseline/2"), 1),
      (String(good.dropLast()), 2), (good + line, 3), (good + "s390\tproved\n", 3),
      (good.replacing("in-bounds", with: "inbounds"), 2),
      (good.replacing("\tproved", with: "\tfine"), 2),
      (good.replacing("levels=3", with: ""), 2),
    ] {
      let message = try #require(try message(text), "\(text)")
      #expect(message.hasPrefix("\(file):\(number):1: ") && message.contains("--update"))
    }
    #expect(throws: ModelFileError.self) { _ = try Baseline(file: "\(folder)/none") }
  }

  private func everything() throws -> GateReport {
    try report(
      [
        finding(.rightPages, .harm), finding(.inBounds, .harm), finding(.exactCover, .unknown),
        finding(.markedAccess, .rule), finding(.rightEntry, .proved),
      ], baseline: [finding(.inBounds, .harm)])
  }

  @Test func ktapHasDirectivesAndNoHashInNames() throws {
    let lines = GateKTAP.text(try everything()).split(separator: "\n")
      .filter { !$0.hasPrefix("# ") }
    let name = "s390.levels-3.gup-walk."
    #expect(
      lines == [
        "KTAP version 1", "1..5", "not ok 1 \(name)right-pages", "ok 2 \(name)in-bounds # XFAIL",
        "not ok 3 \(name)exact-cover # TIMEOUT", "ok 4 \(name)marked-access",
        "ok 5 \(name)right-entry",
      ])
    #expect(
      GateKTAP.text(try report([], failures: ["arm: why"])).contains("not ok 1 gate # ERROR"))
  }

  /// Words of others, as of a solver, are on one line whatever ends are in them.
  @Test func wordsMakeNoLines() throws {
    let words = "x\r\n::error::y\nok 1 z\u{85}\r"
    let problem = GateReport.Problem(.disagreement, words, place: nil)
    let own = GateReport(tool: "walkproof 9", claims: [], problems: [problem])
    #expect(GateKTAP.text(own).unicodeScalars.count { $0 == "\n" } == 4)
    #expect(GateAnnotations.text(own).unicodeScalars.count { $0 == "\n" } == 1)
    #expect(GateText.text(own).unicodeScalars.count { $0 == "\r" } == 0)
  }

  @Test func junitTellsFailuresFromErrors() throws {
    let text = GateJUnit.text(try everything())
    #expect(text.contains("errors=\"1\" failures=\"1\" name=\"walkproof 9\" tests=\"5\""))
    #expect(text.matches(of: #/<failure /#).count == 1)
    #expect(text.matches(of: #/<error /#).count == 1)
    #expect(text.contains("<system-out>not in the baseline: rule: words of rule</system-out>"))
    #expect(text.contains("<system-out>harm, as is known</system-out>"))
  }

  @Test func sarifHasWhatAReaderMustLookAt() throws {
    let text = try GateSARIF.text(try everything())
    let log = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.map { $0["level"] as? String } == ["error", "error", "note"])
    #expect(
      results.map { $0["ruleId"] as? String } == ["right-pages", "exact-cover", "marked-access"])
    let prints = results.compactMap { $0["partialFingerprints"] as? [String: String] }
    #expect(Set(prints).count == 3)
    let driver = (run["tool"] as? [String: [String: Any]])?["driver"]
    #expect(driver?["version"] as? String == "9")
    let rules = try #require(driver?["rules"] as? [[String: Any]])
    #expect(rules.allSatisfy { ($0["helpUri"] as? String)?.hasPrefix("file:///") ?? false })
    let known = Set(rules.compactMap { $0["id"] as? String })
    #expect(known.isSuperset(of: Property.allCases.map(\.rawValue)))
  }

  @Test func annotationsTellAPlaceOnce() throws {
    let lines = GateAnnotations.text(
      try report([
        finding(.rightPages, .harm), finding(.inBounds, .harm), finding(.markedAccess, .rule),
      ])
    ).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("::error file=mm/gup.c,line=7,title=s390 levels=3 gup#walk"))
    #expect(lines[0].contains(" and 1 more::harm: words of harm"))
    #expect(lines[1].hasPrefix("::notice file=mm/gup.c,line=7,"))
  }

  /// What a baseline knows fails all the same; what is no worse is for the exit code to say.
  @Test func kcidbHasATestForEachClaim() throws {
    let text = try KCIDBText.text(
      try everything(),
      builds: [KCIDBText.Build(architecture: "s390", release: "6.12.1", compiler: "clang-19")])
    let log = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(log["version"] as? [String: Int] == ["major": 5, "minor": 3])
    let tests = try #require(log["tests"] as? [[String: Any]])
    #expect(tests.map { $0["status"] as? String } == ["FAIL", "FAIL", "MISS", "PASS", "PASS"])
    #expect(Set(tests.compactMap { $0["id"] as? String }).count == 5)
    let build = (log["builds"] as? [[String: Any]])?.first
    #expect(tests.allSatisfy { $0["build_id"] as? String == build?["id"] as? String })
  }
}
