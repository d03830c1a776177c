import Files
import Foundation
import VisibleText

/// Where reports go: files, whole or not at all, and standard output.
enum Output {
  /// Writes to `file`, or to standard output where it is nil; what is not seen is made visible.
  static func write(_ text: String, to file: String?) throws(Failure) {
    do throws(FileError) {
      guard let file else {
        let shown = isColoured ? Colour.onTerminal(text) : VisibleText.of(text)
        return try OutputFile.writeToStandardOutput(Array(shown.utf8))
      }
      try OutputFile.write(Array(VisibleText.of(text).utf8), to: file)
    } catch {
      throw Failure(error)
    }
  }

  /// Whether to colour standard output: on a terminal, and never with NO_COLOR.
  static var isColoured: Bool {
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
  }
}

/// Messages for people.
enum StandardError {
  static func print(_ message: String) {
    try? FileHandle.standardError.write(contentsOf: Data((VisibleText.of(message) + "\n").utf8))
  }

  /// Shows how far long work has come, on a terminal only. An empty text clears the line.
  static func progress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\r\u{1b}[K\(VisibleText.of(text))".utf8))
  }
}
