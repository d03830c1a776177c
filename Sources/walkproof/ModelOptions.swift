import ArgumentParser
import Foundation
import ModelFiles
import PageWalk

/// Where models come from.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("models"),
    help: ArgumentHelp(
      "Model files that add to the shipped ones or replace them by name. May be repeated.",
      valueName: "dir"))
  var directories: [String] = []
  @Flag(name: .customLong("no-shipped-models"), help: "Read no models but those of --models.")
  var noShipped = false

  func validate() throws {
    guard !noShipped || !directories.isEmpty else {
      throw ValidationError("--no-shipped-models leaves nothing; name models with --models.")
    }
  }

  /// The shipped models and those that were asked for.
  func library() throws(Failure) -> ModelLibrary {
    do {
      if noShipped { return try ModelLibrary(shipped: nil, others: directories) }
      guard let shipped = Self.shipped() else {
        return try ModelLibrary(shipped: Self.carried, others: directories)
      }
      return try ModelLibrary(shipped: shipped, others: directories)
    } catch {
      throw Failure(error)
    }
  }

  /// The path from the current directory, where it lies below: reports name files by it.
  private static func relative(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }

  /// The names and texts of all files that `library()` reads.
  func texts() throws(Failure) -> [String] {
    do {
      guard !noShipped else { return try ModelLibrary.texts(in: directories) }
      guard let shipped = Self.shipped() else {
        return try Self.carried.flatMap { [$0.name, $0.text] }
          + ModelLibrary.texts(in: directories)
      }
      return try ModelLibrary.texts(in: [shipped] + directories)
    } catch {
      throw Failure(error)
    }
  }

  /// The shipped models as the program carries them along.
  private static var carried: [(name: String, text: String)] {
    carriedModels.map { ("Models/\($0.name)", $0.text) }
  }

  /// The folder of the shipped models: `share/walkproof/Models` beside an installed program's `bin`, or
  /// `Models` in a directory above a program that was built in place; nil where neither is there.
  private static func shipped() -> String? {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var directory =
      (program.path == "/proc/self/exe" ? Bundle.main.executableURL : program)?
      .resolvingSymlinksInPath().deletingLastPathComponent()
    if let bin = directory {
      let installed = bin.deletingLastPathComponent()
        .appendingPathComponent("share/walkproof/Models").path
      if FileManager.default.fileExists(atPath: installed) { return relative(installed) }
    }
    while let place = directory, place.path != "/" {
      let models = place.appendingPathComponent("Models").path
      if FileManager.default.fileExists(atPath: models + "/Architectures") {
        return relative(models)
      }
      directory = place.deletingLastPathComponent()
    }
    return nil
  }
}

/// Chooses what to prove, with errors that name the near match.
struct Selection {
  let library: ModelLibrary

  /// The architectures of these names, and all but families where there is none.
  func architectures(namedOrAll names: [String]) throws -> [Architecture] {
    try names.isEmpty
      ? library.architectures.values.filter { $0.family == nil }.sorted { $0.name < $1.name }
      : names.flatMap { try architectures(named: $0) }
  }

  /// The walks of these names, and all where there is none.
  func walkers(namedOrAll names: [String]) throws -> [Walker] {
    try names.isEmpty ? library.walkers : names.map { try walker($0) }
  }

  /// The architecture `name`, or all of the family `name`.
  func architectures(named name: String) throws -> [Architecture] {
    if let architecture = library.architectures[name] { return [architecture] }
    let all = library.architectures.values.sorted { $0.name < $1.name }
    let family = all.filter { $0.family == name }
    guard family.isEmpty else { return family }
    let meant = all.filter { $0.aliases.contains(name) }
    if meant.count == 1 { return meant }
    guard meant.isEmpty else {
      throw ValidationError(
        "'\(name)' may be \(meant.map(\.name).joined(separator: " or ")); name one.")
    }
    let names = Set(all.map(\.name) + all.compactMap(\.family)).sorted()
    throw ValidationError(
      "There is no architecture '\(name)'; "
        + Suggestion.text(for: name, among: names, what: "architectures"))
  }

  /// The walker that `text` names as NAME or NAME@REV; the default one for nil.
  func walker(_ text: String?) throws -> Walker {
    let parts = (text ?? library.defaultName).split(
      separator: "@", maxSplits: 1, omittingEmptySubsequences: false
    ).map(String.init)
    let names = Array(Set(library.walkers.map(\.name))).sorted()
    guard let newest = library.defaultWalker(named: parts[0]) else {
      throw ValidationError(
        "There is no walker '\(parts[0])'; "
          + Suggestion.text(for: parts[0], among: names, what: "walkers"))
    }
    guard parts.count == 2 else { return newest }
    let revisions = library.walkers.filter { $0.name == parts[0] }
    guard let walker = revisions.first(where: { $0.revision == parts[1] }) else {
      throw ValidationError(
        "The walker '\(parts[0])' has no revision '\(parts[1])'; "
          + Suggestion.text(
            for: parts[1], among: revisions.map(\.revision), what: "revisions"))
    }
    return walker
  }

  /// The properties named, or all that are judged of models; of code another may be named, too.
  func properties(_ names: [String], ofCode: Bool = false) throws -> [Property] {
    if names.isEmpty { return Property.ofModels }
    var chosen: Set<Property> = []
    for name in names {
      guard let property = Property(named: name) else {
        throw ValidationError(
          "There is no property '\(name)'; "
            + Suggestion.text(
              for: name, among: Property.allCases.flatMap { [$0.rawValue, $0.shortName] },
              what: "properties"))
      }
      guard ofCode || Property.ofModels.contains(property) else {
        throw ValidationError(
          "'\(name)' is judged of the kernel's code alone: give --ir, or use 'walkproof kernel'.")
      }
      chosen.insert(property)
    }
    return chosen.sorted()
  }

  /// The architecture's configurations that agree with every KEY=VALUE.
  func configurations(
    of architecture: Architecture, choices: [String]
  ) throws -> [Configuration] {
    var chosen: [String: ParameterValue] = [:]
    for choice in choices {
      let parts = choice.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false
      ).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError("'\(choice)' is not KEY=VALUE, as in levels=3.")
      }
      guard let parameter = architecture.parameters.first(where: { $0.name == parts[0] }) else {
        throw ValidationError(
          "\(architecture.name) has no parameter '\(parts[0])'; "
            + Suggestion.text(
              for: parts[0], among: architecture.parameters.map(\.name), what: "parameters")
        )
      }
      guard let value = parameter.value(from: parts[1]) else {
        throw ValidationError(
          "On \(architecture.name), '\(parts[0])' is \(parameter.choicesText),"
            + " not '\(parts[1])'.")
      }
      guard chosen[parts[0], default: value] == value else {
        throw ValidationError("'\(parts[0])' is chosen twice; choose one value.")
      }
      chosen[parts[0]] = value
    }
    let all = try architecture.configurations().compactMap { configuration in
      matching(configuration, chosen)
    }
    guard !all.isEmpty else {
      throw ValidationError(
        "\(architecture.name) has no configuration with \(choices.joined(separator: " ")).")
    }
    return all
  }

  private func matching(
    _ configuration: Configuration, _ chosen: [String: ParameterValue]
  ) -> Configuration? {
    var values: [(name: String, value: ParameterValue)] = []
    for (name, value) in configuration.values {
      guard let wanted = chosen[name] else {
        values.append((name, value))
        continue
      }
      if case .range = value {
        values.append((name, wanted))  // One number of the range.
      } else if value == wanted {
        values.append((name, value))
      } else {
        return nil
      }
    }
    return Configuration(values)
  }
}
