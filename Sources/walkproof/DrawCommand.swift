import ArgumentParser
import ChildProcesses
import Files
import Foundation
import ModelFiles
import Pictures
import Reports

/// `walkproof draw`.
struct DrawCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draw a scenario: tables, stack, the walk's way and the hardware's.",
    discussion: """
      walkproof draw Models/Scenarios/s390-silent-slip.yaml
      walkproof draw Models/Scenarios/s390-silent-slip.yaml -o slip.svg
      walkproof draw out/SCENARIO.yaml -o slip.png

      Without -o the picture is text of up to 72 columns, which can go into an e-mail. A .png needs \
      the program rsvg-convert (Debian: librsvg2-bin).
      """)

  @OptionGroup var scenario: ScenarioOptions
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write here: .svg, .png or .txt; - is the text on standard output.", valueName: "file"))
  var output: String?

  func validate() throws {
    if let output, output != "-",
      !["svg", "png", "txt"].contains((output as NSString).pathExtension)
    {
      throw ValidationError("'\(output)' is not named .svg, .png or .txt.")
    }
  }

  func run() async throws {
    let run = try scenario.run()
    let scene = try scenario.telling {
      try Scene(
        scenario: run.scenario, subject: run.subject, trace: run.trace, showsMarks: run.isOwn)
    }
    switch output.map({ ($0 as NSString).pathExtension }) {
    case "svg": try Output.write(SVGDrawing.svg(scene), to: output)
    case "png": try await writePNG(SVGDrawing.svg(scene), to: output ?? "")
    default:
      try Output.write(
        TextDrawing.text(scene, style: Output.style(for: output)),
        to: output)
    }
  }

  private func writePNG(_ svg: String, to file: String) async throws {
    let folder = try TemporaryFolder()
    try folder.add(Array(svg.utf8), name: "picture.svg")
    let converter = Command(
      ["rsvg-convert", "--background-color", "white", "\(folder.path)/picture.svg"],
      limits: Command.Limits(seconds: 120, memory: 4 << 30, output: 64 << 20))
    switch try await converter.run() {
    case .success(let picture):
      try OutputFile.refuseInput(file)
      try OutputFile.write(picture, to: file)
    case .missing:
      throw Failure(
        .cannotWrite,
        "a .png needs the program rsvg-convert; install it (Debian: librsvg2-bin) or draw a .svg")
    case .failure(let why, _):
      throw Failure(
        .cannotWrite, "\(file) cannot be drawn: rsvg-convert \(why); draw a .svg")
    }
  }
}
