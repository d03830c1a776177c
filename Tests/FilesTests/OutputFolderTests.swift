import Foundation
import TestModels
import Testing

@testable import Files

@Suite struct OutputFolderTests {
  let above: String
  var place: String { "\(above)/out" }

  init() throws { above = try ShippedModels.temporaryDirectory() }

  private func write(
    _ files: [String: String], old: OutputFolder.Old = .removed(what: "tests"),
    to path: String? = nil
  ) throws -> OutputFolder.Changes {
    let folder = try OutputFolder(path ?? place, old: old)
    for (name, text) in files { try folder.add(Array(text.utf8), name: name) }
    return try folder.finish()
  }

  /// Every file with its text, but for the manifest.
  private func contents() throws -> [String: String] {
    var contents: [String: String] = [:]
    for file in try FolderEntries(of: place).files where file.name != FolderManifest.fileName {
      contents[file.name] = try String(contentsOfFile: "\(place)/\(file.name)", encoding: .utf8)
    }
    return contents
  }

  private func left() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: above).sorted()
  }

  @Test func whatIsTheUsersStays() throws {
    #expect(try write(["a": "1", "b/c": "2"]).written == 2)
    mkdir("\(place)/own", 0o755)
    mkdir("\(place)/empty", 0o755)
    for name in ["mine", "own/deep", "b/mine"] {
      try "mine".write(toFile: "\(place)/\(name)", atomically: false, encoding: .utf8)
    }
    symlink("nowhere", "\(place)/link")
    chmod(place, 0o750)
    let changes = try write(["a": "1", "d": "3"])
    #expect(changes.written == 1)
    #expect(changes.removed == 1)
    unlink("\(place)/link")
    #expect(
      try contents() == ["a": "1", "d": "3", "mine": "mine", "own/deep": "mine", "b/mine": "mine"])
    #expect(access("\(place)/empty", F_OK) == 0)
    var status = stat()
    stat(place, &status)
    #expect(status.st_mode & 0o777 == 0o750)
    #expect(try left() == ["out"])
    // What only held files of ours goes with them.
    _ = try write(["d": "3"])
    #expect(try contents()["a"] == nil)
  }

  private let kept = OutputFolder.Old.kept(beginning: "ours")

  @Test func whatIsKeptIsKept() throws {
    _ = try write(["a": "ours 1", "b": "ours 2"], old: kept)
    #expect(try write(["b": "ours 3", "c/d": "ours 4"], old: kept).written == 2)
    #expect(try contents() == ["a": "ours 1", "b": "ours 3", "c/d": "ours 4"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: place).sorted() == ["a", "b", "c"])
    // What does not begin so is not ours.
    try "theirs".write(toFile: "\(place)/b", atomically: false, encoding: .utf8)
    #expect(throws: FileError.self) { _ = try write(["a": "ours 5", "b": "ours 5"], old: kept) }
    #expect(try contents() == ["a": "ours 1", "b": "theirs", "c/d": "ours 4"])
    #expect(try left() == ["out"])
  }

  /// What is no regular file was not written by this program, whatever name it has, and nobody waits for
  /// it.
  @Test(.timeLimit(.minutes(10)), arguments: [true, false])
  func pipesAndLinksAreNotOurs(_ isKept: Bool) throws {
    let old = isKept ? kept : .removed(what: "tests")
    _ = try write(["a": "ours 1", "b": "ours 2", "c": "ours 3"], old: old)
    unlink("\(place)/a")
    mkfifo("\(place)/a", 0o600)
    unlink("\(place)/b")
    symlink("c", "\(place)/b")
    for name in ["a", "b"] {
      #expect(throws: FileError.self) { _ = try write([name: "ours 4"], old: old) }
    }
    _ = try write(["c": "ours 5"], old: old)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: "\(place)/b") == "c")
    #expect(try String(contentsOfFile: "\(place)/b", encoding: .utf8) == "ours 5")
    #expect(access("\(place)/a", F_OK) == 0)
    #expect(try left() == ["out"])
  }

  @Test func filesThatAreWrittenAnewKeepTheirMode() throws {
    _ = try write(["a": "1"])
    chmod("\(place)/a", 0o600)
    _ = try write(["a": "2"])
    var status = stat()
    stat("\(place)/a", &status)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(try contents() == ["a": "2"])
  }

  @Test func aFolderOfOthersIsRefused() throws {
    mkdir(place, 0o755)
    try "mine".write(toFile: "\(place)/a", atomically: false, encoding: .utf8)
    #expect(throws: FileError.self) { _ = try write(["b": "1"]) }
    #expect(try contents() == ["a": "mine"])
    try "nonsense".write(
      toFile: "\(place)/\(FolderManifest.fileName)", atomically: false, encoding: .utf8)
    #expect(throws: FileError.self) { _ = try write(["b": "2"]) }
    #expect(throws: FileError.self) { _ = try write(["b": "2"], to: "\(place)/a") }
    #expect(try left() == ["out"])
  }

  /// A report is not written over proofs.
  @Test func whatAnotherCommandWroteIsRefused() throws {
    _ = try write(["a": "1"], old: .removed(what: "proofs"))
    let error = #expect(throws: FileError.self) {
      _ = try write(["b": "1"], old: .removed(what: "a report"))
    }
    #expect(error?.message.contains("this holds proofs, not a report") == true)
    #expect(try contents() == ["a": "1"])
  }

  @Test func aLinkToAFolderStays() throws {
    mkdir("\(above)/far", 0o755)
    symlink("far", place)
    _ = try write(["a": "1"], to: place + "/")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: place) == "far")
    #expect(try contents() == ["a": "1"])
  }

  @Test func theCurrentFolderIsRefused() throws {
    let here = FileManager.default.currentDirectoryPath
    #expect(throws: FileError.self) { _ = try write([:], old: kept, to: here) }
    #expect(throws: FileError.self) { _ = try write([:], old: kept, to: ".") }
  }

  @Test func writersTakeTurns() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<16 {
        group.addTask {
          var files: [String: String] = [:]
          for name in 0..<20 { files["\(name)"] = "\(number)" }
          _ = try write(files)
        }
      }
      try await group.waitForAll()
    }
    #expect(Set(try contents().values).count == 1)
    #expect(try left() == ["out"])
  }

  /// A run that is killed leaves a new folder that is not finished, or the old one in another place.
  @Test func leftOversGo() throws {
    // As another run left it; this one looks for left-overs once.
    mkdir(place, 0o755)
    for (name, text) in [
      ("mine", "mine"), ("a", "1"),
      (FolderManifest.fileName, FolderManifest(owner: "tests", files: ["a"]).text),
    ] { try text.write(toFile: "\(place)/\(name)", atomically: false, encoding: .utf8) }
    let begun = "\(above)/\(Temporaries.name(for: "out"))"
    mkdir(begun, 0o755)
    try FolderManifest.begin(in: begun)
    _ = FileManager.default.createFile(atPath: begun + "/half", contents: nil)
    let exchanged = "\(above)/\(Temporaries.name(for: "out"))"
    let strange = "\(above)/\(Temporaries.name(for: "out"))"
    for folder in [exchanged, strange] {
      mkdir(folder, 0o755)
      mkdir("\(folder)/new", 0o755)
      try FolderManifest(owner: "tests", files: ["a", "b"]).write(in: folder)
      link("\(place)/mine", "\(folder)/new/mine")
      for name in ["a", FolderManifest.fileName] {
        _ = FileManager.default.createFile(atPath: "\(folder)/new/\(name)", contents: nil)
      }
    }
    _ = FileManager.default.createFile(atPath: strange + "/new/strange", contents: nil)
    _ = try write(["a": "2"])
    #expect(try contents() == ["a": "2", "mine": "mine"])
    #expect(access(begun, F_OK) != 0)
    #expect(access(exchanged, F_OK) != 0)
    #expect(access(strange + "/new/a", F_OK) != 0)
    #expect(access(strange + "/new/strange", F_OK) == 0)
  }
}
