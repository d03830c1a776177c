import Foundation
import ModelFiles
import PageWalk

/// The models of this repository, and broken copies of them.
public enum ShippedModels {
  /// The root of the repository.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The folder of shipped models.
  public static let directory = root + "/Models"

  /// The shipped models, with those in `others`.
  public static func library(others: [String] = []) throws -> ModelLibrary {
    try ModelLibrary(shipped: directory, others: others)
  }

  /// A fresh empty folder.
  public static func temporaryDirectory() throws -> String {
    let path = NSTemporaryDirectory() + "walkproof-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// A folder with a copy of a model file in which the last `old` is replaced by `new`.
  public static func broken(_ file: String, _ old: String, _ new: String) throws -> String {
    let text = try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
    guard let range = text.range(of: old, options: .backwards) else {
      throw MissingText(file: file, text: old)
    }
    let directory = try temporaryDirectory()
    try text.replacingCharacters(in: range, with: new).write(
      toFile: "\(directory)/model.yaml", atomically: true, encoding: .utf8)
    return directory
  }

  /// The subject of these names in `library`.
  public static func subject(
    _ architecture: String, _ configuration: String, _ walker: String, in library: ModelLibrary
  ) throws -> Subject {
    guard let found = library.architectures[architecture],
      let chosen = try found.configurations().first(where: { "\($0)" == configuration }),
      let walk = library.walkers.first(where: { $0.title == walker })
    else { throw MissingText(file: architecture, text: "\(configuration) \(walker)") }
    return try library.subject(architecture: found, configuration: chosen, walker: walk)
  }

  struct MissingText: Error {
    let file: String
    let text: String
  }
}
