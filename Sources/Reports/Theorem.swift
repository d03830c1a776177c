import Checker
import PageWalk

/// What is claimed of a walk, in one sentence, and of how many configurations it was proved: the
/// first thing that a report says. It is `right-pages` in words, which rests on all the rest.
enum Theorem {
  /// One sentence for each walk that `right-pages` was asked of, in their order.
  static func all(of findings: [Finding]) -> [String] {
    var walks: [Walker] = []
    for finding in findings
    where finding.property == .rightPages && !walks.contains(finding.subject.walker) {
      walks.append(finding.subject.walker)
    }
    return walks.map { walk in
      let own = findings.filter { $0.property == .rightPages && $0.subject.walker == walk }
      return "\(Property.rightPages.rawValue): \(claim(of: walk)): \(verdicts(own))."
    }
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
    guard walk.handsBackPages else {
      return "where \(walk.title) tells of a page, the hardware has one"
    }
    return "what \(walk.title) hands back are the hardware's pages, "
      + (walk.holes
        ? "and what it leaves out maps nothing" : "and all of the range's if it reports success")
  }

  private static func verdicts(_ findings: [Finding]) -> String {
    func count(_ verdict: Verdict) -> Int { findings.count { $0.verdict == verdict } }
    let noun = findings.count == 1 ? "configuration" : "configurations"
    var text = "proved for \(count(.proved)) of \(findings.count) \(noun)"
    for verdict in [Verdict.refuted, .unknown] where count(verdict) > 0 {
      text += ", \(verdict.rawValue) for \(count(verdict))"
    }
    return text
  }
}
