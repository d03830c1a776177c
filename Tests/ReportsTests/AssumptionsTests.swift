import Foundation
import PageWalk
import Reports
import TestModels
import Testing

/// What is printed as assumed, and the page that says where each is used.
@Suite struct AssumptionsTests {
  private static let page = Result {
    try String(contentsOfFile: "\(ShippedModels.root)/docs/assumptions.md", encoding: .utf8)
  }

  /// The rows of the page: identifier, where, why.
  private func rows() throws -> [[String]] {
    try Self.page.get().split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  private func sentences(_ walker: String) throws -> [String: String] {
    let library = try ShippedModels.library()
    let walk = try #require(library.walkers.first { $0.title == walker })
    return Dictionary(
      uniqueKeysWithValues: Assumptions.all(of: [walk]).map {
        ($0.identifier.rawValue, $0.sentence)
      })
  }

  @Test func everyIdentifierIsInThePageAndTheOtherWayRound() throws {
    let listed = try rows().map { $0[0].replacing("`", with: "") }
    #expect(listed == Assumption.Identifier.allCases.map(\.rawValue))
    #expect(try rows().allSatisfy { $0.count == 3 && $0[2].count > 20 })
  }

  /// `File.function` is a function of that file; each row names one.
  @Test func whatThePageNamesIsThere() throws {
    let sources = "\(ShippedModels.root)/Sources"
    let files =
      (FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String }) ?? []
    for row in try rows() {
      let named = row[1].matches(of: #/`(\w+)\.(\w+)`/#)
      #expect(!named.isEmpty, "\(row[0])")
      for name in named {
        let own = files.filter { $0.hasSuffix("/\(name.1).swift") }
        try #require(own.count == 1, "\(name.0)")
        let text = try String(contentsOfFile: "\(sources)/\(own[0])", encoding: .utf8)
        let declaration = name.2 == "init" ? "init" : "func \(name.2)"
        #expect(text.contains(try Regex("\\b\(declaration)[?(<]")), "\(name.0)")
      }
    }
  }

  @Test func callersAreListedWithTheirExpressions() throws {
    let newest = try sentences("gup_fast@v6.12")
    #expect(newest["callers"]?.contains("addr != end") == true)
    #expect(newest["checks"]?.contains("no others") == false)
    #expect(newest["checks"]?.contains("end <= TASK_SIZE_MAX") == true)
    let old = try sentences("gup_fast@v5.8")
    #expect(old["callers"] == nil)
    #expect(old["checks"]?.contains("no others") == true)
    #expect(
      try sentences("perf_get_pgtable_size@v6.12")["checks"]?.contains("checks nothing") == true)
  }

  @Test func aLockedWalkSaysThatNothingChanges() throws {
    let locked = try sentences("page_walk@v6.12")
    #expect(locked["locked-still"]?.contains("nothing changes at all") == true)
    #expect(locked["agree-still"] == nil && locked["slots-by-address"] != nil)
    #expect(locked["slots-in-order"] == nil && locked["compared-not-stated"] != nil)
    let lockless = try sentences("gup_fast@v6.12")
    #expect(lockless["locked-still"] == nil && lockless["agree-still"] != nil)
    #expect(lockless["slots-in-order"] != nil && lockless["slots-by-address"] == nil)
    #expect(lockless["compared-stated"]?.contains("pte (pmd, pte)") == true)
    #expect(lockless["compared-not-stated"] == nil)
  }

  /// Of code, what its build says takes the place of what models assume.
  @Test func aBuildSaysWhereItSeesTables() throws {
    let compiled = try #require(try ShippedModels.library().architectures["riscv64"]?.compiled)
    let all = Assumptions.ofCode("gup_fast_pgd_range", compiled, unknowns: compiled.statedNames)
    func sentence(_ identifier: Assumption.Identifier) -> String? {
      all.first { $0.identifier == identifier }?.sentence
    }
    #expect(sentence(.linearMapping)?.contains("linear_offset") == true)
    #expect(sentence(.virtualIsPhysical) == nil)
    #expect(sentence(.elsewhereStays)?.contains("linear_offset") == true)
    #expect(sentence(.stated) != nil && sentence(.checks) == nil)
    #expect(try sentences("gup_fast@v6.12")["virtual-is-physical"] != nil)
  }
}
