/// What the walk of our own is edited to.
extension WalkTests {
  private static let descent = """
        if (!wade_reed(shore, shorep, addr, next, flags, pages, nr))
          return;

    """

  /// Code between the read of the middle table's entry and the check of it.
  static func afterRead(_ code: String) -> Edit {
    let check = "    if (!is_there(reed.reed))\n"
    return Edit(check, "    \(code)\n\(check)")
  }

  /// Where the last table's page has just been taken.
  private static let held = "    pages[*nr] = page;\n"
  /// Where a leaf's pages have just been taken.
  private static let reedTaken =
    "      if (!take_reed(reed, addr, next, pages, nr))\n        return 0;\n"
  private static let mudLoop = "  do {\n    mud_t mud"
  private static let mudEnd = """
        mudp++;
        addr += PAGE;
      } while (addr != end);

    """
  private static let mudCursor = """
    mud_t *mudp = (mud_t *)below(reed.reed) + ((addr >> 12) & 15);
    """
  private static let mudCheck = """
        if (!is_there(mud.mud))
          return 0;

    """
  private static let reedCheck = """
        if (!is_there(reed.reed))
          return 0;

    """
  private static let takeLoop = """
      do {
        pages[*nr] = page++;
        *nr += 1;
        addr += PAGE;
      } while (addr != end);

    """

  /// Two calls for the parts of one entry, by the address of its copy.
  private static let twice = Edit(
    descent,
    """
        if (addr + PAGE < next) {
          if (!wade_reed(shore, &shore, addr, addr + PAGE, flags, pages, nr))
            return;
          addr += PAGE;
        }
        if (!wade_reed(shore, &shore, addr, next, flags, pages, nr))
          return;

    """)

