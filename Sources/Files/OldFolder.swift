import CLinux
import Foundation

/// The folder that is where a new one is to be.
struct OldFolder {
  private let target: String
  private let path: String
  private let old: OutputFolder.Old
  let isThere: Bool
  /// What this program wrote there, where a manifest tells.
  private let manifest: FolderManifest?
  private let entries: FolderEntries?

  /// - Parameters:
  ///   - target: the place without links.
  ///   - path: the place as it was given.
  /// - Throws: where it is not this program's to replace.
  init(_ target: String, named path: String, old: OutputFolder.Old) throws(FileError) {
    self.target = target
    self.path = path
    self.old = old
    var status = stat()
    isThere = lstat(target, &status) == 0
    guard isThere else {
      manifest = nil
      entries = nil
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(.unwritable, path, "this is no folder; name another place")
    }
    // Who is in a folder would be left in the old one.
    let here = FileManager.default.currentDirectoryPath
    guard here != target, !here.hasPrefix(target == "/" ? "/" : target + "/") else {
      throw FileError(
        .unwritable, path, "this is the current folder or has it inside; name a folder of its own")
    }
    let entries = try FolderEntries(of: target)
    manifest = try FolderManifest.read(in: target)
    if case .removed(let owner) = old, let manifest, manifest.owner != owner {
      throw FileError(
        .unwritable, path,
        "this holds \(manifest.owner), not \(owner); name another folder, or remove it")
    }
    if case .removed = old, manifest == nil, !entries.files.isEmpty || !entries.folders.isEmpty {
      throw FileError(
        .unwritable, path,
        "this is there and was not written by this program as far as it tells (it has no"
          + " \(FolderManifest.fileName)); name another folder, or remove it")
    }
    self.entries = entries
  }

  /// Whether it has a file with the content of another.
  func has(_ name: String, as other: String) -> Bool {
    isThere && FileManager.default.contentsEqual(atPath: "\(target)/\(name)", andPath: other)
  }

  /// Puts what is to stay into `folder`, by links.
  ///
  /// - Parameter names: files that `folder` has anew.
  /// - Returns: the files of this program that do not stay.
  func keep(in folder: String, besides names: Set<String>) throws(FileError) -> Set<String> {
    guard let entries else { return [] }
    var gone: Set<String> = []
    for file in entries.files {
      if isOwn(file, isAnew: names.contains(file.name)) {
        gone.insert(file.name)
        if names.contains(file.name) {
          try copyAttributes("\(target)/\(file.name)", to: "\(folder)/\(file.name)", 0o777)
        }
        continue
      }
      let place = "\(folder)/\(file.name)"
      guard !names.contains(file.name) else {
        throw FileError(
          .unwritable, path,
          "this has a file \(file.name) that this program did not write; move it, or name another"
            + " folder")
      }
      if let slash = place.lastIndex(of: "/") { try Folder.make(String(place[..<slash])) }
      guard link("\(target)/\(file.name)", place) == 0 else { throw .unwritable(path) }
    }
    // A folder of the user's stays though it is empty; one that only held what goes does not.
    for name in entries.folders {
      let isOwn = gone.contains { $0.hasPrefix(name + "/") }
      if !isOwn { try Folder.make("\(folder)/\(name)") }
      if access("\(folder)/\(name)", F_OK) == 0 {
        try copyAttributes("\(target)/\(name)", to: "\(folder)/\(name)", 0o7777)
      }
    }
    try copyAttributes(target, to: folder, 0o7777)
    return gone
  }

  /// Whether a file is this program's to replace or remove. It writes regular files alone.
  private func isOwn(_ file: FolderEntries.File, isAnew: Bool) -> Bool {
    guard file.isRegular else { return false }
    switch old {
    case .removed:
      return file.name == FolderManifest.fileName || manifest?.files.contains(file.name) ?? false
    case .kept(let beginning):
      let path = "\(target)/\(file.name)"
      return isAnew
        && RegularFile.beginning(of: path, count: beginning.utf8.count) == Array(beginning.utf8)
    }
  }

  private func copyAttributes(
    _ place: String, to other: String, _ modeBits: mode_t
  ) throws(FileError) {
    guard FileAttributes.copy(from: place, to: other, modeBits: modeBits) else {
      throw .unwritable(path)
    }
  }

  /// Lets `folder` take its place; what was there has the name of `folder` then.
  func replace(by folder: String) throws(FileError) {
    let flag = isThere ? rename_exchange : rename_noreplace
    if renameat2(AT_FDCWD, folder, AT_FDCWD, target, UInt32(flag)) == 0 { return }
    switch errno {
    // Some file systems know no flags; the writers' turns keep others away meanwhile.
    case EINVAL where !isThere, ENOSYS where !isThere:
      guard rename(folder, target) == 0 else { throw .unwritable(path) }
    case EBUSY:
      throw FileError(.unwritable, path, "this is where something is mounted; name a folder inside")
    case EINVAL, ENOSYS, EXDEV:
      throw FileError(
        .unwritable, path,
        "this cannot be replaced in one step on this file system; name a folder that is not there")
    default: throw .unwritable(path)
    }
  }
}
