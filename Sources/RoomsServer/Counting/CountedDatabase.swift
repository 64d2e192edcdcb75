/// Counts the statements of a database for whoever wants to know. What belongs to transactions reads no table, and does
/// not count.
struct CountedDatabase: SQLDatabase {
  let sound: any SQLDatabase

  func read<Result: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Result
  ) async throws -> Result {
    // The database runs it on a thread of its own, where the task's values are not known.
    guard let count = StatementCount.current else { return try await sound.read(body) }
    return try await sound.read { try body(CountedConnection(sound: $0, count: count)) }
  }

  func write<Result: Sendable>(
    _ body: @escaping @Sendable (any SQLConnection) throws -> Result
  ) async throws -> Result {
    guard let count = StatementCount.current else { return try await sound.write(body) }
    return try await sound.write { try body(CountedConnection(sound: $0, count: count)) }
  }

  func close() async { await sound.close() }
}

private struct CountedConnection: SQLConnection {
  let sound: any SQLConnection
  let count: StatementCount

  var dialect: SQLDialect { sound.dialect }

  func rows<Element>(
    _ statement: SQLStatement, _ make: (any SQLRow) throws -> Element
  ) throws -> [Element] {
    count.add()
    return try sound.rows(statement, make)
  }

  func execute(_ statement: SQLStatement) throws -> Int {
    count.add()
    return try sound.execute(statement)
  }

  func execute(script: String) throws {
    count.add()
    try sound.execute(script: script)
  }
}
