import PageWalk

/// What can be changed in an expression, in one place at a time.
struct MutationChange {
  let helpers: Helpers
  /// The levels of the walk, and how many of them are in sight.
  var levels: [Level] = []
  var visible = 0
  /// Whether the expression's value is where something is read.
  var isPointer = false

  /// Every expression that differs from this one in one place.
  func variants(of expression: Expression) -> [(Expression, String)] {
    var found = inside(expression)
    if isPointer { found.append((Self.offByOne(expression), "one entry further")) }
    return found
  }

  private func inside(_ expression: Expression) -> [(Expression, String)] {
    var found: [(Expression, String)] = []
    for (kind, text) in changes(of: expression) {
      found.append((Expression(kind, offset: expression.offset), text))
    }
    for (index, child) in expression.children.enumerated() {
      for (changed, text) in inside(child) {
        found.append((expression.replacing(child: index, by: changed), text))
      }
    }
    return found
  }

  private static func offByOne(_ pointer: Expression) -> Expression {
    Expression(.binary(.add, pointer, Expression(.name("ENTRY_SIZE"))), offset: pointer.offset)
  }

  private static let swaps: [BinaryOperator: [BinaryOperator]] = [
    .add: [.subtract], .subtract: [.add], .and: [.or], .or: [.and], .shiftLeft: [.shiftRight],
    .shiftRight: [.shiftLeft], .multiply: [.add], .less: [.lessOrEqual], .lessOrEqual: [.less],
    .greater: [.greaterOrEqual], .greaterOrEqual: [.greater], .equal: [.notEqual],
    .notEqual: [.equal], .logicalAnd: [.logicalOr], .logicalOr: [.logicalAnd],
  ]

  private func changes(of expression: Expression) -> [(Expression.Kind, String)] {
    switch expression.kind {
    case .literal(let value):
      return [value &+ 1, value &- 1].filter { $0 != ~0 || value == ~0 }.map {
        (.literal($0), "\(expression) -> \(Expression(.literal($0)))")
      }
    case .unary(.complement, let operand): return [(operand.kind, "~ dropped from \(expression)")]
    case .unary(.not, let operand): return [(operand.kind, "! dropped from \(expression)")]
    case .unary(.negate, let operand): return [(operand.kind, "- dropped from \(expression)")]
    case .binary(let sign, let left, let right):
      return changes(of: sign, left, right)
    case .conditional(let test, let then, let otherwise):
      return [
        (
          .conditional(test, then: otherwise, otherwise: then),
          "branches of \(test) swapped"
        )
      ]
    case .name(let name):
      return others(for: name).map { (.name($0), "\(name) -> \($0)") }
    case .addressOf(let name):
      return others(for: name).map { (.addressOf($0), "&\(name) -> &\($0)") }
    case .read(let pointer, let once):
      let text = expression.description
      var changes: [(Expression.Kind, String)] = [
        (.read(Self.offByOne(pointer), once: once), "\(text) one entry further"),
        (
          .binary(.exclusiveOr, expression, Expression(.literal(0x1000))),
          "\(text) -> \(text) ^ 0x1000"
        ),
      ]
      if once { changes.append((.read(pointer, once: false), "\(text) -> *\(pointer)")) }
      if let own = levels.prefix(visible).last, visible > 1, pointer.kind == .name(own.pointer) {
        let above = levels[visible - 2].value
        changes.append((.name(above), "\(text) -> \(above)"))
      }
      return changes
    case .call(let name, let arguments): return changes(ofCall: name, arguments)
    case .local: return []
    }
  }

  private func changes(
    of sign: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> [(Expression.Kind, String)] {
    var changes: [(Expression.Kind, String)] = []
    for other in Self.swaps[sign] ?? [] {
      changes.append(
        (
          .binary(other, left, right),
          "\(sign.rawValue) -> \(other.rawValue) between \(left) and \(right)"
        ))
    }
    if sign == .logicalAnd || sign == .logicalOr {
      changes.append((left.kind, "\(sign.rawValue) \(right) dropped"))
      changes.append((right.kind, "\(left) \(sign.rawValue) dropped"))
    }
    return changes
  }

  private func changes(
    ofCall name: String, _ arguments: [Expression]
  ) -> [(Expression.Kind, String)] {
    var changes: [(Expression.Kind, String)] = otherHelpers(name).map {
      (.call($0, arguments), "\(name) -> \($0)")
    }
    if name.hasSuffix("_lockless"), arguments.count == 3, case .name(let copy) = arguments[1].kind {
      let plain = String(name.dropLast("_lockless".count))
      changes.append(
        (
          .call(plain, [Expression(.addressOf(copy)), arguments[2]]),
          "\(name) -> \(plain)(&\(copy), …)"
        ))
    }
    return changes
  }

  // MARK: names of other levels

  private func others(for name: String) -> [String] {
    switch name {
    case "addr": return visible > 0 || !levels.isEmpty ? ["end"] : []
    case "end": return visible > 0 || !levels.isEmpty ? ["addr"] : []
    default: break
    }
    return Self.neighbours(of: name, in: levels, upTo: visible) + otherHelpers(name)
  }

  /// The same kind of name, pointer or value, of the levels next to the one whose name this is.
  static func neighbours(of name: String, in levels: [Level], upTo visible: Int) -> [String] {
    for key in [\Level.pointer, \Level.value] {
      guard let index = levels.firstIndex(where: { $0[keyPath: key] == name }) else { continue }
      return [index - 1, index + 1].filter { levels.indices.contains($0) && $0 < visible }.map {
        levels[$0][keyPath: key]
      }
    }
    return []
  }

  /// The helper of the next level, where there is one like this.
  private func otherHelpers(_ name: String) -> [String] {
    guard let helper = helpers[name] else { return [] }
    let upper = [("PGDIR_", "P4D_"), ("P4D_", "PUD_"), ("PUD_", "PMD_"), ("PMD_", "PUD_")]
    let lower = [
      ("pgd_", "p4d_"), ("p4d_", "pud_"), ("pud_", "pmd_"), ("pmd_", "pud_"), ("pte_", "pmd_"),
    ]
    for (from, to) in upper + lower where name.hasPrefix(from) {
      let other = to + name.dropFirst(from.count)
      if let found = helpers[other], found.parameters?.count == helper.parameters?.count {
        return [other]
      }
    }
    return []
  }
}
