/// How unknown memory was reached: from what, by which reads, and how many bytes behind the last one.
struct Origin: Hashable {
  /// What gave the first address.
  enum Source: Hashable, CustomStringConvertible {
    /// Assembly, by its text and the number of its result.
    case assembly(String, Int)
    /// A function without a body; registers are read by LLVM's own.
    case function(String)
    /// A variable.
    case global(String)

    var description: String {
      switch self {
      case .assembly(let text, _):
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "the assembly '\(words.count > 60 ? words.prefix(57) + "..." : words)'"
      case .function(let name): return "\(name)()"
      case .global(let name): return name
      }
    }
  }

  let source: Source
  /// Bytes behind what was known then, of each read.
  private(set) var reads: [UInt64] = []
  /// Bytes behind what the last read gave.
  private(set) var offset: UInt64 = 0

  init(_ source: Source) { self.source = source }

  /// What lies behind it; sums wrap in `width` bits.
  func moved(by bytes: UInt64, width: Int) -> Origin {
    var moved = self
    moved.offset = offset &+ bytes
    if width < 64 { moved.offset &= (1 << UInt64(width)) - 1 }
    return moved
  }

  /// What is read there.
  var content: Origin {
    var content = self
    content.reads.append(offset)
    content.offset = 0
    return content
  }
}
