import Testing

/// Walks in which something goes through a place of which a proof does not know what it holds: an element
/// that a flag chooses, what only a later round of a loop finds, or a local that others know.
extension WalkTests {
  private static func recorded(_ more: String) -> [Edit] {
    [
      Edit(
        "    pages[*nr] = page;\n    (*nr)++;\n", "\(more)    pages[*nr] = page;\n    (*nr)++;\n")
    ]
  }

  static let lostMistakes: [Mistake] = [
    Mistake(
      "the page is another one's by one of two", "right-pages", "wade_mud",
      recorded("    { struct page **l[2] = { &page, &page }; *l[flags & 1] = attic; }\n")),
    Mistake(
      "the page is another one's in a second round", "right-pages", "wade_mud",
      recorded(
        "    { struct page **p; int i; for (i = 0; i < 2; i++) { if (i) *p = attic; p = &page; } }\n"
      )),
    Mistake(
      "the array is written by one of two", "right-pages", "wade_mud",
      recorded("    { struct page **l[2] = { pages, pages }; l[flags & 1][*nr] = attic; }\n")),
    Mistake(
      "the number of pages is, too", "right-pages", "wade_mud",
      recorded("    { int *l[2] = { nr, nr }; *l[flags & 1] += 5; }\n")),
    Mistake(
      "an entry is written by one of two", "in-bounds", "wade_mud",
      recorded("    { mud_t *l[2] = { mudp, mudp }; l[flags & 1]->mud = 0; }\n")),
    Mistake(
      "an entry is written by a place that others know", "in-bounds", "wade_mud",
      recorded("    { mud_t *q = mudp; attic = &q; q->mud = 0; }\n")),
    Mistake(
      "a copy is gone on from by one of two", "no-stack-iteration", "wade_mud",
      recorded(
        "    { mud_t *l[2] = { &mud, &mud }; mud_t *q = l[flags & 1]; if (q[1].mud) return 0; }\n")),
    Mistake(
      "the top table is changed", "right-entry", "wade_mud",
      recorded("    self()->mm->pgd = neighbour->mm->pgd;\n")),
    Mistake(
      "the address space is changed", "right-entry", "wade_mud",
      recorded("    self()->mm = neighbour->mm;\n")),
  ]

  @Test(arguments: lostMistakes) func whatIsNotFollowedIsNotProved(mistake: Mistake) throws {
    let verdict = try verdict(mistake.variant)
    #expect(verdict.result(mistake.property) != .proved)
    #expect(verdict.failures.contains { $0.property == mistake.property })
  }
}
