import Checker
import PageWalk
import Simulator

/// What came out of one model: how many verdicts were agreed on, and what was not.
struct ModelComparison: Sendable {
  var agreed: [Verdict: Int] = [:]
  var unknown = 0
  /// Verdicts withheld because a level function never goes on, which no enumerated execution does either.
  var vacuous = 0
  /// The reasons of what is unknown.
  var doubts: [String: Int] = [:]
  var executions = 0
  /// Models of which every enumerated execution is right by outcome.
  var right = 0
  /// Verdicts that are refuted by an execution that the enumeration does not have.
  var outside = 0
  var disagreements: [String] = []
  /// What was found, line by line.
  var details: [String] = []

  init() {}

  mutating func add(_ other: ModelComparison) {
    agreed.merge(other.agreed) { $0 + $1 }
    unknown += other.unknown
    vacuous += other.vacuous
    doubts.merge(other.doubts) { $0 + $1 }
    executions += other.executions
    right += other.right
    outside += other.outside
    disagreements += other.disagreements
  }

  /// Proves a model, enumerates it, and compares.
  init(of model: SmallModel, _ enumeration: Enumeration) async {
    let proofs = await Prover(jobs: 1).prove([model.subject], properties: Property.ofModels)
    executions = enumeration.executions
    right = enumeration.faults[.rightPages] == nil ? 1 : 0
    let judge = RunJudge(model)
    for (property, run) in enumeration.disputes.sorted(by: { $0.key < $1.key }) {
      let fault = run.fault.map { "it \($0)" } ?? "it is right"
      let found = run.trace.violations[property] == nil ? "finds nothing" : "says it is broken"
      disagree(property, "simulator \(found), by outcome \(fault)", run)
    }
    for finding in proofs.flatMap(\.findings) {
      let property = finding.property
      details.append("\(property.rawValue): \(finding.verdict.rawValue)")
      switch finding.verdict {
      case .unknown:
        switch finding.doubt {
        case .contradiction(let reason), .failed(let reason):
          disagree(property, reason, nil)
          continue
        case .vacuous where enumeration.usedLevels.count < model.subject.walker.levels.count:
          // Both say that some level function never goes on.
          vacuous += 1
          continue
        default: break
        }
        unknown += 1
        let reason = finding.doubt.map { "\($0)" } ?? "?"
        doubts[reason, default: 0] += 1
        details[details.count - 1] += " (\(reason))"
      case .proved:
        if let run = enumeration.faults[property] {
          disagree(property, "proved, by outcome it \(run.fault ?? "")", run)
        } else if let run = enumeration.broken[property], !judge.decides(property) {
          disagree(property, "proved, the simulator breaks it", run)
        } else {
          agreed[.proved, default: 0] += 1
        }
      case .refuted: compareRefuted(finding, enumeration, judge)
      }
    }
  }

  private mutating func compareRefuted(
    _ finding: Finding, _ enumeration: Enumeration, _ judge: RunJudge
  ) {
    let property = finding.property
    guard let scenario = finding.counterexample?.scenario,
      let trace = try? Simulation.run(scenario, subject: finding.subject)
    else {
      disagree(property, "refuted without a counterexample that runs", nil)
      return
    }
    let faults = judge.faults(of: trace, of: scenario)
    let fault = faults[property]
    let run = Run(scenario: scenario, trace: trace, fault: fault)
    if !judge.agrees(faults, with: trace, on: property), judge.decides(property) {
      disagree(property, "refuted by what by outcome \(fault ?? "is right")", run)
    } else if trace.violations[property] == nil {
      disagree(property, "refuted by what the simulator finds right", run)
    } else {
      agreed[.refuted, default: 0] += 1
      // The counterexample's own memory need not be an enumerated shape; it shows what it claims.
      if enumeration.broken[property] == nil { outside += 1 }
    }
  }

  private mutating func disagree(_ property: Property, _ what: String, _ run: Run?) {
    disagreements.append("\(property.rawValue): \(what)")
    guard let run else { return }
    details.append("\(property.rawValue): \(what)")
    details.append(RunText.text(of: run))
  }
}

extension RunJudge {
  /// Whether the criterion, and not the simulator, says what is broken.
  func decides(_ property: Property) -> Bool { Self.properties.contains(property) }
}
