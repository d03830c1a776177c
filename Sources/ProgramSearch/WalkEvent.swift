import Execution

/// Something that a run did.
struct WalkEvent {
  enum Kind {
    /// An entry was read.
    case read(table: Int, index: UInt64, value: UInt64, isMarked: Bool)
    /// Memory was read that an entry names and that is no table.
    case stray(address: UInt64)
    /// The stack was read where no object is.
    case stack(address: UInt64)
    /// A page was written down.
    case record(slot: Int, page: UInt64)
    /// What the kernel keeps of a page was touched.
    case touch
    /// Another CPU wrote; where the entry lies, by its physical address.
    case change(position: Int, index: UInt64, value: UInt64, address: UInt64)

    /// Whether a trace counts it.
    var isStep: Bool {
      switch self {
      case .read, .stray, .stack: return true
      case .record, .touch, .change: return false
      }
    }
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
  /// Whether it is that another page was taken than is handed back, of pages that stand alone.
  var isOfTaking = false
}
