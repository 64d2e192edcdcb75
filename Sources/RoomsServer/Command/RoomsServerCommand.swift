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

      Every setting can be given in the environment as well: `--rate-limit` is `ROOMS_RATE_LIMIT`, and so on. \
      Flags win. Beside the API there are `/health`, `/ready` and, for Prometheus, `/metrics`.

      Without `--jwt-key-file`, `ROOMS_JWT_KEY`, `--jwt-public-key-file` or `--jwks-file` bearer tokens are proved \
      with a key that ends with the server.
      """)

  @OptionGroup(title: "Settings") var options: SettingsOptions

  @Flag(help: "Fill an empty database with rooms of several owners.")
  var demo = false

  @Option(help: "With --demo: the file to write what `accord verify --config` needs to.")
  var configOut: String?

  @Option(
    help: ArgumentHelp(
      "Make an API key for a user, print it once, and end.", valueName: "user"))
  var createApiKey: String?

  @Option(help: .hidden)
  var fillRooms: Int?

  @Option(help: .hidden)
  var measureDatabase: Int?

  @Option(help: "Be wrong in one way, for a test of what should notice. See --list-faults.")
  var fault: Fault?

  @Flag(help: "List the faults and end.")
  var listFaults = false

  func validate() throws {
    if configOut != nil, !demo {
      throw ValidationError("--config-out describes the demo's rooms: add --demo.")
    }
  }

  func run() async throws {
    if listFaults {
      print(Fault.list)
      return
    }
    let settings: ServerSettings
    do {
      settings = try ServerSettings(
        flags: options.given, environment: ProcessInfo.processInfo.environment)
    } catch let error as SettingsError {
      throw ValidationError(error.description)
    }
    let logger = Self.makeLogger(settings.logLevel)
    let clock = WallClock.system
    let tokens = try await TokenKeyLoading(settings: settings, logger: logger).tokens()
    let store = try await openStore(settings)
    if let createApiKey {
      try await makeKey(of: createApiKey, in: store, at: clock.now())
      await store.close()
      return
    }
    if let fillRooms {
      try await LoadDatabase(store: store, start: clock.now()).fill(rooms: fillRooms)
      if let measureDatabase {
        print(
          try await DatabaseMeasurement(store: store, rooms: fillRooms)
            .run(seconds: measureDatabase, tasks: 16, at: clock.now()))
        await store.close()
        return
      }
    }
    if demo { try await fillDemo(of: store, tokens: tokens, at: clock.now()) }
    if let fault { logger.warning("This server is wrong on purpose: \(fault.summary)") }
    var application = RoomsApplication(
      store: store, tokens: tokens, clock: clock, logger: logger,
      outbound: OutboundClient(policy: settings.outbound), fault: fault)
    application.isPublic = settings.isPublic
    application.limits = settings.limits
    application.crossOrigin = settings.crossOrigin
    application.showsMetrics = settings.showsMetrics
    OpenFileLimit.raise()
    MemoryAllocation.keepLargePieces()
    try await serve(application, settings)
    await store.close()
  }

  private func serve(_ application: RoomsApplication, _ settings: ServerSettings) async throws {
    let host = settings.host
    do {
      try await application.server(host: host, port: settings.port) { port in
        Self.announce(host: host, port: port)
      }.runService()
    } catch {
      throw ServingError(address: "\(host):\(settings.port)", reason: "\(error)")
    }
  }

  private func openStore(_ settings: ServerSettings) async throws -> SQLRoomsStore {
    let name =
      switch settings.database {
      case .memory: ":memory:"
      case .file(let path): path
      // The rest may hold a password.
      case .postgres: "postgres://..."
      }
    do {
      return try await SQLRoomsStore(
        settings.database, connections: settings.databaseConnections)
    } catch {
      throw ValidationError("--database \(name): \(error)")
    }
  }

  private func makeKey(
    of user: String, in store: any RoomsStore, at now: Instant
  ) async throws {
    guard AccessTokenClaims.isUserID(user) else {
      throw ValidationError("--create-api-key needs a user's id, of 255 bytes at most.")
    }
    var generator = SystemRandomNumberGenerator()
    let key = APIKey(using: &generator)
    try await store.insert(
      APIKeyRow(id: key.id, userID: UserID(user), hash: key.hash, createdAt: now))
    print(key.text)
  }

  private func fillDemo(
    of store: any RoomsStore, tokens: AccessTokens, at now: Instant
  ) async throws {
    guard try await store.isEmpty() else {
      throw ValidationError("--demo: the database has rooms already.")
    }
    if configOut != nil, !tokens.canSign {
      throw ValidationError(
        "--config-out needs a key that signs: give --jwt-key-file, or no key at all.")
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

  private static func makeLogger(_ level: Logger.Level) -> Logger {
    var logger = Logger(label: "rooms-server", factory: StreamLogHandler.standardError(label:))
    logger.logLevel = level
    return logger
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
