/// Stack objects at addresses of their own, each of which was put below the one before it.
public struct Stack: Sendable {
  /// A byte; nil where nothing has been written.
  public typealias Byte = UInt8?

  /// The lowest address, a multiple of 16.
  public let start: UInt64
  /// Bytes that it has.
  public let size: Int
  private var bytes: [Byte]
  private var objects: [Range<Int>] = []
  private var free: Int
  /// Bytes above each object that belong to none.
  private let gap: Int

  /// What the address of an object is a multiple of.
  public static let alignment = 16

  /// An empty stack of `size` bytes from an address on, rounded down to a multiple of 16.
  ///
  /// - Parameter gap: bytes above each object that are no object's.
  public init(start: UInt64, size: Int, gap: Int = 0) {
    self.gap = max(0, gap)
    self.start = start / UInt64(Self.alignment) * UInt64(Self.alignment)
    self.size = max(0, size) / Self.alignment * Self.alignment
    bytes = Array(repeating: nil, count: self.size)
    free = self.size
  }

  /// How many objects there are.
  var count: Int { objects.count }

  /// A new object's address; nil where there is no room.
  mutating func add(bytes count: Int) -> UInt64? {
    // An object without bytes has an address of its own, too.
    let room = max(1, count) + gap
    guard room <= free else { return nil }
    free = (free - room) / Self.alignment * Self.alignment
    for position in free..<free + count { bytes[position] = nil }
    objects.append(free..<free + count)
    return start + UInt64(free)
  }

  /// Takes away all but the first `count` objects.
  mutating func keep(_ count: Int) {
    objects.removeLast(max(0, objects.count - count))
    free = objects.last?.lowerBound ?? size
  }

  /// Whether an address is the stack's.
  public func contains(_ address: UInt64) -> Bool {
    address >= start && address - start < UInt64(size)
  }

  /// The place of bytes that lie in one object; nil where they do not.
  private func place(_ address: UInt64, _ count: Int) -> Range<Int>? {
    guard contains(address) else { return nil }
    let position = Int(address - start)
    // Later objects lie lower.
    var (low, high) = (0, objects.count)
    while low < high {
      let middle = (low + high) / 2
      if objects[middle].lowerBound <= position { high = middle } else { low = middle + 1 }
    }
    guard low < objects.count, count <= objects[low].upperBound - position else { return nil }
    return position..<position + count
  }

  /// Bytes that lie in one object; nil where they do not.
  public func read(_ address: UInt64, count: Int) -> [Byte]? {
    if count == 0 { return [] }
    return place(address, count).map { Array(bytes[$0]) }
  }

  /// Bytes of the stack, whatever lies there; nil where some are no bytes of it.
  public func readAnyway(_ address: UInt64, count: Int) -> [Byte]? {
    guard contains(address), count <= size - Int(address - start) else { return nil }
    let position = Int(address - start)
    return (position..<position + count).map { $0 < free ? nil : bytes[$0] }
  }

  /// Writes bytes that lie in one object; false where they do not.
  public mutating func write(_ new: [Byte], to address: UInt64) -> Bool {
    if new.isEmpty { return true }
    guard let place = place(address, new.count) else { return false }
    bytes.replaceSubrange(place, with: new)
    return true
  }
}
