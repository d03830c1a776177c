import PageWalk
import Reports
import Simulator

/// A scenario as a KUnit test for a kernel tree: it builds the page tables in memory, walks them
/// with the tree's own helpers in the way of the lockless walk, and expects the entries that the
/// hardware would use, a page for each address that is mapped up to the first that is not, and
/// success only where all are.
///
/// Nobody else writes there, so that looking again after a page was taken changes nothing. What the
/// test cannot have is refused.
public enum KUnitCase {
  private struct Visit {
    let table: Int
    let index: UInt64
  }

  /// What the hardware finds on its way through the range.
  private struct Way {
    /// The entries, part by part, each told once in a row.
    var visits: [Visit] = []
    /// Pages up to the first address that has none.
    var pages: UInt64 = 0
    /// Whether every address has one.
    var isWhole = false
  }

  /// The C file, to be put into a tree, for example as `lib/walkproof_kunit.c`.
  ///
  /// - Throws: `ExportError` where the scenario cannot be built in a kernel's memory.
  public static func text(scenario: Scenario, subject: Subject) throws -> String {
    try requireExpressible(scenario, subject)
    let hardware = try HardwareWalk(subject: subject)
    let layout = hardware.layout
    let way = try way(scenario, hardware)
    let builder = EntryBuilder(subject: subject, layout: layout)
    var build: [String] = []
    for (number, image) in scenario.tables.enumerated() {
      guard let position = layout.tables.firstIndex(where: { $0.table.name == image.kind }) else {
        continue
      }
      build.append("\twalkproof_fill(test, \(number), \(image.fill.hexadecimal)ULL);")
      for (index, value) in image.entries.sorted(by: { $0.key < $1.key }) {
        let entry = try builder.entry(value, in: position, tables: scenario.tables)
        build.append("\twalkproof_set(\(number), \(index), \(entry));")
      }
    }
    let sizes = scenario.tables.map { image -> String in
      let table = layout.tables.first { $0.table.name == image.kind }
      return "\t{ .bytes = \(table?.bytes ?? 0), .stride = \(table?.stride ?? 8) },"
        + " /* \(CExpressions.identifier(image.kind)) */"
    }
    guard let top = scenario.tables.firstIndex(where: { $0.address == scenario.top }) else {
      throw ExportError("the scenario has no top table")
    }
    let expected = way.visits.map { "\t{ \($0.table), \($0.index) }," }
    return [
      head(scenario, subject, layout), sizes.joined(separator: "\n"), memory(layout),
      expected.joined(separator: "\n"), KUnitWalk.text,
      test(scenario, subject, layout, way, build: build, top: top),
    ].joined(separator: "\n")
  }

  private static func requireExpressible(_ scenario: Scenario, _ subject: Subject) throws {
    let walk = subject.walker
    guard scenario.writes.isEmpty else {
      throw ExportError(
        "other CPUs write in this scenario, which a KUnit test cannot do at a step; export it with"
          + " --format c")
    }
    guard walk.reads == .lockless, walk.handsBackPages, !walk.holes else {
      throw ExportError(
        "a KUnit test walks as gup_fast does, without a lock and with a page for each address;"
          + " \(walk.title) does not")
    }
  }

  private static func way(_ scenario: Scenario, _ hardware: HardwareWalk) throws -> Way {
    var way = Way()
    var previous: [HardwareWalk.PathEntry] = []
    let page = UInt64(1) << UInt64(hardware.layout.pageShift)
    var addr = scenario.addr
    var parts = 0
    while true {
      let path = try hardware.path(of: addr, in: scenario).entries
      for (position, entry) in path.enumerated()
      where position >= previous.count || entry != previous[position]
        || path.prefix(position) != previous.prefix(position)
      {
        guard let table = scenario.tables.firstIndex(where: { $0.address == entry.base }) else {
          throw ExportError("the hardware's way leads to a table that the scenario does not have")
        }
        way.visits.append(Visit(table: table, index: entry.index))
      }
      guard path.last.map({ $0.value != nil }) ?? false,
        try hardware.path(of: addr, in: scenario).page != nil
      else { return way }
      way.pages += 1
      previous = path
      addr = addr &+ page
      if addr == scenario.end {
        way.isWhole = true
        return way
      }
      parts += 1
      guard parts < 4096 else {
        throw ExportError("the range has over 4096 pages; make it smaller")
      }
    }
  }

  private static func head(_ scenario: Scenario, _ subject: Subject, _ layout: Layout) -> String {
    """
    // SPDX-License-Identifier: Apache-2.0
    /*
     * \(CProgram.comment(subject.architecture.name)) \(CProgram.comment("\(subject.configuration)")): which entries a lockless walk of
     * [\(scenario.addr.hexadecimal), \(scenario.end.hexadecimal)) visits.
     *
     * Written by walkproof from a scenario of \(CProgram.comment(subject.walker.title)).
     * Put it into lib/ and build it with CONFIG_KUNIT=y. It uses the tree's own offset helpers and
     * boundaries in the way in which gup_fast goes over them; the tables are its own.
     */
    #include <kunit/test.h>
    #include <linux/gfp.h>
    #include <linux/mm.h>
    #include <linux/pgtable.h>
    #include <linux/slab.h>
    #include <linux/string.h>

    static struct {
    \tunsigned long bytes, stride;
    \tchar *memory;
    } walkproof_tables[] = {
    """
  }

