import Execution
import LLVMIR
import PageWalk
import ProgramProof
import Programs
import SMT
import Simulator
import Translation

/// A run of a walk that is wrong, told as a story.
public struct Counterexample: Sendable, Hashable {
  public let property: String
  /// What is wrong.
  public let text: String
  /// Where it is seen.
  public let place: ProgramPlace
  public let addr: UInt64
  public let end: UInt64
  /// What happened, a line each.
  public let story: [String]
  /// The run as a scenario; nil where it cannot be run from one.
  public let scenario: Scenario?
}

/// Looks for runs of a program's walk that go wrong: executes it on small landscapes of tables, also
/// while other CPUs write, and judges each by what it hands back.
///
/// What the code does not tell is chosen so that the walk gets as far as it can. Nothing follows from
/// a search that finds nothing.
public final class ProgramSearch {
  let walk: WalkProgram
  let architecture: String
  let configuration: Configuration
  private var machine: ConcreteMachine { walk.machine }
  private var maker: EntryMaker { walk.maker }
  private var found: [String: Counterexample] = [:]
  private var doubted: [String: Int] = [:]
  /// How many runs were made.
  private var runs = 0
  /// Instructions that were executed.
  private var steps = 0
  /// Tables of whose leaves the walk was seen to hand back pages, and those of whose it was not.
  private var reached: [String] = []
  private var missed: [String] = []
  /// Why the first run that could not be judged was none.
  private var refusal: String?

  static let maximumSteps = 400_000_000
  static let maximumClimb = 5_000
  /// Runs that came to the same place of which variations are tried.
  static let maximumAlike = 4
  static let maximumDoubts = 5
  static let maximumModes = 8
  static let maximumMending = 400
  static let maximumCuts = 8

  /// A search in the walk that `top` begins.
  ///
  /// - Throws: `Refusal`, `IRError` where the code is not understood.
  public init(
    modules: [Module], top: String, architecture: Architecture, configuration: Configuration,
    compiled: CompiledKernel
  ) throws {
    self.architecture = architecture.name
    self.configuration = configuration
    walk = try WalkProgram(
      modules: modules, top: top, architecture: architecture, configuration: configuration,
      compiled: compiled)
  }

  /// What was looked at, in words.
  public var summary: String {
    var text =
      "runs: \(runs), with pages of \(reached.isEmpty ? "no table" : reached.joined(separator: ", "))"
    if !missed.isEmpty { text += ", none of \(missed.joined(separator: ", "))" }
    if reached.isEmpty, let refusal { text += ": \(refusal)" }
    return text
  }

  func run(_ trial: Trial, _ choices: Choices) throws -> WalkRun {
    guard !Deadline.isOver else { throw Refusal("the time is over (--timeout)", nil) }
    let run = try WalkRun(walk, trial: trial, choices: choices)
    runs += 1
    steps += run.steps
    return run
  }

  /// What is wrong with the walk, one run for each property, by the smallest trial that shows it.
  public func search() throws -> [Counterexample] {
    let trials = Trials(machine, maker)
    let (settled, runs) = try settle()
    for best in runs { try judge(best) }
    let reads = Dictionary(
      runs.map { ($0.trial.depth, $0.world.reads) }, uniquingKeysWith: { $1 })
    let rest = trials.quiet() + trials.racing { reads[$0.depth] }
    for trial in rest where steps < Self.maximumSteps { try judge(try run(trial, settled)) }
    if let run = try dummyThatMatters(trials.quiet(), settled) { found[run.property] = run }
    for trial in trials.plain() { try deviate(trial, trials.across(trial), settled) }
    return found.values.sorted { $0.property < $1.property }
  }

