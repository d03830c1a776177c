/// A walk over page tables in a kernel tree, with the tree's own helpers and in the way of the lockless
/// walk: it tells a test each entry that it visits, counts pages, and gives up where nothing is mapped.
enum KUnitWalk {
  static let text = """
    };

    static struct kunit *walkproof_test;
    static unsigned int walkproof_seen;
    static unsigned long walkproof_pages;
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
    \t\twalkproof_pages++;
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
    \t\tif (pmd_leaf(pmd))
    \t\t\twalkproof_pages += (next - addr) >> PAGE_SHIFT;
    \t\telse if (!walkproof_pte_range(pmd, addr, next))
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
    \t\tif (pud_leaf(pud))
    \t\t\twalkproof_pages += (next - addr) >> PAGE_SHIFT;
    \t\telse if (!walkproof_pmd_range(pudp, pud, addr, next))
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

    /* Whether every page of the range was found; otherwise the walk has given up. */
    static bool walkproof_pgd_range(struct mm_struct *mm, unsigned long addr, unsigned long end)
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
    \t\t\treturn false;
    \t\tadvanced = true;
    \t} while (pgdp++, addr = next, addr != end);
    \treturn true;
    }

    """
}
