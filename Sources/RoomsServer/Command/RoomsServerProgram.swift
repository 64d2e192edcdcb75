import ArgumentParser
import Foundation

/// `rooms-server`, as the executable runs it. Wrong usage ends with 2, as in all of Accord's tools, where ArgumentParser would
/// say 64.
public enum RoomsServerProgram {
  private static let wrongUsage: Int32 = 2

  public static func main() async {
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
