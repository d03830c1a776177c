import Certificates
import Checker
import Digest
import ModelFiles
import PageWalk
import SMT

/// Everything that is shown of one walk on one architecture.
public struct PairProof: Codable, Sendable {
  public let architecture: String
  public let walk: String
  public let claims: [Claim]
  /// Counterexamples as scenario files, by their name in the folder of proofs.
  public let scenarios: [String: String]
  /// What its verdicts rest on, where certificates were asked for.
  public let answers: [BackedProof.Answer]
  /// What the script of its queries amounts to.
  public let script: ScriptIndex.Entry

  /// The script's name in the folder of proofs.
  public var scriptFile: String { Self.scriptFile(architecture: architecture, walk: walk) }

  /// The name of a script.
  public static func scriptFile(architecture: String, walk: String) -> String {
    "\(architecture)/\(fileName(walk)).smt2"
  }

  /// What `proofs` amount to, and the script of their queries, which is not kept.
  static func make(
    _ proofs: [BackedProof], architecture: String, walk: Walker, library: ModelLibrary
  ) -> (proof: PairProof, script: String) {
    let script = script(proofs.map(\.proof), title: "\(architecture), \(walk.title)")
    let text = script.text
    let entry = ScriptIndex.Entry(
      architecture: architecture, walk: walk.title, obligations: script.obligations,
      covers: script.covers, script: SHA256.hexadecimal(of: text),
      models: modelsDigest(library.texts(for: architecture, walker: walk)))
    return (PairProof(proofs, entry, walk: walk, library: library), text)
  }

  private init(
    _ proofs: [BackedProof], _ script: ScriptIndex.Entry, walk: Walker, library: ModelLibrary
  ) {
    architecture = script.architecture
    self.walk = walk.title
    self.script = script
    let models = library.foreignTexts(for: architecture, walker: walk)
    var claims: [Claim] = []
    var scenarios: [String: String] = [:]
    for proof in proofs.map(\.proof) {
      var files: [String: String] = [:]
      for finding in proof.findings {
        guard let counterexample = finding.counterexample else {
          claims.append(Claim(finding, scenario: nil))
          continue
        }
        // One counterexample often breaks several properties; it becomes one file.
        let text = ScenarioText.yaml(counterexample.scenario, models: models)
        let file = files[text] ?? Self.scenarioFile(of: finding)
        files[text] = file
        scenarios[file] = text
        claims.append(Claim(finding, scenario: file))
      }
    }
    self.claims = claims
    answers = proofs.flatMap(\.answers)
    self.scenarios = scenarios
  }

  /// The digest of the texts that a proof was made from, so that no change of a model goes unseen;
  /// comments are none.
  private static func modelsDigest(_ models: [String]) -> String {
    let all: [Substring] = models.flatMap { $0.split(separator: "\n") }
    let lines = all.filter { line in line.first { $0 != " " } != "#" }
    return SHA256.hexadecimal(of: lines.joined(separator: "\n"))
  }

  private static let scriptTitle = "walkproof: "
  /// How every script's text begins.
  public static let scriptBeginning = "; \(scriptTitle)"

  /// All queries of `proofs` as one script.
  public static func script(_ proofs: [SubjectProof], title: String) -> SMTLIBScript {
    var script = SMTLIBScript(comment: [
      "\(Self.scriptTitle)\(title)",
      "Each obligation is stated by its negation, which is to be unsat where it holds; each cover is",
      "to be sat. Both are as derived: nothing is simplified, split or left out. A query that several",
      "configurations ask stands here once, under all its names.",
    ])
    for proof in proofs {
      script.append(proof.queries, of: proof.subject.configuration.description)
    }
    return script
  }

  private static func scenarioFile(of finding: Finding) -> String {
    let subject = finding.subject
    let parts = [
      subject.walker.title, subject.configuration.description, finding.property.rawValue,
    ]
    return "\(subject.architecture.name)/"
      + parts.filter { $0 != "-" }.map(fileName).joined(separator: "-") + ".yaml"
  }

  private static func fileName(_ text: String) -> String {
    String(text.map { " =@".contains($0) ? "-" : $0 })
  }
}
