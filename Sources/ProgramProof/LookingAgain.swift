import SMT

/// What the walk comes to a table by, and where it looks again after it has taken a page.
extension LevelContract {
  private func hasTouched(_ memory: ProofMemory) -> Term {
    .any(
      memory.steps.compactMap { step in
        guard case .pageTouch(let condition, _, _) = step else { return nil }
        return condition
      })
  }

  /// Requires of a read of a table that no page has been taken, or the entry was read before.
  func lookAgain(
    at address: Term, _ path: PathCondition, _ memory: ProofMemory, _ run: SymbolicRun,
    _ frame: SymbolicRun.Frame
  ) {
    let before = memory.reads.map { Term.all([$0.condition, .equal($0.address, address)]) }
    run.require(
      "live-recheck", "what is read after a page was taken is an entry that was read before", path,
      .any([.not(hasTouched(memory))] + before), frame.place)
  }

  /// Requires of a read of the caller's copy of an entry that no page has been taken.
  func lookAgain(
    atCopyOn path: PathCondition, _ memory: ProofMemory, _ run: SymbolicRun,
    _ frame: SymbolicRun.Frame
  ) {
    run.require(
      "live-recheck", "what is read after a page was taken is no copy of an entry", path,
      .not(hasTouched(memory)), frame.place)
  }

  /// Requires of a read in the table that the handed entry names that the entry leads on.
  func requireChecked(
    _ address: Term, _ isInside: Term, _ path: PathCondition, _ run: SymbolicRun,
    _ frame: SymbolicRun.Frame
  ) {
    run.require(
      "checked-descent", "a table is come to by an entry that leads on", path,
      .any(
        [isInside]
          + tables.dropFirst().map {
            .not(machine.hardware.isEntry(address, base: $0.base, in: $0.position))
          }), frame.place)
  }
}

extension SymbolicRun {
  /// Functions without a body that are handed a page, or something in what the kernel keeps of it, and
  /// take none: `_set_bit` (arch/arm/lib/setbit.S, v6.12), shmem_mapping(), which compares an address
  /// (mm/shmem.c, v6.12), and arch_make_folio_accessible(), which holds it only until it is through
  /// (arch/s390/kernel/uv.c, v6.12).
  private static let takeNothing: Set = [
    "_set_bit", "arch_make_folio_accessible", "shmem_mapping",
  ]

  /// Whether a function keeps nothing of what it is handed, changes nothing and takes no page: _printk(),
  /// which prints numbers and what they lead to (kernel/printk/printk.c, v6.12). One that the code has of its
  /// own is another.
  func isMereOutput(_ function: String) -> Bool {
    function == "_printk" && !contract.machine.modules.contains { $0.defines(function) }
  }

  /// Puts down that pages may have been taken by what others may find in objects that they know.
  func touchFromElsewhere(_ path: PathCondition, _ memory: inout ProofMemory) {
    if memory.knownElsewhere.contains(where: { history.residues[$0]?.isOfPages ?? false }) {
      memory.steps.append(.untoldTouch(condition: path.term))
    }
  }

  /// Puts down that something was done where the kernel keeps what it knows of pages: by a function of
  /// which nothing is known, or else by the code itself.
  func touch(
    by address: Alternative, of function: String? = nil, _ path: PathCondition,
    _ memory: inout ProofMemory
  ) {
    guard address.tags.contains(.map) else {
      // It may be a page's that was told before.
      if history.hasToldPages, address.tags.contains(.foreign) {
        memory.steps.append(.untoldTouch(condition: path.and(address.condition).term))
      }
      return
    }
    let mayTake =
      function.map { !Self.takeNothing.contains(WalkMachine.plain($0)) }
      ?? !contract.machine.isInFlags(address.word)
    memory.steps.append(
      .pageTouch(
        condition: path.and(address.condition).term, address: address.word, mayTake: mayTake))
  }
}
