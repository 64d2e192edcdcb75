public import AccordRuntime
import Logging
public import RoomsAPI

/// The rooms server with the demo's rooms, in this process and on a port of its own: for the sample page and for
/// benchmarks. It says with each answer how many statements it took.
public struct RoomsDemo: Sendable {
  /// Somebody who may look.
  public struct Viewer: Sendable {
    public var name: String
    public var credentials: RoomsCredentials
  }

  public let server: ServerURL
  /// The owner of most rooms, a member who owns few, and nobody in particular.
  public let viewers: [Viewer]
  /// What `accord verify --config` needs to know of this server, as JSON. The credentials in it are good.
  public let verification: String

  /// Runs the server for as long as `use` runs.
  ///
  /// - Parameter count: how many rooms there are, all of the first viewer, each with a meeting and an event; `nil`:
  ///   the demo's own.
  /// - Throws: what `use` throws, and what keeps the server from listening.
  public static func run<Result: Sendable>(
    rooms count: Int? = nil, _ use: @escaping @Sendable (RoomsDemo) async throws -> Result
  ) async throws -> Result {
    let sound = try await SQLRoomsStore(.memory)
    let store = SQLRoomsStore(database: CountedDatabase(sound: sound.database))
    let clock = WallClock.system
    var database = DemoDatabase(store: store, start: clock.now())
    let rooms = count.map { count in (0..<count).map { DemoRoom(name: "room \($0 + 1)") } }
    try await database.fill(with: rooms ?? DemoRoom.all)
    var generator = SystemRandomNumberGenerator()
    let tokens = await AccessTokens(TokenKey(using: &generator))
    let viewers = try await viewers(of: store, tokens: tokens, clock: clock)
    let verification = try await ContractConfiguration(of: database, tokens: tokens).json
      .serialized()
    var application = RoomsApplication(
      store: store, tokens: tokens, clock: clock,
      logger: Logger(label: "rooms-demo", factory: { _ in SwiftLogNoOpLogHandler() }))
    application.countsStatements = true
    return try await LocalServer.run { [application] in
      application.server(host: "127.0.0.1", port: 0, onListening: $0)
    } _: { port in
      let server = ServerURL(scheme: "http", authority: "127.0.0.1:\(port)", basePath: "")
      return try await use(
        RoomsDemo(server: server, viewers: viewers, verification: verification))
    }
  }

  private static func viewers(
    of store: any RoomsStore, tokens: AccessTokens, clock: WallClock
  ) async throws -> [Viewer] {
    // However long the demo runs: who asks has a good token.
    let provider = RefreshingTokenProvider {
      let end = clock.now().adding(minutes: 60)
      let token = try await tokens.sign(AccessTokenClaims(of: DemoUser.alice.id, until: end))
      return AccessToken(token, lifetime: .seconds(3600))
    }
    var generator = SystemRandomNumberGenerator()
    let key = APIKey(using: &generator)
    try await store.insert(
      APIKeyRow(id: key.id, userID: DemoUser.bob.id, hash: key.hash, createdAt: clock.now()))
    return [
      Viewer(name: "Alice", credentials: .bearer(from: provider)),
      Viewer(name: "Bob", credentials: .apiKey(key.text)),
      Viewer(name: "Nobody", credentials: .none),
    ]
  }
}
