import Encoder
import PageWalk
import SMT

/// Whether a model of a walk is the walk that a kernel's code has: every part of each level
/// function, and every helper that both have, for all inputs.
public struct Conformance {
  /// What was found of one part.
  public struct Finding: Sendable, Hashable {
    /// The helper's name, or the level's and its part's, such as `pmd.stop`.
    public let part: String
    public let status: Status
  }

  /// How the model and the code compare.
  public enum Status: Sendable, Hashable {
    /// Equal for all inputs: proved.
    case equal
    /// Where the model gives up, the code does, too (proved), but not the other way round.
    case codeStopsMore(example: String)
    /// An input on which they differ, with what each gives.
    case differs(example: String)
    /// One of them has nothing of the kind.
    case missing(String)
    case unknown(String)

    /// Whether it is proved that nothing is wrong.
    public var isEqual: Bool { self == .equal }
  }

  private let model: Subject
  private let code: Subject
  private let modelTerms: HardwareTerms
  private let codeTerms: HardwareTerms
  private let solver: PieceSolver

  /// A comparison of two walks of one configuration.
  public init(model: Subject, code: Subject, budget: UInt32 = Prover.defaultBudget) throws {
    self.model = model
    self.code = code
    modelTerms = try HardwareTerms(subject: model)
    codeTerms = try HardwareTerms(subject: code)
    solver = try PieceSolver(budget: budget)
  }

  /// Memory that gives the same for the same address, whoever reads.
  private struct OneMemory: TermReader {
    let width: Int
    var known: [(pointer: Term, value: Term)]
    var count = 0

    mutating func read(at pointer: Term, once: Bool, under path: [Term]) -> Term {
      if let same = known.last(where: { Term.same($0.pointer, pointer) }) { return same.value }
      count += 1
      var value = Term.variable("memory#\(count)", width: width)
      for (place, content) in known {
        value = .ifThenElse(.equal(pointer, place), content, value)
      }
      known.append((pointer, value))
      return value
    }
  }

  /// Compares everything.
  public func findings() throws -> [Finding] {
    var findings = [try rangeFinding()] + (try levelFindings())
    for name in model.helpers.keys.sorted() {
      guard let own = model.helpers[name], let other = code.helpers[name],
        let parameters = own.parameters, let others = other.parameters,
        parameters.count == others.count
      else { continue }
      findings.append(Finding(part: name, status: try compare(own, parameters, other, others)))
    }
    return findings
  }

  private func compare(
    _ own: Helper, _ parameters: [String], _ other: Helper, _ others: [String]
  ) throws -> Status {
    var names: [[String: TermBinding]] = [[:], [:]]
    var memory = OneMemory(width: modelTerms.entryWidth, known: [])
    for (first, second) in zip(parameters, others) {
      // Pointers and entries are words here; where they are not, the model's own check would say.
      let value = Term.variable(first, width: max(modelTerms.word, modelTerms.entryWidth))
      let address = Term.variable("&\(first)", width: modelTerms.word)
      names[0][first] = TermBinding(value, address: address)
      names[1][second] = TermBinding(value, address: address)
      memory.known.append((address, value))
    }
    return try compare(own.body, names[0], other.body, names[1], memory, asTruth: false)
  }

  // MARK: levels

  private func levelFindings() throws -> [Finding] {
    var findings: [Finding] = []
    let width = modelTerms.entryWidth
    let word = modelTerms.word
    var names: [String: TermBinding] = [:]
    for name in ["addr", "end", "mm_pgd"] {
      names[name] = TermBinding(.variable(name, width: word))
    }
    var memory = OneMemory(width: width, known: [])
    // What is handed down is an entry that neither gives up at nor takes.
    var descends: [Term] = []
    for level in model.walker.levels {
      guard let other = code.walker.levels.first(where: { $0.name == level.name }) else {
        findings.append(Finding(part: level.name, status: .missing("the code has no such level")))
        continue
      }
      func add(_ part: String, _ status: Status) {
        findings.append(Finding(part: "\(level.name).\(part)", status: status))
      }
      add(
        "cursor",
        try compare(
          level.cursor, names, other.cursor, names, memory, asTruth: false, known: descends))
      names[level.pointer] = TermBinding(.variable(level.pointer, width: word))
      add("read", try compare(level.read, names, other.read, names, memory, asTruth: false))
      let value = Term.variable(level.value, width: width)
      let address = Term.variable("&\(level.value)", width: word)
      names[level.value] = TermBinding(value, address: address)
      memory.known.append((address, value))
      for (part, a, b) in [
        ("next", level.next, other.next), ("advance", level.advance, other.advance),
      ] {
        add(part, try compare(a, names, b, names, memory, asTruth: false))
      }
      let never = Expression(.literal(0))
      let always = Expression(.literal(1))
      let isLast = level == model.walker.levels.last
      add("stop", try compareStops(level, other, names, memory))
      let goesOn = [level.stop, other.stop].map { Expression(.unary(.not, $0)) }
      let leaves = [level, other].map { $0.leaf ?? (isLast ? always : never) }
      add(
        "leaf",
        try compare(leaves[0], names, leaves[1], names, memory, asTruth: true, given: goesOn))
      if let page = level.page, let taken = other.page {
        add(
          "page",
          try compare(
            page, names, taken, names, memory, asTruth: false, given: goesOn + leaves,
            aligned: true))
      }
      if isLast || level.leaf != nil && other.leaf != nil { add("recheck", rechecks(level, other)) }
      for (terms, own, leaf) in [
        (modelTerms, level.stop, leaves[0]), (codeTerms, other.stop, leaves[1]),
      ] {
        var reader = memory
        descends.append(
          .not(try terms.encoder.encodeTruth(own, names: names, reader: &reader)))
        descends.append(
          .not(try terms.encoder.encodeTruth(leaf, names: names, reader: &reader)))
      }
    }
    return findings
  }

