import Foundation

/// Reads files of bounded size.
///
/// Files come from strangers: a pipe would wait for ever, and a large file would be the whole memory.
public enum RegularFile {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that are read.
  ///   - kind: what the file should be, such as `a YAML file`, for errors.
  ///   - followingLinks: whether a link leads to the file, or is no file.
  /// - Throws: where it is none, is no regular file, is larger, or may not be read.
  public static func bytes(
    of path: String, limit: Int, kind: String = "a file", followingLinks: Bool = true
  ) throws(FileError) -> [UInt8] {
    // Without O_NONBLOCK the open of a pipe would wait for somebody who writes.
    let file = open(
      path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW))
    guard file >= 0 else {
      throw FileError(
        .unreadable, path,
        errno == ENOENT
          ? "there is no such file; check the path"
          : "this cannot be read (\(String(cString: strerror(errno)))); check its permissions")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(.unreadable, path, "this is not a regular file; name \(kind)")
    }
    ReadFiles.insert(status)
    // What is in /proc tells no size; so the size that is told is only a first guess.
    guard status.st_size <= limit else { throw tooLarge(path, limit) }
    var bytes: [UInt8] = []
    var room = min(max(Int(status.st_size) + 1, 4096), limit + 1)
    while true {
      let start = bytes.count
      let count = min(room, limit + 1 - start)
      var chunk = [UInt8](repeating: 0, count: count)
      let got = read(file, &chunk, count)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else {
        throw FileError(
          .unreadable, path, "this cannot be read (\(String(cString: strerror(errno))))")
      }
      if got == 0 { return bytes }
      bytes += chunk.prefix(got)
      guard bytes.count <= limit else { throw tooLarge(path, limit) }
      room = 1 << 16
    }
  }

  /// The text of a file in UTF-8, what is not being replaced; nil where it cannot be read.
  public static func text(of path: String, limit: Int) -> String? {
    (try? bytes(of: path, limit: limit)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The first bytes of a file, at most `count`; nil where it is no regular file, a link to one included,
  /// or cannot be read.
  static func beginning(of path: String, count: Int) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = pread(file, &bytes, count, 0)
    return got < 0 ? nil : Array(bytes.prefix(got))
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> FileError {
    FileError(
      .unreadable, path,
      "this is larger than \(limit >> 20) MiB, the most that is read; make it smaller")
  }
}
