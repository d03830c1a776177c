/// What a verdict is about: one architecture in one configuration, walked by one walker.
public struct Subject: Sendable, Hashable {
  public let architecture: Architecture
  public let configuration: Configuration
  public let walker: Walker
  /// The helpers of the walker's kernel release.
  public let helpers: Helpers

  /// The subject of these three, or nil if the architecture has no helpers as old as the walker, or
  /// the walker's build is for other configurations.
  public init?(architecture: Architecture, configuration: Configuration, walker: Walker) {
    if let build = walker.build {
      guard architecture.holds(build.when, in: configuration) ?? false else { return nil }
      self.architecture = architecture.built(build)
      self.configuration = configuration.adding(build.unknowns, word: architecture.word)
      self.walker = walker
      helpers = build.helpers
      return
    }
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

extension Architecture {
  /// The architecture as a build of the kernel meets it: tables lie where the kernel's linear
  /// mapping has them, and what the code does not tell are parameters.
  public func built(_ build: Walker.Build) -> Architecture {
    let tables = hardware.tables.map { table in
      Table(
        name: table.name, when: table.when, shift: table.shift, index: table.index,
        stride: table.stride, align: table.align,
        carries: build.carries.map { Expression(.binary(.logicalAnd, table.carries, $0)) }
          ?? table.carries, empty: table.empty, leaf: table.leaf,
        next: table.next.map { next in
          build.linear.map { Expression(.local("phys", value: next, body: $0)) } ?? next
        }, page: table.page)
    }
    return Architecture(
      name: name, family: family, title: title, word: word,
      parameters: parameters
        + build.unknowns.map {
          Parameter(
            name: $0, about: "what the code reads from elsewhere",
            domain: .range(0...Word(.max, width: word).bits))
        }, constraint: constraint,
      hardware: Hardware(
        source: hardware.source, pageShift: hardware.pageShift, entrySize: hardware.entrySize,
        reach: hardware.reach, tables: tables), revisions: revisions, fastWalk: fastWalk,
      compiled: compiled)
  }
}

extension Configuration {
  /// The configuration with a whole word for each name that it says nothing of.
  fileprivate func adding(_ unknowns: [String], word: Int) -> Configuration {
    Configuration(
      values
        + unknowns.filter { self[$0] == nil }.map {
          ($0, .range(0...Word(.max, width: word).bits))
        })
  }
}
