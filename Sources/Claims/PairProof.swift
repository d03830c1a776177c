import Checker
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
  /// The queries as an SMT-LIB 2 script.
  public let script: String

  /// The script's name in the folder of proofs.
  public var scriptFile: String { Self.scriptFile(architecture: architecture, walk: walk) }

  /// The name of a script.
  public static func scriptFile(architecture: String, walk: String) -> String {
    "\(architecture)/\(fileName(walk)).smt2"
  }

  init(_ proofs: [SubjectProof], architecture: String, walk: Walker, library: ModelLibrary) {
    self.architecture = architecture
    self.walk = walk.title
    script = Self.script(
      proofs, title: "\(architecture), \(walk.title)",
      models: library.texts(for: architecture, walker: walk))
    let models = library.foreignTexts(for: architecture, walker: walk)
    var claims: [Claim] = []
    var scenarios: [String: String] = [:]
    for proof in proofs {
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
    self.scenarios = scenarios
  }

  /// All queries of `proofs` as one script.
  ///
  /// - Parameter models: the texts that it was made from, whose checksum it tells, so that no change
  ///   of a model goes unseen; comments are none.
  public static func script(
    _ proofs: [SubjectProof], title: String, models: [String]
  ) -> String {
    let all: [Substring] = models.flatMap { $0.split(separator: "\n") }
    let lines = all.filter { line in line.first { $0 != " " } != "#" }
    let checksum = ProofCache.checksum(of: lines.joined(separator: "\n"))
    var script = SMTLIBScript(comment: [
      "walkproof: \(title)", "Checksum of the models: \(checksum)",
      "Each obligation is stated by its negation, which is to be unsat where it holds; each cover is",
      "to be sat. A query that several configurations ask stands here once, under all its names.",
    ])
    for proof in proofs {
      for query in proof.queries {
        script.append(query, of: proof.subject.configuration.description)
      }
    }
    return script.text
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
