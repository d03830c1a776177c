@testable import Digest
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

  /// The cases of RFC 4231 with whole seals.
  @Test func knownSeals() {
    for (key, message, seal) in [
      (
        [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xaa, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ] {
      #expect(HMAC.hexadecimal(of: message, key: key) == seal)
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
