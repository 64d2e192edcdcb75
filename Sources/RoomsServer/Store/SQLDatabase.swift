/// What two databases say differently.
enum SQLDialect: Sendable, Hashable {
  case sqlite, postgres

  /// The end of a statement whose rows nobody else may change before the transaction is over. SQLite has one
  /// writer at a time anyway.
  var forUpdate: String {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR UPDATE"
    }
  }

  /// Likewise, leaving out the rows that somebody else is about to change.
  var forUpdateOfFreeRows: String {
    switch self {
    case .sqlite: ""
    case .postgres: " FOR UPDATE SKIP LOCKED"
    }
  }

  /// A part of a list that several indexes make together. SQLite puts them together in order by itself. PostgreSQL
  /// would sort them all, unless each of them is said to be in order and to end.
  func part(
    _ part: SQLStatement, ofListOrderedBy order: String, upTo limit: Int
  ) -> SQLStatement {
    switch self {
    case .sqlite: part
    case .postgres:
      SQLStatement("(") + part
        + SQLStatement(" ORDER BY \(order) LIMIT ?)", [SQLValue(limit)])
    }
  }

  /// The type of texts, which are compared byte by byte.
  var text: String {
    switch self {
    case .sqlite: "TEXT COLLATE BINARY"
    case .postgres: #"TEXT COLLATE "C""#
    }
  }

  var bytes: String {
    switch self {
    case .sqlite: "BLOB"
    case .postgres: "BYTEA"
    }
  }
}

/// Why a database did not do what was asked. Never the statement's values: some are secrets.
enum StoreError: Error, Sendable, CustomStringConvertible {
  /// It cannot be reached, is locked, or has no room left. Another time it may be well.
  case unavailable(String)
  /// It was lost while a change was being committed: whether it was made is not known.
  case uncertain
  /// Another row has the value, which only one may have.
  case notUnique
  /// Two transactions wait for each other; this one was undone.
  case conflict
  /// The file or the cluster is damaged, or not this server's.
  case unusable(String)
  case failed(code: String, message: String)

  var description: String {
    switch self {
    case .unavailable(let reason): "The database is not available: \(reason)"
    case .uncertain:
      "The database was lost while a change was committed: whether it was made is not known."
    case .notUnique: "The value is not unique."
    case .conflict: "Another transaction stood in the way."
    case .unusable(let reason): "The database cannot be used: \(reason)"
    case .failed(let code, let message): "The database failed (\(code)): \(message)"
    }
  }
}

/// A row, by the order of the columns of its statement.
protocol SQLRow {
  func isNull(_ column: Int) -> Bool
  /// - Throws: ``StoreError`` for a value of another type, NULL among them.
  func text(_ column: Int) throws -> String
  func integer(_ column: Int) throws -> Int64
  func bytes(_ column: Int) throws -> [UInt8]
}

/// A connection within a transaction.
protocol SQLConnection {
  var dialect: SQLDialect { get }

  /// - Throws: ``StoreError``, and what `make` throws.
  func rows<Element>(
    _ statement: SQLStatement, _ make: (any SQLRow) throws -> Element
  ) throws -> [Element]

  /// - Returns: how many rows it changed.
  @discardableResult
  func execute(_ statement: SQLStatement) throws -> Int

  /// Statements without arguments, separated by semicolons.
  func execute(script: String) throws
}

/// Where rows are. Every transaction sees one state of the database, and is made wholly or not at all.
protocol SQLDatabase: Sendable {
  /// - Throws: ``StoreError``, and what `body` throws.
  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Result
  ) async throws -> Result

  /// May perform the body again, if two transactions stood in each other's way.
  func write<Result: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Result
  ) async throws -> Result

  /// Closes all connections. Transactions from then on are ``StoreError/unavailable(_:)``.
  func close() async
}
