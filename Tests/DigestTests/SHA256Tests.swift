import Digest
import Foundation
import TestModels
import Testing

@Suite struct SHA256Tests {
  /// The vectors of FIPS 180-4's examples, and one of a million letters.
  @Test func knownVectors() {
    for (text, digest) in [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ] {
      #expect(SHA256.hexadecimal(of: text) == digest)
    }
  }

  /// Every length around the ends of blocks, against coreutils.
  @Test func sha256sumAgrees() throws {
    let directory = NSTemporaryDirectory() + "walkproof-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let texts = (0...200).map { length in String((0..<length).map { "0123456789äß"[$0 % 12] }) }
    let files = texts.indices.map { "\(directory)/\($0)" }
    for (text, file) in zip(texts, files) {
      try text.write(toFile: file, atomically: false, encoding: .utf8)
    }
    let output = try runProgram(["sha256sum"] + files).output
    let digests = output.split(separator: "\n").map { String($0.prefix(64)) }
    #expect(digests == texts.map(SHA256.hexadecimal))
  }
}

extension String {
  fileprivate subscript(_ offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}
