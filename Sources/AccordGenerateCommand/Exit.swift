public import ArgumentParser
import Foundation

/// Runs a command with Accord's exit codes: wrong usage is 2, not ArgumentParser's 64.
public enum Exit {
  public static func run(_ command: any ParsableCommand.Type) {
    do {
      var command = try command.parseAsRoot()
      try command.run()
    } catch {
      finish(command, error)
    }
  }

  public static func run(_ command: any AsyncParsableCommand.Type) async {
    do {
      var parsed = try command.parseAsRoot()
      if var asynchronous = parsed as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try parsed.run()
      }
    } catch {
      finish(command, error)
    }
  }

  private static func finish(_ command: any ParsableCommand.Type, _ error: any Error) -> Never {
    let code = command.exitCode(for: error)
    guard code == .validationFailure else { command.exit(withError: error) }
    let message = command.fullMessage(for: error)
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(2)
  }
}
