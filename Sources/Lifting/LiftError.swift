/// Why a module's code could not be turned into a walk, and where.
public struct LiftError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is not understood and what to do.
  public let message: String
  /// The module's file and the line in it, from 1; line 0 where none is meant.
  public let file: String
  public let line: Int
  /// The function at work.
  public let function: String?
  /// The place in the kernel's source, such as `mm/gup.c:3200`.
  public let source: String?

  init(
    _ message: String, file: String, line: Int = 0, function: String? = nil, source: String? = nil
  ) {
    self.message = message
    self.file = file
    self.line = line
    self.function = function
    self.source = source
  }

  public var description: String {
    let place = line == 0 ? file : "\(file):\(line):1"
    let inside = function.map { " in @\($0)" } ?? ""
    let kernel = source.map { " (\($0))" } ?? ""
    return "\(place): \(message)\(inside)\(kernel)"
  }
}
