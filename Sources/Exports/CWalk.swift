import PageWalk

/// The level functions of a walk in C.
///
/// Each gives 0 where it went through its range, or one of the other `Ending`s. What uses them has
/// `wp_read`, `wp_take` for what the walk takes, and `wp_leave` for the end of a local copy.
enum CWalk {
  /// How a level function ends.
  enum Ending: Int {
    case success = 0
    /// It gives up.
    case stopped = 1
    /// The part of an entry does not lie in the range.
    case astray = 2
    /// It has reached a `BUG()`.
    case bug = 3
  }

  /// What the level functions keep for the reads.
  static let state = """
    static const char *wp_level = "";   /* the level function at work */
    static wp_word wp_addr;            /* the address that it is at */
    static wp_word wp_cursor;          /* its cursor */
    static wp_word wp_started;         /* where that started */
    static int wp_is_first = 1;        /* whether it was not advanced yet */
    static int wp_has_cursor;
    """

  static func text(
    subject: Subject, _ expressions: inout CExpressions
  ) throws(ExportError) -> String {
    let levels = subject.walker.levels
    var fields = ["  wp_word mm_pgd;"]
    for (position, level) in levels.enumerated() {
      fields.append(
        "  wp_word cursor_\(position), value_\(position); /* \(CExpressions.identifier(level.pointer)), \(CExpressions.identifier(level.value)) */"
      )
    }
    var functions: [String] = []
    for position in levels.indices.reversed() {
      functions.append(try function(position, subject, &expressions))
    }
    return (["/* What the level functions know. */", "struct wp_names {"] + fields + ["};", ""])
      .joined(separator: "\n") + "\n" + functions.joined(separator: "\n")
  }

  private static func function(
    _ position: Int, _ subject: Subject, _ expressions: inout CExpressions
  ) throws(ExportError) -> String {
    let levels = subject.walker.levels
    let level = levels[position]
    let isLast = position == levels.count - 1
    let (word, entry) = (expressions.word, expressions.entryWidth)
    var scope: [String: CExpressions.Value] = [
      "mm_pgd": CExpressions.Value(code: "wp->mm_pgd", width: word),
      "addr": CExpressions.Value(code: "addr", width: word),
      "end": CExpressions.Value(code: "end", width: word),
    ]
    for (above, other) in levels.enumerated() where above < position {
      scope[other.pointer] = CExpressions.Value(code: "wp->cursor_\(above)", width: word)
      scope[other.value] = CExpressions.Value(
        code: "wp->value_\(above)", width: entry, address: "wp_copies[\(above)].at")
    }
    var lines: [String] = []
    func add(_ text: String...) { lines += text }
    add(
      "wp_entry copy = 0; /* the local copy, \(CExpressions.identifier(level.value)) */",
      "const char *above_level = wp_level;",
      "wp_word above_cursor = wp_cursor, above_started = wp_started, above_addr = wp_addr;",
      "wp_word cursor, next;",
      "int above_first = wp_is_first, above_has = wp_has_cursor, result = 0;",
      "wp_level = \"\(CExpressions.identifier(level.name))\";", "wp_addr = addr;")
    if position == 0 { add("wp_has_cursor = 0;") }
    let start = try expressions.value(level.cursor, scope, &lines)
    add(
      "cursor = \(expressions.cut(start, word));", "wp_started = cursor;", "wp_is_first = 1;",
      "wp_has_cursor = 1;", "for (;;) {")
    scope[level.pointer] = CExpressions.Value(code: "cursor", width: word)
    var body = ["wp_cursor = cursor;", "wp_addr = addr;", "wp->cursor_\(position) = cursor;"]
    let read = try expressions.value(level.read, scope, &body)
    body += [
      "copy = (wp_entry)\(read.code);", "wp->value_\(position) = copy;",
      "wp_copies[\(position)].variable = &copy;",
    ]
    scope[level.value] = CExpressions.Value(
      code: "wp->value_\(position)", width: entry, address: "wp_copies[\(position)].at")
    let next = try expressions.value(level.next, scope, &body)
    let mask = mask(word)
    func ends(_ ending: Ending) -> String { "{ result = \(ending.rawValue); break; }" }
    body += [
      "next = \(expressions.cut(next, word));",
      "if (!(addr < next && ((end - 1)\(mask)) >= ((next - 1)\(mask)))) \(ends(.astray))",
    ]
    scope["next"] = CExpressions.Value(code: "next", width: word)
    if let bug = level.bug {
      let fails = try expressions.value(bug, scope, &body)
      body.append("if (\(fails.code)) \(ends(.bug)) /* BUG() */")
    }
    let stop = try expressions.value(level.stop, scope, &body)
    body.append("if (\(stop.code)) \(ends(.stopped))")
    if let skip = level.skip {
      let skips = try expressions.value(skip, scope, &body)
      body.append("if (!(\(skips.code))) {")
    } else {
      body.append("{")
    }
    if let leaf = level.leaf {
      let takes = try expressions.value(leaf, scope, &body)
      body.append("if (\(takes.code)) {")
    } else {
      body.append(isLast ? "{" : "if (0) {")
    }
    if isLast || level.leaf != nil {
      body += try take(level, scope, expressions: &expressions, giveUp: ends(.stopped))
    }
    body.append("}")
    if !isLast {
      body += [
        "else {", "result = wp_level_\(position + 1)(wp, addr, next);", "if (result) break;", "}",
      ]
    }
    body += ["}", "if (next == end) break;"]
    let advance = try expressions.value(level.advance, scope, &body)
    body += [
      "cursor = \(expressions.cut(advance, word));", "wp_is_first = 0;", "addr = next;",
    ]
    lines += body.map { "  " + $0 }
    lines += [
      "}", "wp_level = above_level;", "wp_cursor = above_cursor;", "wp_started = above_started;",
      "wp_is_first = above_first;", "wp_has_cursor = above_has;", "wp_addr = above_addr;",
      "wp_leave(\(position), copy);", "return result;",
    ]
    return
      "/* \(CExpressions.identifier(level.function)) */\n"
      + "static int wp_level_\(position)(struct wp_names *wp, wp_word addr, wp_word end)\n{\n"
      + lines.map { "  \($0)\n" }.joined() + "}\n"
  }

  /// What a level does when it takes a page: it looks again at what is to be compared, and gives up
  /// where that has changed.
  private static func take(
    _ level: Level, _ scope: [String: CExpressions.Value], expressions: inout CExpressions,
    giveUp: String
  ) throws(ExportError) -> [String] {
    var body: [String] = []
    let page = try level.page.map { page throws(ExportError) in
      try expressions.value(page, scope, &body)
    }
    if let page { body.append("wp_word page = \(page.code);") }
    for recheck in level.rechecks {
      guard case .read(let pointer, let once) = recheck.read.kind, let copy = scope[recheck.value]
      else {
        throw ExportError(
          "what \(level.name) compares with '\(recheck.value)' is not one read; a program needs one"
        )
      }
      let place = try expressions.value(pointer, scope, &body)
      body.append(
        "if (wp_read(\(expressions.cut(place, expressions.word)), \(once ? 1 : 0)) != \(copy.code))"
          + " \(giveUp)")
    }
    let length = "(next - addr)\(mask(expressions.word))"
    body.append("wp_take(addr, \(page == nil ? "0" : "page"), \(page == nil ? 0 : 1), \(length));")
    return body
  }

  /// Cuts a `wp_word` to `width` bits, as the end of an expression.
  static func mask(_ width: Int) -> String {
    width >= 64 ? "" : " & 0x\(String((UInt64(1) << UInt64(width)) - 1, radix: 16))ull"
  }
}
