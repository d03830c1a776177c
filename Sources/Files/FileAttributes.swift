import CLinux
import Foundation

/// What a file or folder has besides its content, and what takes its place has as well: owner, mode,
/// the list of who may do what, and the user's extended attributes.
enum FileAttributes {
  private static let accessList = "system.posix_acl_access"
  private static let lists = [accessList, "system.posix_acl_default"]
  private static let maximumSize = 1 << 16

  /// Gives them to `other`, which this run has made.
  ///
  /// - Parameter modeBits: the bits of the mode that go with it.
  /// - Returns: false, and `errno`, where somebody might get rights that he did not have.
  static func copy(from place: String, to other: String, modeBits: mode_t) -> Bool {
    var (status, own) = (stat(), stat())
    guard lstat(place, &status) == 0, lstat(other, &own) == 0 else { return false }
    if own.st_uid != status.st_uid || own.st_gid != status.st_gid {
      _ = chown(other, status.st_uid, status.st_gid)
    }
    // What the folder gives to all that is new in it is not what the old one had.
    guard lremovexattr(other, accessList) == 0 || isNone(errno),
      chmod(other, status.st_mode & modeBits) == 0
    else { return false }
    for name in names(of: place) where lists.contains(name) || name.hasPrefix("user.") {
      var value = [UInt8](repeating: 0, count: maximumSize)
      let count = lgetxattr(place, name, &value, value.count)
      guard count >= 0, lsetxattr(other, name, value, count, 0) == 0 || !lists.contains(name) else {
        return false
      }
    }
    return true
  }

  private static func isNone(_ error: Int32) -> Bool { error == ENODATA || error == EOPNOTSUPP }

  private static func names(of place: String) -> [String] {
    var list = [UInt8](repeating: 0, count: maximumSize)
    let count = list.withUnsafeMutableBytes { buffer in
      llistxattr(place, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
    }
    guard count > 0 else { return [] }
    return list.prefix(count).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
