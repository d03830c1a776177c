import Foundation

/// Runs scripts through another solver and demands that it says what they expect.
public struct Recheck: Sendable {
  /// The program and its arguments; the script's path follows.
  public let command: [String]
  /// Seconds after which a script is given up.
  public let timeout: Int

  /// A recheck by `command`, a program with arguments separated by spaces.
  public init(command: String, timeout: Int) {
    var parts = command.split(separator: " ").map(String.init)
    // cvc5 takes several queries in one script only when told so.
    if let program = parts.first, program.split(separator: "/").last == "cvc5",
      !parts.contains("--incremental")
    {
      parts.insert("--incremental", at: 1)
    }
    self.command = parts
    self.timeout = timeout
  }

  /// What was done, in words.
  public var summary: String { "every script was run through \(command.joined(separator: " "))" }

  /// Where the solver does not agree with the scripts.
  func problems(of scripts: [String], progress: (String) -> Void) -> [GateReport.Problem] {
    var problems: [GateReport.Problem] = []
    for (number, script) in scripts.enumerated() {
      progress("\(command[0]): \(number + 1) of \(scripts.count) scripts")
      guard let problem = problem(with: script) else { continue }
      problems.append(problem)
      // A program that cannot be run will not be found for the next script either.
      if problem.kind == .failure { break }
    }
    return problems
  }

  private func problem(with script: String) -> GateReport.Problem? {
    guard let data = FileManager.default.contents(atPath: script) else {
      return GateReport.Problem(
        .failure, "the script cannot be read", place: GateReport.Place(file: script, line: 1))
    }
    let expected = Self.expected(String(decoding: data, as: UTF8.self))
    let place = GateReport.Place(file: script, line: 1)
    guard !expected.isEmpty else {
      return GateReport.Problem(.disagreement, "the script asks nothing", place: place)
    }
    let answers: [Substring]
    switch run(script) {
    case .failed(let why): return GateReport.Problem(.failure, why, place: place)
    case .tooLong:
      return GateReport.Problem(
        .disagreement, "\(command[0]) did not end within \(timeout) s", place: place)
    case .ended(let output, let code):
      answers = output.split(separator: "\n").map { $0.drop { $0 == " " } }
      if code != 0 && answers.count < expected.count {
        return GateReport.Problem(
          .disagreement,
          "\(command[0]) ended with code \(code) after \(answers.count) of \(expected.count) answers",
          place: place)
      }
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

  private enum Ending {
    case ended(output: String, code: Int32)
    case tooLong
    case failed(String)
  }

  private func run(_ script: String) -> Ending {
    let output = NSTemporaryDirectory() + "walkproof-\(UUID().uuidString).out"
    defer { try? FileManager.default.removeItem(atPath: output) }
    guard FileManager.default.createFile(atPath: output, contents: nil),
      let handle = FileHandle(forWritingAtPath: output)
    else { return .failed("no temporary file can be made") }
    defer { try? handle.close() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command + [script]
    process.standardOutput = handle
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return .failed("\(command[0]) cannot be run; install it or name another solver")
    }
    let end = Date().addingTimeInterval(TimeInterval(timeout))
    while process.isRunning {
      if Date() > end {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return .tooLong
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
    // What 'env' says of a program that is not there or cannot be run.
    if process.terminationStatus == 127 || process.terminationStatus == 126 {
      return .failed("\(command[0]) cannot be run; install it or name another solver")
    }
    let data = FileManager.default.contents(atPath: output) ?? Data()
    return .ended(
      output: String(decoding: data, as: UTF8.self), code: process.terminationStatus)
  }
}
