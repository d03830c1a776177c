import PageWalk
import Reports
import Simulator

/// A scenario as one C file that builds the memory, runs the walk and prints every read.
///
/// Tables are arrays and local copies are local variables of the level functions, so that with
/// `-fsanitize=address` a read beside a copy stops the program. Without a sanitizer such a read
/// gives what the scenario says of the stack.
///
/// The last line is the outcome, in the words of scenarios. `CSuccess` tells whether success is one.
public enum CProgram {
  /// The most bytes of tables in one program.
  static let maximumBytes: UInt64 = 64 << 20

  /// The C file.
  ///
  /// - Throws: `ExportError` where the walk or its memory cannot be written in C.
  public static func text(scenario: Scenario, subject: Subject) throws -> String {
    let layout = try Layout(
      architecture: subject.architecture, configuration: subject.configuration)
    let bytes = scenario.tables.reduce(UInt64(0)) { sum, table in
      sum &+ (layout.tables.first { $0.table.name == table.kind }?.bytes ?? 0)
    }
    guard bytes <= maximumBytes else {
      throw ExportError(
        "the tables take \(bytes >> 20) MiB; a program has up to \(maximumBytes >> 20) MiB")
    }
    for level in subject.walker.levels where scenario.stack.copies[level.name] == nil {
      throw ExportError("the scenario's stack has no copy of \(level.name); add it")
    }
    var expressions = CExpressions(subject: subject, entryWidth: layout.entrySize * 8)
    let walk = try CWalk.text(subject: subject, &expressions)
    let parts = [
      head(scenario, subject, layout), memory(scenario, layout, subject),
      try CSuccess.text(scenario: scenario, subject: subject, layout: layout),
      reads(scenario, subject), expressions.helperText, walk, main(scenario, subject),
    ]
    return parts.joined(separator: "\n")
  }

  private static func head(_ scenario: Scenario, _ subject: Subject, _ layout: Layout) -> String {
    """
    /*
     * \(comment(subject.title)): the walk of [\(scenario.addr.hexadecimal), \(scenario.end.hexadecimal)).
     * \(comment(scenario.about))
     *
     * Written by walkproof. Build and run:
     *   cc -std=gnu11 -g -fsanitize=address -o walk THIS.c && ./walk
     * Each line is a read: step, level, address, value, and where that is.
     */
    #include <stdint.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>

    #if defined(__SANITIZE_ADDRESS__)
    #define WP_SANITIZED 1
    #elif defined(__has_feature)
    #if __has_feature(address_sanitizer)
    #define WP_SANITIZED 1
    #endif
    #endif

    typedef uint64_t wp_word;
    typedef uint\(layout.entrySize * 8)_t wp_entry;

    \(CExpressions.operators)

    """
  }

  /// Text that neither ends a comment nor begins one, whatever stands behind its stars and slashes.
  static func comment(_ text: String) -> String {
    var comment = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar.value >= 32 && scalar.value != 127 {
      if let last = comment.last, last == "*" && scalar == "/" || last == "/" && scalar == "*" {
        comment.append(" ")
      }
      comment.append(scalar)
    }
    return String(comment)
  }

  private static func memory(
    _ scenario: Scenario, _ layout: Layout, _ subject: Subject
  ) -> String {
    var lines = ["/* The tables, at the addresses that entries tell. */"]
    var rows: [String] = []
    var setup: [String] = []
    for (number, image) in scenario.tables.enumerated() {
      guard let table = layout.tables.first(where: { $0.table.name == image.kind }) else {
        continue
      }
      lines.append(
        "static _Alignas(8) unsigned char wp_table_\(number)[\(table.bytes)]; /* \(comment(image.kind)) */"
      )
      rows.append(
        "  { \(image.address)ull, \(table.bytes)ull, \(table.stride)ull, wp_table_\(number),"
          + " \"\(CExpressions.identifier(image.kind))\" },")
      setup.append("  wp_fill(\(number), \(image.fill.hexadecimal)ull);")
      for (index, value) in image.entries.sorted(by: { $0.key < $1.key }) {
        setup.append("  wp_set(\(number), \(index), \(value.hexadecimal)ull);")
      }
    }
    lines +=
      [
        "", "static const struct {", "  wp_word at, bytes, stride;", "  unsigned char *memory;",
        "  const char *kind;", "} wp_tables[] = {",
      ] + rows + [
        "};", "#define WP_TABLES (sizeof wp_tables / sizeof wp_tables[0])", "",
        "static void wp_set(unsigned table, wp_word index, wp_word value)", "{",
        "  wp_entry entry = (wp_entry)value;",
        "  memcpy(wp_tables[table].memory + index * wp_tables[table].stride, &entry, sizeof entry);",
        "}", "", "static void wp_fill(unsigned table, wp_word value)", "{",
        "  wp_word index;",
        "  for (index = 0; index < wp_tables[table].bytes / wp_tables[table].stride; index++)",
        "    wp_set(table, index, value);", "}", "", "static void wp_build(void)", "{",
      ] + setup + ["}", ""]
    return lines.joined(separator: "\n")
  }

