/// How large an expression becomes when everything that its names stand for is put in their places:
/// what an encoder may have to go through.
public struct Expansion: Sendable, Hashable {
  /// How many nodes, each name being one.
  public private(set) var size = 1
  /// How many of them an interpreter goes through, to which a name is a value.
  public private(set) var steps = 1
  /// How many nodes lie on the longest path.
  public private(set) var depth = 1
  /// How often each name stands there, and how many nodes lie above the lowest one.
  private var uses: [String: Use] = [:]

  private struct Use: Hashable {
    var count: Int
    var above: Int
  }

  /// A number beyond which only "too many" counts; products of two such numbers still fit.
  private static let most = 1 << 30

  /// A name.
  public init(name: String) { uses[name] = Use(count: 1, above: 0) }

  /// An operation on `parts`.
  init(of parts: [Expansion]) {
    for part in parts {
      size += part.size
      steps += part.steps
      depth = max(depth, part.depth + 1)
      for (name, use) in part.uses { add(name, count: use.count, above: use.above + 1) }
    }
    size = min(size, Self.most)
    steps = min(steps, Self.most)
  }

  /// The same with other expressions in the places of names. One that stands nowhere is evaluated
  /// all the same.
  func replacing(_ replacements: [(name: String, by: Expansion)]) -> Expansion {
    var result = self
    for (name, _) in replacements { result.uses[name] = nil }
    for (name, other) in replacements {
      let use = uses[name] ?? Use(count: 1, above: 0)
      result.size = min(
        result.size - (uses[name]?.count ?? 0) + use.count * other.size, Self.most)
      result.steps = min(result.steps + other.steps, Self.most)
      result.depth = max(result.depth, use.above + other.depth)
      for (inner, innerUse) in other.uses {
        result.add(
          inner, count: min(use.count * innerUse.count, Self.most),
          above: use.above + innerUse.above)
      }
    }
    return result
  }

  private mutating func add(_ name: String, count: Int, above: Int) {
    let known = uses[name] ?? Use(count: 0, above: 0)
    uses[name] = Use(
      count: min(known.count + count, Self.most), above: max(known.above, above))
  }

  /// The same with other expressions in the places of those names that it speaks of.
  ///
  /// An interpreter has gone through those before.
  public func replacing(_ expansions: [String: Expansion]) -> Expansion {
    var result = replacing(uses.keys.compactMap { name in expansions[name].map { (name, $0) } })
    result.steps = steps
    return result
  }

  /// - Throws: where this is more than an expression may expand to.
  public func check(at offset: Int) throws(ExpressionError) {
    guard steps <= ExpressionChecker.maximumSize else {
      throw ExpressionError(
        "this expands to more than \(ExpressionChecker.maximumSize) operations; bind what is used"
          + " twice to a local", at: offset)
    }
    guard size <= ExpressionChecker.maximumExpansion else {
      throw ExpressionError(
        "this expands to more than \(ExpressionChecker.maximumExpansion) operations, with what every"
          + " name stands for in its place; use less of it twice", at: offset)
    }
    guard depth <= ExpressionChecker.maximumDepth else {
      throw ExpressionError(
        "this expands deeper than \(ExpressionChecker.maximumDepth) operations; make the helpers"
          + " flatter", at: offset)
    }
  }
}
