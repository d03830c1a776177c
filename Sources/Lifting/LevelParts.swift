import LLVMIR
import PageWalk

/// Takes the body of a level function's loop apart: when it gives up, takes a page, goes down.
struct LevelParts {
  let executor: Executor
  /// The loop's body behind the read of the entry.
  let tree: Tree
  /// The names of the cursor and of where the loop has come to.
  let loop: (cursor: String, addr: String)
  /// The name of the entry.
  let value: String
  let next: LiftedWord
  let end: String
  let fail: (String, Site?) -> LiftError

  struct Pieces {
    var stop = Expression(.literal(0))
    var skip: Expression?
    var leaf: Expression?
    var page: Expression?
    var rechecks: [Level.Recheck] = []
    var bug: Expression?
    var advance = Expression(.literal(0))
    var descent: (Descent, Site)?
    var lines: [Level.Piece: Site] = [:]
  }

  private enum Outcome {
    case stop
    case done
    case take(TakenPage, Tree, Site)
    case descend(Descent, Tree, Site)
    case bug(Site)
  }

  private var builder: WordBuilder { executor.builder }

  func pieces() throws -> Pieces {
    var pieces = Pieces()
    let outcomes = outcomes(of: tree)
    try collect(outcomes, &pieces)
    let stop = try condition(of: tree) { outcome in
      if case .stop = outcome { return true }
      return false
    }
    pieces.stop = stop?.expression ?? Expression(.literal(0))
    let skip = try condition(of: tree) { outcome in
      switch outcome {
      case .stop, .bug: return nil
      case .done: return true
      case .take, .descend: return false
      }
    }
    if let skip, skip.constant != 0 { pieces.skip = skip.expression }
    let leaf = try condition(of: tree) { outcome in
      switch outcome {
      case .stop, .done, .bug: return nil
      case .take: return true
      case .descend: return false
      }
    }
    if let leaf, leaf.constant == nil { pieces.leaf = leaf.expression }
    if leaf?.constant == 1, pieces.descent != nil { pieces.leaf = Expression(.literal(1)) }
    let bug = try condition(of: tree) { outcome in
      if case .bug = outcome { return true }
      return false
    }
    if let bug, bug.constant != 0 { pieces.bug = bug.expression }
    return pieces
  }

  private func outcome(_ tree: Tree) -> Outcome? {
    switch tree {
    case .exit: return .stop
    case .bug(let site): return .bug(site)
    case .take(let page, let then, let site):
      // Who takes a page and cannot go on gives it back, or ends in the kernel's own check.
      if then.goesOn { return .take(page, then, site) }
      return then.endsInBug.map { .bug($0) } ?? .stop
    case .descend(let descent, let then, let site): return .descend(descent, then, site)
    case .branch(_, .again, .exit, _), .branch(_, .exit, .again, _): return .done
    default: return nil
    }
  }

  private func outcomes(of tree: Tree) -> [Outcome] {
    if let outcome = outcome(tree) { return [outcome] }
    switch tree {
    case .branch(_, let then, let otherwise, _):
      return outcomes(of: then) + outcomes(of: otherwise)
    case .bind(_, _, let then, _): return outcomes(of: then)
    default: return []
    }
  }

  /// The condition on which control comes to an outcome; where it does not matter, `verdict` gives
  /// nil.
  private func condition(
    of tree: Tree, _ verdict: (Outcome) -> Bool?
  ) throws -> LiftedWord? {
    if let outcome = outcome(tree) { return verdict(outcome).map { builder.truth($0) } }
    switch tree {
    case .branch(let test, let then, let otherwise, let site):
      let first = try condition(of: then, verdict)
      let second = try condition(of: otherwise, verdict)
      guard let first else { return second }
      guard let second else { return first }
      if first.expression == second.expression { return first }
      try requireKnown(test, site)
      return builder.select(test, first, second)
    case .bind(let name, let expression, let then, _):
      guard let inner = try condition(of: then, verdict) else { return nil }
      guard inner.expression.usedNames.contains(name) else { return inner }
      return builder.truth(inner.expression.binding(name, to: expression))
    case .again(_, let site): throw fail("the loop goes on without a look at its end", site)
    case .loop(_, let site): throw fail("a loop inside of a loop is not understood", site)
    default: return nil
    }
  }

  /// What cannot be known and may be another thing each time cannot be part of a model.
  private func requireKnown(_ word: LiftedWord, _ site: Site) throws {
    for name in word.expression.usedNames {
      guard let source = executor.sources[name], source.varies else { continue }
      throw fail(
        "what the walk does here depends on \(source.text), of which nothing is known", site)
    }
  }

