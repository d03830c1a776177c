import ModelFiles
import PageWalk
import TestModels
import Testing

@Suite struct ShippedSubjectsTests {
  /// Every walk fits every architecture that has helpers as old as it.
  @Test func everyWalkIsAcceptedEverywhere() throws {
    let library = try ShippedModels.library()
    for architecture in library.architectures.values {
      for walker in library.walkers
      where architecture.revisions.contains(where: { $0.since <= walker.kernel }) {
        for configuration in try architecture.configurations() {
          _ = try library.subject(
            architecture: architecture, configuration: configuration, walker: walker)
        }
      }
    }
  }
}
