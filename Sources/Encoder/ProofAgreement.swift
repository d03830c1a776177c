import PageWalk
import SMT

/// Whether advancing a cursor and asking the offset helpers anew come to the same.
extension ProofWalk {
  /// Shows that for any address in the table at hand the helpers give its entry: those of the level
  /// functions from the one that came to the table down to this one.
  ///
  /// With that the cursor is advanced as the table's entries follow each other, it agrees with the
  /// helpers. Reads of the entry that led here give the value that they gave; this is about the
  /// helpers, and races have properties of their own.
  mutating func claimAgreement(of level: Level, at position: Int) throws {
    let (state, entrance) = (reader.state, reader.state.entrance)
    let before = (reads: reader.reads, open: reader.open)
    let next = wholePage("next_\(level.name)")
    reader.reads = .locked
    reader.open = [.advanceAgrees]
    defer { restore(state, before) }
    reader.state.assumptions += [
      .lessOrEqual(next, state.last), hardware.sameTable(next, state.last, in: state.position),
    ]
    // The entry above is still the one for the address at hand.
    reader.state.addr = entrance.named == nil ? next : state.addr
    reader.state.names = entrance.names
    bind("addr", next)
    bind("end", state.end)
    reader.state.copies = entrance.copies
    reader.state.position = entrance.position
    reader.state.base = entrance.base
    reader.state.values = entrance.named.map { [$0] } ?? []
    reader.state.cursor = nil
    for step in entrance.level...position {
      let level = subject.walker.levels[step]
      reader.state.level = level
      let cursor = try encode(level.cursor).resized(to: hardware.word)
      if step == entrance.level, entrance.named != nil {
        reader.state.addr = next
        reader.state.position = state.position
        reader.state.base = state.base
        (reader.state.values, reader.state.copies) = ([], [])
      }
      let entry = hardware.entryAddress(base: state.base, addr: next, in: state.position)
      if step == position {
        let name = hardware.tables[state.position].table.name
        let agrees = try claim(
          .equal(cursor, entry),
          "for any address in the \(name) table the offset helpers give its entry",
          for: [.advanceAgrees])
        guard agrees else { return }
      }
      reader.state.place = reader.isSame(cursor, entry) ? .live : .aside
      reader.state.cursor = cursor
      bind(level.pointer, cursor)
      if step < position { try readAgain(level) }
    }
  }

  private mutating func readAgain(_ level: Level) throws {
    let value = try encode(level.read).resized(to: hardware.entryWidth)
    let address = Term.variable("&\(level.value)", width: hardware.word)
    bind(level.value, value, address: address)
    reader.state.copies.append(
      ProofState.Copy(
        level: level.value, address: address, value: value, position: reader.state.position,
        base: reader.state.base, isAside: !reader.state.place.isLive, isRaw: true))
  }

  private mutating func restore(
    _ state: ProofState, _ before: (reads: Walker.Reads, open: Set<Property>)
  ) {
    reader.state = state
    reader.reads = before.reads
    reader.open = before.open
  }
}
