import PageWalk
import Reports
import Simulator

/// A scenario as a KUnit test for a kernel tree: it builds the page tables in memory, walks them
/// with the tree's own helpers in the way of the lockless walk, and expects the entries that the
/// hardware would use.
public enum KUnitCase {
  private struct Visit {
    let table: Int
    let index: UInt64
  }

  /// The C file, to be put into a tree, for example as `lib/walkproof_kunit.c`.
  ///
  /// - Throws: `ExportError` where the scenario cannot be built in a kernel's memory.
  public static func text(scenario: Scenario, subject: Subject, trace: Trace) throws -> String {
    let hardware = try HardwareWalk(subject: subject)
    let layout = hardware.layout
    let visits = try visits(scenario, hardware)
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
    let expected = visits.map { "\t{ \($0.table), \($0.index) }," }
    return [
      head(scenario, subject, layout), sizes.joined(separator: "\n"), memory(layout),
      expected.joined(separator: "\n"), walk(),
      test(scenario, subject, layout, build: build, top: top),
    ].joined(separator: "\n")
  }

  /// The entries that the hardware reads for the range, part by part, each told once in a row.
  private static func visits(
    _ scenario: Scenario, _ hardware: HardwareWalk
  ) throws -> [Visit] {
    var visits: [Visit] = []
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
        visits.append(Visit(table: table, index: entry.index))
      }
      guard path.last.map({ $0.value != nil }) ?? false,
        try hardware.path(of: addr, in: scenario).page != nil
      else { return visits }
      previous = path
      addr = addr &+ page
      if addr == scenario.end { return visits }
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

  private static func walk() -> String {
    """
    };

    static struct kunit *walkproof_test;
    static unsigned int walkproof_seen;
    static const char *walkproof_last;

    /* A read at @pointer, which @advanced tells to have been moved on by its loop. */
    static void walkproof_visit(const char *level, const void *pointer, bool advanced)
    {
    \tconst char *place = pointer;
    \tint table;

    \tif (place == walkproof_last)
    \t\treturn;
    \tfor (table = 0; table < ARRAY_SIZE(walkproof_tables); table++) {
    \t\tunsigned long offset = place - walkproof_tables[table].memory;

    \t\tif (place < walkproof_tables[table].memory || offset >= walkproof_tables[table].bytes)
    \t\t\tcontinue;
    \t\twalkproof_last = place;
    \t\tKUNIT_ASSERT_LT_MSG(walkproof_test, walkproof_seen, ARRAY_SIZE(walkproof_expected),
    \t\t\t\t    "%s reads entry %lu of table %d, one more than expected", level,
    \t\t\t\t    offset / walkproof_tables[table].stride, table);
    \t\tKUNIT_ASSERT_EQ_MSG(walkproof_test, table, walkproof_expected[walkproof_seen].table,
    \t\t\t\t    "%s reads another table", level);
    \t\tKUNIT_ASSERT_EQ_MSG(walkproof_test, offset / walkproof_tables[table].stride,
    \t\t\t\t    walkproof_expected[walkproof_seen].index,
    \t\t\t\t    "%s reads another entry", level);
    \t\twalkproof_seen++;
    \t\treturn;
    \t}
    \t/* Not a table: the copy of an entry, which is right until the pointer moves. */
    \tKUNIT_ASSERT_FALSE_MSG(walkproof_test, advanced, "%s iterates over the stack", level);
    }

    static bool walkproof_pte_range(pmd_t pmd, unsigned long addr, unsigned long end)
    {
    \tpte_t *ptep = pte_offset_kernel(&pmd, addr);

    \tdo {
    \t\twalkproof_visit("pte", ptep, false);
    \t\tif (!pte_present(ptep_get(ptep)))
    \t\t\treturn false;
    \t} while (ptep++, addr += PAGE_SIZE, addr != end);
    \treturn true;
    }

    static bool walkproof_pmd_range(pud_t *pudp, pud_t pud, unsigned long addr, unsigned long end)
    {
    \tpmd_t *pmdp = pmd_offset_lockless(pudp, pud, addr);
    \tunsigned long next;
    \tbool advanced = false;

    \tdo {
    \t\tpmd_t pmd;

    \t\twalkproof_visit("pmd", pmdp, advanced);
    \t\tpmd = READ_ONCE(*pmdp);
    \t\tnext = pmd_addr_end(addr, end);
    \t\tif (pmd_none(pmd))
    \t\t\treturn false;
    \t\tif (!pmd_leaf(pmd) && !walkproof_pte_range(pmd, addr, next))
    \t\t\treturn false;
    \t\tadvanced = true;
    \t} while (pmdp++, addr = next, addr != end);
    \treturn true;
    }

    static bool walkproof_pud_range(p4d_t *p4dp, p4d_t p4d, unsigned long addr, unsigned long end)
    {
    \tpud_t *pudp = pud_offset_lockless(p4dp, p4d, addr);
    \tunsigned long next;
    \tbool advanced = false;

    \tdo {
    \t\tpud_t pud;

    \t\twalkproof_visit("pud", pudp, advanced);
    \t\tpud = READ_ONCE(*pudp);
    \t\tnext = pud_addr_end(addr, end);
    \t\tif (pud_none(pud))
    \t\t\treturn false;
    \t\tif (!pud_leaf(pud) && !walkproof_pmd_range(pudp, pud, addr, next))
    \t\t\treturn false;
    \t\tadvanced = true;
    \t} while (pudp++, addr = next, addr != end);
    \treturn true;
    }

    static bool walkproof_p4d_range(pgd_t *pgdp, pgd_t pgd, unsigned long addr, unsigned long end)
    {
    \tp4d_t *p4dp = p4d_offset_lockless(pgdp, pgd, addr);
    \tunsigned long next;
    \tbool advanced = false;

    \tdo {
    \t\tp4d_t p4d;

    \t\twalkproof_visit("p4d", p4dp, advanced);
    \t\tp4d = READ_ONCE(*p4dp);
    \t\tnext = p4d_addr_end(addr, end);
    \t\tif (p4d_none(p4d) || !walkproof_pud_range(p4dp, p4d, addr, next))
    \t\t\treturn false;
    \t\tadvanced = true;
    \t} while (p4dp++, addr = next, addr != end);
    \treturn true;
    }

    static void walkproof_pgd_range(struct mm_struct *mm, unsigned long addr, unsigned long end)
    {
    \tpgd_t *pgdp = pgd_offset(mm, addr);
    \tunsigned long next;
    \tbool advanced = false;

    \tdo {
    \t\tpgd_t pgd;

    \t\twalkproof_visit("pgd", pgdp, advanced);
    \t\tpgd = READ_ONCE(*pgdp);
    \t\tnext = pgd_addr_end(addr, end);
    \t\tif (pgd_none(pgd) || !walkproof_p4d_range(pgdp, pgd, addr, next))
    \t\t\treturn;
    \t\tadvanced = true;
    \t} while (pgdp++, addr = next, addr != end);
    }

    """
  }

  private static func test(
    _ scenario: Scenario, _ subject: Subject, _ layout: Layout, build: [String], top: Int
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
      \twalkproof_last = NULL;
      \twalkproof_pgd_range(mm, \(scenario.addr.hexadecimal)UL, \(scenario.end.hexadecimal)UL);
      \tKUNIT_EXPECT_EQ(test, walkproof_seen, ARRAY_SIZE(walkproof_expected));
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
