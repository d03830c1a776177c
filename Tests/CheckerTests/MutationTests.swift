import ModelFiles
import PageWalk
import TestModels
import Testing

@testable import Checker

@Suite struct MutationTests {
  private func subjects(
    _ architecture: String, _ walker: String = "gup_fast@v6.12", only: String? = nil
  ) throws -> [Subject] {
    let library = try ShippedModels.library()
    let found = try #require(library.architectures[architecture])
    let walk = try #require(library.walkers.first { $0.title == walker })
    return try found.configurations().filter { only == nil || "\($0)" == only }.map {
      try library.subject(architecture: found, configuration: $0, walker: walk)
    }
  }

  private func fates(
    of subjects: [Subject], prover: MutantProver? = nil,
    where isWanted: (Mutant) -> Bool
  ) async -> [MutationTrial.Result] {
    let trial = await MutationTrial(
      of: subjects, budget: Prover.defaultBudget, jobs: 2, prover: prover)
    return await trial.results(of: trial.mutants.filter(isWanted))
  }

  @Test func everyKeyHasMutants() throws {
    let mutants = Mutant.all(of: try subjects("s390"))
    let places = Set(mutants.map(\.place))
    #expect(places.isSuperset(of: [.range(1), .range(5), .callers(1)]))
    for level in ["pgd", "p4d", "pud", "pmd", "pte"] {
      for key in ["cursor", "read", "next", "advance", "stop"] {
        #expect(places.contains(.level(level, key: key)), "\(level) \(key)")
      }
    }
    for level in ["pgd", "pud", "pmd"] {
      for key in ["leaf", "page"] {
        #expect(places.contains(.level(level, key: key)), "\(level) \(key)")
      }
      #expect(places.contains(.recheck(level: level, value: level)))
    }
    #expect(places.contains(.level("pte", key: "page")))
    #expect(places.contains(.recheck(level: "pte", value: "pmd")))
    for key in ["page_shift", "entry_size", "reach"] {
      #expect(places.contains(.hardware(key: key)), "\(key)")
    }
    for key in ["when", "shift", "index", "align", "carries", "empty", "leaf", "next", "page"] {
      #expect(places.contains(.table("region-third", key: key)), "\(key)")
    }
    #expect(places.contains(.helper("pud_offset_lockless")))
    #expect(!places.contains(.helper("pud_addr_end_folded")), "no helper that the walk never calls")
    // Keys that other walks and architectures have.
    let skips = Mutant.all(of: try subjects("s390", "page_walk@v6.12"))
    #expect(skips.contains { $0.place == .level("pud", key: "skip") && $0.change == "dropped" })
    let strides = Mutant.all(of: try subjects("x86_32"))
    #expect(
      strides.contains { $0.place.description.hasSuffix("stride") }
        == (try subjects("x86_32")[0].architecture.hardware.tables.contains { $0.stride != nil }))
  }

  /// A helper that a mutant makes call itself is refused before anything expands it, and so are
  /// tables that do not fit.
  @Test func recursionIsRefused() async throws {
    let results = await fates(of: try subjects("mips32")) {
      $0.place == .helper("P4D_SHIFT") && $0.change == "PGDIR_SHIFT -> P4D_SHIFT"
        || $0.place == .hardware(key: "reach")
    }
    #expect(results.count > 1)
    for result in results { #expect(result.fate.kind == .refused, "\(result.mutant.change)") }
    let recursive = results.filter { $0.mutant.place == .helper("P4D_SHIFT") }.map(
      \.fate.description)
    #expect(recursive == ["refused: the helper 'P4D_SHIFT' calls itself"])
  }

  @Test func anEquivalentMutantIsProvedEqual() async throws {
    let results = await fates(of: try subjects("s390", only: "levels=3")) {
      // The boundary is a multiple of the page size, and so is the end.
      $0.place == .helper("next_boundary") && $0.change.hasPrefix("- -> + between end")
        // A level that has no page in these tables.
        || $0.place == .level("pgd", key: "page")
        // The type bits are alike in every entry of a table.
        || $0.place == .helper("pgd_offset") && $0.change.contains("one entry further")
    }
    #expect(results.count > 5)
    for result in results {
      #expect(
        result.fate.kind == .equal, "\(result.mutant.place): \(result.mutant.change)")
    }
  }

  /// Where the prover is told to believe everything, a wrong mutant has survived, whether a run shows
  /// that it is wrong or nothing does; only what is proved equal apart from that proof is not.
  @Test func whatIsBelievedWronglySurvives() async throws {
    let subjects = try subjects("s390", only: "levels=3")
    let results = await fates(of: subjects, prover: { _, _ in MutantAttempt() }) {
      $0.place == .level("pte", key: "read") || $0.place == .helper("pmd_index")
        || $0.place == .table("segment", key: "page")
        || $0.place == .recheck(level: "pte", value: "pte")
    }
    #expect(results.count > 20)
    let survived = results.filter { $0.fate.kind == .survived }
    #expect(survived.count > 15)
    #expect(survived.contains { $0.fate.description.contains("a run breaks it: right-pages") })
    #expect(!results.contains { $0.fate.kind == .refuted })
    // Each of these is refuted by the prover as it is.
    let judged = await fates(of: subjects) { mutant in
      survived.contains { $0.mutant.place == mutant.place && $0.mutant.change == mutant.change }
    }
    #expect(judged.count == survived.count)
    for result in judged {
      #expect(result.fate.kind != .survived, "\(result.mutant.place): \(result.mutant.change)")
    }
  }

  @Test func hardwareMutantsAreToldApart() async throws {
    let results = await fates(of: try subjects("s390", only: "levels=2")) {
      if case .table("segment", _) = $0.place { return true }
      return false
    }
    func kinds(_ key: String) -> Set<MutantFate.Kind> {
      Set(results.filter { $0.mutant.place == .table("segment", key: key) }.map(\.fate.kind))
    }
    #expect(kinds("index") == [.refused])
    #expect(kinds("empty").contains(.withoutCover))
    #expect(kinds("page").contains(.refuted))
    #expect(kinds("carries").contains(.assumesOtherwise))
    #expect(!results.contains { $0.fate.kind == .survived })
    // An entry that tells what is assumed is one that only one of the two allows.
    for result in results {
      guard case .assumesOtherwise(let example) = result.fate,
        result.mutant.place == .table("segment", key: "carries")
      else { continue }
      let text = try #require(example.split(separator: " ").first { $0.hasPrefix("0x") })
      let entry = try #require(UInt64(text.dropFirst(2), radix: 16))
      let carried = try [result.mutant.pairs[0].original, result.mutant.pairs[0].mutated].map {
        let table = try #require($0.architecture.hardware.tables.first { $0.name == "segment" })
        return try Interpreter(
          architecture: $0.architecture, configuration: $0.configuration, helpers: [:],
          entryWidth: 64
        ).constant(table.carries, names: ["entry": Binding(Word(entry, width: 64))]) != 0
      }
      #expect(carried[0] != carried[1], "\(example)")
    }
  }

  /// A walk that gives up more often is right; one that takes what it should not is not.
  @Test func givingUpMoreIsTold() async throws {
    let results = await fates(of: try subjects("s390", only: "levels=5")) {
      $0.place == .helper("pgd_none") && $0.change == "0x20 -> 0x21"
    }
    let fate = results.first?.fate.kind
    #expect(fate == .givesUpMore)
  }

  /// The wrong walks of the issue are refuted, each by what it hands back.
  @Test func readsAndRechecksAreNoticed() async throws {
    let results = await fates(of: try subjects("riscv32")) {
      switch $0.place {
      case .level("pte", key: "read"), .recheck(level: "pte", value: "pte"): return true
      default: return false
      }
    }
    #expect(results.contains { $0.mutant.change.hasSuffix("^ 0x1000") })
    #expect(results.contains { $0.mutant.change == "dropped" })
    for result in results {
      #expect(
        result.fate.kind == .refuted || result.fate.kind == .refused,
        "\(result.mutant.place): \(result.mutant.change): \(result.fate.description)")
    }
  }
}
