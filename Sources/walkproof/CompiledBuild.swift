import LLVMIR
import ModelFiles
import PageWalk

/// A build of the kernel: what its code tells of the configurations that it is for.
struct CompiledBuild {
  let architecture: Architecture
  /// What the code tells, such as `BUILD_PAGE_SHIFT`.
  let facts: [String: UInt64]
  /// What the model says of such a build.
  let compiled: CompiledKernel
  let configurations: [Configuration]
  /// The configurations that the code is for; nil means all.
  let when: PageWalk.Expression?

  init(
    modules: [Module], architecture: Architecture, choices: [String], library: ModelLibrary
  ) throws {
    guard let stated = architecture.compiled else {
      throw Failure(
        .badInput,
        "the model of \(architecture.name) says nothing of compiled code; add 'compiled' to it")
    }
    self.architecture = architecture
    facts = Self.facts(of: modules, stated)
    let fields = stated.fields.compactMapValues { Self.field($0, of: modules) }
    compiled = stated.with(
      facts.mapValues { PageWalk.Expression(.literal($0)) }
        .merging(fields.mapValues { PageWalk.Expression(.name($0)) }) { fact, _ in fact })
    for name in compiled.linear?.usedNames ?? [] {
      guard let field = stated.fields[name] else { continue }
      throw Failure(
        .badInput,
        "\(modules[0].file): the code does not tell where \(field) is; compile it with debug"
          + " information of all types (-g -fno-eliminate-unused-debug-types)")
    }
    let candidates = try Selection(library: library).configurations(
      of: architecture, choices: choices)
    let when = compiled.build
    var configurations = candidates.filter { architecture.holds(when, in: $0) ?? true }
    if configurations.isEmpty, !choices.isEmpty { configurations = candidates }
    guard !configurations.isEmpty else {
      let told = facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      throw Failure(
        .badInput,
        "\(modules[0].file): no configuration of \(architecture.name) is like this build"
          + " (\(told.joined(separator: ", "))); choose one with --configuration")
    }
    self.configurations = configurations
    self.when =
      configurations.count == candidates.count && choices.isEmpty
      ? nil
      : configurations.allSatisfy { architecture.holds(when, in: $0) ?? true } ? when : nil
  }

  /// What a build tells of its configuration.
  private static func facts(
    of modules: [Module], _ compiled: CompiledKernel
  ) -> [String: UInt64] {
    let module = modules[0]
    var levels: UInt64 = 5
    for (type, above) in [("p4d", "pgd"), ("pud", "p4d"), ("pmd", "pud")] {
      // Where entries are plain numbers, only a folded level's are structures.
      if case .structure(let fields, _) = module.definition(of: "struct.\(type)_t"),
        fields == [.named("struct.\(above)_t")] || module.definition(of: "struct.\(above)_t") == nil
      {
        levels -= 1
      }
    }
    let word = module.layout.pointerWidth
    var facts: [String: UInt64] = [
      "BUILD_LEVELS": levels, "BUILD_PAGE_SHIFT": pageShift(of: modules),
      "BUILD_WORD": UInt64(word),
    ]
    facts["BUILD_PAGE_STRUCTURE"] =
      modules.lazy.compactMap { $0.size(ofStructure: "page") }.first.map(UInt64.init)
    for (name, text) in compiled.knows {
      facts[name] = modules.contains { $0.count(of: text) > 0 } ? 1 : 0
    }
    return facts
  }

  /// What the code's reads of a field, which is given as `variable.field`, are called: the variable
  /// and the field's number.
  private static func field(_ field: String, of modules: [Module]) -> String? {
    let parts = field.split(separator: ".").map(String.init)
    guard parts.count == 2 else { return nil }
    return modules.lazy.compactMap { $0.number(ofField: parts[1], inGlobal: parts[0]) }.first
      .map { "\(parts[0])_\($0)" }
  }

  /// log2 of the page size: what `pte_index` shifts an address by, or else that of the page mask
  /// which the code uses most.
  private static func pageShift(of modules: [Module]) -> UInt64 {
    let index = modules.lazy.compactMap { try? $0.function("pte_index") }.first
    for instruction in (index?.blocks ?? []).flatMap({ $0.instructions }) {
      if case .binary(.lshr, _, _, .integer(let shift)) = instruction.operation { return shift }
    }
    return (12...16 as ClosedRange<UInt64>).max { a, b in
      func count(_ shift: UInt64) -> Int {
        modules.map {
          $0.count(of: ", -\(1 << shift), ") + $0.count(of: ", -\(1 << shift)\n")
        }
        .reduce(0, +)
      }
      return count(a) < count(b)
    } ?? 12
  }
}
