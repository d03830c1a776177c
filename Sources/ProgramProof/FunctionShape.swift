import Programs

/// In which order blocks are executed, and which jumps go back to a loop's head.
struct FunctionShape {
  /// Blocks that can be reached, each behind all that lead to it, back edges apart.
  let order: [Int]
  /// Blocks that loops come back to.
  let heads: Set<Int>
  private let backEdges: Set<[Int]>

  func isBackEdge(from block: Int, to head: Int) -> Bool { backEdges.contains([block, head]) }

  /// - Throws: `Refusal` for a loop that can be entered at two places.
  init(_ function: Function) throws {
    let successors = function.blocks.map { block in
      var seen: Set<Int> = []
      return block.end.jumps.map(\.block).filter { seen.insert($0).inserted }
    }
    var order: [Int] = []
    var backEdges: Set<[Int]> = []
    var state = Array(repeating: 0, count: successors.count)
    var stack: [(block: Int, next: Int)] = [(0, 0)]
    state[0] = 1
    while let (block, next) = stack.last {
      guard next < successors[block].count else {
        state[block] = 2
        order.append(block)
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      let target = successors[block][next]
      if state[target] == 0 {
        state[target] = 1
        stack.append((target, 0))
      } else if state[target] == 1 {
        backEdges.insert([block, target])
      }
    }
    self.order = order.reversed()
    self.backEdges = backEdges
    var predecessors = Array(repeating: [Int](), count: successors.count)
    for block in order { for target in successors[block] { predecessors[target].append(block) } }
    for edge in backEdges {
      var body: Set<Int> = [edge[1]]
      var work = [edge[0]]
      while let block = work.popLast() {
        guard body.insert(block).inserted else { continue }
        // Whoever reaches the function's start without the head enters the loop elsewhere.
        guard block != 0 else {
          throw Refusal(
            "a loop that is entered at two places in \(function.name)",
            function.blocks[edge[1]].endSource)
        }
        work += predecessors[block]
      }
    }
    heads = Set(backEdges.map { $0[1] })
  }
}

/// Why a program cannot be judged: nothing is said of it then.
public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was met.
  public let text: String
  /// Where.
  public let source: Source?

  package init(_ text: String, _ source: Source?) {
    self.text = text
    self.source = source
  }

  public var description: String { "\(source.map { "\($0): " } ?? "")\(text)" }
}
