import PageWalk
import Simulator

/// A run told in plain sentences, for someone who knows C but not this bug.
public enum Explanation {
  private static var width: Int { min(TextWrap.width, 100) - 4 }
  /// The most steps that are told one by one.
  private static let maximumSteps = 60

  /// The story: what is there, what happens step by step, what the hardware would have done, and
  /// what comes of it.
  ///
  /// - Parameters:
  ///   - showsMarks: whether a read without READ_ONCE is a fault that is told.
  ///   - isShort: whether what is the same for every walk is left out.
  ///   - mended: the walk of a later release that is right on the same memory, where one is.
  /// - Throws: `SymbolicLayout` or `LayoutError` where the configuration has no numbers.
  public static func text(
    scenario: Scenario, subject: Subject, trace: Trace, showsMarks: Bool = true,
    isShort: Bool = false, mended: String? = nil
  ) throws -> String {
    let hardware = try HardwareWalk(subject: subject)
    let teller = Teller(
      scenario: scenario, subject: subject, trace: trace, hardware: hardware,
      isShort: isShort, fault: trace.fault(showsMarks: showsMarks), showsMarks: showsMarks)
    var lines: [String] = []
    var sections = try teller.sections()
    if let mended, teller.fault != nil {
      sections.append(
        ("What mends it", ["\(mended) walks the same memory and nothing goes wrong."]))
    }
    for (title, paragraphs) in sections.dropFirst(isShort ? 1 : 0) {
      if !lines.isEmpty, !isShort { lines.append("") }
      lines.append(title)
      for paragraph in paragraphs {
        // A page wraps by itself.
        lines +=
          isShort
          ? [paragraph]
          : TextWrap.lines(paragraph, width: width - 2, indent: "  ").map { "  " + $0 }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private struct Teller {
    let scenario: Scenario
    let subject: Subject
    let trace: Trace
    let hardware: HardwareWalk
    let isShort: Bool
    let fault: Int?
    let showsMarks: Bool
    var layout: Layout { hardware.layout }
    var isCode: Bool { subject.walker.isCode }
    /// Else it only tells that there is a page.
    var handsBackPages: Bool { isCode || subject.walker.handsBackPages }

    var bad: Step? { fault.flatMap { bad in trace.steps.first { $0.number == bad } } }

    func sections() throws -> [(String, [String])] {
      var sections = [("What is there", setting()), ("What the walk does", steps())]
      let wrong = trace.wrongAddr(at: bad) ?? scenario.addr
      sections.append(("What the hardware does", [try hardwareWay(to: wrong)]))
      sections.append(("What comes of it", outcome()))
      return sections
    }

    // MARK: setting

    private func setting() -> [String] {
      let tables = layout.tables.map { table in
        "\(table.table.name) (\(1 << table.index) entries of \(size(1 << UInt64(table.shift))))"
      }
      let names = subject.walker.levels.map(\.name)
      let pages = max(1, (scenario.end &- scenario.addr) >> UInt64(layout.pageShift))
      let range =
        "The range is [\(scenario.addr.hexadecimal), \(scenario.end.hexadecimal)), \(pages)"
        + " \(pages == 1 ? "page" : "pages")."
      if isCode {
        return ["\(subject.title). The hardware translates with \(self.tables(tables)).", range]
          + answers()
      }
      var told = [
        "\(subject.title). The hardware translates with \(self.tables(tables)).",
        "The kernel's walk is written for \(names.count) levels, \(names.joined(separator: ", "))."
          + " Each level function reads an entry through a pointer, its cursor, works out how much"
          + " of the range the entry is for (next), hands that part down together with a copy of"
          + " the entry on its stack, and goes on with the next entry until the range is done.",
      ]
      let folded = foldedLevels()
      if !folded.isEmpty {
        told.append(
          "No table of its own is read at \(folded.joined(separator: ", ")) here: the cursor is the"
            + " pointer that the level above had, or the address of its local copy, and the loop"
            + " must run only once.\(helpersThatTell())")
      }
      told.append(range)
      return told
    }

    private func tables(_ tables: [String]) -> String {
      "\(tables.count) \(tables.count == 1 ? "table" : "tables"): \(tables.joined(separator: ", "))"
    }

    /// What is taken for what the code does not tell.
    private func answers() -> [String] {
      guard let answers = scenario.code?.answers, !answers.isEmpty else { return [] }
      let list = answers.map { answer in
        "\(answer.what) is \(answer.value?.hexadecimal ?? "the address of memory elsewhere")"
          + (answer.time.map { ", the \($0). time" } ?? "")
      }
      return [
        "What is not known has been chosen: \(list.joined(separator: "; ")). All else is 0."
      ]
    }

    /// The levels that read what a level above has read, or its copy.
    private func foldedLevels() -> [String] {
      var seen: Set<UInt64> = []
      var folded: [String] = []
      var told: Set<String> = []
      for step in trace.steps where step.throughCursor && told.insert(step.level).inserted {
        if step.location.isStack || seen.contains(step.pointer) { folded.append(step.level) }
        seen.insert(step.pointer)
      }
      return folded
    }

    /// What the kernel's own helpers say of folding, where it has such.
    private func helpersThatTell() -> String {
      let interpreter = Interpreter(
        architecture: subject.architecture, configuration: subject.configuration,
        helpers: subject.helpers, entryWidth: layout.entrySize * 8)
      var answers: [(name: String, isTrue: Bool)] = []
      for level in subject.walker.levels {
        let name = "\(level.name)_folded"
        guard subject.helpers[name]?.parameters?.count == 1,
          let entry = trace.steps.first(where: { $0.level == level.name && $0.throughCursor })?
            .value,
          let answer = try? interpreter.constant(
            Expression(.call(name, [Expression(.literal(entry))])))
        else { continue }
        answers.append((name + "()", answer != 0))
      }
      func list(_ isTrue: Bool) -> String? {
        let names = answers.filter { $0.isTrue == isTrue }.map(\.name)
        guard !names.isEmpty else { return nil }
        return names.joined(separator: " and ") + (names.count == 1 ? " is " : " are ")
          + (isTrue ? "true" : "false")
      }
      let told = [list(true), list(false)].compactMap { $0 }
      return told.isEmpty ? "" : " Here \(told.joined(separator: ", "))."
    }

    private func size(_ bytes: UInt64) -> String {
      let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
      var (value, unit) = (bytes, 0)
      while value >= 1024, value % 1024 == 0, unit < units.count - 1 {
        (value, unit) = (value / 1024, unit + 1)
      }
      return bytes == 0 ? "2^64 bytes" : "\(value) \(units[unit])"
    }

    // MARK: steps

    private func steps() -> [String] {
      var told: [String] = []
      var isOnStack = false
      for step in trace.steps {
        guard isTold(step) else { continue }
        if told.count == Explanation.maximumSteps {
          told.append(
            "(The steps after this one are left out; 'walkproof replay' shows all"
              + " \(trace.steps.count).)")
          break
        }
        told += writes(before: step.number)
        told.append((isCode ? codeSentence(step) : sentence(step, &isOnStack)) + elsewhere(step))
        if step.number == bad?.number {
          told += whyWrong(step)
        } else if !broken(step).isEmpty {
          told.append("ALSO WRONG: \(fault(of: step))")
        }
      }
      let left = trace.steps.filter { !isTold($0) }
      if !left.isEmpty, !isShort {
        told.append(
          "Left out: what helpers read on their own, step\(left.count == 1 ? "" : "s")"
            + " \(left.map { "\($0.number)" }.joined(separator: ", "));"
            + " 'walkproof replay' shows it.")
      }
      told += writes(before: trace.steps.count + 1)
      return told
    }

    private func isTold(_ step: Step) -> Bool {
      step.throughCursor || step.again || step.number == bad?.number || !broken(step).isEmpty
    }

    /// What a step is the first to break, as far as that is told.
    private func broken(_ step: Step) -> [Property] {
      step.violations.filter { showsMarks || $0 != .markedAccess }.sorted()
    }

    private func fault(of step: Step) -> String {
      "step \(step.number) \(step.remark ?? "goes wrong"). It breaks"
        + " \(broken(step).map(\.rawValue).joined(separator: ", "))."
    }

    /// After a wrong read: that a step reads another table than the hardware would.
    private func elsewhere(_ step: Step) -> String {
      guard let bad, step.number > bad.number, step.throughCursor,
        case .table(let kind, let base, let index) = step.location,
        let way = try? hardware.path(of: step.addr, in: scenario).entries,
        let right = way.first(where: { $0.kind == kind }),
        right.base != base || right.index != index
      else { return "" }
      return " For this address the hardware reads entry \(right.index) of the \(kind) table at"
        + " \(right.base.hexadecimal)."
    }

    private func pointer(of step: Step) -> String {
      subject.walker.levels.first { $0.name == step.level }?.pointer ?? "the cursor"
    }

    /// What other CPUs write just before a step.
    private func writes(before step: Int) -> [String] {
      scenario.writesInWords(layout).filter { $0.step == step }.map { "Now \($0.text)." }
    }

    private func codeSentence(_ step: Step) -> String {
      let place = step.source.map { " (\($0))" } ?? ""
      let value = step.value.map { ": \($0.hexadecimal)" } ?? ", where nothing is defined"
      switch step.location {
      case .table(let kind, let base, let index):
        return
          "\(step.number). \(step.function)\(place) reads entry \(index) of the \(kind) table at"
          + " \(base.hexadecimal)\(step.again ? " again" : "")\(value)."
      case .copy, .stack:
        return "\(step.number). \(step.function)\(place) reads the stack at"
          + " \(step.pointer.hexadecimal), beside all objects that lie there."
      case .nowhere:
        return
          "\(step.number). \(step.function)\(place) reads \(step.pointer.hexadecimal), where no"
          + " table is."
      }
    }

    private func sentence(_ step: Step, _ isOnStack: inout Bool) -> String {
      let place = step.source.map { " (\($0))" } ?? ""
      var text = "\(step.number). \(step.function)\(place), at \(step.addr.hexadecimal): "
      let value = step.value?.hexadecimal ?? "nothing that is defined"
      if step.again {
        text += "after it took a page it looks again at \(step.location.words): \(value)."
        return text
      }
      guard step.throughCursor else {
        return text + "a helper reads \(step.location.words) on its own: \(value)."
      }
      let isAnew = trace.steps.contains {
        $0.number < step.number && $0.throughCursor && $0.level == step.level
          && $0.addr == step.addr && $0.pointer == step.pointer
      }
      if isAnew { return text + "it reads \(step.location.words) once more: \(value)." }
      switch step.location {
      case .table(let kind, _, let index) where isShort:
        text += "\(pointer(of: step)) is \(kind)[\(index)]; it reads \(value) and keeps a copy."
      case .copy(let level) where isShort:
        text += "\(pointer(of: step)) is the local copy &\(level), \(value)."
      case .table(let kind, let base, let index):
        text +=
          "\(pointer(of: step)) points to entry \(index) of the \(kind) table at"
          + " \(base.hexadecimal). It reads \(value) and keeps a copy, &\(step.level)."
      case .copy(let level):
        text +=
          "\(pointer(of: step)) is &\(level), the address of a local copy"
          + (isOnStack ? "" : ": from here on the pointer is the stack")
          + ". It reads the copy, \(value), which does no harm while the loop runs once."
        isOnStack = true
      case .stack(_, _, let holds, let initialised):
        text += "\(pointer(of: step)) is \(step.location.words)."
        if let holds {
          text += " What lies there is the copy &\(holds), \(value)"
          let made = trace.steps.last {
            $0.number < step.number && $0.level == holds && $0.throughCursor
          }
          if let made, made.addr != step.addr {
            text += ": the entry for \(made.addr.hexadecimal) once more, not that for this address"
          }
          text += "."
        } else {
          text += initialised ? " What lies there is left over, \(value)." : " Nothing is defined."
        }
      case .nowhere: text += "\(pointer(of: step)) is \(step.pointer.hexadecimal), in no table."
      }
      if let next = step.next {
        let end = endOfFunction(at: step)
        if isShort, next == end { return text }
        text +=
          next == end
          ? " Its part ends where the range it was given ends, \(next.hexadecimal)."
          : " Its part ends at \(next.hexadecimal); the rest is for the next entry."
      }
      return text
    }

    /// The end of the range that the level function at a step was called for.
    private func endOfFunction(at step: Step) -> UInt64 {
      guard let level = subject.walker.levels.firstIndex(where: { $0.name == step.level }),
        level > 0
      else { return scenario.end }
      let above = subject.walker.levels[level - 1].name
      return trace.steps.last {
        $0.number < step.number && $0.throughCursor && $0.level == above
      }?.next ?? scenario.end
    }

    private func whyWrong(_ step: Step) -> [String] {
      var told = ["THIS IS WRONG: \(fault(of: step))"]
      guard case .stack = step.location, !isCode else { return told }
      let isFirst = !trace.steps.contains {
        $0.number < step.number && $0.throughCursor && $0.level == step.level
      }
      if isFirst {
        told.append(
          "The pointer has not been advanced: the helper that made it computed with the address of"
            + " a local copy as though that lay in a table.")
      } else {
        told += boundary(step)
      }
      return told
    }

    /// Which boundary should have sent control back up.
    private func boundary(_ step: Step) -> [String] {
      guard step.addr > scenario.addr,
        let table = layout.tables.first(where: { table in
          let shift = UInt64(table.shift)
          return step.addr >> shift != (step.addr &- 1) >> shift
        })
      else { return [] }
      let index = (step.addr >> UInt64(table.shift)) & ((1 << UInt64(table.index)) - 1)
      var text =
        "\(step.addr.hexadecimal) is a boundary of \(size(1 << UInt64(table.shift))): there entry"
        + " \(index) of the \(table.table.name) table begins."
      let owner = trace.steps.last {
        guard $0.number < step.number, $0.throughCursor,
          case .table(let kind, _, _) = $0.location
        else { return false }
        return kind == table.table.name
      }
      if let owner {
        text +=
          " The pointer into that table is in the hands of \(owner.function): control had to go"
          + " back up to it, and its loop to go on to that entry. But \(owner.function) was told"
          + " that its part ends at \((owner.next ?? scenario.end).hexadecimal), so \(step.function)"
          + " went round instead, and what it advanced was the address of a copy on the stack."
      }
      return [text]
    }

    // MARK: the end

    private func hardwareWay(to addr: UInt64) throws -> String {
      let (entries, page) = try hardware.path(of: addr, in: scenario)
      guard !entries.isEmpty else {
        return "\(addr.hexadecimal) lies beyond what the tables translate: the hardware faults."
      }
      let way = entries.map { entry in
        isShort
          ? "\(entry.kind)[\(entry.index)] (\(entry.value?.hexadecimal ?? "not there"))"
          : "entry \(entry.index) of the \(entry.kind) table at \(entry.base.hexadecimal)"
            + " (\(entry.value?.hexadecimal ?? "not there"))"
      }
      return "For \(addr.hexadecimal) it reads \(way.joined(separator: ", then "))"
        + (page.map { ", and finds the page \($0.hexadecimal)." }
          ?? ", and finds nothing mapped.")
    }

    private func outcome() -> [String] {
      var told: [String] = []
      switch trace.outcome {
      case .returned:
        told.append(
          handsBackPages
            ? "The walk succeeds: the caller is given a page for each address."
            : "The walk comes to its end, and takes no pages."
              + (trace.tellsOfNone ? " It has told of one that is not there." : ""))
      case .incomplete:
        told.append(
          "The walk reports success, but the caller is not given a page for each address.")
      case .stopped:
        told.append(
          "The walk gives up (\(trace.reason)), and the caller takes the slow path for the rest.")
      case .lost:
        told.append(
          "The walk has read what nothing defines. From here on anything can happen: with luck it"
            + " gives up, without it the caller gets wrong pages.")
      case .astray: told.append("The walk goes astray: \(trace.reason).")
      }
      for page in trace.pages {
        let right = trace.hardwarePages.first {
          page.addr >= $0.addr && page.addr &- $0.addr <= $0.length &- 1
        }.map { $0.page &+ (page.addr &- $0.addr) }
        let now = trace.hardwarePagesAfter?.first {
          page.addr >= $0.addr && page.addr &- $0.addr <= $0.length &- 1
        }.map { $0.page &+ (page.addr &- $0.addr) }
        if isShort, !trace.isWrong(at: page.addr), !trace.keepsChanged { continue }
        told.append(
          "For \(page.addr.hexadecimal) it"
            + (handsBackPages ? " returns the page \(page.page.hexadecimal)" : " tells of a page")
            + "; the hardware"
            + " has \(right?.hexadecimal ?? "none")"
            + (trace.hardwarePagesAfter == nil
              ? "." : ", and after what the other CPU wrote \(now?.hexadecimal ?? "none").")
            + (trace.keepsChanged && !trace.isWrong(at: page.addr)
              ? " THE PAGE IS KEPT ALTHOUGH ITS ENTRY HAS CHANGED." : "")
            + (trace.isWrong(at: page.addr) ? " THIS IS THE WRONG PAGE." : ""))
      }
      if let after = trace.hardwarePagesAfter, trace.pages.isEmpty {
        let pages = after.map { "the page \($0.page.hexadecimal) for \($0.addr.hexadecimal)" }
        told.append(
          "After what the other CPU wrote the hardware has"
            + " \(pages.isEmpty ? "none" : pages.joined(separator: ", ")).")
      }
      if bad == nil { told.append("Nothing goes wrong.") }
      return told
    }
  }
}
