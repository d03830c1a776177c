import Foundation
import TestModels
import Testing

@testable import ProgramProof

/// A walk of our own is proved, in more than one way of writing it, and is not once something in it
/// is wrong.
@Suite struct WalkTests {
  /// One text for another, which stands there once.
  struct Edit: Sendable {
    let old: String
    let new: String

    init(_ old: String, _ new: String) {
      self.old = old
      self.new = new
    }
  }

  /// A walk with some edits.
  struct Variant: Sendable, CustomTestStringConvertible {
    let name: String
    let edits: [Edit]

    init(_ name: String, _ edits: [Edit] = []) {
      self.name = name
      self.edits = edits
    }

    var testDescription: String { name }

    func text() throws -> String {
      try edits.reduce(into: Pond.text()) { text, edit in
        try #require(
          text.components(separatedBy: edit.old).count == 2,
          "'\(edit.old)' does not stand there once")
        text = text.replacingOccurrences(of: edit.old, with: edit.new)
      }
    }
  }

  func verdict(_ variant: Variant, _ machine: Pond = .puddle) throws -> ProgramVerdict {
    try machine.prover(machine.module(variant.text())).prove()
  }

  /// All but that pages are kept rightly: the walk does not look at its entries again.
  private func expectProved(_ verdict: ProgramVerdict) {
    #expect(Self.failures(verdict).isEmpty)
    #expect(verdict.idle.isEmpty)
    #expect(verdict.conditions > 15)
    #expect(
      verdict.judgedHere.allSatisfy {
        $0 == "kept-after-recheck" || verdict.result($0) == .proved
      })
    // All three levels were judged.
    #expect(verdict.instances.count >= 3)
  }

  private static func failures(_ verdict: ProgramVerdict) -> [ProgramVerdict.Failure] {
    verdict.failures.filter { $0.property != "kept-after-recheck" }
  }

  @Test func codeOfAnotherMachineIsRefused() throws {
    let module = try Pond.pond.module(Pond.text())
    #expect(throws: Refusal.self) { try Pond.puddle.prover(module) }
  }

  @Test(arguments: Pond.allCases) func walkIsProved(machine: Pond) throws {
    let verdict = try verdict(Variant("as it is"), machine)
    expectProved(verdict)
    #expect(verdict.instances == ["wade [0]", "wade_reed [0]", "wade_mud [1]"])
    #expect(verdict.unknownCallees == ["hold"])
    #expect(
      Set(verdict.properties.keys) == [
        "checked-descent", "exact-cover", "in-bounds", "kept-after-recheck", "live-recheck",
        "marked-access", "no-dummy", "right-entry", "right-pages",
      ])
    #expect(verdict.result("kept-after-recheck") != .proved)
  }

  @Test(arguments: beganByAnyone) func whoBeginsItIsNotKnown(variant: Variant) throws {
    let verdict = try verdict(variant)
    #expect(verdict.result("in-reach") == .notJudged)
    expectProved(verdict)
  }

  @Test(arguments: rewrites + mapRewrites)
  func otherWaysOfWritingItAreProved(variant: Variant) throws {
    expectProved(try verdict(variant))
  }

  @Test(arguments: mistakes + mapMistakes) func mistakeFails(mistake: Mistake) throws {
    try expectFailure(of: mistake)
  }

  @Test(arguments: dummyRewrites) func foldedLevelIsProved(variant: Variant) throws {
    let verdict = try verdict(variant)
    expectProved(verdict)
    #expect(
      verdict.instances == ["wade [0]", "wade_pool [0, unread]", "wade_reed [0]", "wade_mud [1]"])
  }

  @Test(arguments: dummyMistakes + dummyLeaks) func dummyThatMattersIsNotProved(mistake: Mistake)
    throws
  {
    try expectFailure(of: mistake)
  }

  @Test(arguments: keptRewrites) func pagesAreKept(variant: Variant) throws {
    #expect(try verdict(variant).isProved)
  }

  @Test(arguments: keptMistakes.map(\.mistake)) func pagesAreKeptWrongly(mistake: Mistake) throws {
    try expectFailure(of: mistake)
  }

  @Test(arguments: beginRewrites) func beginningIsProved(variant: Variant) throws {
    let verdict = try verdict(variant)
    expectProved(verdict)
    #expect(verdict.result("in-reach") == .proved)
  }

  @Test(arguments: beginMistakes + beginAgainMistakes) func beginningFails(mistake: Mistake) throws
  {
    try expectFailure(of: mistake)
  }

  private func expectFailure(of mistake: Mistake) throws {
    let verdict = try verdict(mistake.variant)
    #expect(!verdict.isProved)
    // Shown to be wrong where one would look, and not merely undecided.
    #expect(
      verdict.failures.contains {
        !$0.isUndecided && $0.property == mistake.property && $0.place.function == mistake.function
      },
      "\(verdict.failures.map { "\($0.property) in \($0.place.function): \($0.text)" })")
  }

  /// What is read, and where, is proved of a walk that counts wrongly; what it is for is not.
  @Test func entriesAreJudgedApartFromPages() throws {
    let counts = Edit("(*nr)++;", "(*nr) += 2;")
    let wrong = try verdict(Variant("it counts by two", [counts]))
    #expect(wrong.result("right-pages") != .proved)
    #expect(wrong.result("exact-cover") != .proved)
    for property in ["right-entry", "in-bounds", "no-stack-iteration", "marked-access"] {
      #expect(wrong.result(property) == .proved)
    }
    let plain = try verdict(
      Variant("and reads plainly", [counts, Edit("LOOK(reedp->reed)", "reedp->reed")]))
    #expect(plain.result("marked-access") != .proved && plain.result("right-entry") == .proved)
    let beside = try verdict(
      Variant("and reads beside", [counts, Edit("LOOK(reedp->reed)", "LOOK(reedp[1].reed)")]))
    #expect(beside.provedWithoutPages.isEmpty && beside.result("in-bounds") != .proved)
  }

  /// Of what does not come back nothing is shown, and it is not proved.
  @Test func callThatNeverReturnsIsNotProved() throws {
    let verdict = try verdict(
      Variant("it never returns", [Self.afterRead("for (;;)\n      hold(0);")]))
    #expect(Self.failures(verdict).isEmpty)
    #expect(verdict.idle == ["wade_reed [0]"])
    #expect(!verdict.isProved)
  }

  /// What cannot go on is seen, also where something before it is not shown.
  @Test func callWithoutAnEndIsNotProvedBesideAFailure() throws {
    let verdict = try verdict(
      Variant(
        "it reads plainly, and then comes to no end",
        [
          Edit("LOOK(reedp->reed)", "reedp->reed"),
          Self.afterRead("if (addr < end)\n      __builtin_unreachable();"),
        ]))
    #expect(Self.failures(verdict).map(\.property) == ["marked-access"])
    #expect(verdict.idle == ["wade_reed [0]"])
  }

  /// Only the CPU tells which task runs.
  @Test func rootIsOfTheTaskThatRuns() throws {
    let roots = RootOfTables(
      modules: [try Pond.pond.module(Pond.text())], sources: [])
    func origin(_ source: Origin.Source, _ reads: [UInt64], offset: UInt64 = 0) -> Origin {
      reads.reduce(Origin(source)) { $0.moved(by: $1, width: 64).content }
        .moved(by: offset, width: 64)
    }
    let cpu = Origin.Source.assembly("mov %gs:0, $0", 0)
    #expect(roots.isRoot(origin(cpu, [16, 8])))
    #expect(roots.isRoot(origin(.function("llvm.read_register.i64"), [16, 8])))
    let others = [
      origin(cpu, [8, 8]), origin(cpu, [16, 16]), origin(cpu, [8, 16, 8]),
      origin(.global("neighbour"), [16, 8]), origin(.global("neighbour"), [0, 16, 8]),
      origin(.function("friend"), [16, 8]), origin(.global("memory"), [8]), origin(cpu, []),
      // Beside what the CPU gives, and beside what is there.
      origin(cpu, [24, 8]), origin(cpu, [16, 8], offset: 8),
      origin(cpu, [UInt64(bitPattern: -4080), 8]),
    ]
    for other in others { #expect(!roots.isRoot(other), "\(other)") }
    // Steps on the way add up.
    #expect(
      roots.isRoot(
        Origin(cpu).moved(by: 24, width: 64).moved(by: UInt64(bitPattern: -8), width: 64).content
          .moved(by: 8, width: 64).content))
    #expect(
      !roots.isRoot(
        Origin(cpu).moved(by: 8, width: 64).moved(by: 16, width: 64).content
          .moved(by: 8, width: 64).content))
  }

  /// Which arguments of assembly are places, as LLVM writes constraints.
  @Test func assemblyIsGivenPlacesOrWords() {
    #expect(AssemblyConstraints.memoryOperands("=r,r,~{memory}") == [])
    #expect(AssemblyConstraints.memoryOperands("=*m,r,*m,~{cc}") == [0, 2])
    #expect(AssemblyConstraints.memoryOperands("=r,=*m,0,*m,!i") == [0, 2])
    #expect(AssemblyConstraints.memoryOperands("") == [])
  }

  /// A variant, and what fails where.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let variant: Variant
    let property: String
    let function: String

    init(_ name: String, _ property: String, _ function: String, _ edits: Edit...) {
      self.init(name, property, function, edits)
    }

    init(_ name: String, _ property: String, _ function: String, _ edits: [Edit]) {
      variant = Variant(name, edits)
      self.property = property
      self.function = function
    }

    var testDescription: String { variant.name }
  }
}
