import Foundation
import PackagePlugin

/// `swift package accord-check SPEC --output DIR ...`: fails, with a diff, while committed generated code is stale.
/// A plugin of its own, because one that may write is asked for permission even where it only looks.
@main
struct AccordCheck: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let tool = try context.tool(named: "accord-generate").url
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments + ["--check"]
    process.currentDirectoryURL = context.package.directoryURL
    try process.run()
    process.waitUntilExit()
    // What was wrong, the tool has said; its exit code is what scripts look at.
    if process.terminationStatus != 0 { exit(process.terminationStatus) }
  }
}
