import Encoder
import PageWalk
import SMT

/// What a subject's proof has asked, and what the solver said.
struct Record {
  private let whole: ProofJudge
  /// The properties that the proof followed to the walk's end.
  private let followed: Set<Property>
  /// The level functions that were shown to start at the entry for the address, or a copy of it.
  let settled: Set<String>
  /// The proof that needs no context, where the whole one leaves open what that can show.
  private var local: (isComplete: Bool, judge: ProofJudge)?

  /// Runs the proof of `subject`.
  init(of subject: Subject, budget: UInt32, cache: AnswerCache) throws {
    var walk = try ProofWalk(
      subject: subject, judge: ProofJudge(solver: try PieceSolver(budget: budget, cache: cache)))
    followed = try walk.prove()
    whole = walk.judge
    settled = walk.settled
    // Whether a BUG() can be reached depends on what was read before.
    let hasBug = subject.walker.levels.contains { $0.bug != nil }
    let apart: [Property] = hasBug ? [.markedAccess] : [.exactCover, .markedAccess]
    let open = apart.filter { answer(to: $0).doubt != nil }
    if !isVacuous, !open.isEmpty {
      local = try LocalProof.prove(
        Set(open), of: subject, judge: ProofJudge(solver: PieceSolver(budget: budget, cache: cache))
      )
    }
  }

  /// Whether the main proof has covers, and every one of them an assignment.
  private var hasCovers: Bool {
    !whole.covers.isEmpty && whole.covers.allSatisfy { $0.status == .satisfied }
  }

  /// Whether a demanded cover has no assignment.
  var isVacuous: Bool { whole.covers.contains { $0.status == .vacuous } }

  /// What the record says of a property; a counterexample may say more.
  func answer(to property: Property) -> Prover.Answer {
    let answer = whole.answer(to: property, isComplete: followed.contains(property))
    // Without the covers of the main proof nothing counts as proved.
    guard answer.doubt != nil, let local, hasCovers else { return answer }
    let apart = local.judge.answer(to: property, isComplete: local.isComplete)
    return apart.doubt == nil ? apart : answer
  }

  /// Whether the proof could not show that the walk gets a range of whole pages.
  var admitsMalformed: Bool {
    whole.obligations.first { $0.obligation.text == ProofWalk<ProofJudge>.rangeText }?.status
      != .holds
  }

  /// Whether an obligation is shown not to hold.
  var hasFailures: Bool { whole.obligations.contains { $0.status == .fails } }

  /// Whether an obligation of `property` does not hold.
  func fails(_ property: Property) -> Bool {
    whole.obligations.contains {
      $0.status != .holds && $0.obligation.properties.contains(property)
    }
  }

  /// The level function above which nothing goes wrong with `open`; nil where that is not known.
  func firstFailure(of open: Set<Property>) -> String? {
    let failed = whole.obligations.filter {
      $0.status != .holds && !$0.obligation.properties.isDisjoint(with: open)
    }
    let all = failed.reduce(into: Set<Property>()) { $0.formUnion($1.obligation.properties) }
    return open.isSubset(of: all) ? failed.first?.obligation.level : nil
  }

  /// Everything that was asked, in its order.
  var queries: [SMTLIBQuery] {
    var queries: [SMTLIBQuery] = []
    for judge in [whole] + (local.map { [$0.judge] } ?? []) {
      for result in judge.obligations {
        queries.append(
          SMTLIBQuery(
            result.obligation.negation, .obligation, name: result.obligation.name,
            expect: result.status.ofNegation))
      }
      for result in judge.covers where result.status == .satisfied {
        queries.append(
          SMTLIBQuery(result.cover.formulas, .cover, name: result.cover.name, expect: .sat))
      }
    }
    return queries
  }
}

extension ObligationResult.Status {
  /// What a solver says of the obligation's negation.
  fileprivate var ofNegation: SMTLIBQuery.Status {
    switch self {
    case .holds: return .unsat
    case .fails: return .sat
    case .unknown: return .unknown
    }
  }
}

extension ProofJudge {
  /// What this part of the record says of a property.
  fileprivate func answer(to property: Property, isComplete: Bool) -> Prover.Answer {
    let own = obligations.filter { $0.obligation.properties.contains(property) }
    var answer = Prover.Answer(
      obligations: own.count, covers: covers.count { $0.status == .satisfied })
    answer.doubt = doubt(own, isComplete: isComplete)
    return answer
  }

  private func doubt(_ own: [ObligationResult], isComplete: Bool) -> Finding.Doubt? {
    for cover in covers {
      switch cover.status {
      case .satisfied: continue
      case .vacuous: return .vacuous("nothing satisfies the cover '\(cover.cover.name)'")
      case .unknown(let why):
        return .inconclusive("the cover '\(cover.cover.name)' is not decided (\(why))")
      }
    }
    for result in own {
      switch result.status {
      case .holds: continue
      case .fails: return .inconclusive("the obligation '\(result.obligation.name)' fails")
      case .unknown(let why):
        return .inconclusive("the obligation '\(result.obligation.name)' is not decided (\(why))")
      }
    }
    if own.isEmpty || covers.isEmpty { return .vacuous("the proof has no obligation or no cover") }
    return isComplete ? nil : .inconclusive("the proof stops before the end of the walk")
  }
}