  private static func reads(_ scenario: Scenario, _ subject: Subject) -> String {
    let copies = subject.walker.levels.compactMap { level in
      scenario.stack.copies[level.name].map { address in
        "  { \(address)ull, \"&\(CExpressions.identifier(level.value))\", 0, 0, 0 },"
      }
    }
    let slots = scenario.stack.slots.sorted { $0.key < $1.key }.map {
      "  { \($0.key)ull, \($0.value)ull },"
    }
    let writes = scenario.writes.map {
      "  { \($0.step), \($0.address)ull, \($0.value)ull },"
    }
    return """
      /* The local copies: their addresses in the scenario, the variables that hold them, and what is
         left where one has ended. */
      static struct {
        wp_word at;
        const char *name;
        wp_entry *variable, last;
        int is_left;
      } wp_copies[] = {
      \(copies.joined(separator: "\n"))
      };
      #define WP_COPIES (sizeof wp_copies / sizeof wp_copies[0])
      /* What else lies on the stack, and what other CPUs write before which read. */
      static const struct { wp_word at, value; } wp_slots[] = {
      \((slots + ["  { 0, 0 },"]).joined(separator: "\n"))
      };
      static const struct { int step; wp_word at, value; } wp_writes[] = {
      \((writes + ["  { 0, 0, 0 },"]).joined(separator: "\n"))
      };

      static int wp_step;
      \(CWalk.state)

      static unsigned char *wp_entry_at(wp_word at, const char **kind, wp_word *index)
      {
        unsigned i;
        for (i = 0; i < WP_TABLES; i++) {
          wp_word offset = at - wp_tables[i].at;
          if (at >= wp_tables[i].at && offset < wp_tables[i].bytes && offset % wp_tables[i].stride == 0) {
            *kind = wp_tables[i].kind;
            *index = offset / wp_tables[i].stride;
            return wp_tables[i].memory + offset;
          }
        }
        return NULL;
      }

      static void wp_take(wp_word addr, wp_word page, int has_page, wp_word length)
      {
        wp_note_taken(addr, length);
        if (has_page)
          printf("page 0x%llx 0x%llx 0x%llx\\n", (unsigned long long)addr, (unsigned long long)page,
                 (unsigned long long)length);
      }

      static void wp_leave(int level, wp_entry copy)
      {
        wp_copies[level].variable = 0;
        wp_copies[level].last = copy;
        wp_copies[level].is_left = 1;
      }

      /* Whether there is a local copy at an address, and its value. */
      static int wp_copy_at(wp_word at, wp_word *value, const char **name)
      {
        unsigned i;
        for (i = 0; i < WP_COPIES; i++)
          if (wp_copies[i].at == at && (wp_copies[i].variable || wp_copies[i].is_left)) {
            *value = wp_copies[i].variable ? *(volatile wp_entry *)wp_copies[i].variable
                                           : wp_copies[i].last;
            *name = wp_copies[i].name;
            return 1;
          }
        return 0;
      }

      static wp_word wp_told(wp_word at, wp_word value, const char *where)
      {
        printf("%d %s 0x%llx 0x%llx %s\\n", wp_step, wp_level, (unsigned long long)at,
               (unsigned long long)value, where);
        return value;
      }

      /* A read beside the copies. */
      static wp_word wp_read_stack(wp_word at)
      {
        unsigned i, from = 0;
        long offset;
        wp_word value;
        const char *name;
        char where[96];
        for (i = 1; i < WP_COPIES; i++)
          if (wp_copies[i].at <= at && (wp_copies[from].at > at || wp_copies[i].at > wp_copies[from].at))
            from = i;
        for (i = 0; i < WP_COPIES; i++)
          if (wp_has_cursor && at == wp_cursor && wp_copies[i].at == wp_started && wp_copies[i].variable)
            from = i;
        offset = (long)(at - wp_copies[from].at);
        snprintf(where, sizeof where, "%s%+ld", wp_copies[from].name, offset);
      #ifdef WP_SANITIZED
        if (wp_copies[from].variable) {
          /* Far offsets are read at the variable's edge, where the sanitizer watches. */
          long near = offset > 16 ? (long)sizeof(wp_entry) : offset < -16 ? -8 : offset;
          printf("%d %s 0x%llx ? %s\\n", wp_step, wp_level, (unsigned long long)at, where);
          fflush(stdout);
          if (near == 0)
            near = (long)sizeof(wp_entry);
          return *(volatile wp_entry *)((char *)wp_copies[from].variable + near);
        }
      #endif
        if (wp_copy_at(at, &value, &name))
          return wp_told(at, value, where);
        for (i = 0; i + 1 < sizeof wp_slots / sizeof wp_slots[0]; i++)
          if (wp_slots[i].at == at)
            return wp_told(at, wp_slots[i].value, where);
        printf("%d %s 0x%llx undefined %s\\nlost\\n", wp_step, wp_level, (unsigned long long)at, where);
        exit(3);
      }

      static wp_word wp_read(wp_word at, int once)
      {
        unsigned i;
        const char *kind;
        wp_word index, value;
        unsigned char *place;
        char where[96];
        (void)once;
        wp_step++;
        for (i = 0; i + 1 < sizeof wp_writes / sizeof wp_writes[0]; i++)
          if (wp_writes[i].step == wp_step && (place = wp_entry_at(wp_writes[i].at, &kind, &index))) {
            wp_entry entry = (wp_entry)wp_writes[i].value;
            memcpy(place, &entry, sizeof entry);
          }
        if ((place = wp_entry_at(at, &kind, &index))) {
          value = *(volatile wp_entry *)place;
          snprintf(where, sizeof where, "%s[%llu]", kind, (unsigned long long)index);
          wp_note_read(at, value);
          return wp_told(at, value, where);
        }
        if ((wp_is_first || !wp_has_cursor || wp_cursor != at) && wp_copy_at(at, &value, &kind))
          return wp_told(at, value, kind);
        if (at - \(scenario.stack.base)ull < \(scenario.stack.size)ull)
          return wp_read_stack(at);
        printf("%d %s 0x%llx undefined no table\\nlost\\n", wp_step, wp_level, (unsigned long long)at);
        exit(3);
      }

      """
  }

  private static func main(_ scenario: Scenario, _ subject: Subject) -> String {
    """
    int main(void)
    {
      struct wp_names names;
      const char *outcome;
      setvbuf(stdout, NULL, _IOLBF, 0);
      memset(&names, 0, sizeof names);
      wp_build();
      names.mm_pgd = \(scenario.top.hexadecimal)ull;
      switch (wp_level_0(&names, \(scenario.addr.hexadecimal)ull, \(scenario.end.hexadecimal)ull)) {
      case \(CWalk.Ending.success.rawValue):
        outcome = wp_is_incomplete(\(scenario.addr.hexadecimal)ull, \(scenario.end.hexadecimal)ull)
          ? "\(Outcome.incomplete.rawValue)" : "\(Outcome.returned.rawValue)";
        break;
      case \(CWalk.Ending.astray.rawValue):
        outcome = "\(Outcome.astray.rawValue)";
        break;
      default: /* It gives up, or has reached a BUG(). */
        outcome = "\(Outcome.stopped.rawValue)";
      }
      printf("%s\\n", outcome);
      return 0;
    }

    """
  }
}
