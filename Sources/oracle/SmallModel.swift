import ModelFiles
import PageWalk

/// A small machine and a walk over its tables, made at random and changed at random.
///
/// Three of ten are as designed, most have one change or two, and the rest up to six.
struct SmallModel {
  let texts: [String]
  let subject: Subject
  let machine: SmallMachine
  /// What was changed.
  let changes: [String]

  init(_ numbers: inout RandomNumbers) throws {
    var design = SmallDesign(&numbers)
    let wanted = [0, 0, 0, 1, 1, 1, 1, 1, 2, 3 + numbers.below(4)][numbers.below(10)]
    var changes: [String] = []
    for _ in 0..<wanted * 4 where changes.count < wanted {
      if let change = Change.apply(to: &design, &numbers) { changes.append(change) }
    }
    self.changes = changes
    machine = design.machine
    texts = [design.architectureText, design.walk.text]
    let library = try ModelLibrary(texts: texts, file: "model")
    guard let architecture = library.architectures["small"], let walker = library.walkers.first,
      let configuration = try architecture.configurations().first
    else { throw NoSubject() }
    subject = try library.subject(
      architecture: architecture, configuration: configuration, walker: walker)
  }

  struct NoSubject: Error {}
}

extension SmallDesign {
  /// `pud_offset` of `pud_offset(p, addr)`.
  static func bareName(_ heading: String) -> String { String(heading.prefix { $0 != "(" }) }

  /// The helpers that the walk calls, also through others. What nobody calls is not written down.
  var usedHelpers: Set<String> {
    let bodies = Dictionary(
      helpers.map { (Self.bareName($0.name), $0.body) }, uniquingKeysWith: { first, _ in first })
    var open = walk.range + walk.callers + walk.levels.flatMap(\.expressions)
    var used: Set<String> = []
    while let text = open.popLast() {
      for match in text.matches(of: #/[a-z_]+/#) {
        guard let body = bodies[String(match.output)] else { continue }
        if used.insert(String(match.output)).inserted { open.append(body) }
      }
    }
    return used
  }

  /// The architecture's file.
  var architectureText: String {
    let used = usedHelpers
    var lines = [
      "schema: walkproof/architecture/1", "name: small", "title: a small machine",
      "word: \(machine.word)",
    ]
    lines += machine.text
    let names = helpers.map { Self.bareName($0.name) }.filter(used.contains)
    lines += ["kernel:", "  names: [\(names.joined(separator: ", "))]"]
    lines += ["  revisions:", "    - since: v5.2", "      source: made at random"]
    lines.append("      helpers:")
    lines += helpers.filter { used.contains(Self.bareName($0.name)) }.map {
      "        \($0.name): \"\($0.body)\""
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
