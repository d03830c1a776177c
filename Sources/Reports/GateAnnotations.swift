import Claims

/// A gate's problems as GitHub workflow commands, which show at the place in the change.
public enum GateAnnotations: GateFormat {
  public static func text(_ report: GateReport) -> String {
    var lines = report.problems.map { problem in
      var properties: [String] = []
      if let place = problem.place {
        properties += ["file=\(property(place.file))", "line=\(place.line)"]
      }
      properties.append("title=\(property(problem.claim?.description ?? problem.kind.rawValue))")
      return "::error \(properties.joined(separator: ","))::\(data(problem.message))"
    }
    if report.isPassed { lines.append("::notice::\(report.claims.count) claims are as expected") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
