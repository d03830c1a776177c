import LLVMIR
import PageWalk

/// Inline assembly, and jumps that the kernel patches at boot: what they give is a source.
extension Executor {
  /// Goes where patched code goes: to each label, by something that the code does not tell.
  func jump(
    to labels: ArraySlice<String>, _ instruction: Instruction, _ frame: Frame,
    _ memory: LocalMemory, block: Int, then: @escaping Continuation
  ) throws -> Tree {
    let label = frame.function.blocks[block].label
    guard let last = labels.last else {
      throw error("a jump leads nowhere", instruction, frame)
    }
    guard labels.count > 1 else {
      return try go(to: last, from: label, instruction, frame, memory, then: then)
    }
    let name = assemblyName(instruction, frame) + "_" + last
    let test = word(
      ofSource: name, "which way @\(frame.function.name) goes", width: 1,
      site: site(instruction, frame), varies: hasVariableOperands(instruction, frame))
    return branch(
      builder.truth(test.expression),
      try go(to: last, from: label, instruction, frame, memory, then: then),
      try jump(
        to: labels.dropLast(), instruction, frame, memory, block: block, then: then),
      site(instruction, frame))
  }

  /// Whether inline assembly computes with something that is not always the same.
  func hasVariableOperands(_ instruction: Instruction, _ frame: Frame) -> Bool {
    let call: Call
    switch instruction.operation {
    case .call(let inner), .callBranch(let inner, _): call = inner
    default: return false
    }
    return call.arguments.contains { argument in
      guard case .local(let name) = argument.operand, case .word(let word) = frame.values[name]
      else { return false }
      return word.constant == nil
    }
  }

  /// A name for what inline assembly gives: the same for the same text in one function.
  func assemblyName(_ instruction: Instruction, _ frame: Frame) -> String {
    let call: Call
    switch instruction.operation {
    case .call(let inner), .callBranch(let inner, _): call = inner
    default: return frame.function.name
    }
    var text = "\(call.callee)"
    for argument in call.arguments {
      if case .local(let name) = argument.operand {
        text += " \(frame.values[name].map(String.init(describing:)) ?? name)"
      } else {
        text += " \(argument.operand)"
      }
    }
    let place =
      frame.function.name
      + frame.function.parameters.map {
        "\(frame.values[$0.name].map(String.init(describing:)) ?? "")"
      }
      .joined()
    var known = assemblies[place] ?? []
    let position = known.firstIndex(of: text) ?? known.count
    if position == known.count { known.append(text) }
    assemblies[place] = known
    // A name of its own, and calls with different numbers are about different things.
    let numbers = frame.function.parameters.compactMap { parameter -> String? in
      guard case .word(let word) = frame.values[parameter.name], let number = word.constant else {
        return nil
      }
      return "_\(number)"
    }
    return frame.function.name + numbers.joined() + "_asm"
      + (position == 0 ? "" : "_\(position + 1)")
  }
}
