import Digest
import Files
import Foundation

/// Results of earlier runs, by everything that they depend on.
///
/// An entry holds its whole key and is sealed with a key of the user's own, which lies elsewhere; one
/// that is forged, damaged, cut off or about something else is a miss and nothing worse.
public struct ProofCache: Sendable {
  private let directory: String
  private let seal: [UInt8]

  private static let heading = "walkproof/cache/2 "
  private static let maximumEntry = 64 << 20

  /// A cache in `directory`, which is made where it is not there.
  ///
  /// - Parameter seal: the file that has the user's key, which is made where it is not there.
  /// - Throws: where others could write into the folder, or read the key, or one of them cannot be
  ///   made.
  public init(directory: String, seal: String) throws(FileError) {
    try PrivateFolder.make(directory)
    self.directory = directory
    self.seal = try PrivateFolder.secret(seal, count: 32)
  }

  private struct Entry: Codable {
    let key: String
    let value: Data
  }

  /// The value kept for `key`.
  public func value<Value: Decodable>(for key: String, as type: Value.Type) -> Value? {
    guard
      let bytes = try? RegularFile.bytes(
        of: path(of: key), limit: Self.maximumEntry, followingLinks: false),
      let newline = bytes.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let body = Array(bytes[(newline + 1)...])
    guard String(decoding: bytes[..<newline], as: UTF8.self) == heading(of: body),
      let entry = try? PropertyListDecoder().decode(Entry.self, from: Data(body)),
      entry.key == key
    else { return nil }
    return try? PropertyListDecoder().decode(Value.self, from: entry.value)
  }

  /// Keeps `value`. A cache that cannot be written is only slow.
  public func keep<Value: Encodable>(_ value: Value, for key: String) {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    guard let value = try? encoder.encode(value),
      let body = try? encoder.encode(Entry(key: key, value: value))
    else { return }
    try? OutputFile.writeRegular(
      Array((heading(of: Array(body)) + "\n").utf8) + body, to: path(of: key))
  }

  private func path(of key: String) -> String {
    "\(directory)/\(SHA256.hexadecimal(of: key))"
  }

  private func heading(of body: [UInt8]) -> String {
    Self.heading + HMAC.hexadecimal(of: body, key: seal)
  }
}
