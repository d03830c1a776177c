import Foundation
import ModelFiles
import PageWalk
import Pictures
import Reports
import Simulator
import TestModels
import Testing

@Suite struct DrawingTests {
  private static let library = Result { try ShippedModels.library() }

  private func scene(
    _ name: String = "s390-silent-slip", walker: String? = nil, about: String? = nil
  ) throws -> Scene {
    let library = try Self.library.get()
    let read = try ScenarioFile(
      file: "\(ShippedModels.directory)/Scenarios/\(name).yaml", library: library)
    var subject = read.subject
    if let walker, let other = library.walkers.first(where: { $0.title == walker }) {
      subject = try library.subject(
        architecture: subject.architecture, configuration: subject.configuration, walker: other)
    }
    let scenario = read.scenario.expecting(read.scenario.expectation, about: about)
    return try Scene(
      scenario: scenario, subject: subject,
      trace: try Simulation.run(scenario, subject: subject), showsMarks: walker == nil)
  }

  @Test(arguments: ["s390-silent-slip", "s390-uninitialised-stack"])
  func textFitsAnEMailAndNamesTheBadRead(name: String) throws {
    let scene = try scene(name)
    let text = TextDrawing.text(scene, style: Style(colours: false))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 72 })
    let bad = try #require(scene.hops.first { $0.isBad })
    #expect(text.contains("!\(bad.step)!"))
    #expect(text.contains("reads the stack"))
  }

  @Test func aRightWalkHasNoRed() throws {
    let scene = try scene(walker: "gup_fast@v5.9")
    #expect(scene.hops.allSatisfy { !$0.isBad })
    #expect(!TextDrawing.text(scene, style: Style(colours: false)).contains("WRONG"))
    #expect(!SVGDrawing.svg(scene).contains("class=\"bad\" marker-end"))
    #expect(scene.walkPage == scene.hardwarePage)
  }

  @Test func pictureIsXMLWhateverNamesSay() throws {
    let svg = SVGDrawing.svg(try scene(about: "<script>&\"'\u{1b}[31m</svg>"))
    #expect(!svg.contains("<script>") && !svg.contains("\u{1b}"))
    let (code, _) = try runProgram([
      "python3", "-c", "import sys, xml.dom.minidom as m; m.parseString(sys.argv[1])", svg,
    ])
    #expect(code == 0)
  }

  @Test func entriesThatDoNotMatterAreFree() throws {
    let scene = try scene("s390-uninitialised-stack")
    let rows = scene.columns.flatMap(\.tables).flatMap(\.rows)
    // The first part of the range was right, whatever page it was.
    #expect(rows.contains { !$0.isFree && !$0.steps.isEmpty })
    #expect(rows.filter(\.isOnHardwarePath).allSatisfy { !$0.isFree })
  }

  @Test func explanationTellsTheSameStory() throws {
    let library = try Self.library.get()
    let read = try ScenarioFile(
      file: "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml", library: library)
    let trace = try Simulation.run(read.scenario, subject: read.subject)
    let text = try Explanation.text(
      scenario: read.scenario, subject: read.subject, trace: trace)
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(flat.contains("THIS IS WRONG: step 13 reads the stack"))
    #expect(flat.contains("a boundary of 2 GiB"))
    #expect(flat.contains("returns the page 0xaaaa000; the hardware has 0xcccc000"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 76 })
  }
}
