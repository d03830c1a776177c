import PageWalk

/// A walk as a verification task in the form of SV-COMP: a range, an address space and entries that
/// can be anything, and `reach_error()` where a read is no legal one.
///
/// Each read of a live entry gives any value that such a table may hold. A read is legal if it is of
/// the entry that the hardware reads for the address at that table, of the local copy that the cursor
/// was made from before it was advanced, or by a helper on its own inside of a live table.
public enum VerificationTask {
  /// The C file; its property is that `reach_error()` is never called.
  ///
  /// - Throws: `ExportError`, `SymbolicLayout` or `LayoutError`.
  public static func text(subject: Subject) throws -> String {
    let layout = try Layout(
      architecture: subject.architecture, configuration: subject.configuration)
    let word = subject.architecture.word
    var expressions = CExpressions(subject: subject, entryWidth: layout.entrySize * 8)
    // The hardware's own expressions see no helpers.
    var hardware = CExpressions(
      subject: Subject(
        architecture: subject.architecture, configuration: subject.configuration,
        walker: subject.walker, helpers: [:]), entryWidth: layout.entrySize * 8)
    let walk = try CWalk.text(subject: subject, &expressions)
    let checks = try checks(subject, &expressions)
    let parts = [
      head(subject, layout), try tables(layout, word, &hardware), reads(subject, layout),
      expressions.helperText, walk, main(subject, checks, layout),
    ]
    return parts.joined(separator: "\n")
  }

  private static func head(_ subject: Subject, _ layout: Layout) -> String {
    """
    /*
     * \(CProgram.comment(subject.title)), as a verification task.
     * CHECK( init(main()), LTL(G ! call(reach_error())) )
     *
     * Written by walkproof. Loops are unbounded; for example
     *   cbmc --unwind 3 THIS.c
     */
    typedef unsigned long long wp_word;
    typedef unsigned \(layout.entrySize == 8 ? "long long" : layout.entrySize == 4 ? "int" : "short") wp_entry;

    extern unsigned long long __VERIFIER_nondet_ulonglong(void);
    #ifdef __CPROVER
    static void __VERIFIER_assume(int condition) { __CPROVER_assume(condition); }
    void reach_error(void) { __CPROVER_assert(0, "a read that is not legal"); __CPROVER_assume(0); }
    #else
    extern void __VERIFIER_assume(int condition);
    extern void abort(void);
    void reach_error(void) { abort(); }
    #endif

    \(CExpressions.operators)

    """
  }

  private static func tables(
    _ layout: Layout, _ word: Int, _ hardware: inout CExpressions
  ) throws -> String {
    var functions: [String] = []
    func function(_ name: String, _ expression: (Table) -> Expression?, otherwise: UInt64) throws {
      var lines = ["static wp_word \(name)(int table, wp_word entry)", "{", "  switch (table) {"]
      for (position, table) in layout.tables.enumerated() {
        var body: [String] = []
        let scope = [
          "entry": CExpressions.Value(code: "entry", width: layout.entrySize * 8)
        ]
        let value =
          try expression(table.table).map { try hardware.value($0, scope, &body).code }
          ?? "\(otherwise)"
        lines.append("  case \(position): {")
        lines += body.map { "    " + $0 }
        lines += ["    return \(value);", "  }"]
      }
      lines += ["  }", "  return 0;", "}", ""]
      functions.append(lines.joined(separator: "\n"))
    }
    try function("wp_carries", { $0.carries }, otherwise: 1)
    try function("wp_empty", { $0.empty }, otherwise: 0)
    try function("wp_leaf", { $0.leaf }, otherwise: 0)
    try function("wp_next", { $0.next }, otherwise: 0)
    let rows = layout.tables.map {
      "  { \($0.shift), \((UInt64(1) << UInt64($0.index)) - 1)ull, \($0.stride)ull, \($0.bytes)ull, \($0.align)ull },"
        + " /* \(CExpressions.identifier($0.table.name)) */"
    }
    return
      ([
        "/* The tables, from the top one down, and what the MMU makes of their entries. */",
        "static const struct { int shift; wp_word mask, stride, bytes, align; } wp_tables[] = {",
      ] + rows + ["};", "#define WP_TABLES \(layout.tables.count)", ""]).joined(separator: "\n")
      + "\n" + functions.joined(separator: "\n")
  }

