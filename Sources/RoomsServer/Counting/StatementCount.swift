import GRDB
import Synchronization

/// How many statements the database ran for one request.
final class StatementCount: Sendable {
  /// That of the request which the current task answers; `nil`: nobody wants to know.
  @TaskLocal static var current: StatementCount?

  private let count = Atomic(0)

  var value: Int { count.load(ordering: .relaxed) }

  func add() { count.add(1, ordering: .relaxed) }
}

extension Database {
  /// Counts what the database says that it runs. What belongs to transactions reads no table, and does not count.
  func counting<Value>(
    for count: StatementCount?, _ body: (Database) throws -> Value
  ) throws -> Value {
    guard let count else { return try body(self) }
    trace(options: .statement) { event in
      let isTransaction = ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE"]
        .contains { event.description.uppercased().hasPrefix($0) }
      if !isTransaction { count.add() }
    }
    defer { trace(nil) }
    return try body(self)
  }
}
