import Claims
import Digest
import ModelFiles
import PageWalk
import Pictures
import Reports
import Simulator
import Synchronization

/// A report as static pages: the matrix, and a page for each walk on each configuration with its
/// verdicts, assumptions, picture, explanation and downloads. Nothing in it needs a network.
public struct Site: Sendable {
  /// The files by their paths in the report's folder.
  public let files: [String: String]

  /// What begins the first page of a report, by which an old one is known.
  public static let mark = "<!DOCTYPE html><!-- walkproof report -->"

  /// The report on `proofs`.
  ///
  /// - Throws: errors of reading and running scenarios, which name the scenario.
  public init(_ proofs: [PairProof], library: ModelLibrary, tool: String, solver: String)
    async throws
  {
    let pages = await withTaskGroup(of: [String: String].self) { group in
      for proof in proofs {
        group.addTask { Self.pages(of: proof, library: library) }
      }
      var all: [String: String] = [:]
      for await files in group { all.merge(files) { first, _ in first } }
      return all
    }
    var files = pages
    let walks = Set(proofs.map(\.walk))
    let claims = proofs.flatMap(\.claims)
    let titles = Summary(claims, walkers: library.walkers).titles
    files["index.html"] = SitePages.index(
      Matrix(titles.flatMap { title in claims.filter { $0.walk == title } }),
      walkers: library.walkers.filter { walks.contains($0.title) }, tool: tool, solver: solver)
    files["report.css"] = SitePages.css
    self.files = files
  }

  /// The pages of one walk on one architecture, with scenarios and pictures.
  private static func pages(of proof: PairProof, library: ModelLibrary) -> [String: String] {
    var files: [String: String] = [:]
    var told: [String: Told] = [:]
    for (name, text) in proof.scenarios {
      files["scenarios/\(name)"] = text
      told[name] = Self.told(text, name, library)
    }
    for (configuration, claims) in Dictionary(grouping: proof.claims, by: \.configuration) {
      guard let first = claims.first else { continue }
      // In the order of properties: a wrong read before a missing READ_ONCE.
      var scenarios: [String] = []
      for name in claims.compactMap(\.scenario) where !scenarios.contains(name) {
        scenarios.append(name)
      }
      for name in scenarios {
        if let picture = told[name]?.picture { files[picture.file] = picture.text }
      }
      files[SitePages.cellFile(first)] = SitePages.cell(
        claims, configuration: configuration,
        counterexamples: scenarios.map { name in
          SitePages.Counterexample(
            scenario: name, story: told[name]?.story, picture: told[name]?.picture?.file)
        })
    }
    return files
  }

  /// What is told of a counterexample.
  private struct Told {
    let story: String
    let picture: (file: String, text: String)?
  }

  private static func told(_ text: String, _ name: String, _ library: ModelLibrary) -> Told {
    do {
      let read = try ScenarioFile(text: text, file: name, library: library)
      let trace = try Simulation.run(read.scenario, subject: read.subject)
      let story = try Explanation.text(
        scenario: read.scenario, subject: read.subject, trace: trace, isShort: true)
      let scene = try Scene(scenario: read.scenario, subject: read.subject, trace: trace)
      let svg = SVGDrawing.svg(scene, isTitled: false)
      return Told(
        story: story, picture: ("pictures/\(SHA256.hexadecimal(of: svg).prefix(16)).svg", svg))
    } catch {
      // Visible on the page instead of a picture.
      return Told(story: "\(name) cannot be shown: \(error)", picture: nil)
    }
  }
}
