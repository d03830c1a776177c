import PageWalk

/// Where a level function stands, and the table that it stands for.
extension Machine {
  /// The hardware table that a level function stands for.
  struct Chain {
    /// Position of the table in the layout.
    var position: Int
    var base: UInt64
    /// Values that the walk has read of the entry for the address it is at.
    var values: [UInt64] = []
    /// Those of them that it keeps as local copies and decides by.
    var checked: [UInt64] = []
    /// Values that it has read of other entries of the table, which must not matter.
    var aside: [UInt64] = []

    /// Forgets the values when the walk goes to another address.
    mutating func leaveEntry() { (values, checked, aside) = ([], [], []) }
  }

  /// The level function that is reading.
  struct Activation {
    var level: Level
    var addr: UInt64
    /// Nil while a helper works out where the top level function starts.
    var cursor: UInt64?
    /// Whether the cursor still is what the level function began with.
    var isFirst: Bool
    /// Whether the cursor began as the address of a local copy.
    var onCopy: Bool
    /// Whether the cursor is at another entry than the one for the address.
    var isAside = false
    /// Whether it came to its table by a value that the walk has not checked, until that is told.
    var goesByUnchecked = false
    /// Whether it reads its entries not through the cursor, but by another pointer to them.
    var readsBeside = false
  }
}
