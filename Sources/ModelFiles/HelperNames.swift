import PageWalk

/// Judges the names of helpers. One that no walk comes to, or that is a known one but for a slip of
/// the hand, stands beside the one that was meant, and a verdict would be about other code.
///
/// A name counts as called if a walk of the library calls it, in whatever revision and
/// configuration, or another called helper does, or if it is declared in `names`.
struct HelperNames {
  let helperFiles: [String: HelpersFile]
  let architectureFiles: [String: ArchitectureFile]
  /// The walks that call helpers of models; those that bring their own call nothing here.
  let walkers: [Walker]
  /// The names that shipped files of helpers define and declare, and that shipped walks call.
  let shipped: Set<String>

  /// - Throws: the first name that is wrong, at its heading.
  func check() throws(ModelFileError) {
    for (_, file) in architectureFiles.sorted(by: { $0.key < $1.key }) {
      var helpers = Set(file.ownRevisions.flatMap { $0.definitions.map(\.helper.name) })
      for used in file.uses { helpers.formUnion(helperFiles[used]?.knownNames ?? []) }
      if !walkers.isEmpty { try file.checkDifferences(helpers: helpers) }
    }
    guard !walkers.isEmpty else { return }
    var known = shipped
    if known.isEmpty { for file in helperFiles.values { known.formUnion(file.knownNames) } }
    var called: [String: Set<String>] = [:]
    // What an architecture has under a known name is no slip, even if nothing here calls it.
    for (name, file) in architectureFiles.sorted(by: { $0.key < $1.key }) {
      let own = Self.called(by: walkers, on: file, helperFiles: helperFiles)
      called[name] = own
      try judge(
        file.ownRevisions, called: own.union(known), declared: file.names, known: known,
        key: "'names' of 'kernel'")
    }
    for (name, file) in helperFiles.sorted(by: { $0.key < $1.key }) {
      let users = architectureFiles.values.filter { $0.uses.contains(name) }
      guard !users.isEmpty else { continue }
      var own = Set(file.names)
      for user in users { own.formUnion(called[user.name] ?? []) }
      try judge(
        file.revisions, called: own, declared: file.names + users.flatMap(\.names), known: known,
        key: "'names'")
    }
  }

  /// Every helper of `file` that `walkers` come to.
  static func called(
    by walkers: [Walker], on file: ArchitectureFile, helperFiles: [String: HelpersFile]
  ) -> Set<String> {
    let used = file.uses.compactMap { helperFiles[$0] }
    var definitions: [String: [Helper]] = [:]
    for revision in used.flatMap(\.revisions) + file.ownRevisions {
      for definition in revision.definitions {
        definitions[definition.helper.name, default: []].append(definition.helper)
      }
    }
    var open = file.names + used.flatMap(\.names) + walkers.flatMap(\.calledNames)
    var called: Set<String> = []
    while let name = open.popLast() {
      guard called.insert(name).inserted else { continue }
      for helper in definitions[name] ?? [] { open += helper.calledNames }
    }
    return called
  }

  private func judge(
    _ revisions: [HelpersFile.Revision], called: Set<String>, declared: [String],
    known: Set<String>, key: String
  ) throws(ModelFileError) {
    let meanings = known.sorted()
    for definition in revisions.flatMap(\.definitions) {
      let name = definition.helper.name
      guard called.contains(name) else {
        let near = Suggestion.nearest(
          to: name, among: called.union(known).subtracting([name]).sorted())
        throw definition.tree.error(
          near.map {
            "nothing calls '\(name)'; did you mean '\($0)'? Correct it, remove it, or declare it in"
              + " \(key)"
          } ?? "nothing calls '\(name)'; remove it, or declare it in \(key)",
          at: definition.heading)
      }
      guard !known.contains(name), !declared.contains(name),
        let meant = meanings.first(where: { Self.isSlip(name, for: $0) })
      else { continue }
      throw definition.tree.error(
        "did you mean '\(meant)'? '\(name)' is one slip of the hand away from it; correct it, or"
          + " declare it in \(key)", at: definition.heading)
    }
  }

  /// Whether `name` looks like a slip of the hand for `known`: one insertion, deletion, change or
  /// swap of neighbours, which is neither in the level alone nor in a digit.
  static func isSlip(_ name: String, for known: String) -> Bool {
    let (left, right) = (Array(name.utf8)[...], Array(known.utf8)[...])
    guard abs(left.count - right.count) <= 1 else { return false }
    let start = zip(left, right).prefix { $0 == $1 }.count
    let (first, second) = (left.dropFirst(start), right.dropFirst(start))
    let end = zip(first.reversed(), second.reversed()).prefix { $0 == $1 }.count
    let (own, other) = (Array(first.dropLast(end)), Array(second.dropLast(end)))
    let isOne = max(own.count, other.count) == 1
    let isSwap = own.count == 2 && other == own.reversed()
    return (isOne || isSwap) && shape(name) != shape(known)
  }

  /// A name without the level that it speaks of, and without digits.
  private static func shape(_ name: String) -> [String] {
    name.split(separator: "_", omittingEmptySubsequences: false).map { part in
      levels.contains(part.lowercased()) ? "*" : part.filter { !("0"..."9").contains($0) }
    }
  }

  private static let levels: Set<String> = ["pgd", "pgdir", "p4d", "pud", "pmd", "pte"]
}

extension HelpersFile {
  /// The names that the file defines or declares.
  var knownNames: Set<String> {
    Set(names).union(revisions.flatMap { $0.definitions.map(\.helper.name) })
  }
}

extension Walker {
  /// The helpers that the walk itself calls, in whatever part; more than there are, perhaps.
  var calledNames: Set<String> {
    var hidden: Set<String> = ["addr", "end", "next", "mm_pgd"]
    for level in levels { hidden.formUnion([level.pointer, level.value]) }
    var expressions = range + callers
    for level in levels {
      expressions += [level.cursor, level.read, level.next, level.advance, level.stop]
      expressions += [level.skip, level.leaf, level.page, level.bug].compactMap(\.self)
      expressions += level.rechecks.map(\.read)
    }
    return expressions.reduce(into: []) { $0.formUnion($1.freeNames(hiding: hidden)) }
  }
}

extension Helper {
  /// The helpers that it calls.
  fileprivate var calledNames: Set<String> { body.freeNames(hiding: Set(parameters ?? [])) }
}
