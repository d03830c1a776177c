import SMT

/// Levels that are folded when the kernel is built, where the value of an entry may be a constant that
/// nobody reads from a table: a dummy.
///
/// It is taken for any value. So whatever else is proved holds whichever the constant is; that nothing the
/// walk does depends on it is `no-dummy`.
package enum FoldedDummy {
  /// Functions that read an entry of a level, or give the dummy of one that is folded
  /// (include/linux/pgtable.h, v6.12).
  private static let getters: Set = ["pgdp_get", "p4dp_get", "pudp_get", "pmdp_get"]

  /// Whether a function reads an entry of a level, by its name.
  package static func isGetter(_ function: String) -> Bool {
    getters.contains(WalkMachine.plain(function))
  }
}

extension SymbolicRun {
  /// What a function gave: any value, where it is one that reads an entry and that came from no table.
  ///
  /// Where it writes what it gives to memory, as some ABIs have it, it is that which becomes any value.
  func withoutDummy(
    _ function: String, _ arguments: [Value], _ words: [Value], _ memory: inout ProofMemory
  ) -> [Value] {
    guard FoldedDummy.isGetter(function) else { return words }
    func isDummy(_ value: Value) -> Bool {
      value.width == contract.machine.hardware.entryWidth && !value.tags.contains(.table)
    }
    func dummy() -> Value {
      Value(
        any("dummy", width: contract.machine.hardware.entryWidth), tags: [.table, .dummy])
    }
    if words.isEmpty, arguments.count == 2, let place = arguments[0].place,
      let offset = place.offset.constantValue.flatMap(Int.init(exactly:))
    {
      let key = CellKey(object: place.object, offset: offset)
      if let cell = memory.cells[key], isDummy(cell.value) { memory.cells[key]?.value = dummy() }
    }
    return words.count == 1 && isDummy(words[0]) ? [dummy()] : words
  }

  /// Requires that what comes back, and how much is counted, does not depend on a dummy.
  func requireNoDummy(_ way: Way, _ place: CodePlace) {
    let count = way.memory.cells[CellKey(object: contract.count, offset: 0)]?.value
    require(
      "no-dummy", "what comes back does not depend on the dummy of a folded level", way.path,
      .boolean(!(way.words + (count.map { [$0] } ?? [])).contains(where: \.dependsOnDummy)), place)
  }

  /// Requires that something does not depend on a dummy.
  func requireNoDummy(
    _ value: Value, _ what: String, _ path: PathCondition, _ frame: Frame
  ) {
    for alternative in value.alternatives where alternative.dependsOnDummy {
      require(
        "no-dummy", "\(what) does not depend on the dummy of a folded level",
        path.and(alternative.condition), .no, frame.place)
    }
  }
}

extension Alternative {
  var dependsOnDummy: Bool { tags.contains(.dummy) && word.constantValue == nil }
}

extension Value {
  var dependsOnDummy: Bool { alternatives.contains(where: \.dependsOnDummy) }

  /// Whether it is a dummy, or a constant that nobody has read.
  var isDummy: Bool {
    alternatives.allSatisfy { $0.tags.contains(.dummy) || $0.word.constantValue != nil }
  }
}
