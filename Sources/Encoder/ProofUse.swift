import PageWalk
import SMT

/// What a walk does with an entry.
extension ProofWalk {
  mutating func useEntry(_ level: Level, at position: Int, next: Term) throws {
    let goesOn = Term.notEqual(next, reader.state.end)
    if let bug = level.bug {
      let fails = Term.not(try encodeTruth(bug))
      try claim(
        fails, "no BUG() is reached, and the level below is called for [addr, next)",
        for: [.exactCover, .rightPages])
      reader.state.assumptions.append(fails)
    }
    let stop = try encodeTruth(level.stop)
    reader.state.assumptions.append(.not(stop))
    if let skip = level.skip {
      let skips = try encodeTruth(skip)
      try claimHole(level, where: skips, next: next)
      reader.state.assumptions.append(.not(skips))
    }
    let isLast = position == subject.walker.levels.count - 1
    let leaf = try level.leaf.map { try encodeTruth($0) } ?? .boolean(isLast)
    if isLast, level.leaf != nil { try recordCovers([goesOn], "the loop goes on") }
    if isLast { try claimHole(level, where: .not(leaf), next: next) }
    let before = reader.state
    reader.state.assumptions.append(leaf)
    try recordCovers(
      isLast && level.leaf == nil ? [goesOn] : nil, "takes a page, and the loop goes on")
    if leaf.constantValue != 0 {
      try claimPage(level, next: next)
    } else {
      hardware.decisions?.recordConstant(leaf)
    }
    guard !isLast else { return }
    reader.state = before
    reader.state.assumptions.append(.not(leaf))
    try recordCovers([goesOn], "descends, and the loop goes on behind an upper boundary")
    bind("end", next)
    reader.state.last = next - .constant(1, width: hardware.word)
    reader.state.names["next"] = nil
    try enter(level: position + 1)
  }

  /// Shows that this point is reached; in a loop that iterates, also that the loop goes on after.
  mutating func recordCovers(_ formulas: [Term]?, _ text: String) throws {
    guard let formulas else { return }
    let entered = cover("the entry is used")
    if Term.all(formulas).constantValue != 0 {
      let strong = cover(text, formulas)
      if case .found(let assignment) = try reader.judge.witness(strong, demanded: false) {
        reader.judge.record(entered, satisfiedBy: assignment)
        return
      }
    }
    guard case .found = try reader.judge.witness(entered, demanded: true) else {
      throw ProofStuck()
    }
  }

  mutating func claimPage(_ level: Level, next: Term) throws {
    let value = try entry(of: level)
    let state = reader.state
    let name = hardware.tables[state.position].table.name
    let page = try level.page.map { try encode($0).resized(to: hardware.pageWidth) }
    try claim(
      try hardware.isLeaf(value, in: state.position),
      "the \(name) entry that is taken as a page maps one", for: [.rightEntry, .rightPages])
    if isAtOtherEntry {
      try claim(
        .no, "no page is taken by another address's entry", for: [.rightEntry, .rightPages])
    }
    let expected = try hardware.page(of: value, at: state.addr, in: state.position)
    if let page {
      try claim(
        expected.map { .equal(page, $0) } ?? .no,
        "the page that is taken is the one that the \(name) entry maps",
        for: [.rightEntry, .rightPages])
    }
    let last = next - .constant(1, width: hardware.word)
    try claim(
      hardware.sameEntry(state.addr, last, in: state.position),
      "what is taken lies in one \(name) entry", for: [.rightEntry, .rightPages])
    for recheck in level.rechecks { try claimRecheck(recheck, of: level) }
    for name in level.compared ?? []
    where !level.hasRecheck(of: name) || !state.rawCopies.contains(name) {
      try claim(
        isCompared(name, with: level.rechecks),
        "no page is kept without comparing the \(name) entry again",
        for: [.keptAfterRecheck], ofPossible: true)
    }
  }

