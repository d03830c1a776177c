import LLVMIR
import PageWalk

/// Turns a function with one loop over a cursor into a level function.
struct LevelLifting {
  let executor: Executor

  /// What a level function turned out to be.
  struct Result {
    let level: Level
    /// The level below and what it is called with, in this level's names.
    let descent: Descent?
    let descentSite: Site?
    /// Which of its parameters are the range, where it was entered with names of its own.
    let addr: String
    let end: String
  }

  /// What the end of the range above is called in a level function.
  static let endAbove = "end_above"

  static let levels = ["pgd", "p4d", "pud", "pmd", "pte"]

  /// The level's name: the one in the function's, or a number.
  static func name(of function: String, position: Int) -> String {
    let words = function.split(separator: "_").map(String.init)
    return words.first { levels.contains($0) } ?? "level\(position)"
  }

  /// What is known of the loop when it was run through.
  final class Loop {
    var changing: Set<Key> = []
    var symbols: [String: Key] = [:]
    var initial = LocalMemory()
    var body: Tree?
    /// Names of the whole range's start and end.
    var rangeNames: Set<String> = []

    struct Key: Hashable {
      let slot: Int
      let offset: Int
      let size: Int
    }
  }

  func lift(
    _ function: Function, in module: Module, arguments: [LiftedValue], position: Int
  ) throws -> Result {
    let loop = Loop()
    for (parameter, argument) in zip(function.parameters, arguments) {
      if case .integer = parameter.type, case .word(let word) = argument, let name = word.name,
        !executor.entryNames.contains(name)
      {
        loop.rangeNames.insert(name)
      }
    }
    func fail(_ message: String, _ site: Site? = nil) -> LiftError {
      LiftError(
        message, file: module.file, line: site?.line ?? function.line, function: function.name,
        source: site?.source)
    }
    executor.builder.ends = loop.rangeNames
    defer { executor.builder.ends = [] }
    let prologue = try executor.run(
      function, in: module, arguments: arguments, LocalMemory(), stack: [], path: "",
      onHeader: { block, frame, memory, previous in
        guard loop.body == nil else {
          throw fail("the function has more than one loop, which is not understood")
        }
        loop.initial = memory
        let body = try iterate(loop, frame, memory, block: block, from: previous)
        loop.body = body
        return .loop(body, body.site)
      }, then: { _, value in .exit(value, Site(function: function.name, line: 0, source: nil)) })
    guard let body = loop.body else {
      throw fail("the function's loop is never entered")
    }
    guard case .bind(let read, let readExpression, let rest, let readSite) = body,
      let cursorName = readExpression.usedNames.first(where: { loop.symbols[$0] != nil }),
      let cursorKey = loop.symbols[cursorName]
    else {
      throw fail("the loop does not begin with the read of an entry", body.site)
    }
    executor.sources[cursorName] = nil
    let start = try prologueOf(prologue, fail)
    // The range: what the loop compares when it goes round.
    let ending = try ending(of: rest, loop, cursorName, fail)
    let level = Self.name(of: function.name, position: position)
    let names = [
      cursorName: Expression(.name(level + "p")), read: Expression(.name(level)),
      ending.addr: Expression(.name("addr")), ending.end: Expression(.name("end")),
    ].filter { key, value in value.kind != .name(key) }
    let essential = Set([cursorName, ending.addr])
    let resolved = executor.resolution.resolve(Self.keep(essential, in: rest))
    guard
      let initial = loop.initial.slots[cursorKey.slot]?.cells.first(where: {
        $0.offset == cursorKey.offset
      }),
      case .word(let cursorWord) = executor.word(
        initial.value, width: executor.builder.word, loop.initial, site: nil
      ).map(LiftedValue.word)
    else { throw fail("it is not understood where the cursor starts", readSite) }
    var cursor = cursorWord.expression
    for bind in start.reversed() { cursor = cursor.binding(bind.name, to: bind.expression) }
    let parts = LevelParts(
      executor: executor, tree: resolved, loop: (cursorName, ending.addr), value: read,
      next: ending.next, end: ending.end, fail: fail)
    let pieces = try parts.pieces()
    func renamed(_ expression: Expression) -> Expression { expression.replacing(names) }
    executor.entryNames.insert(level)
    var lines = pieces.lines
    lines[.cursor] = start.last?.site ?? body.site
    lines[.read] = readSite
    let descent = pieces.descent.map { descent in
      Descent(
        function: descent.0.function,
        arguments: descent.0.arguments.map {
          argument($0, names, next: ending.next, end: ending.end)
        })
    }
    return Result(
      level: Level(
        name: level, function: function.name, pointer: level + "p", value: level,
        cursor: cursor.replacing(names.filter { $0.key != cursorName && $0.key != read }),
        read: renamed(readExpression), next: renamed(ending.next.expression),
        advance: renamed(pieces.advance), stop: renamed(pieces.stop),
        skip: pieces.skip.map(renamed), leaf: pieces.leaf.map(renamed),
        page: pieces.page.map(renamed),
        rechecks: pieces.rechecks.map {
          Level.Recheck(
            value: $0.value == read ? level : $0.value, read: renamed($0.read))
        }, bug: pieces.bug.map(renamed),
        places: Dictionary(
          uniqueKeysWithValues: lines.compactMap { piece, site in
            site.source.map { (piece, $0) }
          })),
      descent: descent, descentSite: pieces.descent?.1, addr: ending.addr,
      end: ending.end)
  }

