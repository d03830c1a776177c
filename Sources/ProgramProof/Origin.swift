/// How unknown memory was reached: from what, by which reads, and how many bytes behind the last one.
package struct Origin: Hashable, Sendable {
  /// What gave the first address.
  package enum Source: Hashable, Sendable, CustomStringConvertible {
    /// Assembly, by its text and the number of its result.
    case assembly(String, Int)
    /// A function without a body; registers are read by LLVM's own.
    case function(String)
    /// A variable.
    case global(String)
    /// A variable of the function that walks, by which the tables are come to.
    case variable(String)

    package var description: String {
      switch self {
      case .assembly(let text, _):
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "the assembly '\(words.count > 60 ? words.prefix(57) + "..." : words)'"
      case .function(let name): return "\(name)()"
      case .global(let name), .variable(let name): return name
      }
    }
  }

  package let source: Source
  /// Bytes behind what was known then, of each read.
  package private(set) var reads: [UInt64] = []
  /// Bytes behind what the last read gave.
  package private(set) var offset: UInt64 = 0

  package init(_ source: Source) { self.source = source }

  /// What lies behind it; sums wrap in `width` bits.
  package func moved(by bytes: UInt64, width: Int) -> Origin {
    var moved = self
    moved.offset = offset &+ bytes
    if width < 64 { moved.offset &= (1 << UInt64(width)) - 1 }
    return moved
  }

  /// Whether what was reached so was read on the way here.
  func isBehind(_ other: Origin) -> Bool {
    source == other.source && other.offset == 0 && reads.starts(with: other.reads)
      && !other.reads.isEmpty
  }

  /// What is read there.
  package var content: Origin {
    var content = self
    content.reads.append(offset)
    content.offset = 0
    return content
  }
}
