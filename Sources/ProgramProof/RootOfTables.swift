import LLVMIR

/// Tells the read of the walked address space's top table: `current->mm->pgd`, by the places that
/// debug information gives those fields.
struct RootOfTables {
  private let memory: Int?
  private let table: Int?
  /// Where what the CPU's register leads to has the task that runs.
  private let holders: Set<Int>

  /// Fields by which kernels keep the task that runs, where no register is it.
  private static let current = [
    ("lowcore", "current_task"), ("paca_struct", "__current"), ("thread_info", "task"),
  ]

  init(modules: [Module]) {
    memory = modules.lazy.compactMap { $0.offset(ofField: "mm", in: "task_struct") }.first
    table = modules.lazy.compactMap { $0.offset(ofField: "pgd", in: "mm_struct") }.first
    holders = Set(
      Self.current.compactMap { structure, field in
        modules.lazy.compactMap { $0.offset(ofField: field, in: structure) }.first
      })
  }

  /// Whether memory that was reached so is the address of the top table.
  ///
  /// `current` is what assembly or a register gives, or is read in one of the places that kernels
  /// keep it in, behind what those give. No task is reached from another one, from a variable or by a
  /// function.
  func isRoot(_ origin: String) -> Bool {
    guard let memory, let table else { return false }
    func field(_ name: String, _ offset: Int) -> String? {
      guard name.hasPrefix("["), name.hasSuffix("]") else { return nil }
      let inner = name.dropFirst().dropLast()
      if offset == 0 { return String(inner) }
      let end = "+\(offset)"
      return inner.hasSuffix(end) ? String(inner.dropLast(end.count)) : nil
    }
    guard let space = field(origin, table), let task = field(space, memory) else { return false }
    func isOfCPU(_ origin: String) -> Bool {
      origin.hasPrefix("asm(") || origin.hasPrefix("llvm.")
    }
    return isOfCPU(task)
      || holders.contains { offset in field(task, offset).map(isOfCPU) ?? false }
  }
}
