/// A kernel helper such as `pud_offset_lockless`, or a constant such as `PUD_SHIFT`.
public struct Helper: Sendable, Hashable {
  public let name: String
  /// The parameters' names; nil for a constant, which is used without parentheses.
  public let parameters: [String]?
  public let body: Expression
  /// Where its model file states it, as `file:line`; nil where no file does.
  public let place: String?

  /// A helper that computes `body`.
  public init(name: String, parameters: [String]?, body: Expression, place: String? = nil) {
    self.place = place
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}

/// The helpers of one kernel version, by name.
public typealias Helpers = [String: Helper]

/// What changed in an architecture's helpers with a kernel version.
public struct HelperRevision: Sendable, Hashable {
  /// The first release that has them.
  public let since: KernelVersion
  /// Where they were read, such as `arch/s390/include/asm/pgtable.h, v5.9`.
  public let source: String
  /// The configurations that are built with them; nil means all.
  public let when: Expression?
  public let helpers: Helpers

  /// Helpers that hold from `since` until a later revision replaces them, one by one.
  public init(since: KernelVersion, source: String, when: Expression? = nil, helpers: Helpers) {
    self.since = since
    self.source = source
    self.when = when
    self.helpers = helpers
  }
}
