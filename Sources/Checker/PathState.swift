import Encoder
import PageWalk
import SMT

/// One execution of a walk as far as it has been followed: a conjunction of constraints.
struct PathState {
  /// A table that a live entry names, whether or not the walk goes there.
  struct TableInstance {
    let position: Int
    let base: Term
    /// When there is such a table: where the entry leads on.
    var condition = Term.yes
  }

  /// One read, in the order of the simulator's steps.
  struct Read {
    let pointer: Term
    /// The value that it gave; nil for a read of what nothing defines.
    let value: Term?
    /// The position of the table that was read; nil for the stack and for wild reads.
    let position: Int?
  }

  /// A local copy.
  struct Copy {
    let level: String
    let value: Term
    let position: Int
    let base: Term
    let isAside: Bool
    /// Whether the value is what was read, and nothing that was made of it.
    let isRaw: Bool
  }

  /// A change of an entry that the walk cannot see, made just before the read of `step`.
  struct Hidden {
    let step: Int
    let pointer: Term
    let position: Int
  }

  /// Where the hardware's walk is.
  struct Chain {
    var position: Int
    var base: Term
    var values: [Term] = []
    /// Values of other entries of the table, which must not matter.
    var aside: [Term] = []
  }

  var constraints: [Term]
  var names: [String: TermBinding] = [:]
  var tables: [TableInstance]
  var reads: [Read] = []
  var copies: [String: Copy] = [:]
  var chain: Chain
  /// The level function at work.
  var level: Level
  var cursor: Term?
  var isFirst = true
  /// Whether the cursor is at another entry of the table than the one for the address.
  var isAside = false
  var addr: Term
  /// A write by another CPU that shows what a recheck misses.
  var hidden: Hidden?
  /// When the walk has left out what it must not.
  var lacks = Term.no
  /// Reads through cursors so far.
  var entriesRead = 0
  /// Satisfies the constraints that were there when it was found.
  var assignment = Assignment()

  /// The read of a live entry that `value` came from.
  func liveEntry(of value: Term) -> (pointer: Term, position: Int)? {
    for read in reads.reversed() {
      guard let position = read.position, let own = read.value, Term.same(own, value) else {
        continue
      }
      return (read.pointer, position)
    }
    return nil
  }

  /// Notes a table that an entry names.
  mutating func meet(_ table: TableInstance, placed: Term) {
    let known = tables.firstIndex {
      $0.position == table.position && Term.same($0.base, table.base)
    }
    if let known {
      tables[known].condition = .any([tables[known].condition, table.condition])
    } else {
      tables.append(table)
      constraints.append(.implies(table.condition, placed))
    }
  }
}

/// An execution that breaks a property, as constraints and what it read.
struct Violation {
  let property: Property
  let state: PathState
  let assignment: Assignment
}
