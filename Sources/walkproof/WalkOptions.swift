import ArgumentParser
import LLVMIR
import ProgramProof

/// Which walk of the kernel's own code is meant.
struct WalkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The function that walks; by default gup_fast's.", valueName: "function"))
  var entry: String?
  @Option(
    help: ArgumentHelp(
      "For a walk of one address that is not known: the variable of --entry which has it.",
      valueName: "variable"))
  var address: String?
  @Option(
    help: ArgumentHelp(
      "The same: what has the top table's address, from a variable on.", valueName: "path"))
  var table: String?
  @Option(
    help: ArgumentHelp(
      "The same: why no entry changes while it walks; by default each may at any time.",
      valueName: "reason"))
  var lock: String?

  func validate() throws {
    guard (address == nil) == (table == nil), address == nil || entry != nil,
      lock == nil || address != nil
    else {
      throw ValidationError("A walk of one address needs --entry, --address and --table.")
    }
  }

  /// The names of the options that are given.
  var given: [String] {
    [("entry", entry), ("address", address), ("table", table), ("lock", lock)]
      .filter { $0.1 != nil }.map(\.0)
  }

  /// The functions by which `gup_fast` walks the top table, the newest name first, and those that
  /// begin it.
  private static let tops = ["gup_fast_pgd_range", "gup_pgd_range"]
  private static let begins = ["gup_fast_fallback", "internal_get_user_pages_fast"]

  /// The walk that is asked for.
  func walk(in modules: [Module]) throws -> ProgramCheck.Walk {
    if let entry, let address, let table {
      return .address(
        AddressWalk(function: entry, address: address, table: table, lock: lock))
    }
    if let entry, !Self.begins.contains(entry) {
      return AddressWalk.known.first { $0.function == entry.prefix { $0 != "@" } }
        .map(ProgramCheck.Walk.address) ?? .range(top: entry)
    }
    return .range(top: try Self.top(in: modules))
  }

  /// The function by which gup_fast walks the top table.
  static func top(in modules: [Module]) throws -> String {
    guard let top = tops.first(where: { name in modules.contains { $0.defines(name) } })
    else {
      throw Failure(
        .badInput,
        "the code has no function \(Self.tops.joined(separator: " or ")); name the one that walks"
          + " by --entry")
    }
    return top
  }
}
