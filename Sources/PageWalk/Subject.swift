/// What a verdict is about: one architecture in one configuration, walked by one walker.
public struct Subject: Sendable, Hashable {
  public let architecture: Architecture
  public let configuration: Configuration
  public let walker: Walker
  /// The helpers of the walker's kernel release.
  public let helpers: Helpers

  /// The subject of these three, or nil if the architecture has no helpers as old as the walker.
  public init?(architecture: Architecture, configuration: Configuration, walker: Walker) {
    guard let helpers = architecture.helpers(asOf: walker.kernel, in: configuration) else {
      return nil
    }
    self.architecture = architecture
    self.configuration = configuration
    self.walker = walker
    self.helpers = helpers
  }

  /// A subject with helpers and a walk of its own.
  public init(
    architecture: Architecture, configuration: Configuration, walker: Walker, helpers: Helpers
  ) {
    self.architecture = architecture
    self.configuration = configuration
    self.walker = walker
    self.helpers = helpers
  }

  /// The same subject with numbers for parameters that are ranges; helpers do not depend on those.
  public func pinned(to configuration: Configuration) -> Subject {
    Subject(
      architecture: architecture, configuration: configuration, walker: walker, helpers: helpers)
  }

  /// `s390 levels=3 gup_fast@v5.8`.
  public var title: String { "\(architecture.name) \(configuration) \(walker.title)" }
}
