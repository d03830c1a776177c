/// Changes one part of a design, so that machine, helpers and walk need not fit any more.
///
/// Every part of a model is reached: numbers and operators of any expression by `edit`, and for each
/// key what a mistaken author might have written instead.
enum Change {
  /// Changes `design` somewhere, and says how; nil where what was picked has nothing to change.
  static func apply(to design: inout SmallDesign, _ numbers: inout RandomNumbers) -> String? {
    switch numbers.below(14) {
    case 0...2: return changeHelper(of: &design, &numbers)
    case 3...4: return editWalk(of: &design, &numbers)
    case 5...9: return replace(in: &design, &numbers)
    case 10...11: return changeRecheck(of: &design, &numbers)
    case 12: return changeWhole(of: &design, &numbers)
    default: return changeMachine(of: &design, &numbers)
    }
  }

  // MARK: numbers and operators

  private static func changeHelper(
    of design: inout SmallDesign, _ numbers: inout RandomNumbers
  ) -> String? {
    let pick = numbers.below(design.helpers.count)
    let (name, old) = design.helpers[pick]
    guard design.usedHelpers.contains(SmallDesign.bareName(name)),
      let new = edit(old, &numbers)
    else { return nil }
    design.helpers[pick].body = new
    return "\(name): \(old) -> \(new)"
  }

  private static func editWalk(
    of design: inout SmallDesign, _ numbers: inout RandomNumbers
  ) -> String? {
    let position = numbers.below(design.levels.count)
    let key = numbers.pick(SmallWalk.keys)
    guard let old = design.walk.levels[position][key], let new = edit(old, &numbers) else {
      return nil
    }
    design.walk.levels[position][key] = new
    return "\(design.levels[position]).\(key): \(old) -> \(new)"
  }

  /// Changes one number or operator.
  private static func edit(_ text: String, _ numbers: inout RandomNumbers) -> String? {
    let places = text.matches(of: #/\b\d+\b|<<|>>|>=|==|!=|<|\+|&(?=[ ])|!(?=[a-z])/#)
    guard !places.isEmpty else { return nil }
    let place = places[numbers.below(places.count)]
    let token = String(place.output)
    let swaps = [
      "<<": ">>", ">>": "<<", ">=": ">", "==": "!=", "!=": "==", "<": "<=", "&": "|", "+": "-",
      "!": "",
    ]
    var new = swaps[token]
    if let value = Int(token) {
      new = "\(numbers.pick([value + 1, max(0, value - 1), value * 2]))"
    }
    return new.map { text.replacingCharacters(in: place.range, with: $0) }
  }

  // MARK: one key of a level

  private static func replace(
    in design: inout SmallDesign, _ numbers: inout RandomNumbers
  ) -> String? {
    let position = numbers.below(design.levels.count)
    let key = numbers.pick(SmallWalk.keys)
    let part = design.walk.levels[position]
    let choices = alternatives(for: key, at: position, of: design).filter { $0 != part[key] }
    guard !choices.isEmpty else { return nil }
    let old = part[key]
    let new = numbers.pick(choices)
    design.walk.levels[position][key] = new
    return "\(design.levels[position]).\(key): \(old ?? "none") -> \(new ?? "none")"
  }

  /// What might stand there instead; nil for nothing at all.
  private static func alternatives(
    for key: String, at position: Int, of design: SmallDesign
  ) -> [String?] {
    let name = design.levels[position]
    let isLast = position == design.levels.count - 1
    let part = design.walk.levels[position]
    let above = position > 0 ? design.levels[position - 1] : nil
    switch key {
    case "cursor": return cursors(name, above, part["cursor"] ?? "0", position, design)
    case "read":
      return reads(name, above)
    case "next":
      return ["end", "addr + 16", "addr + 32", "(addr + 32) & ~31", "boundary(addr, end, 64)"]
        + design.levels.dropLast().map { "\($0)_addr_end(addr, end)" }
    case "advance":
      let cursor = part["cursor"] ?? "0"
      return [
        nil, "\(name)p + 2", "\(name)p + 4", "\(name)p", "\(name)p - 2", "\(name)p ^ 2",
        cursor.replacing("addr)", with: "next)"), cursor, cursor.replacing("addr)", with: "end)"),
        "\(name)p + (next - addr)",
      ] + (above.map { ["\($0)p + 2"] } ?? [])
    case "stop":
      let there = "\(name)_there"
      return [
        "0", "\(there)(\(name))", "!\(there)(READ_ONCE(*\(name)p))", "\(name) == 0",
        "!\(there)(\(name)) || addr == 32", "\(name) == 64",
      ] + (above.map { ["!\(there)(\($0))", "!\($0)_there(\($0))"] } ?? [])
    case "skip":
      return [
        nil, "!\(name)_there(\(name))", "\(name) & 2", "addr == 16", "\(name)_there(\(name))",
        "!\(name)_there(READ_ONCE(*\(name)p))",
      ]
    case "leaf":
      guard design.takes[position] else { return [] }
      let leaf = "\(name)_leaf"
      var choices: [String?] = [
        "0", "\(name) & 2", "!\(leaf)(\(name))", "\(leaf)(READ_ONCE(*\(name)p))",
      ]
      choices += isLast ? [nil, "\(leaf)(\(name))"] : ["1", "\(leaf)(\(name)) && addr < 64"]
      return choices
    default:
      guard design.takes[position], let page = part["page"] else { return [] }
      return [
        "\(name)_page(\(name))", page + " + 16",
        "\(page.replacing("(\(name))", with: "(READ_ONCE(*\(name)p))"))",
        "\(name)_page(\(name)) + (next & 240)", "addr",
      ] + (above.map { ["\(name)_page(\($0)) + (addr & 16)"] } ?? [])
    }
  }

  private static func reads(_ name: String, _ above: String?) -> [String?] {
    let own = "READ_ONCE(*\(name)p)"
    let reads: [String?] = [
      "READ_ONCE(*(\(name)p ^ 2))", "READ_ONCE(*(\(name)p + 2))", "\(own) ^ 16", "\(own) | 1",
      "*\(name)p", "49", "\(own) & 4095",
    ]
    return reads + (above.map { [$0, "READ_ONCE(*\($0)p)"] } ?? [])
  }

  private static func cursors(
    _ name: String, _ above: String?, _ old: String, _ position: Int, _ design: SmallDesign
  ) -> [String?] {
    guard let above else {
      return [
        "mm_pgd", "\(name)_offset(mm_pgd, end)", "\(name)_offset(mm_pgd, addr) ^ 2",
        "\(name)_offset(mm_pgd, addr + 16)",
      ]
    }
    var choices: [String?] = [
      "\(name)_offset(&\(above), addr)", "\(name)_offset(\(above)p, addr)",
      "\(name)_lockless(\(above)p, \(above), addr)", "\(name)_lockless(&\(above), \(above), addr)",
      "\(above)p", "&\(above)", old.replacing("addr)", with: "end)"), old + " + 2",
      "\(name)_offset(mm_pgd, addr)",
    ]
    if position > 1 {
      let higher = design.levels[position - 2]
      choices += [
        old.replacing(above, with: higher), "\(name)_lockless(\(above)p, \(higher), addr)",
      ]
    }
    return choices
  }
}
