import ArgumentParser
import Files
import Foundation

/// `walkproof new`.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a model file to begin with.",
    subcommands: [NewArchitectureCommand.self])
}

/// `walkproof new architecture`.
struct NewArchitectureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "architecture",
    abstract: "Write a commented model of an architecture that proves, to be changed to yours.",
    discussion: """
      walkproof new architecture mine64 -o mine/mine64.yaml
      walkproof prove mine64 --models mine
      """)

  @Argument(help: "Its name: small letters, digits and '_'.") var name: String
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write here; by default NAME.yaml. A file that is there stays.", valueName: "file"))
  var output: String?

  func validate() throws {
    let isName = name.utf8.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
    }
    guard isName, name.first?.isLetter ?? false, name.count <= 64 else {
      throw ValidationError("A name is small letters, digits and '_', and begins with a letter.")
    }
  }

  func run() throws {
    let known = try ModelOptions.parse([]).library().architectures.values
    guard !known.contains(where: { ([$0.name] + $0.aliases).contains(name) || $0.family == name })
    else {
      throw Failure(
        .usage, "'\(name)' names a model that is there, which this would replace; take another name"
      )
    }
    let file = output ?? "\(name).yaml"
    guard file == "-" || access(file, F_OK) != 0 else {
      throw Failure(.cannotWrite, "\(file): this is there already; name another file")
    }
    if file != "-" {
      let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
      do {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      } catch {
        throw Failure(.cannotWrite, "\(folder.path): this cannot be made; name another place")
      }
    }
    try Output.write(ArchitectureSkeleton.text(name), to: file)
  }
}
