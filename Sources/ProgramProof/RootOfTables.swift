import LLVMIR

/// Tells the read of the walked address space's top table: `current->mm->pgd`, by the places that
/// debug information gives those fields.
package struct RootOfTables {
  package let memory: Int?
  package let table: Int?
  /// Where what the CPU's register leads to has the task that runs.
  package let holders: Set<Int>

  /// Fields by which kernels keep the task that runs, where no register is it.
  private static let current = [
    ("lowcore", "current_task"), ("paca_struct", "__current"), ("thread_info", "task"),
  ]

  package init(modules: [Module]) {
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
  package func isRoot(_ origin: Origin) -> Bool {
    guard let memory, let table, origin.offset == 0, isOfCPU(origin.source),
      origin.reads.suffix(2).map(Int.init(truncatingIfNeeded:)) == [memory, table]
    else { return false }
    let before = origin.reads.dropLast(2)
    guard let holder = before.first else { return true }
    return before.count == 1 && holders.contains(Int(truncatingIfNeeded: holder))
  }

  private func isOfCPU(_ source: Origin.Source) -> Bool {
    switch source {
    case .assembly: return true
    case .function(let name): return name.hasPrefix("llvm.")
    case .global: return false
    }
  }
}
