import Foundation

/// The files of a folder that is read, with all that is in it; links are followed.
public enum FilesBelow {
  /// The most folders and files that are looked at.
  private static let maximum = 20_000

  /// The files below `folder` whose names end in one of `endings`, sorted.
  ///
  /// - Throws: where a folder or link cannot be followed: what is not read is not left out unseen.
  public static func paths(
    of folder: String, endings: [String], limit: Int
  ) throws(FileError) -> [String] {
    var found: [String] = []
    var open = [folder]
    var entered: Set<[UInt64]> = []
    var count = 0
    while let place = open.popLast() {
      var status = stat()
      // A link may lead to where we were already.
      guard stat(place, &status) == 0,
        entered.insert([UInt64(status.st_dev), UInt64(status.st_ino)]).inserted
      else { continue }
      let names: [String]
      do {
        names = try FileManager.default.contentsOfDirectory(atPath: place)
      } catch {
        throw FileError(.unreadable, place, "this folder cannot be read; check its permissions")
      }
      count += names.count
      guard count <= maximum else {
        throw FileError(
          .unreadable, folder, "there are over \(maximum) files; name a smaller place")
      }
      for name in names.sorted() {
        let path = "\(place)/\(name)"
        guard stat(path, &status) == 0 else {
          throw FileError(
            .unreadable, path,
            "this leads nowhere or cannot be looked at; remove it or check its permissions")
        }
        if status.st_mode & S_IFMT == S_IFDIR {
          open.append(path)
        } else if endings.contains(where: name.hasSuffix) {
          found.append(path)
          guard found.count <= limit else {
            throw FileError(
              .unreadable, folder, "there are over \(limit) YAML files; name a smaller place")
          }
        }
      }
    }
    return found.sorted()
  }
}
