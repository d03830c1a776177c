import ArgumentParser
import ModelFiles
import PageWalk

/// What a shell completes; nothing where the models cannot be read.
enum Completions {
  private static func library() -> ModelLibrary? {
    try? ModelOptions.parse([]).library()
  }

  static let architectures = CompletionKind.custom { _, _, _ in
    guard let library = library() else { return [] }
    let all = library.architectures.values
    return Set(all.map(\.name) + all.compactMap(\.family) + all.flatMap(\.aliases)).sorted()
  }

  static let walkers = CompletionKind.custom { _, _, _ in
    (library()?.walkers ?? []).map(\.title)
  }

  /// Of the architectures that the line names, and of all where it names none.
  static let configurations = CompletionKind.custom { words, _, _ in
    guard let library = library() else { return [] }
    let all = library.architectures.values.sorted { $0.name < $1.name }
    let named = all.filter { words.contains($0.name) }
    var choices: [String] = []
    for parameter in (named.isEmpty ? all : named).flatMap(\.parameters) {
      for value in parameter.choices where !choices.contains("\(parameter.name)=\(value)") {
        choices.append("\(parameter.name)=\(value)")
      }
    }
    return choices
  }

  static let properties = CompletionKind.list(
    Property.allCases.map(\.rawValue) + Property.allCases.map(\.shortName))
  static let scenarios = CompletionKind.file(extensions: ["yaml"])
}
