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
        for: [.exactCover])
      reader.state.assumptions.append(fails)
    }
    let stop = try encodeTruth(level.stop)
    reader.state.assumptions.append(.not(stop))
    if let skip = level.skip { reader.state.assumptions.append(.not(try encodeTruth(skip))) }
    let isLast = position == subject.walker.levels.count - 1
    let leaf = try level.leaf.map { try encodeTruth($0) } ?? .boolean(isLast)
    if isLast, level.leaf != nil { try recordCovers([goesOn], "the loop goes on") }
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
    guard let value = reader.state.names[level.value]?.term else { return }
    let state = reader.state
    let name = hardware.tables[state.position].table.name
    let page = try level.page.map { try encode($0).resized(to: hardware.pageWidth) }
    try claim(
      try hardware.isLeaf(value, in: state.position),
      "the \(name) entry that is taken as a page maps one", for: [.rightEntry])
    if case .aside = state.place {
      try claim(.no, "no page is taken by another address's entry", for: [.rightEntry])
    }
    let expected = try hardware.page(of: value, at: state.addr, in: state.position)
    if let page {
      try claim(
        expected.map { .equal(page, $0) } ?? .no,
        "the page that is taken is the one that the \(name) entry maps", for: [.rightEntry])
    }
    let last = next - .constant(1, width: hardware.word)
    try claim(
      hardware.sameEntry(state.addr, last, in: state.position),
      "what is taken lies in one \(name) entry", for: [.rightEntry])
    for recheck in level.rechecks { try claimRecheck(recheck, of: level) }
  }

  /// Shows that what is compared with the local copy again is the live entry.
  private mutating func claimRecheck(_ recheck: Level.Recheck, of level: Level) throws {
    guard case .read(let pointer, let once) = recheck.read.kind else { return }
    let text = "the \(recheck.value) entry that is looked at again is the live one"
    guard case .name(let name) = pointer.kind, let fact = reader.state.pointers[name] else {
      let state = reader.state
      let live = hardware.entryAddress(base: state.base, addr: state.addr, in: state.position)
      try claim(
        .equal(try encode(pointer).resized(to: hardware.word), live), text, for: [.liveRecheck],
        ofPossible: true)
      if !once { try reader.claimUnmarked(under: []) }
      return
    }
    if name == level.pointer {
      try claim(fact.isLive, text, for: [.liveRecheck], ofPossible: true)
    } else {
      // A pointer of a level above: what was known where it was made.
      try claim(fact.isLive, text, for: [.liveRecheck], assuming: fact.assumptions)
    }
    if !once, fact.isLive.constantValue == 1 { try reader.claimUnmarked(under: []) }
  }
}
