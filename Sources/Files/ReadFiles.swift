import Foundation
import Synchronization

/// The files that this run has read.
enum ReadFiles {
  private struct Identity: Hashable {
    let device: dev_t
    let number: ino_t
  }

  private static let identities = Mutex<Set<Identity>>([])

  static func insert(_ status: stat) {
    _ = identities.withLock {
      $0.insert(Identity(device: status.st_dev, number: status.st_ino))
    }
  }

  static func contain(_ status: stat) -> Bool {
    identities.withLock { $0.contains(Identity(device: status.st_dev, number: status.st_ino)) }
  }
}
