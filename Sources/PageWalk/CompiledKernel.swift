/// What an architecture's model says of the code that a kernel for it is compiled to.
public struct CompiledKernel: Sendable, Hashable {
  /// What the code's `target triple` may begin with, such as `s390x`.
  public let triples: [String]
  /// Whether entries lie in memory with their most significant byte first, whatever the CPU does.
  public let entriesAreBigEndian: Bool
  /// Which configurations a build is for, by `BUILD_PAGE_SHIFT`, `BUILD_LEVELS` and the names of
  /// `knows`; nil means all.
  public private(set) var build: Expression?
  /// Texts by which builds differ: a name of the condition above is 1 where the code has the text.
  public let knows: [String: String]
  /// Where the kernel sees the physical address `phys`, by the same names; nil where entries hold
  /// addresses that it uses as they are.
  public private(set) var linear: Expression?
  /// Where the memory map begins: the `struct page` of the frame 0, by the same names; nil where it
  /// is not known.
  public private(set) var map: Expression?
  /// What holds of the names of `map`, by the same names; nil means nothing.
  public private(set) var bounds: Expression?
  /// How many bits of a physical address tell a place in a section of memory, where the code looks up
  /// each section's part of the memory map, by the same names; nil where that is not known.
  public private(set) var sections: Expression?
  /// What such a build makes of an `entry`, besides what the architecture lists, by the same names;
  /// nil means nothing.
  public private(set) var carries: Expression?
  /// What stands for a source of the code's values, by its name.
  public let sources: [String: Expression]
  /// Names for fields of global variables, as `variable.field`, that lie elsewhere in other builds.
  public let fields: [String: String]
  /// Functions that ask the CPU: they are not read.
  public private(set) var asks: Helpers
  /// The other files of the kernel's tree that the walk's functions lie in.
  public let files: [File]

  /// A file of a kernel's tree, which may be there for an option alone, such as `ARM64_CONTPTE`.
  public struct File: Sendable, Hashable {
    public let name: String
    public let option: String?

    public init(name: String, option: String? = nil) {
      self.name = name
      self.option = option
    }
  }

  /// Why the model differs from the code where it does, by a helper's name.
  public let differs: [String: Difference]
  /// How such a kernel is configured; nil where nothing is known of it.
  public let make: Make?

  /// A difference between model and code that is meant.
  public struct Difference: Sendable, Hashable {
    /// Why it is there.
    public let reason: String
    /// The inputs on which it is, by the names that the part has in the model; nil means any.
    public let condition: Expression?

    /// A difference for a reason, on the inputs that have the condition.
    public init(reason: String, condition: Expression? = nil) {
      self.reason = reason
      self.condition = condition
    }
  }

  /// How a kernel is configured.
  public struct Make: Sendable, Hashable {
    /// The kernel's own name of the architecture, `ARCH`.
    public let architecture: String
    /// The targets that configure it, of which a tree has one.
    public let targets: [String]
    /// Options that are set besides, such as `ARM_LPAE=y`.
    public let options: [String]

    /// A configuration by a target of the kernel's `Makefile` and options.
    public init(architecture: String, targets: [String], options: [String]) {
      self.architecture = architecture
      self.targets = targets
      self.options = options
    }
  }

  /// What is said of compiled code.
  public init(
    triples: [String], entriesAreBigEndian: Bool, build: Expression?, knows: [String: String],
    linear: Expression?, map: Expression? = nil,
    bounds: Expression? = nil, sections: Expression? = nil,
    carries: Expression?, sources: [String: Expression], fields: [String: String] = [:],
    asks: Helpers, files: [File], differs: [String: Difference], make: Make?
  ) {
    self.differs = differs
    self.make = make
    self.triples = triples
    self.entriesAreBigEndian = entriesAreBigEndian
    self.build = build
    self.knows = knows
    self.linear = linear
    self.map = map
    self.bounds = bounds
    self.sections = sections
    self.carries = carries
    self.sources = sources
    self.fields = fields
    self.asks = asks
    self.files = files
  }

  /// Whether code for a `target triple` is meant.
  public func isFor(triple: String) -> Bool { triples.contains { triple.hasPrefix($0) } }

  /// Names of what the code reads from elsewhere, as far as something is stated of it.
  public var statedNames: [String] {
    let used = [linear, map, bounds].compactMap(\.self).flatMap(\.usedNames)
    return Set(used).subtracting(["phys"]).sorted()
  }

  /// What is said of one build, whose facts are known.
  public func with(_ facts: [String: Expression]) -> CompiledKernel {
    var known = self
    known.build = build?.replacing(facts)
    func replaced(_ helper: Helper) -> Helper {
      Helper(
        name: helper.name, parameters: helper.parameters,
        body: helper.body.replacing(facts).withoutDeadBranches)
    }
    known.asks = asks.mapValues(replaced)
    known.carries = carries?.replacing(facts).withoutDeadBranches
    known.linear = linear?.replacing(facts).withoutDeadBranches
    known.map = map?.replacing(facts).withoutDeadBranches
    known.bounds = bounds?.replacing(facts).withoutDeadBranches
    known.sections = sections?.replacing(facts).withoutDeadBranches
    return known
  }
}
