import PageWalk
import Simulator

/// Runs as scenarios, and the other way round.
extension ProgramSearch {
  /// Walks on a scenario's memory, with its answers for what neither code nor memory tells, or, where
  /// the scenario is a model's, with those by which the walk gets furthest.
  ///
  /// - Throws: `SimulationError` where the run cannot be judged.
  public func replay(_ scenario: Scenario) throws -> Trace {
    let choices = try scenario.code.map { Choices($0.answers) } ?? settle().choices
    do {
      let run = try run(scenario, choices)
      if let refusal = run.refusal { throw SimulationError(refusal) }
      try requireKnownPages(run)
      return try run.trace(walk.machine)
    } catch let error as SearchError {
      throw SimulationError(error.text)
    }
  }

  /// What the kernel keeps of a page that lies too high, a run does not know, nor that it is taken.
  private func requireKnownPages(_ run: WalkRun) throws {
    for event in run.world.events {
      guard case .read(let number, _, let value, _) = event.kind,
        let page = try walk.machine.hardware.page(
          of: value, at: run.trial.addr, in: run.world.landscape.tables[number].position),
        page >= walk.machine.places.end
      else { continue }
      throw SimulationError(
        "the page \(page.hexadecimal) lies too high; runs of code know pages below"
          + " \(walk.machine.places.end.hexadecimal)")
    }
  }

  private func run(_ scenario: Scenario, _ choices: Choices) throws -> WalkRun {
    let landscape = try Landscape(scenario, machine: walk.machine, maker: walk.maker)
    var trial = Trial(
      addr: scenario.addr, end: scenario.end,
      plan: Plan(parts: [Plan.Part(start: 0, depth: 0, isHole: true)]))
    trial.interference = scenario.writes.map {
      Interference(
        moment: .afterStep(max(0, $0.step - 1)), target: .place($0.address, value: $0.value))
    }
    trial.once = (scenario.code?.answers ?? []).compactMap { answer in
      answer.time.map {
        NamedDeviation(
          what: answer.what, occurrence: $0, choice: answer.value.map { .number($0) } ?? .place)
      }
    }
    return try WalkRun(walk, trial: trial, choices: choices, on: landscape)
  }

  /// A run as a scenario; nil where running that does not show the same.
  func scenario(_ run: WalkRun, _ fault: Fault) throws -> Scenario? {
    var landscape = run.world.landscape
    _ = try landscape.pagesAtStart(from: run.trial.addr, to: run.trial.end)
    guard let top = landscape.tables.first else { return nil }
    let trace = try run.trace(walk.machine)
    let scenario = Scenario(
      about: "\(fault.text), in \(fault.place)", architecture: architecture,
      configuration: configuration, walker: "", revision: "",
      code: Scenario.CodeWalk(function: walk.top, answers: answers(run)), addr: run.trial.addr,
      end: run.trial.end, top: walk.machine.physical(top.base), tables: try landscape.images(),
      stack: Scenario.Stack(base: 0, size: 0, copies: [:], slots: [:]), writes: writes(run),
      expectation: trace.expectation)
    // One that walks another address space's tables, which no scenario has, is none.
    guard let again = try? replay(scenario) else { return nil }
    return again.expectation == scenario.expectation ? scenario : nil
  }

  private func answers(_ run: WalkRun) -> [Scenario.CodeWalk.Answer] {
    func answer(
      _ unknown: Unknown, _ choice: Choice, _ time: Int? = nil
    ) -> Scenario.CodeWalk.Answer {
      switch choice {
      case .number(let number):
        Scenario.CodeWalk.Answer(what: unknown.description, time: time, value: number)
      case .place: Scenario.CodeWalk.Answer(what: unknown.description, time: time, value: nil)
      }
    }
    let word = walk.machine.word
    var answers: [Scenario.CodeWalk.Answer] = []
    for (unknown, width) in run.world.asked where !unknown.isBits {
      var choice = run.choices[unknown, width, word]
      if let deviation = run.trial.deviation, deviation.unknown == unknown {
        if let time = deviation.occurrence {
          answers.append(answer(unknown, deviation.choice, time))
        } else {
          choice = deviation.choice
        }
      }
      if choice != Choices()[unknown, width, word] { answers.append(answer(unknown, choice)) }
    }
    return answers
  }

  private func writes(_ run: WalkRun) -> [Scenario.Write] {
    var step = 1
    var writes: [Scenario.Write] = []
    for event in run.world.events {
      if event.kind.isStep { step += 1 }
      if case .change(_, _, let value, let address) = event.kind {
        writes.append(Scenario.Write(step: step, address: address, value: value))
      }
    }
    return writes
  }
}
