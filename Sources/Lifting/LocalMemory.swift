import LLVMIR
import PageWalk

/// The local variables of the code that runs: what stands in them, piece by piece.
struct LocalMemory: Sendable {
  /// A piece of a variable.
  struct Cell: Hashable, Sendable {
    let offset: Int
    /// In bytes.
    let size: Int
    let value: LiftedValue
  }

  /// A variable.
  struct Slot: Sendable {
    /// Its name in the source, as far as the module tells.
    let name: String
    var cells: [Cell] = []
  }

  private(set) var slots: [Int: Slot] = [:]

  mutating func add(_ name: String, _ number: Int) { slots[number] = Slot(name: name) }

  mutating func store(_ value: LiftedValue, size: Int, in slot: Int, at offset: Int) {
    guard var content = slots[slot] else { return }
    content.cells =
      content.cells.filter { $0.offset + $0.size <= offset || offset + size <= $0.offset }
      + [Cell(offset: offset, size: size, value: value)]
    content.cells.sort { $0.offset < $1.offset }
    slots[slot] = content
  }

  /// What stands at a place, if it was stored there as one piece, or was never stored.
  func load(size: Int, from slot: Int, at offset: Int, _ builder: WordBuilder, _ layout: DataLayout)
    -> LiftedValue?
  {
    guard
      let cells = slots[slot]?.cells.filter({
        $0.offset < offset + size && offset < $0.offset + $0.size
      })
    else { return nil }
    guard let cell = cells.first else { return .undefined }
    if cells.count == 1, cell.offset == offset, cell.size == size { return cell.value }
    if cells.count == 1, cell.offset <= offset, offset + size <= cell.offset + cell.size {
      // A part of a larger piece.
      guard case .word(let word) = cell.value else { return nil }
      let below =
        layout.isLittleEndian
        ? offset - cell.offset : cell.offset + cell.size - offset - size
      let shifted = builder.binary(
        .lshr, word, builder.constant(UInt64(8 * below), width: word.width))
      return shifted.map { .word(builder.cut($0, to: 8 * size)) }
    }
    // Smaller pieces side by side.
    var position = offset
    var result = builder.constant(0, width: 8 * size)
    for cell in cells {
      guard cell.offset == position, case .word(let word) = cell.value else { return nil }
      let below =
        layout.isLittleEndian
        ? cell.offset - offset : offset + size - cell.offset - cell.size
      guard
        let part = builder.binary(
          .shl, builder.extended(word, to: 8 * size),
          builder.constant(UInt64(8 * below), width: 8 * size)),
        let sum = builder.binary(.or, result, part)
      else { return nil }
      result = sum
      position += cell.size
    }
    return position == offset + size ? .word(result) : nil
  }

  /// The pieces of a variable from `offset` on, `size` bytes of them, with offsets from there.
  func cells(of slot: Int, from offset: Int, size: Int) -> [Cell]? {
    guard let cells = slots[slot]?.cells else { return nil }
    let inside = cells.filter { $0.offset < offset + size && offset < $0.offset + $0.size }
    guard inside.allSatisfy({ $0.offset >= offset && $0.offset + $0.size <= offset + size }) else {
      return nil
    }
    return inside.map { Cell(offset: $0.offset - offset, size: $0.size, value: $0.value) }
  }

  mutating func clear(_ slot: Int, from offset: Int, size: Int) {
    slots[slot]?.cells.removeAll { $0.offset < offset + size && offset < $0.offset + $0.size }
  }

  mutating func replace(_ slot: Int, with content: Slot) { slots[slot] = content }
}
