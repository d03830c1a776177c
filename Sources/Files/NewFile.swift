import Foundation

/// Writes files that were not there.
enum NewFile {
  /// Makes a file, which must not exist, not even as a link, and writes it.
  ///
  /// - Parameter isKept: whether it has to be on the disk afterwards, whatever happens.
  static func write(
    _ bytes: [UInt8], to path: String, isKept: Bool = true
  ) throws(FileError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw .unwritable(path) }
    defer { close(file) }
    guard write(bytes, to: file), !isKept || fsync(file) == 0 else { throw .unwritable(path) }
  }

  /// Writes all bytes to an open file; false, and `errno`, where that fails.
  static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Glibc.write(file, rest.baseAddressOfSlice, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }
  }

  /// Writes the names in a folder to the disk.
  static func flush(folder: String) {
    let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return }
    fsync(file)
    close(file)
  }
}

extension Slice where Base == UnsafeRawBufferPointer {
  fileprivate var baseAddressOfSlice: UnsafeRawPointer? {
    UnsafeRawBufferPointer(rebasing: self).baseAddress
  }
}