  /// The right walk, written in other ways.
  static let rewrites: [Variant] = [
    Variant(
      "the copy that is handed down lies in a structure",
      [
        Edit(
          "shore_t shore = { LOOK(shorep->shore) };",
          "struct { ulong kind; shore_t shore; } kept = { 1, { LOOK(shorep->shore) } };\n"
            + "    shore_t shore = kept.shore;"),
        Edit("if (!wade_reed(shore, shorep", "if (!wade_reed(shore, &kept.shore"),
      ]),
    Variant(
      "what the loop needs lies in a structure of its caller's",
      [
        Edit(
          "static int wade_mud(reed_t reed, reed_t *reedp, ulong addr, ulong end, unsigned flags,\n"
            + "                    struct page **pages, int *nr)\n{\n"
            + "  mud_t *mudp = (mud_t *)below(reed.reed) + ((addr >> 12) & 15);\n",
          "struct tide { ulong addr, end; struct page **pages; int *nr; };\n"
            + "static int wade_tide(struct tide *tide, mud_t *mudp)\n{\n"),
        Edit(
          "    pages[*nr] = page;\n    (*nr)++;",
          "    tide->pages[*tide->nr] = page;\n    *tide->nr += 1;"),
        Edit(
          "    mudp++;\n    addr += PAGE;\n  } while (addr != end);\n  return 1;\n}\n",
          "    mudp++;\n    tide->addr += PAGE;\n  } while (tide->addr != tide->end);\n  return 1;\n}\n\n"
            + "static int wade_mud(reed_t reed, reed_t *reedp, ulong addr, ulong end, unsigned flags,\n"
            + "                    struct page **pages, int *nr)\n{\n"
            + "  struct tide tide = { addr, end, pages, nr };\n"
            + "  return wade_tide(&tide, (mud_t *)below(reed.reed) + ((addr >> 12) & 15));\n}\n"),
      ]),
    Variant(
      "for ever, with a break",
      [
        Edit(mudLoop, "  for (;;) {\n    mud_t mud"),
        Edit(
          mudEnd,
          """
              mudp++;
              addr += PAGE;
              if (addr == end)
                break;
            }

          """),
      ]),
    Variant(
      "while it is less",
      [
        Edit(mudLoop, "  while (addr < end) {\n    mud_t mud"),
        Edit(mudEnd, "    mudp++;\n    addr += PAGE;\n  }\n"),
      ]),
    Variant(
      "an index instead of a pointer",
      [
        Edit(
          mudCursor,
          "mud_t *table = (mud_t *)below(reed.reed);\n  ulong index = (addr >> 12) & 15;"),
        Edit("LOOK(mudp->mud)", "LOOK(table[index].mud)"),
        Edit("    mudp++;\n", "    index++;\n"),
      ]),
    Variant(
      "an index of the address",
      [
        Edit(mudCursor, "mud_t *table = (mud_t *)below(reed.reed);"),
        Edit("LOOK(mudp->mud)", "LOOK(table[(addr >> 12) & 15].mud)"),
        Edit("    mudp++;\n", ""),
      ]),
    Variant(
      "a check in a callee",
      [
        Edit(
          "static int wade_mud",
          """
          static int is_fit(mud_t *mud)
          {
            if (!is_there(mud->mud))
              return 0;
            return 1;
          }

          static int wade_mud
          """),
        Edit("!is_there(mud.mud)", "!is_fit(&mud)"),
      ]),
    Variant(
      "one expression",
      [
        Edit("    shore_t shore = { LOOK(shorep->shore) };\n", ""),
        Edit("  do {\n    next = until(addr, end, SHORE_SIZE);\n", "  shore_t shore;\n  do\n"),
        Edit("    if (!is_there(shore.shore))\n      return;\n", ""),
        Edit(descent, ""),
        Edit(
          """
              shorep++;
              addr = next;
            } while (addr != end);
          }
          """,
          """
              next = until(addr, end, SHORE_SIZE);
            while (is_there((shore.shore = LOOK(shorep->shore)))
                   && wade_reed(shore, shorep, addr, next, flags, pages, nr)
                   && (shorep++, (addr = next) != end));
          }
          """),
      ]),
    Variant(
      "entries compared again",
      [
        Edit(
          "    pages[*nr] = page;\n",
          """
              if (mud.mud != LOOK(mudp->mud) || reed.reed != LOOK(reedp->reed))
                return 0;
              pages[*nr] = page;

          """)
      ]),
    Variant(
      "a table's entry is kept in mind",
      [
        Edit("    pages[*nr] = page;\n", "    pages[*nr] = page;\n    attic = mudp;\n")
      ]),
    Variant("two calls for one entry", [twice]),
    Variant(
      "pages that are counted at the end",
      [
        Edit(mudLoop, "  int done = 0;\n\(mudLoop)"),
        Edit("    pages[*nr] = page;\n    (*nr)++;\n", "    pages[*nr + done++] = page;\n"),
        Edit(mudEnd, "\(mudEnd)  *nr += done;\n"),
      ]),
    Variant(
      "a large page's pages by a counter",
      [
        Edit(
          takeLoop,
          """
            int count = (end - addr) >> 12, i;
            for (i = 0; i < count; i++)
              pages[*nr + i] = page + i;
            *nr += count;

          """)
      ]),
    Variant(
      "an array that moves on",
      [
        Edit(
          takeLoop,
          """
            struct page **slot = pages + *nr;
            for (; addr != end; addr += PAGE)
              *slot++ = page++;
            *nr = slot - pages;

          """)
      ]),
    Variant(
      "the entry's copy is handed down",
      [Edit("wade_reed(shore, shorep,", "wade_reed(shore, &shore,")]),
  ]

