import ModelFiles
import PageWalk

/// A small machine and a walk over its tables, made at random and changed in one place.
///
/// The machine has 10 to 12 bits, pages of 16 bytes, and tables of 1 to 3 index bits; levels are
/// folded at build time, at boot, or by type bits in entries.
struct SmallModel {
  enum Folding: CaseIterable { case atBuild, atBoot, byEntry }
  enum Walk: CaseIterable { case values, valuesAndPointers, pointers, locked, single }

  let texts: [String]
  let subject: Subject
  /// What was changed; nil where nothing was.
  let change: String?

  private static let names = ["pgd", "pud", "pmd", "pte"]
  private static let pageShift = 4

  init(_ numbers: inout RandomNumbers) throws {
    let count = 2 + numbers.below(3)
    let levels = Array(Self.names.suffix(count))
    let folding = numbers.pick(Folding.allCases)
    let walk = numbers.pick(Walk.allCases)
    // The tables in use: the lowest ones by entry type, else the first, the last and some between.
    let inUse = 1 + numbers.below(count)
    let isReal = levels.indices.map { position -> Bool in
      if folding == .byEntry { return position >= count - inUse }
      return position == 0 || position == count - 1 || numbers.below(2) == 0
    }
    var budget = 4
    let bits =
      levels.indices.reversed().map { position -> Int in
        let spare = budget - levels.count + 1
        let width = min(1 + numbers.below(3), max(1, min(3, spare)))
        if isReal[position] { budget -= width - 1 }
        return width
      }.reversed() as [Int]
    let word = 10 + numbers.below(3)
    var design = Design(
      levels: levels, bits: bits, isReal: isReal, folding: folding, walk: walk, word: word)
    change = design.change(&numbers)
    texts = [design.architecture, design.walker]
    let library = try ModelLibrary(texts: texts, file: "model")
    guard let architecture = library.architectures["small"], let walker = library.walkers.first,
      let configuration = try architecture.configurations().first
    else { throw NoSubject() }
    subject = try library.subject(
      architecture: architecture, configuration: configuration, walker: walker)
  }

  struct NoSubject: Error {}

  /// The texts of a model before they are written down.
  private struct Design {
    let levels: [String]
    let bits: [Int]
    let isReal: [Bool]
    let folding: Folding
    let walk: Walk
    let word: Int
    private var helpers: [(String, String)] = []
    private var parts: [[(String, String)]] = []

    init(
      levels: [String], bits: [Int], isReal: [Bool], folding: Folding, walk: Walk, word: Int
    ) {
      self.levels = levels
      self.bits = bits
      self.isReal = isReal
      self.folding = folding
      self.walk = walk
      self.word = word
      helpers = makeHelpers()
      parts = levels.indices.map(makeLevel)
    }

    /// The shift of a level as the helpers have it.
    private func shift(_ position: Int) -> Int {
      // By entry type the shifts are those of all levels; else a folded level takes over.
      let below = levels.indices.filter {
        $0 > position && (folding == .byEntry || isReal[$0])
      }
      let own = SmallModel.pageShift + below.map { bits[$0] }.reduce(0, +)
      if folding == .byEntry || isReal[position] { return own }
      return shift(position - 1)
    }

    private func realShift(_ position: Int) -> Int {
      SmallModel.pageShift
        + levels.indices.filter { $0 > position && isReal[$0] }.map { bits[$0] }.reduce(0, +)
    }

    private var reach: Int {
      SmallModel.pageShift + levels.indices.filter { isReal[$0] }.map { bits[$0] }.reduce(0, +)
    }

    /// The type of a table: how many levels lie below.
    private func type(_ position: Int) -> Int { levels.count - 1 - position }

