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
    private let limits: PostgresLimits
    private let threads: NIOThreadPool
    private let idle = Mutex(Idle())
    private let waiting = Mutex(0)
    private let waitingLimit: Int

    /// How often a transaction is tried that stands in another's way.
    private static let attempts = 5
    /// The key of the advisory lock under which the tables of a schema are changed: "room" in ASCII.
    private static let migrationLock = 0x726F_6F6D

    /// - Parameters:
    ///   - text: a connection string of libpq.
    ///   - waiting: how many transactions may wait for a connection. More are refused at once.
    /// - Throws: ``StoreError``.
    init(
      _ text: String, connections: Int, waiting: Int = 5_000,
      limits: PostgresLimits = PostgresLimits()
    ) async throws {
      self.text = text
      self.limits = limits
      waitingLimit = waiting
      threads = NIOThreadPool(numberOfThreads: connections)
      threads.start()
      do {
        try await write { connection in
          guard let connection = connection as? PostgresConnection, connection.encoding == "UTF8"
          else { throw StoreError.unusable("its encoding has to be UTF8.") }
          // Of several servers that start at once, one makes the tables and the others find them, however long it takes.
          try connection.execute(
            script: """
              SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
              SELECT pg_advisory_xact_lock(\(Self.migrationLock), hashtext(COALESCE(current_schema(), '')))
              """)
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
      try await perform(.reading, body)
    }

    func write<Result: Sendable>(
      _ body: @escaping @Sendable (any SQLConnection) throws -> Result
    ) async throws -> Result {
      try await perform(.writing, body)
    }

    func close() async {
      try? await threads.shutdownGracefully()
      idle.withLock { $0.connections = [] }
    }

    // MARK: - Transactions

    private enum Transaction: Sendable {
      case reading, writing

      var beginning: String {
        switch self {
        case .reading: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .writing: "BEGIN ISOLATION LEVEL READ COMMITTED"
        }
      }
    }

    private func perform<Result: Sendable>(
      _ transaction: Transaction, _ body: @escaping @Sendable (any SQLConnection) throws -> Result
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
          try attempt(transaction, body)
        }
      } catch let error as StoreError {
        throw error
      } catch is NIOThreadPoolError.ThreadPoolInactive {
        throw StoreError.unavailable("it is closed.")
      }
    }

    private func attempt<Result>(
      _ transaction: Transaction, _ body: (any SQLConnection) throws -> Result
    ) throws -> Result {
      var attempt = 1
      while true {
        let connection = try begin(transaction.beginning)
        do {
          let result = try body(connection)
          try commit(transaction, on: connection)
          if !connection.isBroken { giveBack(connection) }
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

    /// A server that goes away at this moment has made the change or has not; nobody is left to say which. What was
    /// read is good in any case.
    private func commit(_ transaction: Transaction, on connection: PostgresConnection) throws {
      do {
        try connection.execute(script: "COMMIT")
      } catch {
        guard case StoreError.unavailable = error else { throw error }
        switch transaction {
        case .reading: break
        case .writing: throw StoreError.uncertain
        }
      }
    }

    /// A connection whose transaction has begun. One that has lost its server while nobody used it is replaced:
    /// nothing was done on it.
    private func begin(_ statement: String) throws -> PostgresConnection {
      while let connection = idle.withLock({ $0.connections.popLast() }) {
        if (try? connection.execute(script: statement)) != nil { return connection }
      }
      let connection = try PostgresConnection(text, limits: limits)
      try connection.execute(script: statement)
      return connection
    }

    private func giveBack(_ connection: PostgresConnection) {
      idle.withLock { $0.connections.append(connection) }
    }
  }
#endif
