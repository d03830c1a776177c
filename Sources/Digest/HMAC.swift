/// A seal that only who knows a key can make: HMAC with SHA-256, as RFC 2104 states it.
public enum HMAC {
  /// The bytes of a block of SHA-256.
  private static let block = 64

  /// The seal of `message`, in hexadecimal.
  public static func hexadecimal(of message: [UInt8], key: [UInt8]) -> String {
    let short = key.count > block ? SHA256.digest(of: key) : key
    let padded = short + [UInt8](repeating: 0, count: block - short.count)
    let inner = SHA256.digest(of: padded.map { $0 ^ 0x36 } + message)
    return SHA256.hexadecimal(SHA256.digest(of: padded.map { $0 ^ 0x5c } + inner))
  }
}
