import Foundation
import PackagePlugin

/// Puts the shipped models into the program, so that it finds them wherever it is copied to.
@main
struct EmbedModels: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let models = context.package.directoryURL.appending(path: "Models")
    let output = context.pluginWorkDirectoryURL.appending(path: "CarriedModels.swift")
    var inputs: [URL] = []
    for folder in ["Architectures", "Helpers", "Walkers"] {
      inputs += try FileManager.default.contentsOfDirectory(
        at: models.appending(path: folder), includingPropertiesForKeys: nil)
    }
    return [
      .buildCommand(
        displayName: "Embedding models", executable: try context.tool(named: "embed-models").url,
        arguments: [output.path] + inputs.map(\.path).sorted(), inputFiles: inputs,
        outputFiles: [output])
    ]
  }
}
