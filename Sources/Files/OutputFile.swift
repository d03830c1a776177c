import Foundation

/// Writes a file whole or not at all.
///
/// A regular file is written beside its place, by a name that nobody can guess, and renamed when it is
/// on the disk; it keeps its mode and who may do what. A link leads to what is replaced. A pipe or device
/// is written to: for root, a renamed file would take the device's place.
public enum OutputFile {
  /// Refuses a path that leads to a file which this run has read: it would be lost.
  public static func refuseInput(_ path: String) throws(FileError) {
    guard case .file(_, _, let old?) = try OutputPlace(path), ReadFiles.contain(old) else { return }
    throw FileError(.unwritable, path, "this was read as an input; name another place")
  }

  /// Writes `bytes` to `path`.
  ///
  /// - Throws: where that cannot be done; then the old file, or none, is there.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try write(bytes, to: path, newMode: 0o666)
  }

  /// Writes `bytes` to `path` unless a link, a pipe, a device or the like is there.
  public static func writeRegular(_ bytes: [UInt8], to path: String) throws(FileError) {
    var status = stat()
    guard case .file = try OutputPlace(path),
      lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    else {
      throw FileError(.unwritable, path, "this is no regular file; remove it")
    }
    try write(bytes, to: path)
  }

  /// - Parameter newMode: the mode of a file that was not there; the user's mask takes from it.
  static func write(_ bytes: [UInt8], to path: String, newMode: mode_t) throws(FileError) {
    switch try OutputPlace(path) {
    case .file(let folder, let name, let old):
      guard !path.hasSuffix("/") else {
        throw FileError(.unwritable, path, "this names a folder; name a file")
      }
      // A file that may not be written is not to be replaced either, whoever may write its folder.
      guard old == nil || faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 else {
        throw .unwritable(path)
      }
      try write(bytes, to: path, folder: folder, name: name, old: old, newMode: newMode)
    case .folder:
      throw FileError(.unwritable, path, "this is a folder; name a file")
    case .stream(let stream):
      let file = open(stream, O_WRONLY | O_NOCTTY | O_CLOEXEC)
      guard file >= 0 else { throw .unwritable(path) }
      defer { close(file) }
      guard NewFile.write(bytes, to: file) else { throw .unwritable(path) }
    case .descriptor(let file):
      guard NewFile.write(bytes, to: file) else { throw .unwritable(path) }
    }
  }

  /// Writes `bytes` to standard output.
  public static func writeToStandardOutput(_ bytes: [UInt8]) throws(FileError) {
    guard NewFile.write(bytes, to: STDOUT_FILENO) else {
      throw FileError(
        .unwritable, "standard output",
        "this cannot be written (\(String(cString: strerror(errno))))")
    }
  }

  private static func write(
    _ bytes: [UInt8], to path: String, folder: String, name: String, old: stat?,
    newMode: mode_t
  ) throws(FileError) {
    Temporaries.removeLeftOvers(.beside, in: folder)
    let (file, temporary) = try create(in: folder, name: name, mode: old == nil ? newMode : 0o600)
    defer { close(file) }
    let isWritten =
      NewFile.write(bytes, to: file)
      && (old == nil
        || FileAttributes.copy(from: "\(folder)/\(name)", to: temporary, modeBits: 0o777))
      && fsync(file) == 0
    let problem = errno
    let isThere = Temporaries.change { paths in
      paths.remove(temporary)
      if isWritten, rename(temporary, "\(folder)/\(name)") == 0 { return true }
      let problem = isWritten ? errno : problem
      unlink(temporary)
      errno = problem
      return false
    }
    guard isThere else { throw .unwritable(path) }
    NewFile.flush(folder: folder)
  }

  /// Makes a file that becomes `name`, and that is known as this run's.
  private static func create(
    in folder: String, name: String, mode: mode_t
  ) throws(FileError) -> (file: Int32, path: String) {
    while true {
      let path = "\(folder)/\(Temporaries.name(for: name))"
      let file = Temporaries.change { paths in
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        if file >= 0 { paths.insert(path) }
        return file
      }
      guard file >= 0 else { throw .unwritable("\(folder)/\(name)") }
      if Temporaries.claim(file) { return (file, path) }
      close(file)
      _ = Temporaries.change { $0.remove(path) }
    }
  }
}
