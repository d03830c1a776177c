import Foundation

/// A folder for this run alone, in the system's place for temporary files; it goes with its owner.
public final class TemporaryFolder: Sendable {
  public let path: String
  private let handle: Int32

  private static let prefix = "walkproof-"
  private static let random = "XXXXXX"
  /// Says that a folder of such a name is this program's.
  private static let mark = ".walkproof-temporary"

  /// Makes one, which nobody else can read or enter, by a name that nobody can guess.
  public init() throws(FileError) {
    let above = FileManager.default.temporaryDirectory.standardizedFileURL.path
    Temporaries.removeLeftOvers(.folder, in: above)
    while true {
      var template = Array("\(above)/\(Self.prefix)\(Self.random)".utf8CString)
      let made = Temporaries.change { (paths: inout Set<String>) -> String? in
        guard mkdtemp(&template) != nil else { return nil }
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        paths.insert(path)
        return path
      }
      guard let made else { throw .unwritable(above) }
      let handle = open(made, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if handle >= 0, Temporaries.claim(handle) {
        (path, self.handle) = (made, handle)
        try NewFile.write([], to: "\(made)/\(Self.mark)", isKept: false)
        return
      }
      if handle >= 0 { close(handle) }
      Temporaries.change { paths in
        paths.remove(made)
        rmdir(made)
      }
    }
  }

  /// Whether a folder is one that a run has made; an empty one of such a name is, too.
  static func isOne(_ name: String, in above: String) -> Bool {
    guard name.hasPrefix(prefix), name.utf8.count == prefix.utf8.count + random.utf8.count else {
      return false
    }
    let place = "\(above)/\(name)"
    return access("\(place)/\(mark)", F_OK) == 0
      || (try? FileManager.default.contentsOfDirectory(atPath: place))?.isEmpty ?? false
  }

  /// Adds a file.
  ///
  /// - Parameter name: its path in the folder.
  public func add(_ bytes: [UInt8], name: String) throws(FileError) {
    if let slash = name.lastIndex(of: "/") { try Folder.make("\(path)/\(name[..<slash])") }
    try NewFile.write(bytes, to: "\(path)/\(name)", isKept: false)
  }

  deinit {
    Temporaries.change { paths in
      paths.remove(path)
      try? FileManager.default.removeItem(atPath: path)
    }
    close(handle)
  }
}
