import PageWalk
import Reports

/// Whether success is one, in C: that every page of the range has its slot or, where a walk may leave
/// holes, that every address without a page was read to be unmapped. The simulator's `PageJudge` has
/// the same rule.
enum CSuccess {
  /// The most reads and pages that are kept; the simulator takes no more steps.
  private static let most = 10_000

  /// `wp_note_read`, `wp_note_taken`, and `wp_is_incomplete`, which judges at the end.
  static func text(
    scenario: Scenario, subject: Subject, layout: Layout
  ) throws(ExportError) -> String {
    let mask = CWalk.mask(subject.architecture.word)
    let kept = """
      #define WP_MOST \(most)
      static struct { wp_word addr, length; } wp_taken[WP_MOST];
      static int wp_takes;

      static void wp_note_taken(wp_word addr, wp_word length)
      {
        if (wp_takes == WP_MOST) {
          fprintf(stderr, "over %d pages\\n", WP_MOST);
          exit(4);
        }
        wp_taken[wp_takes].addr = addr;
        wp_taken[wp_takes++].length = length;
      }

      """
    let judged = """
      /* Whether the walk reports success though a page has no slot. */
      static int wp_is_incomplete(wp_word addr, wp_word end)
      {
        int i;
        wp_word slot = addr;
        for (i = 0; i < wp_takes; i++) {
          if (wp_taken[i].addr != slot && wp_is_missing(slot, wp_taken[i].addr))
            return 1;
          slot = (wp_taken[i].addr + wp_taken[i].length)\(mask);
        }
        return (slot != end || !wp_takes) && wp_is_missing(slot, end);
      }

      """
    guard subject.walker.handsBackPages, subject.walker.holes else {
      // A walk that hands back no pages owes none.
      return kept + """
        static void wp_note_read(wp_word at, wp_word value)
        {
          (void)at;
          (void)value;
        }

        static int wp_is_missing(wp_word from, wp_word to)
        {
          (void)from;
          (void)to;
          return \(subject.walker.handsBackPages ? 1 : 0);
        }

        """ + judged
    }
    return try [kept, CHardware.text(subject, layout), holes(scenario, layout, mask), judged]
      .joined(separator: "\n")
  }

  /// What was read in live tables, and whether that says of an address that nothing is mapped there.
  private static func holes(_ scenario: Scenario, _ layout: Layout, _ mask: String) -> String {
    """
    static struct { wp_word at, value; } wp_log[WP_MOST];
    static int wp_logged;

    static void wp_note_read(wp_word at, wp_word value)
    {
      if (wp_logged == WP_MOST) {
        fprintf(stderr, "over %d reads\\n", WP_MOST);
        exit(4);
      }
      wp_log[wp_logged].at = at;
      wp_log[wp_logged++].value = value;
    }

    /* log2 of the bytes around addr that the reads found to be unmapped; -1 where they did not. */
    static int wp_hole(int table, wp_word base, wp_word addr)
    {
      int i, found, most = -1;
      wp_word index = wp_shift_right(addr, wp_mmu[table].shift, 64) & wp_mmu[table].mask;
      wp_word at = (base + index * wp_mmu[table].stride)\(mask);
      for (i = 0; i < wp_logged; i++) {
        wp_word value = wp_log[i].value;
        if (wp_log[i].at != at)
          continue;
        found = -1;
        if (wp_empty(table, value))
          found = wp_mmu[table].shift;
        else if (!wp_leaf(table, value) && table + 1 < WP_LEVELS)
          found = wp_hole(table + 1, wp_next(table, value)\(mask), addr);
        if (found > most)
          most = found;
      }
      return most;
    }

    static int wp_is_missing(wp_word from, wp_word to)
    {
      wp_word length = (to - from)\(mask), done = 0;
      for (;;) {
        wp_word place = (from + done)\(mask), rest;
        int shift = wp_shift_right(place, \(layout.reach), 64)
          ? -1 : wp_hole(0, \(scenario.top.hexadecimal)ull, place);
        if (shift < 0)
          return 1;
        rest = (shift >= 64 ? ~(wp_word)0 : ((wp_word)1 << shift) - 1) & ~place;
        if (rest >= length - 1 - done)
          return 0;
        done += rest + 1;
      }
    }

    """
  }
}
