/// A series of queries as SMT-LIB 2 text that one run of any QF_BV solver answers.
///
/// A query that comes again is asked once, under all its names. What several queries have in common
/// is defined once for all of them; definitions are the script's only abbreviation.
public struct SMTLIBScript: Sendable {
  /// A node of the queries; nodes of one shape are one.
  private struct Node: Hashable, Sendable {
    let operation: Term.Operation
    let width: Int
    let operands: [Int]
  }

  private struct Question: Hashable, Sendable {
    let status: SMTLIBQuery.Status
    let formulas: [Int]
  }

  private let comment: [String]
  private var nodes: [Node] = []
  private var places: [Node: Int] = [:]
  /// How often a node is written: by other nodes and by questions.
  private var uses: [Int] = []
  private var questions: [(question: Question, names: [String])] = []
  private var known: [Question: Int] = [:]
  /// Names of obligations and covers that the script answers.
  public private(set) var obligations = 0
  public private(set) var covers = 0

  /// An empty script that opens with `comment`, one line each.
  public init(comment: [String]) { self.comment = comment }

  /// Adds queries that are asked for `subject`.
  public mutating func append(_ queries: [SMTLIBQuery], of subject: String) {
    // The queries of one proof share most of their terms, which live as long as the queries do.
    var seen: [ObjectIdentifier: Int] = [:]
    for query in queries {
      var formulas: [Int] = []
      for formula in query.formulas {
        let place = place(of: formula, &seen)
        if !formulas.contains(place) { formulas.append(place) }
      }
      let question = Question(status: query.status, formulas: formulas)
      let name = "\(subject): \(query.kind.rawValue), \(query.name)"
      switch query.kind {
      case .obligation: obligations += 1
      case .cover: covers += 1
      }
      if let index = known[question] {
        if !questions[index].names.contains(name) { questions[index].names.append(name) }
      } else {
        known[question] = questions.count
        questions.append((question, [name]))
        for formula in formulas { uses[formula] += 1 }
      }
    }
  }

  private mutating func place(of term: Term, _ seen: inout [ObjectIdentifier: Int]) -> Int {
    if let place = seen[ObjectIdentifier(term)] { return place }
    var operands: [Int] = []
    operands.reserveCapacity(term.operands.count)
    for operand in term.operands { operands.append(place(of: operand, &seen)) }
    let node = Node(operation: term.operation, width: term.width, operands: operands)
    let place: Int
    if let known = places[node] {
      place = known
    } else {
      place = nodes.count
      nodes.append(node)
      uses.append(0)
      places[node] = place
      for operand in operands { uses[operand] += 1 }
    }
    seen[ObjectIdentifier(term)] = place
    return place
  }

  /// The script's text, ending in a newline.
  public var text: String {
    var text = comment.map { "; \($0)\n" }.joined() + "(set-logic QF_BV)\n"
    var writer = Writer(nodes: nodes, uses: uses)
    for (question, names) in questions {
      var asserted: [String] = []
      for formula in question.formulas {
        asserted.append("(assert \(writer.text(of: formula)))\n")
      }
      text += "\n"
      for name in names { text += "; \(name)\n" }
      text += writer.takeDefinitions()
      text += "(push 1)\n(set-info :status \(question.status.rawValue))\n"
      for line in asserted { text += line }
      text += "(check-sat)\n(pop 1)\n"
    }
    return text
  }

  /// Writes nodes; one with several users becomes a definition, so that the text stays as small as
  /// the DAG.
  private struct Writer {
    let nodes: [Node]
    let uses: [Int]
    private var names: [String?]
    private var definitions = ""
    private var defined = 0
    /// How wide each variable's name was declared.
    private var declared: [String: Int] = [:]

    init(nodes: [Node], uses: [Int]) {
      self.nodes = nodes
      self.uses = uses
      names = Array(repeating: nil, count: nodes.count)
    }

    mutating func takeDefinitions() -> String {
      defer { definitions = "" }
      return definitions
    }

    mutating func text(of place: Int) -> String {
      if let name = names[place] { return name }
      let node = nodes[place]
      switch node.operation {
      case .constant(let value):
        return node.width == 0 ? (value == 1 ? "true" : "false") : "(_ bv\(value) \(node.width))"
      case .variable(let name):
        // Configurations may give one name to words of several widths.
        let isTaken = declared[name].map { $0 != node.width } ?? false
        let symbol = Self.symbol(isTaken ? "\(name):\(node.width)" : name)
        if !isTaken { declared[name] = node.width }
        definitions += "(declare-const \(symbol) \(Self.sort(node.width)))\n"
        names[place] = symbol
        return symbol
      default: break
      }
      var text = "(" + head(node)
      for operand in node.operands { text += " " + self.text(of: operand) }
      text += ")"
      guard uses[place] > 1 else { return text }
      let name = "|t!\(defined)|"
      defined += 1
      names[place] = name
      definitions += "(define-fun \(name) () \(Self.sort(node.width)) \(text))\n"
      return name
    }

    private static func sort(_ width: Int) -> String {
      width == 0 ? "Bool" : "(_ BitVec \(width))"
    }

    private static func symbol(_ name: String) -> String {
      let plain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      return plain ? name : "|\(name)|"
    }

    private func head(_ node: Node) -> String {
      switch node.operation {
      case .zeroExtend: "(_ zero_extend \(node.width - nodes[node.operands[0]].width))"
      case .truncate: "(_ extract \(node.width - 1) 0)"
      default: node.operation.symbol
      }
    }
  }
}

extension Term.Operation {
  /// SMT-LIB's function, without what depends on widths; of a variable and a constant, name and value.
  public var symbol: String {
    switch self {
    case .constant(let value): "\(value)"
    case .variable(let name): name
    case .bitNot: "bvnot"
    case .bitAnd: "bvand"
    case .bitOr: "bvor"
    case .bitXor: "bvxor"
    case .negate: "bvneg"
    case .add: "bvadd"
    case .subtract: "bvsub"
    case .multiply: "bvmul"
    case .divide: "bvudiv"
    case .remainder: "bvurem"
    case .shiftLeft: "bvshl"
    case .shiftRight: "bvlshr"
    case .zeroExtend: "zero_extend"
    case .truncate: "extract"
    case .equal: "="
    case .unsignedLess: "bvult"
    case .unsignedLessOrEqual: "bvule"
    case .not: "not"
    case .and: "and"
    case .or: "or"
    case .ifThenElse: "ite"
    }
  }
}