  private static func reads(_ subject: Subject, _ layout: Layout) -> String {
    let count = subject.walker.levels.count
    return """
      /* The local copies, at addresses of their own. */
      static struct { wp_word at; wp_entry *variable; } wp_copies[\(count)];
      static wp_word wp_base[WP_TABLES]; /* the live tables on the way to wp_addr */
      static int wp_depth;               /* how many of them are known, less one */
      \(CWalk.state)

      static void wp_page(wp_word addr, wp_word page, wp_word length)
      {
        (void)addr;
        (void)page;
        (void)length;
      }

      static wp_word wp_read(wp_word at, int once)
      {
        int table, copy, other;
        wp_entry value = (wp_entry)__VERIFIER_nondet_ulonglong();
        (void)once;
        for (table = wp_depth; table >= 0; table--) {
          wp_word index = (wp_addr >> wp_tables[table].shift) & wp_tables[table].mask;
          if (at != wp_base[table] + index * wp_tables[table].stride)
            continue;
          __VERIFIER_assume(wp_carries(table, value) != 0);
          wp_depth = table;
          if (table + 1 < WP_TABLES && !wp_empty(table, value) && !wp_leaf(table, value)) {
            wp_word base = wp_next(table, value);
            __VERIFIER_assume((base & (wp_tables[table + 1].align - 1)) == 0);
            for (copy = 0; copy < \(count); copy++)
              __VERIFIER_assume(wp_copies[copy].at - base >= wp_tables[table + 1].bytes);
            for (other = 0; other <= table; other++)
              __VERIFIER_assume(wp_base[other] - base >= wp_tables[table + 1].bytes
                                && base - wp_base[other] >= wp_tables[other].bytes);
            wp_base[table + 1] = base;
            wp_depth = table + 1;
          }
          return value;
        }
        if (wp_is_first || !wp_has_cursor || wp_cursor != at)
          for (copy = 0; copy < \(count); copy++)
            if (wp_copies[copy].variable && wp_copies[copy].at == at)
              return *wp_copies[copy].variable;
        if (!wp_has_cursor || wp_cursor != at)
          for (table = wp_depth; table >= 0; table--)
            if (at - wp_base[table] < wp_tables[table].bytes
                && (at - wp_base[table]) % wp_tables[table].stride == 0) {
              __VERIFIER_assume(wp_carries(table, value) != 0);
              return value;
            }
        reach_error();
        return 0;
      }

      """
  }

  private static func checks(
    _ subject: Subject, _ expressions: inout CExpressions
  ) throws(ExportError) -> [String] {
    let word = subject.architecture.word
    let scope = [
      "addr": CExpressions.Value(code: "addr", width: word),
      "end": CExpressions.Value(code: "end", width: word),
    ]
    var lines: [String] = []
    for check in subject.walker.range + subject.walker.callers {
      let value = try expressions.value(check, scope, &lines)
      lines.append("__VERIFIER_assume((\(value.code)) != 0);")
    }
    return lines
  }

  private static func main(_ subject: Subject, _ checks: [String], _ layout: Layout) -> String {
    let word = subject.architecture.word
    let mask = word >= 64 ? "" : " & 0x\(String((UInt64(1) << UInt64(word)) - 1, radix: 16))ull"
    let reach =
      layout.reach >= 64
      ? [] : ["__VERIFIER_assume(((end - 1)\(mask)) >> \(layout.reach) == 0);"]
    let levels = subject.walker.levels.count
    let body =
      [
        "struct wp_names names = { 0 };",
        "wp_word addr = __VERIFIER_nondet_ulonglong()\(mask), end = __VERIFIER_nondet_ulonglong()\(mask);",
        "wp_word stack = __VERIFIER_nondet_ulonglong()\(mask);", "int copy;",
        "__VERIFIER_assume((addr & \((UInt64(1) << UInt64(layout.pageShift)) - 1)ull) == 0);",
        "__VERIFIER_assume((end & \((UInt64(1) << UInt64(layout.pageShift)) - 1)ull) == 0);",
        "__VERIFIER_assume(addr <= ((end - 1)\(mask)));",
      ] + reach + checks + [
        "wp_base[0] = __VERIFIER_nondet_ulonglong()\(mask);",
        "__VERIFIER_assume((wp_base[0] & (wp_tables[0].align - 1)) == 0);",
        "__VERIFIER_assume(stack % 16 == 0 && stack != 0);",
        "for (copy = 0; copy < \(levels); copy++) {",
        "  wp_copies[copy].at = stack + 16ull * (wp_word)(\(levels - 1) - copy);",
        "  __VERIFIER_assume(wp_copies[copy].at >= stack && wp_copies[copy].at - wp_base[0] >= wp_tables[0].bytes);",
        "}", "names.mm_pgd = wp_base[0];", "wp_level_0(&names, addr, end);", "return 0;",
      ]
    return (["int main(void)", "{"] + body.map { "  " + $0 } + ["}", ""]).joined(separator: "\n")
  }
}
