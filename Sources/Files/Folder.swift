import Foundation

/// Makes folders.
public enum Folder {
  /// Makes sure that there is a folder `path`.
  public static func make(_ path: String) throws(FileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FileError(.unwritable, path, "this cannot be made as a folder; name another place")
    }
  }

  /// Makes sure that there is the folder in which `path` is.
  static func makeAbove(_ path: String) throws(FileError) {
    var place = path[...]
    while place.count > 1 && place.hasSuffix("/") { place.removeLast() }
    guard let slash = place.lastIndex(of: "/"), slash != place.startIndex else { return }
    var status = stat()
    // A link that leads nowhere is no folder to be made.
    guard lstat(String(place), &status) != 0 else { return }
    try make(String(place[..<slash]))
  }

  /// Makes a folder that becomes `name`, and that is known as this run's.
  ///
  /// - Returns: an open handle, whose lock says that this run lives.
  static func createTemporary(
    in above: String, for name: String
  ) throws(FileError) -> (handle: Int32, path: String) {
    while true {
      let path = "\(above)/\(Temporaries.name(for: name))"
      let handle = try Temporaries.change { (paths: inout Set<String>) throws(FileError) in
        guard mkdir(path, 0o777) == 0 else { throw .unwritable("\(above)/\(name)") }
        paths.insert(path)
        return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      }
      if handle >= 0, Temporaries.claim(handle) { return (handle, path) }
      if handle >= 0 { close(handle) }
      Temporaries.change { paths in
        paths.remove(path)
        rmdir(path)
      }
    }
  }
}
