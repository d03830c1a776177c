/// The walk of our own on a machine that has its memory map in sections, and one that looks at
/// entries that belong together.
extension WalkTests {
  /// The memory map in sections, of which the code asks for each frame.
  private static func sections(
    section: String = "pfn >> 6", take: Edit = Self.takeByFrame
  ) -> [Edit] {
    [
      Edit("struct page { ulong words[8]; };", "struct page { ulong flags; ulong words[7]; };"),
      Edit(
        "extern struct page *frog_list;",
        """
        struct mem_section { ulong section_mem_map; ulong usage; };
        extern struct mem_section *mem_section;
        static struct mem_section *__nr_to_section(ulong nr) { return &mem_section[nr]; }
        static struct mem_section *__pfn_to_section(ulong pfn) { return __nr_to_section(\(section)); }
        static struct page *__section_mem_map_addr(struct mem_section *section)
        { return (struct page *)(section->section_mem_map & ~63ul); }
        static ulong page_to_section(const struct page *page) { return page->flags >> 20; }
        static struct page *at(ulong pfn)
        { return __section_mem_map_addr(__pfn_to_section(pfn)) + pfn; }
        static ulong frame(struct page *page)
        { return page - __section_mem_map_addr(__nr_to_section(page_to_section(page))); }
        static struct page *forth(struct page *page, ulong pages) { return at(frame(page) + pages); }
        """),
      Edit("frog_list + ((mud.mud & ~0xffful) >> 12)", "at((mud.mud & ~0xffful) >> 12)"),
      Edit(
        "frog_list + ((reed.reed & ~0xfffful) >> 12) + ((addr & (REED_SIZE - 1)) >> 12)",
        "forth(at((reed.reed & ~0xfffful) >> 12), (addr & (REED_SIZE - 1)) >> 12)"),
      take,
    ]
  }

  private static let takeByFrame = Edit(
    "  do {\n    pages[*nr] = page++;", "  int i = 0;\n  do {\n    pages[*nr] = forth(page, i++);")

  /// Entries that belong together by a bit, of which another bit is gathered.
  private static func gather(_ edits: (old: String, new: String)...) -> [Edit] {
    var text = """
      static mud_t look_around(mud_t *at)
      {
        mud_t mud, other, *mudp;
        int i;
      again:
        mud.mud = LOOK(at->mud);
        if (!(mud.mud & 4))
          return mud;
        mudp = (mud_t *)((ulong)at & ~(4 * sizeof(mud_t) - 1));
        for (i = 0; i < 4; i++, mudp++) {
          other.mud = LOOK(mudp->mud);
          if (!(other.mud & 4))
            goto again;
          if (other.mud & 2)
            mud.mud |= 2;
        }
        return mud;
      }

      static int wade_mud(reed_t reed,
      """
    for (old, new) in edits { text = text.replacingOccurrences(of: old, with: new) }
    return [
      Edit("static int wade_mud(reed_t reed,", text),
      Edit("mud_t mud = { LOOK(mudp->mud) };", "mud_t mud = look_around(mudp);"),
    ]
  }

  /// A level above that is folded at boot: it reads its table's first entry, and hands that on.
  private static func pool(
    cursor: String =
      "(shore_t *)((ulong)poolp & ~(32 * sizeof(shore_t) - 1)) + ((addr >> 21) & 31)",
    descent: String = "wade_reed(shore, shorep, addr,"
  ) -> [Edit] {
    [
      Edit(
        "void wade(ulong addr, ulong end, unsigned flags, struct page **pages, int *nr)\n{\n"
          + "  shore_t *shorep = self()->mm->pgd + ((addr >> 21) & 31);\n",
        """
        static int wade_pool(shore_t pool, shore_t *poolp, ulong addr, ulong end, unsigned flags,
                             struct page **pages, int *nr)
        {
          shore_t *shorep = \(cursor);

        """),
      Edit("shore.shore))\n      return;", "shore.shore))\n      return 0;"),
      Edit(
        "!wade_reed(shore, shorep, addr, next, flags, pages, nr))\n      return;\n    shorep++;\n"
          + "    addr = next;\n  } while (addr != end);\n",
        "!\(descent) next, flags, pages, nr))\n      return 0;\n    shorep++;\n"
          + """
              addr = next;
            } while (addr != end);
            return 1;
          }

          void wade(ulong addr, ulong end, unsigned flags, struct page **pages, int *nr)
          {
            shore_t *poolp = self()->mm->pgd;
            shore_t pool = { LOOK(poolp->shore) };
            wade_pool(pool, poolp, addr, end, flags, pages, nr);

          """),
    ]
  }

  static let mapRewrites: [Variant] = [
    Variant("a level that is folded at boot", pool()),
    Variant("a memory map in sections", sections()),
    Variant(
      "a memory map in sections that no entry leaves",
      sections(take: Edit("pages[*nr] = page++;", "pages[*nr] = page;\n    page++;"))),
    Variant("entries that belong together", gather()),
  ]

  static let mapMistakes: [Mistake] = [
    Mistake(
      "folded at boot, from the entry that was handed on", "right-entry", "wade",
      pool(cursor: "poolp")),
    Mistake(
      "folded at boot, by the entry that was handed on", "right-entry", "wade_pool",
      pool(descent: "wade_reed(pool, shorep, addr,")),
    Mistake(
      "another frame's section", "right-pages", "wade_mud", sections(section: "(pfn + 1) >> 6")),
    Mistake("sections of another size", "right-pages", "wade_mud", sections(section: "pfn >> 7")),
    Mistake(
      "the next page", "right-pages", "take_reed",
      sections(
        take: Edit(
          "  do {\n    pages[*nr] = page++;",
          "  int i = 0;\n  do {\n    pages[*nr] = forth(page, ++i);"))),
    Mistake(
      "more entries than belong together", "in-bounds", "look_around", gather(("i < 4;", "i < 5;"))),
    Mistake(
      "a bit that tells another page", "right-pages", "wade_mud",
      gather(("mud.mud |= 2;", "mud.mud |= 0x4000;"))),
    Mistake(
      "the last entry for the first", "right-pages", "wade_mud",
      gather(("return mud;\n}\n\nstatic", "return other;\n}\n\nstatic"))),
  ]
}
