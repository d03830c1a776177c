import CZ3
import Foundation
import Synchronization

/// When the process has to have its answers: what is not decided by then is `unknown`.
///
/// A budget of steps bounds each question, not how many there are, nor how long a step takes.
public enum Deadline {
  private struct State {
    var isOver = false
    /// Of the contexts that are there, as numbers, since a handle is not Sendable.
    var contexts: Set<UInt> = []
  }

  private static let state = Mutex(State())

  static let reason = "not decided within the time (--timeout)"

  /// Lets everything be undecided that is not decided in so many seconds from now.
  public static func set(seconds: Int) {
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: Double(seconds))
      while true {
        state.withLock { state in
          state.isOver = true
          for context in state.contexts {
            if let context = Z3_context(bitPattern: context) { Z3_interrupt(context) }
          }
        }
        // A question may have begun just before.
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
  }

  /// Whether it is over.
  public static var isOver: Bool { state.withLock(\.isOver) }

  static func enter(_ context: Z3_context) {
    state.withLock { _ = $0.contexts.insert(UInt(bitPattern: context)) }
  }

  static func leave(_ context: Z3_context) {
    state.withLock { _ = $0.contexts.remove(UInt(bitPattern: context)) }
  }
}
