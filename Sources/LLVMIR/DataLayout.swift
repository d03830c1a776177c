/// Sizes and alignments of types, from a module's `target datalayout`.
public struct DataLayout: Sendable, Hashable {
  /// Whether the byte of least weight comes first.
  public private(set) var isLittleEndian = true
  /// Width of a pointer in bits.
  public private(set) var pointerWidth = 64
  private var integerAlignments: [Int: Int] = [1: 8, 8: 8, 16: 16, 32: 32, 64: 32]
  private var pointerAlignment = 64

  /// The layout that `text`, which is no `nonsense`, describes; what it leaves out is LLVM's default.
  public init(_ text: String) {
    for item in text.split(separator: "-") {
      if item == "E" { isLittleEndian = false }
      if item == "e" { isLittleEndian = true }
      let numbers = item.split(separator: ":").map { $0.drop { !$0.isNumber } }.map { Int($0) }
      if item.hasPrefix("p:") || item.hasPrefix("p0:"), numbers.count >= 3, let width = numbers[1],
        let alignment = numbers[2]
      {
        (pointerWidth, pointerAlignment) = (width, alignment)
      } else if item.hasPrefix("i"), numbers.count >= 2, let width = numbers[0],
        let alignment = numbers[1]
      {
        integerAlignments[width] = alignment
      }
    }
  }

  /// The first item about integers or plain pointers that no machine has: of whose numbers a size is
  /// none or too great, or an alignment is no power of two of bytes.
  static func nonsense(in text: String) -> Substring? {
    text.split(separator: "-").first { item in
      let parts = item.split(separator: ":", omittingEmptySubsequences: false)
      let isInteger = item.first == "i"
      guard isInteger || parts[0] == "p" || parts[0] == "p0" else { return false }
      let numbers = (isInteger ? [parts[0].dropFirst()] : []) + parts.dropFirst()
      guard numbers.count >= 2 else { return true }
      return numbers.enumerated().contains { place, text in
        guard text.allSatisfy(\.isNumber), let number = Int(text), (1...1 << 16).contains(number)
        else { return true }
        return place > 0 && (number < 8 || number.nonzeroBitCount != 1)
      }
    }
  }

  /// Bytes that a value of a type takes in memory, without padding behind it.
  func storeSize(of type: IRType, _ types: (String) -> IRType?) -> Int? {
    switch type {
    case .integer(let width): return (width + 7) / 8
    case .other(_, let width): return width / 8
    default: return size(of: type, types)
    }
  }

  /// Bytes from one value of a type to the next in an array; nil for types without a size.
  func size(of type: IRType, _ types: (String) -> IRType?) -> Int? {
    switch type {
    case .integer, .other:
      guard let size = storeSize(of: type, types), let alignment = alignment(of: type, types)
      else { return nil }
      return Self.roundUp(size, alignment)
    case .pointer: return pointerWidth / 8
    case .array(let count, let element):
      guard let size = size(of: element, types) else { return nil }
      return Self.limited(size.multipliedReportingOverflow(by: count))
    case .structure(let fields, let packed):
      guard let offset = offset(of: fields.count, in: fields, packed: packed, types) else {
        return nil
      }
      return Self.roundUp(offset, packed ? 1 : alignment(of: type, types) ?? 1)
    case .named(let name): return types(name).flatMap { size(of: $0, types) }
    case .void, .function, .label, .metadata: return nil
    }
  }

  /// Bytes from a structure's start to its field number `index`, or behind the last one.
  func offset(
    of index: Int, in fields: [IRType], packed: Bool, _ types: (String) -> IRType?
  ) -> Int? {
    var offset = 0
    for (position, field) in fields.enumerated() {
      if !packed { offset = Self.roundUp(offset, alignment(of: field, types) ?? 1) }
      if position == index { return offset }
      guard let size = size(of: field, types) else { return nil }
      guard let sum = Self.limited(offset.addingReportingOverflow(size)) else { return nil }
      offset = sum
    }
    return index == fields.count ? offset : nil
  }

  private func alignment(of type: IRType, _ types: (String) -> IRType?) -> Int? {
    switch type {
    case .integer(let width):
      if let known = integerAlignments[width] { return known / 8 }
      let wider = integerAlignments.keys.filter { $0 > width }.min()
      return (wider.flatMap { integerAlignments[$0] } ?? 128) / 8
    case .pointer: return pointerAlignment / 8
    case .array(_, let element): return alignment(of: element, types)
    case .structure(let fields, let packed):
      return packed ? 1 : fields.compactMap { alignment(of: $0, types) }.max() ?? 1
    case .named(let name): return types(name).flatMap { alignment(of: $0, types) }
    case .other(_, let width): return max(1, min(width / 8, 16))
    case .void, .function, .label, .metadata: return nil
    }
  }

  /// A number of bytes that is no absurd one.
  private static func limited(_ bytes: (partialValue: Int, overflow: Bool)) -> Int? {
    bytes.overflow || bytes.partialValue > 1 << 48 ? nil : bytes.partialValue
  }

  private static func roundUp(_ size: Int, _ alignment: Int) -> Int {
    (size + alignment - 1) / alignment * alignment
  }
}
