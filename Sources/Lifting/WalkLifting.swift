import LLVMIR
import PageWalk

/// A walk that was read from compiled code.
public struct LiftedWalk: Sendable {
  public let walker: Walker
  /// Functions whose meaning was stated, not read; in order.
  public let stated: [String]
  /// What the code reads from elsewhere and the model says nothing of: name and what it is.
  public let unknowns: [(name: String, text: String)]
}

/// Turns the functions below an entry function into a walk.
public struct WalkLifting {
  /// The functions by which a walk is entered, newest first.
  static let entries = [
    "gup_fast_fallback", "internal_get_user_pages_fast", "perf_get_pgtable_size",
    "host_pfn_mapping_level",
  ]

  private let executor: Executor
  private let modules: ModuleSet
  private let facts: BuildFacts

  /// A lifting of code for an architecture.
  public init(modules: ModuleSet, facts: BuildFacts) {
    self.modules = modules
    self.facts = facts
    executor = Executor(
      modules: modules, compiled: facts.compiled, word: facts.word, entrySize: facts.entrySize,
      swapsEntries: facts.compiled.entriesAreBigEndian
        && modules.modules.first?.layout.isLittleEndian ?? false,
      pageShift: facts.pageShift)
  }

  /// The walk below a function.
  ///
  /// - Parameter entry: the function; nil for the first of `entries` that the modules have.
  /// - Throws: `LiftError` or `IRError` for what is not understood.
  public func lift(entry: String?) throws -> LiftedWalk {
    let (function, module) = try entryFunction(entry)
    guard facts.compiled.isFor(triple: module.triple) else {
      throw LiftError(
        "the code is for '\(module.triple)', not for \(facts.architecture)", file: module.file,
        line: 1)
    }
    var arguments: [LiftedValue] = []
    var parameters: [String] = []
    for parameter in function.parameters {
      if case .integer(let width) = parameter.type, width <= 64 {
        parameters.append(parameter.name)
        arguments.append(.word(argument(parameter.name, width: width)))
      } else {
        arguments.append(.place(KernelPlace(path: parameter.name, isAddress: false)))
      }
    }
    if let walk = try walk(
      from: Descent(function: function.name, arguments: arguments), parameters, function, module)
    {
      return walk
    }
    executor.stopsAtDescent = true
    executor.tellsCopies = true
    let tree = try executor.run(
      function, in: module, arguments: arguments, LocalMemory(), stack: [], path: "e",
      onHeader: { block, frame, memory, previous in
        try LevelLifting(executor: executor).iterate(
          LevelLifting.Loop(), frame, memory, block: block, from: previous)
      },
      then: { _, value in .exit(value, Site(function: function.name, line: 0, source: nil)) })
    executor.stopsAtDescent = false
    executor.tellsCopies = false
    guard let (descent, site) = try descent(of: tree, module, function) else {
      return try straight(tree, parameters, function, module)
    }
    let top = try topRange(descent, site, module)
    for name in parameters where !top.names.contains(name) { makeSource(name, function) }
    let levels = try levels(from: descent, site, top, module)
    let range = try RangeLifting(
      executor: executor, parameters: parameters, file: module.file, function: function.name
    ).range(of: tree, descent: descent, addr: top.addr, end: top.end, site)
    return lifted(
      try finished(
        levels, range, callers: [Expression(.binary(.notEqual, .addr, .end))], function, module))
  }

  /// The walk below a level function, which checks no range; nil where it is none.
  private func walk(
    from descent: Descent, _ parameters: [String], _ function: Function, _ module: Module
  ) throws -> LiftedWalk? {
    let site = Site(function: function.name, line: function.line, source: nil)
    guard try !executor.flow(of: function, in: module).loops.isEmpty,
      let top = try? topRange(descent, site, module)
    else { return nil }
    for name in parameters where !top.names.contains(name) { makeSource(name, function) }
    return lifted(
      try finished(
        levels(from: descent, site, top, module), [],
        callers: [
          isPageAligned(.addr), isPageAligned(.end), Expression(.binary(.less, .addr, .end)),
        ], function, module))
  }

  private func isPageAligned(_ address: Expression) -> Expression {
    let mask = Expression(.literal((1 << UInt64(facts.pageShift)) - 1))
    return Expression(
      .binary(.equal, Expression(.binary(.and, address, mask)), Expression(.literal(0))))
  }

