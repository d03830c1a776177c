import PageWalk

extension Trace {
  /// How the run differs from what was expected, in words; empty where it does not.
  public func differences(from expected: Scenario.Expectation) -> [String] {
    var differences: [String] = []
    if outcome != expected.outcome {
      differences.append(
        "the outcome is \(outcome.rawValue), expected \(expected.outcome.rawValue)")
    }
    for property in Property.ofModels where violations[property] != expected.violations[property] {
      let found = violations[property].map { "violated at step \($0)" } ?? "not violated"
      let wanted = expected.violations[property].map { "violated at step \($0)" } ?? "not violated"
      differences.append("\(property.rawValue) is \(found), expected \(wanted)")
    }
    if pages != expected.pages {
      differences.append("the pages that the walk returns are not the expected ones")
    }
    return differences
  }

  /// What keeps this from being a right walk, in words; empty where nothing does.
  ///
  /// Whether reads are marked does not change what a walk finds, and is left out.
  public var faults: [String] {
    var faults = violations.filter { $0.key != .markedAccess }.sorted { $0.key < $1.key }.map {
      "\($0.key.rawValue) is violated at step \($0.value)"
    }
    if outcome != .returned && outcome != .stopped { faults.append(reason) }
    return faults
  }
}

extension Trace {
  /// The step that shows what goes wrong: the first wrong read, or else what else is broken first, a
  /// wrong step of the loop last.
  public var firstFault: Int? {
    violations.filter { Property.ofCursors.contains($0.key) }.values.min()
      ?? violations.filter { $0.key != .markedAccess && $0.key != .advanceAgrees }.values.min()
      ?? violations[.advanceAgrees]
  }

  /// The address for which a step goes wrong: of the first wrong page where that is all that is wrong.
  public func wrongAddr(at step: Step?) -> UInt64? {
    guard let step else { return nil }
    if step.violations == [.rightPages], let wrong = wrongPages.first { return pages[wrong].addr }
    return step.addr
  }

  /// The same, or else the first read without READ_ONCE where that is what is shown.
  public func fault(showsMarks: Bool) -> Int? {
    firstFault ?? (showsMarks ? violations[.markedAccess] : nil)
  }
}
