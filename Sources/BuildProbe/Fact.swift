/// Something that a build of a kernel has as a number, and that a model states too.
public struct Fact: Sendable, Hashable {
  /// What it is called, such as `PMD_SHIFT` or `sizeof(struct page)`.
  public let name: String
  /// Its text in C.
  let expression: String
  /// Whether it is a macro, which a build need not have.
  let isMacro: Bool

  private init(_ name: String, expression: String, isMacro: Bool) {
    self.name = name
    self.expression = expression
    self.isMacro = isMacro
  }

  /// A macro of the kernel.
  static func macro(_ name: String) -> Fact { Fact(name, expression: name, isMacro: true) }

  /// Bytes of a type.
  static func size(_ type: String) -> Fact {
    Fact("sizeof(\(type))", expression: "sizeof(\(type))", isMacro: false)
  }

  /// Where the kernel sees the physical address 0.
  static let linear = Fact("__va(0)", expression: "(unsigned long)__va(0)", isMacro: false)

  /// What every build is asked. A macro whose value is chosen at boot has no number here.
  public static let common: [Fact] =
    [
      "BITS_PER_LONG", "PAGE_SHIFT", "PAGE_SIZE", "CONFIG_PGTABLE_LEVELS", "PGDIR_SHIFT",
      "P4D_SHIFT",
      "PUD_SHIFT", "PMD_SHIFT", "PTRS_PER_PGD", "PTRS_PER_P4D", "PTRS_PER_PUD", "PTRS_PER_PMD",
      "PTRS_PER_PTE", "VA_BITS", "PAGE_OFFSET", "TASK_SIZE", "TASK_SIZE_MAX",
    ].map(macro)
    + ["pgd_t", "p4d_t", "pud_t", "pmd_t", "pte_t", "struct page"].map(size) + [linear]
}
