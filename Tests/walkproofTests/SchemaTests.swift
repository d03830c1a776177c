import Foundation
import TestModels
import Testing

/// Every JSON that the program prints against its schema in `docs/schemas`.
@Suite struct SchemaTests {
  private static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("walkproof").path
  private static let schemas = URL(fileURLWithPath: ShippedModels.directory)
    .deletingLastPathComponent().appendingPathComponent("docs/schemas").path

  /// What is wrong with a value, and where; nil where nothing is. Only the keywords that our schemas use
  /// are known, and another one is wrong.
  private func mistake(_ value: Any, _ schema: [String: Any], at place: String) -> String? {
    let known: Set = [
      "$schema", "title", "type", "required", "properties", "items", "enum", "pattern",
      "additionalProperties",
    ]
    guard known.isSuperset(of: schema.keys) else { return "\(place): an unknown keyword" }
    let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
    guard types.contains(where: { isOf($0, value) }) else { return "\(place): not \(types)" }
    if let choices = schema["enum"] as? [Any] {
      let isOne = choices.contains { ($0 as? NSObject)?.isEqual(value) ?? false }
      if !isOne { return "\(place): \(value) is none of \(choices)" }
    }
    if let pattern = schema["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      return "\(place): '\(text)' is not \(pattern)"
    }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      let others = schema["additionalProperties"] as? [String: Any]
      for key in schema["required"] as? [String] ?? [] where object[key] == nil {
        return "\(place): no '\(key)'"
      }
      for (key, value) in object {
        guard let own = properties[key] ?? others else { return "\(place): '\(key)' is not in it" }
        if let mistake = mistake(value, own, at: "\(place).\(key)") { return mistake }
      }
    }
    if let items = schema["items"] as? [String: Any], let array = value as? [Any] {
      for (number, value) in array.enumerated() {
        if let mistake = mistake(value, items, at: "\(place)[\(number)]") { return mistake }
      }
    }
    return nil
  }

  private func isOf(_ type: String, _ value: Any) -> Bool {
    switch type {
    case "null": return value is NSNull
    case "string": return value is String
    case "array": return value is [Any]
    case "object": return value is [String: Any]
    case "boolean": return value is Bool
    case "integer": return value is NSNumber && !(value is String) && (value as? Int) != nil
    case "number": return value is NSNumber
    default: return false
    }
  }

  @Test(arguments: [
    ("list-1", ["list"]), ("proof-1", ["prove", "s390", "--walker", "gup_fast@v5.8"]),
    ("proof-1", ["prove", "mips32", "--stable"]),
    ("proof-1", ["prove", "x86_64", "--budget", "1"]),
    ("replay-1", ["replay", "Models/Scenarios/s390-silent-slip.yaml", "RACE"]),
    ("matrix-2", ["matrix", "mips32", "--no-cache"]),
    ("gate-2", ["gate", "--no-shipped-models", "--models", "SMALL", "--proofs", "Proofs"]),
  ])
  func whatIsPrintedIsAsItsSchemaSays(_ name: String, _ arguments: [String]) throws {
    let root = URL(fileURLWithPath: ShippedModels.directory).deletingLastPathComponent().path
    let small = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: small) }
    for file in [
      "Architectures/riscv32", "Walkers/gup_fast-v6.12", "Helpers/generic", "Helpers/nop4d",
      "Helpers/nopud", "Helpers/nopmd",
    ] {
      try FileManager.default.copyItem(
        atPath: "\(ShippedModels.directory)/\(file).yaml",
        toPath: "\(small)/\(file.split(separator: "/")[1]).yaml")
    }
    let words = arguments.map { word -> String in
      switch word {
      case "SMALL": return small
      case "RACE": return "\(root)/Proofs/mips32/gup_fast-v6.12-live-recheck.yaml"
      default: return word.contains("/") || word == "Proofs" ? "\(root)/\(word)" : word
      }
    }
    let (_, output) = try runProgram([Self.program] + words + ["--format", "json"])
    let schemaText = try Data(contentsOf: URL(fileURLWithPath: "\(Self.schemas)/\(name).json"))
    let schema = try #require(
      try JSONSerialization.jsonObject(with: schemaText) as? [String: Any])
    let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
    #expect(mistake(value, schema, at: "") == nil)
    // Without a key it is not.
    var less = try #require(value as? [String: Any])
    less["schema"] = nil
    #expect(mistake(less, schema, at: "") != nil)
  }
}
