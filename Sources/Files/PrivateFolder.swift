import Foundation

/// Folders and files that are the user's alone.
public enum PrivateFolder {
  /// Makes sure that there is a folder `path` which belongs to the user and which nobody else can
  /// write.
  ///
  /// - Throws: where it is another's, or others can write there, or it cannot be made.
  public static func make(_ path: String) throws(FileError) {
    var status = stat()
    if stat(path, &status) != 0 {
      try Folder.makeAbove(path)
      guard mkdir(path, 0o700) == 0 || errno == EEXIST, stat(path, &status) == 0 else {
        throw .unwritable(path)
      }
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw FileError(.unwritable, path, "this is no folder; name another place")
    }
    guard status.st_uid == geteuid() else {
      throw FileError(
        .unwritable, path, "this folder belongs to somebody else, who could forge what is there")
    }
    guard status.st_mode & 0o022 == 0 else {
      throw FileError(
        .unwritable, path,
        "others can write in this folder, and forge what is there; take that from them with 'chmod"
          + " go-w'")
    }
  }

  /// The bytes of a file that only its user can read, which is made with random ones where there is
  /// none.
  ///
  /// - Throws: where it cannot be made, or others can read or write it.
  public static func secret(_ path: String, count: Int) throws(FileError) -> [UInt8] {
    var status = stat()
    if stat(path, &status) != 0 {
      if let slash = path.lastIndex(of: "/") { try Folder.make(String(path[..<slash])) }
      var generator = SystemRandomNumberGenerator()
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      try OutputFile.write(bytes, to: path, newMode: 0o600)
      guard stat(path, &status) == 0 else { throw .unwritable(path) }
    }
    guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
      throw FileError(
        .unwritable, path, "others can read or write this key; remove it, and a new one is made")
    }
    let bytes = try RegularFile.bytes(of: path, limit: 1 << 20)
    guard bytes.count == count else {
      throw FileError(.unwritable, path, "this key is damaged; remove it, and a new one is made")
    }
    return bytes
  }
}
