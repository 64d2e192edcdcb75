/// A value in a database.
enum SQLValue: Hashable, Sendable {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])
}

/// A statement and what is bound to it. Values are never part of the text.
struct SQLStatement: Sendable {
  /// With a question mark for each argument.
  private(set) var sql: String
  private(set) var arguments: [SQLValue]

  init(_ sql: String, _ arguments: [SQLValue] = []) {
    (self.sql, self.arguments) = (sql, arguments)
  }

  static func + (left: SQLStatement, right: SQLStatement) -> SQLStatement {
    SQLStatement(left.sql + right.sql, left.arguments + right.arguments)
  }
}

extension SQLValue {
  init(_ text: String?) { self = text.map(SQLValue.text) ?? .null }
  init(_ number: Int) { self = .integer(Int64(number)) }
  init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }
  init(_ flag: Bool) { self = .integer(flag ? 1 : 0) }
  init(_ instant: Instant) { self = .integer(instant.microseconds) }
  init(_ instant: Instant?) { self = instant.map { .integer($0.microseconds) } ?? .null }
  init(_ user: UserID) { self = .text(user.value) }
  init(_ user: UserID?) { self = user.map { .text($0.value) } ?? .null }
}
