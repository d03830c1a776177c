import PageWalk

/// What the MMU makes of entries, as C functions of a table's position and an entry: `wp_carries`,
/// `wp_empty`, `wp_leaf`, `wp_next` and `wp_maps`, the page that a leaf maps.
enum CHardware {
  /// The tables' numbers as `wp_mmu`, from the top one down, and the functions.
  static func text(_ subject: Subject, _ layout: Layout) throws(ExportError) -> String {
    // The hardware's own expressions see no helpers.
    var expressions = CExpressions(
      subject: Subject(
        architecture: subject.architecture, configuration: subject.configuration,
        walker: subject.walker, helpers: [:]), entryWidth: layout.entrySize * 8)
    let rows = layout.tables.map {
      "  { \($0.shift), \((UInt64(1) << UInt64($0.index)) - 1)ull, \($0.stride)ull, \($0.bytes)ull, \($0.align)ull },"
        + " /* \(CExpressions.identifier($0.table.name)) */"
    }
    var parts = [
      ([
        "/* The tables, from the top one down, and what the MMU makes of their entries. */",
        "static const struct { int shift; wp_word mask, stride, bytes, align; } wp_mmu[] = {",
      ] + rows + ["};", "#define WP_LEVELS \(layout.tables.count)", ""]).joined(separator: "\n")
    ]
    func add(_ name: String, otherwise: Int, _ part: (Table) -> Expression?) throws(ExportError) {
      parts.append(try function(name, otherwise: otherwise, layout, &expressions, part))
    }
    try add("wp_carries", otherwise: 1) { $0.carries }
    try add("wp_empty", otherwise: 0) { $0.empty }
    try add("wp_leaf", otherwise: 0) { $0.leaf }
    try add("wp_next", otherwise: 0) { $0.next }
    try add("wp_maps", otherwise: 0) { $0.page }
    return parts.joined(separator: "\n")
  }

  private static func function(
    _ name: String, otherwise: Int, _ layout: Layout, _ expressions: inout CExpressions,
    _ part: (Table) -> Expression?
  ) throws(ExportError) -> String {
    var lines = [
      "__attribute__((unused)) static wp_word \(name)(int table, wp_word entry)", "{",
      "  (void)entry;", "  switch (table) {",
    ]
    let scope = ["entry": CExpressions.Value(code: "entry", width: layout.entrySize * 8)]
    for (position, table) in layout.tables.enumerated() {
      var body: [String] = []
      let value =
        try part(table.table).map { expression throws(ExportError) in
          try expressions.value(expression, scope, &body).code
        } ?? "\(otherwise)"
      lines.append("  case \(position): {")
      lines += body.map { "    " + $0 }
      lines += ["    return \(value);", "  }"]
    }
    return (lines + ["  }", "  return 0;", "}", ""]).joined(separator: "\n")
  }
}
