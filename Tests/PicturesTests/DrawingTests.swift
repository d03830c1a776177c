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

  /// The arrow of the wrong read begins where the loop that goes round has read before.
  @Test func theCauseIsTheStepOfTheCursor() throws {
    let scene = try scene("s390-silent-slip")
    let bad = try #require(scene.hops.first { $0.isBad })
    let origin = scene.hops[try #require(bad.origin)]
    #expect(bad.words == "&p4d + 8 = &pgd" && origin.words == "&p4d")
    #expect(bad.level == "pud" && origin.level == "pud")
    // What the loop called after that comes from it.
    let next = try #require(scene.hops.first { $0.step > bad.step })
    #expect(scene.hops[try #require(next.origin)].step == bad.step)
    #expect(scene.isWalkWrong && scene.writes.isEmpty)
  }

  /// What others write, and what the hardware has after it, is shown.
  @Test func racesAreShown() throws {
    let library = try ShippedModels.library()
    let file = "\(ShippedModels.directory)/../Proofs/mips32/gup_fast-v6.12-live-recheck.yaml"
    let read = try ScenarioFile(file: file, library: library)
    let trace = try Simulation.run(read.scenario, subject: read.subject)
    let scene = try Scene(scenario: read.scenario, subject: read.subject, trace: trace)
    let text = TextDrawing.text(scene, style: Style(colours: false))
    #expect(text.contains("before step 4 another CPU writes 0x") && text.contains(" to pgd[0]"))
    #expect(text.contains("hardware after the writes: page none") && scene.isWalkWrong)
    #expect(SVGDrawing.svg(scene).contains("before step 4 another CPU writes"))
    #expect(trace.keepsChanged && trace.hardwarePagesAfter?.isEmpty ?? false)
    let told = try Explanation.text(
      scenario: read.scenario, subject: read.subject, trace: trace, mended: "gup_fast@v9")
    let joined = told.replacing("\n    ", with: " ")
    #expect(joined.contains("THE PAGE IS KEPT ALTHOUGH ITS ENTRY HAS CHANGED."))
    #expect(joined.contains("after what the other CPU wrote none."))
    #expect(told.contains("What mends it") && told.contains("gup_fast@v9 walks the same memory"))
  }

  @Test func foldingIsToldInTheKernelsWords() throws {
    let library = try ShippedModels.library()
    let file = "\(ShippedModels.directory)/Scenarios/s390-silent-slip.yaml"
    let read = try ScenarioFile(file: file, library: library)
    let trace = try Simulation.run(read.scenario, subject: read.subject)
    let told = try Explanation.text(scenario: read.scenario, subject: read.subject, trace: trace)
      .replacing("\n    ", with: " ")
    #expect(told.contains("Here pgd_folded() and p4d_folded() are true, pud_folded() is false."))
    #expect(told.contains("Left out: what helpers read on their own, steps 3, 5,"))
    // What goes wrong besides is told, too.
    #expect(told.contains("ALSO WRONG: step 1 reads a live entry without READ_ONCE."))
    #expect(told.contains("THIS IS WRONG: step 13 reads the stack. It breaks no-stack-iteration,"))
    #expect(told.contains("ALSO WRONG: step 18 hands back a page"))
    #expect(
      told.contains("For this address the hardware reads entry 0 of the segment table at 0x120000.")
    )
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
