#if WALKPROOF_SELFTEST
  import Foundation
#endif

/// A defect on purpose in a part that judges or proves, to show that the other parts notice it.
///
/// Only a build with `WALKPROOF_SELFTEST` has any, and there the environment variable
/// `WALKPROOF_DEFECT` names the one that is in force. An ordinary build reads no environment: nothing
/// may make a prover wrong from outside.
public enum Defect: String, CaseIterable, Sendable {
  /// An entry that maps a page passes for one that names a table.
  case encoder
  /// What is added to a masked sum is lost.
  case simplifier
  /// Of what is taken only the part that the first entry maps is judged.
  case simulator
  /// The neighbour of the hardware's entry counts as well.
  case oracle

  #if WALKPROOF_SELFTEST
    private static let planted: Defect? = {
      guard let name = ProcessInfo.processInfo.environment["WALKPROOF_DEFECT"] else { return nil }
      guard let defect = Defect(rawValue: name) else {
        // Else a misspelt name would pass for a defect that nobody notices.
        FileHandle.standardError.write(Data("WALKPROOF_DEFECT: no defect '\(name)'\n".utf8))
        exit(64)
      }
      return defect
    }()

    /// Whether this defect is in force.
    public var isPlanted: Bool { Self.planted == self }
  #else
    /// Whether this defect is in force: never.
    @inlinable public var isPlanted: Bool { false }
  #endif
}
