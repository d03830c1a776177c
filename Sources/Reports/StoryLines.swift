import PageWalk

/// What was found in several configurations, told once where it is alike.
public enum StoryLines {
  /// What was found in one configuration.
  public struct Story {
    let key: String
    let text: String
    let configuration: Configuration

    /// - Parameter key: what is the same in stories of which one is told for all.
    public init(key: String, text: String, in configuration: Configuration) {
      self.key = key
      self.text = text
      self.configuration = configuration
    }
  }

  /// A paragraph for each, in the order of the first ones, and an empty line behind them.
  ///
  /// - Parameter count: how many configurations there are.
  public static func lines(
    _ title: String, _ stories: [Story], of count: Int, paint: (String) -> String = { $0 }
  ) -> [String] {
    var groups: [(key: String, text: String, configurations: [Configuration])] = []
    for story in stories {
      if let known = groups.firstIndex(where: { $0.key == story.key }) {
        if !groups[known].configurations.contains(story.configuration) {
          groups[known].configurations.append(story.configuration)
        }
      } else {
        groups.append((story.key, story.text, [story.configuration]))
      }
    }
    let lines = groups.flatMap { group -> [String] in
      let own = group.configurations
      let shown =
        own.count <= 2
        ? own.map(\.description).filter { $0 != "-" }.joined(separator: "; ")
        : "\(own.count) of \(count) configurations"
      let all = shown.isEmpty ? "\(title): \(group.text)" : "\(title) on \(shown): \(group.text)"
      return ProofText.wrap(all, first: "", rest: "  ").map(paint)
    }
    return lines.isEmpty ? [] : lines + [""]
  }
}
