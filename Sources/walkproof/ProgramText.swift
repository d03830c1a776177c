import Checker
import Claims
import Encoder
import LLVMIR
import PageWalk
import ProgramProof
import ProgramSearch
import Programs
import Reports
import SMT

/// What was found of a program, as text.
enum ProgramText {
  /// What `body` gives; its errors as those of the command.
  static func wording<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as IRError {
      throw Failure(.badInput, error.description)
    } catch let error as Refusal {
      throw Failure(.badInput, error.description)
    } catch let error as EncodingError {
      throw Failure(.badInput, error.description)
    } catch let error as SolverError {
      throw Failure(error == .outOfMemory ? .inconclusive : .internalError, "\(error)")
    }
  }

  /// The whole report: a part for each build, what is worse or better than a baseline, a summary.
  static func text(
    _ report: CodeReport, _ gate: GateReport, isLong: Bool, style: Style
  ) -> String {
    var lines: [String] = []
    for part in report.parts { lines += self.lines(part, report, isLong: isLong, style: style) }
    for problem in gate.problems + gate.notes
    where [.difference, .failure, .worse, .better].contains(problem.kind) {
      let place = problem.place.map { " (\($0))" } ?? ""
      let what = problem.kind == .better ? "better" : problem.kind == .failure ? "failed" : "worse"
      let text = "\(what): \(problem.claim.map { "\($0): " } ?? "")\(problem.message)\(place)"
      lines += ProofText.wrap(text, first: "", rest: "  ")
    }
    lines.append(Mark.summary(report.claims.map { Mark($0.standing) }, style: style))
    let seconds = report.parts.flatMap(\.judgements).map(\.seconds).reduce(0, +)
    lines.append(
      "\(Walkproof.tool), \(Solver.version)" + (isLong ? ", \(Int(seconds.rounded())) s" : ""))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(
    _ part: CodeReport.Part, _ report: CodeReport, isLong: Bool, style: Style
  ) -> [String] {
    let walk = part.check.walk.function
    var lines = [
      Theorem.iterations(
        of: walk, on: part.architecture, part.judgements.map { $0.answer(.noStackIteration) }), "",
    ]
    var properties: [Property] = []
    for judgement in part.judgements {
      properties += report.properties(of: judgement).filter { !properties.contains($0) }
    }
    properties.sort()
    func mark(_ judgement: ProgramJudgement, _ property: Property) -> Mark? {
      report.properties(of: judgement).contains(property)
        ? Mark(Standing(judgement.answer(property), judgement.severity(property))) : nil
    }
    let rows = part.judgements.map { judgement in
      (label: judgement.configuration.description, marks: properties.map { mark(judgement, $0) })
    }
    lines += VerdictTable.lines(rows, properties: properties, style: style)
    lines += Mark.legend(rows.flatMap(\.marks).compactMap { $0 }) + [""]
    let count = part.judgements.count
    func stories(
      _ body: (ProgramJudgement, Property) -> (key: String, text: String)?
    ) -> [StoryLines.Story] {
      part.judgements.flatMap { judgement in
        report.properties(of: judgement).compactMap { property in
          body(judgement, property).map {
            StoryLines.Story(
              key: "\(property) \($0.key)", text: "\($0.text) (\(property.rawValue))",
              in: judgement.configuration)
          }
        }
      }
    }
    func refuted(_ severity: Severity) -> [StoryLines.Story] {
      stories { judgement, property in
        guard judgement.severity(property) == severity, let run = judgement.run(property) else {
          return nil
        }
        let range =
          severity == .rule ? "" : "; range [\(run.addr.hexadecimal), \(run.end.hexadecimal))"
        return ("\(run.place)", "\(run.text) in \(run.place)\(range)")
      }
    }
    lines += StoryLines.lines("harm", refuted(.harm), of: count, paint: style.bad)
    lines += StoryLines.lines("refuted", refuted(.unsettled), of: count, paint: style.bad)
    let doubts = stories { judgement, property in judgement.doubt(property).map { ($0, $0) } }
    lines += StoryLines.lines("unknown", doubts, of: count, paint: style.doubtful)
    lines += StoryLines.lines("note", refuted(.rule), of: count)
    if isLong {
      for judgement in part.judgements {
        lines.append("\(judgement.configuration)")
        lines += counts(judgement, report) + runs(judgement) + details(judgement) + [""]
      }
    }
    return lines
      + part.judgements.prefix(1).flatMap {
        ProofText.wrap(notJudged($0, part.check.walk), first: "", rest: "  ")
      }
  }

  private static func counts(_ judgement: ProgramJudgement, _ report: CodeReport) -> [String] {
    report.properties(of: judgement).map { property in
      let count = judgement.verdict?.conditions(property.rawValue) ?? 0
      return "  " + property.rawValue.padding(to: 22)
        + "\(judgement.answer(property).rawValue), \(count) condition\(count == 1 ? "" : "s")"
    }
  }

  private static func runs(_ judgement: ProgramJudgement) -> [String] {
    judgement.runs.flatMap { run in
      [
        "  refuted: \(run.property): \(run.text)",
        "    in \(run.place), with the range [\(run.addr.hexadecimal), \(run.end.hexadecimal))",
      ] + run.story.map { "    \($0)" }
    }
  }

  private static func details(_ judgement: ProgramJudgement) -> [String] {
    var lines: [String] = []
    if let verdict = judgement.verdict {
      for failure in verdict.failures {
        lines += [
          "  \(failure.isUndecided ? "undecided" : "not shown"): \(failure.property): \(failure.text)",
          "    in \(failure.place), as \(failure.instance)",
        ]
      }
      lines += verdict.idle.map { "  \($0) is not shown to come back: nothing follows of it" }
      lines.append("  executed: \(verdict.instances.joined(separator: ", "))")
      if !verdict.unknownCallees.isEmpty {
        lines.append("  nothing is known of: \(verdict.unknownCallees.joined(separator: ", "))")
      }
      if !verdict.currents.isEmpty {
        lines.append("  the running task comes from: \(verdict.currents.joined(separator: ", "))")
      }
    }
    return lines + ["  \(judgement.searched)"]
  }

  private static func notJudged(
    _ judgement: ProgramJudgement, _ walk: ProgramCheck.Walk
  ) -> String {
    switch walk {
    case .range(let top):
      let isBegun = judgement.verdict?.judgedHere.contains("in-reach") ?? false
      return
        "not judged: \(isBegun ? "what is done" : "what calls it, and is done") behind \(top)"
    case .address(let walk):
      return
        "not judged: which address is in \(walk.address), whose tables \(walk.table) leads to, and"
        + " what is done with what was read"
    }
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
