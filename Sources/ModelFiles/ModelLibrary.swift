import Files
import Foundation
import PageWalk

/// The architectures and walkers that were read, shipped ones and others.
public struct ModelLibrary: Sendable {
  /// The most files that one directory may bring.
  static let maximumFiles = 512

  /// By name.
  public private(set) var architectures: [String: Architecture] = [:]
  /// By name and revision, oldest kernel first.
  public private(set) var walkers: [Walker] = []
  /// The text of every file, by what it defines.
  private var texts: [String: String] = [:]
  /// What did not come with the tool.
  private var foreign: Set<String> = []
  /// The names of helpers that shipped files of helpers and shipped walks know.
  private var shippedNames: Set<String> = []

  private var helperFiles: [String: HelpersFile] = [:]
  private var architectureFiles: [String: ArchitectureFile] = [:]
  private var walks: [String: WalkerExtension.Whole] = [:]

  /// A library of the shipped models in `shipped`, and of `others`, which add to them or take
  /// their place by name, the last one winning.
  ///
  /// - Throws: the first error of any file. No file is skipped.
  public init(shipped: String?, others: [String] = []) throws(ModelFileError) {
    if let shipped { try add(directory: shipped, isShipped: true) }
    for directory in others { try add(directory: directory, isShipped: false) }
    try build()
  }

  /// A library of `shipped` texts, each with a name for errors, and of `others`, as directories.
  public init(
    shipped: [(name: String, text: String)], others: [String] = []
  ) throws(ModelFileError) {
    try add(shipped.map { (file: $0.name, text: $0.text) }, isShipped: true)
    for directory in others { try add(directory: directory, isShipped: false) }
    try build()
  }

  /// A library of model texts alone.
  ///
  /// - Parameter file: a name for them, for errors.
  public init(texts: [String], file: String) throws(ModelFileError) {
    self = try ModelLibrary().adding(texts: texts, file: file)
  }

  private init() {}

  /// The same library with model texts that a scenario brings along.
  ///
  /// - Parameter file: the scenario's path, for errors.
  public func adding(texts: [String], file: String) throws(ModelFileError) -> ModelLibrary {
    var library = self
    try library.add(
      texts.enumerated().map { ("\(file)#\($0.offset + 1)", $0.element) }, isShipped: false)
    try library.build()
    return library
  }

  /// The names and texts of the files that a library of `directories` is made of.
  public static func texts(in directories: [String]) throws(ModelFileError) -> [String] {
    var texts: [String] = []
    for directory in directories {
      for file in try self.files(at: directory) { texts += [file, try YAMLTree.text(of: file)] }
    }
    return texts
  }

