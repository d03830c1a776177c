import Foundation
import CLinux
import TestModels
import Testing

@testable import Files

@Suite struct OutputFileTests {
  let folder: String

  init() throws { folder = try ShippedModels.temporaryDirectory() }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(folder)/\(name)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    lstat("\(folder)/\(name)", &status)
    return status.st_mode
  }

  @Test func aRegularFileIsReplacedAndKeepsItsMode() throws {
    try OutputFile.write(Array("old".utf8), to: "\(folder)/file")
    chmod("\(folder)/file", 0o640)
    try OutputFile.write(Array("new".utf8), to: "\(folder)/file")
    #expect(text("file") == "new")
    #expect(mode("file") & 0o7777 == 0o640)
    #expect(try names() == ["file"])
  }

  /// A list of who may do what is in force where the mode is another's view of it: without it the mask
  /// would be the group's rights.
  @Test func whoMayDoWhatStays() throws {
    let place = "\(folder)/file"
    try OutputFile.write(Array("old".utf8), to: place)
    // user::rw-, user:12345:rwx, group::---, mask::rwx, other::---
    let list: [UInt8] =
      [2, 0, 0, 0] + [1, 0, 6, 0, 255, 255, 255, 255] + [2, 0, 7, 0, 0x39, 0x30, 0, 0]
      + [4, 0, 0, 0, 255, 255, 255, 255] + [16, 0, 7, 0, 255, 255, 255, 255]
      + [32, 0, 0, 0, 255, 255, 255, 255]
    func attribute(_ name: String, of place: String) -> [UInt8]? {
      var value = [UInt8](repeating: 0, count: 256)
      let count = lgetxattr(place, name, &value, value.count)
      return count < 0 ? nil : Array(value.prefix(count))
    }
    let access = "system.posix_acl_access"
    guard lsetxattr(place, access, list, list.count, 0) == 0 else { return }  // Not on this disk.
    #expect(lsetxattr(place, "user.mine", [7], 1, 0) == 0)
    try OutputFile.write(Array("new".utf8), to: place)
    #expect(text("file") == "new")
    #expect(attribute(access, of: place) == list)
    #expect(attribute("user.mine", of: place) == [7])
    // What a folder gives to all that is new is not given to what was there.
    try OutputFile.write(Array("old".utf8), to: "\(folder)/plain")
    #expect(lsetxattr(folder, "system.posix_acl_default", list, list.count, 0) == 0)
    try OutputFile.write(Array("new".utf8), to: "\(folder)/plain")
    #expect(attribute(access, of: "\(folder)/plain") == nil)
  }

  /// What a run has read it does not replace, by whatever name.
  @Test func anInputIsNoOutput() throws {
    try OutputFile.write(Array("in".utf8), to: "\(folder)/in")
    try OutputFile.refuseInput("\(folder)/in")
    _ = try RegularFile.bytes(of: "\(folder)/in", limit: 100)
    symlink("in", "\(folder)/link")
    for name in ["in", "link", "../\(URL(fileURLWithPath: folder).lastPathComponent)/in"] {
      #expect(throws: FileError.self) { try OutputFile.refuseInput("\(folder)/\(name)") }
    }
    try OutputFile.refuseInput("\(folder)/out")
  }

  @Test func whatIsWrittenAsAFileIsNoLink() throws {
    try OutputFile.write(Array("mine".utf8), to: "\(folder)/far")
    symlink("far", "\(folder)/link")
    #expect(throws: FileError.self) { try OutputFile.writeRegular([1], to: "\(folder)/link") }
    #expect(throws: FileError.self) {
      try RegularFile.bytes(of: "\(folder)/link", limit: 9, followingLinks: false)
    }
    #expect(text("far") == "mine")
  }

  @Test func aLinkStaysAndWhatItLeadsToIsWritten() throws {
    mkdir("\(folder)/far", 0o755)
    symlink("far/file", "\(folder)/link")
    symlink("link", "\(folder)/link2")
    // A link to what is not there yet, and then to what is.
    for words in ["one", "two"] {
      try OutputFile.write(Array(words.utf8), to: "\(folder)/link2")
      #expect(text("far/file") == words)
    }
    #expect(mode("link") & S_IFMT == S_IFLNK)
    #expect(mode("link2") & S_IFMT == S_IFLNK)
    #expect(try names() == ["far", "link", "link2"])
  }

  /// A file that may not be written is not replaced, though its folder may be written; root may all.
  @Test func aFileThatMayNotBeWrittenStays() throws {
    try OutputFile.write(Array("old".utf8), to: "\(folder)/file")
    chmod("\(folder)/file", 0o444)
    if geteuid() != 0 {
      #expect(throws: FileError.self) { try OutputFile.write([1], to: "\(folder)/file") }
      #expect(text("file") == "old")
    }
    #expect(throws: FileError.self) { try OutputFile.write([1], to: "\(folder)/new/") }
    #expect(throws: FileError.self) { try OutputFile.write([1], to: "\(folder)/file/") }
    #expect(try names() == ["file"])
  }

  @Test func aPipeIsWrittenTo() throws {
    mkfifo("\(folder)/pipe", 0o600)
    let pipe = open("\(folder)/pipe", O_RDWR)
    defer { close(pipe) }
    try OutputFile.write(Array("words".utf8), to: "\(folder)/pipe")
    var bytes = [UInt8](repeating: 0, count: 16)
    #expect(read(pipe, &bytes, 16) == 5)
    #expect(mode("pipe") & S_IFMT == S_IFIFO)
  }

  @Test(arguments: ["", "/does/not/exist", "FOLDER", "FOLDER/loop", "FOLDER/file/below"])
  func whatCannotBeWrittenIsSaid(_ path: String) throws {
    let path = path.replacing("FOLDER", with: folder)
    try OutputFile.write([], to: "\(folder)/file")
    symlink("loop", "\(folder)/loop")
    #expect(throws: FileError.self) { try OutputFile.write([1], to: path) }
    #expect(try names() == ["file", "loop"])
  }

  /// Nobody can plant a link where a temporary file will be: names are never the same twice, and a
  /// file of such a name is no obstacle.
  @Test func namesCannotBeGuessed() {
    let names = (0..<1000).map { _ in Temporaries.name(for: "file") }
    #expect(Set(names).count == 1000)
    #expect(names.allSatisfy(Temporaries.isName))
    for other in [
      "file", ".file", ".file.walkproof-", ".file.walkproof-123", "walkproof-0123456789abcdef",
    ] {
      #expect(!Temporaries.isName(other))
    }
  }

  /// What a killed run left goes; what a living one writes stays, and so does what is another's.
  @Test func leftOversGo() throws {
    let (dead, living) = (Temporaries.name(for: "a"), Temporaries.name(for: "b"))
    for name in [dead, living, "mine"] {
      _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil)
    }
    let handle = open("\(folder)/\(living)", O_RDONLY)
    defer { close(handle) }
    flock(handle, LOCK_EX)
    symlink("mine", "\(folder)/\(Temporaries.name(for: "link"))")
    try OutputFile.write([], to: "\(folder)/new")
    let left = try names()
    #expect(!left.contains(dead))
    #expect(left.contains(living) && left.contains("mine") && left.contains("new"))
    #expect(left.count == 4)
  }
}
