import ArgumentParser
import Checker
import PageWalk
import ProgramProof
import Reports

/// `walkproof conform`.
struct ConformCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Compare the model of a walk with the kernel's own code.",
    discussion: """
      walkproof conform s390 --ir gup.ll

      Each helper that the model and the code both have is equal for all inputs, or there is an input
      on which they differ. A difference that the model gives a reason for is no failure. Then both
      are proved, and every verdict compared. What is not compared is listed.
      """)

  @Argument(help: "The architecture, as 'walkproof list' names it.") var architecture: String
  @OptionGroup var code: CodeOptions
  @Option(
    help: ArgumentHelp(
      "The model's walk; by default the newest of the code's name, or else of gup_fast.",
      valueName: "name[@rev]"))
  var walker: String?
  @Option(
    name: .customLong("configuration"),
    help: ArgumentHelp(
      "Only configurations with this value. May be repeated.", valueName: "key=value"))
  var choices: [String] = []
  @Option(
    help: ArgumentHelp(
      "Compare with the helpers of this release; by default the model's newest.",
      valueName: "release"))
  var release: String?
  @Flag(help: "Compare helpers alone, and no verdicts.") var helpers = false
  @Flag(help: "List what is equal, too.") var all = false
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard !code.files.isEmpty else { throw ValidationError("Name the code with --ir.") }
    try code.validate(architectures: [architecture], walker: nil)
  }

  func run() async throws {
    prover.setLimits(ofCode: true)
    let library = try models.library()
    let check = try code.check(of: architecture, choices: choices, library: library)
    let own = check.walk.function
    let model = try Selection(library: library).walker(
      walker ?? (library.walkers.contains { $0.name == own } ? own : nil))
    guard let version = release.map(KernelVersion.init) ?? .ofCode else {
      throw ValidationError("'\(release ?? "")' is not a kernel release; write it like v6.1.")
    }
    let subjects = try check.build.configurations.map { configuration in
      guard
        let subject = Subject(
          architecture: check.build.architecture, configuration: configuration,
          walker: model.calling(version))
      else { throw Failure(.badInput, "the model has no helpers as old as \(version)") }
      return subject
    }
    var rows = Rows(isComplete: all)
    for subject in subjects {
      let findings = try ProgramText.wording {
        try HelperComparison(
          modules: check.modules, architecture: check.build.architecture,
          configuration: subject.configuration, compiled: check.build.compiled,
          helpers: subject.helpers, budget: UInt32(prover.budget)
        ).findings()
      }
      for finding in findings { rows.add(finding, subject) }
    }
    if !helpers { try await compareVerdicts(check, subjects, &rows) }
    try Output.write(rows.text("\(architecture), \(model.title)"), to: nil)
    try rows.code.end()
  }

  private func compareVerdicts(
    _ check: ProgramCheck, _ subjects: [Subject], _ rows: inout Rows
  ) async throws {
    let proofs = await prover.prover.prove(subjects, properties: Property.ofModels) { done in
      StandardError.progress("\(done) of \(subjects.count) models")
    }
    let judgements = try await check.judgements(prover)
    for (proof, judgement) in zip(proofs, judgements) {
      for finding in proof.findings {
        rows.add(finding, judgement.answer(finding.property), judgement.doubt(finding.property))
      }
    }
  }

  /// What was compared, a line for each difference.
  private struct Rows {
    let isComplete: Bool
    private var rows: [[String]] = []
    private var told: Set<[String]> = []
    private var equal = 0
    private var explained = 0
    private var open = 0
    private var left = 0
    private var missing: Set<String> = []

    init(isComplete: Bool) { self.isComplete = isComplete }

    /// 1 where something differs, 3 where nothing was compared.
    var code: Code { open > 0 ? .refuted : equal == 0 ? .inconclusive : .success }

    mutating func add(_ finding: HelperComparison.Finding, _ subject: Subject) {
      let result: String
      switch finding.status {
      case .equal:
        equal += 1
        if !isComplete { return }
        result = "equal"
      case .explained(let reason):
        explained += 1
        result = "differs, as the model says: \(reason)"
      case .differs(let example):
        open += 1
        result = "differs: \(example)"
      case .notCompared(let why):
        left += 1
        result = "not compared: \(why)"
      case .missing:
        missing.insert(finding.helper)
        return
      }
      tell("\(subject.configuration)", finding.helper, result)
    }

    mutating func add(_ model: Finding, _ code: Verdict, _ doubt: String?) {
      let part = "verdict.\(model.property.rawValue)"
      let configuration = "\(model.subject.configuration)"
      if code == .unknown || model.verdict == .unknown {
        left += 1
        tell(
          configuration, part,
          "not compared: the model is \(model.verdict.rawValue), the code"
            + " \(code.rawValue)\(doubt.map { ", as \($0)" } ?? "")")
      } else if code == model.verdict {
        equal += 1
        if isComplete { tell(configuration, part, "both \(code.rawValue)") }
      } else {
        open += 1
        tell(
          configuration, part, "the model is \(model.verdict.rawValue), the code \(code.rawValue)")
      }
    }

    /// The same finding in several configurations is told once.
    private mutating func tell(_ configuration: String, _ part: String, _ result: String) {
      if told.insert([part, result]).inserted { rows.append([configuration, part, result]) }
    }

    func text(_ title: String) -> String {
      var lines = rows.map { "\($0[0])  \($0[1])  \($0[2])" }
      if !missing.isEmpty {
        lines.append(
          "not compared, as the code has no such functions: "
            + missing.sorted().joined(separator: ", "))
      }
      let summary =
        "\(title): \(equal) equal, \(explained) differ for a reason that the model gives, \(open)"
        + " differ without, \(left + missing.count) not compared"
      return (lines + [summary]).joined(separator: "\n") + "\n"
    }
  }
}
