import PageWalk

/// A walk as a verification task in the form of SV-COMP: a range, an address space and entries that
/// can be anything, and `reach_error()` where a read is no legal one, a page is taken that none of the
/// entries read maps there, or success is reported though a page of the range has no slot.
///
/// Each read of a live entry gives any value that such a table may hold. A read is legal if it is of
/// the entry that the hardware reads for the address at that table, of the local copy that the cursor
/// was made from before it was advanced, or by a helper on its own inside of a live table.
///
/// A walk under a lock has entries that stay as they are, and one that may leave holes owes other
/// pages than a task can tell: neither is exported.
public enum VerificationTask {
  /// The C file; its property is that `reach_error()` is never called.
  ///
  /// - Throws: `ExportError`, `SymbolicLayout` or `LayoutError`.
  public static func text(subject: Subject) throws -> String {
    guard subject.walker.reads == .lockless else {
      throw ExportError(
        "\(subject.walker.title) reads under a lock, and a task's entries change at any time; take"
          + " a lockless walk")
    }
    guard !subject.walker.holes else {
      throw ExportError(
        "\(subject.walker.title) may leave holes, which a task cannot judge; take another walk")
    }
    let layout = try Layout(
      architecture: subject.architecture, configuration: subject.configuration)
    var expressions = CExpressions(subject: subject, entryWidth: layout.entrySize * 8)
    let walk = try CWalk.text(subject: subject, &expressions)
    let checks = try checks(subject, &expressions)
    let parts = [
      head(subject, layout), try CHardware.text(subject, layout), reads(subject, layout),
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

  private static func reads(_ subject: Subject, _ layout: Layout) -> String {
    let count = subject.walker.levels.count
    let word = subject.architecture.word
    let isInOrder =
      subject.walker.handsBackPages
      ? "if (addr != wp_slot)\n    reach_error();" : "/* owes no page */"
    return """
      /* The local copies, at addresses of their own. */
      static struct { wp_word at; wp_entry *variable; } wp_copies[\(count)];
      static wp_word wp_base[WP_LEVELS]; /* the live tables on the way to wp_addr */
      static int wp_depth;               /* how many of them are known, less one */
      \(CWalk.state)

      static wp_word wp_slot; /* the next address that needs a page */
      static int wp_takes;
      /* The latest reads of the entries for an address. */
      #define WP_SEEN 8
      static struct { int table; wp_word at, value; } wp_seen[WP_SEEN];
      static unsigned wp_reads;

      static void wp_leave(int level, wp_entry copy)
      {
        (void)copy;
        wp_copies[level].variable = 0;
      }

      /* Whether an entry of this table, read where the hardware reads for addr, maps this there. */
      static int wp_maps_at(unsigned seen, wp_word addr, wp_word page, int has_page, wp_word length)
      {
        int table = wp_seen[seen].table;
        wp_word value = wp_seen[seen].value, bytes = (wp_word)1 << wp_mmu[table].shift;
        wp_word index = (addr >> wp_mmu[table].shift) & wp_mmu[table].mask;
        if (table > wp_depth || wp_seen[seen].at != wp_base[table] + index * wp_mmu[table].stride)
          return 0;
        if (wp_empty(table, value) || !wp_leaf(table, value) || (addr & (bytes - 1)) + length > bytes)
          return 0;
        return !has_page
          || ((page - wp_maps(table, value) - (addr & (bytes - 1)))\(CWalk.mask(max(word, layout.entrySize * 8)))) == 0;
      }

      static void wp_take(wp_word addr, wp_word page, int has_page, wp_word length)
      {
        unsigned seen;
        int is_right = 0;
        \(isInOrder)
        wp_slot = (addr + length)\(CWalk.mask(word));
        wp_takes++;
        for (seen = 0; seen < WP_SEEN && seen < wp_reads; seen++)
          if (wp_maps_at(seen, addr, page, has_page, length))
            is_right = 1;
        if (!is_right)
          reach_error();
      }

      static wp_word wp_read(wp_word at, int once)
      {
        int table, copy, other;
        wp_entry value = (wp_entry)__VERIFIER_nondet_ulonglong();
        (void)once;
        for (table = wp_depth; table >= 0; table--) {
          wp_word index = (wp_addr >> wp_mmu[table].shift) & wp_mmu[table].mask;
          if (at != wp_base[table] + index * wp_mmu[table].stride)
            continue;
          __VERIFIER_assume(wp_carries(table, value) != 0);
          wp_seen[wp_reads % WP_SEEN].table = table;
          wp_seen[wp_reads % WP_SEEN].at = at;
          wp_seen[wp_reads++ % WP_SEEN].value = value;
          wp_depth = table;
          if (table + 1 < WP_LEVELS && !wp_empty(table, value) && !wp_leaf(table, value)) {
            wp_word base = wp_next(table, value);
            __VERIFIER_assume((base & (wp_mmu[table + 1].align - 1)) == 0);
            for (copy = 0; copy < \(count); copy++)
              __VERIFIER_assume(wp_copies[copy].at - base >= wp_mmu[table + 1].bytes);
            for (other = 0; other <= table; other++)
              __VERIFIER_assume(wp_base[other] - base >= wp_mmu[table + 1].bytes
                                && base - wp_base[other] >= wp_mmu[other].bytes);
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
            if (at - wp_base[table] < wp_mmu[table].bytes
                && (at - wp_base[table]) % wp_mmu[table].stride == 0) {
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
    let mask = CWalk.mask(word)
    let reach =
      layout.reach >= 64
      ? [] : ["__VERIFIER_assume(((end - 1)\(mask)) >> \(layout.reach) == 0);"]
    let levels = subject.walker.levels.count
    let isDone =
      subject.walker.handsBackPages ? " || (result == 0 && (wp_slot != end || !wp_takes))" : ""
    let body =
      [
        "struct wp_names names = { 0 };", "int result;",
        "wp_word addr = __VERIFIER_nondet_ulonglong()\(mask), end = __VERIFIER_nondet_ulonglong()\(mask);",
        "wp_word stack = __VERIFIER_nondet_ulonglong()\(mask);", "int copy;",
        "__VERIFIER_assume((addr & \((UInt64(1) << UInt64(layout.pageShift)) - 1)ull) == 0);",
        "__VERIFIER_assume((end & \((UInt64(1) << UInt64(layout.pageShift)) - 1)ull) == 0);",
        "__VERIFIER_assume(addr <= ((end - 1)\(mask)));",
      ] + reach + checks + [
        "wp_base[0] = __VERIFIER_nondet_ulonglong()\(mask);",
        "__VERIFIER_assume((wp_base[0] & (wp_mmu[0].align - 1)) == 0);",
        "__VERIFIER_assume(stack % 16 == 0 && stack != 0);",
        "for (copy = 0; copy < \(levels); copy++) {",
        "  wp_copies[copy].at = stack + 16ull * (wp_word)(\(levels - 1) - copy);",
        "  __VERIFIER_assume(wp_copies[copy].at >= stack && wp_copies[copy].at - wp_base[0] >= wp_mmu[0].bytes);",
        "}", "names.mm_pgd = wp_base[0];", "wp_slot = addr;", "wp_takes = 0;", "wp_reads = 0;",
        "result = wp_level_0(&names, addr, end);",
        "if (result == \(CWalk.Ending.astray.rawValue) || result == \(CWalk.Ending.bug.rawValue)\(isDone))",
        "  reach_error();", "return 0;",
      ]
    return (["int main(void)", "{"] + body.map { "  " + $0 } + ["}", ""]).joined(separator: "\n")
  }
}
