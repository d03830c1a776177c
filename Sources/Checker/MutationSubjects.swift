import PageWalk

// Copies of models with one part replaced.

extension Subject {
  /// The subject with another body for a helper.
  func replacing(helper name: String, by body: Expression) -> Subject {
    var helpers = helpers
    if let old = helpers[name] {
      helpers[name] = Helper(name: name, parameters: old.parameters, body: body)
    }
    return with(helpers: helpers)
  }

  /// The subject with another walk.
  func walking(_ walker: Walker) -> Subject { with(walker: walker) }

  /// The subject on other hardware.
  func on(_ hardware: Hardware) -> Subject {
    with(
      architecture: Architecture(
        name: architecture.name, family: architecture.family, title: architecture.title,
        word: architecture.word, parameters: architecture.parameters,
        constraint: architecture.constraint, hardware: hardware,
        revisions: architecture.revisions, fastWalk: architecture.fastWalk,
        compiled: architecture.compiled))
  }

  func with(
    architecture: Architecture? = nil, walker: Walker? = nil, helpers: Helpers? = nil
  ) -> Subject {
    Subject(
      architecture: architecture ?? self.architecture, configuration: configuration,
      walker: walker ?? self.walker, helpers: helpers ?? self.helpers)
  }
}

extension Walker {
  func with(
    range: [Expression]? = nil, callers: [Expression]? = nil, levels: [Level]? = nil
  ) -> Walker {
    Walker(
      name: name, revision: revision, fixed: fixed, kernel: kernel, source: source,
      architectures: architectures, reads: reads, holes: holes,
      range: range ?? self.range, callers: callers ?? self.callers,
      levels: levels ?? self.levels)
  }

  /// The walk with another level function.
  func with(_ level: Level, at index: Int) -> Walker {
    var levels = levels
    levels[index] = level
    return with(levels: levels)
  }
}

extension Level {
  func with(
    cursor: Expression? = nil, read: Expression? = nil, next: Expression? = nil,
    advance: Expression? = nil, stop: Expression? = nil, skip: Expression?? = nil,
    leaf: Expression?? = nil, page: Expression? = nil, rechecks: [Recheck]? = nil,
    compared: [String]? = nil, bug: Expression? = nil
  ) -> Level {
    Level(
      name: name, function: function, pointer: pointer, value: value,
      cursor: cursor ?? self.cursor, read: read ?? self.read, next: next ?? self.next,
      advance: advance ?? self.advance, stop: stop ?? self.stop, skip: skip ?? self.skip,
      leaf: leaf ?? self.leaf, page: page ?? self.page, rechecks: rechecks ?? self.rechecks,
      compared: compared ?? self.compared, bug: bug ?? self.bug, places: places)
  }
}

extension Hardware {
  func with(
    pageShift: Expression? = nil, entrySize: Expression? = nil, reach: Expression? = nil,
    tables: [Table]? = nil
  ) -> Hardware {
    Hardware(
      source: source, pageShift: pageShift ?? self.pageShift,
      entrySize: entrySize ?? self.entrySize, reach: reach ?? self.reach,
      tables: tables ?? self.tables)
  }

  /// The hardware with another table.
  func with(_ table: Table, at index: Int) -> Hardware {
    var tables = tables
    tables[index] = table
    return with(tables: tables)
  }
}

extension Table {
  func with(
    when: Expression?? = nil, shift: Expression? = nil, index: Expression? = nil,
    stride: Expression?? = nil, align: Expression?? = nil, carries: Expression? = nil,
    empty: Expression? = nil, leaf: Expression? = nil, next: Expression? = nil,
    page: Expression? = nil
  ) -> Table {
    Table(
      name: name, when: when ?? self.when, shift: shift ?? self.shift,
      index: index ?? self.index, stride: stride ?? self.stride, align: align ?? self.align,
      carries: carries ?? self.carries, empty: empty ?? self.empty, leaf: leaf ?? self.leaf,
      next: next ?? self.next, page: page ?? self.page)
  }
}

extension Expression {
  /// The same expression with another child.
  func replacing(child index: Int, by child: Expression) -> Expression {
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

  /// The same expression with every read marked as a READ_ONCE.
  var marked: Expression {
    var result = self
    for (index, child) in children.enumerated() {
      result = result.replacing(child: index, by: child.marked)
    }
    if case .read(let pointer, false) = result.kind {
      return Expression(.read(pointer, once: true), offset: offset)
    }
    return result
  }
}

extension Subject {
  /// The subject with every read marked as a READ_ONCE, in helpers, too.
  ///
  /// Most kernels look at entries again by plain reads. With those mended, a mutant that takes
  /// another mark away breaks what holds otherwise.
  public var marked: Subject {
    let levels = walker.levels.map { level in
      level.with(
        cursor: level.cursor.marked, read: level.read.marked, next: level.next.marked,
        advance: level.advance.marked, stop: level.stop.marked,
        skip: .some(level.skip?.marked), leaf: .some(level.leaf?.marked),
        page: level.page?.marked,
        rechecks: level.rechecks.map { Level.Recheck(value: $0.value, read: $0.read.marked) },
        bug: level.bug?.marked)
    }
    return with(
      walker: walker.with(levels: levels),
      helpers: helpers.mapValues {
        Helper(name: $0.name, parameters: $0.parameters, body: $0.body.marked)
      })
  }
}
