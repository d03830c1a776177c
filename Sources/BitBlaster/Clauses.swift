import SMT

/// Clauses that hold together where formulas do.
public struct Clauses: Sendable {
  /// How many variables there are; their numbers begin with 1.
  public internal(set) var variables = 0
  public internal(set) var count = 0
  /// The clauses one behind the other as DIMACS has them: a variable's number, negative where the
  /// variable is false; a 0 behind each clause.
  public internal(set) var literals: [Int32] = []
  /// The variable of each bit of the formulas' variables, the lowest first; 0 for a bit on which
  /// nothing depends.
  var bits: [String: [Int32]] = [:]

  mutating func append(_ clause: Int32...) {
    literals += clause
    literals.append(0)
    count += 1
  }

  /// The values of the formulas' variables where those of the clauses have these.
  ///
  /// - Parameter isTrue: whether a variable of the clauses is true.
  public func assignment(_ isTrue: (Int32) -> Bool) -> Assignment {
    Assignment(
      bits.mapValues { bits in
        var value: UInt64 = 0
        for (position, bit) in bits.enumerated() where bit != 0 && isTrue(bit) {
          value |= 1 << UInt64(position)
        }
        return value
      })
  }

  /// Clauses that give the bits on which something depends the values of an assignment.
  public func units(_ assignment: Assignment) -> [Int32] {
    bits.flatMap { name, bits in
      bits.enumerated().filter { $1 != 0 }.flatMap { position, bit in
        [(assignment.values[name] ?? 0) >> UInt64(position) & 1 == 1 ? bit : -bit, 0]
      }
    }
  }

  /// The text of a file in DIMACS's form.
  public var dimacs: [UInt8] {
    var text = Array("p cnf \(variables) \(count)\n".utf8)
    text.reserveCapacity(literals.count * 6)
    for literal in literals {
      guard literal != 0 else {
        text += [UInt8(ascii: "0"), UInt8(ascii: "\n")]
        continue
      }
      if literal < 0 { text.append(UInt8(ascii: "-")) }
      var rest = literal.magnitude
      let start = text.count
      while rest > 0 {
        text.append(UInt8(ascii: "0") + UInt8(rest % 10))
        rest /= 10
      }
      text[start...].reverse()
      text.append(UInt8(ascii: " "))
    }
    return text
  }
}
