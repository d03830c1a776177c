import Foundation
import Synchronization

/// Where reports go. A file is complete or absent: it is written beside its place and renamed. What
/// is no plain file, such as `/dev/null` or a pipe, is written to: for root, a renamed file would
/// take the device's place.
enum Output {
  /// Address of the name of the file that an interrupt has to remove; 0 where there is none.
  fileprivate static let unfinished = Atomic<UInt>(0)

  /// Writes to `file`, or to standard output where it is nil.
  static func write(_ text: String, to file: String?) throws(Failure) {
    guard let file else { return try writeToStandardOutput(text) }
    var status = stat()
    if stat(file, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      do {
        return try Data(text.utf8).write(to: URL(fileURLWithPath: file))
      } catch {
        throw Failure(.cannotWrite, "\(file) cannot be written; name a place that can")
      }
    }
    let temporary = "\(file).\(ProcessInfo.processInfo.processIdentifier).tmp"
    let name = strdup(temporary)
    unfinished.store(UInt(bitPattern: name), ordering: .releasing)
    defer {
      unfinished.store(0, ordering: .releasing)
      free(name)
    }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: temporary))
    } catch {
      unlink(temporary)
      throw Failure(.cannotWrite, "\(file) cannot be written; name a place that can")
    }
    guard rename(temporary, file) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw Failure(.cannotWrite, "\(file) cannot be written (\(reason)); name another place")
    }
  }

  /// Makes sure that there is a directory `path`.
  static func makeDirectory(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.cannotWrite, "the directory \(path) cannot be made; name another place")
    }
  }

  private static func writeToStandardOutput(_ text: String) throws(Failure) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw Failure(.cannotWrite, "standard output cannot be written")
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
    try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
  }

  /// Shows how far long work has come, on a terminal only. An empty text clears the line.
  static func progress(_ text: String) {
    guard isatty(STDERR_FILENO) == 1 else { return }
    try? FileHandle.standardError.write(contentsOf: Data("\r\u{1b}[K\(text)".utf8))
  }
}

/// Ends the program on Ctrl-C, whatever the solver is doing.
enum Interrupt {
  /// From here on the signal removes an unfinished file and ends the program with 130.
  static func install() {
    _ = Output.unfinished.load(ordering: .relaxed)
    // Runs on any thread at any time: only what is safe in a signal handler.
    signal(SIGINT) { _ in
      let address = Output.unfinished.load(ordering: .acquiring)
      if let file = UnsafePointer<CChar>(bitPattern: address) { unlink(file) }
      _exit(130)
    }
  }
}
