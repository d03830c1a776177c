import Foundation

/// Results of earlier runs, by everything that they depend on.
///
/// An entry holds its whole key and a checksum; one that is damaged, cut off or about something else
/// is a miss and nothing worse. The checksum is against accidents: who can write here can also
/// replace the program.
public struct ProofCache: Sendable {
  private let directory: String

  /// A cache in `directory`, which is made when something is kept.
  public init(directory: String) { self.directory = directory }

  private struct Entry: Codable {
    let key: String
    let value: Data
  }

  /// The value kept for `key`.
  public func value<Value: Decodable>(for key: String, as type: Value.Type) -> Value? {
    guard let data = FileManager.default.contents(atPath: path(of: key)),
      let newline = data.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let body = data[data.index(after: newline)...]
    guard String(decoding: data[..<newline], as: UTF8.self) == Self.heading(of: body),
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
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    let path = path(of: key)
    let data = Data((Self.heading(of: body[...]) + "\n").utf8) + body
    let temporary = "\(path).\(ProcessInfo.processInfo.processIdentifier)"
    guard (try? data.write(to: URL(fileURLWithPath: temporary))) != nil else { return }
    if rename(temporary, path) != 0 { unlink(temporary) }
  }

  private func path(of key: String) -> String {
    "\(directory)/\(Self.checksum(of: key))"
  }

  private static func heading(of body: Data.SubSequence) -> String {
    "walkproof/cache/1 \(hexadecimal(checksum(body)))"
  }

  private static func hexadecimal(_ number: UInt64) -> String { String(number, radix: 16) }

  /// The checksum of a text, in hexadecimal.
  public static func checksum(of text: String) -> String {
    hexadecimal(checksum(Data(text.utf8)[...]))
  }

  /// FNV-1a, in which every changed byte changes the result.
  private static func checksum(_ data: Data.SubSequence) -> UInt64 {
    data.withUnsafeBytes { bytes in
      bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
  }
}
