import Foundation
import PackagePlugin

/// `swift package accord-regenerate SPEC --output DIR ...`: writes generated code into the package.
@main
struct AccordRegenerate: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let tool = try context.tool(named: "accord-generate").url
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    process.currentDirectoryURL = context.package.directoryURL
    try process.run()
    process.waitUntilExit()
    // What was wrong, the tool has said; its exit code is what scripts look at.
    if process.terminationStatus != 0 { exit(process.terminationStatus) }
  }
}
