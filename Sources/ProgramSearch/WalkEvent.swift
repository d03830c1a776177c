import Execution

/// Something that a run did.
struct WalkEvent {
  enum Kind {
    /// An entry was read.
    case read(position: Int, index: UInt64, value: UInt64, generation: Int, isMarked: Bool)
    /// Memory was read that an entry names and that is no table.
    case stray(address: UInt64)
    /// The stack was read where no object is.
    case stack
    /// A page was written down.
    case record(slot: Int, page: UInt64)
    /// What the kernel keeps of a page was touched.
    case touch
    /// Another CPU wrote.
    case change(position: Int, index: UInt64, value: UInt64)
  }

  let kind: Kind
  let place: ProgramPlace
}

/// What a run did that it must not.
struct Fault {
  let property: String
  let text: String
  let place: ProgramPlace
  /// How many events came before.
  let event: Int
}
