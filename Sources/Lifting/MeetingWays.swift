import LLVMIR
import PageWalk

/// Both ways of a branch, as one where nothing happens before they meet.
extension Executor {
  /// Goes both ways of a branch: to where they meet, if nothing happens until there, and else each
  /// to its end.
  func fork(
    _ test: LiftedWord, _ first: String, _ second: String, _ instruction: Instruction,
    _ frame: Frame, _ memory: LocalMemory, block: Int, then: @escaping Continuation
  ) throws -> Tree {
    let label = frame.function.blocks[block].label
    if let meeting = frame.flow.postdominators[block] {
      do {
        let merged = try merge(
          test, first, second, instruction, frame, memory, from: label, at: meeting)
        // What was merged already chose the phis of the block where the ways meet.
        if frame.flow.loops[meeting] != nil { throw NotPure() }
        return try run(merged.frame, merged.memory, block: meeting, index: 0, then: then)
      } catch is NotPure {}
    }
    return branch(
      test, try go(to: first, from: label, instruction, frame, memory, then: then),
      try go(to: second, from: label, instruction, frame, memory, then: then),
      site(instruction, frame))
  }

  private struct Meeting {
    var frame: Frame
    var memory: LocalMemory
  }

  private func merge(
    _ test: LiftedWord, _ first: String, _ second: String, _ instruction: Instruction,
    _ frame: Frame, _ memory: LocalMemory, from label: String, at meeting: Int
  ) throws -> Meeting {
    let a = try runPurely(frame, memory, to: first, from: label, until: meeting)
    let b = try runPurely(frame, memory, to: second, from: label, until: meeting)
    var merged = Meeting(frame: frame, memory: memory)
    for name in Set(a.frame.values.keys).intersection(b.frame.values.keys) {
      guard let x = a.frame.values[name], let y = b.frame.values[name] else { continue }
      merged.frame.values[name] = try select(test, x, y, a.memory, b.memory)
    }
    for (slot, content) in a.memory.slots {
      guard let other = b.memory.slots[slot] else { continue }
      merged.memory.replace(
        slot, with: try select(test, content, other, a.memory, b.memory))
    }
    return merged
  }

  private func select(
    _ test: LiftedWord, _ first: LocalMemory.Slot, _ second: LocalMemory.Slot,
    _ a: LocalMemory, _ b: LocalMemory
  ) throws -> LocalMemory.Slot {
    if first.cells == second.cells { return first }
    var merged = first
    merged.cells = []
    let places = Set(first.cells.map { [$0.offset, $0.size] })
      .union(second.cells.map { [$0.offset, $0.size] })
    for place in places.sorted(by: { $0[0] < $1[0] }) {
      let x = first.cells.first { [$0.offset, $0.size] == place }
      let y = second.cells.first { [$0.offset, $0.size] == place }
      let overlaps = { (cells: [LocalMemory.Cell]) in
        cells.contains { $0.offset < place[0] + place[1] && place[0] < $0.offset + $0.size }
      }
      if x == nil && overlaps(first.cells) || y == nil && overlaps(second.cells) { throw NotPure() }
      merged.cells.append(
        LocalMemory.Cell(
          offset: place[0], size: place[1],
          value: try select(test, x?.value ?? .undefined, y?.value ?? .undefined, a, b)))
    }
    return merged
  }

  private func select(
    _ test: LiftedWord, _ first: LiftedValue, _ second: LiftedValue, _ a: LocalMemory,
    _ b: LocalMemory
  ) throws -> LiftedValue {
    if first == second || second == .undefined { return first }
    if first == .undefined { return second }
    if case .page(let x) = first, case .page(let y) = second {
      return .page(builder.select(test, x, y))
    }
    let width =
      [first, second].lazy.compactMap { value -> Int? in
        if case .word(let word) = value { return word.width }
        return nil
      }.first ?? builder.word
    guard let x = word(first, width: width, a, site: nil),
      let y = word(second, width: width, b, site: nil), x.width == y.width
    else { throw NotPure() }
    return .word(builder.select(test, x, y))
  }

  /// What comes after a block on a way that is to meet another.
  private enum Step {
    case label(String)
    /// Ways inside met at a block, whose phis are chosen.
    case meeting(Int, Meeting)
  }

  /// Runs to the block `meeting`, if nothing but computing happens until there.
  private func runPurely(
    _ frame: Frame, _ memory: LocalMemory, to target: String, from label: String,
    until meeting: Int
  ) throws -> Meeting {
    var state = Meeting(frame: frame, memory: memory)
    var step = Step.label(target)
    var previous = label
    for _ in 0...frame.function.blocks.count {
      let block: Int
      switch step {
      case .label(let label):
        guard let position = frame.function.position(of: label) else { throw NotPure() }
        block = position
        if block != meeting, frame.flow.loops[block] != nil { throw NotPure() }
        try choosePhis(&state.frame, state.memory, block: block, from: previous)
      case .meeting(let position, let merged): (block, state) = (position, merged)
      }
      if block == meeting { return state }
      do { step = try passPurely(&state, block: block) } catch is ReadsTable { throw NotPure() }
      previous = frame.function.blocks[block].label
    }
    throw NotPure()
  }

  private func passPurely(_ state: inout Meeting, block: Int) throws -> Step {
    let label = state.frame.function.blocks[block].label
    for instruction in state.frame.function.blocks[block].instructions {
      try count(instruction, state.frame)
      switch instruction.operation {
      case .phi: continue
      case .call(let call):
        guard let value = try simpleCall(call, instruction, state.frame, &state.memory) else {
          throw NotPure()
        }
        if let result = instruction.result { state.frame.values[result] = value }
      case .branch(let target): return .label(target)
      case .conditional(let condition, let first, let second):
        guard
          let test = word(
            try value(condition, .integer(1), instruction, state.frame), width: 1, state.memory,
            site: site(instruction, state.frame))
        else { throw NotPure() }
        if let known = test.constant { return .label(known == 0 ? second : first) }
        guard let inner = state.frame.flow.postdominators[block],
          state.frame.flow.loops[inner] == nil
        else { throw NotPure() }
        return .meeting(
          inner,
          try merge(
            test, first, second, instruction, state.frame, state.memory, from: label, at: inner))
      case .switch(let subject, let otherwise, let cases):
        guard
          case .word(let word) = try value(
            subject.operand, subject.type, instruction, state.frame),
          let known = word.constant
        else { throw NotPure() }
        return .label(cases.first { $0.0 == known }?.1 ?? otherwise)
      case .callBranch, .return, .unreachable: throw NotPure()
      default: try execute(instruction, &state.frame, &state.memory)
      }
    }
    throw NotPure()
  }
}
