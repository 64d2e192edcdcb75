import Synchronization

/// What is learned about a request while it is answered, for logs, metrics and limits.
final class RequestTrace: Sendable {
  /// The address that the request came from, without its port; empty if that is not known.
  let address: String
  private let found = Mutex(Found())

  private struct Found: Sendable {
    var operation: String?
    var user: UserID?
  }

  init(address: String) { self.address = address }

  /// The operationId, once the request was found to ask for one.
  var operation: String? { found.withLock { $0.operation } }
  var user: UserID? { found.withLock { $0.user } }

  func note(operation: String) { found.withLock { $0.operation = operation } }
  func note(_ principal: Principal) { found.withLock { $0.user = principal.userID } }

  /// That of the request that this task answers.
  @TaskLocal static var current: RequestTrace?
}
