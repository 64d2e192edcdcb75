import Logging
public import ServiceLifecycle

/// A server that runs for as long as something is done with it.
public enum LocalServer {
  /// - Parameters:
  ///   - service: makes the server. What it is given has to be told the port once connections are accepted.
  ///   - use: what to do with it. Its connections are closed when that is over.
  /// - Throws: what `use` throws, and what keeps the server from listening.
  public static func run<Result: Sendable>(
    _ service: (_ onListening: @escaping @Sendable (_ port: Int) async -> Void) -> any Service,
    _ use: (_ port: Int) async throws -> Result
  ) async throws -> Result {
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    let group = ServiceGroup(
      services: [service { listening.yield($0) }],
      logger: Logger(label: "local-server", factory: { _ in SwiftLogNoOpLogHandler() }))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { listening.finish() }
        try await group.run()
      }
      for await port in ports {
        do {
          let result = try await use(port)
          await group.triggerGracefulShutdown()
          return result
        } catch {
          await group.triggerGracefulShutdown()
          throw error
        }
      }
      try await tasks.waitForAll()
      throw CancellationError()
    }
  }
}
