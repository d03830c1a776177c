/// One query as SMT-LIB 2 text that any QF_BV solver reads.
public struct SMTLIBQuery: Sendable, Hashable {
  /// What a solver is expected to say.
  public enum Status: String, Sendable {
    case sat, unsat
    /// Our own solver did not decide it.
    case unknown
  }

  /// What it is about, in the field's words.
  public let name: String
  /// `unsat` for an obligation's negation, `sat` for a cover.
  public let status: Status
  /// From `(push 1)` to `(pop 1)`.
  public let text: String

  /// Asks whether all of `formulas` can hold at once.
  public init(_ formulas: [Term], name: String, expect status: Status) {
    self.name = name
    self.status = status
    var lines = ["(push 1)", "(set-info :status \(status.rawValue))"]
    for variable in Term.variables(in: formulas) {
      guard let name = variable.variableName else { continue }
      lines.append("(declare-const \(Self.symbol(name)) \(Self.sort(variable.width)))")
    }
    var printer = Printer()
    for formula in formulas {
      let text = printer.text(of: formula)
      lines += printer.takeDefinitions()
      lines.append("(assert \(text))")
    }
    lines += ["(check-sat)", "(pop 1)"]
    text = lines.joined(separator: "\n")
  }

  fileprivate static func sort(_ width: Int) -> String {
    width == 0 ? "Bool" : "(_ BitVec \(width))"
  }

  fileprivate static func symbol(_ name: String) -> String {
    let plain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return plain ? name : "|\(name)|"
  }

  /// Prints a term; a node with several users becomes a definition, so that the text stays as
  /// small as the DAG.
  private struct Printer {
    private var names: [ObjectIdentifier: String] = [:]
    private var kept: [Term] = []
    private var definitions: [String] = []

    mutating func takeDefinitions() -> [String] {
      defer { definitions = [] }
      return definitions
    }

    mutating func text(of root: Term) -> String {
      var users: [ObjectIdentifier: Int] = [:]
      count(root, &users)
      return print(root, users)
    }

    private func count(_ term: Term, _ users: inout [ObjectIdentifier: Int]) {
      let id = ObjectIdentifier(term)
      users[id, default: 0] += 1
      if users[id] == 1 { for operand in term.operands { count(operand, &users) } }
    }

    private mutating func print(_ term: Term, _ users: [ObjectIdentifier: Int]) -> String {
      if let name = names[ObjectIdentifier(term)] { return name }
      switch term.operation {
      case .constant(let value):
        if term.isBoolean { return value == 1 ? "true" : "false" }
        return "(_ bv\(value) \(term.width))"
      case .variable(let name): return SMTLIBQuery.symbol(name)
      default: break
      }
      let operands = term.operands.map { print($0, users) }.joined(separator: " ")
      let text = "(\(Self.head(term)) \(operands))"
      guard users[ObjectIdentifier(term), default: 0] > 1 else { return text }
      let name = "t!\(kept.count)"
      kept.append(term)
      names[ObjectIdentifier(term)] = "|\(name)|"
      definitions.append("(define-fun |\(name)| () \(SMTLIBQuery.sort(term.width)) \(text))")
      return "|\(name)|"
    }

    private static func head(_ term: Term) -> String {
      switch term.operation {
      case .constant, .variable: return ""
      case .bitNot: return "bvnot"
      case .bitAnd: return "bvand"
      case .bitOr: return "bvor"
      case .bitXor: return "bvxor"
      case .negate: return "bvneg"
      case .add: return "bvadd"
      case .subtract: return "bvsub"
      case .multiply: return "bvmul"
      case .divide: return "bvudiv"
      case .remainder: return "bvurem"
      case .shiftLeft: return "bvshl"
      case .shiftRight: return "bvlshr"
      case .zeroExtend: return "(_ zero_extend \(term.width - term.operands[0].width))"
      case .truncate: return "(_ extract \(term.width - 1) 0)"
      case .equal: return "="
      case .unsignedLess: return "bvult"
      case .unsignedLessOrEqual: return "bvule"
      case .not: return "not"
      case .and: return "and"
      case .or: return "or"
      case .ifThenElse: return "ite"
      }
    }
  }
}

/// A series of queries that one solver run answers; a query that comes again is asked once.
public struct SMTLIBScript: Sendable {
  private let comment: [String]
  private var queries: [(text: String, names: [String])] = []
  private var places: [String: Int] = [:]

  /// An empty script that opens with `comment`, one line each.
  public init(comment: [String]) { self.comment = comment }

  /// Adds a query that is asked for `subject`.
  public mutating func append(_ query: SMTLIBQuery, of subject: String) {
    let name = "\(subject): \(query.name)"
    if let place = places[query.text] {
      if !queries[place].names.contains(name) { queries[place].names.append(name) }
    } else {
      places[query.text] = queries.count
      queries.append((query.text, [name]))
    }
  }

  /// The script's text, ending in a newline.
  public var text: String {
    var parts = [comment.map { "; \($0)" }.joined(separator: "\n") + "\n(set-logic QF_BV)"]
    parts += queries.map { query in
      query.names.map { "; \($0)" }.joined(separator: "\n") + "\n" + query.text
    }
    return parts.joined(separator: "\n\n") + "\n"
  }
}
