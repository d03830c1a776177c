import Foundation
import Synchronization

/// Where reports go. A file is complete or absent: it is written beside its place and renamed.
enum Output {
  /// Files that an interrupt has to remove.
  fileprivate static let unfinished = Mutex<Set<String>>([])

  /// Writes to `file`, or to standard output where it is nil.
  static func write(_ text: String, to file: String?) throws(Failure) {
    guard let file else { return try writeToStandardOutput(text) }
    let temporary = "\(file).\(ProcessInfo.processInfo.processIdentifier).tmp"
    _ = unfinished.withLock { $0.insert(temporary) }
    defer { _ = unfinished.withLock { $0.remove(temporary) } }
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
  /// Starts a thread that waits for the signal and nothing else.
  static func install() {
    // A shell may have started the program with the signal ignored.
    signal(SIGINT, SIG_DFL)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    Thread.detachNewThread {
      var awaited = sigset_t()
      sigemptyset(&awaited)
      sigaddset(&awaited, SIGINT)
      var received: Int32 = 0
      while sigwait(&awaited, &received) != 0 {}
      Output.unfinished.withLock { files in
        for file in files { unlink(file) }
        _exit(130)
      }
    }
  }
}
