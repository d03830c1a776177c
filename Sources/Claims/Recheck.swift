import ChildProcesses
import Files

/// Runs scripts through another solver and demands that it says what they expect.
public struct Recheck: Sendable {
  /// The program and its arguments; the script's path follows.
  public let command: [String]
  /// Seconds after which a script is given up.
  public let timeout: Int
  /// MiB of address space of each of its processes.
  public let memory: Int

  /// A recheck by `command`, a program with arguments separated by spaces.
  public init(command: String, timeout: Int, memory: Int) {
    var parts = command.split(separator: " ").map(String.init)
    // cvc5 takes several queries in one script only when told so.
    if let program = parts.first, program.split(separator: "/").last == "cvc5",
      !parts.contains("--incremental")
    {
      parts.insert("--incremental", at: 1)
    }
    self.command = parts
    self.timeout = timeout
    self.memory = memory
  }

  /// What was done, in words.
  public var summary: String { "every script was run through \(command.joined(separator: " "))" }

  private static let maximumScript = 1 << 30

  /// Some 16 MiB are more than a million answers.
  private var limits: Command.Limits {
    Command.Limits(seconds: timeout, memory: memory << 20, output: 16 << 20)
  }

  /// Where the solver does not agree with the scripts.
  func problems(
    of scripts: [String], progress: (String) -> Void
  ) async -> [GateReport.Problem] {
    var problems: [GateReport.Problem] = []
    for (number, script) in scripts.enumerated() {
      progress("\(command[0]): \(number + 1) of \(scripts.count) scripts")
      guard let problem = await problem(with: script) else { continue }
      problems.append(problem)
      // A program that cannot be run will not be found for the next script either.
      if problem.kind == .failure { break }
    }
    return problems
  }

  private func problem(with script: String) async -> GateReport.Problem? {
    let place = GateReport.Place(file: script, line: 1)
    func problem(_ kind: GateReport.Problem.Kind, _ why: String) -> GateReport.Problem {
      GateReport.Problem(kind, why, place: place)
    }
    guard let text = RegularFile.text(of: script, limit: Self.maximumScript) else {
      return problem(.failure, "the script cannot be read")
    }
    let expected = Self.expected(text)
    guard !expected.isEmpty else { return problem(.disagreement, "the script asks nothing") }
    let answers: [Substring]
    do {
      switch try await Command(command + [script], limits: limits).run() {
      case .missing:
        return problem(
          .failure, "\(command[0]) cannot be run; install it or name another solver")
      // Whatever it said before is no answer: it may have been about to take it back.
      case .failure(let why, _): return problem(.disagreement, "\(command[0]) \(why)")
      case .success(let printed):
        answers = printed.split(separator: UInt8(ascii: "\n"))
          .map { Substring(decoding: $0, as: UTF8.self).drop { $0 == " " } }
      }
    } catch {
      return problem(.failure, "\(command[0]) cannot be started: \(error)")
    }
    for (answer, (status, line)) in zip(answers, expected) where answer != status {
      return GateReport.Problem(
        .disagreement, "\(command[0]) says '\(answer.prefix(60))', expected \(status)",
        place: GateReport.Place(file: script, line: line))
    }
    guard answers.count == expected.count else {
      return GateReport.Problem(
        .disagreement,
        "\(command[0]) gives \(answers.count) answers to \(expected.count) queries", place: place)
    }
    return nil
  }

  /// The status that each query expects, with its line.
  private static func expected(_ text: String) -> [(status: Substring, line: Int)] {
    let prefix = "(set-info :status "
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      $1.hasPrefix(prefix) ? ($1.dropFirst(prefix.count).dropLast(), $0 + 1) : nil
    }
  }
}
