import VisibleText

/// What is wrong with a model or scenario file, where, and what to do about it.
public struct ModelFileError: Error, Sendable, Hashable, CustomStringConvertible {
  public let file: String
  /// 1-based; 1 where the file as a whole is meant.
  public let line: Int
  /// 1-based.
  public let column: Int
  public let message: String

  /// An error at a place in a file.
  public init(file: String, line: Int = 1, column: Int = 1, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  public var description: String { VisibleText.line("\(file):\(line):\(column): \(message)") }
}
