import Foundation
import Yams

/// What is done to a kernel and what must come of it, as the files in `Edits` say.
struct Edit {
  let name: String
  /// What is wrong, or that nothing is.
  let title: String
  /// The properties that it breaks; none where the code stays right.
  let breaks: [String]
  /// The level that is edited, and what it must be able to do for the bug to be one.
  let level: String?
  let needs: [Target.Ability]
  /// What is done first, which is right, and then.
  let before, steps: [Step]
  /// Where else than in the edit's own lines the bug is seen.
  let seen: [Sight]
  /// Whether the code is something that is not modelled, and may be refused (65).
  let isRefused: Bool
  /// The targets that it is for; all where none are named.
  let targets: [String]
  /// Properties of right code that are not proved of it.
  let unproved: [String]

  var isRight: Bool { breaks.isEmpty }
}

/// One change of one file.
struct Step: Decodable {
  var file: String?
  /// The function in which an anchor is looked for.
  var `in`: String?
  var replace, by: String?
  var before, after, put: String?
  /// A function's new body, and tokens of the one that is meant where there are several.
  var body, having: String?
  /// Code that stands before the function.
  var above: String?
  /// Code that stands at the end of the file.
  var end: String?
  /// Another name for a function, wherever it stands in the file.
  var rename, to: String?
  /// A function that moves behind another; where it was, its prototype stays.
  var move, behind: String?
  /// A header of ours that is read before everything else.
  var include: String?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case file, `in`, replace, by, before, after, put, body, having, above, end, rename, to, move
    case behind, include
  }
}

/// A place in the edited file: what an anchor finds in a function, or any line of that function.
struct Sight: Decodable {
  var file: String?
  var `in`: String?
  var at: String?

  enum CodingKeys: String, CodingKey, CaseIterable { case file, `in`, at }
}

/// A table of edits, as it is written.
struct EditTable: Decodable {
  let title: String
  let edits: [Row]

  struct Row: Decodable {
    let name: String
    var title: String?
    var breaks: [String]?
    var levels: [String]?
    /// By default, that the loop of a level in `levels` can go round.
    var needs: [Target.Ability]?
    var `in`: String?
    var file: String?
    let steps: [Step]
    /// Another edit of the table, on which this one goes on.
    var like: String?
    var seen: [Sight]?
    var refused: Bool?
    var targets: [String]?
    var unproved: [String]?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case name, title, breaks, levels, needs, like, `in`, file, steps, seen, refused,
        targets, unproved
    }
  }

  /// Every edit of a table: one for each of its levels.
  static func edits(of path: String) throws -> [Edit] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try checkKeys(try Yams.compose(yaml: text), path)
    let table = try YAMLDecoder().decode(EditTable.self, from: text)
    return try table.edits.flatMap { row in
      if let like = row.like, !table.edits.contains(where: { $0.name == like }) {
        throw Mistake("\(path): \(row.name) is like \(like), which is not there")
      }
      guard let levels = row.levels else { return [edit(row, table, level: nil)] }
      return levels.map { edit(row, table, level: $0) }
    }
  }

  private static func edit(_ row: Row, _ table: EditTable, level: String?) -> Edit {
    func filled(_ text: String?) -> String? { text.map { fill($0, level) } }
    func filled(_ row: Row) -> [Step] { row.steps.map { filled($0, row) } }
    let before = table.edits.first { $0.name == row.like }.map(filled) ?? []
    func filled(_ step: Step, _ row: Row) -> Step {
      var step = step
      step.file = filled(step.file ?? row.file)
      step.in = filled(step.in ?? row.in)
      for key in [
        \Step.replace, \.by, \.before, \.after, \.put, \.body, \.having, \.above, \.end, \.rename,
        \.to, \.move, \.behind, \.include,
      ] { step[keyPath: key] = filled(step[keyPath: key]) }
      return step
    }
    let seen = (row.seen ?? []).map {
      Sight(file: filled($0.file ?? row.file), in: filled($0.in ?? row.in), at: filled($0.at))
    }
    return Edit(
      name: row.name + (level.map { "-\($0)" } ?? ""), title: row.title ?? table.title,
      breaks: row.breaks ?? [], level: level,
      needs: row.needs ?? (level == nil ? [] : [.loops]),
      before: before, steps: filled(row), seen: seen, isRefused: row.refused ?? false,
      targets: row.targets ?? [], unproved: row.unproved ?? [])
  }

  /// What differs from level to level: its name and that of the one below, how it is read, what tells
  /// that an entry is missing, and what its function returns.
  private static func fill(_ text: String, _ level: String?) -> String {
    guard let level else { return text }
    let levels = ["pgd", "p4d", "pud", "pmd", "pte"]
    let below = levels.firstIndex(of: level).flatMap { $0 + 1 < 5 ? levels[$0 + 1] : nil } ?? ""
    let isTop = level == "pgd"
    let words = [
      "{x}": level, "{y}": below, "{SIZE}": isTop ? "PGDIR_SIZE" : "\(level.uppercased())_SIZE",
      "{get}": ["pmd": "pmdp_get_lockless", "pte": "ptep_get_lockless"][level] ?? "\(level)p_get",
      "{args}": level == "pmd" ? "pmd, pmdp" : "\(level)p, \(level)",
      "{indexed}": level == "pmd" ? "pmd, pmdp + place" : "\(level)p + place, \(level)",
      "{missing}": isTop ? "pgd_none(pgd)" : "!\(level)_present(\(level))",
      "{fail}": isTop ? "return" : "return 0", "{success}": isTop ? "return" : "return 1",
    ]
    return words.reduce(text) { $0.replacing($1.key, with: $1.value) }
  }

  /// A key that nothing reads is a mistake that would go unnoticed.
  private static func checkKeys(_ node: Node?, _ path: String) throws {
    func check(_ node: Node, _ known: [String]) throws {
      for (key, _) in node.mapping ?? [:] where !known.contains(key.string ?? "") {
        throw Mistake("\(path): there is no key '\(key.string ?? "")'")
      }
    }
    guard let node else { throw Mistake("\(path) is empty") }
    try check(node, ["title", "edits"])
    for row in node["edits"]?.sequence ?? [] {
      try check(row, Row.CodingKeys.allCases.map(\.rawValue))
      for step in row["steps"]?.sequence ?? [] {
        try check(step, Step.CodingKeys.allCases.map(\.rawValue))
      }
      for sight in row["seen"]?.sequence ?? [] {
        try check(sight, Sight.CodingKeys.allCases.map(\.rawValue))
      }
    }
  }
}

/// What is wrong with a table, a tree or a build.
struct Mistake: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
