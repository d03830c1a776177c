import Claims
import Foundation

/// Where a gate's scripts are written: a folder of the user's, or a private one that goes again.
struct ScriptFolder {
  /// The folder; nil where nobody needs scripts.
  let path: String?
  private let isOurs: Bool

  /// - Parameter isNeeded: whether there have to be scripts, though no folder is named.
  init(_ named: String?, isNeeded: Bool) throws {
    isOurs = named == nil && isNeeded
    if let named {
      try Output.makeDirectory(named)
      path = named
    } else if isNeeded {
      // Made with a name of its own, and for nobody else to read or write.
      var template = Array((NSTemporaryDirectory() + "walkproof-XXXXXX").utf8CString)
      guard mkdtemp(&template) != nil else {
        throw Failure(
          .cannotWrite, "no temporary folder can be made: \(String(cString: strerror(errno)))")
      }
      path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    } else {
      path = nil
    }
  }

  /// Writes a script there; nil where nobody needs scripts.
  var writer: PairProver.ScriptWriter? {
    path.map { path in
      { file, text in
        let place = "\(path)/\(file)"
        try Output.makeDirectory((place as NSString).deletingLastPathComponent)
        try Output.write(text, to: place)
      }
    }
  }

  /// Removes a folder of our own.
  func remove() {
    guard isOurs, let path else { return }
    try? FileManager.default.removeItem(atPath: path)
  }
}
