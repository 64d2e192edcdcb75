import Synchronization

/// How many statements the database ran for one request.
final class StatementCount: Sendable {
  /// That of the request which the current task answers; `nil`: nobody wants to know.
  @TaskLocal static var current: StatementCount?

  private let count = Atomic(0)

  var value: Int { count.load(ordering: .relaxed) }

  func add() { count.add(1, ordering: .relaxed) }
}
