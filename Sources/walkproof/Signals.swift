import ChildProcesses
import Files
import Foundation
import Synchronization

/// Ends the program when it is interrupted, whatever the solver is doing, and leaves nothing behind.
enum Signals {
  /// Where the handler writes which signal came; a thread waits at the other end.
  private static let writer = Atomic<Int32>(-1)

  /// From here on SIGINT, SIGTERM and SIGHUP kill the commands that run, remove what is temporary, and
  /// end the program with 128 and the signal's number.
  ///
  /// A handler may do next to nothing; so it only wakes a thread, which may do anything.
  static func install() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    writer.store(ends[1], ordering: .sequentiallyConsistent)
    Thread.detachNewThread { [reader = ends[0]] in
      var signal: UInt8 = 0
      while read(reader, &signal, 1) != 1 {}
      ProcessGroups.killAll()
      Temporaries.removeAll()
      _exit(128 + Int32(signal))
    }
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      let previous = Foundation.signal(signal) { signal in
        var number = UInt8(truncatingIfNeeded: signal)
        _ = write(Signals.writer.load(ordering: .sequentiallyConsistent), &number, 1)
      }
      // What was ignored when the program started, as by nohup, is so for a reason.
      if unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        _ = Foundation.signal(signal, SIG_IGN)
      }
    }
  }
}
