import Testing

/// A test takes less than a minute from where it begins to run.
///
/// `timeLimit` counts from where a test is due, and on a machine whose threads all work for other tests
/// that is minutes earlier.
struct EndsSoon: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let begin = ContinuousClock.now
    try await function()
    #expect(ContinuousClock.now - begin < .seconds(60))
  }

  /// Once for each case: for a suite or a whole test there is nothing to measure.
  func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
    testCase == nil ? nil : self
  }
}

extension Trait where Self == EndsSoon {
  static var endsSoon: Self { EndsSoon() }
}