  /// Whether one of the re-checks is about the same entry and the same value: where a level is folded,
  /// two copies are of one entry. What was made of an entry tells nothing of it.
  private func isCompared(_ name: String, with rechecks: [Level.Recheck]) -> Term {
    let state = reader.state
    guard state.rawCopies.contains(name), let own = state.liveEntries[name],
      let value = state.names[name]?.term
    else { return .no }
    return .any(
      rechecks.map { recheck in
        guard state.rawCopies.contains(recheck.value), let other = state.liveEntries[recheck.value],
          let copy = state.names[recheck.value]?.term
        else { return .no }
        return .all([.equal(own, other), .equal(value, copy)])
      })
  }

  private func entry(of level: Level) throws -> Term {
    guard let value = reader.state.names[level.value]?.term else {
      throw EncodingError("the level '\(level.name)' has read no entry")
    }
    return value
  }

  /// Whether the entry at hand is another one than that for the address.
  private var isAtOtherEntry: Bool {
    switch reader.state.place {
    case .live: return false
    case .copy(let copy): return copy.isAside
    case .aside: return true
    }
  }

  /// Shows that nothing is left out `where` the walk goes on without a page, or nothing that is
  /// mapped where the walk may leave holes.
  private mutating func claimHole(_ level: Level, where leavesOut: Term, next: Term) throws {
    guard subject.walker.handsBackPages, open.contains(.rightPages) else { return }
    if leavesOut.constantValue == 0 {
      hardware.decisions?.recordConstant(leavesOut)
      return
    }
    let state = reader.state
    let name = hardware.tables[state.position].table.name
    guard subject.walker.holes else {
      if try !claim(.not(leavesOut), "no entry is left out", for: [.rightPages], ofPossible: true) {
        open.remove(.rightPages)
      }
      return
    }
    let last = next - .constant(1, width: hardware.word)
    let entry = try entry(of: level)
    let isHole =
      isAtOtherEntry
      ? Term.no
      : .all([
        try hardware.isEmpty(entry, in: state.position),
        hardware.sameEntry(state.addr, last, in: state.position),
      ])
    var known = [leavesOut]
    if state.position + 1 < hardware.tables.count {
      // A table that a live entry names is a live table.
      known.append(
        .implies(
          try hardware.leadsOn(entry, in: state.position),
          hardware.isPlaced(
            try hardware.next(of: entry, in: state.position), in: state.position + 1)))
    }
    let holds = try claim(
      isHole, "what is left out is one \(name) entry that maps nothing", for: [.rightPages],
      under: known, ofPossible: true)
    if !holds { open.remove(.rightPages) }
  }

  /// Shows that what is compared with the local copy again is the live entry, and that it is read
  /// where there is one.
  private mutating func claimRecheck(_ recheck: Level.Recheck, of level: Level) throws {
    guard case .read(let pointer, let once) = recheck.read.kind else {
      throw EncodingError("what is looked at again is not one read")
    }
    var properties: Set<Property> = [.liveRecheck]
    let compared = level.compared ?? []
    // Where an entry has no re-check of its own, another one may stand for it.
    if compared.contains(recheck.value) || !compared.allSatisfy(level.hasRecheck(of:)) {
      properties.insert(.keptAfterRecheck)
    }
    let text = "the \(recheck.value) entry that is looked at again is the live one"
    let own = subject.walker.level(keeping: recheck.value)?.pointer
    guard case .name(let name) = pointer.kind, name == own, let fact = reader.state.pointers[name]
    else {
      let place = try encode(pointer).resized(to: hardware.word)
      let live = reader.state.liveEntries[recheck.value].map { Term.equal(place, $0) } ?? .no
      _ = try encode(recheck.read)
      try claim(live, text, for: properties, ofPossible: true)
      return
    }
    if name == level.pointer {
      try claim(fact.isLive, text, for: properties, ofPossible: true)
    } else {
      // A pointer of a level above: what was known where it was made.
      try claim(fact.isLive, text, for: properties, assuming: fact.assumptions)
    }
    if !once, !fact.isCopy { try reader.claimUnmarked(under: []) }
  }
}
