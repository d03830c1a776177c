import ArgumentParser
import Checker
import PageWalk
import Reports

/// `walkproof conform`.
struct ConformCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Compare the model of a walk with the kernel's own code.",
    discussion: """
      walkproof conform s390 --ir gup.ll

      Each part of each level function and each helper that the model and the code both have is
      equal for all inputs, or there is an input on which they differ. A difference that the
      model gives a reason for is no failure. At last both are proved, and every verdict compared.
      """)

  @Argument(help: "The architecture, as 'walkproof list' names it.") var architecture: String
  @OptionGroup var compiled: CompiledOptions
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
  @Flag(help: "List what is equal, too.") var all = false
  @OptionGroup var prover: ProverOptions
  @OptionGroup var models: ModelOptions

  func validate() throws {
    guard !compiled.files.isEmpty else { throw ValidationError("Name the code with --ir.") }
  }

  func run() async throws {
    let library = try models.library()
    let walk = try compiled.walk(of: architecture, choices: choices, library: library)
    let own = walk.lifted.walker.name
    let model = try Selection(library: library).walker(
      walker ?? (library.walkers.contains { $0.name == own } ? own : nil))
    guard let version = release.map(KernelVersion.init) ?? .ofCode else {
      throw ValidationError("'\(release ?? "")' is not a kernel release; write it like v6.1.")
    }
    var rows = [["configuration", "part", "result"]]
    var counts = (equal: 0, explained: 0, open: 0)
    var told: Set<[String]> = []
    var pairs: [Subject] = []
    for code in try walk.subjects() {
      let configuration = Configuration(
        code.configuration.values.filter { choice in
          walk.architecture.parameters.contains { $0.name == choice.name }
        })
      guard
        let subject = Subject(
          architecture: walk.architecture, configuration: configuration,
          walker: model.calling(version))
      else { throw Failure(.badInput, "the model has no helpers as old as \(version)") }
      pairs += [subject, code]
      for finding in try Conformance(model: subject, code: code).findings() {
        let result: String
        switch finding.status {
        case .equal:
          counts.equal += 1
          if !all { continue }
          result = "equal"
        case .explained(let reason):
          counts.explained += 1
          result = "differs, as the model says: \(reason)"
        case .codeStopsMore(let example):
          counts.open += 1
          result = "the code gives up more often: \(example)"
        case .differs(let example):
          counts.open += 1
          result = "differs: \(example)"
        case .missing(let text):
          counts.open += 1
          result = text
        case .unknown(let why):
          counts.open += 1
          result = "unknown: \(why)"
        }
        // The same finding in several configurations is told once.
        if told.insert([finding.part, result]).inserted {
          rows.append(["\(configuration)", finding.part, result])
        }
      }
    }
    let total = pairs.count
    let proofs = await prover.prover.prove(pairs, properties: Property.allCases) { done in
      StandardError.progress("\(done) of \(total) proofs")
    }
    StandardError.progress("")
    for (model, code) in stride(from: 0, to: proofs.count - 1, by: 2).map({
      (proofs[$0], proofs[$0 + 1])
    }) {
      for (own, other) in zip(model.findings, code.findings) {
        guard own.verdict != other.verdict || own.verdict == .unknown else {
          counts.equal += 1
          continue
        }
        counts.open += 1
        rows.append([
          "\(own.subject.configuration)", "verdict.\(own.property.rawValue)",
          "the model is \(own.verdict.rawValue), the code \(other.verdict.rawValue)",
        ])
      }
    }
    var lines = rows.count > 1 ? rows.map { "\($0[0])  \($0[1])  \($0[2])" } : []
    lines.append(
      "\(architecture), \(model.title): \(counts.equal) equal, \(counts.explained) differ for a"
        + " reason that the model gives, \(counts.open) differ without")
    try Output.write(lines.joined(separator: "\n") + "\n", to: nil)
    try (counts.open > 0 ? Code.refuted : counts.equal == 0 ? Code.inconclusive : .success).end()
  }
}
