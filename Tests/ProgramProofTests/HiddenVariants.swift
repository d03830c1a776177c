import LLVMIR
import ProgramProof
import Testing

/// Walks in which something is done by what a proof could overlook: by assembly, by what is found in memory
/// that others may know, or by a local that is gone.
extension WalkTests {
  private static func taken(_ how: String) -> [Edit] { kept(mud: look + how) }

  static let hiddenMistakes: [Mistake] = [
    Mistake(
      "the page is taken in a box", "kept-after-recheck", "wade_mud",
      taken(
        "    extern int hold_box(void *);\n    struct { struct page *p; } box = { page };\n"
          + "    if (!hold_box(&box))\n      return 0;\n")),
    Mistake(
      "the page is taken by assembly that is given a box", "kept-after-recheck", "wade_mud",
      taken(
        "    struct { struct page *p; } box = { page };\n"
          + "    asm volatile(\"# %0\" : : \"m\"(box) : \"memory\");\n")),
    Mistake(
      "the page is taken by assembly that says nothing of memory", "kept-after-recheck", "wade_mud",
      taken("    asm volatile(\"# %0\" : : \"r\"(page));\n")),
    Mistake(
      "the page is taken by what was recorded", "kept-after-recheck", "wade_mud",
      taken(
        "    pages[*nr] = page;\n    if (flags == 0x13572468 && !hold(pages[*nr]))\n      return 0;\n"
      )),
    Mistake(
      "the page is taken by what was told", "kept-after-recheck", "wade_mud",
      kept(
        mud: "    attic = page;\n" + look
          + "    if (flags == 0x13572468 && !hold(attic))\n      return 0;\n")),
    Mistake(
      "a page is taken that another one names", "kept-after-recheck", "wade_mud",
      kept(mud: "    if (!hold((struct page *)page->words[1]))\n      return 0;\n")),
    Mistake(
      "the page is counted in an element", "kept-after-recheck", "wade_mud",
      taken("    if (flags == 0x13572468)\n      page->words[addr >> 12 & 3]++;\n")),
    Mistake(
      "assembly moves the memory map", "in-bounds", "wade_mud",
      [
        Edit(
          "    pages[*nr] = page;\n",
          "    asm volatile(\"addq $64, %0\" : \"+m\"(frog_list));\n    pages[*nr] = page;\n")
      ]),
    Mistake(
      "assembly changes the top table", "right-entry", "wade",
      [
        Edit(
          "    shorep++;\n",
          "    asm volatile(\"xorq $1, %0\" : \"+m\"(self()->mm->pgd));\n    shorep++;\n")
      ]),
    Mistake(
      "a local that is gone", "no-stack-iteration", "wade_mud",
      [
        Edit(
          "static int wade_mud(",
          "static ulong *stash(ulong *old, int which, ulong now, ulong *out)\n"
            + "{ ulong own = now; *out = which ? *old : now; return &own; }\n\nstatic int wade_mud("
        ),
        Edit(
          "    pages[*nr] = page;\n",
          "    { ulong out;\n"
            + "      kept_place = stash(kept_place, flags == 0x13572468, addr, &out);\n"
            + "      if (out == 5) return 0; }\n    pages[*nr] = page;\n"),
        Edit(
          "  do {\n    mud_t mud",
          "  ulong first = 0, *kept_place = &first;\n  do {\n    mud_t mud"),
      ]),
  ]

  @Test(arguments: hiddenMistakes) func whatIsHiddenIsNotProved(mistake: Mistake) throws {
    let verdict = try verdict(mistake.variant)
    #expect(verdict.result(mistake.property) != .proved)
    #expect(verdict.failures.contains { $0.property == mistake.property })
  }

  /// A walk with what has no meaning here.
  static let refusedVariants: [Variant] = [
    Variant(
      "a stack object that is made in a loop",
      [
        Edit(
          "    pages[*nr] = page;\n",
          "    *(ulong *)__builtin_alloca(8) = addr;\n    pages[*nr] = page;\n")
      ]),
    Variant(
      "a function that returns twice",
      [
        Edit(
          "    pages[*nr] = page;\n",
          "    extern int mark(void) __attribute__((returns_twice));\n    if (mark())\n"
            + "      return 0;\n    pages[*nr] = page;\n")
      ]),
  ]

  @Test(arguments: refusedVariants) func whatHasNoMeaningIsRefused(variant: Variant) throws {
    #expect(throws: Refusal.self) { try verdict(variant) }
  }
}
