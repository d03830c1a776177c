import Execution
import Programs
import SMT
import TestModels
import Testing

@testable import ProgramProof

/// What memory holds, against a plain array of bytes.
@Suite struct ProofMemoryTests {
  private static let size = 24

  /// What two ways know by other words may still be an address: where it leads is not followed.
  @Test func whatIsLostIsKnownToOthers() {
    var (one, other) = (ProofMemory(), ProofMemory())
    let place = CellKey(object: 0, offset: 0)
    one.cells[place] = Cell(bytes: 8, value: Value(address: 1, width: 64))
    one.cells[CellKey(object: 1, offset: 0)] = Cell(bytes: 8, value: Value(address: 2, width: 64))
    other.cells[place] = Cell(bytes: 4, value: Value(.constant(0, width: 32)))
    let met = ProofMemory.meeting(
      [one, other], choices: [.variable("way", width: 0)], isOwn: { _ in false }
    ) {
      .variable("any", width: $0)
    }
    #expect(met.escaped == [1, 2])
    #expect(met.cells.isEmpty)
  }

  /// A memory of one object and, beside it, its bytes; nil where nothing is known.
  private struct Both {
    var proof = ProofMemory()
    var bytes: [UInt8?] = Array(repeating: nil, count: ProofMemoryTests.size)
    var assignment = Assignment()
    let isLittleEndian: Bool
    private var names = 0

    init(isLittleEndian: Bool) { self.isLittleEndian = isLittleEndian }

    /// Writes as an execution does.
    mutating func write(_ random: inout RandomNumbers, prefix: String) {
      let count = [1, 2, 4, 8, 3][Int(random.next() % 5)]
      let start = Int(random.next() % UInt64(ProofMemoryTests.size - count + 1))
      let word = random.word(width: 8 * count)
      names += 1
      let name = "\(prefix)\(names)"
      assignment.values[name] = word
      proof.forget(0, at: start, bytes: count)
      proof.cells[CellKey(object: 0, offset: start)] = Cell(
        bytes: count, value: Value(.variable(name, width: 8 * count)))
      for (offset, byte) in WordArithmetic.bytes(
        word, count: count, isLittleEndian: isLittleEndian
      ).enumerated() { bytes[start + offset] = byte }
    }
  }