    private func makeHelpers() -> [(String, String)] {
      var helpers = [
        ("limit", "1 << \(reach)"), ("type(e)", "(e & 12) >> 2"), ("table(e)", "e & \(mask)"),
        (
          "boundary(addr, end, size)",
          "b = (addr + size) & ~(size - 1); b - 1 < end - 1 ? b : end"
        ),
      ]
      for (position, level) in levels.enumerated() {
        let index = "((addr >> \(shift(position))) & \((1 << bits[position]) - 1)) * 2"
        let isLast = position == levels.count - 1
        let isFolded = folding != .byEntry && !isReal[position]
        if !isLast {
          let end = isFolded && folding == .atBuild
          helpers.append(
            (
              "\(level)_addr_end(addr, end)",
              end ? "end" : "boundary(addr, end, 1 << \(shift(position)))"
            ))
        }
        if position == 0 {
          let top = levels.indices.first { isReal[$0] } ?? 0
          helpers.append(
            folding == .byEntry
              ? (
                "\(level)_offset(top, addr)",
                "top + ((addr >> \(realShift(top))) & \((1 << bits[top]) - 1)) * 2"
              ) : ("\(level)_offset(top, addr)", "top + \(index)"))
        } else {
          let goes = "table(v) + \(index)"
          let value =
            folding == .byEntry
            ? "type(v) >= \(type(position - 1)) ? \(goes) : p" : isFolded ? "p" : goes
          helpers.append(
            (
              "\(level)_offset(p, addr)",
              value.replacing("(v)", with: "(READ_ONCE(*p))")
            ))
          // What the live pointer comes back from, or the copy.
          let lockless = folding == .byEntry ? value : isFolded ? "p" : goes
          helpers.append(("\(level)_lockless(p, v, addr)", lockless))
        }
        helpers.append(("\(level)_there(e)", there(position)))
        if hasLeaves(position) {
          helpers.append(("\(level)_leaf(e)", leaf(position)))
          helpers.append(("\(level)_page(e)", "e & \(pageMask(position))"))
        }
      }
      return helpers
    }

    private var mask: Int { (1 << word) - 16 }
    private func pageMask(_ position: Int) -> Int { (1 << word) - (1 << realShift(position)) }
    private func hasLeaves(_ position: Int) -> Bool {
      position == levels.count - 1 || (position == levels.count - 2 && isReal[position])
    }

    private func there(_ position: Int) -> String {
      if folding == .byEntry { return "type(e) < \(type(position)) || (e & 1) != 0" }
      let next = levels.indices.first { $0 > position }
      // The last of the levels that share an entry asks.
      if let next, !isReal[next] { return "1" }
      return "(e & 1) != 0"
    }

    private func leaf(_ position: Int) -> String {
      folding == .byEntry ? "type(e) == \(type(position)) && (e & 2) != 0" : "(e & 2) != 0"
    }

    private func makeLevel(_ position: Int) -> [(String, String)] {
      let level = levels[position]
      let isLast = position == levels.count - 1
      let above = position > 0 ? levels[position - 1] : ""
      let cursor: String
      switch (position, walk) {
      case (0, _): cursor = "\(level)_offset(mm_pgd, addr)"
      case (_, .values): cursor = "\(level)_offset(&\(above), addr)"
      case (_, .valuesAndPointers) where !isLast, (_, .single) where !isLast:
        cursor = "\(level)_lockless(\(above)p, \(above), addr)"
      case (_, .pointers) where !isLast, (_, .locked):
        cursor = "\(level)_offset(\(above)p, addr)"
      default: cursor = "\(level)_offset(&\(above), addr)"
      }
      var part = [
        ("level", level), ("function", level), ("cursor", cursor),
        ("read", "READ_ONCE(*\(level)p)"),
        (
          "next",
          walk == .single ? "end" : isLast ? "addr + 16" : "\(level)_addr_end(addr, end)"
        ),
        ("stop", "!\(level)_there(\(level))"),
      ]
      if hasLeaves(position) {
        if !isLast { part.append(("leaf", "\(level)_leaf(\(level))")) }
        part.append(
          ("page", "\(level)_page(\(level)) + (addr & \((1 << realShift(position)) - 16))"))
      }
      return part
    }