  /// What makes it wrong.
  static let mistakes: [Mistake] = [
    Mistake(
      "the range's start is handed down", "exact-cover", "wade",
      Edit(
        "  ulong next;\n  do {\n    shore_t", "  ulong next, start = addr;\n  do {\n    shore_t"),
      Edit("wade_reed(shore, shorep, addr,", "wade_reed(shore, shorep, start,")),
    Mistake(
      "the cursor stays", "right-entry", "wade_reed", Edit("    reedp++;\n", "")),
    Mistake(
      "the cursor goes on by two", "in-bounds", "wade_mud", Edit("mudp++;", "mudp += 2;")),
    Mistake(
      "the part's end is the range's", "in-bounds", "wade_mud",
      Edit("next = until(addr, end, REED_SIZE)", "next = end")),
    Mistake(
      "another slot", "right-pages", "wade_mud",
      Edit("pages[*nr] = page;", "pages[*nr + 1] = page;")),
    Mistake("a page is not counted", "right-pages", "wade_mud", Edit("    (*nr)++;\n", "")),
    Mistake("a page is counted twice", "right-pages", "wade_mud", Edit("(*nr)++;", "*nr += 2;")),
    Mistake(
      "success before the end", "right-pages", "wade_mud",
      Edit("return 0;\n    pages[*nr] = page;", "return 1;\n    pages[*nr] = page;")),
    Mistake(
      "an entry is skipped", "right-pages", "wade_mud",
      Edit(
        mudCheck,
        """
            if (!is_there(mud.mud)) {
              mudp++;
              addr += PAGE;
              continue;
            }

        """)),
    Mistake(
      "the next page", "right-pages", "wade_mud",
      Edit("pages[*nr] = page;", "pages[*nr] = page + 1;")),
    Mistake(
      "a large page's first page", "right-pages", "take_reed",
      Edit(" + ((addr & (REED_SIZE - 1)) >> 12)", "")),
    Mistake(
      "the cursor in the copy", "no-stack-iteration", "wade_reed",
      Edit("(reed_t *)below(shore.shore) + ((addr >> 16) & 31)", "(reed_t *)&shore")),
    Mistake(
      "a second descent", "exact-cover", "wade",
      Edit(
        "    shorep++;\n",
        """
            if (flags & 1)
              wade_reed(shore, shorep, addr, next, flags, pages, nr);
            shorep++;

        """)),
    Mistake(
      "a store by a callee", "right-entry", "wade_reed",
      Edit(
        "static int take_reed",
        "static void spoil(reed_t *reedp) { reedp->reed ^= 1ul << 20; }\n\nstatic int take_reed"),
      afterRead("spoil(&reed);")),
    Mistake(
      "the copy's address is known elsewhere", "right-entry", "wade_reed",
      afterRead("attic = &reed; hold(0);")),
    Mistake(
      "a read behind the copy", "no-stack-iteration", "wade_reed",
      Edit("is_there(reed.reed)", "is_there((&reed)[1].reed)")),
    Mistake(
      "the result is ignored", "exact-cover", "wade_reed",
      Edit(
        "else if (!wade_mud(reed, reedp, addr, next, flags, pages, nr))\n      return 0;",
        "else\n      wade_mud(reed, reedp, addr, next, flags, pages, nr);")),
    Mistake(
      "the result is turned round", "exact-cover", "wade_reed",
      Edit("else if (!wade_mud", "else if (wade_mud")),
    Mistake(
      "a break, then success", "right-pages", "wade_reed",
      Edit(reedCheck, "    if (!is_there(reed.reed))\n      break;\n")),
    Mistake("an entry that is not there", "in-bounds", "wade_mud", Edit(reedCheck, "")),
    Mistake("a descent by any entry", "checked-descent", "wade_mud", Edit(reedCheck, "")),
    Mistake(
      "another entry is looked at again", "live-recheck", "wade_mud",
      Edit(
        held,
        "    if (LOOK(((reed_t *)((ulong)reedp & ~255ul))->reed) == 0)\n      return 0;\n\(held)")),
    Mistake(
      "a copy is looked at again", "live-recheck", "wade_reed",
      Edit("wade_reed(shore, shorep, addr,", "wade_reed(shore, &shore, addr,"),
      Edit(reedTaken, "\(reedTaken)      if (shorep->shore != shore.shore)\n        return 0;\n")),
    Mistake(
      "a copy is copied again", "live-recheck", "wade_reed",
      Edit("wade_reed(shore, shorep, addr,", "wade_reed(shore, &shore, addr,"),
      Edit(
        reedTaken,
        "\(reedTaken)      shore_t now;\n      __builtin_memcpy(&now, shorep, sizeof now);\n"
          + "      if (now.shore != shore.shore)\n        return 0;\n")),
    Mistake(
      "a copy is looked at again behind a level function", "live-recheck", "wade_reed",
      Edit("wade_reed(shore, shorep, addr,", "wade_reed(shore, &shore, addr,"),
      Edit(
        "    reedp++;\n",
        "    if (!is_wide(reed.reed) && shorep->shore != shore.shore)\n      return 0;\n"
          + "    reedp++;\n")),
    Mistake("a page that is not there", "right-pages", "wade_mud", Edit(mudCheck, "")),
    Mistake(
      "a leaf is taken for a table", "in-bounds", "wade_mud",
      Edit("if (is_wide(reed.reed)) {", "if (0) {")),
    Mistake(
      "the entry is read again behind the check", "in-bounds", "wade_mud",
      Edit(
        "    if (is_wide(reed.reed)) {",
        "    reed.reed = LOOK(reedp->reed);\n    if (is_wide(reed.reed)) {")),
    Mistake(
      "a read that is not marked", "marked-access", "wade_mud",
      Edit("{ LOOK(mudp->mud) }", "{ mudp->mud }")),
    Mistake(
      "a write to a table", "in-bounds", "wade_reed", afterRead("reedp->reed = 0;")),
    Mistake(
      "a write to a page's or a table's memory", "in-bounds", "wade_reed",
      afterRead("ulong *p = flags & 1 ? (ulong *)reedp : frog_list->words; *p = 0;")),
    Mistake(
      "the array is known elsewhere", "right-pages", "wade_reed",
      afterRead("attic = pages; hold(0);")),
    Mistake(
      "the number of pages is known elsewhere", "right-pages", "wade_mud",
      Edit(mudLoop, "  if (flags & 1)\n    attic = nr;\n\(mudLoop)"),
      Edit("(*nr)++;", "(*nr)++; hold(0);")),
    Mistake(
      "the array is known through a local that is", "right-pages", "wade_reed",
      afterRead("struct page **box = pages; attic = &box; hold(0);")),
    Mistake(
      "the copy is known through two locals", "right-entry", "wade_reed",
      afterRead("reed_t *inner = &reed; reed_t **outer = &inner; attic = &outer; hold(0);")),
    Mistake(
      "the copy is known through a place of assembly", "right-entry", "wade_reed",
      afterRead("reed_t *p = &reed; asm volatile(\"\" : \"+m\"(p) : : \"memory\");")),
    Mistake(
      "the copy's address is written half and half", "right-entry", "wade_reed",
      afterRead(
        """
        reed_t *p = &reed;
        unsigned short half = ((unsigned short *)&p)[0];
        attic = (void *)(ulong)(half | (ulong)((unsigned short *)&p)[1] << 16);
        hold(0);
        """)),
    Mistake(
      "memory beside the running task", "right-entry", "wade",
      Edit("self()->mm->pgd", "((struct task_struct *)((ulong *)self() + 4))->mm->pgd")),
    Mistake(
      "the copy's address through assembly", "right-entry", "wade_reed",
      afterRead(
        """
        reed_t *p = &reed;
        asm("" : "+r"(p));
        reed.reed = LOOK(reedp->reed);
        p->reed ^= 1ul << 20;
        """)),
    Mistake(
      "a local of a call that is over", "no-stack-iteration", "wade_reed",
      Edit(
        "static int wade_reed",
        "static reed_t *stale(void) { reed_t old; return &old; }\n\nstatic int wade_reed"),
      afterRead("reed_t *p = stale(); p->reed = reed.reed; hold(0); reed.reed = p->reed;")),
    Mistake(
      "an address among the flags", "exact-cover", "wade",
      Edit(
        "wade_reed(shore, shorep, addr, next, flags",
        "wade_reed(shore, shorep, addr, next, (ulong)&next"),
      Edit(
        "shore_t *shorep, ulong addr, ulong end, unsigned flags,",
        "shore_t *shorep, ulong addr, ulong end, ulong flags,"),
      afterRead("*(ulong *)flags += PAGE;")),
    Mistake(
      "the caller's copy is overwritten as a structure", "no-stack-iteration", "wade_reed",
      twice, afterRead("shore_t none = { 0 }; *shorep = none;")),
    Mistake(
      "the caller's copy is overwritten", "no-stack-iteration", "wade_reed",
      twice, afterRead("shorep->shore = 0;")),
    Mistake(
      "the caller's copy is known elsewhere", "no-stack-iteration", "wade_reed",
      twice, afterRead("attic = shorep; hold(0);")),
    Mistake(
      "half of an entry and the other half", "in-bounds", "wade_mud",
      Edit(
        "{ LOOK(mudp->mud) }",
        "{ LOOK(((unsigned short *)mudp)[0]) | LOOK(((unsigned short *)mudp)[1]) << 16 }")),
    Mistake(
      "a task that a function gives", "right-entry", "wade",
      Edit(
        "  shore_t *shorep = self()->mm",
        "  struct task_struct *task = friend(1);\n  shore_t *shorep = task->mm"),
      Edit("extern void *attic;", "extern void *attic;\nextern struct task_struct *friend(int);")),
    Mistake(
      "the parent's memory", "right-entry", "wade", Edit("self()->mm", "self()->parent->mm")),
    Mistake(
      "another task's memory", "right-entry", "wade",
      Edit(
        "  shore_t *shorep = self()->mm",
        "  struct task_struct *task = neighbour;\n  shore_t *shorep = task->mm")),
  ]
}
