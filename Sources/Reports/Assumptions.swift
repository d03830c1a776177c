/// What every proof assumes, from this one list.
public enum Assumptions {
  /// One sentence each.
  public static let all = [
    "Tables reachable from the walked one stay allocated during the walk"
      + " (interrupts off, or RCU).",
    "Every entry of a table carries the bits that its architecture lists; a table"
      + " that a live entry names is there, aligned as listed, apart from all else.",
    "The range passed the checks that the walk itself makes, and no others.",
    "Hardware reads of an aligned entry are atomic.",
    "Reads of the same address are ordered.",
  ]
}
