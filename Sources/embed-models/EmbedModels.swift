import Foundation

/// Writes model files as a file of Swift: `embed-models OUTPUT FILE...`.
@main
enum EmbedModels {
  static func main() throws {
    let files = CommandLine.arguments.dropFirst(2)
    var lines = [
      "/// The shipped model files, by their paths below `Models`.",
      "let carriedModels: [(name: String, text: String)] = [",
    ]
    for file in files where file.hasSuffix(".yaml") {
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let name = file.split(separator: "/").suffix(2).joined(separator: "/")
      // No model has the end of such a text in it: the compiler would say so.
      lines += ["  (", "    \"\(name)\",", "###\"\"\"", text, "\"\"\"###", "  ),"]
    }
    lines += ["]", ""]
    try lines.joined(separator: "\n")
      .write(toFile: CommandLine.arguments[1], atomically: true, encoding: .utf8)
  }
}