  /// What is taken for what is not known, so that the walk gets as far as it can, and the runs that got
  /// there: one for each table with leaves.
  func settle() throws -> (choices: Choices, runs: [WalkRun]) {
    var settled = Choices()
    var furthest: [WalkRun] = []
    (reached, missed) = ([], [])
    for trial in Trials(machine, maker).plain() {
      let best = try climb(trial, settled)
      settled = best.choices
      furthest.append(best)
      let name = machine.hardware.layout.tables[trial.depth].table.name
      if best.isComplete {
        reached.append(name)
      } else {
        missed.append(name)
      }
    }
    return (settled, furthest)
  }

  /// Runs in which one thing that is not known is another, once or always; also where what is asked for
  /// comes only with another argument.
  private func deviate(_ plain: Trial, _ across: Trial, _ settled: Choices) throws {
    var tried: Set<Unknown> = []
    var awaited: Set<Unknown> = []
    var modes = [settled]
    while let mode = modes.popLast() {
      let asked = try run(plain, mode).world.asked.filter {
        !$0.unknown.isBits && !tried.contains($0.unknown)
      }
      tried.formUnion(asked.map(\.unknown))
      for (unknown, width) in asked {
        for choice in mode.others(unknown, width: width, word: machine.word).likely {
          if case .number(let number) = choice, machine.mayLeadToTables(number) { continue }
          guard steps < Self.maximumSteps else { return }
          var trial = across
          trial.deviation = Deviation(unknown: unknown, occurrence: nil, choice: choice)
          try judge(try run(trial, mode))
          if unknown.isOfItsTime {
            for occurrence in 1...3 {
              trial.deviation = Deviation(unknown: unknown, occurrence: occurrence, choice: choice)
              try judge(try run(trial, mode))
            }
          } else if let other = try self.mode(
            plain, mode, unknown, choice, known: tried.union(awaited)),
            modes.count < Self.maximumModes
          {
            awaited.formUnion(other.world.asked.map(\.unknown))
            modes.append(other.choices)
          }
        }
      }
    }
  }

  /// A run that records all pages with something chosen otherwise, if it asks for what is not known
  /// yet.
  private func mode(
    _ trial: Trial, _ start: Choices, _ unknown: Unknown, _ choice: Choice, known: Set<Unknown>
  ) throws -> WalkRun? {
    func isNew(_ run: WalkRun) -> Bool {
      run.world.asked.contains { $0.unknown.isOfItsTime && !known.contains($0.unknown) }
    }
    let choices = start.setting(unknown, to: choice)
    guard isNew(try run(trial, choices)) else { return nil }
    // Something else may be needed then, too.
    let other = try climb(trial, choices, fixed: unknown, runs: Self.maximumMending)
    return other.isComplete && isNew(other) ? other : nil
  }

  private func judge(_ run: WalkRun) throws {
    guard run.refusal == nil else {
      refusal = refusal ?? run.refusal
      return
    }
    for fault in run.faults
    where found[fault.property] == nil && doubted[fault.property] ?? 0 < Self.maximumDoubts {
      if try isCertain(fault, run) {
        let (small, its) = try smallest(run, fault)
        found[fault.property] = try counterexample(small, its)
      } else {
        doubted[fault.property, default: 0] += 1
      }
    }
  }

  /// The same fault with fewer pages, and with fewer things chosen.
  private func smallest(_ run: WalkRun, _ fault: Fault) throws -> (WalkRun, Fault) {
    var (best, its) = (run, fault)
    func take(_ trial: Trial, _ choices: Choices) throws -> Bool {
      guard trial.addr < trial.end else { return false }
      let other = try self.run(trial, choices)
      guard other.refusal == nil,
        let same = other.faults.first(where: {
          $0.property == fault.property && $0.place == fault.place
        }), try isCertain(same, other)
      else { return false }
      (best, its) = (other, same)
      return true
    }
    let page = UInt64(1) << machine.pageShift
    for _ in 0..<Self.maximumCuts {
      let (addr, end) = (best.trial.addr, best.trial.end)
      if try take(best.trial.with(addr: addr, end: end &- page), best.choices) { continue }
      guard try take(best.trial.with(addr: addr &+ page, end: end), best.choices) else { break }
    }
    for (unknown, width) in best.world.asked where !unknown.isBits {
      let other = best.choices.leaving(unknown)
      guard
        best.choices[unknown, width, machine.word] != other[unknown, width, machine.word]
      else { continue }
      _ = try take(best.trial, other)
    }
    return (best, its)
  }

