import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// Where a database is.
enum DatabaseLocation: Sendable, Hashable {
  /// Gone when the server ends.
  case memory
  case file(path: String)
  /// A connection string of libpq, a URL or pairs. It may hold a password.
  case postgres(String)

  /// Whether this program was built with the trait `Postgres`.
  static var includesPostgres: Bool {
    #if Postgres
      true
    #else
      false
    #endif
  }
}

/// SQLite, by GRDB.
final class SQLiteDatabase: SQLDatabase {
  let writer: any DatabaseWriter
  /// GRDB leaves it to its user that nothing is asked of a closed database.
  private let isClosed = Mutex(false)

  /// Opens the database, makes it if there is none, and brings its tables up to date.
  ///
  /// - Parameters:
  ///   - path: `nil` keeps everything in memory.
  ///   - configuration: GRDB's; a test traces statements with it.
  ///   - busyTimeout: how long to wait for another process that writes, in seconds.
  /// - Throws: ``StoreError``.
  init(
    path: String?, configuration: Configuration = Configuration(), busyTimeout: Double = 5
  ) throws {
    var configuration = configuration
    configuration.busyMode = .timeout(busyTimeout)
    writer = try Self.translatingErrors {
      guard let path else { return try DatabaseQueue(configuration: configuration) }
      // Write-ahead logging: readers do not wait for the writer. What was committed is on the disk then.
      let pool = try DatabasePool(path: path, configuration: configuration)
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      return pool
    }
    try Self.translatingErrors {
      try writer.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          try RoomsSchema.migrate(SQLiteConnection(database: database), at: WallClock.system.now())
          return .commit
        }
      }
    }
  }

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Result
  ) async throws -> Result {
    try checkOpen()
    return try await Self.translatingErrors {
      try await writer.read { try body(SQLiteConnection(database: $0)) }
    }
  }

  func write<Result: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Result
  ) async throws -> Result {
    try checkOpen()
    return try await Self.translatingErrors {
      try await writer.write { try body(SQLiteConnection(database: $0)) }
    }
  }

  func close() async {
    isClosed.withLock { $0 = true }
    try? writer.close()
  }

  private func checkOpen() throws {
    if isClosed.withLock({ $0 }) { throw StoreError.unavailable("it is closed.") }
  }

  // MARK: - Errors

  fileprivate static func translatingErrors<Result>(_ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let error as DatabaseError { throw StoreError(error) }
  }

  private static func translatingErrors<Result>(
    _ work: () async throws -> Result
  ) async throws -> Result {
    do { return try await work() } catch let error as DatabaseError { throw StoreError(error) }
  }
}

extension StoreError {
  init(_ error: DatabaseError) {
    let message = error.message ?? "no message"
    self =
      switch error.extendedResultCode {
      case .SQLITE_CONSTRAINT_UNIQUE: .notUnique
      default:
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: .unavailable("another process holds it (\(message)).")
        case .SQLITE_FULL: .unavailable("there is no room left on the disk (\(message)).")
        case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_INTERRUPT:
          .unavailable("\(message).")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
          .unusable("the file is damaged or not an SQLite database (\(message)).")
        default: .failed(code: "\(error.extendedResultCode.rawValue)", message: message)
        }
      }
  }
}

/// A connection of GRDB within a transaction.
struct SQLiteConnection: SQLConnection {
  let database: Database
  let dialect = SQLDialect.sqlite

  func rows<Element>(
    _ statement: SQLStatement, _ make: (any SQLRow) throws -> Element
  ) throws -> [Element] {
    try SQLiteDatabase.translatingErrors {
      let prepared = try database.cachedStatement(sql: statement.sql)
      let cursor = try Row.fetchCursor(prepared, arguments: Self.arguments(of: statement))
      let row = SQLiteRow(statement: prepared.sqliteStatement)
      var elements: [Element] = []
      while try cursor.next() != nil { elements.append(try make(row)) }
      return elements
    }
  }

  func execute(_ statement: SQLStatement) throws -> Int {
    try SQLiteDatabase.translatingErrors {
      let prepared = try database.cachedStatement(sql: statement.sql)
      try prepared.execute(arguments: Self.arguments(of: statement))
      return database.changesCount
    }
  }

  func execute(script: String) throws {
    try SQLiteDatabase.translatingErrors { try database.execute(sql: script) }
  }

  static func arguments(of statement: SQLStatement) -> StatementArguments {
    StatementArguments(
      statement.arguments.map { value -> DatabaseValue in
        switch value {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): StoredText(text).databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
      })
  }
}

/// The row that a statement has come to. It is read from SQLite itself: GRDB's own values are made for each column
/// first, which took a tenth of the bulk status.
struct SQLiteRow: SQLRow {
  let statement: SQLiteStatement

  func isNull(_ column: Int) -> Bool { type(of: column) == SQLITE_NULL }

  func text(_ column: Int) throws -> String {
    // See ``StoredText``.
    let type = type(of: column)
    guard type == SQLITE_TEXT || type == SQLITE_BLOB else {
      throw StoreError.unusable("a column holds no text")
    }
    return String(decoding: rawBytes(column), as: UTF8.self)
  }

  func integer(_ column: Int) throws -> Int64 {
    guard type(of: column) == SQLITE_INTEGER else {
      throw StoreError.unusable("a column holds no integer")
    }
    return sqlite3_column_int64(statement, CInt(column))
  }

  func bytes(_ column: Int) throws -> [UInt8] {
    guard type(of: column) == SQLITE_BLOB else {
      throw StoreError.unusable("a column holds no bytes")
    }
    return Array(rawBytes(column))
  }

  private func type(of column: Int) -> CInt { sqlite3_column_type(statement, CInt(column)) }

  /// Of a text or a blob. The pointer comes first, as SQLite asks: only then is the length that of the bytes there.
  private func rawBytes(_ column: Int) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(statement, CInt(column))
    return UnsafeRawBufferPointer(
      start: start, count: Int(sqlite3_column_bytes(statement, CInt(column))))
  }
}
