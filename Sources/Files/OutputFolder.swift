import Foundation

/// Writes a folder whole or not at all.
///
/// The new folder is made beside the old one and exchanged with it in one step. What the user has put
/// into the old one is in the new one, too; only a file that this program wrote before is ever
/// replaced or removed.
public final class OutputFolder {
  /// What becomes of the files that this program wrote there before.
  public enum Old: Sendable {
    /// They stay, but for those that are written anew, which are known by how they begin.
    case kept(beginning: String)
    /// They go; they are known by a manifest in the folder. A folder that has files, but no manifest,
    /// is refused, and one that another command has written.
    ///
    /// - Parameter what: what the folder holds, such as `a report`.
    case removed(what: String)
  }

  /// The folder to be, in the temporary one.
  static let new = "new"

  /// What finishing has changed.
  public struct Changes: Sendable {
    /// How many files are new, or have another content.
    public fileprivate(set) var written = 0
    /// How many files of earlier runs are gone.
    public fileprivate(set) var removed = 0
  }

  private let path: String
  private let old: Old
  /// The folder without links, the one that it is in, and the temporary one beside it.
  private let target: String
  private let above: String
  private let temporary: String
  private var new: String { "\(temporary)/\(Self.new)" }
  /// Keeps the lock that says that this run lives.
  private let handle: Int32
  private var names: Set<String> = []

  /// Begins to write the folder `path`.
  ///
  /// - Throws: where it cannot be written, or is not this program's to write.
  public init(_ path: String, old: Old) throws(FileError) {
    self.path = path
    self.old = old
    let name: String
    try Folder.makeAbove(path)
    switch try OutputPlace(path) {
    case .file(let folder, let own, nil): (above, name) = (folder, own)
    case .folder(let folder, let own): (above, name) = (folder, own)
    default: throw FileError(.unwritable, path, "this is no folder; name another place")
    }
    target = above == "/" ? "/\(name)" : "\(above)/\(name)"
    Temporaries.removeLeftOvers(.beside, in: above)
    (handle, temporary) = try Folder.createTemporary(in: above, for: name)
    try FolderManifest.begin(in: temporary)
    try Folder.make(new)
    _ = try OldFolder(target, named: path, old: old)
  }

  deinit {
    close(handle)
    Temporaries.change { paths in
      guard paths.remove(temporary) != nil else { return }
      try? FileManager.default.removeItem(atPath: temporary)
    }
  }

  /// Adds a file, or takes the place of one that was added.
  ///
  /// - Parameter name: its path in the folder.
  public func add(_ bytes: [UInt8], name: String) throws(FileError) {
    try Temporaries.change { (_: inout Set<String>) throws(FileError) in
      let place = "\(new)/\(name)"
      if let slash = name.lastIndex(of: "/") {
        try Folder.make("\(new)/\(name[..<slash])")
      }
      if !names.insert(name).inserted { unlink(place) }
      try NewFile.write(bytes, to: place)
    }
  }

  /// Puts the folder into its place. Two writers take turns.
  ///
  /// - Throws: where that cannot be done; then the old folder, or none, is there.
  @discardableResult
  public func finish() throws(FileError) -> Changes {
    let turn = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard turn >= 0, flock(turn, LOCK_EX) == 0 else { throw .unwritable(path) }
    defer { close(turn) }
    let old = try OldFolder(target, named: path, old: old)
    var changes = Changes()
    for name in names where !old.has(name, as: "\(new)/\(name)") { changes.written += 1 }
    try Temporaries.change { (paths: inout Set<String>) throws(FileError) in
      let gone = try old.keep(in: new, besides: names)
      changes.removed = gone.subtracting(names).filter { $0 != FolderManifest.fileName }.count
      if case .removed(let what) = self.old {
        try FolderManifest(owner: what, files: names).write(in: new)
      }
      // From here on what is in the temporary folder may be the old one's.
      try FolderManifest(owner: Self.new, files: names.union(gone)).write(in: temporary)
      NewFile.flush(folder: new)
      try old.replace(by: new)
      NewFile.flush(folder: above)
      paths.remove(temporary)
      FolderManifest.removeTemporary(temporary)
    }
    return changes
  }
}
