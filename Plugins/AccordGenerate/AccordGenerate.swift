import Foundation
import PackagePlugin

/// Generates Swift code of a target's OpenAPI document on every build.
///
/// The document is the target's `openapi.yaml`, `openapi.yml` or `openapi.json`; overlays are its files
/// called `*.overlay.yaml`, in the order of their names; settings for the generator stand in `accord.json`.
/// All of them are read by the tool, never here: SwiftPM keeps what a plugin answers for as long as the
/// target's list of files stays the same.
@main
struct AccordGenerate: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? SourceModuleTarget else { return [] }
    let input = try AccordInput(of: target)
    let output = context.pluginWorkDirectoryURL.appending(path: "Generated")
    // What files there are must not depend on what the document says: the build is planned before it is read.
    let files = AccordInput.shardPaths.map { output.appending(path: $0) }
    return [
      .buildCommand(
        displayName: "Generating \(target.name) from \(input.document.lastPathComponent)",
        executable: try context.tool(named: "accord-generate").url,
        arguments: [
          input.document.path, "--output", output.path, "--module", target.moduleName,
          "--layout", "shards",
        ] + input.arguments,
        inputFiles: input.files, outputFiles: files)
    ]
  }
}