  private func collect(_ outcomes: [Outcome], _ pieces: inout Pieces) throws {
    var pages: [Expression] = []
    for outcome in outcomes {
      switch outcome {
      case .stop: continue
      case .bug(let site): pieces.lines[.bug] = site
      case .done: continue
      case .take(let page, let then, let site):
        pieces.lines[.page] = site
        let (last, rechecks, sites) = try afterTaking(page, then)
        if pages.isEmpty {
          pieces.rechecks = rechecks
          if let first = sites.first { pieces.lines[.recheck] = first }
        } else if rechecks != pieces.rechecks {
          throw fail("pages are taken in two ways, which is not understood", site)
        }
        try takeEnd(of: then, &pieces, site)
        guard let frame = last.frame else {
          throw fail("it is not understood which page is taken", site)
        }
        try requireKnown(frame, site)
        pages.append(try self.page(frame))
      case .descend(let descent, let then, let site):
        pieces.lines[.descend] = site
        if let known = pieces.descent, known.0 != descent {
          throw fail("the walk goes down in two ways, which is not understood", site)
        }
        pieces.descent = (descent, site)
        try takeEnd(of: then, &pieces, site)
      }
    }
    if let first = pages.first {
      guard pages.allSatisfy({ $0 == first }) else {
        throw fail("different pages are taken, which is not understood", nil)
      }
      pieces.page = first
    }
    if pages.isEmpty, pieces.descent == nil { try takeEnd(of: tree, &pieces, tree.site) }
  }

  /// The address of a page: its frame's number without what the memory map begins with.
  private func page(_ frame: LiftedWord) throws -> Expression {
    let width = max(frame.width, 8 * executor.entrySize)
    var sum: LiftedWord?
    for (term, isNegative) in Self.terms(of: frame.expression, width: frame.width) {
      let names = term.usedNames
      if !names.isEmpty, !names.contains(where: { executor.isOfWalk($0) }) { continue }
      let carrier = names.contains { executor.entryNames.contains($0) } ? width : frame.carrier
      let word = try addressed(
        builder.extended(
          LiftedWord(term, width: frame.width, bits: frame.width, carrier: carrier), to: width),
        depth: 0)
      let zero = builder.constant(0, width: width)
      sum =
        isNegative ? builder.subtract(sum ?? zero, word) : sum.map { builder.add($0, word) } ?? word
    }
    guard let sum else { return Expression(.literal(0)) }
    guard frame.width < width else { return sum.expression }
    // The number has its own width, whatever the address has.
    let mask = WordBuilder.cut(.max, frame.width) << UInt64(executor.pageShift)
    return (builder.binary(.and, sum, builder.constant(mask, width: width)) ?? sum).expression
  }

  /// The address of a frame by its number, without shifts there and back.
  private func addressed(_ number: LiftedWord, depth: Int) throws -> LiftedWord {
    func part(_ expression: Expression) -> LiftedWord {
      LiftedWord(expression, width: number.width, bits: number.width, carrier: number.carrier)
    }
    let shift = UInt64(executor.pageShift)
    let plain = builder.binary(.shl, number, builder.constant(shift, width: number.width)) ?? number
    guard depth < 8 else { return plain }
    switch number.expression.kind {
    case .binary(.shiftRight, let inner, let distance) where distance.kind == .literal(shift):
      let mask = builder.constant(~((1 << shift) - 1), width: number.width)
      return builder.binary(.and, part(inner), mask) ?? plain
    case .binary(.and, let inner, let mask) where Self.isAllOnes(mask, from: number.carrier):
      return try addressed(part(inner), depth: depth + 1)
    case .conditional(let test, let then, let otherwise):
      return builder.select(
        builder.truth(test), try addressed(part(then), depth: depth + 1),
        try addressed(part(otherwise), depth: depth + 1))
    case .call:
      let inner = try reduced(number.expression, depth: 15)
      guard inner != number.expression else { return plain }
      return try addressed(part(inner), depth: depth + 1)
    default: return plain
    }
  }

  private static func isAllOnes(_ mask: Expression, from width: Int) -> Bool {
    guard case .literal(let bits) = mask.kind else { return false }
    return bits & (bits &+ 1) == 0 && 64 - bits.leadingZeroBitCount >= width
  }

  /// The terms of a sum, of numbers of a width.
  private static func terms(
    of expression: Expression, width: Int
  ) -> [(Expression, isNegative: Bool)] {
    switch expression.kind {
    case .binary(.add, let left, let right):
      return terms(of: left, width: width) + terms(of: right, width: width)
    case .binary(.subtract, let left, let right):
      // A sign extension is one term.
      if case .binary(.exclusiveOr, _, let sign) = left.kind, sign == right {
        return [(expression, false)]
      }
      return terms(of: left, width: width)
        + terms(of: right, width: width).map { ($0.0, !$0.isNegative) }
    case .unary(.negate, let inner):
      return terms(of: inner, width: width).map { ($0.0, !$0.isNegative) }
    case .binary(.and, let inner, let mask) where isAllOnes(mask, from: width):
      let parts = terms(of: inner, width: width)
      return parts.count > 1 ? parts : [(expression, false)]
    default: return [(expression, false)]
    }
  }

