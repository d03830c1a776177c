import Files
import Foundation
import ModelFiles
import PageWalk

/// The index of expected verdicts: one line per claim, columns separated by tabs.
public struct ClaimIndex: Sendable {
  /// The first line of the file.
  public static let heading =
    "# walkproof/index/1: architecture, configuration, walk, property, verdict, scenario;"
    + " written by 'walkproof gate --update'"
  /// The name of the file in the folder of proofs.
  public static let fileName = "index.tsv"
  /// The largest file of the folder of proofs that is read, in bytes.
  static let maximumSize = 16 << 20
  /// The most lines that are read.
  static let maximumLines = 1_000_000

  /// One line.
  public struct Entry: Sendable, Hashable {
    public let name: Claim.Name
    public let verdict: Verdict
    public let scenario: String?
    /// In the file, from 1.
    public let line: Int
  }

  public let entries: [Entry]

  /// What is wrong with a line.
  public struct Damage: Error, Sendable, Hashable {
    public let line: Int
    public let column: Int
    public let message: String
  }

  /// Reads the text of an index.
  public init(_ text: String) throws(Damage) {
    var entries: [Entry] = []
    var lines: [Claim.Name: Int] = [:]
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard all.first.map(String.init) == Self.heading else {
      throw Damage(
        line: 1, column: 1,
        message: "this is no index of verdicts; write one with 'walkproof gate --update'")
    }
    guard all.count <= Self.maximumLines, text.last == "\n" else {
      throw Damage(
        line: all.count, column: 1,
        message: "the last line is cut off; write the index with 'walkproof gate --update'")
    }
    for (number, line) in all.enumerated().dropFirst() where !line.isEmpty {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard (5...6).contains(fields.count), fields.prefix(5).allSatisfy({ !$0.isEmpty }) else {
        throw Damage(
          line: number + 1, column: 1,
          message: "a line has five or six columns, separated by tabs; this has \(fields.count)")
      }
      guard Property(rawValue: fields[3]) != nil else {
        throw Damage(
          line: number + 1, column: Self.column(3, of: fields),
          message: "'\(fields[3])' is no property")
      }
      guard let verdict = Verdict(rawValue: fields[4]) else {
        throw Damage(
          line: number + 1, column: Self.column(4, of: fields),
          message: "'\(fields[4])' is no verdict; it is proved or refuted")
      }
      let name = Claim.Name(
        architecture: fields[0], configuration: fields[1], walk: fields[2], property: fields[3])
      if let first = lines[name] {
        throw Damage(
          line: number + 1, column: 1, message: "line \(first) speaks of the same claim; remove one"
        )
      }
      lines[name] = number + 1
      entries.append(
        Entry(
          name: name, verdict: verdict, scenario: fields.count == 6 ? fields[5] : nil,
          line: number + 1))
    }
    self.entries = entries
  }

  /// The index of a folder of proofs; nil where it has none.
  ///
  /// - Throws: an error at the place where it is damaged.
  public static func read(in directory: String) throws(ModelFileError) -> ClaimIndex? {
    let path = "\(directory)/\(fileName)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let bytes: [UInt8]
    do {
      bytes = try RegularFile.bytes(of: path, limit: maximumSize)
    } catch {
      throw ModelFileError(file: path, message: error.message)
    }
    do {
      return try ClaimIndex(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw ModelFileError(
        file: path, line: error.line, column: error.column, message: error.message)
    }
  }

  private static func column(_ index: Int, of fields: [String]) -> Int {
    fields.prefix(index).map { $0.utf8.count + 1 }.reduce(1, +)
  }

  /// The text of an index of `claims`, in their order.
  public static func text(_ claims: [Claim]) -> String {
    var lines = [heading]
    for claim in claims {
      var fields = [
        claim.architecture, claim.configuration, claim.walk, claim.property,
        claim.verdict.rawValue,
      ]
      if let scenario = claim.scenario { fields.append(scenario) }
      lines.append(fields.joined(separator: "\t"))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
