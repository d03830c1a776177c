/// A kernel release such as `v5.9` or `v6.12.35`; they compare by number.
public struct KernelVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  private let parts: [Int]

  /// The release that `text` names, or nil if it is not of the form `vN.N` or `vN.N.N`.
  public init?(_ text: String) {
    guard text.first == "v" else { return nil }
    let fields = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    let parts = fields.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
    guard (2...3).contains(fields.count), parts.count == fields.count else { return nil }
    self.parts = parts
  }

  /// What stands for the release of code that does not tell it: newer than any.
  public static let ofCode = KernelVersion(parts: [99, 0])

  private init(parts: [Int]) { self.parts = parts }

  public static func < (left: KernelVersion, right: KernelVersion) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts)
  }

  public var description: String { "v" + parts.map(String.init).joined(separator: ".") }
}
