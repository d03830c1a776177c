import Claims
import VisibleText

/// A gate's problems as GitHub workflow commands, which show at the place in the change. What is said of
/// several claims at one place is one of them.
public enum GateAnnotations: GateFormat {
  private struct Annotation: Hashable {
    let kind: String
    let place: GateReport.Place?
    let message: String
  }

  public static func text(_ report: GateReport) -> String {
    var titles: [Annotation: [String]] = [:]
    var order: [Annotation] = []
    for (kind, problems) in [("error", report.problems), ("notice", report.notes)] {
      for problem in problems {
        let annotation = Annotation(kind: kind, place: problem.place, message: problem.message)
        if titles[annotation] == nil { order.append(annotation) }
        titles[annotation, default: []].append(
          problem.claim?.description ?? problem.kind.rawValue)
      }
    }
    var lines = order.map { annotation in
      var properties: [String] = []
      if let place = annotation.place {
        properties += ["file=\(property(place.file))", "line=\(place.line)"]
      }
      let own = titles[annotation] ?? []
      let title = (own.first ?? "") + (own.count > 1 ? " and \(own.count - 1) more" : "")
      properties.append("title=\(property(title))")
      return
        "::\(annotation.kind) \(properties.joined(separator: ","))::\(data(annotation.message))"
    }
    if report.isPassed { lines.append("::notice::\(report.claims.count) claims are as expected") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func data(_ text: String) -> String {
    text.replacing(scalars: ["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(scalars: [":": "%3A", ",": "%2C"])
  }
}
