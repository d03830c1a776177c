import Digest
import SMT

/// Digests of questions: two have one digest only if they ask the same of the same terms.
///
/// A term's digest is over its operation, its width and its operands' digests, so that what terms have
/// in common is looked at once.
public struct QueryDigests {
  private var known: [ObjectIdentifier: String] = [:]
  /// Keeps the terms, whose identities are keys.
  private var terms: [Term] = []

  public init() {}

  /// The SHA-256, in 64 hexadecimal digits, of what a question asks; its name and what is expected
  /// are no part of that.
  public mutating func digest(of query: SMTLIBQuery) -> String {
    // All of them are to hold, in whatever order and however often one is said.
    var digests: [String] = []
    for formula in query.formulas { digests.append(digest(of: formula)) }
    return SHA256.hexadecimal(of: Set(digests).sorted().joined(separator: " "))
  }

  private mutating func digest(of term: Term) -> String {
    if let found = known[ObjectIdentifier(term)] { return found }
    // What has no operands is told by a letter, so that no variable's name is taken for something else.
    var text: String
    switch term.operation {
    case .constant: text = "c \(term.width) \(term.operation.symbol)"
    case .variable: text = "v \(term.width) \(term.operation.symbol)"
    default: text = "o \(term.width) \(term.operation.symbol)"
    }
    for operand in term.operands { text += " " + digest(of: operand) }
    let digest = SHA256.hexadecimal(of: text)
    terms.append(term)
    known[ObjectIdentifier(term)] = digest
    return digest
  }
}
