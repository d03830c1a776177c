import Claims

/// One way to write what a gate found.
public protocol GateFormat {
  /// The whole report.
  static func text(_ report: GateReport) throws -> String
}

extension Claim.Name {
  /// `s390.levels-3.gup_fast-v5_8.right-entry`: four parts of letters, digits, `-` and `_`, which
  /// stay apart however a reader of test results joins or splits names.
  var flat: String {
    [architecture, configuration, walk, property].map(Self.plain).joined(separator: ".")
  }

  static func plain(_ text: String) -> String {
    let kept = text.map { character -> Character in
      if character.isASCII, character.isLetter || character.isNumber { return character }
      return character == "." ? "_" : character == "_" ? "_" : "-"
    }
    return text == "-" ? "default" : String(kept)
  }
}
