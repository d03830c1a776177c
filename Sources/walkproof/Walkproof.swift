import ArgumentParser
import Files
import Foundation
import PageWalk
import SMT
import VisibleText

/// The program.
@main
struct Walkproof: AsyncParsableCommand {
  /// The version that reports name.
  static let version = "0.2.0"
  /// The program as reports name it.
  static let tool = "walkproof \(version)"

  static let configuration = CommandConfiguration(
    commandName: "walkproof",
    abstract: "Proves that Linux's lockless page-table walk reads what the hardware reads.",
    discussion: """
      walkproof prove s390                         prove the fixed walk, every configuration
      walkproof prove s390 --walker gup_fast@v5.8  refute the walk before the fix
      walkproof prove --all --format json          everything, for a script
      walkproof replay Models/Scenarios/*.yaml     run walks on concrete memory

      Exit codes: 0 proved or as expected, 1 refuted or not as expected, 3 inconclusive, \
      4 a result did not survive our own checks, 64 usage, 65 bad input file, 70 internal \
      error, 73 output cannot be written.
      """,
    version: "\(tool), \(Solver.version)",
    subcommands: [
      ListCommand.self, ProveCommand.self, SummaryCommand.self, MatrixCommand.self,
      GateCommand.self, MutateCommand.self,
      ReplayCommand.self, ExplainCommand.self, DrawCommand.self,
      ReportCommand.self, ExportCommand.self,
      LiftCommand.self, ConformCommand.self,
      KernelCommand.self, NewCommand.self,
    ])

  /// Parses and runs, so that an interrupt leaves nothing behind.
  static func main() async {
    Signals.install()
    do {
      for index in 0..<Int(CommandLine.argc) {
        // With characters replaced it would name another file.
        guard let argument = CommandLine.unsafeArgv[index],
          String(validatingCString: argument) == nil
        else { continue }
        throw Failure(
          .usage, "an argument is not UTF-8 text: \(VisibleText.line(String(cString: argument)))")
      }
      // Messages name arguments, and each is a line.
      for argument in CommandLine.arguments
      where argument.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" }) {
        throw Failure(
          .usage, "an argument has the end of a line in it: \(VisibleText.line(argument))")
      }
      try checkCommand()
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      end(failure)
    } catch let error as FileError {
      end(Failure(error))
    } catch {
      let code = exitCode(for: error)
      let message = fullMessage(for: error)
      if code.isSuccess {
        Swift.print(message)
      } else if !message.isEmpty {
        StandardError.print(message)
      }
      Foundation.exit(code.rawValue)
    }
  }

  /// - Throws: where there is no such command, with the nearest.
  private static func checkCommand() throws {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-"),
      name != "help", !names.contains(name)
    else { return }
    throw Failure(
      .usage,
      "there is no command '\(name)'; "
        + Suggestion.text(for: name, among: names, what: "commands"))
  }

  private static func end(_ failure: Failure) -> Never {
    StandardError.print(failure.message)
    exit(withError: failure.code.exitCode)
  }
}