  private func argument(
    _ value: LiftedValue, _ names: [String: Expression], next: LiftedWord, end: String
  ) -> LiftedValue {
    guard case .word(let word) = value else { return value }
    if word.expression == next.expression {
      return .word(
        LiftedWord(
          Expression(.name("end")), width: word.width, bits: word.width, carrier: word.carrier))
    }
    // The range that the level below gets ends at `next`, and there is no other end there.
    let names = names.merging([end: Expression(.name(Self.endAbove))]) { $1 }
    return .word(
      LiftedWord(
        word.expression.replacing(names), width: word.width, bits: word.bits,
        carrier: word.carrier))
  }

  // MARK: the loop

  /// Runs the loop's body, with everything that changes in it unknown, until no more changes.
  func iterate(
    _ loop: Loop, _ frame: Executor.Frame, _ memory: LocalMemory, block: Int, from previous: String?
  ) throws -> Tree {
    while true {
      var start = memory
      loop.symbols = [:]
      for key in loop.changing.sorted(by: { ($0.slot, $0.offset) < ($1.slot, $1.offset) }) {
        symbolise(key, loop, memory, &start)
      }
      var changed = loop.changing
      var inner = frame
      inner.onHeader = { target, _, after, _ in
        guard target == block else {
          throw LiftError(
            "a loop inside of a level function's loop is not understood",
            file: frame.module.file, line: frame.function.blocks[target].line,
            function: frame.function.name)
        }
        changed.formUnion(Self.differences(start, after, within: memory))
        var values: [String: LiftedValue] = [:]
        for (name, key) in loop.symbols {
          values[name] = after.slots[key.slot]?.cells.first { $0.offset == key.offset }?.value
        }
        return .again(
          values,
          Site(
            function: frame.function.name, line: frame.function.blocks[block].line,
            source: nil))
      }
      let tree = try executor.run(
        inner, start, block: block, from: previous, isInLoop: true,
        then: { _, value in
          .exit(value, Site(function: frame.function.name, line: 0, source: nil))
        })
      if changed == loop.changing { return tree }
      loop.changing = changed
    }
  }

  private static func differences(
    _ before: LocalMemory, _ after: LocalMemory, within outer: LocalMemory
  ) -> Set<Loop.Key> {
    var keys: Set<Loop.Key> = []
    for (slot, content) in outer.slots {
      guard let old = before.slots[slot], let new = after.slots[slot], old.cells != new.cells else {
        continue
      }
      for cell in new.cells where !old.cells.contains(cell) {
        keys.insert(Loop.Key(slot: slot, offset: cell.offset, size: cell.size))
      }
      for cell in content.cells where !new.cells.contains(cell) {
        keys.insert(Loop.Key(slot: slot, offset: cell.offset, size: cell.size))
      }
    }
    return keys
  }

