import PageWalk

/// Writes a walker as a model file.
public enum WalkerText {
  /// The file's text, which `ModelLibrary` reads back as the same walker.
  ///
  /// - Parameters:
  ///   - comments: what stands at the head of the file, line by line.
  ///   - word: width of an address in bits.
  public static func yaml(
    _ walker: Walker, comments: [String], word: Int
  ) -> String {
    var lines = comments.map { $0.isEmpty ? "#" : "# \($0)" }
    lines += [
      "schema: \(WalkerFile.schema)", "name: \(walker.name)", "revision: \(walker.revision)",
      "fixed: \(walker.fixed)", "kernel: \(walker.kernel)", "source: \(quoted(walker.source))",
    ]
    if let names = walker.architectures {
      lines.append("architectures: [\(names.joined(separator: ", "))]")
    }
    lines.append("reads: \(walker.reads.rawValue)")
    if walker.holes { lines.append("holes: true") }
    func list(_ key: String, _ expressions: [Expression]) {
      lines.append(expressions.isEmpty ? "\(key): []" : "\(key):")
      for expression in expressions {
        lines += scalar("  - ", expression, word: word, indent: 6)
      }
    }
    list("range", walker.range)
    if !walker.callers.isEmpty { list("callers", walker.callers) }
    if walker.levels.allSatisfy({ $0.page == nil }) { lines.append("pages: false") }
    lines.append("levels:")
    for (position, level) in walker.levels.enumerated() {
      lines += text(of: level, isLast: position == walker.levels.count - 1, word: word)
    }
    if let build = walker.build { lines += text(of: build, word: word) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(of level: Level, isLast: Bool, word: Int) -> [String] {
    var lines = ["  - level: \(level.name)", "    function: \(level.function)"]
    if level.pointer != level.name + "p" { lines.append("    pointer: \(level.pointer)") }
    if level.value != level.name { lines.append("    value: \(level.value)") }
    func add(_ key: String, _ expression: Expression?, _ piece: Level.Piece?) {
      guard let expression else { return }
      if let piece, let place = level.places[piece] { lines.append("    # \(place)") }
      lines += scalar("    \(key): ", expression, word: word, indent: 6)
    }
    add("cursor", level.cursor, .cursor)
    add("read", level.read, .read)
    add("next", level.next, .next)
    add("advance", level.advance, .advance)
    add("stop", level.stop, nil)
    add("skip", level.skip, nil)
    add("bug", level.bug, .bug)
    add("leaf", level.leaf, nil)
    add("page", level.page, .page)
    if !level.rechecks.isEmpty {
      if let place = level.places[.recheck] { lines.append("    # \(place)") }
      lines.append("    recheck:")
      for recheck in level.rechecks {
        lines += scalar("      \(recheck.value): ", recheck.read, word: word, indent: 8)
      }
    }
    if let compared = level.compared {
      lines.append("    compared: [\(compared.joined(separator: ", "))]")
    }
    if !level.places.isEmpty {
      lines.append("    places:")
      for piece in Level.Piece.allCases {
        if let place = level.places[piece] { lines.append("      \(piece.rawValue): \(place)") }
      }
    }
    return lines
  }

  private static func text(
    of build: Walker.Build, word: Int
  ) -> [String] {
    var lines = ["build:"]
    if let when = build.when { lines += scalar("  when: ", when, word: word, indent: 4) }
    if let carries = build.carries {
      lines += scalar("  carries: ", carries, word: word, indent: 4)
    }
    if let linear = build.linear { lines += scalar("  linear: ", linear, word: word, indent: 4) }
    if !build.unknowns.isEmpty {
      lines.append("  unknowns: [\(build.unknowns.joined(separator: ", "))]")
    }
    lines.append(build.helpers.isEmpty ? "  helpers: {}" : "  helpers:")
    for (name, helper) in build.helpers.sorted(by: { $0.key < $1.key }) {
      if let place = build.places[name] { lines.append("    # \(place)") }
      let heading = helper.parameters.map { "\(name)(\($0.joined(separator: ", ")))" } ?? name
      lines += scalar("    \(heading): ", helper.body, word: word, indent: 6)
    }
    if !build.places.isEmpty {
      lines.append("  places:")
      for (name, place) in build.places.sorted(by: { $0.key < $1.key }) {
        lines.append("    \(name): \(place)")
      }
    }
    return lines
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline } + "\""
  }

  /// An expression behind a key, on one line or in a block.
  private static func scalar(
    _ key: String, _ expression: Expression, word: Int, indent: Int
  ) -> [String] {
    let text = expression.text(word: word)
    if key.count + text.count <= 100 {
      let isPlain =
        text.first.map { $0.isLetter || $0.isNumber || $0 == "(" || $0 == "_" } ?? false
      if isPlain, !text.contains(": "), !text.contains("READ_ONCE(*"), !text.contains(" #") {
        return [key + text]
      }
      return [key + (isPlain && !text.contains(": ") ? text : "\"\(text)\"")]
    }
    var lines = [key + "|"]
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    for part in text.split(separator: " ") {
      if !isEmpty, line.count + part.count + 1 > 100 {
        lines.append(line)
        line = String(repeating: " ", count: indent)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + part
      isEmpty = false
    }
    lines.append(line)
    return lines
  }
}
