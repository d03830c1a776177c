import Foundation

/// What the path of an output leads to.
enum OutputPlace {
  /// A regular file, or a name that is free: its folder without links, and its name there.
  case file(folder: String, name: String, old: stat?)
  /// A folder, likewise.
  case folder(folder: String, name: String)
  /// A pipe, a device or a socket.
  case stream(String)
  /// What this process has open, as `/dev/stdout` is.
  case descriptor(Int32)

  /// Follows the links of `path`.
  init(_ path: String) throws(FileError) {
    var place = path.isEmpty ? "." : path
    while place.count > 1 && place.hasSuffix("/") { place.removeLast() }
    for _ in 0..<40 {
      let parts = place.split(separator: "/", omittingEmptySubsequences: true)
      var name = String(parts.last ?? ".")
      var above = place.hasSuffix(name) ? String(place.dropLast(name.count)) : place
      if name == "." || name == ".." {
        above = place
        name = ""
      }
      guard let folder = Self.withoutLinks(above.isEmpty ? "." : above) else {
        throw .unwritable(path)
      }
      if name.isEmpty {
        let url = URL(fileURLWithPath: folder)
        self = .folder(folder: url.deletingLastPathComponent().path, name: url.lastPathComponent)
        return
      }
      if folder == "/proc/\(getpid())/fd", let number = Int32(name) {
        self = .descriptor(number)
        return
      }
      let full = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
      var status = stat()
      guard lstat(full, &status) == 0 else {
        guard errno == ENOENT else { throw .unwritable(path) }
        self = .file(folder: folder, name: name, old: nil)
        return
      }
      switch status.st_mode & S_IFMT {
      case S_IFREG: self = .file(folder: folder, name: name, old: status)
      case S_IFDIR: self = .folder(folder: folder, name: name)
      case S_IFLNK:
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: full) else {
          throw .unwritable(path)
        }
        place = target.hasPrefix("/") ? target : "\(folder)/\(target)"
        while place.count > 1 && place.hasSuffix("/") { place.removeLast() }
        continue
      default: self = .stream(full)
      }
      return
    }
    throw FileError(
      .unwritable, path, "this cannot be written (too many links); name another place")
  }

  private static func withoutLinks(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
