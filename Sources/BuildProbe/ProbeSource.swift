/// The C file that is compiled in a kernel's tree to learn its numbers, and how its IR is read.
///
/// Each fact becomes an object of two numbers: whether the compiler knows the value while it compiles,
/// and the value. What is chosen at boot is no such value; it is told as unknown and compared with
/// nothing. The text is our own; it includes the kernel's headers, and runs nowhere.
public struct ProbeSource: Sendable {
  /// What is asked, in order.
  public let facts: [Fact]

  /// A probe that asks for facts.
  public init(_ facts: [Fact]) { self.facts = facts }

  /// The file for a kernel's tree.
  public var text: String {
    """
    #include <linux/mm.h>
    #include <linux/pgtable.h>
    #include <linux/sched.h>
    #include <linux/uaccess.h>

    \(function)
    """
  }

  /// The part behind the headers: an object per fact, in a function, since some macros have
  /// statements.
  public var function: String {
    """
    #define FACT(number, value) \\
      static const unsigned long long fact_##number[2] __attribute__((__used__)) = { \\
        __builtin_constant_p(value), \\
        __builtin_choose_expr(__builtin_constant_p(value), (unsigned long long)(value), 0) }

    void walkproof_probe(void);
    void walkproof_probe(void)
    {
    \(facts.indices.map(line).joined(separator: "\n"))
    }

    """
  }

  private func line(_ number: Int) -> String {
    let fact = facts[number]
    let line = "  FACT(\(number), \(fact.expression));"
    return fact.isMacro ? "#ifdef \(fact.name)\n\(line)\n#endif" : line
  }

  /// What the IR of the file tells.
  ///
  /// - Throws: `ProbeError` where it is not the IR of this file.
  public func values(in ir: String) throws(ProbeError) -> [ProbedValue] {
    let objects = Self.objects(in: ir)
    guard !objects.isEmpty else {
      throw ProbeError("the probe's IR has none of its objects")
    }
    var values: [ProbedValue] = []
    for (number, fact) in facts.enumerated() {
      guard let content = objects["fact_\(number)"] else {
        guard fact.isMacro else { throw ProbeError("the probe's IR lacks \(fact.name)") }
        continue
      }
      if content.hasPrefix("zeroinitializer") {
        values.append(ProbedValue(fact: fact, value: nil))
        continue
      }
      // '[i64 1, i64 4096], align 16'
      let numbers = content.prefix { $0 != "]" }.split { "[, ".contains($0) }
        .filter { $0 != "i64" }.compactMap { Int64($0) }
      guard numbers.count == 2 else {
        throw ProbeError("the probe's IR has no two numbers for \(fact.name): \(content)")
      }
      values.append(
        ProbedValue(fact: fact, value: numbers[0] == 0 ? nil : UInt64(bitPattern: numbers[1])))
    }
    return values
  }

  /// What is initialised with what: `@walkproof_probe.NAME = internal constant [2 x i64] CONTENT`.
  private static func objects(in ir: String) -> [String: Substring] {
    var objects: [String: Substring] = [:]
    for line in ir.split(separator: "\n") where line.hasPrefix("@walkproof_probe.") {
      let name = line.dropFirst("@walkproof_probe.".count).prefix { $0 != " " }
      guard let type = line.ranges(of: "[2 x i64] ").first else { continue }
      objects[String(name)] = line[type.upperBound...]
    }
    return objects
  }
}

/// What a build tells of a fact.
public struct ProbedValue: Sendable, Hashable {
  public let fact: Fact
  /// Its number; nil where it is known at boot only.
  public let value: UInt64?
}

/// A probe that cannot be read.
public struct ProbeError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
