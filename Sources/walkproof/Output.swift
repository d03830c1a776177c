import Files
import Foundation
import Reports
import VisibleText

/// Where reports go: files, whole or not at all, and standard output.
enum Output {
  /// Writes to `file`, or to standard output where it is nil; what is not seen is made visible.
  ///
  /// - Parameters:
  ///   - file: `-` is standard output, too.
  ///   - hasCommands: whether lines may be commands to a runner of CI.
  ///   - replacesInput: whether it may take the place of what this run has read.
  static func write(
    _ text: String, to file: String?, hasCommands: Bool = false, replacesInput: Bool = false
  ) throws(Failure) {
    do throws(FileError) {
      let plain = VisibleText.of(text, hasCommands: hasCommands)
      guard let file, file != "-" else {
        let shown = isColoured && !hasCommands ? Colour.onTerminal(text) : plain
        return try OutputFile.writeToStandardOutput(Array(shown.utf8))
      }
      if !replacesInput { try OutputFile.refuseInput(file) }
      try OutputFile.write(Array(plain.utf8), to: file)
    } catch {
      throw Failure(error)
    }
  }

  /// Whether to colour standard output: on a terminal that knows colours, and never with NO_COLOR.
  static var isColoured: Bool {
    isatty(STDOUT_FILENO) == 1 && StandardError.knowsEscapes
  }

  /// The style of what is written to `file`.
  static func style(for file: String?) -> Style {
    Style(colours: (file ?? "-") == "-" && isColoured)
  }
}

/// Messages for people.
enum StandardError {
  static func print(_ message: String) {
    try? FileHandle.standardError.write(contentsOf: Data((VisibleText.of(message) + "\n").utf8))
  }

  /// Whether a terminal may be given escapes at all.
  static var knowsEscapes: Bool {
    let environment = ProcessInfo.processInfo.environment
    return environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
  }

  /// Shows how far long work has come, on a terminal only. An empty text clears the line.
  static func progress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1, knowsEscapes else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\r\u{1b}[K\(VisibleText.of(text))".utf8))
  }
}
