import VisibleText

/// What is wrong with a module, and where.
public struct IRError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong and what to do.
  public let message: String
  /// The module's file.
  public let file: String
  /// The line in that file, from 1; 0 where the file as a whole is meant.
  public let line: Int

  /// An error at a line of a module's text.
  public init(_ message: String, file: String, line: Int) {
    self.message = message
    self.file = file
    self.line = line
  }

  public var description: String {
    VisibleText.line("\(file):\(max(line, 1)):1: \(message)")
  }
}
