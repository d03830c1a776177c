/// Who names a function: calls it, or keeps its address.
extension Module {
  /// The functions that call another one, and whether it is named anywhere else, by which others may
  /// come to call it.
  public func mentions(of name: String) -> (functions: [String], isElsewhere: Bool) {
    let wanted = Array("@\(name)".utf8)
    let quoted = Array("@\"\(name)\"".utf8)
    let bodies = functions.sorted { $0.value.offset < $1.value.offset }
    var found: [String] = []
    var isElsewhere = false
    var position = 0
    while let at = text[position...].firstIndex(of: UInt8(ascii: "@")) {
      position = at + 1
      let length = text[at...].starts(with: quoted) ? quoted.count : wanted.count
      guard length == quoted.count || isName(wanted, at: at) else { continue }
      let isCall = at + length < text.count && text[at + length] == UInt8(ascii: "(")
      // The last body that begins before it.
      var (low, high) = (0, bodies.count)
      while low < high {
        let middle = (low + high) / 2
        if bodies[middle].value.offset <= at { low = middle + 1 } else { high = middle }
      }
      if low > 0, at < bodies[low - 1].value.limit {
        if !isCall { isElsewhere = true }
        if bodies[low - 1].key != name, found.last != bodies[low - 1].key {
          found.append(bodies[low - 1].key)
        }
      } else if !isDeclaration(at) {
        isElsewhere = true
      }
    }
    return (found, isElsewhere)
  }

  private func isName(_ wanted: [UInt8], at position: Int) -> Bool {
    guard text[position...].starts(with: wanted) else { return false }
    guard position + wanted.count < text.count else { return true }
    switch text[position + wanted.count] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "$"), UInt8(ascii: "-"):
      return false
    default: return true
    }
  }

  /// Whether a place stands in a line that declares a function.
  private func isDeclaration(_ position: Int) -> Bool {
    let line =
      text[..<position].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.startIndex
    return text[line...].starts(with: Array("declare ".utf8))
  }
}
