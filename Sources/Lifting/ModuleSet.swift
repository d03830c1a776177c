import LLVMIR

/// The modules that a walk's code lies in; a function is taken from the first that has its body.
public struct ModuleSet: Sendable {
  public let modules: [Module]

  /// The modules, in the order in which functions are looked for.
  public init(_ modules: [Module]) { self.modules = modules }

  /// The function of a name, and where it was found.
  ///
  /// - Throws: `IRError` for a body that is not understood.
  public func function(_ name: String) throws -> (Function, Module)? {
    for module in modules {
      if let function = try module.function(name) { return (function, module) }
    }
    return nil
  }
}
