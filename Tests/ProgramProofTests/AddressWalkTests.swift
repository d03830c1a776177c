import TestModels
import Testing

@testable import ProgramProof

/// Walks of our own that look up one address are proved, and are not once something in them is wrong.
@Suite struct AddressWalkTests {
  private static let declarations = """
    struct pool { ulong id; struct { struct mm_struct *mm; ulong start; }; };
    extern struct mm_struct shared;

    """
  /// A walk that tells the size of what maps an address.
  private static let peep = """
    int peep(struct mm_struct *mm, ulong addr)
    {
      shore_t *shorep = mm->pgd + ((addr >> 21) & 31);
      shore_t shore = { LOOK(shorep->shore) };
      reed_t *reedp, reed;
      mud_t *mudp, mud;
      if (!is_there(shore.shore))
        return 0;
      reedp = (reed_t *)below(shore.shore) + ((addr >> 16) & 31);
      reed.reed = LOOK(reedp->reed);
      if (!is_there(reed.reed))
        return 0;
      if (is_wide(reed.reed))
        return 16;
      mudp = (mud_t *)below(reed.reed) + ((addr >> 12) & 15);
      mud.mud = LOOK(mudp->mud);
      return is_there(mud.mud) ? 12 : 0;
    }

    """
  /// A walk that gives an entry's place, which looks at entries again and again.
  private static let poke = """
    mud_t *poke(ulong addr)
    {
      shore_t *shorep = shared.pgd + ((addr >> 21) & 31);
      reed_t *reedp;
      if (!is_there(shorep->shore))
        return 0;
      reedp = (reed_t *)below(shorep->shore) + ((addr >> 16) & 31);
      if (!is_there(reedp->reed))
        return 0;
      if (is_wide(reedp->reed))
        return (mud_t *)reedp;
      return (mud_t *)below(reedp->reed) + ((addr >> 12) & 15);
    }

    """

  struct Variant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var edits: [WalkTests.Edit] = []
    var walk = AddressWalk(function: "peep", address: "addr", table: "mm->pgd")
    /// What is not shown.
    var properties: Set<String> = []

