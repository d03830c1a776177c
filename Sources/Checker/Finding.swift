import PageWalk
import Simulator

/// The answer to one claim: one property of one subject.
public struct Finding: Sendable {
  /// Why a verdict is `unknown`.
  public enum Doubt: Sendable, Hashable {
    /// Something was not decided, or fails without a counterexample.
    case inconclusive(String)
    /// A cover has no assignment: the proof would be about nothing.
    case vacuous(String)
    /// A counterexample did not replay: a defect of ours.
    case unconfirmed(String)
    /// A run breaks what a proof says cannot be broken: a defect of ours.
    case contradiction(String)
    /// The solver or this program failed.
    case failed(String)

    /// The reason in words.
    public var reason: String {
      switch self {
      case .inconclusive(let reason), .vacuous(let reason), .unconfirmed(let reason),
        .contradiction(let reason), .failed(let reason):
        return reason
      }
    }
  }

  /// The same answer with a counterexample that does the most harm.
  public func worst() -> Finding {
    guard let counterexample else { return self }
    let concrete = subject.pinned(to: counterexample.scenario.configuration)
    guard let worst = try? WorstCase(subject: concrete).worst(of: counterexample) else {
      return self
    }
    return with(verdict, worst, doubt)
  }

  /// The same answer, unless a run that stands for another property of the subject breaks this one
  /// though it is called proved: then nothing is known.
  public func compared(with others: [Finding]) -> Finding {
    guard verdict == .proved else { return self }
    for other in others where other.subject == subject {
      guard let step = other.counterexample?.trace.violations[property] else { continue }
      return with(
        .unknown, other.counterexample,
        .contradiction(
          "\(property.rawValue) was proved, and the counterexample to \(other.property.rawValue)"
            + " breaks it at step \(step)"))
    }
    return self
  }

  /// What is left of the answer where what it rests on is not backed by a certificate: nothing of a proof,
  /// and of what breaks a rule not that harm is excluded.
  public func unbacked(_ why: String) -> Finding {
    verdict == .proved
      ? with(.unknown, nil, .unconfirmed(why), harmIsExcluded: false)
      : with(verdict, counterexample, doubt, harmIsExcluded: false)
  }

  private func with(
    _ verdict: Verdict, _ counterexample: Counterexample?, _ doubt: Doubt?,
    harmIsExcluded: Bool? = nil
  ) -> Finding {
    Finding(
      subject: subject, property: property, verdict: verdict, obligations: obligations,
      covers: covers, seconds: seconds, counterexample: counterexample, doubt: doubt,
      harmIsExcluded: harmIsExcluded ?? self.harmIsExcluded)
  }

  /// What the run that refutes the property comes to; nil where it does no harm, or nothing is refuted.
  public var harm: Harm? {
    verdict == .refuted ? counterexample.flatMap { Harm(of: $0.trace) } : nil
  }

  /// How much it weighs that the property is refuted; nil where it is not.
  public var severity: Severity? {
    verdict == .refuted ? Severity(harm, harmIsExcluded: harmIsExcluded) : nil
  }

  /// A counterexample and what the simulator made of it.
  public struct Counterexample: Sendable {
    public let scenario: Scenario
    public let trace: Trace
  }

  public let subject: Subject
  public let property: Property
  public let verdict: Verdict
  /// How many obligations the verdict rests on.
  public let obligations: Int
  /// How many covers were satisfied on the way.
  public let covers: Int
  /// Seconds that the subject took, all its properties together.
  public let seconds: Double
  /// Set where the verdict is `refuted`, and where a run contradicts a proof.
  public let counterexample: Counterexample?
  /// Set if and only if the verdict is `unknown`.
  public let doubt: Doubt?
  /// Whether all that is about harm is proved of the subject, asked for or not.
  public let harmIsExcluded: Bool
}