  /// Puts an unknown value where something changes from one iteration to the next.
  private func symbolise(
    _ key: Loop.Key, _ loop: Loop, _ memory: LocalMemory, _ start: inout LocalMemory
  ) {
    let slot = memory.slots[key.slot]
    let old = slot?.cells.first { $0.offset == key.offset && $0.size == key.size }?.value
    let base = slot?.name ?? "x"
    if case .word(let word) = old, let name = word.name, loop.rangeNames.contains(name) {
      // The range's start: its name goes on to mean where the loop has come to.
      loop.symbols[name] = key
      return
    }
    let name = "loop_" + String(base.map { $0.isLetter || $0.isNumber ? $0 : "_" }) + "_\(key.slot)"
    executor.sources[name] = Executor.Source(
      text: "the variable '\(base)' of the loop", site: nil, varies: true)
    let width = 8 * key.size
    guard width <= 64 else { return start.clear(key.slot, from: key.offset, size: key.size) }
    let hasAddress: Bool
    switch old {
    case .word(let word): hasAddress = word.constant == nil
    case .local: hasAddress = true
    default: hasAddress = false
    }
    if !hasAddress {
      start.store(
        .place(KernelPlace(path: name, isAddress: false, varies: true)), size: key.size,
        in: key.slot, at: key.offset)
      loop.symbols[name] = key
      return
    }
    start.store(
      .word(
        LiftedWord(
          Expression(.name(name)), width: width, bits: width,
          carrier: max(executor.builder.word, width))), size: key.size, in: key.slot,
      at: key.offset)
    loop.symbols[name] = key
  }

  private static func keep(_ names: Set<String>, in tree: Tree) -> Tree {
    switch tree {
    case .branch(let condition, let then, let otherwise, let site):
      return .branch(
        condition, then: keep(names, in: then), otherwise: keep(names, in: otherwise), site)
    case .bind(let name, let expression, let then, let site):
      return .bind(name, expression, then: keep(names, in: then), site)
    case .take(let page, let then, let site): return .take(page, then: keep(names, in: then), site)
    case .descend(let descent, let then, let site):
      return .descend(descent, then: keep(names, in: then), site)
    case .loop(let body, let site): return .loop(keep(names, in: body), site)
    case .again(let values, let site): return .again(values.filter { names.contains($0.key) }, site)
    case .exit(_, let site):
      // What the function returns is told by where it returns.
      return .exit(nil, Site(function: site.function, line: 0, source: nil))
    case .bug: return tree
    }
  }

  // MARK: before the loop

  private struct Bind {
    let name: String
    let expression: Expression
    let site: Site
  }

  /// What is read before the loop. A function that may return before it reads an entry gives up
  /// there; that it may not is more than it does.
  private func prologueOf(
    _ tree: Tree, _ fail: (String, Site?) -> LiftError
  ) throws -> [Bind] {
    var binds: [Bind] = []
    var tree = tree
    while true {
      switch tree {
      case .bind(let name, let expression, let then, let site):
        binds.append(Bind(name: name, expression: expression, site: site))
        tree = then
      case .branch(_, let then, let otherwise, let site):
        if then.isExit {
          tree = otherwise
        } else if otherwise.isExit {
          tree = then
        } else {
          throw fail("the loop is entered on several ways, which is not understood", site)
        }
      case .loop: return binds
      default: throw fail("it is not understood how the loop is entered", tree.site)
      }
    }
  }

  // MARK: the loop's end

  struct Ending {
    /// The names of the range's start and end.
    let addr: String
    let end: String
    let next: LiftedWord
  }

  /// Finds the comparison of where the loop has come to with the end of the range.
  private func ending(
    of tree: Tree, _ loop: Loop, _ cursor: String, _ fail: (String, Site?) -> LiftError
  ) throws -> Ending {
    var found: [(LiftedWord, [String: LiftedValue], Site)] = []
    func search(_ tree: Tree) {
      switch tree {
      case .branch(let condition, let then, let otherwise, let site):
        if case .again(let values, _) = then { found.append((condition, values, site)) }
        if case .again(let values, _) = otherwise {
          found.append((executor.builder.not(condition), values, site))
        }
        search(then)
        search(otherwise)
      case .bind(_, _, let then, _), .take(_, let then, _), .descend(_, let then, _),
        .loop(let then, _):
        search(then)
      case .again, .exit, .bug: break
      }
    }
    search(tree)
    guard let (condition, values, site) = found.first else {
      throw fail("the loop never goes round", nil)
    }
    guard case .binary(.notEqual, let left, let right) = condition.expression.kind else {
      throw fail("the loop does not go on until the range's end is met", site)
    }
    for (next, end) in [(left, right), (right, left)] {
      guard case .name(let endName) = end.kind, loop.rangeNames.contains(endName),
        loop.symbols[endName] == nil
      else { continue }
      for (name, value) in values where loop.rangeNames.contains(name) {
        if case .word(let word) = value, word.expression == next {
          return Ending(addr: name, end: endName, next: word)
        }
      }
    }
    throw fail("the loop's end is not understood: (\(condition.expression))", site)
  }
}
