import LLVMIR
import Programs

/// What the parameters of a level function are for: one that is handed a range, where to record
/// pages and how many there are, and, but for the top one, an entry and its address.
package struct LevelFunction {
  /// Positions among the parameters.
  let pointer: Int?
  let value: Int?
  package let addr: Int
  package let end: Int
  package let pages: Int
  package let count: Int

  /// The roles of a program's function; nil where it is no level function, or its parameters are not
  /// those of the code.
  ///
  /// - Throws: `IRError`.
  package init?(
    _ name: String, of program: Program, _ modules: [Module], word: Int, entryWidth: Int
  ) throws {
    let plain = String(name.prefix { $0 != "@" })
    guard let function = try modules.lazy.compactMap({ try $0.function(plain) }).first,
      program.functions[name]?.parameters.count == function.parameters.count
    else { return nil }
    self.init(function, word: word, entryWidth: entryWidth)
  }

  /// The roles that a function's parameters have by their machine types and their order; nil where
  /// it is no level function.
  ///
  /// In some order an entry and its address, then two addresses, numbers, the array of pages and
  /// the number of those that it has.
  init?(_ function: LLVMIR.Function, word: Int, entryWidth: Int) {
    var pointers: [Int] = []
    var words: [Int] = []
    for (position, parameter) in function.parameters.enumerated() {
      guard case .direct = parameter.passing else { return nil }
      switch parameter.type {
      case .pointer: pointers.append(position)
      case .integer(32) where word != 32 && entryWidth != 32: break
      case .integer, .array, .structure, .named: words.append(position)
      default: return nil
      }
    }
    let last = function.parameters.count - 1
    guard pointers.count >= 2, pointers[pointers.count - 1] == last,
      pointers[pointers.count - 2] == last - 1
    else { return nil }
    pages = last - 1
    count = last
    switch (pointers.count, words.count) {
    case (3, 3...):
      guard max(pointers[0], words[0]) == 1 else { return nil }
      pointer = pointers[0]
      value = words[0]
      addr = words[1]
      end = words[2]
    case (2, 2...):
      guard words[0] == 0 else { return nil }
      pointer = nil
      value = nil
      addr = words[0]
      end = words[1]
    default: return nil
    }
  }
}
