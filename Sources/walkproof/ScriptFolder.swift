import Claims
import Files

/// Where a gate's scripts are written: a folder of the user's, or one of this run alone.
struct ScriptFolder {
  private enum Place {
    case none
    case named(OutputFolder, String)
    case temporary(TemporaryFolder)
  }

  private let place: Place

  /// - Parameter isNeeded: whether there have to be scripts, though no folder is named.
  init(_ named: String?, isNeeded: Bool) throws(FileError) {
    if let named {
      place = .named(
        try OutputFolder(named, old: .kept(beginning: PairProof.scriptBeginning)), named)
    } else {
      place = isNeeded ? .temporary(try TemporaryFolder()) : .none
    }
  }

  /// Writes a script there; nil where nobody needs scripts.
  var writer: PairProver.ScriptWriter? {
    switch place {
    case .none: return nil
    case .named(let folder, _):
      return { file, text in try folder.add(Array(text.utf8), name: file) }
    case .temporary(let folder):
      return { file, text in try folder.add(Array(text.utf8), name: file) }
    }
  }

  /// Puts all scripts into their place.
  ///
  /// - Returns: the folder that has them; nil where nobody needs scripts.
  func finish() throws(FileError) -> String? {
    switch place {
    case .none: return nil
    case .named(let folder, let path):
      try folder.finish()
      return path
    case .temporary(let folder): return folder.path
    }
  }
}
