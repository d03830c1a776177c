import Programs

/// A call that is open.
final class CallFrame {
  let function: Function
  var block = 0
  /// The position of the next instruction; behind the last one the block ends.
  var next = 0
  var registers: [UInt64]
  var isSet: [Bool]
  /// Registers of the caller.
  let results: [Register]
  /// How many stack objects there were before.
  let objects: Int

  init(_ function: Function, results: [Register], objects: Int) {
    self.function = function
    self.results = results
    self.objects = objects
    registers = Array(repeating: 0, count: function.widths.count)
    isSet = Array(repeating: false, count: function.widths.count)
  }

  /// Where the last instruction stands that was begun.
  var source: Source? {
    guard function.blocks.indices.contains(block) else { return function.source }
    let current = function.blocks[block]
    if next == 0 { return current.instructions.first?.source ?? function.source }
    return next <= current.instructions.count
      ? current.instructions[next - 1].source : current.endSource
  }
}
