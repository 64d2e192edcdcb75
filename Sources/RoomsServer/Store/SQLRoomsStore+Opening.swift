import GRDB

extension SQLRoomsStore {
  /// Opens a database, makes its tables if there are none, and brings them up to date.
  ///
  /// - Parameters:
  ///   - configuration: GRDB's, of an SQLite database.
  ///   - connections: how many connections a PostgreSQL database has at most.
  /// - Throws: ``StoreError``.
  init(
    _ location: DatabaseLocation, configuration: Configuration = Configuration(),
    connections: Int = 8
  ) async throws {
    switch location {
    case .memory: database = try SQLiteDatabase(path: nil, configuration: configuration)
    case .file(let path):
      database = try SQLiteDatabase(path: path, configuration: configuration)
    case .postgres(let text):
      #if Postgres
        database = try await PostgresDatabase(text, connections: connections)
      #else
        throw StoreError.unusable("this server was built without PostgreSQL (the trait Postgres).")
      #endif
    }
  }
}