    // MARK: changing

    /// Changes one number or operator of a helper or of the walk, mostly.
    mutating func change(_ numbers: inout RandomNumbers) -> String? {
      if numbers.below(4) == 0 { return nil }
      if numbers.below(6) == 0 {
        let position = numbers.below(parts.count)
        let keys = parts[position].indices.filter {
          parts[position][$0].0 != "level" && parts[position][$0].0 != "function"
        }
        let key = numbers.pick(keys)
        guard let new = Self.changed(parts[position][key].1, &numbers) else { return nil }
        let what =
          "\(levels[position]).\(parts[position][key].0): \(parts[position][key].1) -> \(new)"
        parts[position][key].1 = new
        return what
      }
      let pick = numbers.below(helpers.count)
      guard let new = Self.changed(helpers[pick].1, &numbers) else { return nil }
      let what = "\(helpers[pick].0): \(helpers[pick].1) -> \(new)"
      helpers[pick].1 = new
      return what
    }

    private static func changed(_ text: String, _ numbers: inout RandomNumbers) -> String? {
      let places = text.matches(of: #/\d+|<<|>>|>=|==|!=|<|\+|&(?=[ ])/#)
      guard !places.isEmpty else { return nil }
      let place = places[numbers.below(places.count)]
      let token = String(place.output)
      let swaps = [
        "<<": ">>", ">>": "<<", ">=": ">", "==": "!=", "!=": "==", "<": "<=", "&": "|", "+": "-",
      ]
      var new = swaps[token]
      if let value = Int(token) {
        new = "\(numbers.pick([value + 1, max(0, value - 1), value * 2]))"
      }
      return new.map { text.replacingCharacters(in: place.range, with: $0) }
    }

    // MARK: texts

    var architecture: String {
      var lines = [
        "schema: walkproof/architecture/1", "name: small", "title: a small machine",
        "word: \(word)", "hardware:", "  source: made at random", "  page_shift: 4",
        "  entry_size: 2", "  reach: \(reach)", "  tables:",
      ]
      for position in levels.indices where isReal[position] {
        let isLast = position == levels.count - 1
        let carried =
          folding == .byEntry && !isLast ? "(entry & 12) == \(type(position) << 2)" : "1"
        let leaves = hasLeaves(position)
        lines += [
          "    - name: \(levels[position])", "      shift: \(realShift(position))",
          "      index: \(bits[position])", "      align: 16",
          "      carries: \"\(carried)\(leaves || isLast ? "" : " && (entry & 2) == 0")\"",
          "      empty: (entry & 1) == 0",
          "      leaf: \"\(isLast ? "1" : leaves ? "entry & 2" : "0")\"",
        ]
        if !isLast { lines.append("      next: entry & \(mask)") }
        if leaves { lines.append("      page: entry & \(pageMask(position))") }
      }
      let names = helpers.map { $0.0.prefix { $0 != "(" } }
      lines += ["kernel:", "  names: [\(names.joined(separator: ", "))]"]
      lines += ["  revisions:", "    - since: v5.2", "      source: made at random"]
      lines.append("      helpers:")
      lines += helpers.map { "        \($0.0): \"\($0.1)\"" }
      return lines.joined(separator: "\n") + "\n"
    }

    var walker: String {
      var lines = [
        "schema: walkproof/walker/1", "name: small_walk", "revision: r1", "fixed: false",
        "kernel: v5.8", "source: made at random",
        "reads: \(walk == .locked ? "locked" : "lockless")",
        "range: [(addr & 15) == 0 && (end & 15) == 0, addr < end, end <= limit]",
        "callers: [\(walk == .single ? "end - addr == 16" : "1")]", "levels:",
      ]
      for part in parts {
        for (number, (key, value)) in part.enumerated() {
          lines.append("  \(number == 0 ? "- " : "  ")\(key): \"\(value)\"")
        }
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }
}
