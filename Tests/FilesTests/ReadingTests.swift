import Foundation
import TestModels
import Testing

@testable import Files

@Suite struct ReadingTests {
  let folder: String

  init() throws { folder = try ShippedModels.temporaryDirectory() }

  @Test func sizeAndKindAreBounded() throws {
    let file = "\(folder)/file"
    try Data(repeating: 7, count: 1000).write(to: URL(fileURLWithPath: file))
    #expect(try RegularFile.bytes(of: file, limit: 1000).count == 1000)
    #expect(throws: FileError.self) { try RegularFile.bytes(of: file, limit: 999) }
    #expect(throws: FileError.self) { try RegularFile.bytes(of: "/dev/zero", limit: 999) }
    #expect(throws: FileError.self) { try RegularFile.bytes(of: folder, limit: 999) }
    // Of what is in /proc no size is told.
    #expect(try !RegularFile.bytes(of: "/proc/self/maps", limit: 1 << 20).isEmpty)
    #expect(throws: FileError.self) { try RegularFile.bytes(of: "/proc/self/maps", limit: 10) }
    mkfifo("\(folder)/pipe", 0o600)
    #expect(throws: FileError.self) { try RegularFile.bytes(of: "\(folder)/pipe", limit: 9) }
  }

  @Test func linksAreFollowedAndNothingIsSkipped() throws {
    for name in ["a", "b"] { mkdir("\(folder)/\(name)", 0o755) }
    for name in ["a/one.yaml", "b/two.yaml", "b/three.txt"] {
      _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil)
    }
    symlink("../b", "\(folder)/a/link")
    symlink("..", "\(folder)/a/circle")
    func found() throws -> [String] {
      try FilesBelow.paths(of: "\(folder)/a", endings: [".yaml"], limit: 10)
        .map { String($0.dropFirst(folder.count + 1)) }
    }
    #expect(
      try found() == ["a/circle/b/two.yaml", "a/one.yaml"]
        || found() == ["a/link/two.yaml", "a/one.yaml"])
    #expect(throws: FileError.self) {
      try FilesBelow.paths(of: folder, endings: [".yaml"], limit: 1)
    }
    symlink("nowhere", "\(folder)/a/dangling")
    #expect(throws: FileError.self) { try found() }
    unlink("\(folder)/a/dangling")
    if geteuid() != 0 {
      mkdir("\(folder)/a/closed", 0)
      #expect(throws: FileError.self) { try found() }
    }
  }

  @Test func aPrivateFolderIsTheUsersAlone() throws {
    let cache = "\(folder)/x/cache"
    try PrivateFolder.make(cache)
    var status = stat()
    stat(cache, &status)
    #expect(status.st_mode & 0o777 == 0o700)
    for mode: mode_t in [0o770, 0o702, 0o777] {
      chmod(cache, mode)
      #expect(throws: FileError.self) { try PrivateFolder.make(cache) }
    }
    chmod(cache, 0o755)
    try PrivateFolder.make(cache)
    if geteuid() == 0 {
      chown(cache, 12345, 0)
      #expect(throws: FileError.self) { try PrivateFolder.make(cache) }
    }
  }

  @Test func aSecretIsMadeOnceAndHasToBeSecret() throws {
    let path = "\(folder)/keys/key"
    let key = try PrivateFolder.secret(path, count: 32)
    #expect(try PrivateFolder.secret(path, count: 32) == key)
    #expect(key.count == 32 && Set(key).count > 8)
    chmod(path, 0o644)
    #expect(throws: FileError.self) { try PrivateFolder.secret(path, count: 32) }
    chmod(path, 0o600)
    #expect(throws: FileError.self) { try PrivateFolder.secret(path, count: 31) }
  }

  @Test func onlyWhatWeMadeIsALeftOver() {
    mkdir("\(folder)/walkproof-empty0", 0o700)
    mkdir("\(folder)/walkproof-mybuild", 0o700)
    mkdir("\(folder)/walkproof-mystuf", 0o700)
    mkdir("\(folder)/walkproof-mystuf/file", 0o700)
    #expect(TemporaryFolder.isOne("walkproof-empty0", in: folder))
    #expect(!TemporaryFolder.isOne("walkproof-mybuild", in: folder))
    #expect(!TemporaryFolder.isOne("walkproof-mystuf", in: folder))
  }

  @Test func aTemporaryFolderIsOfThisRunAlone() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try #require(folder?.path)
    var status = stat()
    stat(path, &status)
    #expect(status.st_mode & 0o777 == 0o700)
    try folder?.add([1], name: "a/b")
    #expect(access("\(path)/a/b", F_OK) == 0)
    folder = nil
    #expect(access(path, F_OK) != 0)
  }
}