  /// Whether a fault does not depend on a number that comes from where nothing is known: what has no
  /// body, or memory elsewhere, may be more than a search takes it for.
  ///
  /// It depends on it where another number makes another fault of it, or a run that is right and gets as
  /// far; but for what a function gives that is handed nothing but pages, which may fail as it likes.
  private func isCertain(_ fault: Fault, _ run: WalkRun) throws -> Bool {
    for (unknown, width) in run.world.asked where !unknown.isBits {
      if case .argument = unknown { continue }
      if fault.isOfTaking, run.world.tellsWhetherAlone(unknown) { continue }
      let numbers: [UInt64]
      let isDeviating = run.trial.deviation?.unknown == unknown
      let choice =
        isDeviating
        ? run.trial.deviation?.choice : run.choices[unknown, width, machine.word]
      switch choice {
      case .number(let number):
        numbers = Self.turned.filter { $0 < width }.map { number ^ 1 << UInt64($0) }
      case .place, nil: numbers = [machine.places.hole + 0x5000]
      }
      for number in numbers {
        var trial = run.trial
        if isDeviating { trial.deviation?.choice = .number(number) }
        let other = try self.run(
          trial, isDeviating ? run.choices : run.choices.setting(unknown, to: .number(number)))
        guard other.refusal == nil else { continue }
        if let same = other.faults.first(where: { $0.property == fault.property }) {
          if same.text != fault.text { return false }
        } else if other.world.counted >= run.world.counted,
          !run.world.handedPagesAlone.contains(unknown)
        {
          return false
        }
      }
    }
    return true
  }

  /// Bits that are turned round to see whether a number matters.
  private static let turned = [0, 1, 3, 7, 12, 13, 20, 31, 33, 45]

  /// A run whose variations are tried.
  private struct Position {
    let run: WalkRun
    var variations: ArraySlice<(Unknown, Choice)>
    /// Whether it was the first to come to some function.
    var isNew = false
    var isLate = false

    func isBehind(_ other: Position) -> Bool {
      isNew == other.isNew ? run.isBehind(other.run) : other.isNew
    }
  }

  /// The run that gets furthest on a trial, by other choices for what is not known.
  ///
  /// The best one that has variations left is varied first, of those that came where none had been
  /// before; every third time one that has waited, lest what looks best leads nowhere. What is less
  /// likely to help comes when nothing else is left.
  private func climb(
    _ trial: Trial, _ start: Choices, fixed: Unknown? = nil, runs allowed: Int = maximumClimb
  ) throws -> WalkRun {
    var best = try run(trial, start)
    let lastRun = runs + allowed
    var seen: [WalkRun.Signature: Int] = [best.signature: 1]
    var open = [Position(run: best, variations: likely(best)[...])]
    var late: [WalkRun] = []
    var covered = best.world.functions
    var turn = 0
    while runs < lastRun, !open.isEmpty || !late.isEmpty {
      turn += 1
      if open.isEmpty {
        let run = late.removeLast()
        open.append(Position(run: run, variations: possible(run)[...], isLate: true))
        continue
      }
      var position = turn % 3 == 0 ? open.removeFirst() : open.removeLast()
      if position.run.isComplete { return position.run }
      while runs < lastRun {
        guard let (unknown, choice) = position.variations.popFirst() else {
          let place = late.firstIndex { position.run.isBehind($0) }
          if !position.isLate { late.insert(position.run, at: place ?? late.count) }
          break
        }
        if unknown == fixed { continue }
        let other = try run(trial, position.run.choices.setting(unknown, to: choice))
        guard !other.score.isEmpty else { continue }
        seen[other.signature, default: 0] += 1
        guard seen[other.signature] ?? 0 <= Self.maximumAlike else { continue }
        var next = Position(run: other, variations: likely(other)[...])
        next.isNew = !other.world.functions.isSubset(of: covered)
        covered.formUnion(other.world.functions)
        let isBetter = next.isNew || position.run.isBehind(other)
        if isBetter {
          let place = open.firstIndex { position.isBehind($0) }
          open.insert(position, at: place ?? open.count)
        }
        if other.refusal == nil, best.refusal != nil || best.isBehind(other) { best = other }
        let place = open.firstIndex { next.isBehind($0) }
        open.insert(next, at: place ?? open.count)
        if isBetter { break }
      }
    }
    return best
  }

