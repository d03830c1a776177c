import LLVMIR
import PageWalk

/// Turns a function that looks at one address, with no loop over a range, into a walk.
///
/// Each entry that it reads is a level. It gives up where it returns what it returns first of all,
/// for an entry that is not there, and takes a page where it returns anything else.
struct StraightLifting {
  let executor: Executor
  let function: Function
  let file: String
  /// Bytes of a table entry.
  let entrySize: Int

  private static let unread = "the function does not come to a walk over a table"

  private func fail(_ message: String, _ site: Site? = nil) -> LiftError {
    LiftError(
      message, file: file, line: site.flatMap { $0.line == 0 ? nil : $0.line } ?? function.line,
      function: function.name, source: site?.source)
  }

  // MARK: the address

  /// What the function looks up: the address that indexes the top table.
  func address(in tree: Tree) throws -> Expression {
    guard let (expression, site) = Self.topRead(tree) else { throw fail(Self.unread) }
    guard let addr = Self.address(in: expression) else {
      throw fail("it is not understood which address is walked", site)
    }
    return addr
  }

  private static func topRead(_ tree: Tree) -> (Expression, Site)? {
    switch tree {
    case .bind(_, let expression, let then, let site):
      return expression.usedNames.contains("mm_pgd") ? (expression, site) : topRead(then)
    case .branch(_, let then, let otherwise, _): return topRead(then) ?? topRead(otherwise)
    case .take(_, let then, _), .descend(_, let then, _), .loop(let then, _):
      return topRead(then)
    case .again, .exit, .bug: return nil
    }
  }

  private static func address(in expression: Expression) -> Expression? {
    switch expression.kind {
    case .call(_, let arguments) where arguments.count == 2:
      if arguments[0].kind == .name("mm_pgd") { return arguments[1] }
    case .binary(.shiftRight, let shifted, _): return shifted
    default: break
    }
    return expression.children.lazy.compactMap { address(in: $0) }.first
  }

  // MARK: levels

  /// An entry that is read, with what was computed by reading before.
  private struct Read {
    let name: String
    let expression: Expression
    var binds: [(name: String, value: Expression)] = []
    let site: Site
    let rest: Tree
  }

  /// The walk's levels, and what the function asks of the address first.
  func lift(_ tree: Tree, addr: Expression) throws -> ([Level], range: [Expression]) {
    let given = Self.firstResult(tree)
    let tree = executor.resolution.resolve(marked(tree, given))
    guard var read = try nextRead(tree) else { throw fail(Self.unread) }
    let entered = try condition(of: tree) { $0.isRead(executor.entryNames) }
    let range = (entered?.conjuncts ?? []).filter { Set($0.usedNames) == Set(addr.usedNames) }
      .map { $0.replacing(addr, by: .addr) }
    var levels: [Level] = []
    var names: [String: Expression] = [:]
    var pointers: [(Expression, String)] = []
    func written(_ expression: Expression) -> Expression {
      pointers.reduce(expression.replacing(addr, by: .addr).replacing(names)) {
        $0.replacing($1.0, by: Expression(.name($1.1)))
      }
    }
    while true {
      guard levels.count < LevelLifting.levels.count else {
        throw fail("more entries are read than there are levels", read.site)
      }
      let level = LevelLifting.levels[levels.count]
      guard let (pointer, entry) = Self.parts(read.expression, pointer: level + "p") else {
        throw fail("it is not understood how the entry is read", read.site)
      }
      let cursor = written(
        read.binds.reduce(pointer) { $0.binding($1.name, to: $1.value) })
      try requireKnown(pointer, read.site)
      if case .name(let name) = pointer.kind { names[name] = Expression(.name(level + "p")) }
      names[read.name] = Expression(.name(level))
      switch cursor.kind {
      case .addressOf, .name: break
      default: pointers.append((cursor, level + "p"))
      }
      let below = try nextRead(read.rest)
      let stop = try condition(of: read.rest) { $0.isExit }
      let leaf = try condition(of: read.rest) { $0.isExit ? nil : $0.isTake }
      let bug = read.rest.endsInBug
      for part in [stop, leaf].compactMap({ $0 }) { try requireKnown(part, read.site) }
      var places: [Level.Piece: String] = [:]
      places[.cursor] = read.site.source
      places[.read] = read.site.source
      places[.descend] = below?.site.source
      places[.bug] = bug?.source
      levels.append(
        Level(
          name: level, function: function.name, pointer: level + "p", value: level,
          cursor: cursor, read: entry, next: .end,
          advance: Expression(
            .binary(
              .add, Expression(.name(level + "p")), Expression(.literal(UInt64(entrySize))))),
          stop: written(stop ?? Expression(.literal(0))),
          leaf: below == nil || leaf?.isLiteral(0) ?? true ? nil : leaf.map(written), page: nil,
          bug: bug == nil
            ? nil : try condition(of: read.rest, bug: true) { _ in false }.map(written),
          places: places))
      guard let below else { return (levels, range) }
      read = below
    }
  }

  /// The entry that is read next.
  private func nextRead(_ tree: Tree) throws -> Read? {
    switch tree {
    case .bind(let name, let expression, let then, let site):
      if executor.entryNames.contains(name) {
        return Read(name: name, expression: expression, site: site, rest: then)
      }
      guard var read = try nextRead(then) else { return nil }
      // Innermost first.
      read.binds.append((name, expression))
      return read
    case .branch(_, let then, let otherwise, let site):
      guard let first = try nextRead(then) else { return try nextRead(otherwise) }
      guard let second = try nextRead(otherwise) else { return first }
      guard first.expression == second.expression, first.rest == second.rest else {
        throw fail("the walk goes down in two ways, which is not understood", site)
      }
      return first
    case .take, .again, .exit, .bug: return nil
    case .descend(_, _, let site), .loop(_, let site):
      throw fail("the walk of one address comes to a loop", site)
    }
  }

