import Foundation

/// Everything below a folder, links not followed.
struct FolderEntries {
  /// The most entries of a folder that is written anew.
  static let maximum = 100_000

  /// A file, link, pipe or anything else that is no folder.
  struct File {
    /// Relative to the folder.
    let name: String
    /// How many names it has.
    let links: Int
    let isRegular: Bool
  }

  private(set) var files: [File] = []
  /// Folders by relative name, each before what is in it.
  private(set) var folders: [String] = []

  /// - Throws: where a part cannot be read, or where there are too many.
  init(of folder: String) throws(FileError) {
    var open = [""]
    while let prefix = open.popLast() {
      let place = "\(folder)/\(prefix)"
      let names: [String]
      do {
        names = try FileManager.default.contentsOfDirectory(atPath: place)
      } catch {
        throw FileError(.unwritable, place, "this cannot be read; name another folder")
      }
      for name in names.sorted() {
        var status = stat()
        guard lstat(place + name, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(prefix + name)
          open.append("\(prefix)\(name)/")
        } else {
          files.append(
            File(
              name: prefix + name, links: Int(status.st_nlink),
              isRegular: status.st_mode & S_IFMT == S_IFREG))
        }
      }
      guard files.count + folders.count <= Self.maximum else {
        throw FileError(
          .unwritable, folder, "this has over \(Self.maximum) files; name a folder of its own")
      }
    }
  }
}