  /// Other choices for what a run asked for, of what was asked for last first.
  private func variations(
    of run: WalkRun, _ chosen: ((likely: [Choice], possible: [Choice])) -> [Choice]
  ) -> [(Unknown, Choice)] {
    let differences = run.world.differences.sorted()
    let all = run.world.asked.reversed().map { unknown, width in
      var free: [Int] = []
      if case .bits(let kind, let position) = unknown {
        free = maker.freeBits(kind, in: position)
      }
      return chosen(
        run.choices.others(
          unknown, width: width, word: machine.word, free: free, differences: differences)
      ).filter { choice in
        guard case .number(let number) = choice, !unknown.isBits else { return true }
        return !machine.mayLeadToTables(number)
      }.map { (unknown, $0) }
    }
    // What can be few things comes before what can be many.
    return all.enumerated().sorted {
      ($0.element.count, $0.offset) < ($1.element.count, $1.offset)
    }.flatMap(\.element)
  }

  private func likely(_ run: WalkRun) -> [(Unknown, Choice)] {
    variations(of: run) { $0.likely }
  }

  private func possible(_ run: WalkRun) -> [(Unknown, Choice)] {
    variations(of: run) { $0.possible }
  }

  // MARK: stories

  private func counterexample(_ run: WalkRun, _ fault: Fault) throws -> Counterexample {
    var story: [String] = []
    let events = run.world.events
    for (number, event) in events.enumerated() where number <= max(fault.event, 0) + 1 {
      story.append(line(event, run))
    }
    if story.count > 40 {
      let left = story.count - 40
      story = Array(story.prefix(8)) + ["(\(left) steps are left out)"] + story.suffix(32)
    }
    return Counterexample(
      property: fault.property, text: fault.text, place: fault.place,
      addr: run.trial.addr, end: run.trial.end, story: story,
      scenario: try scenario(run, fault))
  }

  private func line(_ event: WalkEvent, _ run: WalkRun) -> String {
    func name(_ position: Int) -> String { machine.hardware.layout.tables[position].table.name }
    let place = event.place.description
    switch event.kind {
    case .read(let number, let index, let value, let isMarked):
      let table = run.world.landscape.tables[number]
      let whose =
        table.generation == 0 || table.generation == Landscape.later
        ? "" : " of another address space"
      return
        "\(place) reads \(name(table.position))[\(index)]\(whose) = \(value.hexadecimal)"
        + (isMarked ? "" : ", plainly")
    case .stray(let address): return "\(place) reads \(address.hexadecimal), which is no table"
    case .stack: return "\(place) reads the stack where no object is"
    case .record(let slot, let page):
      let frame = machine.frame(ofPage: page).map { ($0 << machine.pageShift).hexadecimal }
      return "\(place) records \(frame ?? "what is no page") in slot \(slot)"
    case .touch: return "\(place) takes the page"
    case .change(let position, let index, let value, _):
      return "another CPU writes \(name(position))[\(index)] = \(value.hexadecimal)"
    }
  }
}