  private func lifted(_ walker: Walker) -> LiftedWalk {
    let unknowns = walker.build?.unknowns.map { ($0, executor.sources[$0]?.text ?? $0) } ?? []
    return LiftedWalk(walker: walker, stated: executor.stated.sorted(), unknowns: unknowns)
  }

  private func argument(_ name: String, width: Int) -> LiftedWord {
    LiftedWord(
      Expression(.name(name)), width: width, bits: width, carrier: max(width, facts.word))
  }

  private func makeSource(_ name: String, _ function: Function) {
    executor.sources[name] = Executor.Source(
      text: "the argument '\(name)' of @\(function.name)", site: nil, varies: false)
  }

  /// A walk of one address, without loops.
  private func straight(
    _ tree: Tree, _ parameters: [String], _ function: Function, _ module: Module
  ) throws -> LiftedWalk {
    let lifting = StraightLifting(
      executor: executor, function: function, file: module.file, entrySize: facts.entrySize)
    let addr = try lifting.address(in: tree)
    for name in parameters where addr.kind != .name(name) { makeSource(name, function) }
    let (levels, range) = try lifting.lift(tree, addr: addr)
    let size = Expression(.literal(1 << UInt64(facts.pageShift)))
    // What it looks at is the page around the address.
    let callers = [
      isPageAligned(.addr),
      Expression(.binary(.equal, .end, Expression(.binary(.add, .addr, size)))),
      Expression(.binary(.notEqual, .end, Expression(.literal(0)))),
    ]
    return lifted(
      try finished(
        levels, range,
        callers: callers + (facts.compiled.callers[function.name].map { [$0] } ?? []),
        function, module))
  }

  private func entryFunction(_ entry: String?) throws -> (Function, Module) {
    for name in entry.map({ [$0] }) ?? Self.entries {
      if let found = try executor.function(name) { return found }
    }
    let file = modules.modules.first?.file ?? ""
    guard let entry else {
      throw LiftError(
        "none of the functions \(Self.entries.joined(separator: ", ")) is here; name another with"
          + " --entry", file: file)
    }
    throw LiftError("the function @\(entry) is not here, or has no body", file: file)
  }

  private func descent(
    of tree: Tree, _ module: Module, _ function: Function
  ) throws -> (Descent, Site)? {
    switch tree {
    case .branch(_, let then, let otherwise, let site):
      let first = try descent(of: then, module, function)
      let second = try descent(of: otherwise, module, function)
      if let first, let second, first.0 != second.0 {
        throw LiftError(
          "the walk is entered in two ways, by @\(first.0.function) and by @\(second.0.function), which is not"
            + " understood", file: module.file,
          line: site.line, function: function.name, source: site.source)
      }
      return first ?? second
    case .bind(_, _, let then, _), .take(_, let then, _):
      return try descent(of: then, module, function)
    case .descend(let descent, _, let site): return (descent, site)
    default: return nil
    }
  }

  /// Which of the top level function's parameters are the range, and the names that the entry
  /// function calls them by.
  private struct TopRange {
    let addr: String
    let end: String
    let names: Set<String>
  }

  /// Finds the range by the loop of the top level function.
  private func topRange(_ descent: Descent, _ site: Site, _ module: Module) throws -> TopRange {
    guard let (function, home) = try executor.function(descent.function) else {
      throw LiftError(
        "@\(descent.function) has no body", file: module.file, line: site.line,
        function: site.function, source: site.source)
    }
    // All words may be the range until it is known which are.
    let words = function.parameters.filter { $0.type == .integer(facts.word) }.map(\.name)
    let known = executor.sources
    let level = try LevelLifting(executor: executor).lift(
      function, in: home, arguments: arguments(of: function, descent, named: Set(words)),
      position: 0)
    executor.sources = known
    var names: Set<String> = []
    for (parameter, argument) in zip(function.parameters, descent.arguments) {
      guard parameter.name == level.addr || parameter.name == level.end,
        case .word(let word) = argument
      else { continue }
      names.formUnion(word.expression.usedNames)
    }
    return TopRange(addr: level.addr, end: level.end, names: names)
  }

  /// What a level function is called with, where some parameters go by their own names.
  private func arguments(
    of function: Function, _ descent: Descent, named names: Set<String>
  ) -> [LiftedValue] {
    var arguments = descent.arguments
    for (position, parameter) in function.parameters.enumerated()
    where position < arguments.count && names.contains(parameter.name) {
      arguments[position] = .word(argument(parameter.name, width: facts.word))
    }
    return arguments
  }