  /// Every word that is known is that of the bytes.
  ///
  /// - Returns: how many were known.
  private func compare(
    _ proof: ProofMemory, _ bytes: [UInt8?], _ assignments: [Assignment], _ isLittleEndian: Bool
  ) -> Int {
    var known = 0
    for count in 1...8 {
      for start in 0...(Self.size - count) {
        let part = bytes[start..<start + count].compactMap { $0 }
        guard let value = proof.word(0, start, count, isLittleEndian), let number = value.number
        else { continue }
        // What was never written may be known as any word, and is then no claim.
        guard part.count == count else { continue }
        let values = assignments.map { $0.value(of: number.word) }
        guard Set(values).count == 1 else { continue }
        known += 1
        #expect(number.word.width == 8 * count)
        #expect(
          values[0]
            == WordArithmetic.word(part, isLittleEndian: isLittleEndian),
          "\(count) bytes at \(start)")
      }
    }
    return known
  }

  @Test(arguments: [true, false], 1...60 as ClosedRange<UInt64>)
  func wordsAreMadeOfBytes(isLittleEndian: Bool, seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    var both = Both(isLittleEndian: isLittleEndian)
    for _ in 0..<12 { both.write(&random, prefix: "w") }
    // The parts of a word that was overwritten in part are not kept: unknown, never wrong.
    #expect(compare(both.proof, both.bytes, [both.assignment], isLittleEndian) > 0)
    // Nothing is known that was never written.
    for (start, byte) in both.bytes.enumerated() where byte == nil {
      #expect(both.proof.word(0, start, 1, isLittleEndian) == nil)
    }
    both.proof.escape(0)
    both.proof.forget(0)
    #expect(both.proof.cells.isEmpty)
  }

  /// A local that others know on one way alone is what it was on the others, also where what one way
  /// lost leads to it.
  @Test func addressThatOneWayGivesAwayIsKnownOnACondition() {
    let (place, way) = (CellKey(object: 1, offset: 0), Term.variable("way", width: 0))
    var before = ProofMemory()
    before.cells[place] = Cell(bytes: 8, value: Value(.constant(7, width: 64)))
    var (one, other) = (before, before)
    one.escape(1)
    func meet(_ ways: [ProofMemory]) -> ProofMemory {
      ProofMemory.meeting(ways, choices: [way], isOwn: { $0 == 1 }) {
        .variable("any", width: $0)
      }
    }
    for (ways, value) in [([one, other], UInt64(1)), ([other, one], 0)] {
      let met = meet(ways)
      #expect(met.escaped.isEmpty)
      let isKnown = met.isKnownElsewhere(1)
      #expect(Assignment(["way": value]).value(of: isKnown) == 1)
      #expect(Assignment(["way": 1 - value]).value(of: isKnown) == 0)
      let word = met.word(1, 0, 8, true)?.number?.word
      #expect(
        word.map { Assignment(["way": 1 - value, "any": 9]).value(of: $0) } == 7)
      // It stays so where ways meet that have it in common, and a loop adds nothing then.
      let again = meet([met, met])
      #expect(again.isKnownElsewhere(1) === isKnown && again.escapes(since: met).isEmpty)
      #expect(met.escapes(since: before) == [1])
    }
    let both = meet([one, one])
    #expect(both.escaped == [1])
    // A place that the two know by other words, and that led to it.
    one.cells[CellKey(object: 0, offset: 0)] = Cell(
      bytes: 8, value: Value(address: 1, width: 64))
    other.cells[CellKey(object: 0, offset: 0)] = Cell(
      bytes: 4, value: Value(.constant(0, width: 32)))
    #expect(meet([one, other]).escaped.contains(1))
  }

  /// Also where both do something at the same address, and what both did before only once.
  @Test func whatEachWayDidIsKept() {
    func touch(_ way: String) -> WalkStep {
      .pageTouch(condition: .variable(way, width: 0), address: page, mayTake: true)
    }
    let page = Term.variable("page", width: 64)
    var common = ProofMemory()
    common.steps = [touch("before")]
    let ways = ["a", "b", "c"].map { way in
      var memory = common
      memory.steps.append(touch(way))
      return memory
    }
    let choices = (0..<2).map { Term.variable("choice\($0)", width: 0) }
    let met = ProofMemory.meeting(ways, choices: choices, isOwn: { _ in false }) {
      .variable("any", width: $0)
    }
    let conditions = met.steps.compactMap { step -> String? in
      guard case .pageTouch(let condition, _, _) = step else { return nil }
      return condition.variableName
    }
    #expect(conditions.sorted() == ["a", "b", "before", "c"])
  }

  @Test(arguments: [true, false], 1...120 as ClosedRange<UInt64>)
  func whereWaysMeetMemoryIsThatOfTheWay(isLittleEndian: Bool, seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    var common = Both(isLittleEndian: isLittleEndian)
    for _ in 0..<Int(random.next() % 8) { common.write(&random, prefix: "c") }
    let count = 2 + Int(random.next() % 3)
    var ways: [Both] = []
    for number in 0..<count {
      var way = common
      for _ in 0..<Int(random.next() % 4) { way.write(&random, prefix: "w\(number)_") }
      if random.next() % 4 == 0 { way.proof.escape(number + 1) }
      way.proof.steps.append(
        .read(
          EntryRead(
            condition: .yes, address: .variable("at", width: 64),
            value: .variable("read\(number)", width: 64))))
      ways.append(way)
    }
    let choices = (0..<count - 1).map { Term.variable("choice\($0)", width: 0) }
    var fresh = 0
    let met = ProofMemory.meeting(ways.map(\.proof), choices: choices, isOwn: { _ in false }) {
      width in
      fresh += 1
      return .variable("fresh\(fresh)", width: width)
    }
    #expect(met.reads.count == count)
    #expect(met.escaped == ways.reduce(into: []) { $0.formUnion($1.proof.escaped) })
    var known = 0
    for (number, way) in ways.enumerated() {
      var assignment = way.assignment
      for name in 1...max(1, fresh) { assignment.values["fresh\(name)"] = random.next() }
      // Those behind the first that holds may hold or not.
      for position in 0..<count - 1 {
        assignment.values["choice\(position)"] =
          position < number ? 0 : position == number ? 1 : random.next() & 1
      }
      var claimed = way.bytes
      // Bytes that the way itself does not know, or that were lost to a part of it, are no claim.
      for start in claimed.indices where way.proof.word(0, start, 1, isLittleEndian) == nil {
        claimed[start] = nil
      }
      // What was lost to a part of it on another way is any word, which is no claim either.
      var other = assignment
      for name in 1...max(1, fresh) { other.values["fresh\(name)"]? ^= .max }
      known += compare(met, claimed, [assignment, other], isLittleEndian)
    }
    if ways.allSatisfy({ $0.bytes == common.bytes }) {
      #expect(
        known == count * compare(common.proof, common.bytes, [common.assignment], isLittleEndian))
    }
  }

  /// What every way knows in one shape is known where they meet.
  @Test(arguments: [true, false]) func whatEveryWayKnowsIsKept(isLittleEndian: Bool) {
    var ways: [ProofMemory] = []
    for number in 0..<3 {
      var memory = ProofMemory()
      memory.cells[CellKey(object: 0, offset: 8)] = Cell(
        bytes: 4, value: Value(.constant(UInt64(number + 1), width: 32)))
      ways.append(memory)
    }
    let choices = (0..<2).map { Term.variable("choice\($0)", width: 0) }
    let met = ProofMemory.meeting(ways, choices: choices, isOwn: { _ in false }) {
      .variable("fresh", width: $0)
    }
    let word = met.word(0, 8, 4, isLittleEndian)?.number?.word
    for (values, expected) in [
      (["choice0": 1, "choice1": 0], 1), (["choice0": 0, "choice1": 1], 2),
      (["choice0": 0, "choice1": 0], 3), (["choice0": 1, "choice1": 1], 1),
    ] as [([String: UInt64], UInt64)] {
      #expect(word.map { Assignment(values).value(of: $0) } == expected)
    }
  }

  /// A pointer that is one object's on one way and another's on the other, or a number.
  @Test func pointersKeepTheirObjects() {
    let condition = Term.variable("c", width: 0)
    let first = Value(address: 1, offset: 8, width: 64)
    let second = Value(.variable("n", width: 64), tags: .table)
    let value = Value.choice(condition, first, .choice(.variable("d", width: 0), second, first))
    for (c, d, object) in [(0, 0, 1), (0, 1, nil), (1, 0, 1), (1, 1, 1)] as [(UInt64, UInt64, Int?)]
    {
      let assignment = Assignment(["c": c, "d": d, "n": 77])
      let here = value.alternatives.filter { assignment.satisfies([$0.condition]) }
      #expect(here.count == 1)
      #expect(here.first?.object == object)
      #expect(here.first.map { assignment.value(of: $0.word) } == (object == nil ? 77 : 8))
    }
    #expect(value.tags == .table)
  }
}
