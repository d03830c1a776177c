/// A series of queries as SMT-LIB 2 text that any QF_BV solver reads.
public struct SMTLIBScript: Sendable {
  /// What a solver is expected to say.
  public enum Status: String, Sendable {
    case sat, unsat
    /// Our own solver did not decide it.
    case unknown
  }

  private var lines: [String]
  /// Queries in the script so far.
  public private(set) var queries = 0

  /// An empty script that opens with `comment`, one line each.
  public init(comment: [String]) {
    lines = comment.map { "; \($0)" }
    lines.append("(set-logic QF_BV)")
  }

  /// Adds one query, with its expected status: `unsat` for an obligation's negation, `sat` for a
  /// cover.
  public mutating func append(_ formulas: [Term], name: String, expect status: Status) {
    queries += 1
    lines += ["", "; \(name)", "(push 1)", "(set-info :status \(status.rawValue))"]
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
  }

  /// The script's text, ending in a newline.
  public var text: String { lines.joined(separator: "\n") + "\n" }

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
      case .variable(let name): return SMTLIBScript.symbol(name)
      default: break
      }
      let operands = term.operands.map { print($0, users) }.joined(separator: " ")
      let text = "(\(Self.head(term)) \(operands))"
      guard users[ObjectIdentifier(term), default: 0] > 1 else { return text }
      let name = "t!\(kept.count)"
      kept.append(term)
      names[ObjectIdentifier(term)] = "|\(name)|"
      definitions.append("(define-fun |\(name)| () \(SMTLIBScript.sort(term.width)) \(text))")
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
