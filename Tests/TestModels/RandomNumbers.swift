/// A generator with a seed, so that a failing test fails again (SplitMix64).
public struct RandomNumbers: RandomNumberGenerator {
  private var state: UInt64

  /// Numbers that depend on `seed` alone.
  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number that is often special: small, a power of two, all ones, or next to one of these.
  public mutating func word(width: Int) -> UInt64 {
    let mask = width >= 64 ? UInt64.max : (1 << UInt64(width)) - 1
    switch next() % 6 {
    case 0: return next() % 4 & mask
    case 1: return (1 << (next() % UInt64(width))) & mask
    case 2: return (0 &- (1 << (next() % UInt64(width)))) & mask
    case 3: return (mask &- next() % 3) & mask
    case 4: return ((1 << (next() % UInt64(width))) &- 1) & mask
    default: return next() & mask
    }
  }
}
