import Execution
import ProgramProof
import Programs
import Simulator

/// A walk's execution on one trial.
struct WalkRun {
  let trial: Trial
  /// How many pages its range has.
  let wanted: Int
  let choices: Choices
  var world: SearchWorld
  let steps: Int
  /// What is wrong with it.
  private(set) var faults: [Fault]
  /// Why it says nothing; nil where it can be judged.
  let refusal: String?
  /// Whether it went round until it was stopped, or came to where control does not come.
  let isCutOff: Bool

  /// Whether it can be judged, and counts a page for all of its range.
  var isComplete: Bool { refusal == nil && world.counted == wanted }

  /// How far it came, to be compared.
  var score: [Int] {
    if refusal != nil, !isCutOff { return [] }
    return [
      // One that goes round reads the same again and again.
      min(max(0, world.counted), 1 << 20), isCutOff ? 0 : min(world.reads, 1 << 6),
      world.hasTouched ? 1 : 0,
      world.functions.count, world.asked.count, isCutOff ? 0 : min(steps, 100_000),
    ]
  }

  func isBehind(_ other: WalkRun) -> Bool { score.lexicographicallyPrecedes(other.score) }

  /// What tells runs apart that came to different places.
  var signature: Signature {
    Signature(
      counted: world.counted, reads: world.reads, functions: world.functions,
      steps: isCutOff ? 0 : steps)
  }

  struct Signature: Hashable {
    let counted: Int
    let reads: Int
    let functions: Set<String>
    let steps: Int
  }

  /// Walks on a trial.
  ///
  /// - Parameter given: the tables; nil means those of the trial's plan.
  init(
    _ walk: WalkProgram, trial: Trial, choices: Choices, on given: Landscape? = nil
  ) throws {
    let (machine, program, roles) = (walk.machine, walk.program, walk.roles)
    self.trial = trial
    wanted = Int((trial.end - trial.addr) >> machine.pageShift)
    self.choices = choices
    let landscape =
      given
      ?? Landscape(trial.plan, machine: machine, maker: walk.maker) {
        choices.bits($0, in: $1)
      }
    var world = SearchWorld(
      machine, landscape, choices, trial, program: program)
    let function = program.functions[walk.top]
    var arguments: [UInt64] = []
    for (position, register) in (function?.parameters ?? []).enumerated() {
      switch position {
      case roles.addr: arguments.append(trial.addr)
      case roles.end: arguments.append(trial.end)
      case roles.pages: arguments.append(machine.places.pages)
      case roles.count: arguments.append(machine.places.count)
      default:
        arguments.append(world.argument(position, width: function?.widths[register] ?? 64))
      }
    }
    try world.begin()
    var execution = ConcreteExecution(
      program, in: world,
      stack: Stack(start: machine.places.stack, size: 1 << 18, gap: 96),
      maximumSteps: 15_000 + 1_500 * wanted)
    var refusal: String?
    var isCutOff = false
    var faults: [Fault] = []
    do {
      _ = try execution.call(walk.top, arguments)
    } catch let error as ExecutionError {
      switch error.kind {
      case .writeOutsideObject:
        faults.append(
          Fault(
            property: "no-stack-iteration", text: "writes to the stack where no object is",
            place: error.place, event: execution.world.events.count))
      case .stepLimit, .unreachable:
        isCutOff = true
        refusal = error.description
      default: refusal = error.description
      }
    } catch let error as SearchError {
      refusal = error.text
    }
    if refusal == nil, !execution.world.hasRoot {
      refusal = "the walk was not seen to ask for a top table"
    }
    self.world = execution.world
    self.refusal = refusal
    self.isCutOff = isCutOff
    self.faults = faults + execution.world.faults
    steps = execution.steps
    if refusal == nil { try judge(machine) }
  }

  private mutating func judge(_ machine: ConcreteMachine) throws {
    let counted = world.counted
    guard counted >= 0, counted <= wanted else {
      add("right-pages", "counts \(counted) pages in a range of \(wanted)", nil)
      add("exact-cover", "counts \(counted) pages in a range of \(wanted)", nil)
      return
    }
    for slot in 0..<counted {
      let addr = trial.addr &+ UInt64(slot) << machine.pageShift
      guard let page = world.page(inSlot: slot) else {
        add("right-pages", "counts the slot \(slot), where it wrote no page", slot)
        return
      }
      let pages = try world.landscape.pages(at: addr)
      guard let frame = machine.frame(ofPage: page).map({ $0 << machine.pageShift }),
        pages.contains(frame)
      else {
        let has = pages.sorted().map { $0.hexadecimal }.joined(separator: " or ")
        let got =
          machine.frame(ofPage: page).map {
            ($0 << machine.pageShift).hexadecimal
          } ?? "\(page.hexadecimal), which is no page,"
        add(
          "right-pages",
          "hands back \(got) for \(addr.hexadecimal), where the hardware has "
            + (has.isEmpty ? "nothing" : has), slot)
        return
      }
      let changes = world.changes
      guard wanted == 1 || !changes.isEmpty,
        let depth = try position(of: frame, at: addr, machine)
      else { continue }
      // A leaf of another table is taken by its first page.
      let last = machine.tables - 1
      if wanted == 1, depth == last, changes.allSatisfy({ $0.position == last }),
        trial.deviation == nil, world.hasTouched, world.pagesStandAlone,
        !world.touched.contains(frame >> machine.pageShift)
      {
        let taken = world.touched.sorted().map {
          ($0 << machine.pageShift).hexadecimal
        }
        add(
          "right-pages",
          "hands back \(frame.hexadecimal), having taken \(taken.joined(separator: ", "))",
          slot, isOfTaking: true)
        return
      }
      // What is changed before the page is taken, in an entry that is looked at again.
      let looked = depth == last ? max(0, last - 1)...last : depth...depth
      var landscape = world.landscape
      guard !changes.isEmpty, world.hasTouched,
        changes.allSatisfy({ $0.isBeforeTouch && looked.contains($0.position) }),
        let entry = try landscape.way(to: addr).last
      else { continue }
      if try machine.hardware.page(
        of: landscape.entry(entry.table, entry.index), at: addr,
        in: landscape.tables[entry.table].position) != frame
      {
        add(
          "kept-after-recheck",
          "keeps \(frame.hexadecimal), though its entry had changed before it was taken",
          slot)
      }
    }
  }

  /// The position of the table in which the walk read the leaf that maps a frame; nil where it read none.
  private func position(
    of frame: UInt64, at addr: UInt64, _ machine: ConcreteMachine
  ) throws -> Int? {
    for event in world.events.reversed() {
      guard case .read(let number, _, let value, _) = event.kind else { continue }
      let position = world.landscape.tables[number].position
      if let page = try machine.hardware.page(of: value, at: addr, in: position),
        page >> machine.pageShift == frame >> machine.pageShift
      {
        return position
      }
    }
    return nil
  }

  /// A fault that a slot shows; where it was written is where it is seen.
  private mutating func add(
    _ property: String, _ text: String, _ slot: Int?, isOfTaking: Bool = false
  ) {
    let event = world.events.lastIndex {
      if case .record(let written, _) = $0.kind { return slot == nil || written == slot }
      return false
    }
    let place =
      event.map { world.events[$0].place } ?? world.events.last?.place
      ?? ProgramPlace(function: "", source: nil)
    faults.append(
      Fault(
        property: property, text: text, place: place, event: (event ?? -1) + 1,
        isOfTaking: isOfTaking))
  }
}
