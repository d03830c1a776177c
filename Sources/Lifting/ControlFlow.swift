import LLVMIR

/// How control can go through a function.
struct ControlFlow: Sendable {
  /// For each block the block that every way to the function's end goes through next; nil where
  /// there is none.
  let postdominators: [Int?]
  /// The blocks to which control goes back, with those of each loop.
  let loops: [Int: Set<Int>]

  init(_ function: Function) throws(Irreducible) {
    let blocks = function.blocks
    let successors = blocks.map { block in
      block.successors.compactMap { function.position(of: $0) }
    }
    var predecessors = Array(repeating: [Int](), count: blocks.count)
    for (block, targets) in successors.enumerated() {
      for target in targets { predecessors[target].append(block) }
    }
    let reached = Self.reverseOrder(from: 0, successors)
    let dominators = Self.dominators(of: reached, predecessors, root: 0)
    loops = try Self.findLoops(successors, predecessors, reached, dominators)
    postdominators = Self.postdominators(successors, predecessors)
  }

  /// A loop that control enters in two places.
  struct Irreducible: Error {
    let block: Int
  }

  /// Blocks in reverse postorder, without recursion.
  private static func reverseOrder(from root: Int, _ successors: [[Int]]) -> [Int] {
    var seen: Set<Int> = [root]
    var order: [Int] = []
    var stack = [(root, 0)]
    while let (block, next) = stack.popLast() {
      if next < successors[block].count {
        stack.append((block, next + 1))
        let target = successors[block][next]
        if seen.insert(target).inserted { stack.append((target, 0)) }
      } else {
        order.append(block)
      }
    }
    return order.reversed()
  }

  /// Cooper, Harvey and Kennedy's algorithm; the root's dominator is itself.
  private static func dominators(
    of order: [Int], _ predecessors: [[Int]], root: Int
  ) -> [Int: Int] {
    let rank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    var dominators = [root: root]
    func common(_ first: Int, _ second: Int) -> Int {
      var (a, b) = (first, second)
      while a != b {
        while let ra = rank[a], let rb = rank[b], ra > rb { a = dominators[a] ?? root }
        while let ra = rank[a], let rb = rank[b], rb > ra { b = dominators[b] ?? root }
      }
      return a
    }
    var changed = true
    while changed {
      changed = false
      for block in order where block != root {
        var new: Int?
        for predecessor in predecessors[block] where dominators[predecessor] != nil {
          new = new.map { common($0, predecessor) } ?? predecessor
        }
        if let new, dominators[block] != new {
          dominators[block] = new
          changed = true
        }
      }
    }
    return dominators
  }

  private static func findLoops(
    _ successors: [[Int]], _ predecessors: [[Int]], _ order: [Int], _ dominators: [Int: Int]
  ) throws(Irreducible) -> [Int: Set<Int>] {
    let rank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    var loops: [Int: Set<Int>] = [:]
    for block in order {
      for target in successors[block] {
        guard let from = rank[block], let to = rank[target], to <= from else { continue }
        // An edge backwards: its target must lie on every way to its source.
        var walker = block
        while walker != target, walker != order[0], let up = dominators[walker] { walker = up }
        guard walker == target else { throw Irreducible(block: target) }
        var body: Set<Int> = [target]
        var stack = [block]
        while let inner = stack.popLast() {
          if body.insert(inner).inserted { stack += predecessors[inner] }
        }
        loops[target, default: []].formUnion(body)
      }
    }
    return loops
  }

  private static func postdominators(
    _ successors: [[Int]], _ predecessors: [[Int]]
  ) -> [Int?] {
    let exit = successors.count
    var backward = predecessors
    var forward = successors
    backward.append([])
    forward.append([])
    for (block, targets) in successors.enumerated() where targets.isEmpty {
      backward[exit].append(block)
      forward[block].append(exit)
    }
    let order = reverseOrder(from: exit, backward)
    let dominators = dominators(of: order, forward, root: exit)
    return (0..<exit).map { block in
      dominators[block].flatMap { $0 == exit ? nil : $0 }
    }
  }
}
