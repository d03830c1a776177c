import PageWalk

extension Scenario {
  /// Whether the hardware of `subject`, which has numbers for everything, allows every entry, and
  /// tables where they are.
  func isPossible(for subject: Subject) -> Bool {
    guard
      let layout = try? Layout(
        architecture: subject.architecture, configuration: subject.configuration),
      !tablesOverlap(layout)
    else { return false }
    let entries = PossibleEntries(subject: subject, layout: layout)
    for image in tables {
      guard let position = layout.tables.firstIndex(where: { $0.table.name == image.kind }) else {
        return false
      }
      let numbers = layout.tables[position]
      guard image.address & (numbers.align &- 1) == 0, entries.allow(image.fill, in: position),
        image.entries.allSatisfy({
          $0.key < 1 << UInt64(numbers.index) && entries.allow($0.value, in: position)
        })
      else { return false }
      for write in writes
      where write.address >= image.address && write.address - image.address < numbers.bytes {
        if !entries.allow(write.value, in: position) { return false }
      }
    }
    return true
  }

  private func tablesOverlap(_ layout: Layout) -> Bool {
    let sorted = tables.sorted { $0.address < $1.address }
    return zip(sorted, sorted.dropFirst()).contains { lower, upper in
      let bytes = layout.tables.first { $0.table.name == lower.kind }?.bytes ?? 0
      return upper.address - lower.address < bytes
    }
  }
}

/// What live entries may hold: what is listed, and a table that they name is aligned and not at 0.
private struct PossibleEntries {
  let layout: Layout
  private let interpreter: Interpreter
  private let width: Int
  private let word: Int

  init(subject: Subject, layout: Layout) {
    self.layout = layout
    width = layout.entrySize * 8
    word = subject.architecture.word
    interpreter = Interpreter(
      architecture: subject.architecture, configuration: subject.configuration, helpers: [:],
      entryWidth: width)
  }

  func allow(_ entry: UInt64, in position: Int) -> Bool {
    let bits = Word(entry, width: width)
    let names = ["entry": Binding(bits)]
    func value(_ expression: Expression) -> UInt64? {
      try? interpreter.constant(expression, names: names)
    }
    let table = layout.tables[position].table
    guard bits.bits == entry, let carries = value(table.carries), carries != 0 else { return false }
    guard position + 1 < layout.tables.count, let next = table.next, value(table.empty) == 0,
      value(table.leaf) == 0
    else { return true }
    guard let base = value(next).map({ Word($0, width: word).bits }), base != 0 else {
      return false
    }
    return base & (layout.tables[position + 1].align &- 1) == 0
  }
}
