/// How a name of one module is seen from the others.
public enum Linkage: Sendable, Hashable {
  /// `static` of C: another module's thing of this name is another thing.
  case local
  /// The one of its name.
  case global
  /// One of several that are the same: `inline` of C.
  case merged
  /// One that gives way to a `global` one of its name, which can do something else.
  case weak
  /// Only named here.
  case declared
}