  /// Where an entry is read, and the read in terms of the pointer to it.
  private static func parts(
    _ read: Expression, pointer name: String
  ) -> (pointer: Expression, read: Expression)? {
    let pointer = Expression(.name(name))
    switch read.kind {
    case .read(let place, let once): return (place, Expression(.read(pointer, once: once)))
    case .call(WordBuilder.swap, let inner):
      return parts(inner[0], pointer: name).map {
        ($0.pointer, Expression(.call(WordBuilder.swap, [$0.read])))
      }
    case .call(let helper, let arguments) where arguments.count == 1:
      return (arguments[0], Expression(.call(helper, [pointer])))
    default: return nil
    }
  }

  // MARK: what is returned

  /// What the function returns where it first may return.
  private static func firstResult(_ tree: Tree) -> LiftedValue? {
    switch tree {
    case .exit(let value, _): return value
    case .branch(_, let then, let otherwise, _):
      if case .exit = then { return firstResult(then) }
      if case .exit = otherwise { return firstResult(otherwise) }
      return firstResult(then) ?? firstResult(otherwise)
    case .bind(_, _, let then, _), .take(_, let then, _), .descend(_, let then, _),
      .loop(let then, _):
      return firstResult(then)
    case .again, .bug: return nil
    }
  }

  /// The tree with a page taken where something else than `nothing` is returned. Who goes back to
  /// read an entry again does what was done before.
  private func marked(_ tree: Tree, _ nothing: LiftedValue?) -> Tree {
    switch tree {
    case .exit(.word(let word), let site) where word.constant == nil:
      let choice: (LiftedWord, LiftedWord, LiftedWord)
      func part(_ expression: Expression) -> LiftedWord {
        if case .literal(let number) = expression.kind {
          return executor.builder.constant(number, width: word.width)
        }
        return LiftedWord(expression, width: word.width, bits: word.bits, carrier: word.carrier)
      }
      if case .conditional(let test, let then, let otherwise) = word.expression.kind {
        choice = (executor.builder.truth(test), part(then), part(otherwise))
      } else if word.bits == 1 {
        choice = (
          executor.builder.truth(word.expression), executor.builder.constant(1, width: word.width),
          executor.builder.constant(0, width: word.width)
        )
      } else {
        return .take(TakenPage(frame: nil, isRecorded: false), then: .exit(nil, site), site)
      }
      return .branch(
        choice.0, then: marked(.exit(.word(choice.1), site), nothing),
        otherwise: marked(.exit(.word(choice.2), site), nothing), site)
    case .exit(let value, let site):
      if value == nothing { return .exit(nil, site) }
      return .take(TakenPage(frame: nil, isRecorded: false), then: .exit(nil, site), site)
    case .again(_, let site): return .exit(nil, site)
    case .branch(let test, let then, let otherwise, let site):
      return .branch(
        test, then: marked(then, nothing), otherwise: marked(otherwise, nothing), site)
    case .bind(let name, let expression, let then, let site):
      return .bind(name, expression, then: marked(then, nothing), site)
    case .take(let page, let then, let site):
      return .take(page, then: marked(then, nothing), site)
    case .descend(let descent, let then, let site):
      return .descend(descent, then: marked(then, nothing), site)
    case .loop(let body, let site): return .loop(marked(body, nothing), site)
    case .bug: return tree
    }
  }

  // MARK: conditions

  /// The condition on which control comes to an end that `verdict` is true of, nil where none of
  /// them matters.
  private func condition(
    of tree: Tree, bug: Bool? = nil, _ verdict: (Tree) -> Bool?
  ) throws -> Expression? {
    func word(_ tree: Tree) -> LiftedWord? {
      switch tree {
      case .bug: return bug.map { executor.builder.truth($0) }
      case .branch(let test, let then, let otherwise, _):
        guard let first = word(then) else { return word(otherwise) }
        guard let second = word(otherwise) else { return first }
        return executor.builder.select(test, first, second)
      case .bind(let name, let expression, let then, _)
      where !executor.entryNames.contains(name):
        return word(then).map { inner in
          guard inner.expression.usedNames.contains(name) else { return inner }
          return executor.builder.truth(inner.expression.binding(name, to: expression))
        }
      default: return verdict(tree).map { executor.builder.truth($0) }
      }
    }
    return word(tree)?.expression
  }

  private func requireKnown(_ expression: Expression, _ site: Site) throws {
    for name in expression.usedNames where executor.sources[name]?.varies ?? false {
      throw fail(
        "what the walk does here depends on \(executor.sources[name]?.text ?? name), of which"
          + " nothing is known", site)
    }
  }
}

extension Tree {
  fileprivate var isTake: Bool {
    if case .take = self { return true }
    return false
  }

  fileprivate func isRead(_ entries: Set<String>) -> Bool {
    if case .bind(let name, _, _, _) = self { return entries.contains(name) }
    return false
  }
}

extension Expression {
  fileprivate func isLiteral(_ number: UInt64) -> Bool { kind == .literal(number) }
}
