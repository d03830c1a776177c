import Encoder
import PageWalk
import SMT

/// The reads of one execution: an entry that was read before has the same value, unless other CPUs
/// may write.
struct PathReader: TermReader {
  var state: PathState
  let hardware: HardwareTerms
  /// Whether two reads of one entry may differ.
  let racing: Bool
  /// Helpers' reads that may go astray, each with what was known before it.
  private(set) var strayReads: [(pointer: Term, before: PathState)] = []
  /// Plain reads of live tables.
  private(set) var unmarkedReads: [PathState] = []
  /// When the reads so far give `value` through the cursor.
  private var given: [(pointer: Term, value: Term, path: [Term])] = []
  private let copyAddresses: [String: Term]

  init(
    state: PathState, hardware: HardwareTerms, racing: Bool, copyAddresses: [String: Term]
  ) {
    self.state = state
    self.hardware = hardware
    self.racing = racing
    self.copyAddresses = copyAddresses
  }

  /// When `value` is what was read through the cursor.
  func isRaw(_ value: Term) -> Term {
    guard let cursor = state.cursor else { return .no }
    return .any(
      given.map { read in
        .all(read.path + [.equal(read.pointer, cursor), .equal(read.value, value)])
      })
  }

  mutating func read(at pointer: Term, once: Bool, under path: [Term]) throws -> Term {
    if let copy = state.copies.values.first(where: {
      copyAddresses[$0.level].map { Term.same($0, pointer) } ?? false
    }) {
      state.reads.append(PathState.Read(pointer: pointer, value: copy.value, position: nil))
      // A copy of a copy is what that was.
      if copy.isRaw { given.append((pointer, copy.value, path)) }
      return copy.value
    }
    defer { noteUnmarked(once, under: path) }
    let throughCursor = state.cursor.map { Term.same($0, pointer) } ?? false
    let chain = state.chain
    let entry = hardware.entryAddress(base: chain.base, addr: state.addr, in: chain.position)
    let isEntry = Term.same(entry, pointer)
    if !throughCursor, !isEntry,
      let upper = state.reads.last(where: { $0.position != nil && Term.same($0.pointer, pointer) }),
      let position = upper.position, position < chain.position
    {
      // An entry that the walk came by.
      return try tableValue(at: pointer, in: position)
    }
    if !throughCursor, !isEntry {
      var before = state
      before.constraints += path
      strayReads.append((pointer, before))
      state.constraints.append(
        .implies(
          .all(path), hardware.isEntry(pointer, base: chain.base, in: chain.position)))
    }
    let value = try tableValue(at: pointer, in: chain.position)
    given.append((pointer, value, path))
    if isEntry || throughCursor && !state.isAside { state.chain.values.append(value) }
    return value
  }

  /// A read of what was read before, to see whether it has changed.
  ///
  /// - Parameter isRaw: whether it is compared with what was read, so that it has not changed where the
  ///   walk goes on.
  mutating func readAgain(at pointer: Term, once: Bool, isRaw: Bool) throws -> Term {
    guard isRaw || !racing, let first = state.reads.last(where: { Term.same($0.pointer, pointer) }),
      let value = first.value
    else { return try read(at: pointer, once: once, under: []) }
    state.reads.append(
      PathState.Read(pointer: pointer, value: value, position: first.position))
    if first.position != nil { noteUnmarked(once, under: []) }
    return value
  }

  private mutating func noteUnmarked(_ once: Bool, under path: [Term]) {
    guard !once else { return }
    var found = state
    found.constraints += path
    unmarkedReads.append(found)
  }

  /// The value of a live entry.
  private mutating func tableValue(at pointer: Term, in position: Int) throws -> Term {
    if !racing {
      for read in state.reads where read.position == position {
        if let value = read.value, Term.same(read.pointer, pointer) {
          state.reads.append(
            PathState.Read(pointer: pointer, value: value, position: position))
          return value
        }
      }
    }
    let table = hardware.tables[position].table.name
    let name = "\(table)#\(state.reads.count)"
    let (value, assumption) = try hardware.freshEntry(name, in: position)
    state.constraints.append(assumption)
    if !racing {
      for read in state.reads where read.position == position {
        guard let other = read.value else { continue }
        state.constraints.append(
          .implies(.equal(read.pointer, pointer), .equal(other, value)))
      }
    }
    state.reads.append(PathState.Read(pointer: pointer, value: value, position: position))
    let leadsOn = try hardware.leadsOn(value, in: position)
    if leadsOn.constantValue != 0 {
      let base = try hardware.next(of: value, in: position)
      state.meet(
        PathState.TableInstance(position: position + 1, base: base, condition: leadsOn),
        placed: hardware.isPlaced(base, in: position + 1))
    }
    return value
  }
}
