import Foundation
import VisibleText

/// A file or folder that cannot be read or written as it is asked.
public struct FileError: Error, Sendable, CustomStringConvertible {
  /// Whether it was to be read or written.
  public enum Kind: Sendable {
    case unreadable
    case unwritable
  }

  public let kind: Kind
  /// The path as it was given.
  public let path: String
  /// What is wrong, and what to do.
  public let message: String

  init(_ kind: Kind, _ path: String, _ message: String) {
    self.kind = kind
    self.path = path
    self.message = message
  }

  /// A place that cannot be written, because of what the system says, by `errno` as it is now.
  static func unwritable(_ path: String) -> FileError {
    FileError(
      .unwritable, path,
      "this cannot be written (\(String(cString: strerror(errno)))); name another place")
  }

  public var description: String { VisibleText.line("\(path): \(message)") }
}