  // MARK: behind a page that was taken

  /// The page that counts, and what is looked at again.
  private func afterTaking(
    _ page: TakenPage, _ tree: Tree
  ) throws -> (TakenPage, [Level.Recheck], [Site]) {
    var counted = page
    var rechecks: [Level.Recheck] = []
    var sites: [Site] = []
    var reads: [String: (Expression, Site)] = [:]
    var tree = tree
    while true {
      switch tree {
      case .take(let page, let then, _):
        if !counted.isRecorded { counted = page }
        tree = then
      case .bind(let name, let expression, let then, let site):
        reads[name] = (expression, site)
        tree = then
      case .branch(_, .again, .exit, _), .branch(_, .exit, .again, _), .exit, .bug:
        if let (_, site) = reads.values.first {
          throw fail("what is read here after a page was taken is not compared", site)
        }
        return (counted, rechecks, sites)
      case .branch(let test, let then, let otherwise, let site):
        guard let (name, copy, isSame) = comparison(test, reads),
          let (expression, readSite) = reads.removeValue(forKey: name)
        else {
          throw fail(
            "what is asked here after a page was taken is not understood"
              + " (\(test.expression.text(word: builder.word)))", site)
        }
        let (same, other) = isSame ? (then, otherwise) : (otherwise, then)
        guard other.isExit else {
          throw fail("the walk goes on although what it looked at again has changed", site)
        }
        rechecks.append(Level.Recheck(value: copy, read: try plainRead(expression, readSite)))
        sites.append(readSite)
        tree = same
      case .descend(_, _, let site):
        throw fail("the walk goes down after it took a page", site)
      case .again(_, let site), .loop(_, let site):
        throw fail("the loop goes on without a look at its end", site)
      }
    }
  }

  /// Which read is compared with which copy, and whether the condition says that they agree.
  private func comparison(
    _ test: LiftedWord, _ reads: [String: (Expression, Site)]
  ) -> (read: String, copy: String, isSame: Bool)? {
    guard case .binary(let sign, let left, let right) = test.expression.kind,
      sign == .equal || sign == .notEqual
    else { return nil }
    for (one, other) in [(left, right), (right, left)] {
      if case .name(let read) = one.kind, reads[read] != nil, case .name(let copy) = other.kind {
        return (read, copy, sign == .equal)
      }
    }
    return nil
  }

  /// The read that an expression comes to.
  private func plainRead(_ expression: Expression, _ site: Site) throws -> Expression {
    let reduced = try reduced(expression, depth: 0)
    guard case .read = reduced.kind else {
      throw fail("what is looked at again is not a plain read", site)
    }
    return reduced
  }

  /// The expression with helpers replaced by what they do.
  private func reduced(_ expression: Expression, depth: Int) throws -> Expression {
    guard depth < 16, case .call(let name, let arguments) = expression.kind else {
      return expression
    }
    if name == WordBuilder.swap {
      let inner = try reduced(arguments[0], depth: depth + 1)
      if case .call(WordBuilder.swap, let twice) = inner.kind { return twice[0] }
      return Expression(.call(name, [inner]))
    }
    guard let helper = try executor.helper(name), helper.parameters.count == arguments.count else {
      return expression
    }
    let body = helper.body.expression.replacing(
      Dictionary(uniqueKeysWithValues: zip(helper.parameters, arguments)))
    return try reduced(body, depth: depth + 1)
  }

  /// Finds where the loop goes on from here, and takes what it does to the cursor.
  private func takeEnd(of tree: Tree, _ pieces: inout Pieces, _ site: Site) throws {
    var ends: [(LiftedWord, [String: LiftedValue], Site)] = []
    func search(_ tree: Tree) {
      switch tree {
      case .branch(let test, .again(let values, _), .exit, let site):
        ends.append((test, values, site))
      case .branch(let test, .exit, .again(let values, _), let site):
        ends.append((builder.not(test), values, site))
      case .branch(_, let then, let otherwise, _):
        search(then)
        search(otherwise)
      case .bind(_, _, let then, _), .take(_, let then, _), .descend(_, let then, _): search(then)
      default: break
      }
    }
    search(tree)
    guard !ends.isEmpty else {
      throw fail("the loop does not go on behind this", site)
    }
    for (test, values, site) in ends {
      let expected = Expression(.binary(.notEqual, next.expression, Expression(.name(end))))
      guard test.expression == expected, case .word(let addr) = values[loop.addr],
        addr.expression == next.expression
      else { throw fail("the parts of the range are made in two ways", site) }
      guard case .word(let cursor) = values[loop.cursor] else {
        throw fail("it is not understood where the cursor goes", site)
      }
      if pieces.lines[.advance] != nil, pieces.advance != cursor.expression {
        throw fail("the cursor is advanced in two ways", site)
      }
      pieces.advance = cursor.expression
      pieces.lines[.advance] = site
      pieces.lines[.next] = site
    }
  }
}
