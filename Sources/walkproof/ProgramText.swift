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

  /// The whole report: a part for each configuration, and a summary.
  static func text(
    _ judgements: [ProgramJudgement], _ check: ProgramCheck, _ asked: [Property]?, style: Style
  ) -> String {
    var lines = ["\(Walkproof.tool), \(Solver.version)"]
    var counts: [Verdict: Int] = [:]
    for judgement in judgements {
      lines += [
        "", "\(check.build.architecture.name) \(judgement.configuration), \(check.walk.function)",
      ]
      for property in asked ?? judgement.properties {
        let answer = judgement.answer(property)
        counts[answer, default: 0] += 1
        lines.append(line(property, answer, judgement, style))
      }
      lines += stories(judgement) + details(judgement, check.walk)
    }
    let summary = [Verdict.proved, .refuted, .unknown].map { "\(counts[$0] ?? 0) \($0.rawValue)" }
      .joined(separator: ", ")
    let seconds = judgements.map(\.seconds).reduce(0, +)
    lines += ["", "\(summary) in \(Int(seconds.rounded())) s"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(
    _ property: Property, _ answer: Verdict, _ judgement: ProgramJudgement, _ style: Style
  ) -> String {
    let name = "  " + property.rawValue.padding(to: 22)
    switch answer {
    case .proved:
      let count = judgement.verdict?.conditions(property.rawValue) ?? 0
      return name + "proved, \(count) condition\(count == 1 ? "" : "s")"
    case .refuted: return style.bad(name + "refuted")
    case .unknown: return style.doubtful(name + "unknown: \(judgement.doubt(property) ?? "")")
    }
  }

  private static func stories(_ judgement: ProgramJudgement) -> [String] {
    judgement.runs.flatMap { run in
      [
        "  refuted: \(run.property): \(run.text)",
        "    in \(run.place), with the range [\(run.addr.hexadecimal), \(run.end.hexadecimal))",
      ] + run.story.map { "    \($0)" }
    }
  }

  private static func details(
    _ judgement: ProgramJudgement, _ walk: ProgramCheck.Walk
  ) -> [String] {
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
    lines.append("  \(judgement.searched)")
    switch walk {
    case .range(let top):
      let isBegun = judgement.verdict?.judgedHere.contains("in-reach") ?? false
      lines.append(
        "  not judged: \(isBegun ? "what is done" : "what calls it, and is done") behind \(top)")
    case .address(let walk):
      lines.append(
        "  not judged: which address is in \(walk.address), whose tables \(walk.table) leads to, and"
          + " what is done with what was read")
    }
    return lines
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
