import ArgumentParser
import Foundation
import Hummingbird
import Logging

/// `rooms-server`.
struct RoomsServerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rooms-server",
    abstract: "Serves the rooms API.",
    discussion: """
      The first line on standard output is `listening on http://HOST:PORT`. Logs go to standard error. \
      SIGTERM and SIGINT end the server once the requests that it has are answered.
      """)

  @Option(help: "The port to listen on; 0 takes a free one.")
  var port: UInt16 = 8080

  @Option(help: "The address to listen on. Beyond loopback, whoever reaches the port may call.")
  var host = "127.0.0.1"

  @Option(help: "The SQLite file to keep everything in, or :memory: to keep nothing.")
  var database = ":memory:"

  @Flag(help: "Fill an empty database with rooms of several owners.")
  var demo = false

  @Option(help: "With --demo: the file to write what `accord verify --config` needs to.")
  var configOut: String?

  @Option(
    help: "The file with the key that proves bearer tokens, at least 32 bytes.",
    completion: .file())
  var jwtKeyFile: String?

  @Option(help: "Be wrong in one way, for a test of what should notice. See --list-faults.")
  var fault: Fault?

  @Flag(help: "List the faults and end.")
  var listFaults = false

  func validate() throws {
    if configOut != nil, !demo {
      throw ValidationError("--config-out describes the demo's rooms: add --demo.")
    }
    if database.isEmpty { throw ValidationError("--database needs a path, or :memory:.") }
    if ["postgres://", "postgresql://"].contains(where: database.hasPrefix) {
      throw ValidationError(
        "--database \(Self.withoutCredentials(database)): this build has no PostgreSQL support. "
          + "Give the path of an SQLite file, or :memory:.")
    }
  }

  /// A URL up to its authority: what stands before the `@` may be a password.
  private static func withoutCredentials(_ url: String) -> Substring {
    url.prefix { $0 != ":" } + "://..."
  }

  func run() async throws {
    if listFaults {
      print(Fault.list)
      return
    }
    let logger = Self.makeLogger()
    let clock = WallClock.system
    let store = try openStore()
    let tokens = await AccessTokens(try tokenKey(logger: logger))
    if demo { try await fillDemo(of: store, tokens: tokens, at: clock.now()) }
    if let fault { logger.warning("This server is wrong on purpose: \(fault.summary)") }
    let application = RoomsApplication(
      store: store, tokens: tokens, clock: clock, logger: logger, fault: fault)
    let host = self.host
    do {
      try await application.server(host: host, port: Int(port)) { port in
        Self.announce(host: host, port: port)
      }.runService()
    } catch {
      throw ServingError(address: "\(host):\(port)", reason: "\(error)")
    }
  }

  private func openStore() throws -> SQLiteRoomsStore {
    let location: DatabaseLocation = database == ":memory:" ? .memory : .file(path: database)
    do {
      return try SQLiteRoomsStore(location)
    } catch {
      throw ValidationError("--database \(database): \(error)")
    }
  }

  private func tokenKey(logger: Logger) throws -> TokenKey {
    var bytes: [UInt8]
    let origin: String
    if let jwtKeyFile {
      origin = "--jwt-key-file \(jwtKeyFile)"
      do {
        bytes = Array(try Data(contentsOf: URL(fileURLWithPath: jwtKeyFile)))
      } catch {
        throw ValidationError("\(origin): the file cannot be read.")
      }
      // The end of the line that editors put there.
      while bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") {
        bytes.removeLast()
      }
    } else if let key = ProcessInfo.processInfo.environment["ROOMS_JWT_KEY"] {
      origin = "ROOMS_JWT_KEY"
      bytes = Array(key.utf8)
    } else {
      logger.notice("No key for bearer tokens was given: those of this start end with it.")
      var generator = SystemRandomNumberGenerator()
      return TokenKey(using: &generator)
    }
    guard let key = TokenKey(bytes) else {
      throw ValidationError("\(origin): the key needs at least \(TokenKey.minimumLength) bytes.")
    }
    return key
  }

  private func fillDemo(
    of store: any RoomsStore, tokens: AccessTokens, at now: Instant
  ) async throws {
    guard try await store.isEmpty() else {
      throw ValidationError("--demo: the database \(database) has rooms already.")
    }
    var demo = DemoDatabase(store: store, start: now)
    try await demo.fill()
    guard let configOut else { return }
    do {
      try await ContractConfiguration(of: demo, tokens: tokens).write(to: configOut)
    } catch let error as PrivateFile.WritingError {
      throw ValidationError("--config-out \(error)")
    }
  }

  private static func makeLogger() -> Logger {
    Logger(label: "rooms-server", factory: StreamLogHandler.standardError(label:))
  }

  /// Written past all buffers: a script waits for this line.
  private static func announce(host: String, port: Int) {
    let name = host.contains(":") ? "[\(host)]" : host
    try? FileHandle.standardOutput.write(
      contentsOf: Data("listening on http://\(name):\(port)\n".utf8))
  }
}

/// The server could not listen, or stopped listening.
struct ServingError: Error, CustomStringConvertible {
  var address: String
  var reason: String

  var description: String { "\(address): \(reason)" }
}

extension Fault: ExpressibleByArgument {
  init?(argument: String) { self.init(rawValue: argument) }

  static var allValueStrings: [String] { allCases.map(\.rawValue) }
}
