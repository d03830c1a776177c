import SMT

/// Whether pages are kept rightly: their entries looked at again after they were taken.
extension LevelContract {
  /// Up to where pages were recorded since a loop last read entries.
  func fresh(_ memory: ProofMemory) -> Term? {
    memory.cells[CellKey(object: fresh, offset: 0)]?.value.number?.word
  }

  /// Takes pages that are recorded and not counted for none, as what was read of their entries is
  /// forgotten, too: where a level function begins or was called, and where a loop that reads entries
  /// begins or goes round.
  func forgetUncounted(_ memory: inout ProofMemory) {
    guard let count = count(memory) else { return }
    memory.cells[CellKey(object: fresh, offset: 0)] = Cell(bytes: 8, value: Value(count))
  }

  /// Requires, where the number of pages is written, of each page that is counted now and recorded that
  /// it is kept rightly.
  func counted(
    from before: Term, _ path: PathCondition, _ memory: ProofMemory, _ run: SymbolicRun,
    _ frame: SymbolicRun.Frame
  ) {
    guard judgesPages else { return }
    let slot = run.any("slot", width: 64)
    var isRight = Term.no
    var isCounted = Term.yes
    if let after = count(memory), let fresh = fresh(memory), let reached = reached(memory) {
      // Both are numbers with a sign.
      let sign = Term.constant(1 << 63, width: 64)
      isCounted = .all([.lessOrEqual(before ^ sign, slot ^ sign), .less(slot ^ sign, after ^ sign)])
      isRight = .any([
        .lessOrEqual(reached, slot), .all([.less(slot, fresh), isKept(slot, memory)]),
      ])
    }
    run.require(
      "kept-after-recheck", "the entries of a page that is counted were read again", path,
      .implies(isCounted, isRight), frame.place)
  }

  /// Requires it where a page is recorded that is counted already.
  func recorded(
    _ slot: Term, _ path: PathCondition, _ memory: ProofMemory, _ run: SymbolicRun,
    _ frame: SymbolicRun.Frame
  ) {
    let isCounted = count(memory).map { Term.less(slot, $0) } ?? .yes
    run.require(
      "kept-after-recheck", "the entries of a counted page that is recorded were read again", path,
      .implies(isCounted, isKept(slot, memory)), frame.place)
  }

  /// That the page of a slot is kept rightly: its entry was read when nothing was taken any more, with
  /// the value that every read of it has had; of the last table's entries the one that names the table
  /// was, too.
  private func isKept(_ slot: Term, _ memory: ProofMemory) -> Term {
    .any(tables.indices.map { isKept(slot, inTable: $0, memory) })
  }

  /// The same, by an entry of that table.
  private func isKept(_ slot: Term, inTable number: Int, _ memory: ProofMemory) -> Term {
    let table = tables[number]
    let addr = address(ofSlot: slot).resized(to: machine.word)
    func place(_ number: Int) -> Term {
      machine.hardware.entryAddress(
        base: tables[number].base, addr: addr, in: tables[number].position)
    }
    var above = Term.yes
    if number > 0 {
      // What was recorded is no leaf above.
      above = isAlways(value, at: place(number - 1), memory)
      if table.position == machine.hardware.tables.count - 1 {
        above = .all([above, isSeen(at: place(number - 1), memory) { _ in .yes }])
      }
    } else if table.position > 0, table.position == machine.hardware.tables.count - 1 {
      return .no
    }
    return .all([
      table.condition, above,
      isSeen(at: place(number), memory) { value in
        (try? machine.hardware.isLeaf(machine.entry(value), in: table.position)) ?? .no
      },
    ])
  }

  /// That an entry for which something holds was read behind all that may have taken a page, with the
  /// value that each read of it has had.
  private func isSeen(
    at place: Term, _ memory: ProofMemory, _ holds: (Term) -> Term
  ) -> Term {
    var ways: [Term] = []
    var since: [Term] = []
    for step in memory.steps.reversed() {
      switch step {
      case .read(let read) where read.value.width == machine.hardware.entryWidth:
        ways.append(
          .all(
            [read.condition, .equal(read.address, place), holds(read.value)]
              + [isAlways(read.value, at: place, memory)] + since))
      case .pageTouch(let condition, _, mayTake: true), .untoldTouch(let condition):
        since.append(.not(condition))
      case .read, .pageTouch: continue
      }
    }
    return .any(ways)
  }

  private func isAlways(_ value: Term, at place: Term, _ memory: ProofMemory) -> Term {
    .all(
      memory.reads.filter { $0.value.width == value.width && $0.value !== value }.map {
        .implies(.all([$0.condition, .equal($0.address, place)]), .equal($0.value, value))
      })
  }
}
