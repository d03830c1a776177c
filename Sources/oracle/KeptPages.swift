import PageWalk
import Simulator

/// Whether a page was kept though an entry that led to it was not seen again as it was: by the history
/// of reads, whatever the walk compares with what.
struct KeptPages {
  let machine: SmallMachine
  let walker: Walker

  /// One round of a level function's loop: the read of its entry, and where that entry lies.
  private struct Round {
    let step: Step
    /// The live entry; nil where the walk read something else.
    let place: UInt64?
  }

  /// Whether the walk states anything that its kernel compares again; else nothing is demanded.
  var comparesAny: Bool { walker.levels.contains { !($0.compared ?? []).isEmpty } }

  /// Why a page of a run should not have been kept, in words; nil where all may be.
  func fault(of trace: Trace) -> String? {
    guard comparesAny else { return nil }
    let names = Dictionary(
      walker.levels.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var current: [String: Round] = [:]
    var kept = trace.pages[...]
    for (position, step) in trace.steps.enumerated() {
      // The read of a round is the one whose part of the range is known.
      guard let next = step.next else { continue }
      current[step.level] = Round(step: step, place: place(of: step, current))
      guard let page = kept.first, page.addr == step.addr, let level = names[step.level],
        isLastRound(at: step.addr, trace.steps[(position + 1)...]), takes(page, step.addr, next)
      else { continue }
      kept.removeFirst()
      let later = trace.steps[(position + 1)...].prefix { $0.next == nil }.filter(\.again)
      for copy in level.compared ?? [] {
        guard let name = walker.levels.first(where: { $0.value == copy })?.name,
          let round = current[name]
        else { return "keeps a page without the copy '\(copy)'" }
        let isSeenAgain = later.contains {
          $0.pointer == round.place && $0.value == round.step.value
        }
        if !isSeenAgain {
          return "keeps the page of 0x\(String(step.addr, radix: 16)), and \(copy) may have changed"
        }
      }
    }
    return nil
  }

  /// Whether no level below reads an entry for the same address.
  private func isLastRound(at addr: UInt64, _ later: ArraySlice<Step>) -> Bool {
    guard let round = later.first(where: { $0.next != nil }) else { return true }
    return round.addr != addr
  }

  private func takes(_ page: PageExtent, _ addr: UInt64, _ next: UInt64) -> Bool {
    (next &- addr) & ((1 << UInt64(machine.word)) - 1) == page.length
  }

  /// Where the entry of a round lies: a local copy stands for what it was read from.
  private func place(of step: Step, _ current: [String: Round]) -> UInt64? {
    switch step.location {
    case .table: return step.pointer
    case .copy(let level): return current[level]?.place
    case .stack, .nowhere: return nil
    }
  }
}
