import Foundation
import Synchronization

/// A look, every 20 ms, at a group that may go on for too long or print too much; it is killed then.
///
/// It is a thread: the pool of tasks may be busy with proofs for longer than a command has time.
final class Watch: Sendable {
  private enum State {
    case looking
    case stopped(why: String)
    case over
  }

  private let state = Mutex(State.looking)

  init(_ group: pid_t, printed: Int32, limits: Command.Limits) {
    let end = ContinuousClock.now.advanced(by: .seconds(limits.seconds))
    Thread.detachNewThread {
      while self.looks(group, printed: printed, limits: limits, end: end) { usleep(20_000) }
    }
  }

  private func looks(
    _ group: pid_t, printed: Int32, limits: Command.Limits, end: ContinuousClock.Instant
  ) -> Bool {
    state.withLock { state in
      guard case .looking = state else { return false }
      var status = stat()
      let isTooMuch = fstat(printed, &status) != 0 || status.st_size > limits.output
      guard isTooMuch || ContinuousClock.now >= end else { return true }
      ProcessGroups.end(group)
      state = .stopped(
        why: isTooMuch
          ? "printed more than \(limits.output) bytes" : "did not end within \(limits.seconds) s")
      return false
    }
  }

  /// Ends it; no look comes after.
  ///
  /// - Returns: why the group was killed; nil where it was not.
  func end() -> String? {
    state.withLock { state in
      guard case .stopped(let why) = state else {
        state = .over
        return nil
      }
      return why
    }
  }
}
