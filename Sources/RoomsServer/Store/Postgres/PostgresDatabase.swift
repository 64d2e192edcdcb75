#if Postgres
  import NIOPosix
  import Synchronization

  /// PostgreSQL, by libpq: as many threads as connections, so that whoever has a thread has a connection.
  final class PostgresDatabase: SQLDatabase {
    /// Connections that nobody uses. libpq allows a connection to go from thread to thread, as long as one at
    /// a time uses it; what is in here, nobody uses.
    private struct Idle: @unchecked Sendable {
      var connections: [PostgresConnection] = []
    }

    private let text: String
    private let threads: NIOThreadPool
    private let idle = Mutex(Idle())
    private let waiting = Mutex(0)
    private let waitingLimit: Int

    /// How often a transaction is tried that stands in another's way.
    private static let attempts = 5
    /// The key of the advisory lock under which tables are changed: "rooms" in ASCII.
    private static let migrationLock = "491327844723"

    /// - Parameters:
    ///   - text: a connection string of libpq.
    ///   - waiting: how many transactions may wait for a connection. More are refused at once.
    /// - Throws: ``StoreError``.
    init(_ text: String, connections: Int, waiting: Int = 2_000) async throws {
      self.text = text
      waitingLimit = waiting
      threads = NIOThreadPool(numberOfThreads: connections)
      threads.start()
      do {
        try await write { connection in
          guard let connection = connection as? PostgresConnection, connection.encoding == "UTF8"
          else { throw StoreError.unusable("its encoding has to be UTF8.") }
          // Of several servers that start at once, one makes the tables and the others find them.
          try connection.execute(script: "SELECT pg_advisory_xact_lock(\(Self.migrationLock))")
          try RoomsSchema.migrate(connection, at: WallClock.system.now())
        }
      } catch {
        await close()
        throw error
      }
    }

    deinit { threads.shutdownGracefully { _ in } }

    func read<Result: Sendable>(
      _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
      try await perform(beginning: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    func write<Result: Sendable>(
      _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
      try await perform(beginning: "BEGIN ISOLATION LEVEL READ COMMITTED", body)
    }

    func close() async {
      try? await threads.shutdownGracefully()
      idle.withLock { $0.connections = [] }
    }

    // MARK: - Transactions

    private func perform<Result: Sendable>(
      beginning: String, _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
      let mayWait = waiting.withLock { count in
        guard count < waitingLimit else { return false }
        count += 1
        return true
      }
      guard mayWait else { throw StoreError.unavailable("too many wait for it.") }
      defer { waiting.withLock { $0 -= 1 } }
      do {
        return try await threads.runIfActive { [self] in
          try attempt(beginning: beginning, body)
        }
      } catch let error as StoreError {
        throw error
      } catch is NIOThreadPoolError.ThreadPoolInactive {
        throw StoreError.unavailable("it is closed.")
      }
    }

    private func attempt<Result>(
      beginning: String, _ body: (any SQLConnection) throws -> Result
    ) throws -> Result {
      var attempt = 1
      while true {
        let connection = try begin(beginning)
        do {
          let result = try body(connection)
          try connection.execute(script: "COMMIT")
          giveBack(connection)
          return result
        } catch {
          if !connection.isBroken, (try? connection.execute(script: "ROLLBACK")) != nil {
            giveBack(connection)
          }
          guard case StoreError.conflict = error, attempt < Self.attempts else { throw error }
          attempt += 1
        }
      }
    }

    /// A connection whose transaction has begun. One that has lost its server while nobody used it is replaced:
    /// nothing was done on it.
    private func begin(_ statement: String) throws -> PostgresConnection {
      while let connection = idle.withLock({ $0.connections.popLast() }) {
        if (try? connection.execute(script: statement)) != nil { return connection }
      }
      let connection = try PostgresConnection(text)
      try connection.execute(script: statement)
      return connection
    }

    private func giveBack(_ connection: PostgresConnection) {
      idle.withLock { $0.connections.append(connection) }
    }
  }
#endif
