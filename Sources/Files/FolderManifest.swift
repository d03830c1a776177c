import Foundation

/// The list, inside a folder, of the files there that this program has written.
///
/// Everything else in the folder is the user's.
struct FolderManifest {
  /// Its own name in the folder.
  static let fileName = ".walkproof"
  private static let heading = "walkproof/folder/1 "
  private static let unfinished = heading + "unfinished\n"
  private static let maximumSize = 16 << 20

  /// What the folder holds, in words.
  let owner: String
  /// The names of the files, relative to the folder.
  let files: Set<String>

  /// The list of a folder; nil where it has none.
  ///
  /// - Throws: where it is damaged.
  static func read(in folder: String) throws(FileError) -> FolderManifest? {
    let path = "\(folder)/\(fileName)"
    guard access(path, F_OK) == 0 else { return nil }
    let text = String(
      decoding: try RegularFile.bytes(of: path, limit: maximumSize), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, first.hasPrefix(heading), lines.last == "" else {
      throw FileError(
        .unwritable, folder, "this has a damaged \(fileName); remove the folder or name another one"
      )
    }
    return FolderManifest(
      owner: String(first.dropFirst(heading.count)),
      files: Set(lines.dropFirst().dropLast().map(String.init)))
  }

  /// What the file has to hold.
  var text: String { ([Self.heading + owner] + files.sorted()).map { $0 + "\n" }.joined() }

  /// Says of a temporary folder that all in it may be removed.
  static func begin(in folder: String) throws(FileError) {
    try NewFile.write(Array(unfinished.utf8), to: "\(folder)/\(fileName)")
  }

  /// Says it of these files alone, and of those that have another name elsewhere.
  func write(in folder: String) throws(FileError) {
    unlink("\(folder)/\(Self.fileName)")
    try NewFile.write(Array(text.utf8), to: "\(folder)/\(Self.fileName)")
  }

  /// Removes a temporary folder, of a run that was killed or of one that has exchanged its `new` part
  /// with an old folder.
  ///
  /// What is the user's in the old one is in the new one, too, by a hard link. What is not, stays and
  /// is told.
  static func removeTemporary(_ folder: String) {
    let text = RegularFile.text(of: "\(folder)/\(fileName)", limit: maximumSize)
    if text == unfinished {
      try? FileManager.default.removeItem(atPath: folder)
      return
    }
    let new = "\(folder)/\(OutputFolder.new)"
    let listed = (try? read(in: folder))??.files ?? []
    if let entries = try? FolderEntries(of: new) {
      for file in entries.files
      where listed.contains(file.name) || file.name == fileName || file.links > 1 {
        unlink("\(new)/\(file.name)")
      }
      for name in entries.folders.reversed() { rmdir("\(new)/\(name)") }
    }
    rmdir(new)
    if access(new, F_OK) != 0 {
      unlink("\(folder)/\(fileName)")
      if rmdir(folder) == 0 { return }
    }
    try? FileHandle.standardError.write(
      contentsOf: Data(
        ("walkproof: \(folder) was left by a run that ended and has files that are not"
          + " walkproof's; move them and remove it\n").utf8))
  }
}
