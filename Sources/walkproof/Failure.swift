import ArgumentParser
import Checker
import Claims
import Files
import ModelFiles
import PageWalk

/// What the program's exit code means. The codes are fixed.
enum Code: Int32, Sendable {
  /// Proved, or as expected.
  case success = 0
  /// Refuted, or not as expected.
  case refuted = 1
  /// Inconclusive: a budget was spent, or something was not attempted.
  case inconclusive = 3
  /// The result did not survive our own checks, or the model does not fit the build.
  case unsound = 4
  case usage = 64
  case badInput = 65
  /// The solver or this program failed.
  case internalError = 70
  case cannotWrite = 73

  var exitCode: ExitCode { ExitCode(rawValue) }

  /// The worst of several results: 70, 65, 4, 1, 3, 0 in this order.
  static func worst(_ codes: [Code]) -> Code {
    let order: [Code] = [.internalError, .badInput, .unsound, .refuted, .inconclusive]
    return order.first(where: codes.contains) ?? .success
  }

  /// Ends the command with this code.
  func end() throws {
    if self != .success { throw exitCode }
  }
}

/// An error that ends the program with a message and a code.
struct Failure: Error {
  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = "walkproof: \(message)"
  }

  /// A file that cannot be read or written.
  init(_ error: FileError) {
    self.init(error.kind == .unreadable ? .badInput : .cannotWrite, error.description)
  }

  /// A bad input file; its message begins with the place.
  init(_ error: ModelFileError) {
    code = .badInput
    message = error.description
  }
}

extension Finding {
  /// The exit code that this finding alone would give.
  ///
  /// - Parameter isStrict: whether a rule that is broken without harm fails, too.
  func code(isStrict: Bool) -> Code {
    if let doubt { return Claim.Doubt(doubt).code }
    switch severity {
    case .harm, .unsettled: return .refuted
    case .rule: return isStrict ? .refuted : .success
    case nil: return .success
    }
  }
}

extension Claim.Doubt {
  /// The exit code of a claim of which there is such a doubt.
  var code: Code {
    switch self {
    case .inconclusive: return .inconclusive
    case .unsound: return .unsound
    case .failed: return .internalError
    }
  }
}

extension [Claim] {
  /// Tells of every claim that is not decided, and gives the code of each.
  func reportDoubts() -> [Code] {
    filter { $0.verdict == .unknown }.map { claim in
      StandardError.print("\(claim.name): unknown: \(claim.reason ?? "no reason is known")")
      return (claim.doubt ?? .inconclusive).code
    }
  }
}
