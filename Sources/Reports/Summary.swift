import Checker
import Claims
import PageWalk

/// How much of each walk is right, newest release first, what does harm, and what earlier releases did.
public struct Summary: Sendable {
  private let claims: [Claim]
  private let walkers: [Walker]

  /// - Parameters:
  ///   - claims: of all walks and architectures.
  ///   - walkers: the walks, oldest first.
  public init(_ claims: [Claim], walkers: [Walker]) {
    self.claims = claims
    let known = Set(claims.map(\.walk))
    self.walkers = walkers.filter { known.contains($0.title) }
  }

  /// The whole, for a terminal.
  ///
  /// - Parameter proofs: the folder that has the scenarios.
  public func text(proofs: String, style: Style) -> String {
    var lines = table(style: style)
    let mended = mended
    if !mended.isEmpty {
      lines += [
        "", "The worst harm of a configuration that a release did and the next one does not:",
      ]
      lines += mended.flatMap { $0.lines(words(_:of:), proofs: proofs) }
    }
    let present = present
    if !present.isEmpty {
      lines += [
        "", "Harm that the newest \(newest?.title ?? "walk") does, and in how many configurations:",
      ]
      lines += Harm.allCases.flatMap { harm -> [String] in
        let own = present.filter { $0.harm == harm }.sorted { $0.architecture < $1.architecture }
        if own.isEmpty { return [] }
        let places = own.map { "\($0.architecture) (\($0.configurations.count))" }
        return ProofText.wrap(
          "\(words(harm, of: own[0].walk)): \(places.joined(separator: ", "))", first: "  ",
          rest: "    ")
      }
    }
    lines += [
      "", "Go on with: walkproof prove ARCHITECTURE, walkproof matrix, walkproof report -o DIR,",
      "and walkproof kernel TREE --arch ARCHITECTURE for a kernel's own code.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// The walks' titles, newest release first, the walk of which there are most first; what was never merged
  /// last.
  public var titles: [String] { order.map(\.title) }

  // MARK: the table

  private var order: [Walker] {
    let first = newest?.name
    func rank(_ walker: Walker) -> Int { isMerged(walker) ? walker.name == first ? 0 : 1 : 2 }
    return walkers.enumerated().sorted { left, right in
      let ranks = (rank(left.element), rank(right.element))
      return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : left.offset > right.offset
    }.map(\.element)
  }

  private func isMerged(_ walker: Walker) -> Bool { walker.architectures?.isEmpty != true }

  /// The newest release of the walk that has the most of them.
  private var newest: Walker? {
    let merged = walkers.filter(isMerged)
    let releases = Dictionary(grouping: merged, by: \.name)
    let name = releases.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
    return merged.last { $0.name == name }
  }

  private func words(_ harm: Harm, of title: String) -> String {
    walkers.first { $0.title == title }.map(harm.words(of:)) ?? harm.rawValue
  }

  private func table(style: Style) -> [String] {
    var rows = [["walk", "arch.", "conf.", "right", "noted", "harm", "unknown"]]
    var painted: [Int: (String) -> String] = [:]
    for walker in order {
      let own = claims.filter { $0.walk == walker.title && (isMerged(walker) ? $0.isBuilt : true) }
      let cells = Dictionary(grouping: own) { "\($0.architecture) \($0.configuration)" }
        .mapValues { $0.map(\.standing) }
      func count(_ isCounted: ([Standing]) -> Bool) -> Int { cells.values.count(where: isCounted) }
      let harm = count { $0.contains(.harm) || $0.contains(.unsettled) }
      let unknown = count { $0.contains(.unknown) }
      let right = count { $0.allSatisfy { $0 == .proved } }
      let noted = count { $0.contains(.rule) && $0.allSatisfy { [.proved, .rule].contains($0) } }
      rows.append([
        walker.title + (isMerged(walker) ? "" : ", never merged"),
        "\(Set(own.map(\.architecture)).count)", "\(cells.count)", "\(right)", "\(noted)",
        "\(harm)", "\(unknown)",
      ])
      if harm > 0 { painted[rows.count - 1] = style.bad }
    }
    let lines = TraceText.table(rows)
    return [
      "Configurations of each walk: right, right but for a rule (noted), with harm.",
      "'walkproof matrix' shows each.", "",
    ] + lines.enumerated().map { painted[$0]?($1) ?? $1 }
  }

  // MARK: stories

  /// Harm on an architecture, by one release, of one kind.
  private struct Story {
    let architecture: String
    let walk: String
    let later: String?
    let harm: Harm
    var configurations: [String]
    let scenario: String?

    func lines(_ words: (Harm, String) -> String, proofs: String) -> [String] {
      let places =
        configurations == ["-"]
        ? ""
        : configurations.count <= 3
          ? " on " + configurations.joined(separator: "; ")
          : " on \(configurations.count) configurations"
      let after = later.map { "; \($0) does not" } ?? ""
      var lines = ProofText.wrap(
        "\(architecture), \(walk): \(words(harm, walk))\(places)\(after)", first: "  ", rest: "    "
      )
      if let scenario { lines.append("    walkproof explain \(proofs)/\(scenario)") }
      return lines
    }
  }

  /// What the newest release does.
  private var present: [Story] {
    guard let newest else { return [] }
    return stories(claims.filter { $0.walk == newest.title && $0.isBuilt }) { _ in nil }
  }

  /// What a release does that a later one of the same walk does not, in the same configuration.
  private var mended: [Story] {
    guard let newest else { return [] }
    let releases = walkers.filter { $0.name == newest.name && isMerged($0) }.map(\.title)
    let cells = Dictionary(grouping: claims) {
      Cell(architecture: $0.architecture, configuration: $0.configuration, walk: $0.walk)
    }
    func later(_ claim: Claim) -> String? {
      guard let position = releases.firstIndex(of: claim.walk) else { return nil }
      let next = releases[(position + 1)...].compactMap { title in
        cells[
          Cell(
            architecture: claim.architecture, configuration: claim.configuration, walk: title)]
      }
      // The next release has it no more, and none that comes after.
      guard let first = next.first?.first, first.isBuilt,
        !next.joined().contains(where: { $0.harm == claim.harm })
      else { return nil }
      return first.walk
    }
    return stories(claims.filter { $0.isBuilt && releases.contains($0.walk) && later($0) != nil }) {
      later($0)
    }
  }

  private struct Cell: Hashable {
    let architecture: String
    let configuration: String
    let walk: String
  }

  /// Harm among claims, a story for each architecture, walk and kind of property.
  private func stories(_ claims: [Claim], later: (Claim) -> String?) -> [Story] {
    var stories: [Story] = []
    for claim in claims.sorted(by: { ($0.harm ?? .astray) < ($1.harm ?? .astray) }) {
      guard claim.severity == .harm, let harm = claim.harm else { continue }
      let own = stories.firstIndex {
        $0.architecture == claim.architecture && $0.walk == claim.walk
          && ($0.harm == harm || $0.configurations.contains(claim.configuration))
      }
      guard let own else {
        stories.append(
          Story(
            architecture: claim.architecture, walk: claim.walk, later: later(claim), harm: harm,
            configurations: [claim.configuration],
            scenario: claim.scenario))
        continue
      }
      if !stories[own].configurations.contains(claim.configuration) {
        stories[own].configurations.append(claim.configuration)
      }
    }
    return stories.sorted { ($0.walk, $0.architecture) > ($1.walk, $1.architecture) }
  }
}
