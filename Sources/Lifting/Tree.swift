import PageWalk

/// Where something happens: in the module's text and in the kernel's source.
struct Site: Hashable, Sendable {
  let function: String
  /// Line of the module's text.
  let line: Int
  /// Such as `mm/gup.c:3200`; nil where the module has no debug information.
  let source: String?
}

/// What a piece of the kernel's code can do, by the conditions on which it does it.
indirect enum Tree: Hashable, Sendable {
  case branch(LiftedWord, then: Tree, otherwise: Tree, Site)
  /// Memory is read, and the value is called by a name from here on.
  case bind(String, Expression, then: Tree, Site)
  /// A page is taken.
  case take(TakenPage, then: Tree, Site)
  /// The level function below is called; it may come back.
  case descend(Descent, then: Tree, Site)
  /// The loop of a level function begins; its body.
  case loop(Tree, Site)
  /// The loop goes round once more, with these values of what changes in it.
  case again([String: LiftedValue], Site)
  /// The function returns.
  case exit(LiftedValue?, Site)
  /// The kernel's own check that something cannot be fails.
  case bug(Site)

  /// Whether control surely returns from here without doing anything more.
  var isExit: Bool {
    if case .exit = self { return true }
    return false
  }

  /// Whether the loop can go round from here.
  var goesOn: Bool {
    switch self {
    case .again: return true
    case .branch(_, let then, let otherwise, _): return then.goesOn || otherwise.goesOn
    case .bind(_, _, let then, _), .take(_, let then, _), .descend(_, let then, _),
      .loop(let then, _):
      return then.goesOn
    case .exit, .bug: return false
    }
  }

  /// Where the first of the kernel's own checks fails from here.
  var endsInBug: Site? {
    switch self {
    case .bug(let site): return site
    case .branch(_, let then, let otherwise, _): return then.endsInBug ?? otherwise.endsInBug
    case .bind(_, _, let then, _), .take(_, let then, _), .descend(_, let then, _),
      .loop(let then, _):
      return then.endsInBug
    case .again, .exit: return nil
    }
  }

  var site: Site {
    switch self {
    case .branch(_, _, _, let site), .bind(_, _, _, let site), .take(_, _, let site),
      .descend(_, _, let site), .loop(_, let site), .again(_, let site), .exit(_, let site),
      .bug(let site):
      return site
    }
  }
}

/// A page that is taken: by its frame's number, relative to where the memory map begins.
struct TakenPage: Hashable, Sendable {
  /// nil where the page is no function of an entry.
  let frame: LiftedWord?
  /// Whether it is the first of those that are recorded, which counts more than what is grabbed.
  let isRecorded: Bool
}

/// A call of a level function.
struct Descent: Hashable, Sendable {
  let function: String
  let arguments: [LiftedValue]
}

/// What is left of a tree when it is known what can make no difference.
struct Resolution {
  /// The names whose value nothing is known of, and the helpers that speak of one.
  let unknown: Set<String>
  /// Those of them that may be something else each time.
  let varying: Set<String>
  /// Whether a name stands for the range, a cursor or an entry.
  let isOfWalk: (String) -> Bool

  /// Whether a condition is about something unknown and no more; what is put together of the walk's
  /// own values and unknown ones stays, if those are the same each time.
  private func isUnknown(_ condition: LiftedWord) -> Bool {
    let names = condition.expression.usedNames
    guard names.contains(where: unknown.contains) else { return false }
    return names.contains(where: varying.contains) || !names.contains(where: isOfWalk)
  }

  private func isPartlyUnknown(_ condition: LiftedWord) -> Bool {
    condition.expression.usedNames.contains(where: unknown.contains)
  }

  /// The tree without branches on unknown things where one side does the same as the other or
  /// gives up: who may go on does all that is done by who may give up.
  func resolve(_ tree: Tree) -> Tree {
    switch tree {
    case .branch(let condition, let then, let otherwise, let site):
      if let parts = split(condition, then, otherwise, site) { return resolve(parts) }
      let (first, second) = (resolve(then), resolve(otherwise))
      if first == second || sameEffect(first, second) { return first }
      // Whether a loop goes on is never left open.
      if case .again = first { return .branch(condition, then: first, otherwise: second, site) }
      if case .again = second { return .branch(condition, then: first, otherwise: second, site) }
      if isPartlyUnknown(condition) {
        // The kernel's checks of things outside of the walk, such as a page's state, where control
        // goes on behind them.
        if case .bug = first { return second.isExit ? first : second }
        if case .bug = second { return first.isExit ? second : first }
      }
      if isUnknown(condition) {
        if refines(first, second) { return second }
        if refines(second, first) { return first }
      }
      return .branch(condition, then: first, otherwise: second, site)
    case .bind(let name, let expression, let then, let site):
      return .bind(name, expression, then: resolve(then), site)
    case .take(let page, let then, let site): return .take(page, then: resolve(then), site)
    case .descend(let descent, let then, let site):
      return .descend(descent, then: resolve(then), site)
    case .loop(let body, let site): return .loop(resolve(body), site)
    case .again, .exit, .bug: return tree
    }
  }

  /// A branch on what is put together of several conditions as branches on each, so that what is
  /// unknown stands apart from what is not.
  private func split(
    _ condition: LiftedWord, _ then: Tree, _ otherwise: Tree, _ site: Site
  ) -> Tree? {
    func part(_ expression: Expression) -> LiftedWord {
      LiftedWord(expression, width: 1, bits: 1, carrier: condition.carrier)
    }
    switch condition.expression.kind {
    case .binary(.logicalAnd, let left, let right):
      return .branch(
        part(left), then: .branch(part(right), then: then, otherwise: otherwise, site),
        otherwise: otherwise, site)
    case .binary(.logicalOr, let left, let right):
      return .branch(
        part(left), then: then,
        otherwise: .branch(part(right), then: then, otherwise: otherwise, site), site)
    case .unary(.not, let inner):
      return .branch(part(inner), then: otherwise, otherwise: then, site)
    case .conditional(let test, let first, let second):
      return .branch(
        part(test), then: .branch(part(first), then: then, otherwise: otherwise, site),
        otherwise: .branch(part(second), then: then, otherwise: otherwise, site), site)
    case .literal(let number): return number == 0 ? otherwise : then
    default: return nil
    }
  }

  private func sameEffect(_ first: Tree, _ second: Tree) -> Bool { first.isExit && second.isExit }

  /// Whether `first` does nothing that `second` does not do, apart from giving up sooner.
  private func refines(_ first: Tree, _ second: Tree) -> Bool {
    if first.isExit || first == second { return true }
    switch (first, second) {
    case (.branch(let a, let x, let y, _), .branch(let b, let u, let v, _)) where a == b:
      return refines(x, u) && refines(y, v)
    case (.branch(_, let x, let y, _), _) where refines(x, second) && refines(y, second):
      return true
    case (_, .branch(_, let u, let v, _)): return refines(first, u) && refines(first, v)
    case (.bind(let a, let p, let x, _), .bind(let b, let q, let y, _)):
      return a == b && p == q && refines(x, y)
    case (.take(let a, let x, _), .take(let b, let y, _)): return a == b && refines(x, y)
    case (.descend(let a, let x, _), .descend(let b, let y, _)): return a == b && refines(x, y)
    default: return false
    }
  }
}
