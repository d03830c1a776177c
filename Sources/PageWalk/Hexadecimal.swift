extension UInt64 {
  /// `0x…` without leading zeros, as every report writes addresses and entries.
  public var hexadecimal: String { "0x" + String(self, radix: 16) }
}
