import PageWalk

/// What there is to prove, as text.
public enum ListText {
  /// Architectures with their parameters, walkers and properties.
  ///
  /// - Throws: `InterpretationError` where an architecture's constraint has no value.
  public static func text(architectures: [Architecture], walkers: [Walker]) throws -> String {
    var lines = ["architectures"]
    for architecture in architectures {
      let count = try architecture.configurations().count
      lines.append("  \(architecture.name): \(architecture.title)")
      lines.append("    \(count) configuration\(count == 1 ? "" : "s")")
      for parameter in architecture.parameters {
        lines += ProofText.wrap(
          "\(parameter.name)=\(parameter.choicesText): \(parameter.about)", first: "    ",
          rest: "      ")
      }
    }
    lines += ["", "walkers"]
    let rows = walkers.map { walker in
      [
        "  " + walker.title, walker.fixed ? "fixed" : "unfixed", walker.reads.rawValue,
        walker.source,
      ]
    }
    lines += TraceText.table(rows)
    lines += ["", "properties"]
    for property in Property.allCases {
      lines += ProofText.wrap(property.summary, first: "  \(property.rawValue): ", rest: "    ")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
