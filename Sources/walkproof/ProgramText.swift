import Encoder
import LLVMIR
import ProgramProof
import ProgramSearch
import Programs
import SMT

/// A proof of a program as text.
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
      throw Failure(.internalError, "\(error)")
    }
  }

  /// What was found of each property, and where what is wrong or not shown stands.
  static func text(
    _ judgement: ProgramJudgement, title: String, _ walk: ProgramCheck.Walk
  ) -> String {
    let top = walk.function
    var lines = ["\(title), \(top)"]
    for property in judgement.properties {
      lines.append("  \(property.padding(to: 20))\(result(property, judgement))")
    }
    for run in judgement.runs {
      lines.append("  refuted: \(run.property): \(run.text)")
      lines.append(
        "    in \(run.place), with the range [\(run.addr.hexadecimal),"
          + " \(run.end.hexadecimal))")
      lines += run.story.map { "    \($0)" }
    }
    if let verdict = judgement.verdict { lines += details(verdict) }
    lines.append("  \(judgement.searched)")
    switch walk {
    case .range:
      let isBegun = judgement.verdict?.judgedHere.contains("in-reach") ?? false
      lines.append(
        "  not judged: \(isBegun ? "what is done" : "what calls it, and is done") behind \(top)")
    case .address(let walk):
      lines.append(
        "  not judged: which address is in \(walk.address), whose tables \(walk.table) leads to, and"
          + " what is done with what was read")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func result(_ property: String, _ judgement: ProgramJudgement) -> String {
    if judgement.runs.contains(where: { $0.property == property }) { return "refuted" }
    guard let verdict = judgement.verdict else {
      return "nothing follows, as others are refuted"
    }
    let count = verdict.conditions(property)
    switch verdict.result(property) {
    case .proved: return "proved, \(count) conditions"
    case .notShown(let failed): return "not shown, \(failed) of \(count) conditions"
    case .notJudged: return "not judged"
    case .nothingFollows: return "nothing follows, as others are not shown"
    }
  }

  private static func details(_ verdict: ProgramVerdict) -> [String] {
    var lines: [String] = []
    for failure in verdict.failures {
      lines.append(
        "  \(failure.isUndecided ? "undecided" : "not shown"): \(failure.property): \(failure.text)"
      )
      lines.append("    in \(failure.place), as \(failure.instance)")
    }
    for idle in verdict.idle {
      lines.append("  \(idle) is not shown to come back: nothing follows of it")
    }
    lines.append("  executed: \(verdict.instances.joined(separator: ", "))")
    if !verdict.unknownCallees.isEmpty {
      lines.append("  nothing is known of: \(verdict.unknownCallees.joined(separator: ", "))")
    }
    if !verdict.currents.isEmpty {
      lines.append("  the running task comes from: \(verdict.currents.joined(separator: ", "))")
    }
    return lines
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
