/// The walk of our own, begun by a function that looks at the range.
extension WalkTests {
  private static func fish(
    count: String = "int nr = 0;", start: String = "start & ~(PAGE - 1)",
    check: String = "if (end < addr || end > 1ul << 26)\n    return -1;", more: String = ""
  ) -> [Edit] {
    [
      Edit("void wade(ulong", "static void wade(ulong"),
      Edit(
        "    shorep++;\n    addr = next;\n  } while (addr != end);\n}\n",
        """
            shorep++;
            addr = next;
          } while (addr != end);
        }

        \(more)
        static int begin(ulong addr, ulong end, unsigned flags, struct page **pages)
        {
          \(count)
          wade(addr, end, flags, pages, &nr);
          return nr;
        }

        int fish(ulong start, int number, unsigned flags, struct page **pages)
        {
          ulong addr = \(start);
          ulong end = addr + ((ulong)number << 12);
          int caught;
          \(check)
          caught = begin(addr, end, flags, pages);
          while (caught < number)
            hold(pages[caught++]);
          return caught;
        }

        """),
    ]
  }

  static let beginRewrites: [Variant] = [
    Variant("begun by a function that looks at the range", fish()),
    Variant(
      "begun by two",
      fish(
        more: "static int begin(ulong, ulong, unsigned, struct page **);\n"
          + "int angle(unsigned flags, struct page **pages)\n"
          + "{ return begin(PAGE, 4 * PAGE, flags, pages); }\n")),
  ]

  static let beginMistakes: [Mistake] = [
    Mistake("a range that nobody looks at", "in-reach", "begin", fish(check: "")),
    Mistake(
      "a range that goes beyond", "in-reach", "begin",
      fish(check: "if (end < addr || end > (1ul << 26) + PAGE)\n    return -1;")),
    Mistake(
      "a range that wraps", "exact-cover", "begin",
      fish(check: "if (end > 1ul << 26)\n    return -1;")),
    Mistake("half a page", "exact-cover", "begin", fish(start: "start")),
    Mistake("a count that begins with 1", "right-pages", "begin", fish(count: "int nr = 1;")),
    Mistake(
      "one of two does not look", "in-reach", "begin",
      fish(
        more: "static int begin(ulong, ulong, unsigned, struct page **);\n"
          + "int angle(ulong addr, unsigned flags, struct page **pages)\n"
          + "{ return begin(addr & ~(PAGE - 1), (addr & ~(PAGE - 1)) + PAGE, flags, pages); }\n")),
    Mistake(
      "a number of pages that a callee sets", "right-pages", "begin",
      fish(count: "int nr = 0;\n  asm volatile(\"\" : \"+m\"(nr));")),
  ]

  private static let again = "begin(addr, end, flags, pages);"

  static let beginAgainMistakes: [Mistake] = [
    Mistake(
      "begun again beyond", "in-reach", "begin",
      [
        Edit(
          again,
          "begin(addr, end, flags, pages);\n  caught += begin(addr, end + PAGE, flags, pages);")
      ]),
    Mistake(
      "begun again with what is counted", "right-pages", "begin",
      [
        Edit(
          "  wade(addr, end, flags, pages, &nr);\n  return nr;",
          "  wade(addr, end, flags, pages, &nr);\n  wade(addr, end, flags, pages, &nr);\n"
            + "  return nr;")
      ]),
    Mistake(
      "begun in a loop", "in-reach", "begin",
      [
        Edit(
          again,
          "0;\n  do {\n    caught += begin(addr, end, flags, pages);\n    end += PAGE;\n"
            + "  } while (caught < number);")
      ]),
  ].map { Mistake($0.variant.name, $0.property, $0.function, fish() + $0.variant.edits) }

  /// What calls a walk that anyone may call nobody knows.
  static let beganByAnyone: [Variant] = [
    Variant("as it is"),
    Variant(
      "its address is kept by a function",
      fish(
        more: "void (*net)(ulong, ulong, unsigned, struct page **, int *);\n"
          + "void cast(void) { net = wade; }\n")),
    Variant(
      "its address is kept",
      fish(
        more: "void (*net)(ulong, ulong, unsigned, struct page **, int *) = wade;\n")),
  ]
}
