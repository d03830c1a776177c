import Checker
import PageWalk

/// What is claimed of a walk on an architecture, in words, and of how many configurations it was
/// proved: the first thing that a report says.
public enum Theorem {
  /// A line on the stack, and `right-pages` in words, which rests on all the rest; for findings of one
  /// walk on one architecture. Nothing where neither was asked.
  static func lines(of findings: [Finding]) -> [String] {
    guard let subject = findings.first?.subject else { return [] }
    var lines: [String] = []
    let stack = findings.filter { $0.property == .noStackIteration }
    if !stack.isEmpty {
      lines.append(
        iterations(
          of: subject.walker.title, on: subject.architecture.name, stack.map(\.verdict),
          isOfStack: stack.allSatisfy(readsStack)))
    }
    let pages = findings.filter { $0.property == .rightPages }
    if !pages.isEmpty {
      let text = "\(claim(of: subject.walker)): \(verdicts(pages))."
      lines.append(text.prefix(1).uppercased() + text.dropFirst())
    }
    return lines
  }

  /// Whether the read that refutes the property, where one does, is of the stack, not of what is no table.
  private static func readsStack(_ finding: Finding) -> Bool {
    guard finding.verdict == .refuted else { return true }
    return finding.counterexample?.trace.iteratesOverStack ?? true
  }

  /// What is known of a walk's way over the stack, by the verdicts of its configurations.
  ///
  /// - Parameter isOfStack: whether what refutes it are reads of the stack.
  public static func iterations(
    of walk: String, on architecture: String, _ verdicts: [Verdict], isOfStack: Bool = true
  ) -> String {
    func count(_ verdict: Verdict) -> Int { verdicts.count { $0 == verdict } }
    let all = "of \(verdicts.count) configuration\(verdicts.count == 1 ? "" : "s")"
    let unknown = count(.unknown) > 0 ? ", unknown on \(count(.unknown))" : ""
    return count(.refuted) > 0
      ? "\(architecture): \(walk) \(isOfStack ? "iterates over the stack" : "reads the stack or what is no table") on \(count(.refuted)) \(all)\(unknown)."
      : "\(architecture): \(walk) never iterates over the stack on \(count(.proved)) \(all)\(unknown)."
  }

  private static func claim(of walk: Walker) -> String {
    let range =
      walk.callers.isEmpty
      ? "for every range that passes the checks"
      : "for every range that the checks and callers admit"
    let changes =
      walk.reads == .locked
      ? "and every content of the tables, under the lock"
      : "every content of the tables and every write by other CPUs"
    return "\(range)\(walk.reads == .locked ? " " : ", ")\(changes), \(pages(of: walk))"
  }

  private static func pages(of walk: Walker) -> String {
    guard walk.handsBackPages else { return "where it tells of a page, the hardware has one" }
    return "what it hands back are the hardware's pages, "
      + (walk.holes
        ? "and what it leaves out maps nothing" : "and all of the range's if it reports success")
  }

  private static func verdicts(_ findings: [Finding]) -> String {
    func count(_ verdict: Verdict) -> Int { findings.count { $0.verdict == verdict } }
    var text = "proved on \(count(.proved)) of \(findings.count)"
    for verdict in [Verdict.refuted, .unknown] where count(verdict) > 0 {
      text += ", \(verdict.rawValue) on \(count(verdict))"
    }
    return text
  }
}
