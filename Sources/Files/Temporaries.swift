import Foundation
import Synchronization

/// What this run has made and nobody is to find when it has ended, however it ends.
///
/// Whoever makes a temporary file or folder enters its path here before, and takes it out when it is
/// removed or has become what it was made for. A signal removes all that is entered (`removeAll`).
/// What is left by a run that was killed is found by the next one (`removeLeftOvers`): a run that
/// lives holds a lock on each.
public enum Temporaries {
  private struct State {
    var paths: Set<String> = []
    var isEnding = false
    var searched: [LeftOver: Set<String>] = [:]
  }

  private static let state = Mutex(State())

  /// Does what makes, moves or removes a temporary file, and enters or takes out its path.
  ///
  /// Nothing is made any more when the run ends: then this does not return.
  static func change<Value, Failure: Error>(
    _ body: (inout Set<String>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    while true {
      let value: Value? = try state.withLock { (state) throws(Failure) -> Value? in
        state.isEnding ? nil : try body(&state.paths)
      }
      if let value { return value }
      // The thread that ends the run is about to do so.
      sleep(1)
    }
  }

  /// Removes everything, and lets nothing be made any more; for the end of the run.
  ///
  /// Where another thread is at work on them and does not come to an end, as on a file system that does
  /// not answer, they are left to the next run.
  public static func removeAll() {
    for _ in 0..<500 {
      if removeAllIfNobodyWorks() { return }
      usleep(10_000)
    }
  }

  private static func removeAllIfNobodyWorks() -> Bool {
    let done: Void? = state.withLockIfAvailable { state in
      state.isEnding = true
      for path in state.paths {
        // Another thread may be writing a file into a folder yet.
        for _ in 0..<100 {
          try? FileManager.default.removeItem(atPath: path)
          if access(path, F_OK) != 0 { break }
          usleep(10_000)
        }
      }
    }
    return done != nil
  }

  /// The name of a temporary file or folder that becomes `name`, beside it; nobody can guess it.
  static func name(for name: String) -> String {
    let random = UInt64.random(in: .min ... .max)
    let digits = String(random, radix: 16)
    return ".\(String(decoding: name.utf8.prefix(200), as: UTF8.self))\(mark)"
      + String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static let mark = ".walkproof-"

  /// Whether this is the name of a temporary file or folder beside what it becomes.
  static func isName(_ name: String) -> Bool {
    guard name.hasPrefix("."), let range = name.range(of: mark, options: .backwards) else {
      return false
    }
    let random = name[range.upperBound...]
    return random.utf8.count == 16 && random.allSatisfy(\.isHexDigit)
  }

  /// Takes the lock that says that the run which made an open file or folder lives.
  ///
  /// - Returns: false where another run has just removed it as a left-over.
  static func claim(_ file: Int32) -> Bool {
    var status = stat()
    return flock(file, LOCK_EX) == 0 && fstat(file, &status) == 0 && status.st_nlink > 0
  }

  /// What a killed run can leave, and how it is told and removed.
  enum LeftOver: Hashable {
    /// A file or folder beside what it was to become.
    case beside
    /// A folder in the system's place for temporary files.
    case folder

    fileprivate func isOne(_ name: String, in folder: String) -> Bool {
      switch self {
      case .beside: return Temporaries.isName(name)
      case .folder: return TemporaryFolder.isOne(name, in: folder)
      }
    }

    fileprivate func remove(_ path: String) {
      switch self {
      case .beside: FolderManifest.removeTemporary(path)
      case .folder: try? FileManager.default.removeItem(atPath: path)
      }
    }
  }

  /// Removes what killed runs of this user have left in a folder, once for a run.
  static func removeLeftOvers(_ kind: LeftOver, in folder: String) {
    guard state.withLock({ $0.searched[kind, default: []].insert(folder).inserted }),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { return }
    for name in names where kind.isOne(name, in: folder) {
      let path = "\(folder)/\(name)"
      let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard file >= 0 else { continue }
      defer { close(file) }
      var status = stat()
      guard fstat(file, &status) == 0, status.st_uid == geteuid(),
        flock(file, LOCK_EX | LOCK_NB) == 0
      else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFREG: unlink(path)
      case S_IFDIR: kind.remove(path)
      default: break
      }
    }
  }
}
