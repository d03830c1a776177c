import Foundation

/// Files of a kernel's tree as an edit makes them. The tree itself is only read.
struct EditedTree {
  let tree: String
  private(set) var files: [String: CText] = [:]
  /// The text of a header that is read before everything else.
  private(set) var prelude = ""

  static let walk = "mm/gup.c"

  /// - Parameter before: steps whose lines are not where a bug is seen.
  init(_ tree: String, before: [Step], _ steps: [Step]) throws {
    self.tree = tree
    for step in before { try apply(step) }
    for file in files.keys { files[file]?.forget() }
    for step in steps { try apply(step) }
  }

  private mutating func apply(_ step: Step) throws {
    if let include = step.include {
      prelude += include
      return
    }
    let file = step.file ?? Self.walk
    var text = try files[file] ?? CText(String(contentsOfFile: "\(tree)/\(file)", encoding: .utf8))
    try Self.apply(step, to: &text, file)
    files[file] = text
  }

  /// Does what a step says to the text of a file; an anchor that is not found exactly once is a mistake.
  static func apply(_ step: Step, to text: inout CText, _ file: String) throws {
    let tokens = text.tokens
    func place(_ range: Range<Int>) -> Range<String.Index> {
      tokens[range.lowerBound].start..<tokens[range.upperBound - 1].end
    }
    func definition(_ name: String, having: String? = nil) throws -> Definition {
      let all = Definition.all(named: name, tokens).filter {
        having.map(Anchor.init)?.matches(tokens, in: $0.named).isEmpty != true
      }
      guard all.count == 1 else {
        throw Mistake("\(file) has \(all.count) definitions of \(name) that may be meant")
      }
      return all[0]
    }
    func only(_ anchor: String) throws -> Anchor.Match {
      let found = try self.matches(anchor, in: step.in, tokens, file)
      guard found.count == 1 else {
        throw Mistake(
          "\(file)\(step.in.map { ", \($0)" } ?? ""): '\(anchor)' is found \(found.count) times")
      }
      return found[0]
    }

    if let anchor = step.replace, var code = step.by {
      let match = try only(anchor)
      for (number, capture) in match.captures.enumerated() {
        let captured = capture.isEmpty ? "" : String(text.text[place(capture)])
        code = code.replacing("$\(number + 1)", with: captured)
      }
      text.replace(place(match.tokens), by: code.trimmed)
    } else if let anchor = step.before, let code = step.put {
      let start = place(try only(anchor).tokens).lowerBound
      text.replace(start..<start, by: "\(code.trimmed)\n")
    } else if let anchor = step.after, let code = step.put {
      let end = place(try only(anchor).tokens).upperBound
      text.replace(end..<end, by: "\n\(code.trimmed)\n")
    } else if let body = step.body, let name = step.in {
      text.replace(place(try definition(name, having: step.having).body), by: "\n\(body.trimmed)\n")
    } else if let code = step.above, let name = step.in {
      let start = place(try definition(name, having: step.having).whole).lowerBound
      text.replace(start..<start, by: "\(code.trimmed)\n")
    } else if let code = step.end {
      text.replace(text.text.endIndex..<text.text.endIndex, by: "\n\(code.trimmed)\n")
    } else if let old = step.rename, let new = step.to {
      let found = tokens.filter { $0.text == old }
      guard !found.isEmpty else { throw Mistake("\(file) does not have \(old)") }
      for token in found.reversed() { text.replace(token.start..<token.end, quietly: new) }
    } else if let name = step.move, let other = step.behind {
      let moved = try definition(name, having: step.having)
      let goal = place(try definition(other).whole).upperBound
      let code = String(text.text[place(moved.whole)])
      let prototype = text.text[
        tokens[moved.whole.lowerBound].start..<tokens[moved.body.lowerBound - 2].end]
      guard goal > tokens[moved.whole.upperBound - 1].end else {
        throw Mistake("\(file): \(name) stands behind \(other) already")
      }
      text.replace(goal..<goal, quietly: "\n\n\(code)")
      text.replace(place(moved.whole), quietly: "\(prototype);")
    } else {
      throw Mistake("a step for \(file) says nothing to be done")
    }
  }

  /// Where an anchor is found in a file, or in all definitions of a function.
  private static func matches(
    _ anchor: String, in function: String?, _ tokens: [Token], _ file: String
  ) throws -> [Anchor.Match] {
    guard let function else { return Anchor(anchor).matches(tokens, in: tokens.indices) }
    let definitions = Definition.all(named: function, tokens)
    guard !definitions.isEmpty else {
      throw Mistake("\(file) does not have the function \(function)")
    }
    return definitions.flatMap { Anchor(anchor).matches(tokens, in: $0.named) }
  }

  /// The lines of each file at which the edit may be seen to be wrong.
  func lines(_ seen: [Sight]) throws -> [String: Set<Int>] {
    var result = files.mapValues { $0.finished.lines }
    for sight in seen {
      let file = sight.file ?? Self.walk
      let text = try CText(
        files[file]?.finished.text ?? String(contentsOfFile: "\(tree)/\(file)", encoding: .utf8))
      let tokens = text.tokens
      let ranges: [Range<Int>]
      if let at = sight.at {
        ranges = try Self.matches(at, in: sight.in, tokens, file).map {
          // The call's or the statement's own line.
          $0.tokens.lowerBound..<$0.tokens.lowerBound + 1
        }
      } else {
        ranges = Definition.all(named: sight.in ?? "", tokens).map(\.whole)
      }
      guard !ranges.isEmpty else {
        throw Mistake("\(file): there is no '\(sight.at ?? sight.in ?? "")' where the bug is seen")
      }
      for range in ranges {
        let first = text.line(of: tokens[range.lowerBound].start)
        let last = text.line(of: tokens[range.upperBound - 1].start)
        result[file, default: []].formUnion(first...last)
      }
    }
    return result
  }
}

extension String {
  /// Without blank lines and blanks around it.
  var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
