import Foundation
import Synchronization

/// The process groups of the commands that run now.
public enum ProcessGroups {
  private static let groups = Mutex<Set<pid_t>>([])

  static func enter(_ group: pid_t) { groups.withLock { _ = $0.insert(group) } }

  /// Kills whatever a command has left running.
  static func end(_ group: pid_t) {
    groups.withLock { groups in
      kill(-group, SIGKILL)
      groups.remove(group)
    }
  }

  /// Kills all of them; for the end of the run.
  public static func killAll() {
    groups.withLock { groups in for group in groups { kill(-group, SIGKILL) } }
  }
}
