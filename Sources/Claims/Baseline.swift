import Files
import Foundation
import ModelFiles
import PageWalk

/// How the claims about a kernel stood: what is no worse keeps no gate closed.
public struct Baseline: Sendable {
  /// The first line of the file.
  public static let heading =
    "# walkproof/baseline/1: architecture, configuration, walk, property, standing;"
    + " written by 'walkproof kernel --update'"
  private static let maximumSize = 16 << 20
  private static let renew = "write it anew with --update"

  /// The standings, and the lines that say so, from 1.
  private let entries: [Claim.Name: (standing: Standing, line: Int)]
  private let file: String

  /// Reads a file.
  ///
  /// - Throws: where it cannot be read, is damaged or of another version, with the line.
  public init(file: String) throws(ModelFileError) {
    self.file = file
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.bytes(of: file, limit: Self.maximumSize, kind: "a baseline")
    } catch {
      throw ModelFileError(file: file, message: error.message)
    }
    func damage(_ line: Int, _ message: String) -> ModelFileError {
      ModelFileError(file: file, line: line, column: 1, message: "\(message); \(Self.renew)")
    }
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.first == Self.heading else {
      throw damage(1, "this is no baseline of this version")
    }
    guard lines.last == "" else { throw damage(lines.count, "the last line is cut off") }
    var entries: [Claim.Name: (standing: Standing, line: Int)] = [:]
    for (number, line) in lines.enumerated().dropFirst().dropLast() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 5, fields.allSatisfy({ !$0.isEmpty }) else {
        throw damage(
          number + 1, "a line has five columns, separated by tabs; this has \(fields.count)")
      }
      guard let property = Property(rawValue: fields[3]) else {
        throw damage(number + 1, "'\(fields[3])' is no property")
      }
      guard let standing = Standing(rawValue: fields[4]) else {
        let known = Standing.allCases.map(\.rawValue).joined(separator: ", ")
        throw damage(number + 1, "'\(fields[4])' is none of \(known)")
      }
      let name = Claim.Name(
        architecture: fields[0], configuration: fields[1], walk: fields[2],
        property: property.rawValue)
      guard entries.updateValue((standing, number + 1), forKey: name) == nil else {
        throw damage(number + 1, "a line before speaks of the same claim")
      }
    }
    self.entries = entries
  }

  /// The text of a baseline of `claims`, in their order, behind what an older one says of other
  /// architectures.
  public static func text(_ claims: [Claim], keeping old: Baseline?) -> String {
    let kept = old.map { $0.kept(besides: claims) } ?? []
    let lines =
      kept.map { line($0.name, $0.standing) } + claims.map { line($0.name, $0.standing) }
    return ([heading] + lines).map { $0 + "\n" }.joined()
  }

  private static func line(_ name: Claim.Name, _ standing: Standing) -> String {
    [name.architecture, name.configuration, name.walk, name.property, standing.rawValue]
      .joined(separator: "\t")
  }

  /// What is said of architectures that `claims` are not about, in the file's order.
  public func kept(besides claims: [Claim]) -> [(name: Claim.Name, standing: Standing)] {
    let judged = Set(claims.map(\.architecture))
    return entries.filter { !judged.contains($0.key.architecture) }
      .sorted { $0.value.line < $1.value.line }.map { ($0.key, $0.value.standing) }
  }

  /// How a claim stood, and the line that says so; nil where there is none.
  public func standing(of name: Claim.Name) -> (standing: Standing, place: GateReport.Place)? {
    entries[name].map { ($0.standing, GateReport.Place(file: file, line: $0.line)) }
  }

  /// What is said of an architecture and not judged any more, in the file's order.
  ///
  /// - Parameter properties: those that were asked for.
  public func missing(
    among claims: [Claim], architectures: Set<String>, properties: Set<String>?
  ) -> [(name: Claim.Name, place: GateReport.Place)] {
    let judged = Set(claims.map(\.name))
    return entries.filter { name, _ in
      architectures.contains(name.architecture) && !judged.contains(name)
        && properties?.contains(name.property) ?? true
    }
    .sorted { $0.value.line < $1.value.line }
    .map { ($0.key, GateReport.Place(file: file, line: $0.value.line)) }
  }
}
