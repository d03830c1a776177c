/// The walk of our own with a level that is folded when it is built: what it has for an entry is a
/// constant, and the level below works on the entry itself.
extension WalkTests {
  private static let pool = """
    static shore_t pgdp_get(shore_t *shorep)
    {
      shore_t none = { 0 };
      return none;
    }

    static int is_pool(shore_t pool) { return 1; }

    static int wade_pool(shore_t shore, shore_t *shorep, ulong addr, ulong end, unsigned flags,
                         struct page **pages, int *nr)
    {
      shore_t *poolp = shorep;
      ulong next;
      do {
        shore_t pool = { LOOK(poolp->shore) };
        next = until(addr, end, SHORE_SIZE);
        if (!is_there(pool.shore))
          return 0;
        if (!wade_reed(pool, poolp, addr, next, flags, pages, nr))
          return 0;
        poolp++;
        addr = next;
      } while (addr != end);
      return 1;
    }


    """

  /// A level above the first one, of which a piece is something else.
  private static func folded(_ old: String = "", _ new: String = "") -> [Edit] {
    [
      Edit("void wade(ulong addr", pool + "void wade(ulong addr"),
      Edit("shore_t shore = { LOOK(shorep->shore) };", "shore_t shore = pgdp_get(shorep);"),
      Edit(
        "    if (!is_there(shore.shore))\n      return;", "    if (!is_pool(shore))\n      return;"),
      Edit("if (!wade_reed(shore, shorep", "if (!wade_pool(shore, shorep"),
    ].map { edit in
      old.isEmpty ? edit : Edit(edit.old, edit.new.replacingOccurrences(of: old, with: new))
    }
  }

  static let dummyRewrites = [
    Variant("a level is folded", folded()),
    Variant("its constant is another", folded("none = { 0 }", "none = { ~0ul }")),
    Variant(
      "its constant is not in a function of its own",
      folded("= pgdp_get(shorep)", "= { 0 }")),
    Variant(
      "nothing is made of its constant",
      folded("return 1; }", "return (pool.shore & 0) == 0; }")),
  ]

  static let dummyMistakes = [
    Mistake(
      "a folded level is there if its constant says so", "no-dummy", "wade",
      folded("return 1; }", "return pool.shore == 0; }")),
    Mistake(
      "a folded level's constant is handed on for an entry", "no-dummy", "wade_pool",
      folded("pool = { LOOK(poolp->shore) }", "pool = shore")),
    Mistake(
      "the level below works on a copy of the constant", "right-entry", "wade",
      folded("wade_pool(shore, shorep", "wade_pool(shore, &shore")),
    Mistake(
      "what comes back depends on the constant", "no-dummy", "wade_pool",
      folded("addr != end);\n  return 1;", "addr != end);\n  return shore.shore == 0;")),
    Mistake(
      "whether a folded level is there is chosen by its constant", "no-dummy", "is_pool",
      folded("return 1; }", "return pool.shore ? 0 : 1; }")),
  ]

  /// What no run tells by its pages.
  static let dummyLeaks = [
    Mistake(
      "others are told the constant", "no-dummy", "is_pool",
      folded("return 1; }", "*(ulong *)attic = pool.shore; return 1; }")),
    Mistake(
      "a local is read where the constant says", "no-dummy", "is_pool",
      folded("return 1; }", "int there[2] = { 1, 1 }; return there[pool.shore & 1]; }")),
    Mistake(
      "a local is written where the constant says", "no-dummy", "is_pool",
      folded(
        "return 1; }", "char there[2] = { 1, 1 }; there[pool.shore & 1] = 2; return there[0]; }")),
    Mistake(
      "a variable is read where the constant says", "no-dummy", "is_pool",
      folded(
        "return 1; }",
        "static const int there[2] = { 1, 1 }; return there[pool.shore & 1] | 1; }")),
    Mistake(
      "places are compared that the constant chooses", "no-dummy", "wade",
      folded("return 1; }", "char there[4]; return &there[pool.shore & 3] == there; }")),
    Mistake(
      "the constant chooses what is called", "no-dummy", "is_pool",
      folded(
        "return 1; }", "((void (*)(void))(pool.shore + (ulong)attic))(); return 1; }")),
    Mistake(
      "where others are told something depends on the constant", "no-dummy", "is_pool",
      folded("return 1; }", "((ulong *)attic)[pool.shore & 1] = 1; return 1; }")),
  ]
}