    fileprivate func text() throws -> String {
      let own = try edits.reduce(into: declarations + (walk.function == "poke" ? poke : peep)) {
        text, edit in
        try #require(
          text.components(separatedBy: edit.old).count == 2,
          "'\(edit.old)' does not stand there once")
        text = text.replacingOccurrences(of: edit.old, with: edit.new)
      }
      return try Pond.text() + own
    }
  }

  private static let fromPool = [
    WalkTests.Edit(
      "int peep(struct mm_struct *mm, ulong addr)", "int peep(struct pool *pool, ulong frame)"),
    WalkTests.Edit(
      "  shore_t *shorep = mm->pgd +",
      "  ulong addr = pool->start + (frame << 12);\n  shore_t *shorep = pool->mm->pgd +"),
  ]
  private static let inPool = AddressWalk(
    function: "peep", address: "addr", table: "pool->mm->pgd")
  private static let kept = AddressWalk(
    function: "poke", address: "addr", table: "shared.pgd", lock: "nobody fishes")
  private static let again = WalkTests.Edit(
    "reed.reed = LOOK(reedp->reed);",
    "do\n    reed.reed = LOOK(reedp->reed);\n  while (hold(0));")

  static let right: [Variant] = [
    Variant(testDescription: "as it is"),
    Variant(testDescription: "an address that is computed", edits: fromPool, walk: inPool),
    Variant(testDescription: "a loop that looks again", edits: [again]),
    Variant(testDescription: "a place is given", walk: kept),
    Variant(
      testDescription: "the entry is handed in",
      edits: [
        WalkTests.Edit("poke(ulong addr)", "poke(shore_t *first, ulong addr)"),
        WalkTests.Edit("shared.pgd + ((addr >> 21) & 31)", "first"),
      ],
      walk: AddressWalk(
        function: "poke", address: "addr", table: "first", isEntry: true, lock: "nobody fishes")),
    Variant(
      testDescription: "what nothing depends on is beside",
      edits: [
        WalkTests.Edit(
          "reed_t *reedp, reed;\n", "reed_t *reedp, reed;\n  ulong first = LOOK(mm->pgd->shore);\n")
      ]),
  ]

  static let wrong: [Variant] = [
    Variant(
      testDescription: "the next address's table",
      edits: [
        WalkTests.Edit("mm->pgd + ((addr >> 21) & 31)", "mm->pgd + (((addr >> 21) + 1) & 31)")
      ],
      properties: ["right-entry", "in-bounds"]),
    Variant(
      testDescription: "the next address's entry",
      edits: [
        WalkTests.Edit(
          "mudp = (mud_t *)below(reed.reed) + ((addr >> 12) & 15)",
          "mudp = (mud_t *)below(reed.reed) + (((addr + PAGE) >> 12) & 15)")
      ],
      properties: ["right-entry"]),
    Variant(
      testDescription: "an entry that is not there leads on",
      edits: [
        WalkTests.Edit(
          "  reed.reed = LOOK(reedp->reed);\n  if (!is_there(reed.reed))\n    return 0;\n",
          "  reed.reed = LOOK(reedp->reed);\n")
      ],
      properties: ["checked-descent", "in-bounds", "right-entry"]),
    Variant(
      testDescription: "one that maps leads on",
      edits: [WalkTests.Edit("if (is_wide(reed.reed))\n    return 16;\n", "")],
      properties: ["checked-descent", "in-bounds", "right-entry"]),
    Variant(
      testDescription: "looked at again, by which it leads on",
      edits: [WalkTests.Edit("(mud_t *)below(reed.reed)", "(mud_t *)below(LOOK(reedp->reed))")],
      properties: ["checked-descent", "in-bounds", "right-entry"]),
    Variant(
      testDescription: "from a copy to what lies behind it",
      edits: [WalkTests.Edit("mud.mud = LOOK(mudp->mud)", "mud.mud = LOOK((&reed)[1].reed)")],
      properties: ["no-stack-iteration"]),
    Variant(
      testDescription: "read plainly",
      edits: [WalkTests.Edit("mud.mud = LOOK(mudp->mud)", "mud.mud = mudp->mud")],
      properties: ["marked-access"]),
    Variant(
      testDescription: "a place of another entry",
      edits: [WalkTests.Edit("return (mud_t *)reedp;", "return (mud_t *)(reedp + 1);")],
      walk: kept, properties: ["right-entry"]),
    Variant(
      testDescription: "entries that are not kept",
      walk: AddressWalk(function: "poke", address: "addr", table: "shared.pgd"),
      properties: ["checked-descent", "in-bounds", "marked-access", "right-entry"]),
    Variant(
      testDescription: "an address that nobody looks at",
      walk: AddressWalk(
        function: "peep", address: "addr", table: "mm->pgd", addresses: .unchecked),
      properties: ["in-reach"]),
    Variant(
      testDescription: "an entry is written",
      edits: [
        WalkTests.Edit("    return 16;\n", "  {\n    reedp->reed = 0;\n    return 16;\n  }\n")
      ],
      properties: ["in-bounds"]),
    Variant(
      testDescription: "what lies beside is told",
      edits: [
        WalkTests.Edit(
          "reed_t *reedp, reed;\n",
          "reed_t *reedp, reed;\n  ulong first = LOOK(mm->pgd->shore);\n  attic = (void *)first;\n")
      ],
      properties: ["right-entry"]),
  ]

  /// What is made of an entry that lies beside the address's, in some way.
  static let beside: [String] = [
    "return codes[wrong & 7];", "{ int loc[2] = { 0, 1 }; return loc[wrong & 1]; }",
    "{ ulong loc[2]; loc[codes[0] & 1] = wrong; return loc[codes[0] & 1]; }",
    "{ ulong x = 0; int i; for (i = 0; i < 2; i++) x = LOOK(mm->pgd->shore); return x & 1; }",
    "while (wrong & 1) { hold(0); wrong >>= 1; }", "codes[wrong & 7] = 1;",
    "if (wrong & 1) hold(0);", "return __builtin_popcountl(wrong);",
    "((void (*)(void))wrong)();", "attic = (void *)wrong;",
  ]

  @Test(arguments: beside) func whatLiesBesideIsNotMadeUseOf(use: String) throws {
    let verdict = try verdict(
      Variant(
        testDescription: use,
        edits: [
          WalkTests.Edit("int peep(", "extern int codes[8];\nint peep("),
          WalkTests.Edit(
            "return is_there(mud.mud) ? 12 : 0;",
            "{ ulong wrong = LOOK(mm->pgd->shore); \(use) }\n  return is_there(mud.mud) ? 12 : 0;"),
        ]), .pond)
    #expect(verdict.result("right-entry") != .proved)
  }

  /// Ways to have more than one address, or more than one top table.
  static let twice: [String] = [
    "mm->pgd = self()->mm->pgd;", "{ struct mm_struct **p = &mm; *p = self()->mm; }",
    "{ struct mm_struct *o = self()->mm; __builtin_memcpy(&mm, &o, sizeof mm); }",
  ]

  @Test(arguments: twice) func onlyOneTopTableIsWalked(change: String) throws {
    let variant = Variant(
      testDescription: change,
      edits: [
        WalkTests.Edit(
          "reed_t *reedp, reed;\n",
          "reed_t *reedp, reed;\n  \(change)\n  if (LOOK(mm->pgd->shore) & 2) return 1;\n")
      ])
    do {
      #expect(try !verdict(variant, .pond).isProved)
    } catch is Refusal {}
  }

  @Test(arguments: [
    "if (frame & 1) addr = 0;", "{ ulong *p = &addr; if (frame & 1) *p = addr + PAGE; }",
    "attic = &addr;", "{ ulong o = addr; __builtin_memcpy(&addr, &o, sizeof o); }",
  ])
  func onlyOneAddressIsLookedUp(change: String) throws {
    let edits =
      Self.fromPool + [
        WalkTests.Edit("reed_t *reedp, reed;\n", "reed_t *reedp, reed;\n  \(change)\n")
      ]
    let variant = Variant(testDescription: change, edits: edits, walk: Self.inPool)
    #expect(throws: Refusal.self) { try verdict(variant, .pond) }
  }

  private func verdict(_ variant: Variant, _ machine: Pond) throws -> ProgramVerdict {
    try machine.prover(machine.module(variant.text()), variant.walk).prove()
  }

  @Test(arguments: right, Pond.allCases)
  func rightWalkIsProved(variant: Variant, machine: Pond) throws {
    let verdict = try verdict(variant, machine)
    #expect(verdict.failures.isEmpty)
    #expect(verdict.isProved)
    #expect(verdict.judgedHere.allSatisfy { verdict.result($0) == .proved })
    #expect(verdict.result("right-pages") == .notJudged)
    #expect(verdict.result("advance-agrees") == .notJudged)
    #expect(verdict.conditions("in-bounds") > 1)
  }

  @Test(arguments: wrong)
  func wrongWalkIsNotProved(variant: Variant) throws {
    let verdict = try verdict(variant, .pond)
    #expect(Set(verdict.failures.map(\.property)) == variant.properties)
    #expect(!verdict.isProved)
  }

  @Test func entriesThatAreKeptNeedNoMark() throws {
    let verdict = try verdict(Self.right[3], .pond)
    #expect(verdict.result("marked-access") == .notJudged)
  }

  /// What is not known of a walk is refused, and says why.
  @Test(arguments: [
    (AddressWalk(function: "peep", address: "adr", table: "mm->pgd"), "no variable adr"),
    (AddressWalk(function: "peep", address: "addr", table: "mm->top"), "does not tell"),
    (AddressWalk(function: "peep", address: "addr", table: "mm->"), "no variable and its fields"),
    (AddressWalk(function: "peep", address: "addr", table: "mm.pgd"), "followed by '->'"),
    (AddressWalk(function: "peep", address: "addr", table: "shared.pgd"), "shared"),
    (AddressWalk(function: "until", address: "addr", table: "shared.pgd"), "shared"),
  ])
  func whatIsNotKnownIsRefused(walk: AddressWalk, words: String) throws {
    let module = try Pond.pond.module(Variant(testDescription: "").text())
    let error = #expect(throws: Refusal.self) { try Pond.pond.prover(module, walk).prove() }
    #expect(error?.text.contains(words) ?? false, "\(error?.text ?? "")")
  }

  /// Each statement about a walk is needed where it is made.
  @Test func statementsAreNeeded() throws {
    let module = try Pond.pond.module(
      Variant(
        testDescription: "",
        edits: [WalkTests.Edit("  if (is_wide(reed.reed))\n    return 16;\n", "")]
      ).text())
    let walk = AddressWalk(
      function: "peep", address: "addr", table: "mm->pgd", leafTables: 1)
    #expect(try Pond.pond.prover(module, walk).prove().isProved)
  }
}
