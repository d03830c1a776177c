import BitBlaster
import ChildProcesses
import Digest
import Files
import ProofChecker
import SMT
import Synchronization

/// Backs answers by certificates: that formulas cannot all hold by a proof that our own checker has gone
/// through, that they can by an assignment that satisfies them as they were derived.
///
/// The solver that finds either is CaDiCaL. Nothing that it says is believed.
public final class Certifier: Sendable {
  /// Whether an answer is backed.
  public enum Outcome: Sendable, Equatable {
    case certified
    /// Why it is not.
    case notBacked(String)
  }

  private let program: String
  private let limits: Command.Limits
  /// The outcomes of questions that have the same clauses, by what those are.
  private let known = Mutex<[String: Outcome]>([:])

  /// - Parameters:
  ///   - program: CaDiCaL's name or path.
  ///   - timeout: seconds for one question.
  ///   - memory: bytes of address space.
  public init(program: String = "cadical", timeout: Int = 600, memory: Int = 4 << 30) {
    self.program = program
    limits = Command.Limits(
      seconds: timeout, memory: memory, output: 256 << 20, file: 1 << 30)
  }

  /// Whether the program can be run.
  public var canRun: Bool { Command.canRun(program) }

  /// How many different questions were asked.
  public var count: Int { known.withLock { $0.count } }

  /// Backs the answer that a query expects.
  ///
  /// - Throws: where the system has no process, file or memory for the solver.
  public func certify(_ query: SMTLIBQuery) async throws -> Outcome {
    guard query.status != .unknown else { return .notBacked("it is not decided") }
    guard let blaster = BitBlaster(query.formulas) else {
      return .notBacked("it needs more than \(BitBlaster.maximumGates) gates")
    }
    let (variables, clauses) = blaster.clauses()
    let text = Self.text(variables, clauses)
    let key = "\(query.status.rawValue) \(SHA256.hexadecimal(of: text))"
    if let outcome = known.withLock({ $0[key] }) { return outcome }
    let folder = try TemporaryFolder()
    try folder.add(Array(text.utf8), name: "problem.cnf")
    let outcome: Outcome
    switch query.status {
    case .unsat: outcome = try await refutation(variables, clauses, in: folder)
    case .sat: outcome = try await assignment(blaster, query, in: folder)
    case .unknown: outcome = .notBacked("it is not decided")
    }
    known.withLock { $0[key] = outcome }
    return outcome
  }

  /// Clauses as DIMACS writes them.
  private static func text(_ variables: Int, _ clauses: [[Int32]]) -> String {
    var text = "p cnf \(variables) \(clauses.count)\n"
    for clause in clauses {
      for literal in clause { text += "\(literal) " }
      text += "0\n"
    }
    return text
  }

  private func refutation(
    _ variables: Int, _ clauses: [[Int32]], in folder: TemporaryFolder
  ) async throws -> Outcome {
    let proof = folder.path + "/proof"
    if let why = try await run(["--no-binary", "-q", "-n", folder.path + "/problem.cnf", proof]).why
    {
      return .notBacked(why)
    }
    do {
      let steps = try RegularFile.bytes(of: proof, limit: 1 << 30)
      var checker = try ProofChecker(variables: variables, clauses: clauses)
      try checker.check(steps)
      return .certified
    } catch {
      return .notBacked("its proof is refused: \(error)")
    }
  }

  private func assignment(
    _ blaster: BitBlaster, _ query: SMTLIBQuery, in folder: TemporaryFolder
  ) async throws -> Outcome {
    let (printed, why) = try await run(["-q", folder.path + "/problem.cnf"])
    if let why { return .notBacked(why) }
    var isTrue: Set<Int32> = []
    for line in String(decoding: printed, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("v ") {
      isTrue.formUnion(line.dropFirst(2).split(separator: " ").compactMap { Int32($0) })
    }
    return blaster.assignment { isTrue.contains($0) }.satisfies(query.formulas)
      ? .certified : .notBacked("\(program)'s values do not satisfy it")
  }

  /// What the program printed, and why that is no answer.
  private func run(_ arguments: [String]) async throws -> (printed: [UInt8], why: String?) {
    // 10 and 20 are how it ends where it has an answer.
    switch try await Command([program] + arguments, limits: limits, cleanCodes: [10, 20]).run() {
    case .success(let printed): return (printed, nil)
    case .missing: return ([], "\(program) cannot be run")
    case .failure(let why, _): return ([], "\(program) \(why)")
    }
  }
}
