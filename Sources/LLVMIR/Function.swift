/// A function of a module.
public struct Function: Sendable {
  /// One parameter.
  public struct Parameter: Sendable, Hashable {
    public let name: String
    public let type: IRType
    public let passing: Call.Passing
  }

  /// A straight piece of code.
  public struct Block: Sendable {
    public let label: String
    public let instructions: [Instruction]
    /// Its first line in the module's text.
    public let line: Int

    /// Where it may go on.
    public var successors: [String] { instructions.last?.operation.successors ?? [] }
  }

  public let name: String
  public let returns: IRType
  public let parameters: [Parameter]
  public let blocks: [Block]
  /// The line of its `define` in the module's text.
  public let line: Int
  /// The number of its `!DISubprogram`, where the module tells one.
  public let subprogram: Int?
  private let positions: [String: Int]

  init(
    name: String, returns: IRType, parameters: [Parameter], blocks: [Block], line: Int,
    subprogram: Int?
  ) {
    self.name = name
    self.returns = returns
    self.parameters = parameters
    self.blocks = blocks
    self.line = line
    self.subprogram = subprogram
    positions = Dictionary(
      blocks.enumerated().map { ($1.label, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The block of a label.
  public func block(_ label: String) -> Block? { positions[label].map { blocks[$0] } }

  /// The position of a block in `blocks`.
  public func position(of label: String) -> Int? { positions[label] }
}
