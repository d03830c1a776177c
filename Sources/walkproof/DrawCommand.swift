import ArgumentParser
import Foundation
import ModelFiles
import Pictures
import Reports

/// `walkproof draw`.
struct DrawCommand: ParsableCommand {
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
    help: ArgumentHelp("Write here: .svg, .png or .txt.", valueName: "file"))
  var output: String?

  func validate() throws {
    if let output, !["svg", "png", "txt"].contains((output as NSString).pathExtension) {
      throw ValidationError("'\(output)' is not named .svg, .png or .txt.")
    }
  }

  func run() throws {
    let run = try scenario.run()
    let scene = try scenario.telling {
      try Scene(
        scenario: run.scenario, subject: run.subject, trace: run.trace, showsMarks: run.isOwn)
    }
    switch output.map({ ($0 as NSString).pathExtension }) {
    case "svg": try Output.write(SVGDrawing.svg(scene), to: output)
    case "png": try writePNG(SVGDrawing.svg(scene), to: output ?? "")
    default:
      try Output.write(
        TextDrawing.text(scene, style: Style(colours: output == nil && Output.isColoured)),
        to: output)
    }
  }

  private func writePNG(_ svg: String, to file: String) throws {
    let process = ProcessInfo.processInfo.processIdentifier
    let vector = FileManager.default.temporaryDirectory.path + "/walkproof-\(process).svg"
    let picture = "\(file).\(process).tmp"
    defer {
      unlink(vector)
      unlink(picture)
    }
    try Output.write(svg, to: vector)
    let converter = Process()
    converter.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    converter.arguments = ["rsvg-convert", "--background-color", "white", "-o", picture, vector]
    converter.standardError = FileHandle.nullDevice
    do { try converter.run() } catch {
      throw Failure(.internalError, "rsvg-convert does not start: \(error)")
    }
    converter.waitUntilExit()
    guard converter.terminationStatus == 0 else {
      throw Failure(
        .cannotWrite,
        converter.terminationStatus == 127
          ? "a .png needs the program rsvg-convert; install it (Debian: librsvg2-bin) or draw a .svg"
          : "\(file) cannot be drawn by rsvg-convert; draw a .svg")
    }
    guard rename(picture, file) == 0 else {
      throw Failure(.cannotWrite, "\(file) cannot be written; name another place")
    }
  }
}