  /// The level functions, from the top one down.
  private func levels(
    from first: Descent, _ firstSite: Site, _ top: TopRange, _ module: Module
  ) throws -> [Level] {
    var levels: [Level] = []
    var next: (Descent, Site)? = (first, firstSite)
    while let (descent, site) = next {
      func fail(_ message: String) -> LiftError {
        LiftError(
          message, file: module.file, line: site.line, function: site.function,
          source: site.source)
      }
      guard let (function, home) = try executor.function(descent.function) else {
        throw fail("@\(descent.function) has no body")
      }
      guard levels.count < 8, !levels.contains(where: { $0.function == descent.function }) else {
        throw fail("the walk comes to @\(descent.function) a second time")
      }
      // The top level's range has names of its own, which `RangeLifting` connects.
      var arguments =
        levels.isEmpty
        ? arguments(of: function, descent, named: [top.addr, top.end]) : descent.arguments
      var result = try LevelLifting(executor: executor).lift(
        function, in: home, arguments: arguments, position: levels.count)
      if let above = levels.last, result.addr == "addr", result.end == LevelLifting.endAbove {
        // It is called for all the rest of the range, which is wrong where that ends elsewhere.
        levels[levels.count - 1] = above.passingEnd(at: site)
        arguments = arguments.map { argument in
          guard case .word(let word) = argument else { return argument }
          return .word(
            LiftedWord(
              word.expression.replacing([LevelLifting.endAbove: .end]), width: word.width,
              bits: word.bits, carrier: word.carrier))
        }
        result = try LevelLifting(executor: executor).lift(
          function, in: home, arguments: arguments, position: levels.count)
      }
      if !levels.isEmpty, result.addr != "addr" || result.end != "end" {
        throw fail(
          "@\(descent.function) is not called for [addr, next), but for [\(result.addr),"
            + " \(result.end))")
      }
      levels.append(result.level)
      next = result.descent.map { ($0, result.descentSite ?? site) }
    }
    return levels
  }

  // MARK: the whole

  private func finished(
    _ levels: [Level], _ range: [Expression], callers: [Expression], _ function: Function,
    _ module: Module
  ) throws -> Walker {
    var helpers: Helpers = [:]
    var unknowns: Set<String> = []
    var places: [String: String] = [:]
    var open: [(name: String, function: String)] = []
    for level in levels {
      let expressions =
        [level.cursor, level.read, level.next, level.advance, level.stop]
        + [level.skip, level.leaf, level.page, level.bug].compactMap { $0 }
        + level.rechecks.map(\.read)
      open += expressions.flatMap(\.usedNames).map { ($0, level.function) }
    }
    open += (range + callers).flatMap(\.usedNames).map { ($0, function.name) }
    if let linear = facts.compiled.linear {
      open += linear.usedNames.filter { $0 != "phys" }.map { ($0, "") }
    }
    let given = Set(facts.parameters)
    var seen: Set<String> = []
    while let (name, user) = open.popLast() {
      guard seen.insert(name).inserted, !given.contains(name) else { continue }
      if let meaning = facts.compiled.sources[name] {
        helpers[name] = Helper(name: name, parameters: nil, body: meaning)
        open += meaning.usedNames.map { ($0, user) }
      } else if let helper = facts.compiled.asks[name] ?? statedHelper(name) {
        helpers[name] = helper
        open += helper.body.usedNames.filter { !(helper.parameters ?? []).contains($0) }
          .map { ($0, name) }
      } else if name == WordBuilder.swap {
        helpers[name] = Self.swap
      } else if let helper = executor.helpers[name] ?? nil {
        helpers[name] = Helper(
          name: name, parameters: helper.parameters, body: helper.body.expression)
        places[name] = helper.site.source
        open += helper.body.expression.usedNames.filter { !helper.parameters.contains($0) }
          .map { ($0, name) }
      } else if let source = executor.sources[name] {
        guard !source.varies else {
          throw LiftError(
            "the walk depends on \(source.text), of which nothing is known", file: module.file,
            line: source.site?.line ?? 0, function: user, source: source.site?.source)
        }
        unknowns.insert(name)
      } else if facts.unknownsOfLinear.contains(name) {
        unknowns.insert(name)
      }
    }
    return Walker(
      name: function.name, revision: "ir", fixed: true, kernel: facts.kernel,
      source: module.file, architectures: [facts.architecture], reads: .lockless, range: range,
      callers: callers,
      levels: Self.entries.contains(function.name) ? levels.map(\.comparing) : levels,
      build: Walker.Build(
        helpers: helpers, unknowns: unknowns.sorted(), when: facts.when,
        linear: facts.compiled.linear, carries: facts.compiled.carries, places: places))
  }