  private static func files(at path: String) throws(ModelFileError) -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw ModelFileError(file: path, message: "there is no such directory; check --models")
    }
    return try isDirectory.boolValue ? files(in: path) : [path]
  }

  private mutating func add(directory: String, isShipped: Bool) throws(ModelFileError) {
    var files: [(file: String, text: String)] = []
    for file in try Self.files(at: directory) { files.append((file, try YAMLTree.text(of: file))) }
    try add(files, isShipped: isShipped)
  }

  /// Adds what one folder has.
  private mutating func add(
    _ files: [(file: String, text: String)], isShipped: Bool
  ) throws(ModelFileError) {
    var taken: Set<String> = []
    var extensions = WalkerExtension()
    for (file, text) in files {
      try add(text: text, file: file, isShipped: isShipped, taken: &taken, walks: &extensions)
    }
    for (title, walk) in try extensions.walks(besides: walks, isShipped: isShipped) {
      walks[title] = walk
      if isShipped { shippedNames.formUnion(walk.file.walker.calledNames) }
    }
  }

  private static func files(in directory: String) throws(ModelFileError) -> [String] {
    let files: [String]
    do throws(FileError) {
      files = try FilesBelow.paths(
        of: directory, endings: [".yaml", ".yml"], limit: maximumFiles)
    } catch {
      throw ModelFileError(file: error.path, message: error.message)
    }
    guard !files.isEmpty else {
      throw ModelFileError(
        file: directory, message: "there is no .yaml file; name a directory of model files")
    }
    return files
  }

  private mutating func add(
    text: String, file: String, isShipped: Bool, taken: inout Set<String>,
    walks: inout WalkerExtension
  ) throws(ModelFileError) {
    let (tree, root) = try YAMLTree.parse(text, file: file)
    let schema = try tree.schema(
      of: root,
      among: [
        ArchitectureFile.schema, HelpersFile.schema, ScenarioFile.schema, WalkerFile.schema,
      ])
    var key: String
    switch schema {
    case ArchitectureFile.schema:
      let architecture = try ArchitectureFile(root, in: tree)
      key = "architecture \(architecture.name)"
      architectureFiles[architecture.name] = architecture
    case HelpersFile.schema:
      let helpers = try HelpersFile(root, in: tree)
      key = "helpers \(helpers.name)"
      helperFiles[helpers.name] = helpers
      if isShipped { shippedNames.formUnion(helpers.knownNames) }
    case WalkerFile.schema:
      key = "walker \(try walks.add(.init(root: root, tree: tree, text: text)))"
    default: return  // Scenarios lie beside models and are read one by one.
    }
    guard taken.insert(key).inserted else {
      throw tree.error("\(key) is defined by another file here, too; remove one", line: 1)
    }
    texts[key] = text
    if isShipped { foreign.remove(key) } else { foreign.insert(key) }
  }

  private mutating func build() throws(ModelFileError) {
    architectures = [:]
    for (name, file) in architectureFiles.sorted(by: { $0.key < $1.key }) {
      architectures[name] = try file.architecture(shared: helperFiles)
    }
    walkers = walks.values.map(\.file.walker).sorted {
      ($0.name, $0.kernel, $0.revision) < ($1.name, $1.kernel, $1.revision)
    }
    try HelperNames(
      helperFiles: helperFiles, architectureFiles: architectureFiles,
      walkers: walkers,
      shipped: shippedNames
    ).check()
  }

  /// What `architecture` walked by `walker` needs beyond the shipped models, as texts of model
  /// files; empty where the shipped ones are enough.
  public func foreignTexts(for architecture: String, walker: Walker) -> [String] {
    let all = parts(for: architecture, walker: walker) + callers(of: architecture, besides: walker)
    var seen: Set<String> = []
    return all.filter { !$0.isShipped && seen.insert($0.text).inserted }.map(\.text)
  }

  /// The walks that did not come with the tool and without which nothing would call some helpers.
  private func callers(of architecture: String, besides walker: Walker) -> [Part] {
    guard let file = architectureFiles[architecture] else { return [] }
    var travelling: Set<String> = []
    if foreign.contains("architecture \(architecture)") {
      travelling.formUnion(file.ownRevisions.flatMap { $0.definitions.map(\.helper.name) })
    }
    for used in file.uses where foreign.contains("helpers \(used)") {
      travelling.formUnion(helperFiles[used]?.knownNames ?? [])
    }
    func called(_ walkers: [Walker]) -> Set<String> {
      HelperNames.called(
        by: walkers, on: file, helperFiles: helperFiles
      ).intersection(travelling)
    }
    let others = walkers.filter { foreign.contains("walker \($0.title)") && $0 != walker }
    let all = called(walkers)
    var known = walkers.filter { !others.contains($0) }
    var callers: [Part] = []
    for other in others {
      let own = called(known)
      guard own != all else { break }
      guard called(known + [other]) != own else { continue }
      known.append(other)
      callers += walks[other.title]?.texts ?? []
    }
    return callers
  }

  /// The texts of all model files that say what `architecture` walked by `walker` is.
  public func texts(for architecture: String, walker: Walker) -> [String] {
    parts(for: architecture, walker: walker).map(\.text)
  }

  private typealias Part = (text: String, isShipped: Bool)

  private func parts(for architecture: String, walker: Walker) -> [Part] {
    let uses = architectureFiles[architecture]?.uses ?? []
    return (uses.map { "helpers \($0)" } + ["architecture \(architecture)"]).compactMap { key in
      texts[key].map { ($0, !foreign.contains(key)) }
    } + (walks[walker.title]?.texts ?? [])
  }

  /// Where each level function of a walk stands.
  public func levelPlaces(of walker: Walker) -> [String: (file: String, line: Int)] {
    walks[walker.title]?.file.levelPlaces ?? [:]
  }

  /// The subject of these three.
  ///
  /// - Throws: an error in the walker's file where its expressions do not fit the architecture.
  public func subject(
    architecture: Architecture, configuration: Configuration, walker: Walker
  ) throws(ModelFileError) -> Subject {
    guard
      let subject = Subject(
        architecture: architecture, configuration: configuration, walker: walker),
      let file = walks[walker.title]?.file
    else {
      throw ModelFileError(
        file: architecture.name,
        message: "the architecture has no helpers as old as \(walker.kernel), which"
          + " \(walker.title) calls; take a newer revision of the walker")
    }
    try file.check(against: subject)
    return subject
  }

  /// The walk that is meant where none is named.
  public var defaultName: String { "gup_fast" }

  /// The revision that `prove` takes by default: the newest fixed one, or the newest of all where
  /// none is fixed.
  public func defaultWalker(named name: String) -> Walker? {
    let named = walkers.filter { $0.name == name }
    return named.last { $0.fixed } ?? named.last
  }
}
