import PageWalk

/// A walk and its helpers with one thing changed.
public struct Mutant: Sendable {
  /// `helper pud_index`, or `level pud, next`.
  public let place: String
  /// `1 -> 2`, in the words of expressions.
  public let change: String
  /// The subjects, one for each configuration that has what was changed.
  public let subjects: [Subject]

  /// Every mutant of what `subjects` have in common: the helpers that the walk uses, its own
  /// expressions, and its checks.
  public static func all(of subjects: [Subject]) -> [Mutant] {
    guard let walker = subjects.first?.walker else { return [] }
    var mutants: [Mutant] = []
    var helpers: [String: [Expression]] = [:]
    for subject in subjects {
      for name in usedHelpers(subject).sorted() {
        guard let body = subject.helpers[name]?.body else { continue }
        if helpers[name]?.contains(body) != true { helpers[name, default: []].append(body) }
      }
    }
    for (name, bodies) in helpers.sorted(by: { $0.key < $1.key }) {
      for body in bodies {
        let own = subjects.filter { $0.helpers[name]?.body == body }
        for (changed, change) in variants(of: body, own[0].helpers) {
          mutants.append(
            Mutant(
              place: "helper \(name)", change: change,
              subjects: own.map { $0.replacing(helper: name, by: changed) }))
        }
      }
    }
    for (place, original, put) in walkerPlaces(walker) {
      for (changed, change) in variants(of: original, subjects[0].helpers) {
        let mutated = put(changed)
        mutants.append(
          Mutant(
            place: place, change: change,
            subjects: subjects.map {
              Subject(
                architecture: $0.architecture, configuration: $0.configuration, walker: mutated,
                helpers: $0.helpers)
            }))
      }
    }
    return mutants
  }

  private static func usedHelpers(_ subject: Subject) -> Set<String> {
    var used: Set<String> = []
    var open = walkerPlaces(subject.walker).flatMap(\.1.usedNames)
    open += subject.walker.callers.flatMap(\.usedNames)
    while let name = open.popLast() {
      guard let helper = subject.helpers[name], used.insert(name).inserted else { continue }
      open += helper.body.usedNames
    }
    return used
  }

  // MARK: the walk

  private typealias Place = (String, Expression, (Expression) -> Walker)

  /// Every expression of the walk, with what puts another one there.
  private static func walkerPlaces(_ walker: Walker) -> [Place] {
    var places: [Place] = []
    for (number, check) in walker.range.enumerated() {
      places.append(
        (
          "check \(number + 1)", check,
          {
            var range = walker.range
            range[number] = $0
            return walker.with(range: range)
          }
        ))
    }
    for (number, level) in walker.levels.enumerated() {
      func add(_ key: String, _ original: Expression?, _ put: @escaping (Expression) -> Level) {
        guard let original else { return }
        places.append(
          (
            "level \(level.name), \(key)", original,
            {
              var levels = walker.levels
              levels[number] = put($0)
              return walker.with(levels: levels)
            }
          ))
      }
      add("cursor", level.cursor) { level.with(cursor: $0) }
      add("next", level.next) { level.with(next: $0) }
      add("advance", level.advance) { level.with(advance: $0) }
      add("stop", level.stop) { level.with(stop: $0) }
      add("leaf", level.leaf) { level.with(leaf: $0) }
      add("page", level.page) { level.with(page: $0) }
    }
    return places
  }

  // MARK: changes

  /// Every expression that differs from this one in one place.
  static func variants(
    of expression: Expression, _ helpers: Helpers
  ) -> [(Expression, String)] {
    var found: [(Expression, String)] = []
    for (kind, change) in changes(of: expression, helpers) {
      found.append((Expression(kind, offset: expression.offset), change))
    }
    for (index, child) in expression.children.enumerated() {
      for (changed, change) in variants(of: child, helpers) {
        found.append((expression.replacing(child: index, by: changed), change))
      }
    }
    return found
  }

  private static let swaps: [BinaryOperator: BinaryOperator] = [
    .add: .subtract, .subtract: .add, .and: .or, .or: .and, .shiftLeft: .shiftRight,
    .shiftRight: .shiftLeft, .less: .lessOrEqual, .lessOrEqual: .less, .greater: .greaterOrEqual,
    .greaterOrEqual: .greater, .equal: .notEqual, .notEqual: .equal, .logicalAnd: .logicalOr,
    .logicalOr: .logicalAnd,
  ]