  private func statedHelper(_ name: String) -> Helper? {
    executor.stated.contains(name)
      ? facts.compiled.elsewhere[name] ?? facts.compiled.pages[name] : nil
  }

  /// The bytes of a word in the other order.
  private static var swap: Helper {
    let x = Expression(.name("x"))
    var sum = Expression(.literal(0))
    for byte in 0..<8 as Range<UInt64> {
      let low = Expression(
        .binary(
          .and, Expression(.binary(.shiftRight, x, Expression(.literal(8 * byte)))),
          Expression(.literal(0xff))))
      let placed = Expression(.binary(.shiftLeft, low, Expression(.literal(56 - 8 * byte))))
      sum = byte == 0 ? placed : Expression(.binary(.or, sum, placed))
    }
    return Helper(name: WordBuilder.swap, parameters: ["x"], body: sum)
  }
}

/// What must be known of a build before its code can be read.
public struct BuildFacts: Sendable {
  public let architecture: String
  public let compiled: CompiledKernel
  /// Width of an address in bits.
  public let word: Int
  /// Bytes of a table entry.
  public let entrySize: Int
  /// log2 of the page size in bytes.
  public let pageShift: Int
  /// Names that every expression for the architecture may use.
  public let parameters: [String]
  /// The configurations that the build is for.
  public let when: Expression?
  public let kernel: KernelVersion
  let unknownsOfLinear: Set<String>

  /// What is known of a build for a configuration of an architecture.
  public init(
    architecture: Architecture, compiled: CompiledKernel, entrySize: Int, pageShift: Int,
    when: Expression?, kernel: KernelVersion
  ) {
    self.architecture = architecture.name
    self.compiled = compiled
    word = architecture.word
    self.entrySize = entrySize
    self.pageShift = pageShift
    let parameters =
      architecture.parameters.map(\.name) + architecture.labels.keys
      + ["addr", "end", "mm_pgd", "ENTRY_SIZE"]
    self.parameters = parameters
    self.when = when
    self.kernel = kernel
    unknownsOfLinear = Set(compiled.linear?.usedNames ?? []).subtracting(parameters)
      .subtracting(["phys"])
  }
}

extension Expression {
  /// The start of the range that is walked.
  static let addr = Expression(.name("addr"))
  /// The end of the range that is walked.
  static let end = Expression(.name("end"))
}

extension Level {
  /// The level as one that keeps a page only if its entry, and what else the code looks at again, has
  /// been compared: gup_fast has done so since v5.2 (mm/gup.c).
  fileprivate var comparing: Level {
    guard page != nil else { return self }
    let others = rechecks.map(\.value).filter { $0 != value }
    return Level(
      name: name, function: function, pointer: pointer, value: value, cursor: cursor, read: read,
      next: next, advance: advance, stop: stop, skip: skip, leaf: leaf, page: page,
      rechecks: rechecks, compared: others + [value], bug: bug, places: places)
  }

  /// The level as one that goes down for `[addr, end)` where it should for `[addr, next)`.
  fileprivate func passingEnd(at site: Site) -> Level {
    var places = places
    places[.bug] = places[.bug] ?? site.source
    let other = Expression(.binary(.notEqual, .end, Expression(.name("next"))))
    let descends =
      [Expression(.unary(.not, stop))] + (leaf.map { [Expression(.unary(.not, $0))] } ?? [])
    let wrong = (descends + [other]).reduce(nil as Expression?) { all, part in
      all.map { Expression(.binary(.logicalAnd, $0, part)) } ?? part
    }
    return Level(
      name: name, function: function, pointer: pointer, value: value, cursor: cursor, read: read,
      next: next, advance: advance, stop: stop, skip: skip, leaf: leaf, page: page,
      rechecks: rechecks, compared: compared,
      bug: bug.flatMap { old in wrong.map { Expression(.binary(.logicalOr, old, $0)) } } ?? wrong,
      places: places)
  }
}
