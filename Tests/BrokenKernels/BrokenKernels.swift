import ArgumentParser
import Foundation

/// Judges kernels that were broken on purpose, and right ones that were written in another way.
///
/// The tables in `Edits` say what is done to a copy of a kernel's files; no text of the kernel is in
/// them but names and the few tokens by which a place is found. A table that does not fit the tree is
/// a failure, as is a broken kernel that is proved, or a right one that is not.
@main
struct BrokenKernels: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "broken-kernels")

  @Argument(help: "The walkproof that judges.") var program: String
  @Argument(help: "The kernel's tree; nothing is written there.") var tree: String
  @Option(help: "Where to build, and leave what was built.") var work: String
  @Option(name: .customLong("target"), help: "Only this build. May be repeated.")
  var chosenTargets: [String] = []
  @Option(name: .customLong("edit"), help: "Only edits whose name begins so. May be repeated.")
  var chosenEdits: [String] = []
  @Option(help: "The folder with Targets.yaml and Edits.") var tables = "Tests/BrokenKernels"
  @Flag(help: "Only compile every edit.") var compileOnly = false
  @Flag(help: "Demand that what is broken is refuted (exit code 1), not only left unproved.")
  var refuted = false

  func run() throws {
    let work = URL(fileURLWithPath: work).standardizedFileURL.path
    let tree = URL(fileURLWithPath: tree).standardizedFileURL.path
    var failures = 0
    for target in try targets() {
      let build = try TargetBuild(
        target, program: program, tree: tree, folder: "\(work)/\(target.name)")
      for edit in try edits(for: target) {
        let start = Date()
        let (isRight, result) = judge(edit, build, "\(work)/edited/\(target.name)/\(edit.name)")
        if !isRight { failures += 1 }
        let seconds = Int(Date().timeIntervalSince(start).rounded())
        let word = isRight ? "ok" : "NOT OK"
        // Not by print, which keeps lines back.
        FileHandle.standardOutput.write(
          Data("\(word): \(target.name), \(edit.name): \(result) (\(seconds) s)\n".utf8))
      }
    }
    print(failures == 0 ? "all as expected" : "\(failures) not as expected")
    if failures > 0 { throw ExitCode(1) }
  }

  private func targets() throws -> [Target] {
    let all = try Target.all("\(tables)/Targets.yaml")
    for name in chosenTargets where !all.contains(where: { $0.name == name }) {
      throw Mistake("there is no target \(name)")
    }
    return all.filter {
      chosenTargets.isEmpty ? $0.slow != true : chosenTargets.contains($0.name)
    }
  }

  /// The edits that say something about a target; the first is none, the kernel as it is.
  private func edits(for target: Target) throws -> [Edit] {
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(tables)/Edits").sorted()
    let all = try files.filter { $0.hasSuffix(".yaml") }.flatMap {
      try EditTable.edits(of: "\(tables)/Edits/\($0)")
    }
    let names = all.map(\.name)
    guard Set(names).count == names.count else {
      throw Mistake("two edits have one name: \(names.sorted())")
    }
    return all.filter { edit in
      edit.needs.allSatisfy { target.has($0, at: edit.level) }
        && (edit.targets.isEmpty || edit.targets.contains(target.name))
        && (chosenEdits.isEmpty || chosenEdits.contains { edit.name.hasPrefix($0) })
    }
  }

  /// Whether an edit comes out as expected, and what did.
  private func judge(_ edit: Edit, _ build: TargetBuild, _ place: String) -> (Bool, String) {
    do {
      let edited = try EditedTree(
        build.tree, before: (build.target.repairs ?? []) + edit.before, edit.steps)
      let ir = try build.compile(edited, in: place)
      if compileOnly { return (true, "compiled") }
      let verdict = try Verdict(program: program, arch: build.target.arch, ir: ir)
      try verdict.text.write(toFile: "\(place)/verdict.json", atomically: true, encoding: .utf8)
      return try compare(verdict, edit, edited, build.target)
    } catch {
      return (false, "\(error)")
    }
  }

  private func compare(
    _ verdict: Verdict, _ edit: Edit, _ edited: EditedTree, _ target: Target
  ) throws -> (Bool, String) {
    let known = Set((target.unproved ?? []) + edit.unproved)
    if edit.isRight {
      let isRight =
        [0, 1, 3].contains(verdict.code)
        && Set(verdict.failing + verdict.idle).isSubset(of: known)
      return (isRight, verdict.summary)
    }
    if verdict.isRefused { return (edit.isRefused, verdict.summary) }
    guard [1, 3].contains(verdict.code) else {
      return (false, "\(verdict.summary), with exit code \(verdict.code)")
    }
    // A run shows where a page is wrong, which need not be where the edit is.
    if !Set(verdict.refuted).isSubset(of: known) { return (true, verdict.summary) }
    if refuted { return (false, "not refuted, but \(verdict.summary)") }
    if let proved = edit.breaks.first(where: verdict.isProved) {
      return (false, "\(proved) is proved; not proved: \(verdict.summary)")
    }
    let lines = try edited.lines(edit.seen)
    let found = verdict.places.first { place in
      edit.breaks.contains("\(place.property)")
        && lines.contains { place.file.hasSuffix($0.key) && $0.value.contains(place.line) }
    }
    guard let found else {
      let places = verdict.places.map { "\($0.property) \($0.file):\($0.line)" }
      let expected = lines.map { "\($0.key):\($0.value.sorted())" }
      return (
        false, "not at \(expected.joined(separator: " ")), but \(Set(places).sorted())"
      )
    }
    return (true, "\(verdict.summary), at \(found.file):\(found.line)")
  }
}
