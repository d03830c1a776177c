/// The walk of our own, which looks at its entries again once it has taken a page.
extension WalkTests {
  static let hold = "    if (!hold(page))\n      return 0;\n"
  static let look =
    "    if (LOOK(reedp->reed) != reed.reed || LOOK(mudp->mud) != mud.mud)\n"
    + "      return 0;\n"
  private static let lookWide = "  if (LOOK(reedp->reed) != reed.reed)\n    return 0;\n"

  static func kept(
    mud: String = hold + look, wide: String = "  if (!hold(page))\n    return 0;\n" + lookWide,
    more: [Edit] = []
  ) -> [Edit] {
    [
      Edit(hold + "    pages", mud + "    pages"),
      Edit("  if (!hold(page))\n    return 0;\n  do {", wide + "  do {"),
      Edit("take_reed(reed_t reed,", "take_reed(reed_t reed, reed_t *reedp,"),
      Edit("take_reed(reed, addr", "take_reed(reed, reedp, addr"),
    ] + more
  }

  static let keptRewrites: [Variant] = [
    Variant("the entries are looked at again", kept()),
    Variant(
      "counted, and then recorded",
      kept(more: [Edit("    pages[*nr] = page;\n    (*nr)++;\n", "    pages[(*nr)++] = page;\n")])),
    Variant(
      "all counted, and then recorded",
      kept(
        more: [
          Edit(
            "  do {\n    pages[*nr] = page++;\n    *nr += 1;\n    addr += PAGE;\n"
              + "  } while (addr != end);\n",
            "  int more = (end - addr) >> 12;\n  pages += *nr;\n  *nr += more;\n"
              + "  for (; more; more--)\n    *pages++ = page++;\n")
        ])),
    Variant(
      "each by itself",
      kept(
        mud: hold + "    if (LOOK(mudp->mud) != mud.mud)\n      return 0;\n"
          + "    if (LOOK(reedp->reed) != reed.reed)\n      return 0;\n")),
    Variant(
      "a page is held until it works",
      kept(mud: "    while (!hold(page))\n      if (flags & 1)\n        return 0;\n" + look)),
    Variant(
      "one of two ways prints where the copy is",
      kept(
        more: [
          Edit("static int wade_mud(", "extern void show(reed_t *reed);\nstatic int wade_mud("),
          Edit(
            "  mud_t *mudp = ",
            "  mud_t *mudp;\n  if (flags & 2) {\n    show(&reed);\n"
              + "    return 0;\n  }\n  mudp = "),
        ])),
  ]

  /// A mistake, and whether runs find it too: nobody gives a page back between two takings there, and
  /// an entry that changes leads to another page.
  static let keptMistakes: [(mistake: Mistake, isFound: Bool)] = [
    (
      Mistake(
        "its table's entry is not", "kept-after-recheck", "wade_mud",
        kept(mud: hold + "    if (LOOK(mudp->mud) != mud.mud)\n      return 0;\n")), true
    ),
    (
      Mistake(
        "its own entry is not", "kept-after-recheck", "wade_mud",
        kept(mud: hold + "    if (LOOK(reedp->reed) != reed.reed)\n      return 0;\n")), true
    ),
    (
      Mistake("too early", "kept-after-recheck", "wade_mud", kept(mud: look + hold)), true
    ),
    (
      Mistake(
        "without what came out", "kept-after-recheck", "wade_mud",
        kept(mud: hold + "    (void)LOOK(reedp->reed);\n    (void)LOOK(mudp->mud);\n")), true
    ),
    (
      Mistake(
        "but for a bit", "kept-after-recheck", "wade_mud",
        kept(
          mud: hold
            + "    if (LOOK(reedp->reed) != reed.reed || (LOOK(mudp->mud) ^ mud.mud) & ~2ul)\n"
            + "      return 0;\n")), false
    ),
    (
      Mistake(
        "and the page is held again", "kept-after-recheck", "wade_mud",
        kept(mud: hold + look + hold)), false
    ),
    (
      Mistake(
        "and the page is held until it works", "kept-after-recheck", "wade_mud",
        kept(mud: hold + look + "    while (!hold(page))\n      ;\n")), false
    ),
    (
      Mistake(
        "after the page was counted", "kept-after-recheck", "wade_mud",
        kept(
          mud: hold, more: [Edit("    (*nr)++;\n", "    (*nr)++;\n" + look)])), true
    ),
    (
      Mistake(
        "of the copy", "kept-after-recheck", "wade_mud",
        kept(more: [Edit("wade_mud(reed, reedp,", "wade_mud(reed, &reed,")])), true
    ),
    (
      Mistake(
        "not of what maps many", "kept-after-recheck", "take_reed",
        kept(wide: "  if (!hold(page))\n    return 0;\n")), true
    ),
    (
      Mistake(
        "all counted, and recorded by what is read then", "kept-after-recheck", "take_reed",
        kept(
          more: [
            Edit(
              "  do {\n    pages[*nr] = page++;\n    *nr += 1;\n    addr += PAGE;\n"
                + "  } while (addr != end);\n",
              "  int more = (end - addr) >> 12;\n  pages += *nr;\n  *nr += more;\n"
                + "  for (; more; more--) {\n    if (!hold(page))\n      return 0;\n"
                + "    *pages++ = page++;\n  }\n")
          ])), false
    ),
    (
      Mistake(
        "before the rest is recorded", "kept-after-recheck", "take_reed",
        kept(
          wide: "  if (!hold(page))\n    return 0;\n" + lookWide
            + "  if (!hold(page + 1))\n    return 0;\n")), false
    ),
  ]
}
