import PageWalk

/// One thing that a proof takes for granted. `docs/assumptions.md` says of each where it is used and
/// why it is needed.
public struct Assumption: Sendable, Hashable {
  /// What it is called wherever it is spoken of. Names do not change.
  public enum Identifier: String, Sendable, Hashable, CaseIterable {
    case hardware
    case asWritten = "as-written"
    case checks
    case callers
    case translated
    case tablesStay = "tables-stay"
    case levelsStay = "levels-stay"
    case elsewhereStays = "elsewhere-stays"
    case lockedStill = "locked-still"
    case agreeStill = "agree-still"
    case entriesCarry = "entries-carry"
    case buildCarries = "build-carries"
    case tableVisible = "table-visible"
    case place
    case copiesApart = "copies-apart"
    case virtualIsPhysical = "virtual-is-physical"
    case linearMapping = "linear-mapping"
    case readsOnce = "reads-once"
    case atomic
    case ordered
    case comparedStated = "compared-stated"
    case comparedNotStated = "compared-not-stated"
    case slotsInOrder = "slots-in-order"
    case slotsByAddress = "slots-by-address"
    case stated
  }

  public let identifier: Identifier
  /// One sentence, or one for each walk.
  public let sentence: String
}

/// What every proof assumes, from this one list.
public enum Assumptions {
  /// All that proofs of `subjects` assume.
  public static func all(of subjects: [Subject]) -> [Assumption] {
    all(of: subjects.map(\.walker))
  }

  /// What proofs of a kernel's code assume, besides what is stated of its functions:
  /// docs/program-proof.md.
  public static func ofCode(
    _ function: String, _ build: CompiledKernel, unknowns: [String]
  ) -> [Assumption] {
    Assumption.Identifier.allCases.compactMap { identifier in
      let sentence: String?
      switch identifier {
      case .asWritten: sentence = "\(function) is compiled to what the compiler's IR means."
      case .virtualIsPhysical where build.linear == nil:
        sentence = "\(function) sees a physical address at its own number."
      case .linearMapping:
        sentence = build.linear.map {
          "\(function) sees the physical address phys at \($0.text(word: 64))."
        }
      case .buildCarries:
        sentence = build.carries.map {
          "The kernel of \(function) makes no entry but with \($0.text(word: 64))."
        }
      case .elsewhereStays where !unknowns.isEmpty:
        sentence =
          "What \(function) reads from elsewhere stays the same during the walk:"
          + " \(unknowns.joined(separator: ", "))."
      case .stated:
        sentence = "What is stated of the kernel's functions holds (docs/program-proof.md)."
      case .translated: sentence = nil
      default: sentence = always(identifier)
      }
      return sentence.map { Assumption(identifier: identifier, sentence: $0) }
    }
  }

  /// All that proofs of `walkers` assume.
  public static func all(of walkers: [Walker]) -> [Assumption] {
    var walks: [Walk] = []
    for walker in walkers where !walks.contains(where: { $0.walker == walker }) {
      walks.append(Walk(walker: walker))
    }
    return Assumption.Identifier.allCases.compactMap { identifier in
      var sentences: [String] = []
      if let sentence = always(identifier) {
        sentences = [sentence]
      } else {
        for walk in walks {
          guard let sentence = walk.sentence(identifier), !sentences.contains(sentence) else {
            continue
          }
          sentences.append(sentence)
        }
      }
      return sentences.isEmpty
        ? nil
        : Assumption(identifier: identifier, sentence: sentences.joined(separator: " "))
    }
  }

  /// What is assumed whatever the walk is.
  private static func always(_ identifier: Assumption.Identifier) -> String? {
    switch identifier {
    case .hardware:
      return "The MMU does what the hardware part of the architecture's model says."
    case .translated:
      return "A range that the tables do not translate is judged by in-reach and right-pages"
        + " alone; all else is about the others."
    case .tablesStay:
      return "Tables that a live entry named stay allocated, and tables of their kind, until the"
        + " walk ends (interrupts off, RCU, or a lock)."
    case .levelsStay:
      return "The number of levels, the configuration and the top table stay the same during the"
        + " walk."
    case .entriesCarry:
      return "Every entry of a table always holds a value that its architecture lists (carries)."
    case .tableVisible:
      return "A table that a live entry names is there, and who reads the entry sees what the"
        + " table holds."
    case .place: return "Tables are aligned as listed, do not lie at 0 and do not wrap."
    case .copiesApart:
      return "Local copies lie apart from the tables, from the pages that entries map and from each"
        + " other; nobody but the walk writes them."
    case .readsOnce:
      return "Every read that is written, a plain one too, happens once, there, and untorn."
    case .atomic: return "Hardware reads and writes of an aligned entry are atomic."
    case .ordered:
      return "Reads of the same address are ordered, and what is looked at again is read after the"
        + " page was taken."
    default: return nil
    }
  }
}

/// A walk, as sentences.
private struct Walk {
  let walker: Walker

  private var title: String { walker.title }

  private func texts(_ expressions: [Expression]) -> String {
    expressions.map { $0.text(word: 64) }.joined(separator: "; ")
  }

  /// What an assumption says of this walk; nil where it says nothing.
  func sentence(_ identifier: Assumption.Identifier) -> String? {
    switch identifier {
    case .asWritten:
      return "\(title) does what its model says, or gives up (\(walker.source))."
    case .checks: return checks
    case .callers:
      guard !walker.callers.isEmpty else { return nil }
      return "The callers of \(title) see to what it does not check: \(texts(walker.callers))."
    case .lockedStill:
      guard walker.reads == .locked else { return nil }
      return "While \(title) runs nothing changes at all: its lock keeps every entry as it is."
    case .agreeStill:
      guard walker.reads == .lockless else { return nil }
      return "Where advance-agrees reads an entry of \(title) again, it has not changed."
    case .slotsInOrder:
      guard walker.handsBackPages, !walker.holes else { return nil }
      return "\(title) writes down pages in the order in which it takes them, each in the next"
        + " slot."
    case .slotsByAddress:
      guard walker.handsBackPages, walker.holes else { return nil }
      return "Who calls \(title) is told the address of each page, so that what is left out moves"
        + " no other page."
    case .comparedStated, .comparedNotStated: return compared(identifier)
    case .virtualIsPhysical: return "\(title) sees a physical address at its own number."
    default: return nil
    }
  }

  private var checks: String {
    let others = walker.callers.isEmpty ? ", and no others" : ""
    guard !walker.range.isEmpty else {
      return "\(title) checks nothing of the range itself\(others)."
    }
    return
      "The range passed the checks that \(title) itself makes\(others): \(texts(walker.range))."
  }

  private func compared(_ identifier: Assumption.Identifier) -> String? {
    let taking = walker.levels.filter { $0.page != nil }
    guard identifier == .comparedStated else {
      let silent = taking.filter { $0.compared == nil }.map(\.name)
      guard !silent.isEmpty else { return nil }
      return "Which entries \(title) compares again is not stated for"
        + " \(silent.joined(separator: ", ")), so that kept-after-recheck demands nothing there."
    }
    let stated = taking.compactMap { level in
      level.compared.map { names in
        "\(level.name) (\(names.isEmpty ? "none" : names.joined(separator: ", ")))"
      }
    }
    guard !stated.isEmpty else { return nil }
    return "Which entries \(title) compares again before it keeps a page is stated from its source:"
      + " \(stated.joined(separator: ", "))."
  }
}
