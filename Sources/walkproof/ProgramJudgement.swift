import PageWalk
import ProgramProof
import ProgramSearch

/// What was found of a program in one configuration.
struct ProgramJudgement: Sendable {
  /// Runs of it that are wrong, one for each property.
  var runs: [Counterexample] = []
  /// What was looked at for them, in words.
  var searched = ""
  /// What was proved; nil where a run breaks what proofs presume, so that there is nothing to prove.
  var verdict: ProgramVerdict?

  /// Whether a run breaks a property without which nothing follows for others.
  var breaksGround: Bool { ground != nil }

  /// The first run that does.
  var ground: Counterexample? {
    runs.first { ProgramVerdict.isPresumed($0.property) }
  }

  /// The properties, those that are judged first.
  var properties: [String] {
    ProgramVerdict.judged
      + runs.map(\.property).filter { !ProgramVerdict.judged.contains($0) }
  }
}
