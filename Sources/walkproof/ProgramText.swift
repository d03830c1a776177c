import Encoder
import LLVMIR
import ProgramProof
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

  /// What was found of each property, and where what is not shown stands.
  static func text(_ verdict: ProgramVerdict, title: String, top: String) -> String {
    var lines = ["\(title), \(top)"]
    for property in ProgramVerdict.judged {
      let count = verdict.properties[property] ?? 0
      let result: String
      switch verdict.result(property) {
      case .proved: result = "proved, \(count) conditions"
      case .notShown(let failed): result = "not shown, \(failed) of \(count) conditions"
      case .notJudged: result = "not judged"
      case .nothingFollows: result = "nothing follows, as others are not shown"
      }
      lines.append("  \(property.padding(to: 20))\(result)")
    }
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
    lines.append("  not judged: gup_fast before and after \(top), and the other properties")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
