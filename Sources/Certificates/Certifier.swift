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
    /// By a certificate: the SHA-256 of the proof's steps, or of the values.
    case certified(digest: String)
    /// Why it is not.
    case notBacked(String)
  }

  private let program: String
  private let limits: Command.Limits
  /// The outcomes by what was asked and expected, and for clauses, which several questions may come to, by
  /// those.
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

  /// Backs the answers that one subject's queries expect, and gives what became of each, in their order,
  /// with the digest of what it asks.
  ///
  /// - Throws: where the system has no process, file or memory for the solver.
  public func certify(
    _ queries: [SMTLIBQuery]
  ) async throws -> [(question: String, outcome: Outcome)] {
    var blaster = BitBlaster()
    var digests = QueryDigests()
    var outcomes: [(question: String, outcome: Outcome)] = []
    for query in queries {
      let question = digests.digest(of: query)
      let key = "\(query.status.rawValue) \(question)"
      if let outcome = known.withLock({ $0[key] }) {
        outcomes.append((question, outcome))
        continue
      }
      let outcome = try await certify(query, &blaster)
      known.withLock { $0[key] = outcome }
      outcomes.append((question, outcome))
    }
    return outcomes
  }

  private func certify(
    _ query: SMTLIBQuery, _ blaster: inout BitBlaster
  ) async throws -> Outcome {
    guard query.status != .unknown else { return .notBacked("it is not decided") }
    var found = blaster.clauses(of: query.formulas)
    if found == nil {
      // Without what the queries before it have needed.
      blaster = BitBlaster()
      found = blaster.clauses(of: query.formulas)
    }
    guard let clauses = found else {
      return .notBacked(
        "it needs more than \(BitBlaster.maximumNodes) gates, or one name has two widths")
    }
    return query.status == .unsat
      ? try await refutation(clauses) : try await assignment(clauses, query)
  }

  private func refutation(_ clauses: Clauses) async throws -> Outcome {
    // Propagation alone is often enough, and the proof empty.
    if check([], of: clauses) == nil { return .certified(digest: SHA256.hexadecimal(of: [])) }
    let text = clauses.dimacs
    let key = "clauses \(SHA256.hexadecimal(of: text))"
    if let outcome = known.withLock({ $0[key] }) { return outcome }
    let outcome = try await refutation(clauses, text)
    known.withLock { $0[key] = outcome }
    return outcome
  }

  private func refutation(_ clauses: Clauses, _ text: [UInt8]) async throws -> Outcome {
    let folder = try TemporaryFolder()
    try folder.add(text, name: "problem.cnf")
    let proof = folder.path + "/proof"
    if let why = try await run(["--no-binary", "-q", "-n", folder.path + "/problem.cnf", proof]).why
    {
      return .notBacked(why)
    }
    do {
      let steps = try RegularFile.bytes(of: proof, limit: 1 << 30)
      if let refusal = check(steps, of: clauses) {
        return .notBacked("its proof is refused: \(refusal)")
      }
      return .certified(digest: SHA256.hexadecimal(of: steps))
    } catch {
      return .notBacked("its proof cannot be read: \(error)")
    }
  }

  private func check(_ steps: [UInt8], of clauses: Clauses) -> ProofChecker.Refusal? {
    do throws(ProofChecker.Refusal) {
      var checker = try ProofChecker(variables: clauses.variables, clauses: clauses.literals)
      try checker.check(steps)
      return nil
    } catch {
      return error
    }
  }

  private func assignment(_ clauses: Clauses, _ query: SMTLIBQuery) async throws -> Outcome {
    let folder = try TemporaryFolder()
    try folder.add(clauses.dimacs, name: "problem.cnf")
    let (printed, why) = try await run(["-q", folder.path + "/problem.cnf"])
    if let why { return .notBacked(why) }
    var isTrue: Set<Int32> = []
    for line in printed.split(separator: UInt8(ascii: "\n"))
    where line.starts(with: [UInt8(ascii: "v"), UInt8(ascii: " ")]) {
      for word in line.dropFirst(2).split(separator: UInt8(ascii: " ")) {
        if let literal = Int32(String(decoding: word, as: UTF8.self)) { isTrue.insert(literal) }
      }
    }
    let assignment = clauses.assignment { isTrue.contains($0) }
    guard assignment.satisfies(query.formulas) else {
      return .notBacked("\(program)'s values do not satisfy it")
    }
    let values = assignment.values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return .certified(digest: SHA256.hexadecimal(of: values.joined(separator: "\n")))
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
