import ArgumentParser
import ModelFiles
import PageWalk
import ReportSchemaV1
import Reports
import Simulator

/// `walkproof replay`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Run scenarios in the simulator and compare with what they expect.",
    discussion: """
      walkproof replay Models/Scenarios/*.yaml
      walkproof replay out/*.yaml --walker gup_fast@v5.9
      walkproof replay out/*.yaml --ir mm/gup.ll --ir mm/pgtable-generic.ll

      With another walk than the scenario's own, what is expected is a right walk: no property \
      violated, and the hardware's pages. A scenario of code is run in code by --ir.
      """)

  @Argument(help: "Scenario files.", completion: Completions.scenarios) var scenarios: [String]
  @Option(
    help: ArgumentHelp("Walk with this walker instead.", valueName: "name[@rev]"),
    completion: Completions.walkers)
  var walker: String?
  @Option(help: "The form of the report.") var format = Format.text
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write it here, not to standard output.", valueName: "file"))
  var output: String?
  @OptionGroup var code: ReplayedCode
  @OptionGroup var models: ModelOptions

  func validate() throws { try code.validate(walker: walker) }

  func run() throws {
    let library = try models.library()
    if walker != nil { _ = try Selection(library: library).walker(walker) }
    var runs: [ScenarioRun] = []
    var codes: [Code] = []
    for file in scenarios {
      do {
        let run = try ScenarioRun(file, walker: walker, code: code.files, library: library)
        codes.append(run.differences.isEmpty ? .success : .refuted)
        runs.append(run)
      } catch let failure as Failure {
        StandardError.print(failure.message)
        codes.append(failure.code)
      }
    }
    switch format {
    case .text:
      try Output.write(runs.map(text).joined(), to: output)
    case .json:
      let results = runs.map {
        ReplayReport.Result(
          scenario: $0.file, subject: $0.subject, scenario: $0.scenario, trace: $0.trace,
          expected: $0.differences.isEmpty)
      }
      try Output.write(
        try JSONText.text(ReplayReport(tool: Walkproof.tool, results: results)), to: output)
    }
    try Code.worst(codes).end()
  }

  private func text(_ run: ScenarioRun) -> String {
    let style = Output.style(for: output)
    var lines = [
      run.file
    ]
    for text in [run.scenario.about, run.subject.title] {
      lines += TextWrap.lines("  \(text)", width: TextWrap.width, indent: "  ")
    }
    lines += [
      "  range [0x\(String(run.scenario.addr, radix: 16)),"
        + " 0x\(String(run.scenario.end, radix: 16)))", "",
    ]
    lines += TraceText.lines(run.trace, writes: run.writes, style: style)
    let marks = run.trace.violations[.markedAccess]
    let expected =
      run.isOwn
      ? "as the scenario expects"
      : marks.map { "a walk that does no harm; it breaks marked-access at step \($0)" }
        ?? "a right walk"
    if run.differences.isEmpty {
      lines.append("result: \(expected)")
    } else {
      lines.append("result: not \(run.isOwn ? expected : "a right walk")")
      lines += run.differences.map { "  \($0)" }
    }
    return lines.joined(separator: "\n") + "\n\n"
  }
}

extension ScenarioRun {
  /// What other CPUs write before which step; nothing where the configuration has no numbers.
  fileprivate var writes: [(step: Int, text: String)] {
    (try? Layout(architecture: subject.architecture, configuration: subject.configuration)).map {
      scenario.writesInWords($0)
    } ?? []
  }

  /// How the run differs from what the scenario expects, or with another walker from a right walk.
  var differences: [String] {
    isOwn ? trace.differences(from: scenario.expectation) : trace.faults
  }
}
