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
    /// They differ for a reason that the model gives, and on the inputs that it names only: proved.
    case explained(String)
    /// Where the model gives up, the code does, too (proved), but not the other way round.
    case codeStopsMore(example: String)
    /// An input on which they differ, with what each gives.
    case differs(example: String)
    /// One of them has nothing of the kind.
    case missing(String)
    case unknown(String)
  }

  private let model: Subject
  private let code: Subject
  private let modelTerms: HardwareTerms
  private let codeTerms: HardwareTerms
  private let solver: PieceSolver
  private let reasons: [String: CompiledKernel.Difference]

  /// A comparison of two walks of one configuration.
  public init(model: Subject, code: Subject, budget: UInt32 = Prover.defaultBudget) throws {
    self.model = model
    self.code = code
    modelTerms = try HardwareTerms(subject: model)
    codeTerms = try HardwareTerms(subject: code)
    solver = try PieceSolver(budget: budget)
    reasons = model.architecture.compiled?.differs ?? [:]
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
      findings.append(
        try finding(name) { try compare(own, parameters, other, others, except: $0) })
    }
    return findings
  }

  private func compare(
    _ own: Helper, _ parameters: [String], _ other: Helper, _ others: [String],
    except: Expression?
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
    return try compare(
      own.body, names[0], other.body, names[1], memory, asTruth: false, except: except)
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
      func add(_ part: String, _ status: (Expression?) throws -> Status) throws {
        findings.append(try finding("\(level.name).\(part)", status))
      }
      try add("cursor") {
        try compare(
          level.cursor, names, other.cursor, names, memory, asTruth: false, known: descends,
          except: $0)
      }
      names[level.pointer] = TermBinding(.variable(level.pointer, width: word))
      try add("read") {
        try compare(level.read, names, other.read, names, memory, asTruth: false, except: $0)
      }
      let value = Term.variable(level.value, width: width)
      let address = Term.variable("&\(level.value)", width: word)
      names[level.value] = TermBinding(value, address: address)
      memory.known.append((address, value))
      // What is read there is an entry of some table; asked for each, which is less to decide.
      let carried = try modelTerms.tables.indices.map { try modelTerms.carries(value, in: $0) }
      for (part, a, b) in [
        ("next", level.next, other.next), ("advance", level.advance, other.advance),
      ] {
        try add(part) { try compare(a, names, b, names, memory, asTruth: false, except: $0) }
      }
      let never = Expression(.literal(0))
      let always = Expression(.literal(1))
      let isLast = level == model.walker.levels.last
      try add("stop") {
        try compareStops(level.stop, other.stop, names, memory, cases: carried, except: $0)
      }
      let goesOn = [level.stop, other.stop].map { Expression(.unary(.not, $0)) }
      let leaves = [level, other].map { $0.leaf ?? (isLast ? always : never) }
      try add("leaf") {
        try compare(
          leaves[0], names, leaves[1], names, memory, asTruth: true, given: goesOn,
          cases: carried, except: $0)
      }
      if let page = level.page, let taken = other.page {
        // The range starts at a page: as a term with those bits, which is easier than to be told.
        var names = names
        let aligned = Term.variable("addr", width: word) & ~modelTerms.pageMask
        names["addr"] = TermBinding(aligned)
        try add("page") {
          try compare(
            page, names, taken, names, memory, asTruth: false, given: goesOn + leaves,
            cases: carried, isPage: true, except: $0)
        }
      }
      if isLast || level.leaf != nil && other.leaf != nil {
        try add("recheck") { _ in rechecks(level, other) }
      }
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
    // A range that is turned away is what a walk stops at.
    return try finding("range") {
      try compareStops(
        Expression(.unary(.not, all(model.walker.range))),
        Expression(.unary(.not, all(code.walker.range))), names,
        OneMemory(width: modelTerms.entryWidth, known: []), known: known, except: $0)
    }
  }

  /// What is found of a part, with a reason for a difference if the model gives one.
  ///
  /// - Parameter status: compares on all inputs but those that have a condition.
  private func finding(
    _ part: String, _ status: (_ except: Expression?) throws -> Status
  ) throws -> Finding {
    let plain = try status(nil)
    var told: [String] = []
    var rest = plain
    if let reason = reasons[part], plain.isDifference {
      told.append(reason.reason)
      if let condition = reason.condition {
        rest = try status(condition)
      } else if case .codeStopsMore = plain {
        rest = .equal
      } else if part != "range", !part.hasSuffix(".stop") {
        rest = .equal
      }
    }
    if case .codeStopsMore = rest, let reason = reasons["*.stop"], part != "range" {
      told.append(reason.reason)
      rest = .equal
    }
    guard rest == .equal, !told.isEmpty else { return Finding(part: part, status: rest) }
    return Finding(part: part, status: .explained(told.joined(separator: "; ")))
  }

  private func rechecks(_ level: Level, _ other: Level) -> Status {
    func text(_ level: Level) -> String {
      level.rechecks.map { "\($0.value): \($0.read)" }.joined(separator: ", ")
    }
    return text(level) == text(other)
      ? .equal : .differs(example: "the model has \(text(level)), the code has \(text(other))")
  }

  private func compareStops(
    _ stop: Expression, _ other: Expression, _ names: [String: TermBinding],
    _ memory: OneMemory, known: [Term] = [], cases: [Term] = [.yes], except: Expression?
  ) throws -> Status {
    let status = try compare(
      stop, names, other, names, memory, asTruth: true, known: known, cases: cases,
      except: except)
    guard case .differs(let example) = status else { return status }
    // Whether the code goes on where the model gives up.
    var memory = memory
    let own = try modelTerms.encoder.encodeTruth(stop, names: names, reader: &memory)
    let others = try codeTerms.encoder.encodeTruth(other, names: names, reader: &memory)
    var formulas = codeTerms.ranges + known + [own, .not(others)]
    if let except {
      formulas.append(
        .not(try modelTerms.encoder.encodeTruth(except, names: names, reader: &memory)))
    }
    for one in cases {
      guard case .unsatisfiable = try solver.check(formulas + [one], name: "stops") else {
        return status
      }
    }
    return .codeStopsMore(example: example)
  }

  // MARK: the question

  private func compare(
    _ own: Expression, _ names: [String: TermBinding], _ other: Expression,
    _ otherNames: [String: TermBinding], _ memory: OneMemory, asTruth: Bool,
    given: [Expression] = [], known: [Term] = [], cases: [Term] = [.yes], isPage: Bool = false,
    except: Expression?
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
    if let except {
      formulas.append(
        .not(try modelTerms.encoder.encodeTruth(except, names: names, reader: &memory)))
    }
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
    // Pages are told by their frames in both.
    if !isPage, let linear = code.walker.build?.linear {
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
    for one in cases {
      switch try solver.check(formulas + [one], name: "a difference") {
      case .unsatisfiable: continue
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
    return .equal
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

extension Conformance.Status {
  fileprivate var isDifference: Bool {
    switch self {
    case .codeStopsMore, .differs: return true
    case .equal, .explained, .missing, .unknown: return false
    }
  }
}
