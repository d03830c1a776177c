import PageWalk

/// What a model states of a build in one configuration.
struct Statements {
  let architecture: Architecture
  let compiled: CompiledKernel
  let facts: [String: UInt64]
  let configuration: Configuration
  let release: KernelVersion

  /// The number that the model states for a fact; nil where it states none.
  func value(of fact: Fact) -> UInt64? {
    switch fact.name {
    case "BITS_PER_LONG": return UInt64(architecture.word)
    case "PAGE_SHIFT": return number(architecture.hardware.pageShift)
    case "PAGE_SIZE": return number(architecture.hardware.pageShift).map { 1 << $0 }
    // By which the configuration was chosen.
    case "CONFIG_PGTABLE_LEVELS": return facts["BUILD_LEVELS"]
    case "sizeof(pgd_t)", "sizeof(p4d_t)", "sizeof(pud_t)", "sizeof(pmd_t)", "sizeof(pte_t)":
      return number(architecture.hardware.entrySize)
    case "__va(0)": return number(compiled.linear?.replacing(["phys": Expression(.literal(0))]))
    default: break
    }
    guard let helpers, let helper = helpers[fact.name], helper.parameters == nil else { return nil }
    return number(helper.body)
  }

  private var helpers: Helpers? { architecture.helpers(asOf: release, in: configuration) }

  /// The value of an expression on what the configuration fixes; nil for one on anything else.
  private func number(_ expression: Expression?) -> UInt64? {
    guard let expression else { return nil }
    let interpreter = Interpreter(
      architecture: architecture, configuration: configuration, helpers: helpers ?? [:],
      entryWidth: architecture.word)
    return try? interpreter.constant(expression)
  }
}
