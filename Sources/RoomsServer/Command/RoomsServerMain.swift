import ArgumentParser
import Foundation

/// Runs the command. Wrong usage ends with 2, as in all of Accord's tools, where ArgumentParser would say 64.
@main
enum RoomsServerMain {
  private static let wrongUsage: Int32 = 2

  static func main() async {
    do {
      var command = try RoomsServerCommand.parseAsRoot()
      if let serving = command as? RoomsServerCommand {
        try await serving.run()
      } else {
        // `--help` and its like.
        try command.run()
      }
    } catch {
      guard RoomsServerCommand.exitCode(for: error) == .validationFailure else {
        RoomsServerCommand.exit(withError: error)
      }
      let message = RoomsServerCommand.fullMessage(for: error)
      try? FileHandle.standardError.write(contentsOf: Data((message + "\n").utf8))
      exit(wrongUsage)
    }
  }
}
