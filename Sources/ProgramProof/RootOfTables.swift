import LLVMIR

/// Tells reads of the walked address space, `current->mm`, by the places that debug information gives
/// its fields: of the top table, `pgd`, and of what is stated.
package struct RootOfTables {
  package let memory: Int?
  package let table: Int?
  /// Where what the CPU's register leads to has the task that runs.
  package let holders: Set<Int>
  /// Names of what is stated, by the places of those fields.
  private let stated: [Int: String]

  /// Fields by which kernels keep the task that runs, where no register is it.
  private static let current = [
    ("lowcore", "current_task"), ("paca_struct", "__current"), ("thread_info", "task"),
  ]

  /// - Parameter sources: names of what is stated; those that begin with `mm_` go on with the names of
  ///   fields.
  package init(modules: [Module], sources: some Sequence<String>) {
    stated = Dictionary(
      sources.compactMap { name in
        guard name.hasPrefix("mm_") else { return nil }
        let path = String(name.dropFirst("mm_".count))
        return modules.lazy.compactMap { $0.offset(ofPath: path, in: "mm_struct") }.first
          .map { ($0, name) }
      }, uniquingKeysWith: { first, _ in first })
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
  package func isRoot(_ origin: Origin) -> Bool { table != nil && field(origin) == table }

  /// Whether a place that was reached so is that of the top table's address, or of the memory that has it.
  func isOnTheWay(_ origin: Origin) -> Bool {
    isRoot(origin)
      || memory != nil && origin.offset == 0 && isOfCPU(origin.source) && !origin.reads.isEmpty
        && origin.reads.last.map(Int.init(truncatingIfNeeded:)) == memory
  }

  /// The name of what is stated that was read so; nil where that is something else.
  func statedName(_ origin: Origin) -> String? { field(origin).flatMap { stated[$0] } }

  /// Which field of the running task's memory was read; nil where that is something else.
  private func field(_ origin: Origin) -> Int? {
    guard let memory, origin.offset == 0, isOfCPU(origin.source), origin.reads.count >= 2,
      let field = origin.reads.last.map(Int.init(truncatingIfNeeded:)),
      Int(truncatingIfNeeded: origin.reads[origin.reads.count - 2]) == memory
    else { return nil }
    let before = origin.reads.dropLast(2)
    guard let holder = before.first else { return field }
    return before.count == 1 && holders.contains(Int(truncatingIfNeeded: holder)) ? field : nil
  }

  private func isOfCPU(_ source: Origin.Source) -> Bool {
    switch source {
    case .assembly: return true
    case .function(let name): return name.hasPrefix("llvm.")
    case .global, .variable: return false
    }
  }
}