  /// The checks on the range, which are about ranges of whole pages that are not empty.
  private func rangeFinding() throws -> Finding {
    let names = ["addr", "end"].reduce(into: [String: TermBinding]()) {
      $0[$1] = TermBinding(.variable($1, width: modelTerms.word))
    }
    func all(_ conditions: [Expression]) -> Expression {
      conditions.reduce(Expression(.literal(1))) { Expression(.binary(.logicalAnd, $0, $1)) }
    }
    let addr = Term.variable("addr", width: modelTerms.word)
    let end = Term.variable("end", width: modelTerms.word)
    let known = [
      modelTerms.isPageAligned(addr), modelTerms.isPageAligned(end), .notEqual(addr, end),
    ]
    return Finding(
      part: "range",
      status: try compare(
        all(model.walker.range), names, all(code.walker.range), names,
        OneMemory(width: modelTerms.entryWidth, known: []), asTruth: true, known: known))
  }

  private func rechecks(_ level: Level, _ other: Level) -> Status {
    func text(_ level: Level) -> String {
      level.rechecks.map { "\($0.value): \($0.read)" }.joined(separator: ", ")
    }
    return text(level) == text(other)
      ? .equal : .differs(example: "the model has \(text(level)), the code has \(text(other))")
  }

  private func compareStops(
    _ level: Level, _ other: Level, _ names: [String: TermBinding], _ memory: OneMemory
  ) throws -> Status {
    let status = try compare(level.stop, names, other.stop, names, memory, asTruth: true)
    guard case .differs(let example) = status else { return status }
    // Whether the code goes on where the model gives up.
    var memory = memory
    let own = try modelTerms.encoder.encodeTruth(level.stop, names: names, reader: &memory)
    let others = try codeTerms.encoder.encodeTruth(other.stop, names: names, reader: &memory)
    let formulas = codeTerms.ranges + [own, .not(others)]
    guard case .unsatisfiable = try solver.check(formulas, name: "stops") else { return status }
    return .codeStopsMore(example: example)
  }

  // MARK: the question

  private func compare(
    _ own: Expression, _ names: [String: TermBinding], _ other: Expression,
    _ otherNames: [String: TermBinding], _ memory: OneMemory, asTruth: Bool,
    given: [Expression] = [], known: [Term] = [], aligned: Bool = false
  ) throws -> Status {
    var memory = memory
    var a = try modelTerms.encoder.encode(own, names: names, reader: &memory)
    var b = try codeTerms.encoder.encode(other, names: otherNames, reader: &memory)
    let zero = Term.constant(0, width: modelTerms.word)
    var formulas = codeTerms.ranges + known
    if !given.isEmpty {
      for (position, expression) in given.enumerated() {
        let terms = position % 2 == 0 ? modelTerms : codeTerms
        formulas.append(try terms.encoder.encodeTruth(expression, names: names, reader: &memory))
      }
    }
    if aligned, let addr = names["addr"]?.term { formulas.append(modelTerms.isPageAligned(addr)) }
    if asTruth {
      let one = Term.constant(1, width: modelTerms.word)
      a = .ifThenElse(.equal(a, .constant(0, width: a.width)), zero, one)
      b = .ifThenElse(.equal(b, .constant(0, width: b.width)), zero, one)
    }
    let width = max(a.width, b.width)
    (a, b) = (a.resized(to: width), b.resized(to: width))
    var same = [Term.equal(a, b)]
    if !asTruth, isTruth(own) || isTruth(other) {
      let none = Term.constant(0, width: width)
      same.append(.equal(.equal(a, none), .equal(b, none)))
    }
    if let linear = code.walker.build?.linear {
      // What the model has at its physical address, the code has in the linear mapping, which maps
      // whole pages.
      let address = a.resized(to: modelTerms.word)
      let page = address & ~modelTerms.pageMask
      let mapped = try codeTerms.encoder.encode(
        linear, names: ["phys": TermBinding(page)], reader: &memory)
      let place = mapped.resized(to: modelTerms.word) + (address & modelTerms.pageMask)
      same.append(.equal(place.resized(to: width), b))
    }
    formulas.append(.not(.any(same)))
    switch try solver.check(formulas, name: "a difference") {
    case .unsatisfiable: return .equal
    case .unknown(let reason): return .unknown(reason)
    case .satisfiable(let assignment):
      let inputs = Term.variables(in: formulas).compactMap { variable -> String? in
        guard let name = variable.variableName, name.first != "$" else { return nil }
        return "\(name)=0x\(String(assignment.value(of: variable), radix: 16))"
      }
      return .differs(
        example: "\(inputs.sorted().joined(separator: " ")): the model gives"
          + " 0x\(String(assignment.value(of: a), radix: 16)), the code"
          + " 0x\(String(assignment.value(of: b), radix: 16))")
    }
  }

  /// Whether an expression is asked for its truth only, as its operators tell.
  private func isTruth(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .unary(let sign, _): return sign == .not
    case .binary(let sign, _, _):
      return [
        .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .logicalAnd,
        .logicalOr,
      ].contains(sign)
    case .conditional(_, let then, let otherwise): return isTruth(then) || isTruth(otherwise)
    case .literal(let number): return number <= 1
    case .call(let name, _): return model.helpers[name].map { isTruth($0.body) } ?? false
    default: return false
    }
  }
}
