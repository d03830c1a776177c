import ProgramProof
import ProgramSearch

/// What was found of a program in one configuration.
struct ProgramJudgement: Sendable {
  /// Runs of it that are wrong, one for each property.
  var runs: [Counterexample] = []
  /// What was looked at for them, in words.
  var searched = ""
  /// What was proved; nil where a run does harm, so that there is nothing to prove.
  var verdict: ProgramVerdict?

  /// Whether a run does more than to read plainly.
  var doesHarm: Bool { runs.contains { $0.property != "marked-access" } }

  /// The properties, those that are judged first.
  var properties: [String] {
    ProgramVerdict.judged
      + runs.map(\.property).filter { !ProgramVerdict.judged.contains($0) }
  }
}
