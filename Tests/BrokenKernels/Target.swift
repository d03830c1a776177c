import Foundation
import Yams

/// A build of the kernel in which edits are judged.
struct Target: Decodable {
  let name: String
  let arch: String
  /// What the configuration sets besides what the model says.
  var set: [String]?
  /// The levels whose loops can go round in one of its configurations, at which an entry may be
  /// missing, and that may map pages themselves.
  let loops, checks, leaves: [String]
  /// Whether what is read again is what the unedited kernel has to read.
  let rechecks: Bool
  /// Properties that the kernel as it is does not have; right rewrites need not have them.
  var unproved: [String]?
  /// What the kernel does wrong itself, put right before anything is judged.
  var repairs: [Step]?
  /// What takes a minute or more, and is left out where no target is named.
  var slow: Bool?

  /// What a level of a build can do, or all of the build.
  enum Ability: String, Decodable { case loops, checks, leaves, rechecks }

  func has(_ ability: Ability, at level: String?) -> Bool {
    switch ability {
    case .loops: level.map(loops.contains) ?? true
    case .checks: level.map(checks.contains) ?? true
    case .leaves: level.map(leaves.contains) ?? true
    case .rechecks: rechecks
    }
  }

  static func all(_ path: String) throws -> [Target] {
    try YAMLDecoder().decode([Target].self, from: String(contentsOfFile: path, encoding: .utf8))
  }
}

/// A target's build, whose files can be compiled again after edits.
struct TargetBuild {
  let target: Target
  let tree: String
  let folder: String
  /// The tree's files and the IR of each.
  private let units: [(source: String, ir: String)]

  /// Builds the unedited kernel, or takes what was built before.
  init(_ target: Target, program: String, tree: String, folder: String) throws {
    self.target = target
    self.tree = tree
    self.folder = folder
    let options = (target.set ?? []).flatMap { ["--set", $0] }
    let result = try run(
      [program, "kernel", tree, "--arch", target.arch, "--build", folder, "--compile-only"]
        + options)
    guard result.code == 0 else {
      throw Mistake("\(target.name) is not built: \(result.output)\(result.errors)")
    }
    units = result.output.split(separator: "\n").filter { $0.hasSuffix(".ll") }.map { path in
      (String(path.dropFirst(folder.count + 1).dropLast(3)) + ".c", String(path))
    }
  }

  /// Compiles an edited tree by the commands of the build, and gives all IR.
  func compile(_ edited: EditedTree, in place: String) throws -> [String] {
    try? FileManager.default.removeItem(atPath: place)
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    // The compiler reads the edited files where the tree has the others.
    var roots: [[String: String]] = []
    for (file, text) in edited.files {
      let copy = "\(place)/\(file.replacing("/", with: "-"))"
      try text.finished.text.write(toFile: copy, atomically: true, encoding: .utf8)
      roots.append(["type": "file", "name": "\(tree)/\(file)", "external-contents": copy])
    }
    let overlay = try JSONSerialization.data(
      withJSONObject: ["version": 0, "use-external-names": false, "roots": roots],
      options: .withoutEscapingSlashes)
    try overlay.write(to: URL(fileURLWithPath: "\(place)/overlay.json"))
    var options = "-w -ivfsoverlay \(place)/overlay.json"
    if !edited.prelude.isEmpty {
      try edited.prelude.write(toFile: "\(place)/prelude.h", atomically: true, encoding: .utf8)
      options += " -include \(place)/prelude.h"
    }
    let sources = Set(units.map(\.source))
    let isOfAll = !edited.prelude.isEmpty || edited.files.keys.contains { !sources.contains($0) }
    return try units.map { unit in
      guard isOfAll || edited.files[unit.source] != nil else { return unit.ir }
      let ir = "\(place)/\(unit.source.replacing("/", with: "-").dropLast(2)).ll"
      let command = try command(of: unit.source)
      let result = try run(
        ["sh", "-c", "cd \(folder) && \(command) \(options) -o \(ir) \(tree)/\(unit.source)"])
      guard result.code == 0 else { throw Mistake("\(unit.source): \(result.errors)") }
      return ir
    }
  }

  /// The command by which a file was compiled, up to its output.
  private func command(of source: String) throws -> Substring {
    let stem = source.dropLast(2)
    let slash = stem.lastIndex(of: "/").map { stem.index(after: $0) } ?? stem.startIndex
    let saved = "\(folder)/\(stem[..<slash]).\(stem[slash...]).ll.cmd"
    let line = try String(contentsOfFile: saved, encoding: .utf8).prefix { $0 != "\n" }
    guard let start = line.firstRange(of: "cmd_\(stem).ll := ")?.upperBound,
      let end = line.ranges(of: " -o \(stem).ll ").last?.lowerBound
    else { throw Mistake("\(saved) does not tell how \(source) was compiled") }
    // As the kernel's build writes it for make to read; the build's own list of dependencies stays.
    let command = line[start..<end].replacing("$(pound)", with: "#").replacing("$$", with: "$")
    return command.replacing(#/-Wp,-MMD,\S+/#, with: "")
  }
}

/// Runs a command to its end.
func run(_ command: [String]) throws -> (code: Int32, output: String, errors: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = command
  process.standardInput = FileHandle.nullDevice
  let output = Pipe()
  process.standardOutput = output
  let errors = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try Data().write(to: errors)
  defer { try? FileManager.default.removeItem(at: errors) }
  process.standardError = try FileHandle(forWritingTo: errors)
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (
    process.terminationStatus, String(decoding: data, as: UTF8.self),
    try String(contentsOf: errors, encoding: .utf8)
  )
}