  private static func memory(_ layout: Layout) -> String {
    """
    };

    static void walkproof_set(int table, unsigned long index, u64 value)
    {
    \tu\(layout.entrySize * 8) entry = value;
    #if defined(CONFIG_PPC64)
    \tentry = (__force u\(layout.entrySize * 8))cpu_to_be64(value);
    #endif
    \tmemcpy(walkproof_tables[table].memory + index * walkproof_tables[table].stride,
    \t       &entry, sizeof(entry));
    }

    static void walkproof_fill(struct kunit *test, int table, u64 value)
    {
    \tunsigned long index, count = walkproof_tables[table].bytes / walkproof_tables[table].stride;

    \tfor (index = 0; index < count; index++)
    \t\twalkproof_set(table, index, value);
    }

    /* The entries that the hardware uses, in their order: table and index. */
    static const struct {
    \tint table;
    \tunsigned long index;
    } walkproof_expected[] = {
    """
  }

  private static func test(
    _ scenario: Scenario, _ subject: Subject, _ layout: Layout, _ way: Way, build: [String],
    top: Int
  ) -> String {
    let interpreter = Interpreter(
      architecture: subject.architecture, configuration: subject.configuration,
      helpers: subject.helpers, entryWidth: layout.entrySize * 8)
    let shift = try? interpreter.constant(Expression(.name("PGDIR_SHIFT")))
    let fits =
      ["PAGE_SHIFT != \(layout.pageShift)"] + (shift.map { ["PGDIR_SHIFT != \($0)"] } ?? [])
    return """
      static void walkproof_walk(struct kunit *test)
      {
      \tstruct mm_struct *mm;
      \tbool succeeds;
      \tint table;

      \tif (\(fits.joined(separator: " || ")))
      \t\tkunit_skip(test, "the tables of this build are others");
      \tmm = kunit_kzalloc(test, sizeof(*mm), GFP_KERNEL);
      \tKUNIT_ASSERT_NOT_NULL(test, mm);
      \tfor (table = 0; table < ARRAY_SIZE(walkproof_tables); table++) {
      \t\t/* Tables are as aligned as they are large. */
      \t\twalkproof_tables[table].memory =
      \t\t\t(char *)__get_free_pages(GFP_KERNEL | __GFP_ZERO,
      \t\t\t\t\t\t get_order(walkproof_tables[table].bytes));
      \t\tKUNIT_ASSERT_NOT_NULL(test, walkproof_tables[table].memory);
      \t}
      \(build.joined(separator: "\n"))
      \tmm->pgd = (pgd_t *)walkproof_tables[\(top)].memory;
      \twalkproof_test = test;
      \twalkproof_seen = 0;
      \twalkproof_pages = 0;
      \twalkproof_last = NULL;
      \tsucceeds = walkproof_pgd_range(mm, \(scenario.addr.hexadecimal)UL, \(scenario.end.hexadecimal)UL);
      \tKUNIT_EXPECT_EQ(test, walkproof_seen, ARRAY_SIZE(walkproof_expected));
      \tKUNIT_EXPECT_EQ(test, walkproof_pages, \(way.pages)UL);
      \tKUNIT_EXPECT_EQ(test, succeeds, \(way.isWhole));
      }

      static void walkproof_exit(struct kunit *test)
      {
      \tint table;

      \tfor (table = 0; table < ARRAY_SIZE(walkproof_tables); table++) {
      \t\tfree_pages((unsigned long)walkproof_tables[table].memory,
      \t\t\t   get_order(walkproof_tables[table].bytes));
      \t\twalkproof_tables[table].memory = NULL;
      \t}
      }

      static struct kunit_case walkproof_cases[] = {
      \tKUNIT_CASE(walkproof_walk),
      \t{}
      };

      static struct kunit_suite walkproof_suite = {
      \t.name = "walkproof",
      \t.exit = walkproof_exit,
      \t.test_cases = walkproof_cases,
      };
      kunit_test_suite(walkproof_suite);

      """
  }
}

/// Writes entries for tables whose place is known at run time only.
private struct EntryBuilder {
  private let layout: Layout
  private let interpreter: Interpreter
  private let isVirtual: Bool

  init(subject: Subject, layout: Layout) {
    self.layout = layout
    interpreter = Interpreter(
      architecture: subject.architecture, configuration: subject.configuration, helpers: [:],
      entryWidth: layout.entrySize * 8)
    // Without a linear mapping entries hold the addresses that the kernel uses.
    isVirtual = subject.architecture.compiled.map { $0.linear == nil } ?? false
  }

  private func value(_ expression: Expression, _ entry: UInt64) throws -> UInt64 {
    try interpreter.constant(
      expression, names: ["entry": Binding(Word(entry, width: layout.entrySize * 8))])
  }

  /// The entry in C: as it is, or with the address of the table that it names.
  func entry(
    _ entry: UInt64, in position: Int, tables: [Scenario.TableImage]
  ) throws -> String {
    let plain = "\(entry.hexadecimal)ULL"
    let table = layout.tables[position].table
    guard let next = table.next, try value(table.empty, entry) == 0,
      try value(table.leaf, entry) == 0
    else { return plain }
    let base = try value(next, entry)
    guard let named = tables.firstIndex(where: { $0.address == base }) else { return plain }
    let other = base &+ 0x40_0000
    for shift in 0..<16 as Range<UInt64> {
      let moved = entry &+ ((other &- base) >> shift)
      guard try value(next, moved) == other else { continue }
      let place = "walkproof_tables[\(named)].memory"
      let address = isVirtual ? "(unsigned long)\(place)" : "__pa(\(place))"
      // The bits beside the address, and the address where it belongs.
      return "(\((entry &- (base >> shift)).hexadecimal)ULL + ((u64)\(address) >> \(shift)))"
    }
    throw ExportError("entries of the \(table.name) table do not hold addresses in one piece")
  }
}