  private static func changes(
    of expression: Expression, _ helpers: Helpers
  ) -> [(Expression.Kind, String)] {
    switch expression.kind {
    case .literal(let value):
      return [value &+ 1, value &- 1].filter { $0 != ~0 || value == ~0 }.map {
        (.literal($0), "\(expression) -> \(Expression(.literal($0)))")
      }
    case .unary(.complement, let operand): return [(operand.kind, "~ dropped")]
    case .unary(.not, let operand): return [(operand.kind, "! dropped")]
    case .binary(let sign, let left, let right):
      guard let other = swaps[sign] else { return [] }
      return [(.binary(other, left, right), "\(sign.rawValue) -> \(other.rawValue)")]
    case .conditional(let test, let then, let otherwise):
      return [(.conditional(test, then: otherwise, otherwise: then), "branches swapped")]
    case .name(let name):
      return otherLevels(name, helpers).map { (.name($0), "\(name) -> \($0)") }
    case .call(let name, let arguments):
      var changes: [(Expression.Kind, String)] = otherLevels(name, helpers).map {
        (.call($0, arguments), "\(name) -> \($0)")
      }
      if name.hasSuffix("_lockless"), arguments.count == 3, case .name(let copy) = arguments[1].kind
      {
        let plain = String(name.dropLast("_lockless".count))
        changes.append(
          (
            .call(plain, [Expression(.addressOf(copy)), arguments[2]]),
            "\(name) -> \(plain)(&\(copy), …)"
          ))
      }
      return changes
    case .addressOf, .read, .local, .unary: return []
    }
  }

  /// The helper of the next level, where there is one like this.
  private static func otherLevels(_ name: String, _ helpers: Helpers) -> [String] {
    guard let helper = helpers[name] else { return [] }
    let swaps = [("PGDIR_", "P4D_"), ("P4D_", "PUD_"), ("PUD_", "PMD_"), ("PMD_", "PUD_")]
    let lower = [("pgd_", "p4d_"), ("p4d_", "pud_"), ("pud_", "pmd_"), ("pmd_", "pud_")]
    for (from, to) in swaps + lower where name.hasPrefix(from) {
      let other = to + name.dropFirst(from.count)
      if helpers[other]?.parameters?.count == helper.parameters?.count, helpers[other] != nil {
        return [other]
      }
    }
    return []
  }
}

extension Subject {
  fileprivate func replacing(helper name: String, by body: Expression) -> Subject {
    var helpers = helpers
    if let old = helpers[name] {
      helpers[name] = Helper(name: name, parameters: old.parameters, body: body)
    }
    return Subject(
      architecture: architecture, configuration: configuration, walker: walker, helpers: helpers)
  }
}

extension Expression {
  /// The same expression with another child.
  fileprivate func replacing(child index: Int, by child: Expression) -> Expression {
    func pick(_ place: Int, _ old: Expression) -> Expression { place == index ? child : old }
    let kind: Kind
    switch self.kind {
    case .literal, .name, .addressOf: kind = self.kind
    case .read(_, let once): kind = .read(child, once: once)
    case .unary(let sign, _): kind = .unary(sign, child)
    case .binary(let sign, let left, let right):
      kind = .binary(sign, pick(0, left), pick(1, right))
    case .conditional(let test, let then, let otherwise):
      kind = .conditional(pick(0, test), then: pick(1, then), otherwise: pick(2, otherwise))
    case .call(let name, let arguments):
      kind = .call(name, arguments.enumerated().map { pick($0.offset, $0.element) })
    case .local(let name, let value, let body):
      kind = .local(name, value: pick(0, value), body: pick(1, body))
    }
    return Expression(kind, offset: offset)
  }
}

extension Walker {
  fileprivate func with(range: [Expression]? = nil, levels: [Level]? = nil) -> Walker {
    Walker(
      name: name, revision: revision, fixed: fixed, kernel: kernel, source: source,
      architectures: architectures, reads: reads, holes: holes,
      range: range ?? self.range, callers: callers, levels: levels ?? self.levels)
  }
}

extension Level {
  fileprivate func with(
    cursor: Expression? = nil, next: Expression? = nil, advance: Expression? = nil,
    stop: Expression? = nil, leaf: Expression? = nil, page: Expression? = nil
  ) -> Level {
    Level(
      name: name, function: function, pointer: pointer, value: value,
      cursor: cursor ?? self.cursor, read: read, next: next ?? self.next,
      advance: advance ?? self.advance, stop: stop ?? self.stop, skip: skip,
      leaf: leaf ?? self.leaf, page: page ?? self.page, rechecks: rechecks,
      compared: compared, bug: bug, places: places)
  }
}
